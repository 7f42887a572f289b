"""What each list costs and shows with nothing, one, fifty and five thousand requests.

On SQLite alone, from a file for each number that all surfaces read; that they read the same on
PostgreSQL is shown by each one's own tests. What long texts take: `tests/unit/test_sizes.py`.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bench.many import copied
from blocks import (
    digest,
    digest_preview,
    hand_all,
    history,
    kit,
    request_list,
    request_status,
    update_mine,
)
from bot.app import drawn_home, writers
from bot.domain.checklist import BlockedReason
from bot.domain.digest import Hand, usual
from bot.domain.digest_contents import MOST_ENTRIES
from bot.domain.hiring_request import PLACE_LIMIT, PROBLEM_LIMIT, TITLE_LIMIT
from bot.domain.identity import ChannelId, RequestNumber
from bot.domain.outbox import Letter
from bot.domain.permissions import Actor
from bot.domain.refusals import UnknownRequest
from bot.domain.reminders import bundle
from bot.domain.request_list import Filters, Which
from bot.domain.role import StepKind
from bot.domain.update_mine import Way
from bot.services.checklist import Checklists
from bot.services.digests import Digests, Room
from bot.services.handing_over import HandingOver
from bot.services.hiring_requests import HiringRequests
from bot.services.histories import Histories
from bot.services.homes import HomeTabs
from bot.services.request_lists import RequestLists
from bot.services.update_mine import UpdateMine
from bot.slack.letters import Letters
from bot.store.database import Database
from bot.store.homes import HomeRepository
from bot.store.told import ToldRepository
from tests.hiring import ACME, ANA, LI, NOW, SAM, TODAY, form
from tests.store.statements import noted
from tests.unit.shown import said
from tests.unit.test_sizes import COUNTS, GUIDE, filled_with, refused, too_much

LATER = NOW + timedelta(days=60)
"""All steps are late by then."""

HIRING = ChannelId("C0HIRING")

OPEN = Filters()

Payloads = list[kit.Message | kit.View]


@dataclass(frozen=True)
class Stock:
    database: Database
    count: int


async def stocked(url: str, count: int) -> None:
    """A request of the longest texts, so often, of which Sam recruits for each."""
    database = Database.open(url)
    if count:
        long = form(
            title=filled_with("&<>", TITLE_LIMIT),
            problem=filled_with("&<>", PROBLEM_LIMIT),
            place=filled_with("&<>", PLACE_LIMIT),
        )
        number = (
            await HiringRequests(database, ACME, lambda: NOW).open(long, ANA, today=TODAY)
        ).number
        checklists = Checklists(database, ACME, lambda: NOW)
        await checklists.assign(number, StepKind.DEFINE_PROBLEM, SAM, by=Actor(ANA))
        await checklists.block(
            number, StepKind.EVALUATE_SIGNALS, BlockedReason.PAY, "", (SAM, LI), by=Actor(ANA)
        )
        await copied(database, ACME, count)
    await HomeTabs(database, ACME, lambda: NOW).opened(SAM, None)
    await database.close()


@pytest.fixture(scope="module", params=COUNTS)
def file(
    request: pytest.FixtureRequest, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, int]:
    copy = shutil.copy(migrated_file, tmp_path_factory.mktemp("sizes") / "hire-ml.db")
    asyncio.run(stocked(f"sqlite:///{copy}", request.param))
    return f"sqlite:///{copy}", request.param


@pytest.fixture
async def stock(file: tuple[str, int]) -> AsyncIterator[Stock]:
    url, count = file
    database = Database.open(url)
    yield Stock(database, count)
    await database.close()


async def home(stock: Stock) -> Payloads:
    async with stock.database.reading() as connection:
        homes = HomeRepository(connection, ACME)
        kept = await homes.get(SAM)
        assert kept is not None
        return [drawn_home(kept, await homes.contents(kept, LATER.date()), LATER)]


def lists(stock: Stock) -> RequestLists:
    return RequestLists(stock.database, ACME, lambda: LATER)


def listed(page: int, which: Filters = OPEN) -> Callable[[Stock], Awaitable[Payloads]]:
    async def read(stock: Stock) -> Payloads:
        found = await lists(stock).page(SAM, which, page=page, size=request_list.PAGE_SIZE)
        ref = request_list.ListRef(which.status, which.owner is not None, which.text, page)
        return [request_list.listed(ref, found, LATER.date())]

    return read


async def asked_which(stock: Stock) -> Payloads:
    size = request_status.MOST_EXAMPLES
    found = await lists(stock).page(SAM, Filters(), page=1, size=size)
    return [request_status.which("", found.rows, LATER.date())]


async def all_of_mine(stock: Stock) -> Payloads:
    found = await lists(stock).owned(SAM, LATER.date(), size=update_mine.PAGE_SIZE)
    return [update_mine.page(found, Way(), LATER.date())]


async def a_word_more(stock: Stock) -> Payloads:
    numbers = [RequestNumber(1 + place) for place in range(update_mine.PAGE_SIZE)]
    mine = UpdateMine(stock.database, ACME, lambda: LATER)
    assert len(await mine.requests(numbers, Actor(SAM))) == min(stock.count, len(numbers))
    return []


async def hands_all_over(stock: Stock) -> Payloads:
    parts = await HandingOver(stock.database, ACME, lambda: LATER).parts(SAM)
    return [hand_all.form(parts) if parts else hand_all.nothing()]


async def status(stock: Stock) -> Payloads:
    try:
        whole = await lists(stock).whole(RequestNumber(max(1, stock.count)), Actor(SAM))
    except UnknownRequest:
        return []
    return [request_status.status(whole.request, whole.thread, whole.deleted, LATER.date())]


async def past(stock: Stock) -> Payloads:
    try:
        histories = Histories(stock.database, ACME, lambda: LATER)
        found = await histories.of_request(RequestNumber(1), Actor(SAM))
    except UnknownRequest:
        return []
    return [history.history(found.request, found.page)]


async def digests(stock: Stock) -> Payloads:
    room, choices = Room(HIRING, is_private=False), usual("Europe/London")
    digests = Digests(stock.database, ACME, lambda: LATER)
    found = await digests.preview(room, choices, Hand(SAM, is_in_channel=True))
    assert len(found.entries) == stock.count
    some = found.first(MOST_ENTRIES)
    thread = digest.continued(found, {})
    return [
        digest_preview.preview(HIRING, choices, found, {}, "Mon, 9:00"),
        digest.message(some, {}, HIRING, in_thread=stock.count),
        digest.message(found, {}, HIRING),
        *([thread] if thread else []),
    ]


async def bundled(stock: Stock) -> Payloads:
    async with stock.database.reading() as connection:
        matters = await ToldRepository(connection, ACME).matters(SAM, LATER.date())
    if not matters:
        return []
    notice = bundle(SAM, matters, LATER.date(), until=LATER + timedelta(hours=8))
    letters = Letters(stock.database, writers(GUIDE), lambda: LATER)
    drawn, _ = await letters.made_out(SLACK, [Letter(ACME, notice, NOW, 0)])
    return [kit.Message(drawn.text, drawn.blocks, drawn.plainer)]


async def _opened(**_: Any) -> dict[str, Any]:
    return {"channel": {"id": "D0SAM"}}


SLACK: Any = SimpleNamespace(steady=SimpleNamespace(conversations_open=_opened))
"""As much of Slack as a direct message is addressed with."""

MOST_BUNDLED = 50

MINE = Filters(Which.ANY, owner=SAM, text="& remote")

SURFACES: dict[str, tuple[Callable[[Stock], Awaitable[Payloads]], int]] = {
    "home": (home, 3),
    "list": (listed(1), 1),
    "list in the middle": (listed(300), 3),
    "list beyond its end": (listed(9999), 3),
    "list of mine that fit": (listed(1, MINE), 1),
    "status of which": (asked_which, 1),
    "status": (status, 6),
    "history": (past, 7),
    "update mine": (all_of_mine, 1),
    "a word more": (a_word_more, 5),
    "hand all over": (hands_all_over, 1),
    "digest": (digests, 7),
    "bundle": (bundled, 8),
}
"""Each as its handler reads and draws it, and the most statements that it may take."""


@pytest.mark.parametrize("surface", SURFACES)
async def test_each_surface_takes_few_statements_and_shows_what_slack_takes(
    stock: Stock, surface: str
) -> None:
    if surface == "bundle" and stock.count > MOST_BUNDLED:
        pytest.skip("a bundle of thousands is drawn in tests/unit/test_sizes.py")
    read, most = SURFACES[surface]
    with noted() as executed:
        payloads = await read(stock)
    assert executed.count <= most
    assert refused(payloads) == []
    posts = [one for one in payloads if isinstance(one, kit.Message)]
    assert surface == "list" or too_much(posts) == []


COUNTED = {
    "home": ["All of yours", "More than 500 requests", "Page 1 of 50, the latest 500."],
    "list": ["More than 500 requests", "Page 1 of 63, the latest 500."],
    "update mine": ["18 of 20,000 open steps"],
    "hand all over": ["Hand over all 5,000", "and 4,990 more"],
}


@pytest.mark.parametrize("surface", COUNTED)
async def test_what_is_left_out_is_counted(stock: Stock, surface: str) -> None:
    if stock.count == max(COUNTS):
        told = said(
            [
                one.blocks if isinstance(one, kit.Message) else one
                for one in await SURFACES[surface][0](stock)
            ]
        )
        assert [one for one in COUNTED[surface] if one not in told] == []
