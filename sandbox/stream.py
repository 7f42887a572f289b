"""The page's stream: everything once, then a frame for each change this person may see."""

from typing import Any

from sandbox import changes as happened
from sandbox.changes import Change
from sandbox.elements import shown
from sandbox.faults import Faults
from sandbox.traffic import Traffic
from sandbox.values import Channel, Json, Message, OpenView, Person
from sandbox.views import as_slack
from sandbox.world import World


class Viewer:
    """One person's eyes."""

    def __init__(self, world: World, faults: Faults, traffic: Traffic, person: str) -> None:
        self._world = world
        self._state = world.state
        self._faults = faults
        self._traffic = traffic
        self._person = person

    def snapshot(self) -> Json:
        state = self._state
        channels = [one for one in state.channels.values() if one.seen_by(self._person)]
        messages = sorted(state.messages(), key=lambda message: message.ts)
        return {
            "kind": "snapshot",
            "team": {
                "id": state.team.id,
                "name": state.team.name,
                "domain": state.team.domain,
                "icon": state.team.icon,
            },
            "app": self._app(),
            "you": self._person,
            "users": [self._user(person) for person in state.people.values()],
            "channels": [self._channel(channel) for channel in channels],
            "messages": [self._message(one) for one in messages if self._sees(one)],
            "views": self._views(),
            "home": self._home(),
            "traffic": [entry.as_json() for entry in self._traffic],
            **self._all_faults(),
            "clock": self._clock(),
        }

    def frames(self, change: Change) -> list[Json]:
        """What this person's page is told of the change: nothing, where it is not theirs to see."""
        match change:
            case happened.PersonChanged(person):
                return [{"kind": "user", "user": self._user(self._state.people[person])}]
            case happened.ChannelChanged(channel, opened_to, closed_to):
                opened, closed = self._person in opened_to, self._person in closed_to
                return self._channel_frames(channel, opened=opened, closed=closed)
            case happened.ChannelMoved(before, new_id):
                gone = self._gone_frames(before)
                return gone and gone + self._channel_frames(new_id, opened=True, closed=False)
            case happened.ChannelDeleted(before):
                return self._gone_frames(before)
            case happened.MessageChanged(channel, ts):
                message = self._state.message(channel, ts)
                return self._message_frames([message] if message else [])
            case happened.MessageDeleted(channel, ts, reader):
                seen = reader in (None, self._person) and self._sees_channel(channel)
                frame = {"kind": "message_deleted", "channel": channel, "ts": ts}
                return [frame] if seen else []
            case (
                happened.ChannelRead()
                | happened.ViewsChanged()
                | happened.HomeChanged()
                | happened.Notice()
            ):
                return self._own_frames(change) if change.person == self._person else []
            case _:
                return self._common_frames(change)

    def _own_frames(
        self,
        change: happened.ChannelRead
        | happened.ViewsChanged
        | happened.HomeChanged
        | happened.Notice,
    ) -> list[Json]:
        match change:
            case happened.ChannelRead(_, channel):
                read = self._state.channels[channel]
                return [{"kind": "channel", "channel": self._channel(read)}]
            case happened.ViewsChanged():
                return [{"kind": "views", "stack": self._views()}]
            case happened.HomeChanged():
                return [{"kind": "home", "home": self._home()}]
            case happened.Notice(_, text, level):
                return [{"kind": "notice", "text": text, "level": level}]

    def _common_frames(self, change: Change) -> list[Json]:
        """What everybody sees: it belongs to the workspace and not to a person."""
        match change:
            case happened.TrafficChanged(number):
                entry = self._traffic.entry(number)
                return [{"kind": "traffic", "entry": entry.as_json()}] if entry else []
            case happened.FaultsChanged():
                return [{"kind": "faults", **self._all_faults()}]
            case happened.ClockMoved():
                return [{"kind": "clock", **self._clock()}]
            case _:
                return [{"kind": "app", "app": self._app()}]

    def _channel_frames(self, channel_id: str, *, opened: bool, closed: bool) -> list[Json]:
        channel = self._state.channels[channel_id]
        if not channel.seen_by(self._person):
            return [{"kind": "channel_gone", "channel": channel.id}] if closed else []
        frames: list[Json] = [{"kind": "channel", "channel": self._channel(channel)}]
        if opened:
            said = self._state.said_in(channel.id)
            # The channel once more: whoever counts what comes has counted what was there.
            frames += [*self._message_frames(said), *frames] if said else []
        return frames

    def _gone_frames(self, channel: Channel) -> list[Json]:
        """Of a channel that is not there any more, or not under this id."""
        seen = channel.seen_by(self._person)
        return [{"kind": "channel_gone", "channel": channel.id}] if seen else []

    def _message_frames(self, messages: list[Message]) -> list[Json]:
        return [
            {"kind": "message", "message": self._message(message)}
            for message in messages
            if self._sees(message)
        ]

    def _sees_channel(self, channel: str) -> bool:
        return self._state.channels[channel].seen_by(self._person)

    def _sees(self, message: Message) -> bool:
        return message.reader in (None, self._person) and self._sees_channel(message.channel)

    def _app(self) -> Json:
        app, manifest = self._state.app, self._world.manifest
        return {
            "id": app.id,
            "name": app.name,
            "bot_user": app.bot_user,
            "home_tab": app.home_tab,
            "messages_tab": app.messages_tab,
            "read_only": app.read_only,
            "installed": app.installed,
            "commands": list(manifest.commands) if app.installed else [],
            "shortcuts": list(manifest.shortcuts) if app.installed else [],
            "connected": self._world.courier.connected,
            "connections": self._world.courier.sockets.connections,
        }

    def _user(self, person: Person) -> Json:
        letters = [word[0] for word in person.real_name.split()]
        return {
            "id": person.id,
            "name": person.name,
            "real_name": person.real_name,
            "title": person.title,
            "is_bot": person.is_bot,
            "is_app": person.is_app,
            "deleted": person.deleted,
            "is_admin": person.is_admin,
            "tz": person.tz,
            "tz_offset": person.tz_offset(self._state.clock.now()),
            "colour": person.colour,
            "initials": "".join(letters[:2]).upper(),
        }

    def _channel(self, channel: Channel) -> Json:
        """Direct messages go by the other one's name."""
        others = [one for one in channel.members if one != self._person]
        name = channel.name
        if channel.kind == "im" and others:
            name = self._state.people[others[0]].real_name
        return {
            "id": channel.id,
            "name": name,
            "kind": channel.kind,
            "members": list(channel.members),
            "archived": channel.archived,
            "topic": channel.topic,
            "external": channel.external,
            "general": channel.general,
            "unread": self._state.unread(self._person, channel),
        }

    def _message(self, message: Message) -> Json:
        replies = self._state.replies(message.channel, message.ts)
        return {
            "channel": message.channel,
            "ts": message.ts,
            "thread_ts": message.thread_ts,
            "user": message.user,
            "bot_id": message.bot_id,
            "text": message.text,
            "blocks": list(message.blocks),
            "attachments": list(message.attachments),
            "edited": message.edited_at is not None,
            "ephemeral": message.reader is not None,
            "broadcast": message.broadcast,
            "deleted": message.tombstone,
            "reply_count": len(replies),
            "reply_users": list(dict.fromkeys(reply.user for reply in replies)),
            "latest_reply": replies[-1].ts if replies else None,
            "metadata": message.metadata,
        }

    def _views(self) -> list[Json]:
        return [self._view(view) for view in self._state.modals.stack(self._person)]

    def _home(self) -> Json | None:
        view = self._state.homes.of(self._person)
        return self._view(view) if view else None

    def _view(self, view: OpenView) -> Json:
        return {
            "view": as_slack(view, self._state.team, self._state.app),
            "values": {
                block_id: {action_id: shown(value) for action_id, value in values.items()}
                for block_id, values in view.values.items()
            },
            "errors": view.errors,
            "busy": view.busy,
            "trouble": view.trouble,
        }

    def _all_faults(self) -> Json:
        faults = [fault.as_json() for fault in self._faults]
        return {"faults": faults, "fault_seed": self._faults.seed}

    def _clock(self) -> dict[str, Any]:
        clock = self._state.clock
        return {"now": clock.now(), "offset": clock.offset}
