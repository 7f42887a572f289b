"""`/hire-ml status REQ-12`: one request in short, for one reader."""

from collections.abc import Collection, Sequence
from datetime import date

from blocks import kit, request_rows
from blocks.ids import Action, Command
from blocks.plan import BEGIN, HIRE
from blocks.request_rows import RequestRef
from blocks.request_view import OPEN_REQUEST, in_short
from bot.domain.hiring_request import HiringRequest
from bot.domain.request_list import RequestRow
from bot.domain.shown import Thing

STATUS_WORD = Command(f"{HIRE.id} status")
SHOW = Action("request_status.show", carries=RequestRef)

MOST_EXAMPLES = 5
LONGEST_ECHO = 40


def status(
    request: HiringRequest, thread: str | None, deleted: Collection[Thing], today: date
) -> kit.Message:
    ref = RequestRef(request.number.value)
    word = request_rows.status_word(request).lower()
    return kit.Message(
        text=kit.escaped(f"{request_rows.named(request)}: {word}"),
        blocks=[
            *in_short(request, thread, deleted, today),
            kit.actions(kit.button(OPEN_REQUEST, "Work on it", ref, style="primary")),
        ],
    )


def which(typed: str, examples: Sequence[RequestRow], today: date) -> kit.Message:
    """Where no number was given, or none that could be read."""
    no_number = [f"“{kit.cut(typed, LONGEST_ECHO)}” is no number of a request. "] if typed else []
    if not examples:
        return kit.Message(
            text="Which request?",
            blocks=[
                kit.rich(kit.line(*no_number, "There is no request yet that you can see.")),
                kit.actions(kit.button(BEGIN, "Whom do we need?", style="primary")),
            ],
        )
    like = f"{HIRE.id} status {examples[0].number.value}"
    return kit.Message(
        text="Which request?",
        blocks=[
            kit.rich(kit.line(*no_number, f"Which request? Type {like}, or choose:")),
            *(
                block
                for request in examples
                for block in request_rows.row(request, today, press=_show(request))
            ),
        ],
    )


def _show(request: RequestRow) -> kit.Element:
    ref = RequestRef(request.number.value)
    return kit.button(SHOW, "Show", ref, label=f"Show {request_rows.named(request)}")
