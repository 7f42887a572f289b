"""The Home tab: what waits for its person, their requests, and all that they may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from blocks import deleted, inputs, kit, menus, request_rows, settings, update_mine
from blocks.checklist import StepRef
from blocks.hiring_request import REASONS, STEP_NAMES
from blocks.ids import VERSION_MARK, Action, Nothing
from blocks.plan import BEGIN
from blocks.request_list import OF_STATUS, STATUS_CHOICES, counted, open_button, turning
from blocks.request_rows import days_late, short_due
from bot.domain.home import Contents, Home, Looking
from bot.domain.request_list import (
    TEXT_LIMIT,
    Filters,
    Found,
    RequestRow,
    StepKey,
    Waiting,
    WaitingStep,
    Which,
)
from bot.domain.role import Role


@dataclass(frozen=True, slots=True)
class TurnTo:
    page: int


DONE = Action("home.done", carries=StepRef)
UNBLOCK = Action("home.unblock", carries=StepRef)
UNDO = Action("home.undo", carries=StepRef)
GUIDE = Action("home.guide", carries=Nothing)
ALL_OF_MINE = Action("home.all_of_mine", carries=Nothing)
STATUS = Action("home.status", carries=Nothing)
ROLE = Action("home.role", carries=Nothing)
CHANNEL = Action("home.channel", carries=Nothing)
OWNER = Action("home.owner", carries=Nothing)
WORDS = Action("home.words", carries=Nothing)
CLEAR = Action("home.clear", carries=Nothing)
NEWER = Action("home.newer", carries=TurnTo)
OLDER = Action("home.older", carries=TurnTo)

ANY_ROLE = "any"
TYPED = "home.words"
"""The name of the field that is typed into."""


def home(of: Home, contents: Contents, today: date) -> kit.View:
    """`today` is where its person is."""
    return {
        "type": "home",
        "blocks": [
            *(_welcome() if of.is_new else []),
            *_waiting(of.looking, contents.waiting, today),
            *_quick(waits=contents.waiting.total > 0),
            kit.divider(),
            *_own(of.looking, contents.own, today),
            kit.divider(),
            *_all(of.looking, contents.found, today),
        ],
    }


def _welcome() -> list[kit.Block]:
    return [
        kit.section(
            "*Hello, I am hire-ml.*\n"
            "• _Whom do we need?_ asks a few questions, and says whom to hire and why.\n"
            "• Each request has five steps, worked from its thread or from here.\n"
            "• What waits for you is always on top of this page."
        ),
        kit.divider(),
    ]


# What waits ------------------------------------------------------------------------------------


def _waiting(looking: Looking, waiting: Found[WaitingStep], today: date) -> Iterator[kit.Block]:
    yield kit.header(f"Waits for you: {waiting.total:,}" if waiting.total else "Waits for you")
    if looking.done is not None:
        yield _done(looking.done)
    if not waiting.rows:
        yield kit.section("Nothing, just now.")
    for step in waiting.rows:
        yield kit.entry(_step_named(step), accessory=_press(step))
        yield kit.context(" · ".join(_why(step, today)))
    if waiting.left:
        yield kit.context(f"and {waiting.left:,} more")


def _done(key: StepKey) -> kit.Block:
    name = STEP_NAMES[key.kind].lower()
    return kit.section(
        f"✓ Done: {name}, {key.number}", accessory=kit.button(UNDO, "Undo", _ref(key))
    )


def _step_named(step: WaitingStep) -> str:
    return f"{STEP_NAMES[step.step.kind]}\n{step.number} · {step.title}"


def _press(step: WaitingStep) -> kit.Element:
    what = f"{STEP_NAMES[step.step.kind].lower()}, {step.number}"
    if step.waiting is Waiting.ON_THEM:
        return kit.button(UNBLOCK, "It can go on", _ref(step.key), label=f"It can go on: {what}")
    if step.waiting is Waiting.BLOCKED:
        return open_button(step)
    return kit.button(DONE, "Done", _ref(step.key), label=f"Done: {what}")


def _why(step: WaitingStep, today: date) -> Iterator[str]:
    row, late = step.step, days_late(step.step, today)
    on_reader = step.waiting is Waiting.ON_THEM
    if on_reader:
        yield "*Waits on you*"
    if on_reader and row.owner:
        yield f"{kit.at(row.owner)}’s step"
    if late:
        yield f"*{late}*"
    if row.blocked:
        on = f", waits on {', '.join(map(kit.at, step.on))}" if step.on and not on_reader else ""
        yield f"*Blocked: {REASONS[row.blocked].lower()}*{on}"
    if not on_reader and not late and not row.blocked and row.due != today:
        yield "In progress" if step.started else "Your turn"
    if row.due:
        yield "*Due today*" if row.due == today else f"due {short_due(row.due)}"
    if step.thread:
        yield kit.linked(step.thread, "Open the thread")


def _ref(key: StepKey) -> StepRef:
    return StepRef(key.number.value, key.kind)


def _quick(*, waits: bool) -> list[kit.Block]:
    return [
        kit.actions(
            *([update_mine.button()] if waits else []),
            kit.button(BEGIN, "Whom do we need?", style="primary"),
            kit.button(GUIDE, "Guide"),
            kit.button(settings.CHANGE, "Settings"),
        )
    ]


# Requests --------------------------------------------------------------------------------------


def _own(looking: Looking, own: Found[RequestRow], today: date) -> Iterator[kit.Block]:
    yield kit.header("Your requests")
    if not own.rows:
        yield kit.section(
            "None under way. Those that you lead, recruit for or have a step in are listed here."
        )
    yield from _rows(looking, own.rows, today)
    if own.left:
        many = "All of yours" if own.has_more else f"All {own.total:,} of yours"
        yield kit.actions(kit.button(ALL_OF_MINE, many))


def _all(looking: Looking, found: Found[RequestRow], today: date) -> Iterator[kit.Block]:
    filters = looking.filters
    yield kit.header("All requests")
    yield kit.actions(
        menus.menu(
            STATUS, list(STATUS_CHOICES.items()), chosen=filters.status, placeholder="Status"
        ),
        menus.menu(ROLE, _roles(), chosen=filters.role or ANY_ROLE, placeholder="Role"),
        menus.channel(CHANNEL, "Any channel", chosen=filters.channel),
        menus.person(OWNER, "Anybody’s", chosen=filters.owner),
        *([kit.button(CLEAR, "Clear filters")] if filters.narrow else []),
        block_id=f"home.filters{VERSION_MARK}{looking.cleared}.{looking.changed}",
    )
    yield inputs.text_input(
        f"{TYPED}{VERSION_MARK}{looking.cleared}",
        "Search by title, place or number",
        value=filters.text,
        max_length=TEXT_LIMIT,
        optional=True,
        placeholder="Type and press Enter",
        dispatch=WORDS,
    )
    if found.rows:
        yield kit.context(_count(filters, found))
        yield from _rows(looking, found.rows, today)
    else:
        yield kit.section(_nothing(filters))
    yield from turning(
        found,
        kit.button(NEWER, "‹ Newer", TurnTo(found.page - 1)),
        kit.button(OLDER, "Older ›", TurnTo(found.page + 1)),
    )


def _rows(looking: Looking, rows: Sequence[RequestRow], today: date) -> Iterator[kit.Block]:
    for request in rows:
        yield from request_rows.row(request, today, press=open_button(request))
        yield from deleted.in_row(request)
        if looking.posted == request.number and not request.deleted:
            yield kit.context(deleted.said(shown=request.thread is not None))


def _roles() -> list[inputs.Option]:
    return [(ANY_ROLE, "Any role"), *((role.value, role.label) for role in Role)]


def _count(filters: Filters, found: Found[RequestRow]) -> str:
    return f"{counted(found)}{OF_STATUS[filters.status]}, newest first"


def _nothing(filters: Filters) -> str:
    if not filters.narrow:
        return "None under way that you can see. _Whom do we need?_ opens the first."
    if filters.status is Which.UNDER_WAY:
        return "Nothing under way fits. Try another status, or clear the filters."
    return "Nothing fits. Try another status, or clear the filters."


def guide_sent() -> kit.View:
    """In front of Home, where the guide's tables have no place."""
    return kit.window(
        "home.guide_sent",
        Nothing(),
        title="The guide",
        blocks=[kit.section("It is in your messages with me: choose the *Messages* tab.")],
    )
