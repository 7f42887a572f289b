"""SQLite without a thread between every statement and its rows (docs/decisions/0011).

aiosqlite hands each of a statement's four calls to a thread and waits for it: that takes longer than
SQLite does. Here a statement runs where it is asked for. Only what may wait, for another
process's write or for the disk, goes to the thread.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

import aiosqlite

PATIENCE = 10.0
"""Seconds that SQLite waits for another process's write to end."""

BEGIN_WRITING = "BEGIN IMMEDIATE"

PRIMARY = 0xFF
"""Of an error's code: what kind it is of, without what it is more exactly."""

ROWS_AT_ONCE = 64
"""That aiosqlite fetches of a cursor that is iterated over; SQLAlchemy takes all."""

AT_A_STRETCH = 16
"""Calls, of some microseconds each, before whatever else the process does has its turn."""


async def connected(path: str) -> aiosqlite.Connection:
    """A connection that begins no transaction by itself. Raises: sqlite3.OperationalError."""
    return await Connection(
        partial(
            sqlite3.connect,
            path,
            timeout=PATIENCE,
            isolation_level=None,
            # Never used by two at once: see `Connection._execute`.
            check_same_thread=False,
        ),
        ROWS_AT_ONCE,
    )


class Connection(aiosqlite.Connection):
    def __init__(self, connector: Callable[[], sqlite3.Connection], iter_chunk_size: int) -> None:
        super().__init__(connector, iter_chunk_size)
        # A process that fails before it closes its connections is to end all the same.
        self._thread.daemon = True
        self._handed = 0
        self._returned = 0
        self._stretch = 0

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Every call of aiosqlite's comes through here."""
        # Of a call that was cancelled, the thread knows nothing, and may still be at it.
        is_busy = self._connection is None or self._handed != self._returned
        if args[:1] == (BEGIN_WRITING,) and not is_busy and self._begins_at_once():
            return None
        if is_busy or self._may_wait(fn, args):
            self._handed += 1
            return await super()._execute(  # type: ignore[no-untyped-call]
                self._in_thread, fn, *args, **kwargs
            )
        self._stretch += 1
        if self._stretch >= AT_A_STRETCH:
            self._stretch = 0
            await asyncio.sleep(0)
        return fn(*args, **kwargs)

    def _begins_at_once(self) -> bool:
        """Whether no other process writes just now: then this one does."""
        self._conn.execute("PRAGMA busy_timeout = 0")
        try:
            self._conn.execute(BEGIN_WRITING)
        except sqlite3.OperationalError as held:
            if held.sqlite_errorcode & PRIMARY != sqlite3.SQLITE_BUSY:
                raise
            return False
        finally:
            self._conn.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000:.0f}")
        return True

    def _in_thread(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return fn(*args, **kwargs)
        finally:
            self._returned += 1

    def _may_wait(self, fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
        return fn in (self._conn.commit, self._conn.close) or args[:1] == (BEGIN_WRITING,)
