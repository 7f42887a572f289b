"""What is somebody's in a request, to be given to a colleague."""

from collections.abc import Iterator

from blocks import inputs, kit, request_rows
from blocks.hiring_request import STEP_NAMES
from blocks.ids import Modal
from blocks.request_view import FormRef
from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import Person
from bot.domain.refusals import Field

HAND_OVER = Modal("hand_over_form.hand_over", carries=FormRef)


def hand_over(request: HiringRequest, whose: Person, ref: FormRef, *, leads: bool) -> kit.View:
    """`whose` part it is to begin with; who `leads` may choose another's."""
    others = inputs.person(
        Field.WHOSE,
        "Whose part?",
        chosen=whose,
        hint="What they are in it, and their open steps.",
    )
    return kit.modal(
        HAND_OVER,
        ref,
        title="Hand over",
        submit="Hand over",
        close="Not now",
        blocks=[
            kit.entry(request_rows.named(request)),
            others if leads else kit.context(f"Yours: {'; '.join(_parts(request, whose))}"),
            inputs.person(Field.TO, "To whom?", placeholder="Choose a colleague"),
            kit.note("They are told at once. What is done stays with who did it."),
        ],
    )


def _parts(request: HiringRequest, whose: Person) -> Iterator[str]:
    if whose == request.manager:
        yield "manager"
    if whose in request.recruiters:
        yield "recruiter"
    mine = [
        STEP_NAMES[step.kind].lower()
        for step in request.checklist
        if step.owner == whose and step.done is None
    ]
    if mine:
        yield ", ".join(mine)
