"""Somebody's open steps gone through at once: what they want of each, and what comes of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, assert_never

from bot.domain import checklist, lifecycle, refusals
from bot.domain.checklist import BlockedReason, Step, block_flaws
from bot.domain.hiring_request import HiringRequest, with_step
from bot.domain.identity import Person
from bot.domain.refusals import Flaw, NotNow, Refusal, Verb
from bot.domain.request_list import StepKey

MOST_NAMED = 10
"""Steps that did not become as wanted, named one by one; more are only counted."""


class What(StrEnum):
    """What somebody can want of a step of theirs."""

    DONE = "done"
    START = "start"
    FREE = "free"
    """Nothing is in its way any more."""
    MOVE = "move"
    BLOCK = "block"
    GIVE = "give"


@dataclass(frozen=True, slots=True)
class Done:
    what: ClassVar = What.DONE


@dataclass(frozen=True, slots=True)
class Started:
    what: ClassVar = What.START


@dataclass(frozen=True, slots=True)
class Free:
    what: ClassVar = What.FREE


@dataclass(frozen=True, slots=True)
class Moved:
    due: date
    what: ClassVar = What.MOVE


@dataclass(frozen=True, slots=True)
class Stopped:
    reason: BlockedReason
    text: str
    on: tuple[Person, ...]
    due: date | None
    what: ClassVar = What.BLOCK


@dataclass(frozen=True, slots=True)
class Given:
    to: Person
    due: date | None
    what: ClassVar = What.GIVE


Wanted = Done | Started | Free | Moved | Stopped | Given


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of a step, of which they saw the version `seen`."""

    key: StepKey
    seen: int
    wanted: Wanted


def flaws(wanted: Wanted, by: Person) -> tuple[Flaw, ...]:
    """What `by` has still to say otherwise before it can be done."""
    match wanted:
        case Stopped(reason, text):
            return block_flaws(reason, text.strip())
        case Given(to) if to == by:
            return (refusals.SamePerson(),)
        case _:
            return ()


class Why(StrEnum):
    """Why a step did not become as somebody wanted it."""

    DONE = "done"
    """By somebody else."""
    CHANGED = "changed"
    """It is no longer what they saw: they look again."""
    CLOSED = "closed"
    """Its request is no longer under way."""
    NOT_THEIRS = "not_theirs"


@dataclass(frozen=True, slots=True)
class Outcome:
    key: StepKey
    what: What
    why: Why | None
    """None where the step is as wanted now."""


def worked(
    request: HiringRequest, wishes: Iterable[Wish], by: Person, at: datetime
) -> tuple[HiringRequest, tuple[Outcome, ...]]:
    """The request with its steps as wanted, as far as others have left them as they were seen.

    A tick holds whatever else was changed meanwhile. What is so already stays, whoever did it, so
    that the same wishes twice change nothing twice.

    Raises:
        NotNow
        WrongFields: words are missing, or too many.
    """
    lifecycle.check(request, Verb.WORK)
    outcomes = []
    for wish in wishes:
        step = checklist.step_of(request.checklist, wish.key.kind)
        new = _as_wanted(step, wish.wanted, by, at)
        why = _in_the_way(step, new, wish, by)
        if why is None and new is not step:
            request = with_step(request, new)
        outcomes.append(Outcome(wish.key, wish.wanted.what, why))
    return request, tuple(outcomes)


def _as_wanted(step: Step, wanted: Wanted, by: Person, at: datetime) -> Step:
    """The very same step where it is so already."""
    match wanted:
        case Done():
            return checklist.set_done(step, on=True, by=by, at=at)
        case Started():
            return checklist.set_started(step, on=True)
        case Free():
            return checklist.set_blocked(step, None)
        case Moved(due):
            return checklist.due_on(step, due)
        case Stopped(reason, text, on, due):
            block = checklist.because(reason, text, on, by=by, at=at)
            return checklist.due_on(checklist.set_blocked(step, block), due)
        case Given(to, due):
            return checklist.due_on(checklist.assigned(step, to), due)
        case other:
            assert_never(other)


def _in_the_way(step: Step, new: Step, wish: Wish, by: Person) -> Why | None:
    if isinstance(wish.wanted, Done):
        return None if step.done is None or step.done.by == by else Why.DONE
    if new is step and step.done is None:
        return None
    return moved_on(step, wish.seen)


def moved_on(step: Step, seen: int) -> Why | None:
    """Why what somebody wants of a step, but a tick, is not asked for any more."""
    if step.done is not None:
        return Why.DONE
    return None if step.version == seen else Why.CHANGED


def refused(wishes: Iterable[Wish], refusal: Refusal) -> tuple[Outcome, ...]:
    """What comes of wishes for a request that somebody may not work, or that rests."""
    why = Why.CLOSED if isinstance(refusal, NotNow) else Why.NOT_THEIRS
    return tuple(Outcome(wish.key, wish.wanted.what, why) for wish in wishes)


@dataclass(frozen=True, slots=True)
class Tally:
    """What has come of all that somebody wanted so far."""

    counts: Mapping[What, int] = field(default_factory=dict)
    missed: tuple[tuple[int, Why], ...] = ()
    """Steps by their code, and why they are not as wanted: the first `MOST_NAMED`."""
    more_missed: int = 0

    def plus(self, outcomes: Sequence[Outcome]) -> "Tally":
        as_wanted = Counter(one.what for one in outcomes if one.why is None)
        both = Counter(self.counts) + as_wanted
        missed = [*self.missed, *((one.key.code, one.why) for one in outcomes if one.why)]
        return Tally(
            counts={what: both[what] for what in What if both[what]},
            missed=tuple(missed[:MOST_NAMED]),
            more_missed=self.more_missed + max(0, len(missed) - MOST_NAMED),
        )


@dataclass(frozen=True, slots=True)
class Way:
    """How far somebody is with their steps."""

    through: tuple[int, ...] = ()
    """The steps that they have been through, by their codes."""
    tally: Tally = field(default_factory=Tally)

    @property
    def begins(self) -> bool:
        return self == Way()

    def on(self, codes: Iterable[int], outcomes: Sequence[Outcome]) -> "Way":
        """After some more steps. What others changed meanwhile is still to be looked at again."""
        again = {one.key.code for one in outcomes if one.why is Why.CHANGED}
        through = dict.fromkeys([*self.through, *codes])
        return Way(tuple(one for one in through if one not in again), self.tally.plus(outcomes))
