"""What somebody is reminded of: what is new to them, and once more three working days later.

Then nothing, until it is new again: the weekly digest goes on saying it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.checklist import step_of
from bot.domain.countries import IsWorking
from bot.domain.hiring_request import HiringRequest
from bot.domain.history import named
from bot.domain.identity import Person, RequestNumber
from bot.domain.notices import UNTIL, Notice, NoticeKind
from bot.domain.role import StepKind

AGAIN_AFTER = 3
"""Working days."""

MOST_TIMES = 2


class What(StrEnum):
    """Why somebody is reminded of a step."""

    DUE = "due"
    """It is theirs, and due or late."""
    WAITS = "waits"
    """It is blocked, and waits on them."""


Key = tuple[RequestNumber, StepKind, What]


@dataclass(frozen=True, slots=True)
class Matter:
    """A step that somebody may be reminded of."""

    number: RequestNumber
    step: StepKind
    what: What
    about: str
    """What makes it new when it changes: the due date, or since when the step is blocked."""

    @property
    def key(self) -> Key:
        return self.number, self.step, self.what


@dataclass(frozen=True, slots=True)
class Heard:
    """How often somebody was told of a matter, and when last."""

    about: str
    times: int
    last_on: date


def due(number: RequestNumber, step: StepKind, day: date) -> Matter:
    return Matter(number, step, What.DUE, day.isoformat())


def waits(number: RequestNumber, step: StepKind, since: datetime) -> Matter:
    return Matter(number, step, What.WAITS, since.isoformat())


def to_say(
    matters: Iterable[Matter], heard: Mapping[Key, Heard], today: date, is_working: IsWorking
) -> tuple[Matter, ...]:
    """What is to be said `today`, as it is where somebody is."""
    return tuple(
        matter
        for matter in matters
        if _is_to_be_said(matter, heard.get(matter.key), today, is_working)
    )


def _is_to_be_said(matter: Matter, heard: Heard | None, today: date, is_working: IsWorking) -> bool:
    if heard is None or heard.about != matter.about:
        return True
    if heard.times >= MOST_TIMES:
        return False
    since = (
        heard.last_on + timedelta(days=days) for days in range(1, (today - heard.last_on).days + 1)
    )
    return sum(map(is_working, since)) >= AGAIN_AFTER


def bundle(
    person: Person,
    matters: Sequence[Matter],
    today: date,
    *,
    until: datetime,
    guess: str | None = None,
) -> Notice:
    """All that somebody is told on one day, before `until`.

    `guess` is the country that they have still to confirm.
    """
    whats: dict[str, list[str]] = {}
    for matter in matters:
        whats.setdefault(f"{matter.number.value}/{matter.step}", []).append(matter.what)
    return Notice(
        key=bundle_key(person, today),
        kind=NoticeKind.BUNDLE,
        number=None,
        to=person,
        facts={
            "on": today.isoformat(),
            UNTIL: until.isoformat(),
            "guess": guess,
            **{step: " ".join(what) for step, what in whats.items()},
        },
    )


def bundle_key(person: Person, day: date) -> str:
    return f"bundle:{named(person)}:{day.isoformat()}"


def matters_of(notice: Notice) -> tuple[tuple[RequestNumber, StepKind, frozenset[What]], ...]:
    """What a bundle is about."""
    steps = ((fact.partition("/"), what) for fact, what in notice.facts.items() if "/" in fact)
    return tuple(
        (RequestNumber(int(number)), StepKind(kind), frozenset(map(What, str(what).split())))
        for (number, _, kind), what in steps
    )


def heard_at_once(
    notices: Iterable[Notice], now: HiringRequest
) -> tuple[tuple[Person, Matter], ...]:
    """Who need not be reminded next morning, as they hear directly that a step waits on them."""
    return tuple(
        (notice.to, waits(now.number, step.kind, step.blocked.at))
        for notice in notices
        if notice.kind is NoticeKind.BLOCKED and notice.to is not None
        for step in [step_of(now.checklist, StepKind(str(notice.facts["step"])))]
        if step.blocked is not None and notice.to in step.blocked.on
    )
