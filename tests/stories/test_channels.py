"""Channels that are archived and opened again, and given new ids."""

from dataclasses import replace
from datetime import date

import pytest

from bot.app import App
from bot.domain.digest import State
from bot.domain.identity import ChannelId
from sandbox import seed
from sandbox.faults import Fault, Faults
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.running import until
from tests.settling import settled
from tests.stories import kept, weekly
from tests.stories.people import People
from tests.stories.test_main_flow import STEPS
from tests.stories.trouble import calls
from tests.stories.ways import opens_request
from tests.stories.weekly import gets_one

CARD = "REQ-1 · ML Engineer, churn service"
NEW_ID = ChannelId("C0SHAREDNOW")


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
def monday(workspace: Sandbox) -> date:
    return weekly.monday(workspace)


@pytest.fixture
async def ana(people: People) -> Person:
    return await people.joins("Ana Ruiz")


def archives(workspace: Sandbox, *, archived: bool) -> None:
    channel = workspace.state.channels[seed.HIRING]
    workspace.state.put_channel(replace(channel, archived=archived))


async def test_a_digest_stops_while_its_channel_is_archived_and_goes_on_after(
    workspace: Sandbox, bot: App, monday: date
) -> None:
    await gets_one(workspace, bot)
    archives(workspace, archived=True)
    await kept.comes_to_be(lambda: weekly.has_state(bot), State.ARCHIVED)
    archives(workspace, archived=False)
    await kept.comes_to_be(lambda: weekly.has_state(bot), State.ON)


async def test_a_channel_that_gets_a_new_id_while_something_is_shown_in_it_is_not_closed(
    ana: Person, people: People, workspace: Sandbox, bot: App, faults: Faults
) -> None:
    await opens_request(ana)
    await settled(workspace, bot)
    faults.add(Fault("chat.update", "delay", times=1, seconds=0.5))
    await ana.opens_thread(CARD)
    before = len(calls(workspace, "chat.update"))
    await ana.ticks(STEPS[0])
    await until(workspace, lambda: len(calls(workspace, "chat.update")) > before)
    workspace.state.move_channel(workspace.state.channels[seed.HIRING], NEW_ID)

    async def moved() -> bool:
        return (await kept.request(bot)).channel == NEW_ID

    await kept.comes_to_be(moved, right=True)
    sam = await people.joins("Sam Cole")
    await sam.goes_to("#hiring-ml")
    await sam.sees("1 of 5")


async def test_a_channel_with_a_new_id_is_the_same_channel(
    ana: Person, workspace: Sandbox, bot: App, monday: date
) -> None:
    await gets_one(workspace, bot)
    await opens_request(ana)
    workspace.state.move_channel(workspace.state.channels[seed.HIRING], NEW_ID)
    await kept.comes_to_be(lambda: weekly.has_state(bot, NEW_ID), State.ON)
    assert (await kept.request(bot)).channel == NEW_ID
    await ana.goes_to("#hiring-ml")
    await ana.opens_thread(CARD)
    await ana.ticks(STEPS[0])
    await ana.sees("1 of 5", "Step 1 done.")
