"""`/hire-ml list`: requests as a message that one reader sees, filtered and turned in place."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from blocks import kit, menus, request_rows, update_mine
from blocks.ids import Action, Command, versioned
from blocks.plan import BEGIN, HIRE
from blocks.request_rows import RequestRef
from blocks.request_view import OPEN_REQUEST
from bot.domain.identity import Person
from bot.domain.request_list import Filters, Found, RequestRow, WaitingStep, Which

LIST_WORD = Command(f"{HIRE.id} list")


@dataclass(frozen=True, slots=True)
class ListRef:
    """What its reader looks for, and at which page they are."""

    status: Which = Which.UNDER_WAY
    mine: bool = False
    text: str = ""
    page: int = 1

    def filters(self, reader: Person) -> Filters:
        return Filters(self.status, owner=reader if self.mine else None, text=self.text)


STATUS = Action("request_list.status", carries=ListRef)
WHOSE = Action("request_list.whose", carries=ListRef)
NEWER = Action("request_list.newer", carries=ListRef)
OLDER = Action("request_list.older", carries=ListRef)
EVERYTHING = Action("request_list.everything", carries=ListRef)

MINE, ALL = "mine", "all"

STATUS_CHOICES = {
    Which.UNDER_WAY: "Open and on hold",
    Which.OPEN: "Open",
    Which.ON_HOLD: "On hold",
    Which.FILLED: "Filled",
    Which.CANCELLED: "Cancelled",
    Which.ANY: "Any status",
}

OF_STATUS = {
    Which.UNDER_WAY: " under way",
    Which.OPEN: ", open",
    Which.ON_HOLD: ", on hold",
    Which.FILLED: ", filled",
    Which.CANCELLED: ", cancelled",
    Which.ANY: "",
}

PAGE_SIZE = 8
"""Rows of one page: what a phone shows without much scrolling."""


def listed(ref: ListRef, found: Found[RequestRow], today: date) -> kit.Message:
    """`today` is where its reader is."""
    ref = replace(ref, page=found.page)
    said = _said(ref, found)
    searched = [f" with “{ref.text}”"] if ref.text else []
    return kit.Message(
        text=said,
        blocks=[
            kit.rich(kit.line(kit.bold(said), *searched)),
            kit.actions(
                *_filters(ref),
                *([update_mine.button()] if ref.mine and found.rows else []),
                block_id=versioned(ref, ref.page),
            ),
            *(
                block
                for request in found.rows
                for block in request_rows.row(request, today, press=open_button(request))
            ),
            *([] if found.rows else _nothing(ref)),
            *_turning(ref, found),
        ],
    )


def open_button(request: RequestRow | WaitingStep) -> kit.Element:
    ref = RequestRef(request.number.value)
    return kit.button(OPEN_REQUEST, "Open", ref, label=f"Open {request.number} {request.title}")


def _said(ref: ListRef, found: Found[RequestRow]) -> str:
    """`3 requests of yours, on hold`."""
    whose = " of yours" if ref.mine else ""
    return f"{counted(found)}{whose}{OF_STATUS[ref.status]}"


def counted(found: Found[RequestRow]) -> str:
    """`3 requests`."""
    count = {0: "No requests", 1: "One request"}.get(found.total, f"{found.total:,} requests")
    return f"More than {count}" if found.has_more else count


def _filters(ref: ListRef) -> list[kit.Element]:
    whose = [(ALL, "Everybody’s"), (MINE, "Mine")]
    return [
        menus.menu(STATUS, list(STATUS_CHOICES.items()), chosen=ref.status, placeholder="Status"),
        menus.menu(WHOSE, whose, chosen=MINE if ref.mine else ALL, placeholder="Whose"),
    ]


def _nothing(ref: ListRef) -> list[kit.Block]:
    begin = kit.button(BEGIN, "Whom do we need?", style="primary")
    everything = kit.button(EVERYTHING, "Show everything", ListRef(Which.ANY))
    if ref == ListRef(Which.ANY):
        return [
            kit.section("Nobody has opened a request here that you can see. Begin with yours:"),
            kit.actions(begin),
        ]
    if ref == ListRef():
        return [
            kit.section("None that you can see is open or on hold. Open one, or look at all:"),
            kit.actions(begin, everything),
        ]
    return [kit.section("Nothing fits what you look for."), kit.actions(everything)]


def _turning(ref: ListRef, found: Found[RequestRow]) -> list[kit.Block]:
    return turning(
        found,
        kit.button(NEWER, "‹ Newer", replace(ref, page=found.page - 1)),
        kit.button(OLDER, "Older ›", replace(ref, page=found.page + 1)),
    )


def turning(found: Found[Any], newer: kit.Element, older: kit.Element) -> list[kit.Block]:
    """The way to the pages beside this one, where there are any."""
    if found.pages == 1:
        return []
    ways = [*([newer] if found.page > 1 else []), *([older] if found.page < found.pages else [])]
    said = f"Page {found.page} of {found.pages:,}"
    if found.has_more:
        said += (
            f", the latest {found.total:,}. To find an older one, search for its title or number."
        )
    return [kit.context(said), kit.actions(*ways)]
