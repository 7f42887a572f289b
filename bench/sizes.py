"""What people look at, where there are a thousand requests and where there are a million."""

import math
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import func, insert, select, update

from bench.many import an_opening, copied
from bench.recorded import Recording
from bench.table import Table
from bench.ticking import ANA, WORKSPACE
from bot.domain.digest import Choices, Hand
from bot.domain.home import Home
from bot.domain.identity import ChannelId, Person
from bot.domain.request_list import Filters
from bot.domain.weekly import Weekly
from bot.services.digests import Digests, Room
from bot.services.hiring_requests import HiringRequests
from bot.services.homes import HomeTabs
from bot.services.request_lists import RequestLists
from bot.store import migrate
from bot.store.database import Database
from bot.store.digest_contents import DigestContentsRepository
from bot.store.digests import digests_due
from bot.store.homes import HomeRepository
from bot.store.tables import digest_subscriptions, hiring_requests

SIZES = (1_000, 100_000, 1_000_000)
BASE = SIZES[0]
PER_CHANNEL, PER_MANAGER, UNDER_WAY_OF = 250, 40, 20
"""Requests of a channel and of a manager, and of how many one is still under way."""

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TODAY: date = NOW.date()
FIRST = ChannelId("C000000000")

Look = Callable[[], Awaitable[object]]


async def sizes(recording: Recording, *, rounds: int, seconds: float) -> list[Table]:  # noqa: ARG001 -- its own database
    """One workspace on SQLite, whose teams each have as much as any, and there are ever more."""
    took: dict[str, list[float]] = {}
    with TemporaryDirectory(prefix="hire-ml-bench-") as folder:
        url = f"sqlite:///{Path(folder, 'sizes.db')}"
        await migrate.upgrade(url)
        database = Database.open(url)
        await _base(database)
        for size in SIZES:
            await copied(database, WORKSPACE, size, apart=True)
            await _subscribed(database, size // PER_CHANNEL)
            async with database.writing() as connection:
                await connection.exec_driver_sql("ANALYZE")
                await connection.commit()
            for name, look in (await _looks(database)).items():
                took.setdefault(name, []).append(await _timed(look, rounds, seconds))
        await database.close()
    rows = [
        (
            name,
            *(f"{one * 1000:.2f} ms" for one in times),
            f"{times[-1] / times[0]:.2f} x",
            f"{math.log(times[-1] / times[0]) / math.log(SIZES[-1] / SIZES[0]):+.3f}",
        )
        for name, times in took.items()
    ]
    counts = tuple(f"{size:,}" for size in SIZES)
    return [Table("Requests in the database", ("", *counts, "last / first", "exponent"), rows)]


async def _base(database: Database) -> None:
    """As many as the smallest size, of several managers in several channels; most are filled."""
    requests = HiringRequests(database, WORKSPACE, lambda: NOW)
    for number in range(BASE):
        manager = Person(ANA.team, f"U{number // PER_MANAGER:09}")
        channel = ChannelId(f"C{number // PER_CHANNEL:09}")
        await requests.open(an_opening(channel), manager, today=TODAY)
    async with database.writing() as connection:
        await connection.execute(
            update(hiring_requests)
            .where(
                hiring_requests.c.workspace_id == WORKSPACE,
                hiring_requests.c.number % UNDER_WAY_OF != 0,
            )
            .values(status="filled", filled=1)
        )
        await connection.commit()
    await HomeTabs(database, WORKSPACE, lambda: NOW).opened(_manager(), None)


def _manager() -> Person:
    return Person(ANA.team, "U000000000")


async def _subscribed(database: Database, channels: int) -> None:
    """Every channel has a digest; that of the first is due."""
    choices = Choices(Weekly(NOW.weekday(), time_of_day(9), "UTC"))
    before = NOW - timedelta(days=1)
    digests = Digests(database, WORKSPACE, lambda: before)
    hand = Hand(_manager(), is_in_channel=True)
    await digests.save(Room(FIRST, is_private=False), choices, choices, hand)
    async with database.writing() as connection:
        of_workspace = digest_subscriptions.c.workspace_id == WORKSPACE
        there = await connection.scalar(
            select(func.count()).select_from(digest_subscriptions).where(of_workspace)
        )
        found = await connection.execute(select(digest_subscriptions).where(of_workspace).limit(1))
        row = dict(found.mappings().one())
        others = [
            row | {"channel_id": f"CD{number:08}", "next_due_at": NOW + timedelta(days=7)}
            for number in range(there or 0, channels)
        ]
        if others:
            await connection.execute(insert(digest_subscriptions), others)
        await connection.commit()


async def _looks(database: Database) -> dict[str, Look]:
    manager = _manager()
    lists = RequestLists(database, WORKSPACE, lambda: NOW)
    home = await _home(database, manager)

    async def home_tab() -> None:
        async with database.reading() as connection:
            await HomeRepository(connection, WORKSPACE).contents(home, TODAY)

    async def digest() -> None:
        async with database.reading() as connection:
            contents = DigestContentsRepository(connection, WORKSPACE)
            await contents.find(FIRST, NOW - timedelta(days=7), timed=True)

    async def due() -> None:
        async with database.reading() as connection:
            if len(await digests_due(connection, NOW, 100, None)) != 1:
                raise ValueError("another is due")

    return {
        "Home tab": home_tab,
        "list": lambda: lists.page(manager, Filters(), page=1, size=8),
        "list, mine": lambda: lists.page(manager, Filters(owner=manager), page=1, size=8),
        "list, with a word": lambda: lists.page(manager, Filters(text="churn"), page=1, size=8),
        "one channel's digest": digest,
        "digests due": due,
    }


async def _home(database: Database, person: Person) -> Home:
    async with database.reading() as connection:
        found = await HomeRepository(connection, WORKSPACE).get(person)
    if found is None:
        raise LookupError(person)
    return found


async def _timed(look: Look, rounds: int, seconds: float) -> float:
    """The median of looks at the same, within `seconds` or at least `rounds` times."""
    took: list[float] = []
    await look()
    until = time.perf_counter() + seconds
    while len(took) < rounds or time.perf_counter() < until:
        began = time.perf_counter()
        await look()
        took.append(time.perf_counter() - began)
    return median(took)
