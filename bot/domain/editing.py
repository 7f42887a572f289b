"""A request's own facts, changed: only what somebody changed, whatever their screen showed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from bot.domain import checklist, lifecycle, refusals
from bot.domain.hiring_request import (
    LINK_LIMIT,
    MOST_OPENINGS,
    MOST_RECRUITERS,
    PLACE_LIMIT,
    PROBLEM_LIMIT,
    TITLE_LIMIT,
    HiringRequest,
    of_elsewhere,
    overlong,
)
from bot.domain.identity import Person
from bot.domain.marks import mark_of
from bot.domain.refusals import Field, Flaw, Verb, WrongFields
from bot.domain.role import Seniority


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a request can be edited."""

    title: str
    problem: str
    seniority: Seniority
    openings: int
    place: str
    start_by: date | None
    recruiters: tuple[Person, ...]
    link: str
    began_on: date | None
    confidential: bool


def facts_of(request: HiringRequest) -> Facts:
    return Facts(**{one.name: getattr(request, one.name) for one in fields(Facts)})


Marks = Mapping[str, str]
"""The mark of each fact."""


def marks(facts: Facts) -> Marks:
    tidy = _tidied(facts)
    return {one.name: mark_of(getattr(tidy, one.name)) for one in fields(Facts)}


def edited(
    request: HiringRequest,
    shown: Marks,
    wanted: Facts,
    *,
    move_dates: bool,
    today: date,
    at: datetime,
) -> HiringRequest:
    """The request with what differs between the form as it was `shown` and as it is `wanted`.

    So two who edit from the same screen lose nothing of each other's. `move_dates`: the open steps
    are due as they would be in a request that is opened `today`.

    Raises:
        NotNow
        WrongFields: with every flaw of what was changed.
    """
    lifecycle.check(request, Verb.EDIT)
    wanted = _tidied(wanted)
    changed = {
        name: getattr(wanted, name)
        for name, mark in marks(wanted).items()
        if mark != shown.get(name)
    }
    openings = changed.pop("openings", request.openings)
    now = replace(request, **changed)
    found = tuple(_flaws(now, openings, today, changed))
    if found:
        raise WrongFields(found)
    if openings != request.openings:
        now = lifecycle.with_openings(now, openings, at)
    return _with_dates(now, today) if move_dates else now


def _tidied(facts: Facts) -> Facts:
    """As `hiring_request.tidied`."""
    return replace(
        facts,
        title=" ".join(facts.title.split()),
        problem=facts.problem.strip(),
        place=" ".join(facts.place.split()),
        link=facts.link.strip(),
        recruiters=tuple(dict.fromkeys(facts.recruiters)),
    )


def _flaws(
    now: HiringRequest, openings: int, today: date, changed: Collection[str]
) -> Iterator[Flaw]:
    if not now.title:
        yield refusals.EmptyTitle()
    yield from overlong(
        (Field.TITLE, now.title, TITLE_LIMIT),
        (Field.PROBLEM, now.problem, PROBLEM_LIMIT),
        (Field.PLACE, now.place, PLACE_LIMIT),
        (Field.LINK, now.link, LINK_LIMIT),
    )
    if not 1 <= openings <= MOST_OPENINGS:
        yield refusals.OpeningsOutOfRange(openings, least=1, most=MOST_OPENINGS)
    elif openings < now.filled:
        yield refusals.FewerThanFilled(openings, now.filled)
    if "start_by" in changed and now.start_by is not None and now.start_by < today:
        yield refusals.DateInPast(now.start_by, today)
    if now.confidential and not now.channel_is_private:
        yield refusals.TooManyWouldSee(field=Field.CONFIDENTIAL)
    if len(now.recruiters) > MOST_RECRUITERS:
        yield refusals.TooManyRecruiters(len(now.recruiters), most=MOST_RECRUITERS)
    began_on = now.began_on if "began_on" in changed else None
    yield from of_elsewhere(now.link, began_on, today)


def _with_dates(request: HiringRequest, today: date) -> HiringRequest:
    done = {step.kind for step in request.checklist if step.done}
    dates = checklist.due_dates(today, request.start_by, done)
    return replace(
        request,
        checklist=tuple(
            step if step.done else checklist.due_on(step, dates[step.kind])
            for step in request.checklist
        ),
    )
