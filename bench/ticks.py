"""How many ticks are committed a second, on SQLite and on PostgreSQL, by one process and by several."""

import asyncio
import itertools
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import make_url

from bench.many import an_opening, copied
from bench.recorded import Recording
from bench.table import Table, ratio
from bench.ticking import ANA, WORKSPACE
from bot.domain.identity import ChannelId
from bot.services.clock import wall_clock
from bot.services.hiring_requests import HiringRequests
from bot.store import migrate
from bot.store.database import Database

PROCESSES = (1, 2, 4)
AT_ONCE = 16
"""Requests that a process ticks at the same time."""

STARTS_WITHIN = 3.0
"""Seconds that all processes have to start in, before they begin together."""

WHICH = ("hire-ml", "core", "orm", "raw")


async def ticks(recording: Recording, *, rounds: int, seconds: float) -> list[Table]:  # noqa: ARG001 -- its own database
    rows = []
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="hire-ml-bench-")))
        urls = {"SQLite": f"sqlite:///{folder / 'ticks.db'}"}
        if server := os.environ.get("DATABASE_TEST_URL"):
            urls["PostgreSQL"] = await stack.enter_async_context(database_of_its_own(server))
        for kind, url in urls.items():
            await filled(url, max(PROCESSES) * AT_ONCE)
            for processes, at_once in ((1, 1), *((many, AT_ONCE) for many in PROCESSES)):
                took: dict[str, list[float]] = {}
                for _, which in itertools.product(range(rounds), WHICH):
                    rate = await _rate(which, url, processes, at_once, seconds)
                    took.setdefault(which, []).append(rate)
                rates = {which: median(took[which]) for which in WHICH}
                rows.append(
                    (
                        f"{kind}, {processes} x {at_once}",
                        *(f"{rates[which]:,.0f}/s" for which in WHICH),
                        ratio(rates["hire-ml"], rates["orm"]),
                        ratio(rates["core"], rates["orm"]),
                        ratio(rates["core"], rates["raw"]),
                    )
                )
    columns = (
        "processes x requests at once",
        "hire-ml, all of it",
        "four statements",
        "ORM",
        "raw",
    )
    ratios = ("all of it / ORM", "four / ORM", "four / raw")
    return [Table("Ticks committed", (*columns, *ratios), rows)]


async def _rate(which: str, url: str, processes: int, at_once: int, seconds: float) -> float:
    """Of all processes together."""
    start = str(time.monotonic() + STARTS_WITHIN)
    started = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.ticking", which, url),
            *(str(1 + place * at_once), str(at_once), start, str(seconds)),
            stdout=asyncio.subprocess.PIPE,
        )
        for place in range(processes)
    ]
    said = await asyncio.gather(*(one.communicate() for one in started))
    return sum(int(out) for out, _ in said) / seconds


async def filled(url: str, requests: int) -> None:
    """A schema with requests of Ana's, all alike."""
    await migrate.upgrade(url)
    database = Database.open(url)
    today = wall_clock().date()
    form = an_opening(ChannelId("C0HIRINGML"))
    await HiringRequests(database, WORKSPACE, wall_clock).open(form, ANA, today=today)
    await copied(database, WORKSPACE, requests)
    await database.close()


@asynccontextmanager
async def database_of_its_own(server: str) -> AsyncIterator[str]:
    """On a PostgreSQL, for as long as the block runs: its URL."""
    import asyncpg  # type: ignore[import-untyped]  # noqa: PLC0415 -- see PostgreSQL's extra

    name = f"hire_ml_bench_{os.getpid()}"
    connection = await asyncpg.connect(server)
    await connection.execute(f"CREATE DATABASE {name}")
    try:
        url = make_url(server).set(database=name)
        yield url.render_as_string(hide_password=False)
    finally:
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await connection.close()
