"""Slack's JSON → values: the last place in the bot that sees a dict of Slack's.

Every parser takes a payload as Slack sends it. One of another shape it meets with `Malformed`, or
with what Python raises at a key or type that is not there: the table takes either for the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from bot.domain.identity import ChannelId, Person, SlackTs, WorkspaceId
from bot.domain.text import storable, unescaped

C = TypeVar("C")
Payload = Mapping[str, Any]

VERSION_MARK = "~"
"""In a block_id, before what makes it another one for Slack and the same for us (`blocks.ids`)."""


ANY_WORD = "*"
"""In a command's id, for whatever word has no id of its own (`blocks.ids`)."""


class Malformed(Exception):  # noqa: N818 -- read as a sentence: raise Malformed("no user")
    """A payload that is not of the shape Slack promises."""


MISSHAPEN = (Malformed, AttributeError, LookupError, TypeError, ValueError)
"""What reading such a payload comes to."""


class Address(Protocol):
    """An id that Slack sends back (`blocks.ids`), and what it carries."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def carries(self) -> type[Any]: ...


@dataclass(frozen=True, slots=True)
class Fields:
    """A view's inputs by name (their block_id without its version), as the person left them.

    Where one block has several, each is told by its `element`: its action_id.
    """

    values: Mapping[str, Mapping[str, Any]]

    def _of(self, name: str, element: str | None = None) -> Mapping[str, Any]:
        held = self.values.get(name, {})
        first: Mapping[str, Any] = next(iter(held.values()), {})
        found = first if element is None else held.get(element)
        return found or {}

    def has(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str) -> str | None:
        value = self._of(name).get("value")
        return storable(unescaped(str(value))) if value is not None else None

    def choice(self, name: str, element: str | None = None) -> str | None:
        chosen = self._of(name, element).get("selected_option")
        return str(chosen["value"]) if chosen else None

    def choices(self, name: str) -> tuple[str, ...]:
        chosen = self._of(name).get("selected_options") or ()
        return tuple(str(option["value"]) for option in chosen)

    def ticked(self, name: str) -> bool:
        return bool(self._of(name).get("selected_options"))

    def users(self, name: str, element: str | None = None) -> tuple[str, ...]:
        return tuple(self._of(name, element).get("selected_users") or ())

    def user(self, name: str, element: str | None = None) -> str | None:
        chosen = self._of(name, element).get("selected_user")
        return str(chosen) if chosen else None

    def conversation(self, name: str) -> ChannelId | None:
        chosen = self._of(name).get("selected_conversation")
        return ChannelId(chosen) if chosen else None

    def date(self, name: str, element: str | None = None) -> date | None:
        chosen = self._of(name, element).get("selected_date")
        return date.fromisoformat(chosen) if chosen else None

    def time(self, name: str) -> time | None:
        chosen = self._of(name).get("selected_time")
        return time.fromisoformat(chosen) if chosen else None


@dataclass(frozen=True, slots=True)
class ViewSeen:
    """A modal as it was when the person acted in it."""

    id: str
    hash: str
    private_metadata: str
    fields: Fields
    previous_id: str | None
    """The view beneath it, where it was pushed."""
    shown: Payload = field(repr=False)
    """The view as Slack sent it, to be shown again (`bot.slack.refill`)."""

    @property
    def name(self) -> str:
        """Its callback_id, by which our views are told apart."""
        return str(self.shown.get("callback_id") or "")

    @property
    def inputs(self) -> tuple[str, ...]:
        """The block_ids of its inputs, from the top: the only places where an error can stand."""
        blocks = self.shown.get("blocks") or ()
        return tuple(one["block_id"] for one in blocks if one.get("type") == "input")

    @property
    def is_home(self) -> bool:
        """Whether it is somebody's Home tab, and no modal."""
        return self.shown.get("type") == "home"


@dataclass(frozen=True, slots=True)
class Place:
    """A message that somebody acted in."""

    channel: ChannelId
    ts: SlackTs
    thread: SlackTs | None
    """The thread that it is a reply in: one on top of a thread stands in the channel, too."""


@dataclass(frozen=True, slots=True)
class Received:
    """What everything brings that Slack sends."""

    workspace: WorkspaceId


@dataclass(frozen=True, slots=True)
class Acted(Received):
    """What every act of a person's brings."""

    person: Person
    trigger: str
    response_url: str | None


@dataclass(frozen=True, slots=True)
class Typed(Acted):
    """A slash command."""

    command: str
    text: str
    channel: ChannelId | None
    """Where it was typed; None in direct messages, where nothing can be posted for a team."""

    @property
    def word(self) -> str:
        """The first word, in small letters; empty where the command was typed alone."""
        return _first_word(self.text)

    @property
    def rest(self) -> str:
        """What comes after the first word."""
        return " ".join(self.text.split()[1:])


@dataclass(frozen=True, slots=True)
class Clicked(Acted, Generic[C]):
    """A block action: `carried` is what its id carries, `selected` what is now chosen in it."""

    carried: C
    selected: tuple[str, ...]
    place: Place | None
    view: ViewSeen | None

    @property
    def on(self) -> bool:
        """Whether a single tick box now holds its tick."""
        return bool(self.selected)

    @property
    def seen_view(self) -> ViewSeen:
        """The view that it was made in. Raises `Malformed` for a click in a message."""
        if self.view is None:
            raise Malformed("not in a view")
        return self.view


@dataclass(frozen=True, slots=True)
class Submitted(Acted, Generic[C]):
    """A submitted modal: `carried` is what its private_metadata carries."""

    carried: C
    view: ViewSeen

    @property
    def fields(self) -> Fields:
        return self.view.fields


def addresses_of(body: Payload) -> tuple[tuple[str, str], ...]:
    """(kind, id) of what a payload is for, as the listener table knows it; the closest first.

    Nothing for kinds of payload that no table has; raises `Malformed` for a known kind without an id.
    """
    match body:
        case {"command": str(command)}:
            word = _first_word(str(body.get("text") or ""))
            ids = (f"{command} {word}", f"{command} {ANY_WORD}") if word else (command,)
            return tuple(("command", one) for one in ids)
        case {"type": "block_actions", "actions": [{"action_id": str(action)}, *_]}:
            return (("action", action),)
        case {"type": "view_submission", "view": {"callback_id": str(callback)}}:
            return (("view", callback),)
        case {"type": "shortcut", "callback_id": str(callback)}:
            return (("shortcut", callback),)
        case {"type": "message_action", "callback_id": str(callback)}:
            return (("message_shortcut", callback),)
        case {"type": "event_callback", "event": {"type": str(event)}} | {
            "type": "app_rate_limited" as event
        }:
            return (("event", event),)
        case {"type": "block_actions" | "view_submission" | "shortcut" | "message_action"}:
            raise Malformed("no id")
        case _:
            return ()


def typed(body: Payload) -> Typed:
    return Typed(
        workspace=workspace_of(body),
        person=Person(team=text_of(body, "team_id"), user=text_of(body, "user_id")),
        trigger=text_of(body, "trigger_id"),
        response_url=body.get("response_url"),
        command=text_of(body, "command"),
        text=storable(unescaped(str(body.get("text") or ""))).strip(),
        channel=None
        if is_direct(str(body.get("channel_name")))
        else ChannelId(text_of(body, "channel_id")),
    )


def is_direct(name: str) -> bool:
    """Whether a conversation is with one person or with several: Slack names such so."""
    return name.startswith(("directmessage", "mpdm-"))


def clicked(body: Payload, address: Address) -> Clicked[Any]:
    action = body["actions"][0]
    return Clicked(
        workspace=workspace_of(body),
        person=person_of(body),
        trigger=str(body.get("trigger_id") or ""),
        response_url=body.get("response_url"),
        carried=_carried(_carried_text(action), address),
        selected=_selected(action),
        place=_place(body),
        view=_view(body["view"]) if body.get("view") else None,
    )


def submitted(body: Payload, address: Address) -> Submitted[Any]:
    view = _view(body["view"])
    return Submitted(
        workspace=workspace_of(body),
        person=person_of(body),
        trigger=str(body.get("trigger_id") or ""),
        response_url=None,
        carried=_carried(view.private_metadata, address),
        view=view,
    )


def metadata(view: ViewSeen, address: Address) -> Any:
    """What the private_metadata of a view carries that was shown as `address`."""
    return _carried(view.private_metadata, address)


def _first_word(text: str) -> str:
    return next(iter(text.split()), "").lower()


def text_of(body: Payload, key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not value:
        raise Malformed(f"no {key}")
    return value


def workspace_of(body: Payload) -> WorkspaceId:
    """The installation that a payload belongs to: its team, or its org where installed there."""
    org_wide = body.get("is_enterprise_install") in (True, "true")
    enterprise = body.get("enterprise_id") or (body.get("enterprise") or {}).get("id")
    # A modal opened in a Slack Connect channel says where the app is installed: its person's own
    # team may be another. Bolt authorizes by the same.
    installed = (body.get("view") or {}).get("app_installed_team_id")
    team = installed or body.get("team_id") or (body.get("team") or {}).get("id")
    found = enterprise if org_wide and enterprise else team
    if not isinstance(found, str):
        raise Malformed("no workspace")
    return WorkspaceId(found)


def person_of(body: Payload) -> Person:
    user = body.get("user") or {}
    team = user.get("team_id") or (body.get("team") or {}).get("id")
    return Person(team=text_of({"team": team}, "team"), user=text_of(user, "id"))


def _carried_text(action: Payload) -> str:
    """Where `blocks.kit` put it: a button's or menu entry's value, or else the block_id."""
    match action:
        case {"type": "button"}:
            return str(action.get("value") or "")
        case {"type": "overflow", "selected_option": {"value": str(value)}}:
            return value
        case {"block_id": str(block_id)} if block_id.startswith("{"):
            return block_id.rpartition(VERSION_MARK)[0]
        case _:
            return ""


def _carried(text: str, address: Address) -> Any:
    try:
        return msgspec.json.decode(text or "{}", type=address.carries)
    except msgspec.DecodeError as wrong:
        raise Malformed(f"{address.kind} {address.id} carries something else") from wrong


def _selected(action: Payload) -> tuple[str, ...]:
    match action:
        case {"selected_options": list(options)}:
            return tuple(str(option["value"]) for option in options)
        case {"selected_option": {"value": str(value)}}:
            return (value,)
        case {"selected_users": list(users)}:
            return tuple(users)
        case (
            {"selected_user": str(one)}
            | {"selected_conversation": str(one)}
            | {"selected_channel": str(one)}
            | {"selected_date": str(one)}
            | {"selected_time": str(one)}
        ):
            return (one,)
        case _:
            return ()


def _place(body: Payload) -> Place | None:
    container = body.get("container") or {}
    if container.get("type") != "message":
        return None
    ts = text_of(container, "message_ts")
    thread = container.get("thread_ts") or (body.get("message") or {}).get("thread_ts")
    return Place(
        channel=ChannelId(text_of(container, "channel_id")),
        ts=SlackTs(ts),
        thread=SlackTs(thread) if thread and thread != ts else None,
    )


def _view(view: Payload) -> ViewSeen:
    return ViewSeen(
        id=text_of(view, "id"),
        hash=str(view.get("hash") or ""),
        private_metadata=str(view.get("private_metadata") or ""),
        fields=Fields(
            {
                name.partition(VERSION_MARK)[0]: value
                for name, value in ((view.get("state") or {}).get("values") or {}).items()
            }
        ),
        previous_id=view.get("previous_view_id"),
        shown=view,
    )
