"""How soon Slack is answered, and how often: the bot beside bare Bolt and the floor, in turns."""

import asyncio
import itertools
import shutil
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.load import Measured, measured, signed
from bench.processes import ACKED, BOLT, BOT, FLOOR, SECRET, Company, connecting, serving, slack
from bench.recorded import Recorded, Recording
from bench.sockets import Exchange
from bench.table import Table, ratio

ALONE, CROWD = 1, 64
WARM_UP = 0.5
PAUSE = 0.02
"""Seconds between an answer and the next request where the bot's own work is to be over by then."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What is measured: so many requests of a kind at once, to one of the servers."""

    server: str
    request: Recorded
    at_once: int


Kept = dict[tuple[str, str, int], list[Measured]]
Servers = Mapping[str, int]


def of_bolt_too(recording: Recording) -> tuple[Recorded, ...]:
    return recording.command, recording.next_page, recording.back


async def over_http(recording: Recording, *, rounds: int, seconds: float) -> list[Table]:
    """Acks alone, beside Bolt's and the floor's; and with what each listener does before and after."""
    requests = of_bolt_too(recording)
    async with _served(recording.database, (ACKED, BOT, BOLT, FLOOR)) as ports:
        alone: Kept = {}
        working: Kept = {}
        for turn in range(rounds + 1):
            for request, at_once in itertools.product(requests, (ALONE, CROWD)):
                for name in (ACKED, BOLT, FLOOR):
                    took = await _asked(ports[name], request, at_once, turn, seconds)
                    _keep(alone, turn, Turn(name, request, at_once), took)
                if at_once == CROWD:
                    took = await _asked(ports[BOT], request, at_once, turn, seconds)
                    _keep(working, turn, Turn(BOT, request, at_once), took)
            for request, name in itertools.product(requests, (BOT, BOLT, FLOOR)):
                took = await _asked(ports[name], request, ALONE, turn, seconds, PAUSE)
                _keep(working, turn, Turn(name, request, ALONE), took)
    return [_table_alone(requests, alone), _table_working(requests, alone, working)]


_count = itertools.count(1)


async def _asked(
    port: int, request: Recorded, at_once: int, turn: int, seconds: float, pause: float = 0.0
) -> Measured:
    return await measured(
        port,
        signed(request.form.filled, SECRET, _count),
        at_once=at_once,
        seconds=seconds if turn else WARM_UP,
        pause=pause,
    )


def _keep(kept: Kept, turn: int, of: Turn, took: Measured) -> None:
    if turn:  # the first is to warm up
        kept.setdefault((of.server, of.request.name, of.at_once), []).append(took)


def _table_alone(requests: Iterable[Recorded], kept: Kept) -> Table:
    rows = []
    for request in requests:
        alone = {name: _p50(kept, name, request) for name in (ACKED, BOLT, FLOOR)}
        crowd = {name: _rate(kept, name, request) for name in (ACKED, BOLT, FLOOR)}
        busy = max(one.busy for key, some in kept.items() if key[0] != FLOOR for one in some)
        rows.append(
            (
                f"{request.name}, {request.form.size:,} bytes",
                f"{alone[ACKED]:.2f} ms",
                f"1/{alone[BOLT] / alone[ACKED]:.1f}",
                ratio(alone[ACKED], alone[FLOOR]),
                f"{crowd[ACKED]:,.0f}/s",
                ratio(crowd[ACKED], crowd[BOLT]),
                ratio(crowd[ACKED], crowd[FLOOR]),
                f"{busy:.0%} of a core",
            )
        )
    columns = ("one at a time, p50", "of Bolt's", "of the floor's")
    crowds = ("64 at once", "of Bolt's", "of the floor's", "generator")
    return Table("Ack alone, over HTTP", ("ack of", *columns, *crowds), rows)


def _table_working(requests: Iterable[Recorded], alone: Kept, working: Kept) -> Table:
    rows = []
    for request in requests:
        slow = {name: _p50(working, name, request) for name in (BOT, BOLT, FLOOR)}
        rate, bare = _rate(working, BOT, request), _rate(alone, BOLT, request)
        rows.append(
            (
                f"{request.name}, {request.form.size:,} bytes",
                f"{slow[BOT]:.2f} ms",
                f"1/{slow[BOLT] / slow[BOT]:.1f}",
                ratio(slow[BOT], slow[FLOOR]),
                f"{rate:,.0f}/s",
                ratio(rate, bare),
            )
        )
    columns = ("one at a time, p50", "of Bolt's", "of the floor's", "64 at once", "of Bolt's")
    return Table("Ack with the listener's own work, over HTTP", ("ack of", *columns), rows)


async def over_sockets(recording: Recording, *, rounds: int, seconds: float) -> list[Table]:
    """As alone over HTTP; there is no floor."""
    requests = of_bolt_too(recording)
    kept: Kept = {}
    async with _connected(recording.database, (ACKED, BOLT)) as exchanges:
        for turn in range(rounds + 1):
            for request, at_once, name in itertools.product(
                requests, (ALONE, CROWD), (ACKED, BOLT)
            ):
                took = await exchanges[name].measured(
                    request.envelope,
                    _count,
                    at_once=at_once,
                    seconds=seconds if turn else WARM_UP,
                )
                _keep(kept, turn, Turn(name, request, at_once), took)
    rows = []
    for request in requests:
        slow = {name: _p50(kept, name, request) for name in (ACKED, BOLT)}
        crowd = {name: _rate(kept, name, request) for name in (ACKED, BOLT)}
        busy = max(one.busy for one in kept[ACKED, request.name, CROWD])
        rows.append(
            (
                f"{request.name}, {request.envelope.size:,} bytes",
                f"{slow[ACKED]:.2f} ms",
                f"1/{slow[BOLT] / slow[ACKED]:.1f}",
                f"{crowd[ACKED]:,.0f}/s",
                ratio(crowd[ACKED], crowd[BOLT]),
                f"{busy:.0%} of a core",
            )
        )
    columns = ("one at a time, p50", "of Bolt's", "64 in flight", "of Bolt's", "generator")
    return [Table("Ack alone, in Socket Mode", ("ack of", *columns), rows)]


@asynccontextmanager
async def _served(database: Path, names: Iterable[str]) -> AsyncIterator[Servers]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="hire-ml-bench-")))
        api_url = await stack.enter_async_context(slack())
        ports = {}
        for number, name in enumerate(names):
            company = Company(api_url, _copy(database, folder / f"{number}.db"))
            ports[name] = await stack.enter_async_context(serving(name, company))
        yield ports


@asynccontextmanager
async def _connected(database: Path, names: Iterable[str]) -> AsyncIterator[Mapping[str, Exchange]]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="hire-ml-bench-")))
        exchanges = {}
        for number, name in enumerate(names):
            exchange = Exchange()
            url = await stack.enter_async_context(exchange.listening())
            api_url = await stack.enter_async_context(slack(url))
            company = Company(api_url, _copy(database, folder / f"{number}.db"))
            await stack.enter_async_context(connecting(name, company))
            await asyncio.wait_for(exchange.is_connected.wait(), 60)
            exchanges[name] = exchange
        yield exchanges


def _p50(kept: Kept, name: str, request: Recorded) -> float:
    return median(one.p50 for one in kept[name, request.name, ALONE])


def _rate(kept: Kept, name: str, request: Recorded) -> float:
    return median(one.rate for one in kept[name, request.name, CROWD])


def _copy(database: Path, to: Path) -> Path:
    shutil.copy(database, to)
    return to
