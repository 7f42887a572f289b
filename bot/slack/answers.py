"""What a listener answers: the words of Slack's acks, as values."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Update:
    """The modal becomes `view`. `then` runs after Slack was answered."""

    view: View
    then: Callable[[], Awaitable[None]] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Push:
    """`view` comes on top of the modal."""

    view: View


@dataclass(frozen=True, slots=True)
class Errors:
    """What is wrong, at the fields (block_ids of inputs) where it is wrong."""

    at: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Close:
    """The modal closes. `done` is what stands in it instead where the answer came too late.

    `then` runs after Slack was answered.
    """

    done: View
    then: Callable[[], Awaitable[None]] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Then:
    """What was asked is committed; `run` is what follows once Slack was answered."""

    run: Callable[[], Awaitable[None]]


Answer = Update | Push | Errors | Close
