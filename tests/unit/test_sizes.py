"""However much there is and however long it is: Slack takes each message and each view of it.

Most builders are told totals, so that 5,000 cost nothing; the others get 5,000 rows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from blocks import (
    card,
    checklist,
    decision,
    digest,
    digest_preview,
    fill_form,
    hand_all,
    history,
    home,
    kit,
    notices,
    reminders,
    request_list,
    request_status,
    request_view,
    status_line,
    step_details,
    update_mine,
    update_mine_details,
)
from blocks.ids import encode
from bot.domain import home as home_of
from bot.domain import reminders as reminders_of
from bot.domain.checklist import (
    BLOCK_TEXT_LIMIT,
    MOST_WAITED_FOR,
    NOTE_LIMIT,
    Blocked,
    BlockedReason,
)
from bot.domain.digest_contents import SeenStep
from bot.domain.filling import BY_WHOM_LIMIT, Filling
from bot.domain.handing_over import Part
from bot.domain.hiring_request import (
    MOST_OPENINGS,
    MOST_RECRUITERS,
    PLACE_LIMIT,
    PROBLEM_LIMIT,
    REASON_LIMIT,
    TITLE_LIMIT,
    HiringRequest,
    Status,
    StatusReason,
)
from bot.domain.history import Change, What, coded, named
from bot.domain.identity import Person, RequestNumber
from bot.domain.notices import Notice, NoticeKind
from bot.domain.outbox import RequestNow
from bot.domain.request_list import (
    MOST_LISTED,
    TEXT_LIMIT,
    Filters,
    Found,
    RequestRow,
    StepKey,
    Waiting,
    WaitingStep,
    Which,
    row_of,
)
from bot.domain.role import Role, StepKind
from bot.domain.shown import Thing
from bot.domain.text import units
from bot.domain.update_mine import MOST_NAMED, Tally, Way, Why
from bot.domain.update_mine import What as Wanted
from bot.guide.load import load
from bot.services.histories import LATEST, PAGE
from sandbox.strict import check_message, check_view
from tests.hiring import ACME, NOW, TODAY, request
from tests.house import digests

COUNTS = [0, 1, 50, 5000]

LETTERS = {
    "escaped": "&<>",
    "quoted": '"\\',
    "astral": "😀",
    "right to left": "\u202eשלום",
    "wide": "招",
}
"""What takes the most room: five letters escaped, two as JSON, two units, more bytes."""

CASES = [
    *(pytest.param(LETTERS["escaped"], count, id=f"{count}") for count in COUNTS),
    *(pytest.param(letters, 50, id=f"50 {name}") for name, letters in LETTERS.items()),
]
"""How many there are matters little to what the letters take, and the other way round."""

MEASURED = 13_200
"""Where Slack was seen to refuse a post (`kit.MESSAGE`): what has all of a long text stays below."""

GUIDE = load()
URL = f"https://{'acme' * 5}.enterprise.slack.com/archives/C0123456789/p1790000000000000"
PEOPLE = [Person("T0123456789", f"U01234567{place:02}") for place in range(12)]
READER, MANAGER = PEOPLE[0], PEOPLE[1]
KIND = StepKind.DESIGN_INTERVIEW_LOOP
LONG_AGO = NOW - timedelta(days=400)


def filled_with(letters: str, limit: int) -> str:
    """As much of them as `limit` UTF-16 units take."""
    return letters * (limit // units(letters))


def worst(letters: str, number: int = 5000) -> HiringRequest:
    """All texts as long as they may be, all steps late, blocked and waiting on many."""
    opened = request(
        number,
        title=filled_with(letters, TITLE_LIMIT),
        problem=filled_with(letters, PROBLEM_LIMIT),
        place=filled_with(letters, PLACE_LIMIT),
        recruiters=tuple(PEOPLE[2 : 2 + MOST_RECRUITERS]),
        openings=MOST_OPENINGS,
        start_by=TODAY,
        link=f"https://{'jobs.' * 8}example.com/12",
        source=URL,
    )
    words = filled_with(letters, BLOCK_TEXT_LIMIT)
    waits = tuple(PEOPLE[:MOST_WAITED_FOR])
    blocked = Blocked(BlockedReason.HIRING_MANAGER, words, waits, LONG_AGO, MANAGER)
    late = (LONG_AGO.date(), READER, blocked)
    return replace(
        opened,
        manager=MANAGER,
        filled=MOST_OPENINGS - 1,
        follows=RequestNumber(4999),
        followed_by=RequestNumber(5000),
        checklist=tuple(
            replace(step, due=late[0], owner=late[1], blocked=late[2], version=999)
            for step in opened.checklist
        ),
    )


def refused(payloads: Iterable[kit.Message | kit.View | None]) -> list[str]:
    """What Slack would say of messages, posted and edited, and of views."""
    said: list[str] = []
    for one in payloads:
        if isinstance(one, kit.Message):
            for blocks in filter(None, (one.blocks, one.plainer)):
                post = {"text": one.text, "blocks": blocks}
                said += map(str, check_message(post))
                said += map(str, check_message(post, update=True))
        elif one is not None:
            said += map(str, check_view(one))
    return said


def too_much(messages: Iterable[kit.Message | None]) -> list[str]:
    return [one.text for one in messages if one is not None and not kit.fits(one)]


# Lists -----------------------------------------------------------------------------------------


def rows(letters: str, many: int) -> list[RequestRow]:
    row = row_of(worst(letters), URL)
    return [replace(row, number=RequestNumber(5000 - place)) for place in range(many)]


def steps(letters: str, many: int) -> list[WaitingStep]:
    whole = worst(letters)
    step = row_of(whole, URL).steps[2]
    whys = list(Waiting)
    return [
        WaitingStep(
            RequestNumber(5000 - place),
            whole.title,
            step if place % 2 else replace(step, blocked=None),
            started=bool(place % 3),
            waiting=whys[place % len(whys)],
            on=tuple(PEOPLE[:MOST_WAITED_FOR]),
            thread=URL,
            version=999,
        )
        for place in range(many)
    ]


def some(made: Any, letters: str, count: int, size: int, page: int = 1) -> Found[Any]:
    """A page of `count`, as the database gives it."""
    rows = made(letters, max(0, min(size, count - (page - 1) * size)))
    return Found(rows, count, page, size, has_more=count > MOST_LISTED)


def homes(letters: str, count: int) -> Iterator[kit.View]:
    size = home_of.PAGE_SIZE
    narrow = Filters(Which.ANY, Role.ML_ENGINEER, request().channel, READER)
    narrow = replace(narrow, text=filled_with(letters, TEXT_LIMIT))
    done = StepKey(RequestNumber(5000), KIND)
    for page in sorted({1, max(1, count // size // 2), max(1, -(-count // size))}):
        contents = home_of.Contents(
            some(steps, letters, count, home_of.MOST_WAITING),
            some(rows, letters, count, home_of.MOST_OWN),
            some(rows, letters, count, size, page),
        )
        for looking in (home_of.Looking(), home_of.Looking(narrow, page, 999, 999, done)):
            of = home_of.Home(ACME, READER, NOW, NOW, None, looking, 0, 1, "")
            yield home.home(of, contents, TODAY)


def lists(letters: str, count: int) -> Iterator[kit.Message]:
    size = request_list.PAGE_SIZE
    text = filled_with(letters, TEXT_LIMIT)
    for ref in (
        request_list.ListRef(),
        request_list.ListRef(Which.UNDER_WAY, mine=True, text=text),
    ):
        for page in sorted({1, max(1, count // size // 2), max(1, -(-count // size))}):
            found = some(rows, letters, count, size, page)
            yield request_list.listed(replace(ref, page=page), found, TODAY)
    yield request_status.which(text, rows(letters, min(count, 5)), TODAY)


def all_of_mine(letters: str, count: int) -> Iterator[kit.View]:
    """The forms from the first to the last, with as much behind them as there can be."""
    codes = [StepKey(RequestNumber(99_999 - place), KIND).code for place in range(count)]
    missed = tuple((code, Why.NOT_THEIRS) for code in codes[:MOST_NAMED])
    tally = Tally(dict.fromkeys(Wanted, 999), missed, count)
    found = some(steps, letters, count, update_mine.PAGE_SIZE)
    yield update_mine.page(found, Way(), TODAY)
    way = Way(tuple(codes[: update_mine.MOST_SEEN]), tally)
    yield update_mine.page(found, way, TODAY)
    yield update_mine.finished(tally, count)
    whole = worst(letters)
    for pick in (
        update_mine.Pick(Wanted.BLOCK, BlockedReason.HIRING_MANAGER),
        update_mine.Pick(Wanted.GIVE),
    ):
        asked = [
            update_mine_details.Asked(whole, whole.checklist[2], code, pick)
            for code in codes[: update_mine.PAGE_SIZE]
        ]
        yield update_mine_details.details(asked, way)


def handed_over(letters: str, count: int) -> Iterator[kit.View]:
    title = worst(letters).title
    numbers = [RequestNumber(1 + place) for place in range(count)]
    parts = [Part(number, title, True, True, True, 5) for number in numbers]
    yield hand_all.form(parts) if parts else hand_all.nothing()
    yield hand_all.handed(numbers, [], MANAGER)
    yield hand_all.handed([], numbers, MANAGER)


@pytest.mark.parametrize(("letters", "count"), CASES)
def test_lists_and_forms_of_however_much_there_is(letters: str, count: int) -> None:
    assert refused(homes(letters, count)) == []
    assert refused(lists(letters, count)) == []
    assert refused(all_of_mine(letters, count)) == []
    assert refused(handed_over(letters, count)) == []


# One request -------------------------------------------------------------------------------------


def pasts(letters: str) -> list[Change]:
    """The longest changes that there are, more than a page of them."""
    whole = worst(letters)
    because = filled_with(letters, REASON_LIMIT)
    held = coded(Status.ON_HOLD, StatusReason.FILLED_INTERNALLY, text=because)
    on = named(*PEOPLE[:MOST_WAITED_FOR])
    lack = coded(BlockedReason.HIRING_MANAGER, on, text=filled_with(letters, BLOCK_TEXT_LIMIT))
    kinds = [
        (What.PROBLEM, None, whole.problem),
        (What.RECRUITERS, None, named(*PEOPLE[:MOST_RECRUITERS])),
        (What.STATUS, None, held),
        (What.STEP_BLOCKED, KIND, lack),
        (What.NOTE, KIND, filled_with(letters, NOTE_LIMIT)),
    ]
    one = [
        Change(whole.number, NOW - timedelta(minutes=place), MANAGER, what, step, fact, fact)
        for place, (what, step, fact) in enumerate(kinds)
    ]
    return one * (PAGE // len(one))


def windows(letters: str, count: int) -> Iterator[kit.View]:
    whole, past = worst(letters), pasts(letters)
    for page in {1, max(1, count // PAGE // 2), max(1, -(-count // PAGE))}:
        yield history.history(whole, Found(past, count, page, PAGE))
    notes = [one for one in past if one.what is What.NOTE] * LATEST
    blocks = [one for one in past if one.what is What.STEP_BLOCKED] * LATEST
    ref = step_details.NoteRef(5000, KIND, "0" * 36)
    for may_note in (True, False):
        yield step_details.details(whole, notes[:LATEST], blocks[:LATEST], ref, may_note=may_note)
    for leads in (True, False):
        yield request_view.view(whole, URL, leads=leads, has_part=True)
    by_whom = filled_with(letters, BY_WHOM_LIMIT)
    fillings = [
        Filling(place, 1, TODAY, by_whom, NOW, MANAGER)
        for place in range(min(count, MOST_OPENINGS))
    ]
    yield fill_form.fill(whole, fillings, TODAY, over_window=True)
    yield fill_form.reopen(whole, fillings, over_window=True) if fillings else None


def posts(letters: str) -> Iterator[kit.Message]:
    whole, why = worst(letters), filled_with(letters, REASON_LIMIT)
    reason = {"status_at": NOW, "status_reason": StatusReason.BUDGET, "status_text": why}
    facts = {"was": "open", "status": "on_hold", "reason": "other", "text": why}
    notice = Notice("key", NoticeKind.STATUS, whole.number, None, facts)
    for now in (
        whole,
        replace(whole, status=Status.ON_HOLD, **reason),
        replace(whole, status=Status.CANCELLED, **reason),
    ):
        yield card.card(now, GUIDE.tree, checklist_url=URL)
        yield checklist.checklist(now)
        yield decision.decision(now, GUIDE)
        yield request_status.status(now, URL, list(Thing), TODAY)
        yield status_line.status_line(notice, now, filled_with(letters, 80))


@pytest.mark.parametrize("letters", LETTERS.values(), ids=LETTERS)
def test_one_request_with_all_that_can_be_said_of_it(letters: str) -> None:
    assert refused(posts(letters)) == []
    sizes = [len(encode(one.blocks).encode()) for one in posts(letters)]
    assert max(sizes) < MEASURED
    for count in COUNTS[1:]:
        assert refused(windows(letters, count)) == []


# What people and channels are told -----------------------------------------------------------------


def told(letters: str, count: int) -> Iterator[kit.Message | None]:
    """Every notice that goes together with others, and the bundle."""
    whole = worst(letters)
    about = {
        number: RequestNow(replace(whole, number=number), URL)
        for number in (RequestNumber(1 + place) for place in range(count))
    }
    left = [
        replace(step, owner=None, blocked=replace(step.blocked, on=()) if step.blocked else None)
        for step in whole.checklist
    ]
    gone = replace(whole, checklist=tuple(left), manager_has_left=True)
    bare = {number: RequestNow(replace(gone, number=number), URL) for number in about}
    every = " ".join(StepKind)
    facts = {"step": KIND, "by": named(MANAGER), "steps": every, "waits": every, "leads": True}
    for kind in (
        NoticeKind.YOUR_TURN,
        NoticeKind.BLOCKED,
        NoticeKind.HANDED_OVER,
        NoticeKind.NEEDS_OWNER,
    ):
        many = [Notice("key", kind, number, READER, facts) for number in about]
        if many:
            yield notices.written(many, bare if kind is NoticeKind.NEEDS_OWNER else about, {})
    late = [reminders_of.due(number, KIND, TODAY) for number in about]
    waits = [reminders_of.waits(number, KIND, LONG_AGO) for number in about]
    bundle = reminders_of.bundle(READER, [*late, *waits], TODAY, until=NOW, guess="GB")
    yield reminders.bundle(bundle, about)


@pytest.mark.parametrize(("letters", "count"), CASES)
def test_direct_messages_about_however_many(letters: str, count: int) -> None:
    messages = list(told(letters, count))
    assert len([one for one in messages if one]) == (5 if count else 0)
    assert refused(messages) == []
    assert too_much(messages) == []


@pytest.mark.parametrize(("letters", "count"), CASES)
def test_a_digest_of_however_many(letters: str, count: int) -> None:
    title, name = filled_with(letters, TITLE_LIMIT), filled_with(letters, 80)
    needs = tuple(
        SeenStep(
            kind,
            READER,
            LONG_AGO.date(),
            False,
            BlockedReason.HIRING_MANAGER,
            LONG_AGO,
            tuple(PEOPLE[:MOST_WAITED_FOR]),
        )
        for kind in StepKind
    )
    seen = [digests.seen(1 + place, title, steps=needs, thread=URL) for place in range(count)]
    found = digests.of(*seen, timed=100)
    names = dict.fromkeys(PEOPLE, name)
    shown = [
        digest.message(found.first(10), names, digests.CHANNEL, in_thread=count, was_due=LONG_AGO),
        digest.message(found, names, digests.CHANNEL),
        digest.continued(found, names),
    ]
    assert refused(shown) == []
    assert too_much(shown) == []
    preview = digest_preview.preview(digests.CHANNEL, digests.CHOICES, found, names, "Mon, 9:00")
    assert refused([preview]) == []
