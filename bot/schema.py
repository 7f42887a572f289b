"""The database's schema, as an operator asks about it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from bot.settings import WrongSetting
from bot.store import migrate
from bot.store.database import UnusableUrl, async_url


async def upgrade(url: str) -> int:
    """Raises `WrongSetting`."""
    with _named():
        await migrate.upgrade(url)
    sys.stdout.write("The database is up to date.\n")
    return 0


async def check(url: str) -> int:
    """Raises `WrongSetting`."""
    with _named():
        schema = await migrate.check(url)
    if schema.up_to_date:
        sys.stdout.write(f"The database is up to date ({schema.found}).\n")
        return 0
    sys.stdout.write(
        f"The database is at {schema.found or 'nothing'}, this version needs {schema.wanted}: "
        "run hire-ml db upgrade.\n"
    )
    return 1


async def prepared(url: str) -> None:
    """Before serving: SQLite is brought up to date; PostgreSQL, which others share, must be.

    Raises `WrongSetting`.
    """
    with _named():
        if async_url(url).get_backend_name() == "sqlite":
            await migrate.upgrade(url)
        elif not (await migrate.check(url)).up_to_date:
            raise WrongSetting(
                "DATABASE_URL: its schema is not up to date: run hire-ml db upgrade."
            )


@contextmanager
def _named() -> Iterator[None]:
    """What a database has against being used, under the setting's name."""
    try:
        yield
    except UnusableUrl as unusable:
        raise WrongSetting(f"DATABASE_URL: {unusable}.") from unusable
    except DBAPIError as failed:
        raise WrongSetting(f"DATABASE_URL: the database cannot be used: {failed.orig}.") from failed
    except OSError as failed:
        raise WrongSetting(f"DATABASE_URL: the database is not reached: {failed}.") from failed
