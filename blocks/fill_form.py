"""How many of a request's openings have somebody; and that they are open again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from blocks import inputs, kit, request_rows
from blocks.ids import Modal
from blocks.request_view import FormRef
from bot.domain.filling import BY_WHOM_LIMIT, Filling
from bot.domain.hiring_request import MOST_OPENINGS, HiringRequest
from bot.domain.identity import RequestNumber
from bot.domain.refusals import Field


@dataclass(frozen=True, slots=True)
class FillRef:
    """As `FormRef`."""

    request: int
    over_window: bool
    seen: int
    """How many openings were filled when the form was opened."""

    @property
    def number(self) -> RequestNumber:
        return RequestNumber(self.request)


FILL = Modal("fill_form.fill", carries=FillRef)
REOPEN = Modal("fill_form.reopen", carries=FormRef)


def fill(
    request: HiringRequest, before: Sequence[Filling], today: date, *, over_window: bool
) -> kit.View:
    """`before`: what was recorded already, as far as its reader may know it."""
    left = request.openings_left
    how_many = inputs.number(
        Field.OPENINGS_FILLED, f"How many of the {left} left?", value=1, least=1, most=left
    )
    return kit.modal(
        FILL,
        FillRef(request.number.value, over_window, request.filled),
        title="Fill",
        submit="Record",
        close="Not now",
        blocks=[
            kit.entry(request_rows.named(request)),
            *([kit.note(f"Filled so far: {_listed(before)}")] if before else []),
            *([how_many] if left > 1 else []),
            inputs.day(Field.FILLED_ON, "Since when?", chosen=today),
            inputs.text_input(
                Field.BY_WHOM,
                "By whom?",
                optional=True,
                max_length=BY_WHOM_LIMIT,
                placeholder="Initials will do",
                hint="For its hiring team alone: not in the thread, nor in its history.",
            ),
            kit.note(
                "With the last opening the request is filled, and can be reopened."
                if left > 1
                else "The request is filled then, and can be reopened."
            ),
        ],
    )


def reopen(request: HiringRequest, fillings: Sequence[Filling], *, over_window: bool) -> kit.View:
    most = MOST_OPENINGS - request.openings
    options = [(str(one.position), _filling(one)) for one in fillings]
    return kit.modal(
        REOPEN,
        FormRef(request.number.value, over_window),
        title="Reopen",
        submit="Reopen",
        close="Not now",
        blocks=[
            kit.entry(request_rows.named(request)),
            inputs.selects(
                Field.TAKEN_BACK,
                "Who does not come after all?",
                options,
                optional=True,
                placeholder="Choose whom to take back",
            ),
            inputs.number(
                Field.OPENINGS_MORE,
                "How many more are wanted?",
                value=0,
                least=0,
                most=most,
                optional=True,
            ),
        ],
    )


def _listed(fillings: Sequence[Filling]) -> str:
    return "; ".join(map(_filling, fillings))


def _filling(one: Filling) -> str:
    many = [f"{one.openings} openings"] if one.openings > 1 else []
    who = [one.by_whom] if one.by_whom else []
    day = f"{kit.short_day(one.on)} {one.on.year}"
    return kit.cut(", ".join([*who, *many, day]), kit.OPTION)
