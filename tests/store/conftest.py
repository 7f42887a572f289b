"""Each store test runs on SQLite and on PostgreSQL."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.store import migrate
from bot.store.database import Database
from tests import postgresql


@pytest.fixture(scope="session")
def postgresql_server() -> str:
    return postgresql.answering()


@pytest.fixture(scope="session")
def migrated_template(postgresql_server: str) -> Iterator[str]:
    with postgresql.fresh() as template:
        asyncio.run(migrate.upgrade(template))
        yield template.rpartition("/")[2]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database's URL, its schema up to date and its tables empty."""
    if request.param == "sqlite":
        file = tmp_path / "hire-ml.db"
        shutil.copy(request.getfixturevalue("migrated_file"), file)
        yield f"sqlite:///{file}"
        return
    with postgresql.fresh(f"TEMPLATE {request.getfixturevalue('migrated_template')}") as fresh:
        yield fresh


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database's URL, without a schema."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    request.getfixturevalue("postgresql_server")
    with postgresql.fresh() as fresh:
        yield fresh


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = Database.open(url)
    yield opened
    await opened.close()
