"""The guide as messages that one reader sees, turned in place, and as pages shared in a channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from blocks import kit
from blocks.guide_pages import Page, parts
from blocks.ids import Action, Command, Nothing
from blocks.pay import Known
from blocks.plan import BEGIN, HIRE
from blocks.remark import source
from bot.domain.identity import Person
from bot.guide.values import Guide


@dataclass(frozen=True, slots=True)
class PageRef:
    """`part` counts from 0; a part that a page has no more is its first."""

    page: Page
    part: int = 0


TURNS: Mapping[Page, Action[PageRef]] = {
    page: Action(f"guide.turn_to_{page}", carries=PageRef) for page in Page
}
"""One for each page: Slack wants the buttons of a row to differ in their ids."""
OPEN = Action("guide.open", carries=PageRef)
SHARE = Action("guide.share", carries=PageRef)
BOOK = Action("guide.book", carries=Nothing)

WORDS: Mapping[Page, Command] = {page: Command(f"{HIRE.id} {page}") for page in Page}


@dataclass(frozen=True, slots=True)
class Named:
    title: str
    short: str
    """A button's words."""
    says: str
    """What the page has, for the list of words."""


NAMES: Mapping[Page, Named] = {
    Page.START: Named("Data Scientist or ML Engineer?", "Contents", "the guide, page by page"),
    Page.MATRIX: Named("The decision matrix", "Matrix", "which role at which stage"),
    Page.ROLES: Named("The two roles", "Roles", "what each does"),
    Page.EXAMPLES: Named("Worked examples", "Examples", "two, step by step"),
    Page.SALARY: Named("Pay, levels, and who comes first", "Pay", "pay and levels"),
    Page.CHECKLIST: Named("The checklist", "Checklist", "five steps"),
    Page.NEXT: Named("What to do next", "What next", "what to do now"),
}


def page(guide: Guide, ref: PageRef, known: Known, *, shared: bool = False) -> kit.Message:
    """A page for its reader alone; `shared`: it was just posted in the channel."""
    ref = _there(guide, ref, known)
    return _message(
        guide,
        ref,
        known,
        above=[],
        below=[
            *([kit.context("✓ Shared in this channel")] if shared else []),
            *_doing(guide, ref),
            kit.actions(*_ways(guide, ref, known), *([] if shared else [_share(ref)])),
        ],
    )


def turn(to: PageRef, says: str, *, style: str | None = None) -> kit.Element:
    """A button that puts a page in place of the message it stands in."""
    return kit.button(TURNS[to.page], says, to, style=style)


def shared(guide: Guide, ref: PageRef, by: Person, today: date) -> kit.Message:
    """A page for everybody in a channel, with the way to a copy of one's own.

    What the workspace itself pays stays out of it.
    """
    known = Known(today)
    ref = _there(guide, ref, known)
    return _message(
        guide,
        ref,
        known,
        above=[kit.context(f"{kit.at(by)} shared this page of the hiring guide")],
        below=[kit.actions(kit.button(OPEN, "Read on", ref, label="Read on in the guide"))],
    )


def _message(
    guide: Guide, ref: PageRef, known: Known, *, above: list[kit.Block], below: list[kit.Block]
) -> kit.Message:
    title = NAMES[ref.page].title
    part = parts(guide, ref.page, known)[ref.part]

    def drawn(blocks: list[kit.Block]) -> list[kit.Block]:
        return [*above, kit.header(title), *blocks, source(guide), *below]

    return kit.Message(
        text=f"The hiring guide: {title}",
        blocks=drawn(part.blocks),
        plainer=drawn(part.plainer) if part.plainer else None,
    )


def _there(guide: Guide, ref: PageRef, known: Known) -> PageRef:
    return ref if 0 <= ref.part < len(parts(guide, ref.page, known)) else PageRef(ref.page)


def _doing(guide: Guide, ref: PageRef) -> list[kit.Block]:
    """What can be done at once, where the guide begins and where it ends."""
    if ref.page is Page.START:
        return [kit.actions(kit.button(BEGIN, "Whom do we need?", style="primary"))]
    if ref.page is not Page.NEXT:
        return []
    book = guide.booking_url
    return [
        kit.actions(
            kit.button(BEGIN, "Define the stage", style="primary"),
            turn(PageRef(Page.CHECKLIST), "See the checklist"),
            *([kit.button(BOOK, "Book a scoping call", url=book)] if book else []),
        )
    ]


def _ways(guide: Guide, ref: PageRef, known: Known) -> list[kit.Element]:
    pages = list(Page)
    if ref.page is Page.START:
        return [_to(one) for one in pages[1:]]
    here = pages.index(ref.page)
    others = [
        turn(PageRef(ref.page, place), part.name)
        for place, part in enumerate(parts(guide, ref.page, known))
        if place != ref.part
    ]
    before = [_to(one, "‹ ") for one in pages[max(1, here - 1) : here]]
    after = [_to(one, after=" ›") for one in pages[here + 1 : here + 2]]
    return [*others, *before, *after, _to(Page.START)]


def _to(page: Page, before: str = "", after: str = "") -> kit.Element:
    return turn(PageRef(page), f"{before}{NAMES[page].short}{after}")


def _share(ref: PageRef) -> kit.Element:
    return kit.button(
        SHARE,
        "Share here",
        ref,
        confirm=kit.confirm(
            "Share this page?",
            "It is posted in this conversation for everybody to read, with your name.",
            yes="Share",
            no="Not now",
        ),
    )
