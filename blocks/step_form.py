"""Who does a step and until when; why it cannot go on."""

from dataclasses import dataclass

from blocks import inputs, kit, request_rows
from blocks.hiring_request import REASONS, STEP_NAMES
from blocks.ids import Modal
from bot.domain.checklist import BLOCK_TEXT_LIMIT, MOST_WAITED_FOR, Arranged, Step, step_of
from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import RequestNumber
from bot.domain.refusals import Field
from bot.domain.role import StepKind


@dataclass(frozen=True, slots=True)
class StepFormRef:
    """A form about a step; as `request_view.FormRef`."""

    request: int
    step: StepKind
    over_window: bool

    @property
    def number(self) -> RequestNumber:
        return RequestNumber(self.request)


@dataclass(frozen=True, slots=True)
class ArrangeRef:
    """As `StepFormRef`, with what the form shows."""

    request: int
    step: StepKind
    over_window: bool
    shown: Arranged

    @property
    def number(self) -> RequestNumber:
        return RequestNumber(self.request)


ARRANGE = Modal("step_form.arrange", carries=ArrangeRef)
BLOCK = Modal("step_form.block", carries=StepFormRef)

OWNER, WHY = "owner", "why"


def arrange(request: HiringRequest, kind: StepKind, *, over_window: bool) -> kit.View:
    step = step_of(request.checklist, kind)
    shown = Arranged(step.owner, step.due)
    return kit.modal(
        ARRANGE,
        ArrangeRef(request.number.value, kind, over_window, shown),
        title="Owner and date",
        submit="Save",
        close="Not now",
        blocks=[
            *head(request, step),
            inputs.person(
                OWNER,
                "Who does it?",
                chosen=step.owner,
                optional=True,
                placeholder="Nobody yet",
            ),
            inputs.day(
                Field.DUE, "Until when?", chosen=step.due, optional=True, placeholder="No date"
            ),
            *_joins(request),
        ],
    )


def block(request: HiringRequest, ref: StepFormRef) -> kit.View:
    step = step_of(request.checklist, ref.step)
    old = step.blocked
    return kit.modal(
        BLOCK,
        ref,
        title="What blocks it?",
        submit="Save" if old else "Mark as blocked",
        close="Not now",
        blocks=[
            *head(request, step),
            inputs.select(
                WHY,
                "What is missing?",
                list(REASONS.items()),
                chosen=old.reason if old else None,
                placeholder="Choose the nearest",
            ),
            inputs.text_input(
                Field.REASON,
                "In a few words",
                value=old.text if old else None,
                multiline=True,
                optional=True,
                max_length=BLOCK_TEXT_LIMIT,
            ),
            inputs.people(
                Field.WAITS_ON,
                "On whom does it wait?",
                chosen=old.on if old else (),
                optional=True,
                at_most=MOST_WAITED_FOR,
                placeholder="Who can end it",
            ),
            kit.note(
                "For its hiring team only: others are named here, and not told."
                if request.restricted
                else "They are told, and so are its owner and the manager."
            ),
        ],
    )


def head(request: HiringRequest, step: Step) -> list[kit.Block]:
    """Which step of which request."""
    return [
        kit.section(f"*{STEP_NAMES[step.kind]}*"),
        kit.note(request_rows.named(request)),
    ]


def _joins(request: HiringRequest) -> list[kit.Block]:
    if not request.restricted:
        return []
    return [kit.note("Whoever owns a step sees the whole request.")]
