"""What can be done with a step beside ticking it, wherever it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from blocks import kit
from blocks.ids import Action
from bot.domain.checklist import Step, StepState
from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import RequestNumber
from bot.domain.role import StepKind


class Do(StrEnum):
    START = "start"
    STOP = "stop"
    ARRANGE = "arrange"
    BLOCK = "block"
    UNBLOCK = "unblock"
    DETAILS = "details"


@dataclass(frozen=True, slots=True)
class StepMenuRef:
    """Something to do with a step."""

    request: int
    step: StepKind
    do: Do

    @property
    def number(self) -> RequestNumber:
        return RequestNumber(self.request)


STEP_MENU = Action("step_menu.chosen", carries=StepMenuRef)

WORDS = {
    Do.START: "Start working",
    Do.STOP: "Stop working",
    Do.ARRANGE: "Owner and date…",
    Do.BLOCK: "Blocked…",
    Do.UNBLOCK: "It can go on",
    Do.DETAILS: "Notes and history…",
}


def menu(request: HiringRequest, step: Step) -> kit.Element:
    return kit.overflow(
        STEP_MENU,
        [
            (_word(step, do), StepMenuRef(request.number.value, step.kind, do))
            for do in _offered(request, step)
        ],
    )


def _offered(request: HiringRequest, step: Step) -> Sequence[Do]:
    if not request.status.under_way:
        return (Do.DETAILS,)
    match step.state:
        case StepState.DONE:
            return (Do.DETAILS,)
        case StepState.BLOCKED:
            return (Do.UNBLOCK, Do.BLOCK, Do.ARRANGE, Do.DETAILS)
        case StepState.IN_PROGRESS:
            return (Do.STOP, Do.ARRANGE, Do.BLOCK, Do.DETAILS)
        case StepState.TO_DO:
            return (Do.START, Do.ARRANGE, Do.BLOCK, Do.DETAILS)


def _word(step: Step, do: Do) -> str:
    return "What blocks it…" if do is Do.BLOCK and step.blocked else WORDS[do]
