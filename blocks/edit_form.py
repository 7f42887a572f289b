"""A request's own facts, to be changed."""

from dataclasses import dataclass

from blocks import inputs, kit
from blocks.hiring_request import LEVELS, kept_elsewhere, under_way_since
from blocks.ids import Modal
from bot.domain.editing import Marks, facts_of, marks
from bot.domain.hiring_request import (
    MOST_OPENINGS,
    MOST_RECRUITERS,
    PLACE_LIMIT,
    PROBLEM_LIMIT,
    TITLE_LIMIT,
    HiringRequest,
)
from bot.domain.identity import RequestNumber
from bot.domain.refusals import Field


@dataclass(frozen=True, slots=True)
class EditRef:
    """As `FormRef`, with what the form shows."""

    request: int
    over_window: bool
    shown: Marks

    @property
    def number(self) -> RequestNumber:
        return RequestNumber(self.request)


EDIT = Modal("edit_form.edit", carries=EditRef)

LEVEL, MOVE = "level", "move_dates"


def edit(request: HiringRequest, *, over_window: bool) -> kit.View:
    return kit.modal(
        EDIT,
        EditRef(request.number.value, over_window, marks(facts_of(request))),
        title=f"Edit {request.number}",
        submit="Save",
        close="Not now",
        blocks=[
            inputs.text_input(Field.TITLE, "Title", value=request.title, max_length=TITLE_LIMIT),
            inputs.text_input(
                Field.PROBLEM,
                "Problem",
                value=request.problem,
                multiline=True,
                optional=True,
                max_length=PROBLEM_LIMIT,
            ),
            inputs.select(LEVEL, "Level", list(LEVELS.items()), chosen=request.seniority),
            inputs.number(
                Field.OPENINGS,
                "Openings",
                value=request.openings,
                least=max(1, request.filled),
                most=MOST_OPENINGS,
                **_filled_so_far(request),
            ),
            inputs.text_input(
                Field.PLACE,
                "Place, or remote",
                value=request.place,
                optional=True,
                max_length=PLACE_LIMIT,
            ),
            inputs.day(Field.START_BY, "Start by", chosen=request.start_by, optional=True),
            inputs.tickbox(
                MOVE,
                "Due dates",
                "Move the dates of the open steps, too",
                hint="As if the request were opened today. Otherwise they stay as they are.",
            ),
            inputs.people(
                Field.RECRUITERS,
                "Recruiter",
                chosen=request.recruiters,
                optional=True,
                at_most=MOST_RECRUITERS,
            ),
            kept_elsewhere(request.link),
            *([under_way_since(request.began_on)] if request.link or request.began_on else []),
            *(
                [
                    inputs.tickbox(
                        Field.CONFIDENTIAL,
                        "Confidential",
                        "Listed for the hiring team only",
                        ticked=request.confidential,
                    )
                ]
                if request.channel_is_private
                else []
            ),
        ],
    )


def _filled_so_far(request: HiringRequest) -> inputs.Common:
    if not request.filled:
        return {}
    return {"hint": f"{request.filled} filled: with no more than that, the request is filled."}
