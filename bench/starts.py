"""How soon a process answers after it was started, and the memory that it takes."""

import asyncio
import itertools
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import insert

from bench.load import Refused, measured, signed
from bench.processes import BOT, LIBRARIES, SECRET, Company, free_port, slack, started
from bench.recorded import Recorded, Recording
from bench.table import Table, ratio
from bot.store.database import Database
from bot.store.tables import workspaces

WORKSPACES = 1_000
"""Rows of theirs stand in the database while memory is measured."""

CROWD = 64


async def starts(recording: Recording, *, rounds: int, seconds: float) -> list[Table]:
    took: dict[str, list[float]] = {}
    idle: dict[str, list[float]] = {}
    busy: dict[str, list[float]] = {}
    count = itertools.count(1)
    async with _company(recording.database) as company:
        for _, name in itertools.product(range(rounds), (BOT, LIBRARIES)):
            port = free_port()
            began = time.perf_counter()
            async with started(name, company, port) as process:
                await _answers(port, recording.command, count)
                took.setdefault(name, []).append(time.perf_counter() - began)
                idle.setdefault(name, []).append(_memory(process.pid))
                for request in (recording.command, recording.next_page, recording.back):
                    await measured(
                        port,
                        signed(request.form.filled, SECRET, count),
                        at_once=CROWD,
                        seconds=seconds,
                    )
                busy.setdefault(name, []).append(_memory(process.pid))
    rows = [
        (
            what,
            *(f"{median(of[name]):,.{digits}f} {unit}" for name in (BOT, LIBRARIES)),
            ratio(median(of[BOT]), median(of[LIBRARIES])),
        )
        for what, of, digits, unit in (
            ("start to the first ack", took, 2, "s"),
            ("memory after it", idle, 0, "MB"),
            (f"memory after {CROWD} at once", busy, 0, "MB"),
        )
    ]
    return [Table("Start and memory", ("", BOT, LIBRARIES, "ratio"), rows)]


@asynccontextmanager
async def _company(recorded: Path) -> AsyncIterator[Company]:
    with TemporaryDirectory(prefix="hire-ml-bench-") as folder:
        path = Path(folder, "bench.db")
        shutil.copy(recorded, path)
        database = Database.open(f"sqlite:///{path}")
        async with database.writing() as connection:
            await connection.execute(
                insert(workspaces),
                [
                    {"workspace_id": f"T{number:09}", "next_request_number": 1}
                    for number in range(WORKSPACES)
                ],
            )
            await connection.commit()
        await database.close()
        async with slack() as api_url:
            yield Company(api_url, path)


async def _answers(port: int, request: Recorded, count: "itertools.count[int]") -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                await measured(
                    port, signed(request.form.filled, SECRET, count), at_once=1, seconds=0
                )
            except (OSError, Refused):
                await asyncio.sleep(0.005)
            else:
                return


def _memory(pid: int) -> float:
    """MB that are resident."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ValueError("no VmRSS")
