"""A request that is being shown while the bot is stopped, or while people delete what it showed."""

import asyncio
import json
from collections.abc import Mapping

import pytest

from bot import schema
from bot.app import App
from bot.domain.identity import ChannelId, RequestNumber
from bot.domain.identity import Person as PersonId
from bot.domain.posts import SETTLE_AFTER
from bot.domain.shown import Shown, Thing
from bot.services.hiring_requests import HiringRequests
from bot.slack.reconciler import Came
from bot.store.database import Database
from bot.store.shown import ShownRepository
from sandbox import seed
from sandbox.faults import Fault, Faults
from sandbox.workspace import Sandbox
from tests.hiring import NOW, form
from tests.running import clock_of, over_http, until
from tests.stories.kept import ACME
from tests.stories.trouble import calls

ONE = RequestNumber(1)


@pytest.fixture
def transport() -> str:
    return "http"


async def opened(database: Database, workspace: Sandbox) -> None:
    """A request that no process has shown yet."""
    requests = HiringRequests(database, ACME, clock_of(workspace))
    opening = form(channel=ChannelId(seed.HIRING), recruiters=())
    await requests.open(opening, PersonId(ACME, seed.ANA), today=NOW.date())


async def things(database: Database) -> Mapping[Thing, Shown]:
    async with database.reading() as connection:
        return await ShownRepository(connection, ACME).of(ONE)


async def test_what_is_being_posted_when_the_bot_is_stopped_is_not_posted_twice(
    workspace: Sandbox, database_url: str
) -> None:
    await schema.prepared(database_url)
    database = Database.open(database_url)
    await opened(database, workspace)
    with workspace.faults.on(Fault("chat.postMessage", "delay", seconds=0.3)):
        async with over_http(workspace, database_url):
            await until(workspace, lambda: bool(calls(workspace, "chat.postMessage")))
    async with over_http(workspace, database_url) as app:
        await app.reconciler.look()
    assert len(calls(workspace, "chat.postMessage")) == len(Thing)
    await database.close()


async def test_a_card_drawn_before_its_checklist_was_found_leads_there_all_the_same(
    workspace: Sandbox, bot: App, faults: Faults
) -> None:
    await opened(bot.database, workspace)
    with faults.on(Fault("chat.postMessage", "delay", seconds=0.3)):
        showing = asyncio.create_task(bot.reconciler.bring_up(ACME, ONE))
        await until(workspace, lambda: len(calls(workspace, "chat.postMessage")) == 1)
        faults.add(Fault("chat.postMessage", "lose_reply", times=1))
        assert await showing is Came.LATER
    assert (await things(bot.database))[Thing.CHECKLIST].unsettled
    workspace.clock.advance(SETTLE_AFTER.total_seconds())
    await bot.settling.look()
    shown = await things(bot.database)
    assert [thing for thing in Thing if shown[thing].behind] == []
    card, checklist = shown[Thing.CARD].message, shown[Thing.CHECKLIST].message
    assert card is not None
    assert checklist is not None
    seen = workspace.state.message(card.channel, card.ts)
    assert seen is not None
    assert checklist.permalink in json.dumps(seen.blocks)


async def test_a_checklist_deleted_before_its_link_is_known_leaves_a_card_without_a_button(
    workspace: Sandbox, bot: App, faults: Faults
) -> None:
    faults.add(Fault("chat.getPermalink", "error", times=1, error="access_denied"))
    await opened(bot.database, workspace)
    assert await bot.reconciler.bring_up(ACME, ONE) is Came.LATER
    checklist = (await things(bot.database))[Thing.CHECKLIST].message
    assert checklist is not None
    seen = workspace.state.message(checklist.channel, checklist.ts)
    assert seen is not None
    workspace.state.delete(seen)
    assert await bot.reconciler.bring_up(ACME, ONE) is Came.SHOWN
    shown = await things(bot.database)
    assert shown[Thing.CHECKLIST].gone
    assert [thing for thing in Thing if shown[thing].behind] == []
