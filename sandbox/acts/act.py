"""One thing a person does, as the page or a test sends it."""

from dataclasses import dataclass
from typing import Any

from sandbox.deliver.delivery import Ack
from sandbox.values import Channel, Json, Message, OpenView, Person
from sandbox.world import World


class BadAct(ValueError):  # noqa: N818  the words are for a person
    """What was sent makes no sense here: unknown people or channels, missing fields."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`error` is for the person who acted; `ack` is the app's, where it was told."""

    ok: bool = True
    error: str | None = None
    ack: Ack | None = None

    def as_json(self) -> Json:
        ack = self.ack.as_json() if self.ack else None
        return {"ok": self.ok, "error": self.error, "ack": ack}


def outcome_of(ack: Ack | None) -> Outcome:
    error = ack.error if ack else None
    return Outcome(ok=error is None, error=error, ack=ack)


@dataclass(frozen=True, slots=True)
class Act:
    world: World
    person: Person
    body: Json

    def text(self, name: str) -> str:
        value = self.body.get(name)
        if not isinstance(value, str) or not value:
            raise BadAct(f"`{name}` is missing.")
        return value

    def optional(self, name: str) -> str | None:
        value = self.body.get(name)
        if value is not None and not isinstance(value, str):
            raise BadAct(f"`{name}` is not a string.")
        return value or None

    def channel(self) -> Channel:
        return self._channel(self.body.get("channel"))

    def other(self) -> Person:
        """The `user` somebody is doing something to."""
        found = self.world.state.people.get(self.text("user"))
        if found is None:
            raise BadAct(f"There is nobody called {self.text('user')!r} here.")
        return found

    def message(self, where: Any) -> tuple[Channel, Message]:
        """Of `{"channel", "ts"}`; raises BadAct for one this person cannot see."""
        if not isinstance(where, dict):
            raise BadAct("A message is named by its `channel` and `ts`.")
        channel = self._channel(where.get("channel"))
        found = self.world.state.message(channel.id, str(where.get("ts")))
        if found is None or found.tombstone or found.reader not in (None, self.person.id):
            raise BadAct("This message is not there any more.")
        return channel, found

    def view(self, view_id: Any) -> OpenView:
        """One in this person's own stack, or the app's Home of this person."""
        home = self.world.state.homes.of(self.person.id)
        return home if home and home.id == view_id else self.modal(view_id)

    def home(self) -> OpenView:
        found = self.world.state.homes.of(self.person.id)
        if found is None:
            raise BadAct("The app has published no Home tab.")
        return found

    def modal(self, view_id: Any) -> OpenView:
        """One in this person's own stack."""
        for view in self.world.state.modals.stack(self.person.id):
            if view.id == view_id:
                return view
        raise BadAct("This window is not open any more.")

    def _channel(self, channel_id: Any) -> Channel:
        found = self.world.state.channels.get(channel_id) if isinstance(channel_id, str) else None
        if found is None or not found.seen_by(self.person.id):
            raise BadAct(f"There is no channel {channel_id!r} that you can see.")
        return found
