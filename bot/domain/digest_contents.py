"""What a digest says: each request once, where it is most worth reading.

First those that need somebody, then those that moved, then those on track, then those filled.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from bot.domain.changes import status_in
from bot.domain.checklist import BlockedReason, Progress, StepState
from bot.domain.digest import Part
from bot.domain.hiring_request import Status, StatusReason
from bot.domain.history import Change, What
from bot.domain.identity import Person, RequestNumber
from bot.domain.role import StepKind
from bot.domain.time_in_step import Figures, Timed, figures
from bot.domain.weekly import Weekly

MOST_ENTRIES = 10
"""Requests on one screen: a digest of more goes on in its thread."""

MOST_IN_THREAD = 40
"""Requests in the thread: the list has the others."""


@dataclass(frozen=True, slots=True)
class SeenStep:
    kind: StepKind
    owner: Person | None
    due: date | None
    done: bool
    blocked: BlockedReason | None = None
    blocked_at: datetime | None = None
    on: tuple[Person, ...] = ()
    """On whom it waits."""


@dataclass(frozen=True, slots=True)
class Seen:
    """As much of a request as a digest shows."""

    number: RequestNumber
    title: str
    status: Status
    status_reason: StatusReason | None
    status_at: datetime
    began_at: datetime
    """As `HiringRequest.began_at`."""
    openings: int
    filled: int
    manager_has_left: bool
    thread: str | None
    """The address of its thread; None until it stands."""
    steps: tuple[SeenStep, ...]

    @property
    def progress(self) -> Progress:
        return Progress(done=sum(step.done for step in self.steps), of=len(self.steps))

    @property
    def next(self) -> SeenStep | None:
        return next((step for step in self.steps if not step.done), None)


@dataclass(frozen=True, slots=True)
class Findings:
    """What a digest is made of, all of one moment."""

    requests: tuple[Seen, ...]
    """Those under way, and those closed since the last digest; by number."""
    changes: tuple[Change, ...]
    """Of statuses, steps and openings since the last digest; the oldest first."""
    timed: tuple[Timed, ...]
    """The latest requests of the channel, whatever became of them."""


class Why(StrEnum):
    """Why somebody is needed, the most pressing first."""

    NO_MANAGER = "no_manager"
    BLOCKED = "blocked"
    LATE = "late"
    NO_OWNER = "no_owner"


@dataclass(frozen=True, slots=True)
class Need:
    why: Why
    days: int = 0
    """Working days where the team is, since when it is blocked or was due."""
    step: StepKind | None = None
    owner: Person | None = None
    reason: BlockedReason | None = None
    on: tuple[Person, ...] = ()


class Turn(StrEnum):
    """How the status changed."""

    OPENED = "opened"
    HELD = "held"
    TAKEN_UP = "taken_up"
    REOPENED = "reopened"
    CANCELLED = "cancelled"
    FILLED = "filled"


@dataclass(frozen=True, slots=True)
class Moves:
    """What is otherwise than it was at the last digest; what was done and undone is not."""

    turn: Turn | None = None
    done: tuple[StepKind, ...] = ()
    undone: tuple[StepKind, ...] = ()
    goes_on: tuple[StepKind, ...] = ()
    """Blocked no more."""
    filled: int = 0
    """Openings."""

    @property
    def any(self) -> bool:
        return self != Moves()


@dataclass(frozen=True, slots=True)
class Entry:
    request: Seen
    needs: tuple[Need, ...] = ()
    """The most pressing first."""
    moves: Moves = Moves()


@dataclass(frozen=True, slots=True)
class Digest:
    today: date
    """Where the channel's clock is."""
    open: int
    on_hold: int
    steps_done: int
    """Since the last digest, in all its requests."""
    needed: int
    """How many of its requests need somebody."""
    hired: int
    """How many were filled since the last digest."""
    needs: tuple[Entry, ...]
    moved: tuple[Entry, ...]
    on_track: tuple[Entry, ...]
    filled: tuple[Entry, ...]
    figures: Figures | None
    is_quiet: bool
    """Nothing moved, and nobody is needed."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """In the order of the message."""
        return (*self.needs, *self.moved, *self.on_track, *self.filled)

    def told_of(self, right: Callable[[RequestNumber], bool]) -> "Digest":
        """The same of some of its requests alone; what is said of all of them stays."""

        def some(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
            return tuple(entry for entry in entries if right(entry.request.number))

        return replace(
            self,
            needs=some(self.needs),
            moved=some(self.moved),
            on_track=some(self.on_track),
            filled=some(self.filled),
        )

    def first(self, most: int) -> "Digest":
        """The same of the first of its requests."""
        return self.told_of({one.request.number for one in self.entries[:most]}.__contains__)

    @property
    def people(self) -> tuple[Person, ...]:
        """Whom it names."""
        found: dict[Person, None] = {}
        for entry in self.entries:
            following = entry.request.next
            owners = [need.owner for need in entry.needs]
            owners.append(following.owner if following else None)
            waited = (person for need in entry.needs for person in need.on)
            found |= dict.fromkeys([*waited, *filter(None, owners)])
        return tuple(found)


def digest(found: Findings, weekly: Weekly, parts: frozenset[Part], now: datetime) -> Digest:
    today = weekly.local(now).date()
    moves = _moves(found.changes)
    needs: list[Entry] = []
    moved: list[Entry] = []
    on_track: list[Entry] = []
    filled: list[Entry] = []
    for request in found.requests:
        entry = Entry(
            request,
            tuple(sorted(_needs(request, weekly, today), key=_pressing)),
            moves.get(request.number, Moves()),
        )
        if entry.needs:
            needs.append(entry)
        elif entry.moves.turn is Turn.FILLED:
            filled.append(entry)
        elif entry.moves.any and Part.MOVED in parts:
            moved.append(entry)
        elif request.status is Status.OPEN:
            on_track.append(entry)
    shown_filled = filled if Part.FILLED in parts else []
    return Digest(
        today=today,
        open=sum(one.status is Status.OPEN for one in found.requests),
        on_hold=sum(one.status is Status.ON_HOLD for one in found.requests),
        steps_done=sum(len(one.done) for one in moves.values()),
        needed=len(needs),
        hired=len(shown_filled),
        needs=tuple(sorted(needs, key=lambda entry: _pressing(entry.needs[0]))),
        moved=tuple(moved),
        on_track=tuple(on_track) if Part.ON_TRACK in parts else (),
        filled=tuple(shown_filled),
        figures=figures(found.timed) if Part.FIGURES in parts else None,
        is_quiet=not (needs or moved or shown_filled),
    )


# Who is needed ---------------------------------------------------------------------------------

_ORDER = list(Why)


def _pressing(need: Need) -> tuple[int, int]:
    return _ORDER.index(need.why), -need.days


def _needs(request: Seen, weekly: Weekly, today: date) -> Iterator[Need]:
    """Nobody is waited for while a request is on hold, but for somebody to lead it."""
    if request.manager_has_left and request.status.under_way:
        yield Need(Why.NO_MANAGER)
    if request.status is not Status.OPEN:
        return
    for step in request.steps:
        if step.done:
            continue
        if step.blocked is not None and step.blocked_at is not None:
            since = weekly.local(step.blocked_at).date()
            yield Need(
                Why.BLOCKED,
                _working_days(since, today, weekly),
                step.kind,
                step.owner,
                step.blocked,
                step.on,
            )
        elif step.due is not None and step.due < today:
            days = max(1, _working_days(step.due, today, weekly))
            yield Need(Why.LATE, days, step.kind, step.owner)
        elif step.owner is None and step is request.next:
            yield Need(Why.NO_OWNER, step=step.kind)


@lru_cache
def _working_days(since: date, today: date, weekly: Weekly) -> int:
    """Those after a day, `today` counted."""
    days = (since + timedelta(days=count) for count in range(1, (today - since).days + 1))
    return sum(map(weekly.is_working, days))


# What moved ------------------------------------------------------------------------------------


def _moves(changes: Sequence[Change]) -> Mapping[RequestNumber, Moves]:
    """Of many changes to one thing, the first says what it was and the last what it became."""
    firsts: dict[tuple[RequestNumber, What, StepKind | None], Change] = {}
    lasts: dict[tuple[RequestNumber, What, StepKind | None], Change] = {}
    for change in changes:
        if change.step is not None and change.was is None:
            continue  # done elsewhere, before its request was opened here
        key = (change.number, change.what, change.step)
        firsts.setdefault(key, change)
        lasts[key] = change
    found: dict[RequestNumber, list[tuple[Change, Change]]] = {}
    for key, first in firsts.items():
        found.setdefault(first.number, []).append((first, lasts[key]))
    return {number: _moves_of(changed) for number, changed in found.items()}


def _moves_of(changed: Sequence[tuple[Change, Change]]) -> Moves:
    turn: Turn | None = None
    steps: dict[str, list[StepKind]] = {"done": [], "undone": [], "goes_on": []}
    filled = 0
    for first, last in changed:
        if first.what is What.STATUS:
            turn = _turn(status_in(first.was), status_in(last.became))
        elif first.what is What.FILLED:
            filled = int(last.became or 0) - int(first.was or 0)
        elif first.step is not None:
            how = _how(str(first.was), str(last.became))
            if how is not None:
                steps[how].append(first.step)
    in_order = {how: tuple(sorted(kinds, key=list(StepKind).index)) for how, kinds in steps.items()}
    return Moves(turn, filled=max(0, filled), **in_order)


def _how(was: str, became: str) -> str | None:
    if was == became:
        return None
    if became == StepState.DONE:
        return "done"
    if was == StepState.DONE:
        return "undone"
    return "goes_on" if was == StepState.BLOCKED else None


def _turn(was: Status | None, became: Status | None) -> Turn | None:
    match was, became:
        case (_, Status.FILLED) if was is not Status.FILLED:
            return Turn.FILLED
        case (_, Status.CANCELLED) if was is not Status.CANCELLED:
            return Turn.CANCELLED
        case (_, Status.ON_HOLD) if was is not Status.ON_HOLD:
            return Turn.HELD
        case (None, _):
            return Turn.OPENED
        case (Status.ON_HOLD, Status.OPEN):
            return Turn.TAKEN_UP
        case (Status.FILLED | Status.CANCELLED, Status.OPEN):
            return Turn.REOPENED
        case _:
            return None
