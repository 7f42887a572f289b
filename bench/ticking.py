"""One process that ticks steps, for as long as it is told: `bench.ticks` starts several.

python -m bench.ticking WHICH DATABASE_URL FIRST_REQUEST REQUESTS START SECONDS

START is by the machine's monotonic clock. Prints how many it did. What `WHICH` names:

    hire-ml   the product's whole tick: who may, the step, the request's version, the history, whom it
              tells, what Slack is to show, whose Home
    core      the step, the request's version, a row of history, all read back, through the product's
              connections and statements that are built once
    orm       the same through plain ORM sessions of SQLAlchemy
    raw       the same through aiosqlite or asyncpg alone
"""

import asyncio
import itertools
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Protocol

import aiosqlite
import uvloop
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import registry

from bot.domain.identity import Person, RequestNumber, WorkspaceId
from bot.domain.permissions import Actor
from bot.domain.role import StepKind
from bot.services.checklist import Checklists
from bot.store.database import Database, async_url, engine_for
from bot.store.keys import of_request, request_key
from bot.store.tables import checklist_steps, hiring_requests, history

WORKSPACE = WorkspaceId("T0ACME0001")
ANA = Person("T0ACME0001", "U0ANARUIZ1")
STEP = StepKind.DEFINE_PROBLEM


class Tick(Protocol):
    async def __call__(self, number: int, *, on: bool) -> None:
        """Tick the first step of a request, or take the tick away."""


def clock() -> datetime:
    return datetime.now(UTC)


def of_product(database: Database) -> Tick:
    checklists = Checklists(database, WORKSPACE, clock)

    async def tick(number: int, *, on: bool) -> None:
        await checklists.set_done(RequestNumber(number), STEP, on=on, by=Actor(ANA))

    return tick


STEP_OF = (of_request(checklist_steps), checklist_steps.c.kind == bindparam("of_kind"))
_TICK = update(checklist_steps).where(*STEP_OF)
_NEXT = (
    update(hiring_requests)
    .where(of_request(hiring_requests))
    .values(version=hiring_requests.c.version + 1)
)
_READ = select(checklist_steps).where(*STEP_OF)


def of_core(database: Database) -> Tick:
    async def tick(number: int, *, on: bool) -> None:
        key = request_key(WORKSPACE, RequestNumber(number))
        at = clock()
        async with database.writing() as connection:
            done = {"done_at": at if on else None, "done_by_user": ANA.user if on else None}
            await connection.execute(_TICK, key | {"of_kind": STEP} | done)
            await connection.execute(_NEXT, key)
            await connection.execute(insert(history), _noted(number, at, on=on))
            (await connection.execute(_READ, key | {"of_kind": STEP})).one()
            await connection.commit()

    return tick


def _noted(number: int, at: datetime, *, on: bool) -> dict[str, Any]:
    return {
        "workspace_id": WORKSPACE,
        "number": number,
        "at": at,
        "by_team": ANA.team,
        "by_user": ANA.user,
        "what": "step_state",
        "step": STEP,
        "was": '"open"',
        "became": '"done"' if on else '"open"',
    }


class Request:
    """A row, as an ORM has it."""


class Step:
    """See `Request`."""


class Entry:
    """See `Request`."""


def of_orm(sessions: async_sessionmaker[AsyncSession]) -> Tick:
    mapped = registry()
    for kind, table in ((Request, hiring_requests), (Step, checklist_steps), (Entry, history)):
        mapped.map_imperatively(kind, table)

    async def tick(number: int, *, on: bool) -> None:
        at = clock()
        async with sessions() as session:
            step: Any = await session.get(Step, (WORKSPACE, number, STEP))
            request: Any = await session.get(Request, (WORKSPACE, number))
            step.done_at, step.done_by_user = (at, ANA.user) if on else (None, None)
            request.version += 1
            entry = Entry()
            for name, value in _noted(number, at, on=on).items():
                setattr(entry, name, value)
            session.add(entry)
            await session.flush()
            await session.refresh(step)
            await session.commit()

    return tick


SQL = (
    """UPDATE checklist_steps SET done_at = {}, done_by_user = {}
    WHERE workspace_id = {} AND number = {} AND kind = {}""",
    """UPDATE hiring_requests SET version = version + 1
    WHERE workspace_id = {} AND number = {}""",
    """INSERT INTO history (workspace_id, number, at, by_team, by_user, what, step, was, became)
    VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {})""",
    """SELECT * FROM checklist_steps WHERE workspace_id = {} AND number = {} AND kind = {}""",
)


async def of_aiosqlite(connection: aiosqlite.Connection) -> Tick:
    await connection.execute("PRAGMA synchronous=FULL")
    step, request, entry, read = (one.replace("{}", "?") for one in SQL)
    turn = asyncio.Lock()

    async def tick(number: int, *, on: bool) -> None:
        at = clock()
        async with turn:
            await connection.execute("BEGIN IMMEDIATE")
            done = (at.isoformat(), ANA.user) if on else (None, None)
            await connection.execute(step, (*done, WORKSPACE, number, STEP))
            await connection.execute(request, (WORKSPACE, number))
            noted = _noted(number, at, on=on) | {"at": at.isoformat()}
            await connection.execute(entry, tuple(noted.values()))
            cursor = await connection.execute(read, (WORKSPACE, number, STEP))
            await cursor.fetchone()
            await connection.commit()

    return tick


def of_asyncpg(pool: Any) -> Tick:
    step, request, entry, read = map(_numbered, SQL)

    async def tick(number: int, *, on: bool) -> None:
        at = clock()
        async with pool.acquire() as connection, connection.transaction():
            done = (at, ANA.user) if on else (None, None)
            await connection.execute(step, *done, WORKSPACE, number, STEP)
            await connection.execute(request, WORKSPACE, number)
            await connection.execute(entry, *_noted(number, at, on=on).values())
            await connection.fetchrow(read, WORKSPACE, number, STEP)

    return tick


def _numbered(statement: str) -> str:
    """With PostgreSQL's places for values."""
    count = itertools.count(1)
    parts = statement.split("{}")
    return parts[0] + "".join(f"${next(count)}{part}" for part in parts[1:])


@asynccontextmanager
async def ticking(which: str, url: str) -> AsyncIterator[Tick]:
    is_sqlite = url.startswith("sqlite")
    async with AsyncExitStack() as stack:
        match which:
            case "hire-ml" | "core":
                database = Database.open(url)
                stack.push_async_callback(database.close)
                yield of_product(database) if which == "hire-ml" else of_core(database)
            case "orm":
                engine = engine_for(url)
                stack.push_async_callback(engine.dispose)
                if is_sqlite:
                    engine = engine.execution_options(writes=True)
                yield of_orm(async_sessionmaker(engine, expire_on_commit=False))
            case _ if is_sqlite:
                path = async_url(url).database or ""
                connection = aiosqlite.connect(path, isolation_level=None, timeout=10)
                yield await of_aiosqlite(await stack.enter_async_context(connection))
            case _:
                import asyncpg  # type: ignore[import-untyped]  # noqa: PLC0415 -- an extra

                pool = asyncpg.create_pool(url, min_size=16, max_size=16)
                yield of_asyncpg(await stack.enter_async_context(pool))


async def main(
    which: str, url: str, first: int, requests: int, start: float, seconds: float
) -> int:
    """How many ticks were committed, one at a time for each of the requests."""
    async with ticking(which, url) as tick:
        numbers = range(first, first + requests)
        for number in numbers:
            await tick(number, on=False)
        await asyncio.sleep(max(0.0, start - time.monotonic()))
        until = start + seconds

        async def ticks(number: int) -> int:
            for done in itertools.count():
                if time.monotonic() >= until:
                    return done
                await tick(number, on=done % 2 == 0)
            raise AssertionError

        return sum(await asyncio.gather(*map(ticks, numbers)))


if __name__ == "__main__":
    name, address, begin, many, starts, lasts = sys.argv[1:]
    done = uvloop.run(main(name, address, int(begin), int(many), float(starts), float(lasts)))
    sys.stdout.write(str(done))
