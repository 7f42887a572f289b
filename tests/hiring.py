"""People, a workspace and a filled-in form, for tests that need some and care for few of them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

from bot.domain import hiring_request
from bot.domain.decision import Decision
from bot.domain.hiring_request import HiringRequest, OpeningForm
from bot.domain.identity import ChannelId, Person, RequestNumber, WorkspaceId
from bot.domain.role import Plan, Role, Seniority
from bot.domain.tree import Certainty

ACME = WorkspaceId("T0ACME")
ANA = Person("T0ACME", "U0ANA")
SAM = Person("T0ACME", "U0SAM")
LI = Person("T0PARTNER", "U0LI")
TODAY = date(2026, 11, 23)  # a Monday
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
"""When stories begin, so that no holiday, weekend or clock change hangs on the day they run."""

DECISION = Decision(
    rules_version="2026-11",
    answers={"goal": "service", "stage": "prototype"},
    recommended=Plan.ML_ENGINEER,
    certainty=Certainty.CLEAR,
    points={Role.DATA_SCIENTIST: 0, Role.ML_ENGINEER: 14},
)


def form(**changes: object) -> OpeningForm:
    """A form that can be opened, with `changes`; each has a draft of its own."""
    filled = OpeningForm(
        draft_id=str(uuid4()),
        title="ML Engineer, churn service",
        problem="Customers leave and nobody knows in time.",
        role=Role.ML_ENGINEER,
        plan=Plan.ML_ENGINEER,
        seniority=Seniority.SENIOR,
        openings=1,
        place="Remote, EU",
        start_by=None,
        recruiters=(SAM,),
        channel=ChannelId("C0HIRING"),
        channel_is_private=False,
        confidential=False,
        decision=DECISION,
    )
    return replace(filled, **changes)


def request(number: int = 12, **changes: object) -> HiringRequest:
    """What Ana opens with `form(**changes)` on Monday, 23 November 2026."""
    return hiring_request.opened(
        form(**changes),
        workspace=ACME,
        number=RequestNumber(number),
        manager=ANA,
        at=NOW,
        today=TODAY,
    )


def first_of_two(
    plan: Plan = Plan.DATA_SCIENTIST_THEN_ML_ENGINEER, number: int = 12, **changes: object
) -> HiringRequest:
    """What Ana opens for the first role of a plan of two."""
    return request(number, plan=plan, role=plan.roles[0], **changes)
