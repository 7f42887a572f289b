import asyncio
import itertools
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from bot.domain.checklist import progress
from bot.domain.permissions import Actor
from bot.domain.role import StepKind
from bot.services.checklist import Checklists
from bot.services.hiring_requests import HiringRequests
from bot.store.database import Database, UnusableUrl, async_url
from bot.store.tables import hiring_requests, plan_drafts, workspaces
from tests.hiring import ACME, ANA, NOW, TODAY, form


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///hire-ml.db", "sqlite+aiosqlite:///hire-ml.db"),
        ("sqlite:////data/hire-ml.db", "sqlite+aiosqlite:////data/hire-ml.db"),
        ("sqlite+aiosqlite:///hire-ml.db", "sqlite+aiosqlite:///hire-ml.db"),
        ("postgres://u:p@db:5432/hire", "postgresql+asyncpg://u:p@db:5432/hire"),
        ("postgresql://u:p@db/hire", "postgresql+asyncpg://u:p@db/hire"),
        ("postgresql+asyncpg://db/hire", "postgresql+asyncpg://db/hire"),
        ("postgres://db/hire?sslmode=require", "postgresql+asyncpg://db/hire?ssl=require"),
    ],
)
def test_a_url_is_taken_as_people_write_it(given: str, used: str) -> None:
    assert async_url(given).render_as_string(hide_password=False) == used


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "not a database URL"),
        ("hire-ml.db", "not a database URL"),
        ("mysql://root:secret@db/hire", "neither sqlite nor postgresql"),
        ("postgresql+psycopg2://db/hire", "neither sqlite nor postgresql"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused_with_its_reason(url: str, why: str) -> None:
    with pytest.raises(UnusableUrl, match=why) as refused:
        Database.open(url)
    assert "secret" not in str(refused.value)


async def test_a_transaction_left_without_commit_changes_nothing(database: Database) -> None:
    async def written(trouble: Exception | None) -> None:
        async with database.writing() as connection:
            await connection.execute(
                insert(workspaces).values(workspace_id=ACME, next_request_number=1)
            )
            if trouble:
                raise trouble

    await written(None)
    with pytest.raises(LookupError):
        await written(LookupError())
    async with database.reading() as connection:
        found = await connection.execute(
            select(workspaces).where(workspaces.c.workspace_id == ACME)
        )
        assert found.all() == []


async def test_rows_hang_on_rows_of_their_own_workspace(database: Database) -> None:
    await HiringRequests(database, ACME, lambda: NOW).open(form(), ANA, today=TODAY)
    draft = insert(plan_drafts).values(
        workspace_id="T0NOBODY",
        person_team="T",
        person_user="U",
        draft_id="d",
        updated_at=NOW,
        draft="{}",
    )
    with pytest.raises(IntegrityError):
        async with database.writing() as connection:
            await connection.execute(draft)


@pytest.fixture
def file(migrated_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(migrated_file, tmp_path / "one.db"))


@contextmanager
def locked(file: Path) -> Iterator[sqlite3.Connection]:
    """Another process in the middle of writing."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


async def test_sqlite_keeps_what_was_committed_and_checks_what_hangs_on_what(file: Path) -> None:
    database = Database.open(f"sqlite:///{file}")
    async with database.reading() as connection:
        pragmas = {
            name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    await database.close()
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


async def test_sqlite_is_read_while_another_process_writes(file: Path) -> None:
    database = Database.open(f"sqlite:///{file}")
    with locked(file):
        requests = HiringRequests(database, ACME, lambda: NOW)
        assert await requests.last_recruiters(ANA) == ()
    await database.close()


async def test_a_write_waits_for_another_process_to_end_its_own(file: Path) -> None:
    database = Database.open(f"sqlite:///{file}")
    requests = HiringRequests(database, ACME, lambda: NOW)
    with locked(file) as other:
        opening = asyncio.create_task(requests.open(form(), ANA, today=TODAY))
        await requests.last_recruiters(ANA)
        assert not opening.done()
        other.execute("COMMIT")
        assert (await opening).number.value == 1
    await database.close()


async def test_a_write_given_up_while_it_waits_holds_up_nobody(file: Path) -> None:
    database = Database.open(f"sqlite:///{file}")
    requests = HiringRequests(database, ACME, lambda: NOW)
    with locked(file) as other:
        opening = asyncio.create_task(requests.open(form(), ANA, today=TODAY))
        await requests.last_recruiters(ANA)
        opening.cancel()
        other.execute("COMMIT")
        await asyncio.wait({opening})
    assert (await requests.open(form(), ANA, today=TODAY)).number.value == 1
    await database.close()


async def test_fifty_readers_and_writers_at_once_all_come_through(database: Database) -> None:
    requests = HiringRequests(database, ACME, lambda: NOW)
    first = await requests.open(form(), ANA, today=TODAY)
    read, written = await asyncio.gather(
        asyncio.gather(*(requests.get(first.number, Actor(ANA)) for _ in range(25))),
        asyncio.gather(*(requests.open(form(), ANA, today=TODAY) for _ in range(25))),
    )
    assert read == [first] * 25
    assert len({request.number for request in written}) == 25


async def test_two_processes_on_one_database_lose_nothing_of_each_other(url: str) -> None:
    databases = [Database.open(url), Database.open(url)]
    first = await HiringRequests(databases[0], ACME, lambda: NOW).open(form(), ANA, today=TODAY)
    await asyncio.gather(
        *(
            Checklists(database, ACME, lambda: NOW).set_done(
                first.number, kind, on=True, by=Actor(ANA)
            )
            for kind, database in zip(StepKind, itertools.cycle(databases), strict=False)
        )
    )
    read = await HiringRequests(databases[1], ACME, lambda: NOW).get(first.number, Actor(ANA))
    assert (str(progress(read.checklist)), read.version) == ("5 of 5", 6)
    for database in databases:
        await database.close()


async def test_all_that_a_reader_sees_is_of_one_moment(database: Database) -> None:
    requests = HiringRequests(database, ACME, lambda: NOW)
    numbers = select(hiring_requests.c.number).where(hiring_requests.c.workspace_id == ACME)
    async with database.reading() as connection:
        assert (await connection.execute(numbers)).all() == []
        await requests.open(form(), ANA, today=TODAY)
        assert (await connection.execute(numbers)).all() == []


async def test_what_people_typed_stands_in_no_error(database: Database) -> None:
    draft = {"workspace_id": ACME, "person_team": "T", "person_user": "U", "draft_id": "D"}
    with pytest.raises(IntegrityError) as refused:
        async with database.writing() as connection:
            await connection.execute(
                insert(plan_drafts).values(**draft, updated_at=NOW, draft="their own words")
            )
    assert "their own words" not in str(refused.value)
