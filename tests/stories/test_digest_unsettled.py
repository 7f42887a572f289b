"""A digest of which nobody can see whether it came: its owner is asked, and sends it again, once."""

from datetime import date

import pytest

from bot.app import App
from bot.domain.digest import Hand
from bot.domain.posts import SETTLE_AFTER
from bot.domain.weekly import WEEK
from bot.manifest import SCOPES
from bot.services.digests import Room
from sandbox import seed
from sandbox.faults import Fault, Faults
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.running import until
from tests.settling import settled
from tests.stories import weekly
from tests.stories.morning import looks
from tests.stories.people import People
from tests.stories.trouble import calls
from tests.stories.weekly import ANA, HIRING, digests, gets_one, has, posted

ASKED = "I cannot tell whether the digest of #hiring-ml was posted"


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
def monday(workspace: Sandbox) -> date:
    return weekly.monday(workspace)


@pytest.fixture
async def ana(workspace: Sandbox, bot: App, monday: date, people: People, faults: Faults) -> Person:
    """She owns a digest whose answer was lost, where the app may not read what stands there."""
    workspace.grant(list(SCOPES))
    await gets_one(workspace, bot)
    for number in range(1, 12):
        await has(workspace, bot, f"Search {number}.")
    await settled(workspace, bot)
    before = tried(workspace)
    faults.add(Fault("chat.postMessage", "http_500", times=1))
    workspace.clock.advance(3601)  # it was eight
    await bot.digesting.look()
    await bot.outbox.look()
    await until(workspace, lambda: tried(workspace) > before)
    await settles(workspace, bot)
    ana = await people.joins("Ana Ruiz", "@hire-ml")
    await ana.sees(ASKED, "Please look in #hiring-ml. If it is not there:", "[Send again]")
    return ana


def tried(workspace: Sandbox) -> int:
    posts = calls(workspace, "chat.postMessage")
    return sum(one.ok is not None and one.request["channel"] == seed.HIRING for one in posts)


async def settles(workspace: Sandbox, bot: App) -> None:
    workspace.clock.advance(SETTLE_AFTER.total_seconds())
    await bot.settling.look()
    await bot.outbox.look()


async def test_its_owner_is_asked_once_and_sends_it_again_once_with_its_thread(
    ana: Person, workspace: Sandbox, bot: App
) -> None:
    for _ in range(2):
        await settles(workspace, bot)
    assert ana.screen.count(ASKED) == 1
    assert posted(workspace) == []
    with ana.stale_screen():
        await ana.presses("Send again")
        await ana.presses("Send again")
    await ana.sees("The digest of #hiring-ml is on its way again.")
    await ana.sees("Nothing to send: that digest has come")
    await looks(bot)
    await looks(bot)
    (digest,) = posted(workspace)
    in_thread = [one for one in workspace.state.messages() if one.thread_ts == digest.ts]
    assert len(in_thread) == 1


async def test_once_the_next_weeks_has_come_it_is_not_sent_again(
    ana: Person, workspace: Sandbox, bot: App
) -> None:
    workspace.clock.advance(WEEK.total_seconds())
    await bot.digesting.look()
    await bot.outbox.look()
    await until(workspace, lambda: len(posted(workspace)) == 1)
    await ana.presses("Send again")
    await ana.sees("Nothing to send: that digest has come, is paused, or a later one has come.")
    await bot.outbox.look()
    assert len(posted(workspace)) == 1


async def test_a_paused_one_is_not_sent_again(ana: Person, workspace: Sandbox, bot: App) -> None:
    await digests(workspace, bot).pause(Room(HIRING, is_private=False), Hand(ANA, True))
    await ana.presses("Send again")
    await ana.sees("Nothing to send")
    await bot.outbox.look()
    assert posted(workspace) == []
