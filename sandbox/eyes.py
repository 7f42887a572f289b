"""One person's screen, kept from the stream as the page keeps it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox import words
from sandbox.elements import initial, touchable_blocks
from sandbox.values import Json
from sandbox.widgets import Widget, drawn, line
from sandbox.words import Reader

Place = tuple[str, str]
"""(channel, ts) of a message, or ("", id) of a view."""
_ONLY_YOU: Final = "(Only visible to you)"


@dataclass(frozen=True, slots=True)
class Spot:
    """A widget where it stands; `around` is the whole message's text, or the view's."""

    place: Place
    widget: Widget
    around: str


@dataclass(slots=True)
class Eyes:
    """What the stream said, and where the person looks.

    A channel with a thread of it, or the app's Home; modals lie on top.
    """

    you: str = ""
    channel: str = ""
    thread: str | None = None
    at_home: bool = False
    notices: list[str] = field(default_factory=list)
    app: Json = field(default_factory=dict)
    users: dict[str, Json] = field(default_factory=dict)
    channels: dict[str, Json] = field(default_factory=dict)
    messages: dict[Place, Json] = field(default_factory=dict)
    views: list[Json] = field(default_factory=list)
    home: Json | None = None
    now: float = 0.0
    _shown: dict[Place, dict[tuple[str, str], Any]] = field(default_factory=dict)

    def apply(self, frame: Json) -> None:
        """Frames that change nothing a person sees are passed over."""
        match frame["kind"]:
            case "snapshot":
                self._begin(frame)
            case "user" | "channel" as kind:
                known = self.users if kind == "user" else self.channels
                known[frame[kind]["id"]] = frame[kind]
            case "channel_gone":
                gone = frame["channel"]
                self.channels.pop(gone, None)
                self.messages = {at: one for at, one in self.messages.items() if at[0] != gone}
            case "message":
                self._came(frame["message"])
                self._see(frame["message"])
            case "message_deleted":
                self.messages.pop((frame["channel"], frame["ts"]), None)
            case "views" | "home":
                self.views = frame.get("stack", self.views)
                self.home = frame.get("home", self.home)
            case "notice":
                self.notices.append(frame["text"])
            case "clock":
                self.now = frame["now"]
            case "app":
                self.app = frame["app"]

    def _begin(self, frame: Json) -> None:
        self.you, self.app = frame["you"], frame["app"]
        self.views, self.home = frame["views"], frame["home"]
        self.users = {user["id"]: user for user in frame["users"]}
        self.channels = {channel["id"]: channel for channel in frame["channels"]}
        self.now = frame["clock"]["now"]
        for message in frame["messages"]:
            self._see(message)

    def _see(self, message: Json) -> None:
        place = (message["channel"], message["ts"])
        before = self._shown.get(place, {})
        self.messages[place] = message
        self._shown[place] = {
            (block_id, element["action_id"]): before[block_id, element["action_id"]]
            if (block_id, element["action_id"]) in before
            else initial(element)
            for block_id, element in touchable_blocks(message["blocks"])
        }

    def _came(self, message: Json) -> None:
        """A channel's frame says how many wait; what comes after it is counted here."""
        channel = self.channels.get(message["channel"])
        known = (message["channel"], message["ts"]) in self.messages
        if channel is not None and not known and message["user"] != self.you:
            channel["unread"] += 1

    def keep(self, spot: Spot, value: Any) -> None:
        """The person changed what an element shows."""
        block_id, action_id = spot.widget.block["block_id"], spot.widget.element["action_id"]
        if spot.place[0]:
            self._shown.setdefault(spot.place, {})[block_id, action_id] = value
            return
        for entry in [*self.views, *([self.home] if self.home else [])]:
            if entry["view"]["id"] == spot.place[1]:
                held = entry["values"].get(block_id, {})
                entry["values"] = {**entry["values"], block_id: {**held, action_id: value}}

    @property
    def top(self) -> Json | None:
        """The modal on top."""
        return self.views[-1] if self.views else None

    @property
    def reader(self) -> Reader:
        people = {one: user["real_name"] or user["name"] for one, user in self.users.items()}
        channels = {one: channel["name"] for one, channel in self.channels.items()}
        zone = self.users[self.you]["tz"] if self.you in self.users else "Etc/UTC"
        return Reader(people, channels, zone, self.now)

    def messages_here(self) -> list[Json]:
        """The channel's, oldest first; most replies are in their threads alone."""
        found = (one for one in self.messages.values() if one["channel"] == self.channel)
        return _sorted(
            one for one in found if one["broadcast"] or one["thread_ts"] in (None, one["ts"])
        )

    def messages_in_thread(self) -> list[Json]:
        """The thread's root and its replies."""
        if self.thread is None:
            return []
        found = (one for one in self.messages.values() if one["channel"] == self.channel)
        return _sorted(one for one in found if self.thread in (one["ts"], one["thread_ts"]))

    def pieces(self, message: Json) -> list[str | Widget]:
        """A message from top to bottom, its author's name excepted."""
        place = (message["channel"], message["ts"])
        shown = self._shown[place]
        reader = self.reader

        def value_of(block_id: str, element: Json) -> Any:
            return shown[block_id, element["action_id"]]

        pieces = list(drawn(message["blocks"], reader, value_of))
        if not pieces:
            pieces.append(words.mrkdwn(message["text"], reader))
        for old in message["attachments"]:
            pieces += words.attachment(old, reader)
        return pieces

    def view_pieces(self, entry: Json) -> list[str | Widget]:
        values: Mapping[str, Mapping[str, Any]] = entry["values"]

        def value_of(block_id: str, element: Json) -> Any:
            held = values.get(block_id, {})
            action_id = element["action_id"]
            return held[action_id] if action_id in held else initial(element)

        return list(drawn(entry["view"]["blocks"], self.reader, value_of, entry["errors"]))

    def spots(self) -> list[list[Spot]]:
        """What can be touched, the pane nearest to the eye first: a modal hides all others."""
        if self.top is not None:
            return [self._spots_in(("", self.top["view"]["id"]), self.view_pieces(self.top))]
        if self.at_home:
            home = self.home
            if home is None:
                return [[]]
            return [self._spots_in(("", home["view"]["id"]), self.view_pieces(home))]
        return [
            [
                spot
                for message in messages
                for spot in self._spots_in(
                    (message["channel"], message["ts"]), self.pieces(message)
                )
            ]
            for messages in (self.messages_in_thread(), self.messages_here())
        ]

    def _spots_in(self, place: Place, pieces: list[str | Widget]) -> list[Spot]:
        around = self.as_text(pieces)
        return [Spot(place, piece, around) for piece in pieces if isinstance(piece, Widget)]

    def as_text(self, pieces: Iterable[str | Widget]) -> str:
        """Lines; the buttons of one block stand beside each other."""
        lines: list[str] = []
        row: Json | None = None
        for piece in pieces:
            if isinstance(piece, str):
                lines.append(piece)
                row = None
            elif row is piece.block and not piece.is_field:
                lines[-1] += f" {line(piece, self.reader)}"
            else:
                lines.append(line(piece, self.reader))
                row = None if piece.is_field else piece.block
        return "\n".join(lines)

    def message_text(self, message: Json, *, in_thread: bool) -> str:
        author = self.users.get(message["user"], {}).get("real_name") or self.app.get("name", "")
        head = f"{author} {_ONLY_YOU}" if message["ephemeral"] else author
        body = self.as_text(self.pieces(message))
        said = body if message["deleted"] else f"{head}: {body}"
        replies = message["reply_count"]
        foot = f"\n[{replies} {'reply' if replies == 1 else 'replies'}]" if replies else ""
        return said + ("" if in_thread else foot)

    def home_text(self) -> str:
        """What the app has published, or what Slack shows instead."""
        if self.home is None:
            return "(This is a work in progress: the app has published no Home yet)"
        return self.as_text(self.view_pieces(self.home))

    def modal_text(self, entry: Json) -> str:
        view = entry["view"]
        lines = [f"═══ {title(view)} ═══", *([f"⚠ {entry['trouble']}"] if entry["trouble"] else [])]
        lines.append(self.as_text(self.view_pieces(entry)))
        lines.append(" ".join(f"[{label}]" for label in view_buttons(view)))
        return "\n".join(lines)

    def channel_name(self, channel: str) -> str:
        known = self.channels.get(channel)
        if known is None:
            return "(no channel)"
        return known["name"] if known["kind"] == "im" else f"#{known['name']}"


def title(view: Json) -> str:
    return str(view["title"]["text"])


def view_buttons(view: Json) -> list[str]:
    """The close button, and the submit button where there is one."""
    close = view["close"]["text"] if view["close"] else "Close"
    return [close, view["submit"]["text"]] if view["submit"] else [close]


def _sorted(messages: Iterable[Json]) -> list[Json]:
    return sorted(messages, key=lambda message: str(message["ts"]))
