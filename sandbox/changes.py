"""What happened in the workspace, for whoever watches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from sandbox.values import Channel, Message


@dataclass(frozen=True, slots=True)
class PersonChanged:
    person: str
    new: bool = False


@dataclass(frozen=True, slots=True)
class ChannelChanged:
    """Who sees the channel and did not before, and who did and does no longer.

    `before` is None for a new one; `by` is who did it, None where nobody in particular did.
    """

    channel: str
    opened_to: frozenset[str]
    closed_to: frozenset[str]
    before: Channel | None
    by: str | None


@dataclass(frozen=True, slots=True)
class ChannelMoved:
    """`before` is how it was under its old id."""

    before: Channel
    new_id: str


@dataclass(frozen=True, slots=True)
class ChannelDeleted:
    before: Channel
    by: str | None


@dataclass(frozen=True, slots=True)
class ChannelRead:
    person: str
    channel: str


@dataclass(frozen=True, slots=True)
class MessageChanged:
    """New where `posted`, edited where there is a `before`; else its replies are others now."""

    channel: str
    ts: str
    posted: bool = False
    before: Message | None = None


@dataclass(frozen=True, slots=True)
class MessageDeleted:
    channel: str
    ts: str
    reader: str | None
    before: Message


@dataclass(frozen=True, slots=True)
class ViewsChanged:
    person: str


@dataclass(frozen=True, slots=True)
class HomeChanged:
    person: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What Slack's client would tell this person in passing."""

    person: str
    text: str
    level: Literal["info", "error"] = "info"


@dataclass(frozen=True, slots=True)
class TrafficChanged:
    entry: int


@dataclass(frozen=True, slots=True)
class FaultsChanged:
    pass


@dataclass(frozen=True, slots=True)
class ClockMoved:
    pass


@dataclass(frozen=True, slots=True)
class AppChanged:
    pass


@dataclass(frozen=True, slots=True)
class TokenRevoked:
    """`uninstalled`: with the whole app."""

    uninstalled: bool


Change = (
    PersonChanged
    | ChannelChanged
    | ChannelMoved
    | ChannelDeleted
    | ChannelRead
    | MessageChanged
    | MessageDeleted
    | ViewsChanged
    | HomeChanged
    | Notice
    | TrafficChanged
    | FaultsChanged
    | ClockMoved
    | AppChanged
    | TokenRevoked
)


class Changes:
    """Tells every listener of every change, at once and in order."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Change], None]] = []

    def publish(self, change: Change) -> None:
        for listener in tuple(self._listeners):
            listener(change)

    @contextmanager
    def heard_by(self, listener: Callable[[Change], None]) -> Iterator[None]:
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)
