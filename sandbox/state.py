"""What one workspace holds. No HTTP and no asyncio; each change is told to `changes`."""

from dataclasses import replace

from sandbox import changes as happened
from sandbox.changes import Changes
from sandbox.clock import Clock
from sandbox.homes import Homes
from sandbox.ids import Ids
from sandbox.messages import Messages
from sandbox.modals import Modals
from sandbox.passes import Passes
from sandbox.screens import Screens
from sandbox.values import App, Channel, OpenView, Person, Team
from sandbox.views import ViewMaker


class State(Messages):
    """People, channels and messages; views in `modals` and `homes`, trigger ids in `passes`.

    `people` and `channels` are read freely and changed through the methods alone.
    """

    def __init__(
        self,
        *,
        team: Team,
        app: App,
        people: list[Person],
        channels: list[Channel],
        clock: Clock,
        ids: Ids,
        changes: Changes,
    ) -> None:
        super().__init__(team, app, clock, ids, changes)
        self.people = {person.id: person for person in people}
        self.channels = {channel.id: channel for channel in channels}
        maker = ViewMaker(clock, ids)
        self.modals = Modals(maker, changes)
        self.homes = Homes(maker, changes)
        self.passes = Passes(clock, ids)
        self.screens = Screens()

    # People and channels

    def put_person(self, person: Person) -> None:
        new = person.id not in self.people
        self.people[person.id] = person
        self.changes.publish(happened.PersonChanged(person.id, new))

    def put_channel(self, channel: Channel, *, by: str | None = None) -> None:
        before = self.channels.get(channel.id)
        seeing = frozenset(one for one in self.people if channel.seen_by(one))
        saw = frozenset(one for one in self.people if before is not None and before.seen_by(one))
        self.channels[channel.id] = channel
        opened, closed = seeing - saw, saw - seeing
        self.changes.publish(happened.ChannelChanged(channel.id, opened, closed, before, by))

    def add_member(self, channel: Channel, person: str, *, by: str | None = None) -> None:
        self.put_channel(replace(channel, members=(*channel.members, person)), by=by)

    def remove_member(self, channel: Channel, person: str, *, by: str | None = None) -> None:
        members = tuple(member for member in channel.members if member != person)
        self.put_channel(replace(channel, members=members), by=by)

    def move_channel(self, channel: Channel, new_id: str) -> Channel:
        """The same channel under another id, as Slack does with one that is shared; the old is gone."""
        moved = replace(channel, id=new_id)
        del self.channels[channel.id]
        self.channels[new_id] = moved
        self._move(channel.id, new_id)
        self.passes.move(channel.id, new_id)
        self.screens.move(channel.id, new_id)
        self.changes.publish(happened.ChannelMoved(channel, new_id))
        return moved

    def delete_channel(self, channel: Channel, *, by: str | None = None) -> None:
        """And all that was said in it."""
        del self.channels[channel.id]
        self._forget(channel.id)
        self.changes.publish(happened.ChannelDeleted(channel, by))

    def im_with(self, person: str, other: str) -> Channel | None:
        pair = {person, other}
        return next(
            (c for c in self.channels.values() if c.kind == "im" and set(c.members) == pair), None
        )

    def open_im(self, person: str, other: str) -> Channel:
        """The direct messages of these two, made where there are none yet."""
        known = self.im_with(person, other)
        if known is not None:
            return known
        channel = Channel(self.ids.new("D"), "", "im", (person, other))
        self.put_channel(channel)
        return channel

    # Views

    def shelf_of(self, view: OpenView) -> Modals | Homes:
        """What keeps views of this kind."""
        return self.homes if view.content["type"] == "home" else self.modals

    def view_called(self, external_id: str) -> OpenView | None:
        return self.modals.called(external_id) or self.homes.called(external_id)

    # Notices

    def tell(self, person: str, text: str, *, error: bool = False) -> None:
        """A notice on this person's screen; it is not kept."""
        self.changes.publish(happened.Notice(person, text, "error" if error else "info"))
