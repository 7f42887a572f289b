"""Three replicas on PostgreSQL, of which one dies every five seconds, while Slack fails now and then.

Twenty people act at random for a minute. Afterwards the database has once whatever was answered,
each message tells the truth, each digest went out once, and no message stands twice.

The seed is printed. `SEED=… make kill` decides the same again: who does what, who dies, which calls
fail; what meets what is the machine's.
"""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.domain.digest import Choices, Hand
from bot.domain.identity import ChannelId
from bot.domain.identity import Person as PersonId
from bot.domain.weekly import Weekly
from bot.manifest import manifest
from bot.services.digests import Digests, Room
from bot.slack.rounds import LOOK_EVERY
from bot.store.database import Database
from sandbox import seed
from sandbox.rates import Early
from sandbox.workspace import Sandbox
from tests.kill import pauses
from tests.kill.pauses import Pause
from tests.kill.replicas import Replicas, replicas
from tests.machines.afterwards import Afterwards
from tests.machines.crowd import CHANNELS, crowd, everybody, rooms
from tests.machines.weather import bad_weather
from tests.stories.kept import ACME

pytestmark = [
    pytest.mark.kill,
    pytest.mark.postgresql,
    pytest.mark.timeout(600),
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
]

SEED = int(os.environ.get("SEED") or random.randrange(10**6))  # noqa: S311 -- it is printed
SECONDS = float(os.environ.get("CROWD_SECONDS", "60"))
PEOPLE = 20
DIES_EVERY = 5.0
UNDER_WAY = 2.0
"""Seconds from a look at the pauses until the call that it allowed has reached Slack, at most: where
the machine is busy, a process that has just been started is slow."""


@pytest.fixture
async def workspace() -> AsyncIterator[Sandbox]:
    people = everybody(PEOPLE)
    workspace = Sandbox(manifest(url=None), people=people, channels=rooms(people), seed=SEED)
    workspace.rates.on = False  # a crowd on one machine: what Slack throttles, the weather does
    async with workspace.serving():
        yield workspace


async def test_whatever_happens_all_that_was_answered_is_there_once(
    workspace: Sandbox, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        print(f"\nSEED={SEED}", end=" ", flush=True)  # noqa: T201 -- to be run again with it
    database = Database.open(database_url)
    await pauses.watched(database_url)
    async with replicas(workspace, database_url, tmp_path) as bots:
        async with crowd(workspace, SEED) as people:
            with bad_weather(workspace, delay=1.0, wait=5):
                dying = asyncio.create_task(die(bots))
                digests = asyncio.create_task(come_due(database))
                await people.acts(SECONDS, pause=3.0)
                await digests
                dying.cancel()
                with suppress(asyncio.CancelledError):
                    await dying
        with capsys.disabled():
            print(f"{bots.deaths} deaths; {people.told}")  # noqa: T201 -- how much was tried

        async def passes(seconds: float) -> None:
            bots.goes_on(seconds)
            await asyncio.sleep(LOOK_EVERY)

        afterwards = Afterwards(workspace, database)
        too_early = early(workspace, await pauses.seen(database_url))
        assert too_early == [], f"{too_early}"
        await afterwards.settled(passes)
        await afterwards.every_digest_went_out_once(dict.fromkeys(CHANNELS, 1))
        await passes(timedelta(days=7).total_seconds())
        await afterwards.settled(passes)
        await afterwards.every_digest_went_out_once(dict.fromkeys(CHANNELS, 2))
        await afterwards.every_deed_is_kept_once(people.deeds)
        await afterwards.every_message_tells_the_truth()
        await afterwards.nothing_stands_twice()
    await database.close()


def early(workspace: Sandbox, seen: list[Pause]) -> list[tuple[Early, Pause]]:
    """Calls that came after the pause was written down, and before its end."""
    return [
        (call, pause)
        for call in workspace.rates.early
        for pause in seen
        if pause.method == call.method
        and pause.channel in ("", call.target)
        and pause.at + UNDER_WAY < call.at < pause.until
    ]


async def die(bots: Replicas) -> None:
    """One after the other, until nobody acts any more."""
    chance = random.Random(f"{SEED} deaths")  # noqa: S311 -- repeatable on purpose
    while True:
        _, _ = await asyncio.gather(
            asyncio.sleep(DIES_EVERY), asyncio.shield(bots.one_dies(chance))
        )


async def come_due(database: Database) -> None:
    """Each channel's digest, one after the other, as one that was due an hour ago."""
    ana = Hand(PersonId(ACME, seed.ANA), is_in_channel=True)
    for channel in CHANNELS:
        await asyncio.sleep(SECONDS / (len(CHANNELS) + 1))
        began = datetime.now(UTC) - timedelta(days=2)
        due = began + timedelta(days=1)
        choices = Choices(Weekly(due.weekday(), time(due.hour, due.minute), "UTC"))
        room = Room(ChannelId(channel), is_private=False)
        await Digests(database, ACME, lambda began=began: began).save(room, choices, choices, ana)
