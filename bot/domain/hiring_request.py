"""A hiring request: what it is, and what makes one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.domain import checklist, refusals
from bot.domain.address import host_of
from bot.domain.checklist import Checklist, Done, Step
from bot.domain.decision import Decision
from bot.domain.identity import ChannelId, Person, RequestNumber, WorkspaceId
from bot.domain.refusals import CannotOpen, Field, Flaw
from bot.domain.role import Plan, Role, Seniority, StepKind
from bot.domain.text import units

TITLE_LIMIT = 130
PROBLEM_LIMIT = 3000
PLACE_LIMIT = 150
REASON_LIMIT = 1000
LINK_LIMIT = 1000
"""Limits in UTF-16 units. A title stands whole beside its number in a header, which takes 150."""

MOST_OPENINGS = 99
MOST_RECRUITERS = 10


class Status(StrEnum):
    OPEN = "open"
    ON_HOLD = "on_hold"
    FILLED = "filled"
    CANCELLED = "cancelled"

    @property
    def under_way(self) -> bool:
        """Open or only on hold: there is still something to come."""
        return self in {Status.OPEN, Status.ON_HOLD}


class StatusReason(StrEnum):
    """Why a request is on hold or cancelled (research.md 8.1)."""

    BUDGET = "budget"
    APPROVAL = "approval"
    HIRING_MANAGER = "hiring_manager"
    NO_CANDIDATES = "no_candidates"
    PAY = "pay"
    LEGAL = "legal"
    RESCOPED = "rescoped"
    FILLED_INTERNALLY = "filled_internally"
    DUPLICATE = "duplicate"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class OpeningForm:
    """What a manager filled in. Texts are as typed, of characters that a database can keep."""

    draft_id: str
    """What makes a second submission of the same form recognised."""
    title: str
    problem: str
    role: Role
    plan: Plan | None
    """None for a role that the guide does not speak of."""
    seniority: Seniority
    openings: int
    place: str
    """Free text: a city, "remote", or both."""
    start_by: date | None
    recruiters: tuple[Person, ...]
    channel: ChannelId
    channel_is_private: bool
    confidential: bool
    decision: Decision
    link: str = ""
    """Where a request that began elsewhere is kept: an https address, or nothing."""
    source: str = ""
    """The permalink of the Slack message that it began from, or nothing."""
    follows: RequestNumber | None = None
    """The first request of the sequence whose second this is, where it may be named here."""
    done: tuple[StepKind, ...] = ()
    """Steps that were done elsewhere."""
    began_on: date | None = None
    """Since when it is under way elsewhere, where it is."""


@dataclass(frozen=True, slots=True)
class HiringRequest:
    workspace: WorkspaceId
    number: RequestNumber
    draft_id: str
    title: str
    problem: str
    role: Role
    plan: Plan | None
    seniority: Seniority
    openings: int
    place: str
    start_by: date | None
    manager: Person
    recruiters: tuple[Person, ...]
    channel: ChannelId
    channel_is_private: bool
    confidential: bool
    status: Status
    status_at: datetime
    """Since when the status is what it is."""
    status_reason: StatusReason | None
    """Why it is on hold or cancelled; None for any other."""
    status_text: str
    """What there is to say beside the reason; may be empty."""
    filled: int
    """How many of the openings have somebody."""
    decision: Decision
    link: str
    source: str
    follows: RequestNumber | None
    opened_at: datetime
    began_on: date | None
    """Since when it was under way elsewhere; None where its search began here."""
    version: int
    """One more at every change that people can see."""
    checklist: Checklist
    manager_has_left: bool = False
    """Whether the manager is with the company no more, and nobody has taken the request over."""
    followed_by: RequestNumber | None = None
    """The second request of the sequence, where there is one that may be named here."""

    @property
    def restricted(self) -> bool:
        """Whether the hiring team alone may know of it."""
        return self.confidential or self.channel_is_private

    @property
    def team(self) -> frozenset[Person]:
        """The hiring team: manager, recruiters, owners of steps."""
        owners = {step.owner for step in self.checklist if step.owner is not None}
        return frozenset({self.manager, *self.recruiters, *owners})

    @property
    def began_at(self) -> datetime:
        """When its search began, here or elsewhere."""
        return began_at(self.opened_at, self.began_on)

    @property
    def days_to_status(self) -> int:
        """How long it took to what its status is now, in days, the nearest number of them.

        Somebody's day stands for its noon, so less than half a day is always in doubt.
        """
        return round((self.status_at - self.began_at) / timedelta(days=1))

    @property
    def leaders(self) -> tuple[Person, ...]:
        """Who is there to change it, the manager first.

        Where manager and recruiters have left, those who still have a step of it.
        """
        manager = () if self.manager_has_left else (self.manager,)
        leading = dict.fromkeys((*manager, *self.recruiters))
        owners = (step.owner for step in self.checklist if step.owner and not step.done)
        return tuple(leading or dict.fromkeys(owners))

    @property
    def openings_left(self) -> int:
        return max(0, self.openings - self.filled)


def began_at(opened_at: datetime, began_on: date | None) -> datetime:
    """When the search of a request began: where it was opened, or elsewhere on an earlier day."""
    return min(opened_at, noon(began_on)) if began_on else opened_at


def tidied(form: OpeningForm) -> OpeningForm:
    """The form with its texts as they will be kept, and nobody named twice."""
    overrule = form.decision.overrule
    if overrule is not None:
        overrule = replace(overrule, reason=overrule.reason.strip())
    return replace(
        form,
        title=" ".join(form.title.split()),
        problem=form.problem.strip(),
        place=" ".join(form.place.split()),
        link=form.link.strip(),
        recruiters=tuple(dict.fromkeys(form.recruiters)),
        done=tuple(kind for kind in StepKind if kind in form.done),
        decision=replace(form.decision, overrule=overrule),
    )


def flaws(form: OpeningForm, today: date) -> tuple[Flaw, ...]:
    """What keeps a form from being opened, in the form's order; `today` is where its person is."""
    return tuple(_flaws(tidied(form), today))


def _flaws(form: OpeningForm, today: date) -> Iterator[Flaw]:
    if not form.title:
        yield refusals.EmptyTitle()
    overrule = form.decision.overrule
    yield from overlong(
        (Field.TITLE, form.title, TITLE_LIMIT),
        (Field.PROBLEM, form.problem, PROBLEM_LIMIT),
        (Field.PLACE, form.place, PLACE_LIMIT),
        (Field.REASON, overrule.reason if overrule else "", REASON_LIMIT),
        (Field.LINK, form.link, LINK_LIMIT),
    )
    if not 1 <= form.openings <= MOST_OPENINGS:
        yield refusals.OpeningsOutOfRange(form.openings, least=1, most=MOST_OPENINGS)
    if form.start_by is not None and form.start_by < today:
        yield refusals.DateInPast(form.start_by, today)
    if form.confidential and not form.channel_is_private:
        yield refusals.TooManyWouldSee()
    if len(form.recruiters) > MOST_RECRUITERS:
        yield refusals.TooManyRecruiters(len(form.recruiters), most=MOST_RECRUITERS)
    yield from of_elsewhere(form.link, form.began_on, today)


def of_elsewhere(link: str, began_on: date | None, today: date) -> Iterator[Flaw]:
    """What is wrong with what is said of a search that began elsewhere."""
    if link and host_of(link) is None:
        yield refusals.NoAddress()
    if began_on is not None and began_on > today:
        yield refusals.DateAhead(began_on, today, field=Field.BEGAN_ON)


def overlong(*texts: tuple[Field, str, int]) -> Iterator[Flaw]:
    """What is too long of texts with their fields and limits."""
    for field, text, limit in texts:
        if units(text) > limit:
            yield refusals.TooLong(field, length=units(text), limit=limit)


def opened(
    form: OpeningForm,
    *,
    workspace: WorkspaceId,
    number: RequestNumber,
    manager: Person,
    at: datetime,
    today: date,
) -> HiringRequest:
    """The request that a form makes, its steps with owners and due dates.

    `at` is UTC, `today` the day it is where the manager is.

    Raises:
        CannotOpen: with every flaw of the form.
    """
    found = flaws(form, today)
    if found:
        raise CannotOpen(found)
    form = tidied(form)
    return HiringRequest(
        workspace=workspace,
        number=number,
        draft_id=form.draft_id,
        title=form.title,
        problem=form.problem,
        role=form.role,
        plan=form.plan,
        seniority=form.seniority,
        openings=form.openings,
        place=form.place,
        start_by=form.start_by,
        manager=manager,
        recruiters=form.recruiters,
        channel=form.channel,
        channel_is_private=form.channel_is_private,
        confidential=form.confidential,
        status=Status.OPEN,
        status_at=at,
        status_reason=None,
        status_text="",
        filled=0,
        decision=form.decision,
        link=form.link,
        source=form.source,
        follows=form.follows,
        opened_at=at,
        began_on=form.began_on,
        version=1,
        checklist=checklist.opened(
            manager=manager,
            recruiters=form.recruiters,
            today=today,
            start_by=form.start_by,
            done=dict.fromkeys(form.done, Done(at, manager, elsewhere=True)),
        ),
    )


def noon(day: date) -> datetime:
    """The instant that stands for a day: noon, UTC, is that day nearly everywhere."""
    return datetime.combine(day, time(12), UTC)


def next_version(request: HiringRequest) -> HiringRequest:
    return replace(request, version=request.version + 1)


def with_step(request: HiringRequest, step: Step) -> HiringRequest:
    """The request with `step` in place of the one of its kind."""
    return replace(
        request,
        checklist=tuple(step if step.kind == old.kind else old for old in request.checklist),
    )
