"""Ten thousand digests that fall due in one minute, and people who click meanwhile."""

import asyncio
import itertools
import shutil
import time
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy import Table as Rows

from bench.load import Measured, measured, signed
from bench.many import copied
from bench.processes import BOT, SECRET, Company, serving, slack
from bench.recorded import Recording
from bench.table import Table, ratio
from bench.ticking import ANA, WORKSPACE
from bot.domain.digest import Choices, Hand
from bot.domain.identity import ChannelId
from bot.domain.weekly import Weekly
from bot.services.digests import Digests, Room
from bot.store.database import Database
from bot.store.tables import digest_sends, digest_subscriptions, outbox

DIGESTS, REQUESTS = 10_000, 5_000
FIRST = ChannelId("C0HIRINGML")
PAUSE = 0.02
"""Seconds between a click's answer and the next click."""

LEAST_SECONDS = 20
"""For clicks when idle, and while digests go out: a hundredth of them is ten."""


async def digests(recording: Recording, *, rounds: int, seconds: float) -> list[Table]:  # noqa: ARG001 -- once takes two minutes
    lasts = max(seconds, LEAST_SECONDS)
    with TemporaryDirectory(prefix="hire-ml-bench-") as folder:
        path = Path(folder, "digests.db")
        shutil.copy(recording.database, path)
        database = Database.open(f"sqlite:///{path}")
        await copied(database, WORKSPACE, REQUESTS, apart=True)
        due = datetime.now(UTC) + timedelta(seconds=lasts + 70)
        due = due.replace(second=0, microsecond=0)
        await _subscribed(database, due)
        async with slack() as api_url, serving(BOT, Company(api_url, path)) as port:
            idle = await _clicks(recording, port, lasts)
            await asyncio.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds()))
            began = time.perf_counter()
            clicking = asyncio.create_task(_clicks(recording, port, lasts))
            while await _count(database, digest_sends) < DIGESTS:  # noqa: ASYNC110 -- of a process
                await asyncio.sleep(0.25)
            written = time.perf_counter() - began
            busy = await clicking
            sent = await _count(database, outbox, outbox.c.state == "sent")
        await database.close()
    row = (
        f"{DIGESTS:,} due at once, {REQUESTS:,} requests",
        f"{written:.1f} s",
        f"{sent:,} in {lasts:.0f} s",
        f"{idle.p50:.1f} / {idle.p99:.1f} ms",
        f"{busy.p50:.1f} / {busy.p99:.1f} ms",
        ratio(busy.p99, idle.p99),
    )
    columns = (
        "all written down in",
        "sent",
        "a click's p50 / p99, idle",
        "meanwhile",
        "p99's ratio",
    )
    return [Table("Digests beside clicks", ("", *columns), [row])]


async def _clicks(recording: Recording, port: int, seconds: float) -> Measured:
    count = itertools.count(int(time.monotonic() * 1000))
    request = signed(recording.back.form.filled, SECRET, count)
    return await measured(port, request, at_once=1, seconds=seconds, pause=PAUSE)


async def _subscribed(database: Database, due: datetime) -> None:
    choices = Choices(Weekly(due.weekday(), time_of_day(due.hour, due.minute), "UTC"))
    before = due - timedelta(days=1)
    hand = Hand(ANA, is_in_channel=True)
    room = Room(FIRST, is_private=False)
    kept = await Digests(database, WORKSPACE, lambda: before).save(room, choices, choices, hand)
    if kept.next_due_at != due:
        raise ValueError(f"due at {kept.next_due_at}")
    async with database.writing() as connection:
        rows = await connection.execute(
            select(digest_subscriptions).where(digest_subscriptions.c.workspace_id == WORKSPACE)
        )
        first = dict(rows.mappings().one())
        others = [first | {"channel_id": f"{FIRST}-{number}"} for number in range(1, DIGESTS)]
        await connection.execute(insert(digest_subscriptions), others)
        await connection.commit()


async def _count(database: Database, table: Rows, *which: ColumnElement[bool]) -> int:
    async with database.reading() as connection:
        counted = select(func.count()).select_from(table).where(*which)
        return await connection.scalar(counted) or 0
