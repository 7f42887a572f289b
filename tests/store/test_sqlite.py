"""SQLite in the event loop: what may wait does so elsewhere."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text, update

from bot import schema
from bot.store.database import Database
from bot.store.tables import workspaces
from tests.hiring import ACME

NUMBER = workspaces.c.next_request_number
MINE = workspaces.c.workspace_id == ACME


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hire-ml.db"


@pytest.fixture
async def here(path: Path) -> AsyncIterator[Database]:
    url = f"sqlite:///{path}"
    await schema.prepared(url)
    database = Database.open(url)
    async with database.writing() as connection:
        await connection.execute(
            insert(workspaces).values(workspace_id=ACME, next_request_number=1)
        )
        await connection.commit()
    yield database
    await database.close()


async def written(database: Database, number: int) -> None:
    async with database.writing() as connection:
        await connection.execute(update(workspaces).where(MINE).values(next_request_number=number))
        await connection.commit()


async def number(database: Database) -> int | None:
    async with database.reading() as connection:
        return await connection.scalar(select(NUMBER).where(MINE))


async def test_another_processs_write_is_waited_for_while_others_read(
    here: Database, path: Path
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as another:
        another.execute("BEGIN IMMEDIATE")
        another.execute("UPDATE workspaces SET next_request_number = 7")
        writing = asyncio.create_task(written(here, 8))
        for _ in range(20):
            assert await number(here) == 1
            await asyncio.sleep(0.01)
        assert not writing.done()
        another.execute("COMMIT")
    await writing
    assert await number(here) == 8


async def test_who_has_many_statements_lets_others_have_their_turn(here: Database) -> None:
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    beside = asyncio.create_task(other())
    async with here.reading() as connection:
        for _ in range(200):
            await connection.execute(text("SELECT 1"))
    beside.cancel()
    assert turns >= 10


@pytest.mark.parametrize("turns", range(1, 12))
async def test_a_write_that_is_broken_off_is_whole_or_not_at_all(
    here: Database, turns: int
) -> None:
    """Wherever it is: also while the thread commits, of which the connection is not to know less."""
    writing = asyncio.create_task(written(here, 5))
    for _ in range(turns):
        await asyncio.sleep(0)
    writing.cancel()
    await asyncio.wait({writing})
    assert await number(here) in {1, 5}
    for later in range(20, 25):
        await written(here, later)
        assert await number(here) == later


async def test_a_statement_that_fails_leaves_its_connection_of_use(here: Database) -> None:
    for _ in range(3):
        with pytest.raises(Exception, match="no such table"):
            async with here.writing() as connection:
                await connection.execute(text("SELECT * FROM nowhere"))
    await written(here, 3)
    assert await number(here) == 3
