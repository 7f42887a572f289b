"""The schema's version: what it is, what it should be, and how it gets there.

Alembic is imported only where there is something to do: a process that starts on a schema up to
date does without it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0001"
"""The newest revision in `migrations/versions`."""

MIGRATIONS = Path(__file__).with_name("migrations")

_ADVISORY_LOCK = 0x68697265  # any number that other users of the database do not lock with


@dataclass(frozen=True, slots=True)
class Schema:
    """Revisions: the database's, and the one this code was written for."""

    found: str | None
    """None in a database without our tables."""
    wanted: str = HEAD

    @property
    def up_to_date(self) -> bool:
        return self.found == self.wanted


async def check(url: str) -> Schema:
    """The schema's revision. Raises: UnusableUrl."""
    database = Database.open(url)
    try:
        async with database.reading() as connection:
            return Schema(found=await _revision(connection))
    finally:
        await database.close()


async def upgrade(url: str) -> None:
    """Bring the schema up to date, in one transaction; others that try meanwhile wait for it.

    Raises:
        UnusableUrl
    """
    database = Database.open(url)
    try:
        async with database.writing() as connection:
            if connection.dialect.name == "postgresql":
                lock = text("SELECT pg_advisory_xact_lock(:lock)")
                await connection.execute(lock, {"lock": _ADVISORY_LOCK})
            if await _revision(connection) == HEAD:
                return
            await connection.run_sync(_run_alembic)
            await connection.commit()
    finally:
        await database.close()


def alembic_config(connection: Connection) -> "Config":
    """Alembic's configuration without a file, so that an installed wheel needs none."""
    from alembic.config import Config  # noqa: PLC0415 -- see the module's docstring

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _run_alembic(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 -- see the module's docstring

    command.upgrade(alembic_config(connection), "head")


async def _revision(connection: AsyncConnection) -> str | None:
    if not await connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version")):
        return None
    found = await connection.execute(text("SELECT version_num FROM alembic_version"))
    revision = found.scalar_one_or_none()
    return revision and str(revision)
