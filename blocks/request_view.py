"""One request in a window: how it stands, its steps, and all that can be done with it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from blocks import card, checklist, kit, request_menu, request_rows
from blocks.deleted import in_window
from blocks.hiring_request import bar
from blocks.ids import Action, Nothing
from blocks.request_rows import RequestRef
from bot.domain.checklist import progress
from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import Person, RequestNumber
from bot.domain.request_list import row_of
from bot.domain.shown import Thing

NAME = "request_view"
OPEN_REQUEST = Action("request_view.open", carries=RequestRef)
TO_THREAD = Action("request_view.to_thread", carries=Nothing)


@dataclass(frozen=True, slots=True)
class FormRef:
    """A form about a request."""

    request: int
    over_window: bool
    """Whether it lies on the request's window, which then shows what came of it."""

    @property
    def number(self) -> RequestNumber:
        return RequestNumber(self.request)


def view(
    request: HiringRequest,
    thread: str | None,
    deleted: Collection[Thing] = (),
    *notes: str,
    leads: bool,
    has_part: bool,
) -> kit.View:
    """`thread` is the address of its thread; `notes` say what came of what was done just now.

    `deleted`: what of it was deleted in Slack.
    `leads`: its reader may change it; `has_part`: something of it is theirs to do.
    """
    done = progress(request.checklist)
    return kit.window(
        NAME,
        RequestRef(request.number.value),
        title=str(request.number),
        blocks=[
            *map(kit.context, notes),
            kit.entry(request_rows.named(request), accessory=to_thread(thread)),
            *in_window(request, deleted, leads=leads),
            kit.rich(
                kit.line(*card.standing(request), "\n"),
                kit.line(kit.bold(f"{bar(done.done, done.of)} {done}"), "\n"),
                kit.line(*card.people(request)),
            ),
            *checklist.steps(request),
            kit.divider(),
            *request_menu.buttons(request, leads=leads, has_part=has_part),
            *([] if leads else [_who_leads(request)]),
        ],
    )


def in_short(
    request: HiringRequest, thread: str | None, deleted: Collection[Thing], today: date
) -> list[kit.Block]:
    """`today` is where its reader is."""
    return [
        kit.entry(request_rows.named(request), accessory=to_thread(thread)),
        request_rows.facts(row_of(request, thread, deleted), today),
        request_rows.steps(request, today),
        kit.context(" · ".join(_people(request))),
    ]


def to_thread(url: str | None) -> kit.Element | None:
    return kit.button(TO_THREAD, "Thread", url=url) if url else None


def _who_leads(request: HiringRequest) -> kit.Block:
    ask = request.leaders[: request_menu.MOST_ASKED]
    who = " or ".join(map(kit.at, ask)) or "An admin of this workspace"
    return kit.context(f"{who} can edit, hold, fill or cancel it.")


def _people(request: HiringRequest) -> Iterator[str]:
    yield "Needs a manager" if request.manager_has_left else f"Manager {kit.at(request.manager)}"
    if request.recruiters:
        yield f"Recruiter {_listed(request.recruiters)}"
    yield f"<#{request.channel}>"


def _listed(people: tuple[Person, ...]) -> str:
    return ", ".join(map(kit.at, people))
