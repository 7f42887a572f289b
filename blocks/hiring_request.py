"""The form that opens a hiring request, and the words that all its surfaces share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from blocks import from_message, inputs, kit
from blocks.ids import Action, Modal, Nothing
from bot.domain.checklist import BlockedReason, Step
from bot.domain.draft import Elsewhere, First, RequestSoFar
from bot.domain.hiring_request import (
    LINK_LIMIT,
    MOST_OPENINGS,
    MOST_RECRUITERS,
    PLACE_LIMIT,
    PROBLEM_LIMIT,
    TITLE_LIMIT,
    Status,
    StatusReason,
)
from bot.domain.identity import ChannelId, RequestNumber
from bot.domain.refusals import Field
from bot.domain.role import Plan, Role, Seniority, StepKind


@dataclass(frozen=True, slots=True)
class FormRef:
    """What the form goes on from: the decision's answers, and no typed text."""

    draft: str
    answers: Mapping[str, str]
    plan: Plan | None
    """None where the manager said that they know the role already."""
    overruled: bool = False
    origin: ChannelId | None = None
    """Where the command was typed, when that was a channel."""
    source: str | None = None
    """As `PlanDraft.source`."""
    another: bool = False
    """It is for a job that is neither of the plan's."""
    follows: First | None = None
    """It is for the second role of the plan, after this request."""

    @property
    def role(self) -> Role | None:
        """Whom it is for; None where the manager is still to say."""
        if self.another:
            return Role.OTHER
        if self.plan is None:
            return None
        return self.plan.roles[1 if self.follows else 0]


OPEN = Modal("hiring_request.open", carries=FormRef)
BACK = Action("hiring_request.back", carries=Nothing)
CHANNEL_CHOSEN = Action("hiring_request.channel_chosen", carries=Nothing)

BEGAN_ELSEWHERE = Action("hiring_request.began_elsewhere", carries=Nothing)
BEGINS_HERE = Action("hiring_request.begins_here", carries=Nothing)

ROLE, LEVEL, CHANNEL, CONFIDENTIAL = "role", "level", "channel", "confidential"
STEPS_DONE = "steps_done"
"""Names of the form's inputs beside those of `refusals.Field`."""

STEP_NAMES = {
    StepKind.DEFINE_PROBLEM: "Define the business problem",
    StepKind.DRAFT_JOB_DESCRIPTION: "Draft the job description",
    StepKind.DESIGN_INTERVIEW_LOOP: "Design the interview loop",
    StepKind.CREATE_TAKE_HOME: "Create the take-home",
    StepKind.EVALUATE_SIGNALS: "Evaluate candidate signals",
}

LEVELS = {
    Seniority.JUNIOR: "Junior",
    Seniority.MID: "Mid-level",
    Seniority.SENIOR: "Senior",
    Seniority.LEAD: "Lead",
}

STATUSES = {
    Status.OPEN: "Open",
    Status.ON_HOLD: "On hold",
    Status.FILLED: "Filled",
    Status.CANCELLED: "Cancelled",
}

REASONS = {
    BlockedReason.BUDGET: "Budget",
    BlockedReason.APPROVAL: "An approval",
    BlockedReason.HIRING_MANAGER: "An answer from the hiring manager",
    BlockedReason.NO_CANDIDATES: "No fitting candidates",
    BlockedReason.PAY: "Pay",
    BlockedReason.LEGAL: "A legal question",
    BlockedReason.OTHER: "Something else",
}
"""What a blocked step lacks."""


STATUS_REASONS = {
    StatusReason.BUDGET: "budget",
    StatusReason.APPROVAL: "an approval",
    StatusReason.HIRING_MANAGER: "no time of the hiring manager",
    StatusReason.NO_CANDIDATES: "no fitting candidates",
    StatusReason.PAY: "pay",
    StatusReason.LEGAL: "a legal question",
    StatusReason.RESCOPED: "the need has changed",
    StatusReason.FILLED_INTERNALLY: "filled from inside",
    StatusReason.DUPLICATE: "another request covers it",
    StatusReason.OTHER: "something else",
}
"""Why a request is on hold or cancelled, in the middle of a line."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who will see a request that is posted in a channel, and why to think twice."""

    channel: ChannelId
    members: int | None
    """How many there are; None where Slack does not tell."""
    warnings: tuple[str, ...] = ()


def form(
    ref: FormRef,
    typed: RequestSoFar,
    *,
    audience: Audience | None,
) -> kit.View:
    """View 5."""
    known = [] if ref.role else [_role(typed.role)]
    return kit.modal(
        OPEN,
        ref,
        title="Open the request",
        submit="Open request",
        blocks=[
            *from_message.told(ref.source, ref.origin),
            *_after(ref, typed.channel),
            *known,
            inputs.text_input(
                Field.TITLE,
                "Title",
                value=typed.title,
                max_length=TITLE_LIMIT,
                placeholder="What will the job be called?",
            ),
            inputs.text_input(
                Field.PROBLEM,
                "Problem",
                value=typed.problem,
                multiline=True,
                optional=True,
                max_length=PROBLEM_LIMIT,
                placeholder="What should be different once they are here?",
            ),
            inputs.select(
                LEVEL,
                "Level",
                list(LEVELS.items()),
                chosen=typed.seniority or Seniority.SENIOR,
            ),
            inputs.number(
                Field.OPENINGS, "Openings", value=typed.openings or 1, least=1, most=MOST_OPENINGS
            ),
            inputs.text_input(
                Field.PLACE,
                "Place, or remote",
                value=typed.place,
                optional=True,
                max_length=PLACE_LIMIT,
                placeholder="Remote, Europe",
            ),
            inputs.day(Field.START_BY, "Start by", chosen=typed.start_by, optional=True),
            inputs.people(
                Field.RECRUITERS,
                "Recruiter",
                chosen=typed.recruiters,
                optional=True,
                at_most=MOST_RECRUITERS,
                placeholder="Who runs the search?",
            ),
            inputs.conversation(CHANNEL, "Post in", chosen=typed.channel, dispatch=CHANNEL_CHOSEN),
            *_audience(
                audience,
                "title, problem, dates and the link"
                if typed.elsewhere
                else "title, problem and dates",
            ),
            *(
                [kit.note("Why you disagreed with the advice stays private.")]
                if ref.overruled
                else []
            ),
            inputs.tickbox(
                CONFIDENTIAL,
                "Confidential",
                "Listed for the hiring team only",
                ticked=typed.confidential,
            ),
            *(_elsewhere(typed.elsewhere) if typed.elsewhere else []),
            kit.actions(
                *([] if ref.follows else [kit.button(BACK, "‹ Back")]),
                kit.button(BEGINS_HERE, "It begins here after all")
                if typed.elsewhere
                else kit.button(BEGAN_ELSEWHERE, "It began elsewhere…"),
            ),
        ],
    )


def _elsewhere(said: Elsewhere) -> list[kit.Block]:
    return [
        kept_elsewhere(said.link),
        under_way_since(said.began_on),
        inputs.tickboxes(
            STEPS_DONE, "Steps done already", list(STEP_NAMES.items()), ticked=said.done
        ),
    ]


def kept_elsewhere(link: str) -> kit.Block:
    return inputs.text_input(
        Field.LINK,
        "Kept elsewhere, too",
        value=link,
        optional=True,
        max_length=LINK_LIMIT,
        placeholder="https://",
        hint="Its page in your applicant-tracking system.",
    )


def under_way_since(day: date | None) -> kit.Block:
    return inputs.day(
        Field.BEGAN_ON,
        "Under way since",
        chosen=day,
        optional=True,
        hint="Its days are counted from then, or else from its opening here.",
    )


def _after(ref: FormRef, channel: ChannelId | None) -> list[kit.Block]:
    if ref.follows is None:
        return []
    first = RequestNumber(ref.follows.request)
    if ref.follows.only_in in {None, channel}:
        return [kit.context(f"The second hire, after {first}: the two name each other.")]
    return [
        kit.context(f"{first} is for its team only: posted elsewhere, this one does not name it.")
    ]


def bar(done: int, of: int) -> str:
    return "■" * done + "□" * (of - done)


def due(step: Step) -> str:
    """When a step is due, in words: "Thu 4 Dec"."""
    return f"{step.due:%a} {kit.short_day(step.due)}" if step.due else "no date"


def _role(chosen: Role | None) -> kit.Block:
    return inputs.radios(
        ROLE, "Whom do you want to hire?", [(role, role.label) for role in Role], chosen=chosen
    )


def _audience(audience: Audience | None, what: str) -> list[kit.Block]:
    """`what` of the request is read there."""
    if audience is None:
        return [kit.note("Choose a channel to see who will read it.")]
    there = f"in <#{audience.channel}>"
    told = f"{_who(audience.members)} {there} will see {what}."
    return [*(kit.note(f"⚠ {warning}") for warning in audience.warnings), kit.context(told)]


def _who(members: int | None) -> str:
    if members is None:
        return "Everybody"
    return "One person" if members == 1 else f"{members} people"
