"""Requests in a list: what somebody looks for, and the little of each that a row shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, Self, TypeVar

from bot.domain import working_days
from bot.domain.checklist import BlockedReason, Progress
from bot.domain.hiring_request import HiringRequest, Status
from bot.domain.identity import ChannelId, Person, RequestNumber
from bot.domain.role import Role, StepKind
from bot.domain.shown import Thing

R = TypeVar("R")

TEXT_LIMIT = 80
"""Characters of what is searched for: twice as many, escaped, stand in a block_id."""

MOST_WORDS = 8
"""That a search looks at."""

MOST_LISTED = 500
"""Requests that a list leads to. Who looks for an older one says more of it than that."""

MOST_SEARCHED = 10_000
"""Requests, the latest of those that fit otherwise, in whose titles a search looks for its words."""


class Which(StrEnum):
    """Requests of which status."""

    UNDER_WAY = "under_way"
    OPEN = "open"
    ON_HOLD = "on_hold"
    FILLED = "filled"
    CANCELLED = "cancelled"
    ANY = "any"

    @property
    def statuses(self) -> frozenset[Status]:
        match self:
            case Which.ANY:
                return frozenset(Status)
            case Which.UNDER_WAY:
                return frozenset(status for status in Status if status.under_way)
            case one:
                return frozenset({Status(one.value)})


@dataclass(frozen=True, slots=True)
class Filters:
    """What somebody looks for. A request shows where it fits all that is said."""

    status: Which = Which.UNDER_WAY
    role: Role | None = None
    channel: ChannelId | None = None
    owner: Person | None = None
    """Manager, recruiter, or owner of a step."""
    text: str = ""
    """Words that are all in its title or place, or its number."""

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.text.casefold().split()[:MOST_WORDS])

    @property
    def narrow(self) -> bool:
        """Whether it leaves out what would be shown unasked."""
        return self != Filters()


@dataclass(frozen=True, slots=True, order=True)
class StepKey:
    """Which step of which request."""

    number: RequestNumber
    kind: StepKind

    @property
    def code(self) -> int:
        """In one short number, for where there is little room: 123 is step 3 of REQ-12."""
        return self.number.value * 10 + list(StepKind).index(self.kind) + 1

    @classmethod
    def of_code(cls, code: int) -> Self:
        """Raises: ValueError."""
        number, place = divmod(code, 10)
        if number < 1 or not 1 <= place <= len(StepKind):
            raise ValueError(f"{code} is no step")
        return cls(RequestNumber(number), list(StepKind)[place - 1])


@dataclass(frozen=True, slots=True)
class StepRow:
    kind: StepKind
    owner: Person | None
    due: date | None
    blocked: BlockedReason | None
    done: bool

    def days_late(self, today: date) -> int:
        """Working days, at least one of a step that is late; 0 of one that is not."""
        if self.done or self.due is None:
            return 0
        return working_days.late(self.due, today)


@dataclass(frozen=True, slots=True)
class RequestRow:
    number: RequestNumber
    title: str
    role: Role
    status: Status
    openings: int
    filled: int
    thread: str | None
    """The address of its thread; None until it stands."""
    needs_manager: bool
    """Its manager has left, and nobody has taken it over."""
    steps: tuple[StepRow, ...]
    deleted: Thing | None = None
    """What of it was deleted in Slack: the card before the others, as they stand in its thread."""
    leads: bool = False
    """Whether its reader may change it, as its manager or a recruiter."""

    @property
    def progress(self) -> Progress:
        return Progress(done=sum(step.done for step in self.steps), of=len(self.steps))

    @property
    def next(self) -> StepRow | None:
        return next((step for step in self.steps if not step.done), None)

    @property
    def blocked(self) -> StepRow | None:
        """The first step that cannot go on."""
        return next((step for step in self.steps if step.blocked and not step.done), None)


class Waiting(StrEnum):
    """Why a step waits for somebody, the most pressing first."""

    ON_THEM = "on_them"
    """It is blocked until they answer."""
    LATE = "late"
    BLOCKED = "blocked"
    """Theirs, and it cannot go on."""
    TODAY = "today"
    NEXT = "next"
    LATER = "later"
    """Theirs, and neither due nor next: work to come."""


@dataclass(frozen=True, slots=True)
class WaitingStep:
    number: RequestNumber
    title: str
    step: StepRow
    started: bool
    waiting: Waiting
    on: tuple[Person, ...]
    """On whom it waits, where it is blocked."""
    thread: str | None
    version: int

    @property
    def key(self) -> StepKey:
        return StepKey(self.number, self.step.kind)


@dataclass(frozen=True, slots=True)
class Found(Generic[R]):
    """A page of rows, and how many there are in all. Pages count from 1."""

    rows: Sequence[R] = ()
    total: int = 0
    page: int = 1
    size: int = 1
    has_more: bool = False
    """There are more than `total`, to which no page leads."""

    @property
    def pages(self) -> int:
        return pages(self.total, self.size)

    @property
    def left(self) -> int:
        """How many come after this page."""
        return max(0, self.total - self.page * self.size)


def pages(total: int, size: int) -> int:
    """How many pages there are; an empty list has one."""
    return max(1, -(-total // size))


def row_of(
    request: HiringRequest, thread: str | None, deleted: Collection[Thing] = ()
) -> RequestRow:
    return RequestRow(
        number=request.number,
        title=request.title,
        role=request.role,
        status=request.status,
        openings=request.openings,
        filled=request.filled,
        thread=thread,
        needs_manager=request.manager_has_left,
        steps=tuple(
            StepRow(
                kind=step.kind,
                owner=step.owner,
                due=step.due,
                blocked=step.blocked.reason if step.blocked else None,
                done=step.done is not None,
            )
            for step in request.checklist
        ),
        deleted=min(deleted, default=None, key=list(Thing).index),
    )


def searched(typed: str) -> str:
    """What is searched for, of what was typed."""
    printable = "".join(one if one.isprintable() else " " for one in typed)
    return " ".join(printable.split())[:TEXT_LIMIT].strip()


def number_in(text: str) -> RequestNumber | None:
    """A request's number as people write it: `12`, `req 12`, `REQ-12`, `#12`."""
    digits = text.strip().casefold().removeprefix("#").removeprefix("req").lstrip(" -#").strip()
    if not digits.isascii() or not digits.isdecimal() or len(digits) > _MOST_DIGITS:
        return None
    return RequestNumber(int(digits))


_MOST_DIGITS = 9
"""What fits in a database's integer, too."""
