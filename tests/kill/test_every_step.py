"""The process dies at every step of its event loop: of an opening, of a tick and of a digest.

`tests.kill.tally` ends the process at a count, and finds by itself how far there is to count: each
test goes on until one process lives through it all. A death before the nth effect is tried for every
n. Two deaths between the same two effects leave the same behind, in Slack and in the database, so
that of all others a sample is enough, spread evenly over the turns of the loop, to see that this is
so. With DEATHS=all, at a desk, every turn is tried, which takes a quarter of an hour.

Left out: PostgreSQL, whose every statement would be an effect, and Socket Mode. What either does
otherwise in a death, the neighbours of this module try.
"""

import asyncio
import itertools
import json
import logging
import math
import os
import re
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import delete

from bench.many import copied
from bot.domain.digest import Choices, Hand
from bot.domain.identity import ChannelId
from bot.domain.identity import Person as PersonId
from bot.domain.weekly import Weekly
from bot.services.digests import Digests, Room
from bot.slack.table import PATIENCE
from bot.store.tables import digest_sends, digest_subscriptions, outbox, posts
from sandbox import seed
from sandbox.person import Person
from sandbox.values import Message
from sandbox.workspace import Sandbox
from tests.kill.deeds import Deed, opening, ticking, title
from tests.kill.forked import TALLY, Forks
from tests.kill.office import PASSED, Office
from tests.kill.tally import Tally, What
from tests.running import ROOT, Process, until
from tests.stories.kept import ACME
from tests.stories.ways import opens_request
from tests.stories.weekly import posted

log = logging.getLogger(__name__)

ALL = os.environ.get("DEATHS") == "all"

pytestmark = [
    pytest.mark.kill,
    pytest.mark.timeout(7200 if ALL else 600),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

SAMPLE = 12
"""Turns of the loop at which it dies where it does not at all of them."""

QUIET_SECONDS = 0.2
"""So long nothing comes of a process that has nothing to do."""

OVER_SECONDS = 2.0
"""So long nothing comes of one that is through: more than a busy machine lets it wait."""

REQUESTS = 12
"""So many that the digest goes on in its thread."""

FROM_FIRST_TO_LAST = range(1, 1_000_000)
"""Wherever the last is: one that lives through it all ends them."""

PART = 100
"""Deaths in one workspace where there are many: its screens are drawn again and again."""

PARTS = [*(range(first, first + PART) for first in range(1, 1600, PART)), range(1601, 1_000_000)]


@pytest.fixture(
    params=PARTS if ALL else [FROM_FIRST_TO_LAST], ids=lambda steps: f"from-{steps.start}"
)
def steps(request: pytest.FixtureRequest) -> range:
    """Before which the process dies, one after the other."""
    found: range = request.param
    return found


@pytest.fixture
def tally(tmp_path: Path) -> Tally:
    return Tally.made(tmp_path / "tally")


@pytest.fixture
async def process(
    workspace: Sandbox, database_url: str, tally: Tally, tmp_path: Path
) -> AsyncIterator[Process]:
    async with Forks.ready(ROOT) as forks:
        counted = {TALLY: str(tmp_path / "tally")}
        process = Process(workspace, database_url, tmp_path / "log", begins=forks.begins, **counted)
        await process.start()
        yield process
        await process.killed()


async def test_a_request_is_opened_once_at_whichever_step_the_process_dies(
    office: Office, tally: Tally, ana: Person, steps: range
) -> None:
    async def dies(number: int, at: Point) -> int | None:
        return await dies_of(office, tally, await opening(office, ana, number), at, number)

    requests = await everywhere(dies, steps)
    await is_so_ever_after(office, tally, requests)


async def test_a_tick_is_on_every_screen_at_whichever_step_the_process_dies(
    office: Office, tally: Tally, ana: Person, steps: range
) -> None:
    async def dies(number: int, at: Point) -> int | None:
        took = await dies_of(office, tally, await ticking(office, ana, number), at, number)
        await until(office.workspace, lambda: bool(heard(office, number)))
        return took

    requests = await everywhere(dies, steps)
    await is_so_ever_after(office, tally, requests)
    for number in range(1, requests + 1):
        assert heard(office, number) == 1, title(number)


async def test_a_digest_of_serve_is_read_once_at_whichever_step_the_process_dies(
    office: Office, tally: Tally, ana: Person, steps: range
) -> None:
    await has_many_requests(office, ana)

    async def dies(number: int, at: Point) -> int | None:
        await is_due(office)
        took = await begins(office, tally, office.process.begin, at)
        if took is None:
            await office.starts()
        await until(office.workspace, lambda: is_read(office, number))
        await comes_to_rest(tally, QUIET_SECONDS)
        await office.process.killed()
        return took

    digests = await everywhere(dies, steps)
    for one in read(office, digests):
        has_each_request_once(office, one)


async def test_a_digest_of_cron_is_read_once_at_whichever_step_the_process_dies(
    office: Office, tally: Tally, ana: Person, steps: range
) -> None:
    await has_many_requests(office, ana)

    async def dies(number: int, at: Point) -> int | None:
        await is_due(office)
        took = await begins(office, tally, office.process.begin_sending, at)
        if took is None:
            office.process.goes_on(PASSED.total_seconds())
            await office.process.begin_sending()
            assert await office.process.ended() == 0
        assert is_read(office, number)
        return took

    digests = await everywhere(dies, steps)
    for one in read(office, digests):
        has_each_request_once(office, one)


@dataclass(frozen=True)
class Point:
    """Before the nth turn or effect of what is done."""

    what: What
    nth: int


Dies = Callable[[int, Point], Awaitable[int | None]]
"""How often it was done, this time too, and where its process dies → how many turns it took, where
the process lives through it all."""


async def everywhere(dies: Dies, steps: range) -> int:
    """Have it done with a death at every point; how often that is."""
    tries = itertools.count(1)

    async def at(what: What, nth: int) -> int | None:
        try:
            return await dies(next(tries), Point(what, nth))
        except BaseException as wrong:
            wrong.add_note(f"The process was to die before {what.name} {nth}.")
            raise

    if ALL:
        await first_to_live(partial(at, What.TURN), steps)
    else:
        last = await first_to_live(partial(at, What.EFFECT), steps)
        assert last is not None
        for nth in range(1, last, math.ceil(last / SAMPLE)):
            await at(What.TURN, nth)
    return next(tries) - 1


async def first_to_live(
    at: Callable[[int], Awaitable[int | None]], points: Iterable[int]
) -> int | None:
    """In how many turns one does it that dies at none of the points; None where each died."""
    for nth in points:
        turns = await at(nth)
        if turns is not None:
            log.info("number %d lives, after %d turns", nth, turns)
            return turns
    return None


async def dies_of(office: Office, tally: Tally, todo: Deed, at: Point, number: int) -> int | None:
    """In how many turns the process does a deed; None where it dies, and is started again.

    What was answered is there then, and shown by itself. Who was not answered, and sees nothing of
    what they did, does it once more.
    """
    await comes_to_rest(tally, QUIET_SECONDS)
    with counting(tally, at):
        ended = asyncio.create_task(office.process.ended())
        began = tally.done(What.TURN)
        answer = await todo.does()
        turns = await lived(tally, ended)
    if turns is None:
        await office.starts()
        if await todo.done():
            await office.shows_the_truth(number)
        else:
            # A machine that is slower than this is answered without it (decision 2).
            late = (answer.ack_ms or 0) >= PATIENCE * 1000
            assert late or not answer.ok, "it was answered, and is lost"
            await todo.does()
            await comes_to_rest(tally, QUIET_SECONDS)
    await todo.kept()
    await office.shows_the_truth(number)
    return turns and turns - began


async def begins(
    office: Office, tally: Tally, begin: Callable[[], Awaitable[object]], at: Point
) -> int | None:
    """In how many turns a process does all that it finds to do; None where it dies of it."""
    with counting(tally, at):
        began = tally.done(What.TURN)
        await begin()
        turns = await lived(tally, asyncio.create_task(office.process.ended()))
    return turns and turns - began


@contextmanager
def counting(tally: Tally, at: Point) -> Iterator[None]:
    tally.dies_before(at.nth, at.what)
    yield
    tally.lives()


async def lived(tally: Tally, ended: "asyncio.Task[int]") -> int | None:
    """Waits until all is done: at which turn that was. None where the process was killed."""
    resting = asyncio.create_task(comes_to_rest(tally, OVER_SECONDS))
    await asyncio.wait({ended, resting}, return_when=asyncio.FIRST_COMPLETED)
    tally.lives()
    if ended.done():
        resting.cancel()
        return tally.done(What.TURN) if ended.result() != -signal.SIGKILL else None
    ended.cancel()
    return await resting


async def comes_to_rest(tally: Tally, seconds: float) -> int:
    """Waits until nothing has come of the process for a while; at which turn the last of it was."""
    clock = asyncio.get_running_loop().time
    effects, turns, since = -1, 0, clock()
    while clock() - since < seconds:
        if effects != (effects := tally.done(What.EFFECT)):
            turns, since = tally.done(What.TURN), clock()
        await asyncio.sleep(0.02)
    return turns


async def is_so_ever_after(office: Office, tally: Tally, requests: int) -> None:
    """More time passes, the process is started once more: nothing comes of it."""
    await office.process.killed()
    await office.starts()
    await comes_to_rest(tally, OVER_SECONDS)
    for number in range(1, requests + 1):
        await office.shows_the_truth(number)


def heard(office: Office, number: int) -> int:
    """How often Sam was told that it is his turn in a request."""
    return sum(
        title(number) in json.dumps([message.text, *message.blocks])
        for message in office.workspace.state.messages()
        if message.channel.startswith("D")
    )


async def has_many_requests(office: Office, ana: Person) -> None:
    """And no process, at first."""
    await opens_request(ana)
    await office.is_up_to_date()
    await office.process.killed()
    await copied(office.database, ACME, REQUESTS)


async def is_due(office: Office) -> None:
    """The channel's first digest, since yesterday."""
    async with office.database.writing() as connection:
        for table in (digest_sends, digest_subscriptions, outbox, posts):
            await connection.execute(delete(table).where(table.c.workspace_id == ACME))
        await connection.commit()
    began = datetime.fromtimestamp(office.workspace.clock.now(), UTC) - timedelta(days=2)
    yesterday = began + timedelta(days=1)
    weekly = Weekly(yesterday.weekday(), time(yesterday.hour, yesterday.minute), "UTC")
    room = Room(ChannelId(seed.HIRING), is_private=False)
    ana = Hand(PersonId(ACME, seed.ANA), is_in_channel=True)
    choices = Choices(weekly)
    await Digests(office.database, ACME, lambda: began).save(room, choices, choices, ana)


def read(office: Office, number: int) -> list[Message]:
    """All digests of the channel, which are so many."""
    found = posted(office.workspace)
    assert len(found) == number
    return found


def in_thread(office: Office, digest: Message) -> list[Message]:
    return [one for one in office.workspace.state.messages() if one.thread_ts == digest.ts]


def is_read(office: Office, number: int) -> bool:
    """Whether so many digests stand in the channel, the last of them with its thread."""
    found = posted(office.workspace)
    return len(found) == number and bool(in_thread(office, found[-1]))


def has_each_request_once(office: Office, digest: Message) -> None:
    (thread,) = in_thread(office, digest)
    said = json.dumps([*digest.blocks, *thread.blocks])
    for number in range(1, REQUESTS + 1):
        assert len(re.findall(rf"REQ-{number}\b", said)) == 1, number
