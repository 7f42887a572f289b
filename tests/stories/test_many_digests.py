"""Ten thousand channels' digests fall due in one minute, and people go on working meanwhile.

DIGESTS says how many, for a shorter look.
"""

import asyncio
import os
import statistics
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from bench.many import copied
from bot.domain.digest import Choices
from bot.domain.identity import ChannelId
from bot.domain.weekly import Weekly
from bot.manifest import manifest
from bot.services.clock import wall_clock
from bot.services.digests import Digests, Room
from bot.services.hiring_requests import HiringRequests
from bot.store.database import Database
from bot.store.tables import digest_subscriptions, hiring_requests
from sandbox import seed
from sandbox.person import Person
from sandbox.values import Channel, Message
from sandbox.wire import Answer
from sandbox.workspace import Sandbox
from tests import hiring
from tests.running import Process
from tests.stories.kept import ACME
from tests.stories.people import People
from tests.stories.weekly import ANA, SAM, Hand

pytestmark = [pytest.mark.soak, pytest.mark.alone]

DIGESTS = int(os.environ.get("DIGESTS", "10000"))
REQUESTS = 5_000
FAST = 10.0
"""How many seconds pass in one: what is sent at Slack's pace takes three quarters of an hour."""

A_MINUTE = 300
"""Posts that Slack takes in one, in all channels together: "several hundred" (contract.md)."""

STEPS = {"Ana Ruiz": "Define the business problem", "Sam Cole": "Draft the job description"}


@pytest.fixture
async def workspace() -> AsyncIterator[Sandbox]:
    """The company, and ten thousand channels in which the app alone is."""
    rooms = [
        Channel(f"C{number:09}", f"team-{number}", "private", (seed.BOT_USER,))
        for number in range(DIGESTS)
    ]
    workspace = Sandbox(manifest(url=None), channels=[*seed.channels(), *rooms])
    async with workspace.serving():
        yield workspace


@pytest.fixture
async def process(workspace: Sandbox, database_url: str, tmp_path: Path) -> AsyncIterator[Process]:
    process = Process(workspace, database_url, tmp_path / "log", "http")
    yield process
    await process.killed()


async def has_requests(database: Database) -> None:
    """The first two stay in their channel; every other channel has one of the rest."""
    requests = HiringRequests(database, ACME, wall_clock)
    today = wall_clock().date()
    for title in ("Churn service", "Ranking"):
        form = hiring.form(title=title, channel=ChannelId(seed.HIRING), recruiters=(SAM,))
        await requests.open(form, ANA, today=today)
    await copied(database, ACME, REQUESTS)
    number = hiring_requests.c.number
    room = func.printf("C%09d", (number * 2) % DIGESTS)
    async with database.writing() as connection:
        await connection.execute(
            update(hiring_requests)
            .where(hiring_requests.c.workspace_id == ACME, number > 2)
            .values(channel_id=room)
        )
        await connection.commit()


async def has_digests(database: Database, due: datetime) -> None:
    """One in each of the channels, all due at once."""
    first = ChannelId("C000000000")
    choices = Choices(Weekly(due.weekday(), time(due.hour, due.minute), "UTC"))
    digests = Digests(database, ACME, wall_clock)
    hand = Hand(ANA, is_in_channel=True)
    kept = await digests.save(Room(first, is_private=True), choices, choices, hand)
    assert kept.next_due_at == due
    async with database.writing() as connection:
        row = (
            await connection.execute(
                select(digest_subscriptions).where(digest_subscriptions.c.workspace_id == ACME)
            )
        ).one()
        others = [{**row._mapping, "channel_id": f"C{number:09}"} for number in range(1, DIGESTS)]
        if others:
            await connection.execute(insert(digest_subscriptions), others)
        await connection.commit()


@asynccontextmanager
async def time_flies(process: Process) -> AsyncIterator[None]:
    async def flies() -> None:
        while True:
            await asyncio.sleep(0.05)
            process.goes_on(0.05 * (FAST - 1))

    flying = asyncio.create_task(flies())
    yield
    flying.cancel()


async def works(person: Person, step: str, answers: list[Answer]) -> None:
    """Does a step and takes it back, again and again."""
    await person.opens_thread("REQ-1 · Churn service")
    while True:
        answers.append(await person.ticks(step))
        await asyncio.sleep(0.4)
        answers.append(await person.unticks(step))
        await asyncio.sleep(0.4)


def sent(workspace: Sandbox) -> list[Message]:
    return [one for one in workspace.state.messages() if one.text.startswith("Hiring this week")]


def most_in_a_minute(messages: list[Message]) -> int:
    """In any sixty seconds."""
    at = sorted(float(one.ts) for one in messages)
    most, first = 0, 0
    for last, moment in enumerate(at):
        while at[first] <= moment - 60:
            first += 1
        most = max(most, last - first + 1)
    return most


@pytest.mark.timeout(900)
async def test_ten_thousand_digests_go_out_at_slacks_pace_while_people_work(
    workspace: Sandbox, process: Process, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    database = Database.open(database_url)
    await has_requests(database)
    due = (wall_clock() + timedelta(minutes=2)).replace(second=0, microsecond=0)
    await has_digests(database, due)
    await process.start()
    answers: list[Answer] = []
    async with AsyncExitStack() as stack:
        people = People(workspace, stack)
        at_work = [
            asyncio.create_task(works(await people.joins(name), step, answers))
            for name, step in STEPS.items()
        ]
        before = memory = process.memory
        async with time_flies(process):
            while (out := len(sent(workspace))) < DIGESTS:
                if out < DIGESTS / 5:
                    before = max(before, process.memory)
                memory = max(memory, process.memory)
                assert not any(one.done() for one in at_work), [one.result() for one in at_work]
                await asyncio.sleep(0.5)
        for one in at_work:
            one.cancel()
    await database.close()
    acks = [one.ack_ms for one in answers if one.ack_ms is not None]
    with capsys.disabled():
        print(  # noqa: T201 -- what was measured
            f"\n{DIGESTS} digests, {most_in_a_minute(sent(workspace))} in a minute at most; "
            f"{len(acks)} clicks: acked within {statistics.median(acks):.0f} ms, "
            f"at most {max(acks):.0f} ms; memory {before >> 20} MB, then {memory >> 20} MB"
        )
    assert set(Counter(one.channel for one in sent(workspace)).values()) == {1}
    assert most_in_a_minute(sent(workspace)) <= A_MINUTE
    assert workspace.rates.throttled["chat.postMessage"] == 0
    assert [one for one in answers if not one.ok or one.ack_error] == []
    assert len(answers) > len(STEPS)
    assert memory - before < 16 << 20
