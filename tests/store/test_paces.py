import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.domain.identity import WorkspaceId
from bot.services.clock import wall_clock
from bot.slack.client import PATIENCE
from bot.slack.pace import NotYet, Pace
from bot.store.database import Database
from bot.store.paces import PaceRepository
from tests.hiring import ACME

POST, HERE = "chat.postMessage", "C0HIRING"
NOW = 1_790_000_000_000
SECOND = 1000


@asynccontextmanager
async def paces(database: Database, workspace: WorkspaceId = ACME) -> AsyncIterator[PaceRepository]:
    async with database.writing() as connection:
        yield PaceRepository(connection, workspace)
        await connection.commit()


async def takes(
    database: Database, at: int = NOW, *, patience: int = 0, channel: str = HERE
) -> int | None:
    """A turn of one that takes a second, of which three can be saved up."""
    async with paces(database) as found:
        return await found.take(
            POST, channel, now=at, every=SECOND, burst=3 * SECOND, until=at + patience
        )


async def test_what_was_saved_up_is_used_at_once_and_then_each_waits_for_its_turn(
    database: Database,
) -> None:
    turns = [await takes(database, patience=10 * SECOND) for _ in range(6)]
    assert turns == [NOW + (n - 3) * SECOND for n in range(6)]


async def test_who_cannot_wait_as_long_takes_nobodys_turn(database: Database) -> None:
    for _ in range(4):
        assert await takes(database) is not None
    assert await takes(database) is None
    assert await takes(database, patience=SECOND) == NOW + SECOND
    assert await takes(database, NOW + SECOND) is None
    assert await takes(database, NOW + 2 * SECOND) == NOW + 2 * SECOND


async def test_each_channel_and_each_workspace_has_a_pace_of_its_own(database: Database) -> None:
    while await takes(database) is not None:
        pass
    assert await takes(database, channel="C0OTHER") is not None
    async with paces(database, WorkspaceId("T0OTHER")) as other:
        assert await other.free_at(POST, HERE) is None


async def test_what_slack_says_to_wait_is_waited_by_all(database: Database) -> None:
    async with paces(database) as found:
        await found.hold(POST, HERE, NOW + 30 * SECOND)
        await found.hold(POST, HERE, NOW + 10 * SECOND)  # said earlier, heard later
    assert await takes(database, patience=29 * SECOND) is None
    assert await takes(database, NOW + 30 * SECOND) == NOW + 30 * SECOND


async def test_who_waits_for_a_turn_hears_what_another_process_was_told_meanwhile(url: str) -> None:
    here, there = Database.open(url), Database.open(url)
    async with paces(here) as found:
        soon = int(wall_clock().timestamp() * 1000) + 400
        await found.take(POST, HERE, now=soon, every=0, burst=0, until=soon)
    waiting = asyncio.create_task(Pace(here, ACME, wall_clock).turn(POST, HERE, PATIENCE))
    async with asyncio.timeout(10):
        while not await has_taken(there, soon):  # noqa: ASYNC110 -- a row tells nobody
            await asyncio.sleep(0.01)
    await Pace(there, ACME, wall_clock).hold(POST, HERE, 30)
    with pytest.raises(NotYet):
        await waiting
    await here.close()
    await there.close()


async def has_taken(database: Database, turn: int) -> bool:
    async with paces(database) as found:
        return (await found.free_at(POST, HERE) or 0) > turn


async def test_of_many_that_ask_at_once_each_gets_a_turn_of_its_own(url: str) -> None:
    databases = [Database.open(url) for _ in range(4)]
    turns = await asyncio.gather(
        *(takes(one, patience=60 * SECOND) for one in databases for _ in range(3))
    )
    assert sorted(filter(None, turns)) == [NOW + (n - 3) * SECOND for n in range(12)]
    for database in databases:
        await database.close()
