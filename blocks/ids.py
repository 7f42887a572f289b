"""What Slack sends back: ids, each declared once beside the builder that shows it.

An id says what it carries. `encode` writes that into a button's value, a block_id or a view's
private_metadata; `bot.slack.payloads` reads it back, and refuses what is not of the type.
"""

from dataclasses import dataclass
from typing import ClassVar, Generic, Literal, TypeVar

import msgspec

Carried = TypeVar("Carried")

AddressKind = Literal["action", "view", "command", "shortcut", "message_shortcut", "event"]


@dataclass(frozen=True, slots=True)
class Nothing:
    """What an id carries that carries nothing."""


@dataclass(frozen=True, slots=True)
class Action(Generic[Carried]):
    """A block action. What it carries stands in the element's value, or in its block_id."""

    id: str
    carries: type[Carried]
    kind: ClassVar[AddressKind] = "action"


@dataclass(frozen=True, slots=True)
class Modal(Generic[Carried]):
    """A modal's callback_id. What it carries stands in private_metadata (3,000 characters)."""

    id: str
    carries: type[Carried]
    kind: ClassVar[AddressKind] = "view"


ANY_WORD = "*"
"""In a command's id: whatever word has no id of its own."""


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command. `/hire-ml` is typed alone, `/hire-ml guide` with that word first."""

    id: str
    carries: type[Nothing] = Nothing
    kind: ClassVar[AddressKind] = "command"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A global shortcut, offered everywhere in Slack."""

    id: str
    carries: type[Nothing] = Nothing
    kind: ClassVar[AddressKind] = "shortcut"


@dataclass(frozen=True, slots=True)
class MessageShortcut:
    """One that is offered under a message, and brings it."""

    id: str
    carries: type[Nothing] = Nothing
    kind: ClassVar[AddressKind] = "message_shortcut"


@dataclass(frozen=True, slots=True)
class Event(Generic[Carried]):
    """What happens in a workspace. What it carries is read from the event itself, by its fields."""

    id: str
    carries: type[Carried]
    kind: ClassVar[AddressKind] = "event"


VERSION_MARK = "~"


def encode(value: object) -> str:
    return msgspec.json.encode(value).decode()


def versioned(value: object, version: int) -> str:
    """A block_id that changes with `version`, so that a client draws the block afresh."""
    return f"{encode(value)}{VERSION_MARK}{version}"
