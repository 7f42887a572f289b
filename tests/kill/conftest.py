"""The real process, to be killed, on either database and by either way to Slack."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.store import migrate
from bot.store.database import Database
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests import postgresql
from tests.kill.office import Office
from tests.running import Process
from tests.stories.people import People


@pytest.fixture
def begins() -> None:
    """Now: the process has a clock of its own."""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """SQLite is brought up to date by the process itself, PostgreSQL by the operator."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'hire-ml.db'}"
        return
    postgresql.answering()
    with postgresql.fresh() as fresh:
        asyncio.run(migrate.upgrade(fresh))
        yield fresh


@pytest.fixture
async def process(
    workspace: Sandbox, database_url: str, transport: str, tmp_path: Path
) -> AsyncIterator[Process]:
    process = Process(workspace, database_url, tmp_path / "log", transport)
    await process.start()
    yield process
    await process.killed()


@pytest.fixture
async def office(workspace: Sandbox, process: Process, database_url: str) -> AsyncIterator[Office]:
    database = Database.open(database_url)
    yield Office(workspace, process, database)
    await database.close()


@pytest.fixture
async def people(workspace: Sandbox, office: Office) -> AsyncIterator[People]:
    async with AsyncExitStack() as stack:
        yield People(workspace, stack)


@pytest.fixture
async def ana(people: People) -> Person:
    return await people.joins("Ana Ruiz")


@pytest.fixture
async def sam(people: People) -> Person:
    return await people.joins("Sam Cole")
