"""The workspace, the bot in it, a database, a clock and faults: what every story begins with."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings

from bot.app import App
from bot.manifest import manifest
from bot.store import migrate
from sandbox.faults import Faults
from sandbox.workspace import Sandbox
from tests.hiring import NOW
from tests.running import over_http, over_socket_mode
from tests.store.statements import forgets_workspace, noted
from tests.stories.people import People

# pytest-timeout sees to what hangs: a busy machine alone shall fail no example. New examples are
# looked for at a desk; CI tries the same ones each time, so that what it says is of the change.
settings.register_profile("busy", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("busy")


@pytest.fixture(scope="session", autouse=True)
def _no_statement_forgets_its_workspace() -> Iterator[None]:
    """House rule, over every statement that the tests run."""
    with noted() as executed:
        yield
    forgetful = [statement for statement in executed.bound if forgets_workspace(statement)]
    assert not forgetful, "\n\n".join(forgetful)


@pytest.fixture
def begins() -> datetime | None:
    """The instant at which the workspace's clock begins; None is now, for what has its own."""
    return NOW


@pytest.fixture
async def workspace(begins: datetime | None) -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(manifest(url=None), at=begins)
    async with sandbox.serving():
        yield sandbox


@pytest.fixture
def faults(workspace: Sandbox) -> Faults:
    return workspace.faults


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database without rows, to be copied: migrating one for each test takes longer."""
    file = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    asyncio.run(migrate.upgrade(f"sqlite:///{file}"))
    return file


@pytest.fixture
def database_url(migrated_file: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'hire-ml.db')}"


@pytest.fixture(params=["http", pytest.param("socket", marks=pytest.mark.soak)])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def bot(workspace: Sandbox, database_url: str, transport: str) -> AsyncIterator[App]:
    """The bot in this process, over HTTP and then over Socket Mode."""
    way = over_http if transport == "http" else over_socket_mode
    async with way(workspace, database_url) as app:
        yield app


@pytest.fixture
async def people(workspace: Sandbox, bot: App) -> AsyncIterator[People]:
    """Anybody of the company, by name."""
    async with AsyncExitStack() as stack:
        yield People(workspace, stack)
