"""What admins decided: it counts at once, and stays written down."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.domain.identity import WorkspaceId
from bot.domain.permissions import Actor, Policy
from bot.domain.refusals import NotAdmin, NotAllowed
from bot.domain.role import StepKind
from bot.domain.settings_history import PolicyChange
from bot.services.checklist import Checklists
from bot.services.hiring_requests import HiringRequests
from bot.services.policies import Policies
from bot.services.settings_histories import PAGE, SettingsHistories
from bot.store.database import Database
from tests.hiring import ACME, ANA, LI, NOW, TODAY, form

ADMIN = Actor(ANA, is_admin=True)
OPEN, TEAM_ONLY = Policy(), Policy(steps_by_team_only=True)


def policies(database: Database, workspace: WorkspaceId = ACME) -> Policies:
    return Policies(database, workspace, lambda: NOW)


async def test_a_right_counts_from_the_next_act_on(database: Database) -> None:
    requests = HiringRequests(database, ACME, lambda: NOW)
    number = (await requests.open(form(), ANA, today=TODAY)).number
    steps = Checklists(database, ACME, lambda: NOW)
    await policies(database).set(TEAM_ONLY, ADMIN)
    assert await policies(database).now() == TEAM_ONLY
    with pytest.raises(NotAllowed):
        await steps.set_done(number, StepKind.CREATE_TAKE_HOME, on=True, by=Actor(LI))
    await policies(database).set(OPEN, ADMIN)
    done = await steps.set_done(number, StepKind.CREATE_TAKE_HOME, on=True, by=Actor(LI))
    assert done.changed


async def test_nobody_but_an_admin_sets_a_right_or_reads_who_did(database: Database) -> None:
    with pytest.raises(NotAdmin):
        await policies(database).set(TEAM_ONLY, Actor(ANA))
    with pytest.raises(NotAdmin):
        await SettingsHistories(database, ACME).page(Actor(ANA))
    assert await policies(database).now() == OPEN
    assert (await SettingsHistories(database, ACME).page(ADMIN)).rows == ()


async def test_admins_who_decide_the_same_at_once_are_written_down_once(
    database: Database,
) -> None:
    await asyncio.gather(*(policies(database).set(TEAM_ONLY, ADMIN) for _ in range(5)))
    found = await SettingsHistories(database, ACME).page(ADMIN)
    assert found.rows == (PolicyChange(NOW, ANA, OPEN, TEAM_ONLY),)


async def test_changes_come_in_pages_the_newest_first(database: Database) -> None:
    for one in range(PAGE + 1):
        await policies(database).set(OPEN if one % 2 else TEAM_ONLY, ADMIN)
    histories = SettingsHistories(database, ACME)
    first, last = await histories.page(ADMIN), await histories.page(ADMIN, 99)
    assert (len(first.rows), first.left, first.rows[0].became) == (PAGE, 1, TEAM_ONLY)
    assert (last.page, last.rows) == (2, (PolicyChange(NOW, ANA, OPEN, TEAM_ONLY),))


async def test_one_workspaces_rights_and_changes_are_not_anothers(database: Database) -> None:
    other = WorkspaceId("T0OTHER")
    await policies(database).set(TEAM_ONLY, ADMIN)
    assert await policies(database, other).now() == OPEN
    assert (await SettingsHistories(database, other).page(ADMIN)).rows == ()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE settings_history SET became = 'x' WHERE settings_history.workspace_id = 'T0ACME'",
        "DELETE FROM settings_history WHERE settings_history.workspace_id = 'T0ACME'",
    ],
)
async def test_what_was_decided_cannot_be_changed_or_deleted(
    database: Database, change: str
) -> None:
    await policies(database).set(TEAM_ONLY, ADMIN)
    with pytest.raises(DBAPIError, match="settings_history is append-only"):
        async with database.writing() as connection:
            await connection.execute(text(change))
    assert len((await SettingsHistories(database, ACME).page(ADMIN)).rows) == 1
