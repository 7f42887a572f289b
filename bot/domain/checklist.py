"""Five steps: their owners, their states, and what a tick means."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import accumulate
from typing import Any

from bot.domain import refusals, working_days
from bot.domain.identity import Person
from bot.domain.refusals import Field, Flaw, WrongFields
from bot.domain.role import StepKind
from bot.domain.text import units

BLOCK_TEXT_LIMIT = 500
"""UTF-16 units of what somebody says of a block."""

NOTE_LIMIT = 1000
"""UTF-16 units of a note."""

MOST_WAITED_FOR = 5
"""People that one step can wait on."""


class StepState(StrEnum):
    TO_DO = "to_do"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    DONE = "done"


class BlockedReason(StrEnum):
    """Why a step cannot go on (research.md 8.1)."""

    BUDGET = "budget"
    APPROVAL = "approval"
    HIRING_MANAGER = "hiring_manager"
    NO_CANDIDATES = "no_candidates"
    PAY = "pay"
    LEGAL = "legal"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Blocked:
    reason: BlockedReason
    text: str
    """What there is to say beside the reason; may be empty."""
    on: tuple[Person, ...]
    """Whom it waits on."""
    at: datetime
    by: Person


@dataclass(frozen=True, slots=True)
class Done:
    at: datetime
    by: Person
    elsewhere: bool = False
    """It was done before the request was opened here: `by` said so then."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a request's checklist."""

    kind: StepKind
    owner: Person | None
    due: date | None
    started: bool
    """Whether it is in progress while it is not done; a tick leaves it, so that taking the tick
    back restores it, and the block too."""
    blocked: Blocked | None
    done: Done | None
    version: int
    """One more at every change."""

    @property
    def state(self) -> StepState:
        if self.done:
            return StepState.DONE
        if self.blocked:
            return StepState.BLOCKED
        return StepState.IN_PROGRESS if self.started else StepState.TO_DO


@dataclass(frozen=True, slots=True)
class Arranged:
    """Who does a step, and until when."""

    owner: Person | None
    due: date | None


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    of: int

    def __str__(self) -> str:
        return f"{self.done} of {self.of}"


Checklist = tuple[Step, ...]
"""The steps in the order of `StepKind`."""


def opened(
    *,
    manager: Person,
    recruiters: tuple[Person, ...],
    today: date,
    start_by: date | None,
    done: Mapping[StepKind, Done],
) -> Checklist:
    """A new request's steps, with the owners and due dates that most teams would give them.

    What is `done` already is due no more.
    """
    recruiter = recruiters[0] if recruiters else None
    managers = {StepKind.DEFINE_PROBLEM, StepKind.DESIGN_INTERVIEW_LOOP}
    dates = due_dates(today, start_by, done)
    return tuple(
        Step(
            kind=kind,
            owner=manager if kind in managers else recruiter,
            due=dates.get(kind),
            started=False,
            blocked=None,
            done=done.get(kind),
            version=1,
        )
        for kind in StepKind
    )


WORKING_DAYS = {
    StepKind.DEFINE_PROBLEM: 2,
    StepKind.DRAFT_JOB_DESCRIPTION: 3,
    StepKind.DESIGN_INTERVIEW_LOOP: 3,
    StepKind.CREATE_TAKE_HOME: 3,
    StepKind.EVALUATE_SIGNALS: 8,
}
"""What a step's work takes; the last one's is to meet candidates."""

FROM_SIGNALS_TO_START = 30
"""Working days for decision, offer, approval and the new person's notice."""

WHOLE_SEARCH = sum(WORKING_DAYS.values()) + FROM_SIGNALS_TO_START


def due_dates(
    today: date, start_by: date | None, done: Collection[StepKind] = ()
) -> dict[StepKind, date]:
    """When each step is due that is not `done`.

    It is counted back from the start date, or on from today where there is none. A search shorter
    than usual shares out the days that it has in the usual proportions, so that nothing is late on
    the day it is opened.
    """
    to_do = [kind for kind in StepKind if kind not in done]
    ends = accumulate(WORKING_DAYS[kind] for kind in to_do)
    due_after = dict(zip(to_do, ends, strict=True))
    if start_by is None:
        return {kind: working_days.after(today, days) for kind, days in due_after.items()}
    whole = max(due_after.values(), default=0) + FROM_SIGNALS_TO_START
    there_are = working_days.between(today, start_by)
    if there_are >= whole:
        return {
            kind: working_days.before(start_by, whole - days) for kind, days in due_after.items()
        }
    shares = {kind: there_are * days // whole for kind, days in due_after.items()}
    return {
        kind: min(start_by, max(today, working_days.after(today, share)))
        for kind, share in shares.items()
    }


def step_of(checklist: Checklist, kind: StepKind) -> Step:
    return next(step for step in checklist if step.kind == kind)


def set_done(step: Step, *, on: bool, by: Person, at: datetime) -> Step:
    """The step ticked or not; the very same step where it already is so, whoever did it."""
    if on == (step.done is not None):
        return step
    return replace(step, done=Done(at, by) if on else None, version=step.version + 1)


def undo(step: Step, by: Person) -> Step:
    """Without the tick that `by` gave it; the very same step where the tick is not theirs."""
    if step.done is None or step.done.by != by:
        return step
    return replace(step, done=None, version=step.version + 1)


def redrawn(step: Step) -> Step:
    """The same step in a new version, for a screen that shows what was refused."""
    return replace(step, version=step.version + 1)


def assigned(step: Step, owner: Person | None) -> Step:
    return _changed(step, owner=owner)


def due_on(step: Step, day: date | None) -> Step:
    return _changed(step, due=day)


def arranged(step: Step, shown: Arranged, wanted: Arranged) -> Step:
    """The step with what differs between a form as it was shown and as it is wanted."""
    return _changed(
        step,
        owner=step.owner if wanted.owner == shown.owner else wanted.owner,
        due=step.due if wanted.due == shown.due else wanted.due,
    )


def set_started(step: Step, *, on: bool) -> Step:
    """In progress, or no longer; a done step stays as it is."""
    return step if step.done else _changed(step, started=on)


def because(
    reason: BlockedReason, text: str, on: tuple[Person, ...], *, by: Person, at: datetime
) -> Blocked:
    """Why a step cannot go on, as somebody says it.

    Raises:
        WrongFields: something else, and not what; or too much of it.
    """
    text = text.strip()
    if found := block_flaws(reason, text):
        raise WrongFields(found)
    return Blocked(reason, text, on, at, by)


def block_flaws(reason: BlockedReason, text: str) -> tuple[Flaw, ...]:
    if reason is BlockedReason.OTHER and not text:
        return (refusals.NoReason(),)
    if units(text) > BLOCK_TEXT_LIMIT:
        return (refusals.TooLong(Field.REASON, units(text), BLOCK_TEXT_LIMIT),)
    return ()


def set_blocked(step: Step, blocked: Blocked | None) -> Step:
    """Blocked, or no longer; the very same step where it is blocked so already, whoever did it.

    A done step stays as it is.
    """
    if step.done is not None:
        return step
    if blocked is not None and step.blocked is not None:
        old = step.blocked
        if (old.reason, old.text, old.on) == (blocked.reason, blocked.text, blocked.on):
            return step
        # It goes on waiting since it first stopped.
        blocked = replace(blocked, at=old.at)
    return _changed(step, blocked=blocked)


def _changed(step: Step, **what: Any) -> Step:
    """The very same step where nothing differs."""
    new = replace(step, **what)
    return step if new == step else replace(new, version=step.version + 1)


def next_step(checklist: Checklist) -> Step | None:
    """The first step still to be done; None when all are."""
    return next((step for step in checklist if step.done is None), None)


def progress(checklist: Checklist) -> Progress:
    return Progress(done=sum(step.done is not None for step in checklist), of=len(checklist))
