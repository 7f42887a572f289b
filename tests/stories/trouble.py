"""Trouble made on purpose, and what was said meanwhile."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

from sandbox.changes import Change, TrafficChanged
from sandbox.traffic import Entry
from sandbox.workspace import Sandbox

WRITERS_PATIENCE = 60
"""Seconds that it waits for the bot, which may be writing: more than a busy machine needs."""


@asynccontextmanager
async def locked(database_url: str) -> AsyncIterator[None]:
    """Somebody else's transaction, which lets nobody write."""
    lock = sqlite3.connect(
        database_url.removeprefix("sqlite:///"),
        timeout=WRITERS_PATIENCE,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        # In a thread: the bot shares this loop, and could never end what is waited for.
        await asyncio.to_thread(lock.execute, "BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


@contextmanager
def before_first(
    workspace: Sandbox, method: str, happens: Callable[[], object], *, after: int = 0
) -> Iterator[None]:
    """Something `happens` when the bot first asks a method of Slack, and before Slack does it.

    `after` so many calls that go well.
    """
    asked: set[int] = set()

    def look(change: Change) -> None:
        if not isinstance(change, TrafficChanged):
            return
        entry = workspace.traffic.entry(change.entry)
        if entry is None or entry.name != method or entry.id in asked:
            return
        asked.add(entry.id)
        if len(asked) == after + 1:
            happens()

    with workspace.changes.heard_by(look):
        yield


def calls(workspace: Sandbox, method: str) -> list[Entry]:
    """What the bot has asked of Slack so far, oldest first."""
    return [entry for entry in workspace.traffic if entry.name == method]
