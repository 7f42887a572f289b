"""What has been said: messages, their threads, and who has read how far."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from sandbox import changes as happened
from sandbox.changes import Changes
from sandbox.clock import Clock
from sandbox.ids import Ids
from sandbox.values import App, Channel, Json, Message, Team

SLACKBOT: Final = "USLACKBOT"
DELETED: Final = "This message was deleted."


class Messages:
    """`app` is replaced, never changed in place."""

    def __init__(self, team: Team, app: App, clock: Clock, ids: Ids, changes: Changes) -> None:
        self.team = team
        self.app = app
        self.clock = clock
        self.ids = ids
        self.changes = changes
        self._messages: dict[tuple[str, str], Message] = {}
        self._by_channel: dict[str, dict[str, Message]] = {}
        self._threads: dict[tuple[str, str], list[str]] = {}
        self._read: dict[tuple[str, str], str] = {}
        self._last_ts = 0

    def next_ts(self) -> str:
        """Unique in the workspace, and larger than all before it."""
        self._last_ts = max(int(self.clock.now() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def message(self, channel: str, ts: str) -> Message | None:
        return self._messages.get((channel, ts))

    def messages(self) -> Iterator[Message]:
        return iter(tuple(self._messages.values()))

    def said_in(self, channel: str) -> list[Message]:
        return list(self._by_channel.get(channel, {}).values())

    def replies(self, channel: str, ts: str) -> list[Message]:
        found = (self.message(channel, reply) for reply in self._threads.get((channel, ts), ()))
        return [message for message in found if message is not None]

    def post(self, message: Message) -> Message:
        """Blocks without a block_id, and elements without an action_id, get one."""
        kept = replace(message, blocks=self.ids.given_to(message.blocks))
        self._keep(kept)
        self.changes.publish(happened.MessageChanged(kept.channel, kept.ts, posted=True))
        if kept.thread_ts is not None and kept.reader is None:
            self._threads.setdefault((kept.channel, kept.thread_ts), []).append(kept.ts)
            self.changes.publish(happened.MessageChanged(kept.channel, kept.thread_ts))
        return kept

    def post_as_app(
        self, channel: str, text: str, blocks: Sequence[Json] = (), **more: Any
    ) -> Message:
        """`more` are further fields of Message."""
        return self.post(
            Message(
                channel=channel,
                ts=self.next_ts(),
                user=self.app.bot_user,
                bot_id=self.app.bot_id,
                text=text,
                blocks=blocks,
                **more,
            )
        )

    def edit(self, message: Message, **new: Any) -> Message:
        """`new` are fields of Message."""
        if "blocks" in new:
            new["blocks"] = self.ids.given_to(new["blocks"])
        kept = replace(message, edited_at=self.next_ts(), **new)
        self._keep(kept)
        self.changes.publish(happened.MessageChanged(kept.channel, kept.ts, before=message))
        return kept

    def delete(self, message: Message) -> None:
        """Under replies a stone stays, as in Slack, until the last of them has gone, too."""
        if message.thread_ts is None and self.replies(message.channel, message.ts):
            self._bury(message)
            return
        del self._messages[message.channel, message.ts]
        del self._by_channel[message.channel][message.ts]
        self.changes.publish(
            happened.MessageDeleted(message.channel, message.ts, message.reader, message)
        )
        if message.thread_ts is not None and message.reader is None:
            self._threads[message.channel, message.thread_ts].remove(message.ts)
            self.changes.publish(happened.MessageChanged(message.channel, message.thread_ts))
            root = self.message(message.channel, message.thread_ts)
            if root is not None and root.tombstone:
                self.delete(root)

    def _bury(self, message: Message) -> None:
        stone = Message(message.channel, message.ts, SLACKBOT, DELETED, tombstone=True)
        self._keep(stone)
        self.changes.publish(happened.MessageChanged(stone.channel, stone.ts, before=message))

    def mark_read(self, person: str, channel: Channel) -> None:
        self._read[person, channel.id] = self.next_ts()
        self.changes.publish(happened.ChannelRead(person, channel.id))

    def unread(self, person: str, channel: Channel) -> int:
        """Messages of others that came after this person last read the channel."""
        seen = self._read.get((person, channel.id), "")
        return sum(
            1
            for message in self.said_in(channel.id)
            if message.user != person and message.reader in (None, person) and message.ts > seen
        )

    def _keep(self, message: Message) -> None:
        self._messages[message.channel, message.ts] = message
        self._by_channel.setdefault(message.channel, {})[message.ts] = message

    def _move(self, old: str, new: str) -> None:
        """All that was said in one channel, into another id."""

        def now(channel: str) -> str:
            return new if channel == old else channel

        self._messages = {
            (now(channel), ts): replace(message, channel=now(channel))
            for (channel, ts), message in self._messages.items()
        }
        moved = self._by_channel.pop(old, {})
        self._by_channel[new] = {ts: replace(one, channel=new) for ts, one in moved.items()}
        self._threads = {(now(one), ts): replies for (one, ts), replies in self._threads.items()}
        self._read = {(person, now(one)): ts for (person, one), ts in self._read.items()}

    def _forget(self, channel: str) -> None:
        self._by_channel.pop(channel, None)
        self._messages = {key: one for key, one in self._messages.items() if key[0] != channel}
        self._threads = {key: ts for key, ts in self._threads.items() if key[0] != channel}
        self._read = {key: ts for key, ts in self._read.items() if key[1] != channel}

    def as_slack(self, message: Message, *, metadata: bool = True) -> Json:
        """The message as the Web API and payloads give it."""
        body: Json = {"type": "message", "user": message.user, "ts": message.ts}
        body |= {"text": message.text, **self._as_reply(message), **self._as_root(message)}
        if message.tombstone:
            return body | {"subtype": "tombstone", "hidden": True}
        body |= {"team": self.team.id, "blocks": list(message.blocks)}
        if message.client_msg_id is not None:
            body["client_msg_id"] = message.client_msg_id
        if message.bot_id is not None:
            body["bot_id"] = message.bot_id
        if message.bot_id == self.app.bot_id:
            body["app_id"] = self.app.id
        if message.attachments:
            body["attachments"] = list(message.attachments)
        if message.metadata is not None and metadata:
            body["metadata"] = message.metadata
        if message.edited_at is not None:
            body["edited"] = {"user": message.user, "ts": message.edited_at}
        return body

    def _as_reply(self, message: Message) -> Json:
        if message.thread_ts is None:
            return {}
        body: Json = {"thread_ts": message.thread_ts}
        root = self.message(message.channel, message.thread_ts)
        if root is not None:
            body["parent_user_id"] = root.user
        if root is not None and message.broadcast:
            body["root"] = self.as_slack(root, metadata=False)
        return body | ({"subtype": "thread_broadcast"} if message.broadcast else {})

    def _as_root(self, message: Message) -> Json:
        replies = self.replies(message.channel, message.ts)
        if not replies:
            return {}
        users = list(dict.fromkeys(reply.user for reply in replies))
        return {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users_count": len(users),
            "reply_users": users,
            "latest_reply": replies[-1].ts,
            "is_locked": False,
            "subscribed": message.user == self.app.bot_user,
        }
