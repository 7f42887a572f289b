"""The whole way: from what a person does to what they see of it."""

import asyncio
import itertools
import shutil
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.load import signed
from bench.processes import BOT, CALLING, SECRET, Company, api_url, free_port, serving
from bench.recorded import Recorded, Recording
from bench.slack import Stand, message_length
from bench.table import Table, ratio

QUIET = 0.15
"""Seconds without a call after which all that follows from a request is over."""

PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Way:
    """What is asked for, in turns, and after which calls of Slack's API it is seen.

    `times`: so often in a round that no pace of Slack's is met (`bot.slack.pace`).
    """

    name: str
    requests: tuple[Recorded, ...]
    seen_after: tuple[str, ...]
    times: int


def _ways(recording: Recording) -> tuple[Way, ...]:
    return (
        Way("/hire-ml to the window", (recording.command,), ("views.open",), 20),
        Way(
            "tick to committed and shown",
            (recording.tick, recording.untick),
            ("chat.update", "chat.update"),
            8,
        ),
        Way("submit to the request posted", (recording.opening,), ("chat.postMessage",), 8),
    )


@dataclass
class Calls:
    """Of Slack's API, as they come."""

    heard: list[tuple[str, float]] = field(default_factory=list)
    another: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, method: str) -> None:
        self.heard.append((method, time.perf_counter()))
        self.another.set()

    async def after(self, wanted: Iterable[str]) -> float:
        """Waits for them; when the last of them came. Raises: TimeoutError."""
        async with asyncio.timeout(PATIENCE):
            while True:
                left = list(wanted)
                for method, at in self.heard:
                    if method in left:
                        left.remove(method)
                    if not left:
                        return at
                self.another.clear()
                await self.another.wait()

    async def quiet(self) -> None:
        """Waits until no call comes for a while."""
        with suppress(TimeoutError):
            while True:
                self.another.clear()
                await asyncio.wait_for(self.another.wait(), QUIET)


async def whole_ways(recording: Recording, *, rounds: int, seconds: float) -> list[Table]:  # noqa: ARG001 -- each way is gone so many times
    """The bot beside bare Bolt that makes the calls and keeps nothing."""
    took: dict[tuple[str, str], list[float]] = {}
    count = itertools.count(1)
    ways = _ways(recording)
    for _, name in itertools.product(range(rounds), (BOT, CALLING)):
        async with _at_work(name, recording.database) as (port, calls):
            for way in ways:
                for number in range(way.times):
                    request = way.requests[number % len(way.requests)]
                    took.setdefault((name, way.name), []).append(
                        await _gone(port, request, way.seen_after, calls, count)
                    )
    rows = []
    for way in ways:
        bot, bolt = (median(took[name, way.name]) * 1000 for name in (BOT, CALLING))
        rows.append((way.name, f"{bot:.1f} ms", f"{bolt:.1f} ms", ratio(bot, bolt)))
    return [Table("The whole way, p50", ("", BOT, CALLING, "ratio"), rows)]


@asynccontextmanager
async def _at_work(name: str, recorded: Path) -> AsyncIterator[tuple[int, Calls]]:
    """A server on a fresh copy of the database, and the calls that it makes."""
    async with AsyncExitStack() as stack:
        path = Path(stack.enter_context(TemporaryDirectory(prefix="hire-ml-bench-")), "bench.db")
        shutil.copy(recorded, path)
        calls, port = Calls(), free_port()
        stand = partial(Stand, "", calls.hear)
        server = await asyncio.get_running_loop().create_server(stand, "127.0.0.1", port)
        stack.callback(server.close)
        yield await stack.enter_async_context(serving(name, Company(api_url(port), path))), calls


async def _gone(
    port: int,
    request: Recorded,
    seen_after: Iterable[str],
    calls: Calls,
    count: "itertools.count[int]",
) -> float:
    """Seconds from the request to the last of the calls."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    calls.heard.clear()
    began = time.perf_counter()
    writer.write(signed(request.form.filled, SECRET, count)())
    heard = b""
    while (length := message_length(heard)) is None or length > len(heard):
        heard += await reader.read(65536)
    came = await calls.after(seen_after)
    await calls.quiet()
    writer.close()
    return came - began
