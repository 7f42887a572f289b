"""One database, SQLite or PostgreSQL: where it is, and how it is read and written."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, Self

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store import sqlite

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}


class UnusableUrl(ValueError):  # noqa: N818 -- read as a sentence: raise UnusableUrl("…")
    """A database URL that this app cannot use; its text says why, without the password."""


class Database:
    """A pool of connections. To be closed by whoever opened it."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._turn: AbstractAsyncContextManager[object] = nullcontext()
        if engine.dialect.name == "sqlite":
            self._reader = engine
            self._writer = engine.execution_options(writes=True)
            # SQLite has one writer at a time and polls for its turn: queueing here is fair and
            # wakes the next at once. Other processes still wait by `sqlite.PATIENCE`.
            self._turn = asyncio.Lock()
        else:
            self._reader = engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            self._writer = engine

    @classmethod
    def open(cls, url: str) -> Self:
        """Raises: UnusableUrl. Connects only when first used."""
        return cls(engine_for(url))

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection to read with: all that it reads is of one moment."""
        async with self._reader.connect() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction. Left without `commit()`, it changes nothing."""
        async with self._turn, self._writer.connect() as connection:
            yield connection

    async def close(self) -> None:
        await self._reader.dispose()


def engine_for(url: str) -> AsyncEngine:
    """Raises: UnusableUrl.

    Its errors hide the values that a statement was given: people's texts have no place in a log.
    """
    target = async_url(url)
    if target.get_backend_name() == "sqlite":
        path = target.database or ""
        folder = Path(path).parent
        if not folder.is_dir():
            raise UnusableUrl(f"there is no folder {folder}")
        engine = create_async_engine(
            target, hide_parameters=True, async_creator=partial(sqlite.connected, path)
        )
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine
    try:
        return create_async_engine(target, hide_parameters=True, pool_pre_ping=True)
    except ModuleNotFoundError as missing:
        raise UnusableUrl(
            "PostgreSQL needs asyncpg: pip install 'hire-ml[postgresql]'"
        ) from missing


def async_url(url: str) -> URL:
    """`url` for the async driver, from any of the forms in which people write it.

    Raises:
        UnusableUrl
    """
    try:
        given = make_url(url)
    except ArgumentError as wrong:
        raise UnusableUrl("not a database URL, such as sqlite:///hire-ml.db") from wrong
    driver = _DRIVERS.get(given.drivername)
    if driver is None:
        raise UnusableUrl(f"{given.drivername} is neither sqlite nor postgresql")
    if driver.startswith("sqlite") and given.database in (None, "", ":memory:"):
        raise UnusableUrl("SQLite needs a file: what is in memory is lost when the bot stops")
    target = given.set(drivername=driver)
    if "sslmode" in target.query:  # libpq's word for what asyncpg calls ssl
        mode = target.query["sslmode"]
        target = target.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
    return target


def _prepare_sqlite(connection: DBAPIConnection, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that turns to writing is refused where another wrote meanwhile.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql(sqlite.BEGIN_WRITING if writes else "BEGIN")
