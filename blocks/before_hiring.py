"""What to do before anybody is hired: a brief of a trial to copy, or a request for another job."""

from dataclasses import dataclass

from blocks import kit
from blocks.ids import Action, Modal
from blocks.plan import PlanSoFar
from bot.domain.tree import Gate


@dataclass(frozen=True, slots=True)
class GateRef:
    """One of the tree's gates, by its id."""

    gate: str


@dataclass(frozen=True, slots=True)
class Briefed:
    """A brief that is being read."""

    kind: str
    now: PlanSoFar


BRIEF = Action("plan.brief", carries=GateRef)
ANOTHER = Action("plan.another_job", carries=GateRef)
BRIEFED = Modal("plan.briefed", carries=Briefed)


def doing(gate: Gate) -> kit.Element:
    """The button for what there is to do about it."""
    return kit.button(BRIEF if gate.brief else ANOTHER, gate.does, GateRef(gate.id))


def read(briefed: Briefed, title: str, document: str) -> kit.View:
    return kit.modal(
        BRIEFED,
        briefed,
        title=title,
        submit="Send to my messages",
        close="Back",
        blocks=[
            kit.context(
                "A draft from your answers, for you alone. Send it to your messages to copy it."
            ),
            kit.preformatted(document),
        ],
    )


def sent(title: str, document: str) -> kit.Message:
    """To its person alone."""
    return kit.Message(
        text=f"{title}: a draft from your answers",
        blocks=[
            kit.section(f"*{title}.* A draft from your answers: copy it to where you plan."),
            kit.preformatted(document),
        ],
    )
