"""Whether requests can be worked on, for an operator's probe."""

import asyncio

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.store.database import Database

PROBE_SECONDS = 2.0


class Readiness:
    """Asks the database to let us write. Probes that come meanwhile wait for the same answer.

    A question is never taken back: a driver that waits for a lock does not hear of it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._asked: asyncio.Task[bool] | None = None

    async def __call__(self) -> bool:
        """The answer; false where none comes within `PROBE_SECONDS`."""
        if self._asked is None or self._asked.done():
            self._asked = asyncio.create_task(self._lets_us_write())
        await asyncio.wait({self._asked}, timeout=PROBE_SECONDS)
        return self._asked.done() and self._asked.result()

    async def _lets_us_write(self) -> bool:
        try:
            async with self._database.writing() as connection:
                await connection.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError):
            return False
        return True
