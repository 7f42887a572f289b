"""What counts once."""

import asyncio
from datetime import datetime, timedelta

from bot.domain.identity import WorkspaceId
from bot.services.inputs import Inputs
from bot.store.database import Database
from tests.hiring import ACME, NOW


def inputs(database: Database, workspace: WorkspaceId = ACME, at: datetime = NOW) -> Inputs:
    return Inputs(database, workspace, lambda: at)


async def test_of_many_at_once_one_is_the_first(database: Database) -> None:
    seen = await asyncio.gather(*(inputs(database).first_time("Ev0ONE") for _ in range(5)))
    assert sorted(seen) == [False, False, False, False, True]
    assert await inputs(database).first_time("Ev0TWO")


async def test_one_workspaces_key_is_not_anothers(database: Database) -> None:
    assert await inputs(database).first_time("Ev0ONE")
    assert await inputs(database, WorkspaceId("T0OTHER")).first_time("Ev0ONE")


async def test_after_a_day_it_counts_again(database: Database) -> None:
    assert await inputs(database).first_time("welcome")
    soon, later = NOW + timedelta(hours=23, minutes=59), NOW + timedelta(days=1)
    assert not await inputs(database, at=soon).first_time("welcome")
    assert await inputs(database, at=later).first_time("welcome")
