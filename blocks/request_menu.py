"""What can be done with a request as a whole, wherever it is shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from blocks import kit, second_hire
from blocks.ids import Action, Nothing
from blocks.request_rows import RequestRef
from bot.domain import lifecycle
from bot.domain.address import host_of
from bot.domain.hiring_request import HiringRequest, Status
from bot.domain.identity import RequestNumber
from bot.domain.refusals import Verb

HOST_SHOWN = 40
"""Characters of an address's host; the last ones say whose it is."""

MOST_ASKED = 3
"""People who are named as those who can do something: one of them will do."""


class Do(StrEnum):
    EDIT = "edit"
    HOLD = "hold"
    RESUME = "resume"
    FILL = "fill"
    CANCEL = "cancel"
    REOPEN = "reopen"
    HAND_OVER = "hand_over"
    COPY = "copy"
    HISTORY = "history"
    MORE = "more"
    """The window that has all of it."""


@dataclass(frozen=True, slots=True)
class MenuRef:
    """Something to do with a request."""

    request: int
    do: Do

    @property
    def number(self) -> RequestNumber:
        return RequestNumber(self.request)


MENU = Action("request_menu.chosen", carries=MenuRef)
UPDATE = Action("request_menu.update", carries=RequestRef)
TO_ORIGIN = Action("request_menu.to_origin", carries=Nothing)
BUTTONS: Mapping[Do, Action[MenuRef]] = {
    do: Action(f"request_menu.{do}", carries=MenuRef) for do in Do if do is not Do.MORE
}
"""Each of what can be done, as a button."""

WORDS = {
    Do.EDIT: "Edit…",
    Do.HOLD: "Put on hold…",
    Do.RESUME: "Take it up again",
    Do.FILL: "Fill…",
    Do.CANCEL: "Cancel the request…",
    Do.REOPEN: "Reopen…",
    Do.HAND_OVER: "Hand over…",
    Do.COPY: "Copy…",
    Do.HISTORY: "History",
    Do.MORE: "Steps, copy, hand over…",
}

NEEDS = {
    Do.RESUME: Verb.RESUME,
    Do.FILL: Verb.FILL,
    Do.HOLD: Verb.HOLD,
    Do.EDIT: Verb.EDIT,
    Do.CANCEL: Verb.CANCEL,
    Do.REOPEN: Verb.REOPEN,
    Do.HAND_OVER: Verb.HAND_OVER,
}
"""What a request's status must allow; the rest can be done with any."""

FIRST = {
    Status.OPEN: (Do.EDIT, Do.FILL, Do.HOLD, Do.CANCEL, Do.MORE),
    Status.ON_HOLD: (Do.RESUME, Do.EDIT, Do.FILL, Do.CANCEL, Do.MORE),
    Status.FILLED: (Do.REOPEN, Do.COPY, Do.HISTORY),
    Status.CANCELLED: (Do.REOPEN, Do.COPY, Do.HISTORY),
}
"""What is likeliest: the five that a menu takes."""


def menu(request: HiringRequest) -> kit.Element:
    """Behind the three dots."""
    number = request.number.value
    return kit.overflow(
        MENU, [(_word(request, do), MenuRef(number, do)) for do in FIRST[request.status]]
    )


def buttons(request: HiringRequest, *, leads: bool, has_part: bool) -> list[kit.Block]:
    """All that can be done with it now, by who may change it, or give away their part in it."""
    theirs = [do for do in NEEDS if leads or (has_part and do is Do.HAND_OVER)]
    changes = [do for do in theirs if lifecycle.allows(request, NEEDS[do])]
    status = [do for do in changes if do not in (Do.EDIT, Do.HAND_OVER)]
    rest = [do for do in (Do.EDIT, Do.HAND_OVER) if do in changes]
    rows = ([_button(request, do) for do in row] for row in (status, [*rest, Do.COPY, Do.HISTORY]))
    further = [*(second_hire.ways(request) if leads else []), *began_elsewhere(request)]
    return [kit.actions(*row) for row in (*rows, further) if row]


def began_elsewhere(request: HiringRequest) -> Iterator[kit.Element]:
    """A button to where the request is kept beside here. It says where it leads."""
    host = host_of(request.link)
    if host is not None:
        yield kit.button(TO_ORIGIN, f"Open {kit.cut_before(host, HOST_SHOWN)}", url=request.link)


def _button(request: HiringRequest, do: Do) -> kit.Element:
    style = "primary" if do in (Do.FILL, Do.RESUME) else "danger" if do is Do.CANCEL else None
    ref = MenuRef(request.number.value, do)
    return kit.button(BUTTONS[do], _word(request, do), ref, style=style)


def _word(request: HiringRequest, do: Do) -> str:
    if do is Do.REOPEN:
        if request.status is Status.CANCELLED:
            return "Reopen"  # at once
        if request.status is not Status.FILLED:
            return "Take a hire back…"
    return WORDS[do]
