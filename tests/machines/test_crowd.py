"""Seven people act at once while Slack fails now and then: afterwards all is there, and once.

The short form of tests/kill/test_replicas.py: one process, on SQLite. `SEED` runs a seed again.
"""

import os
import random
from collections.abc import AsyncIterator

import pytest

from bot.app import App
from bot.manifest import manifest
from sandbox.workspace import Sandbox
from tests.hiring import NOW
from tests.machines.afterwards import Afterwards
from tests.machines.crowd import crowd, everybody, rooms
from tests.machines.weather import bad_weather

PEOPLE = 7
DEEDS = 30
SECONDS = 30.0
"""At most; on a machine that is not busy a fifth of it."""

UNDER_WAY = 1.5
"""Seconds in which whatever was under way already when Slack said to wait has come to it."""

SEED = int(os.environ.get("SEED", random.randrange(10**6)))  # noqa: S311 -- printed


@pytest.fixture
async def workspace() -> AsyncIterator[Sandbox]:
    people = everybody(PEOPLE)
    workspace = Sandbox(
        manifest(url=None), people=people, channels=rooms(people), seed=SEED, at=NOW
    )
    workspace.rates.on = False
    async with workspace.serving():
        yield workspace


@pytest.fixture
def transport() -> str:
    return "http"


async def test_what_a_crowd_does_in_bad_weather_is_kept_and_shown_once(
    workspace: Sandbox, bot: App, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        print(f"\nSEED={SEED}")  # noqa: T201 -- to be run again with it
    async with crowd(workspace, SEED) as people:
        with bad_weather(workspace, delay=0.3, wait=3):
            await people.acts(SECONDS, pause=0.3, enough=lambda: len(people.deeds) >= DEEDS)

    async def passes(seconds: float) -> None:
        workspace.clock.advance(seconds)
        await settled_in_process(bot)

    afterwards = Afterwards(workspace, bot.database)
    await afterwards.settled(passes)
    await afterwards.every_deed_is_kept_once(people.deeds)
    await afterwards.every_message_tells_the_truth()
    await afterwards.nothing_stands_twice()
    early = [one for one in workspace.rates.early if one.since > UNDER_WAY]
    assert early == []


async def settled_in_process(bot: App) -> None:
    for loop in (bot.settling, bot.digesting, bot.reconciler, bot.outbox):
        await loop.look()
