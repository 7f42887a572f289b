"""What a workspace is made of. A change makes a new value; state.py holds the present ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

ChannelKind = Literal["public", "private", "im"]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Team:
    id: str
    name: str
    domain: str
    icon: str


@dataclass(frozen=True, slots=True)
class App:
    """The app under test, as this workspace has it installed.

    `home_tab`, `messages_tab` and `read_only` are the switches of `features.app_home` in its
    manifest.
    """

    id: str
    name: str
    bot_user: str
    bot_id: str
    home_tab: bool = True
    messages_tab: bool = True
    read_only: bool = False
    installed: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """Anybody with a user id, bots too."""

    id: str
    name: str
    real_name: str
    title: str = ""
    tz: str = "Etc/UTC"
    colour: str = "#4a5568"
    is_bot: bool = False
    is_app: bool = False
    deleted: bool = False
    is_admin: bool = False
    is_owner: bool = False
    is_guest: bool = False

    def tz_offset(self, at: float) -> int:
        """Seconds east of UTC at `at` (seconds since 1970)."""
        offset = datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(self.tz)).utcoffset()
        return int(offset.total_seconds()) if offset else 0


@dataclass(frozen=True, slots=True)
class Channel:
    id: str
    name: str
    kind: ChannelKind = "public"
    members: tuple[str, ...] = ()
    topic: str = ""
    archived: bool = False
    external: bool = False
    general: bool = False

    def seen_by(self, person: str) -> bool:
        return self.kind == "public" or person in self.members


@dataclass(frozen=True, slots=True)
class Message:
    """`reader` is the one person who sees an ephemeral message, None for all others.

    `client_msg_id` is of one that a person typed; `broadcast` of a reply that stands in the channel
    too; a `tombstone` is what stays of a deleted message with replies.
    """

    channel: str
    ts: str
    user: str
    text: str
    blocks: Sequence[Json] = ()
    bot_id: str | None = None
    thread_ts: str | None = None
    attachments: Sequence[Json] = ()
    metadata: Json | None = None
    edited_at: str | None = None
    reader: str | None = None
    client_msg_id: str | None = None
    broadcast: bool = False
    tombstone: bool = False


@dataclass(frozen=True, slots=True)
class OpenView:
    """A modal on somebody's screen, or the app's Home of one person.

    `content` is what the app sent, block_ids and action_ids added where it gave none.
    `values` is what stands in the inputs: {block_id: {action_id: value}}, in the forms
    docs/workspace.md gives for each element.
    """

    id: str
    person: str
    channel: str | None
    content: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    busy: bool = False
    trouble: str | None = None
