"""Slack says when to call again: nothing of the bot's calls sooner, whoever acts meanwhile."""

from datetime import UTC, datetime

import pytest

from bot.app import App
from bot.store.paces import PaceRepository
from sandbox import seed
from sandbox.faults import Fault
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.settling import settled
from tests.stories import kept
from tests.stories.people import People
from tests.stories.stock import has
from tests.stories.trouble import calls

PAUSE = 40
"""Seconds: more than any call waits for its turn, and less than a post of unknown fate."""

STEPS = (
    "Define the business problem",
    "Draft the job description",
    "Design the interview loop",
)


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
async def people_at_work(
    people: People, workspace: Sandbox, bot: App
) -> tuple[Person, Person, Person]:
    """Ana with her Home open, Sam and Li in the thread."""
    await has(bot, "Churn service")
    await settled(workspace, bot)
    ana, sam, li = [await people.joins(name) for name in ("Ana Ruiz", "Sam Cole", "Li Wei")]
    await ana.opens_home()
    await ana.sees("One request under way")
    for person in (sam, li):
        await person.opens_thread("REQ-1")
    return ana, sam, li


async def is_held(workspace: Sandbox, bot: App, method: str, channel: str) -> bool:
    """Whether the pause is written down, for all processes."""
    now = datetime.fromtimestamp(workspace.clock.now(), UTC).timestamp() * 1000
    async with bot.database.reading() as connection:
        until = await PaceRepository(connection, kept.ACME).held_until(method, [channel])
    return until > now


def count(workspace: Sandbox, method: str, channel: str) -> int:
    """Posts are throttled by channel, all else as one."""
    of_method = calls(workspace, method)
    return sum(not channel or one.request.get("channel") == channel for one in of_method)


async def everything_is_looked_at(bot: App) -> None:
    for look in (bot.reconciler.look, bot.homes.look, bot.outbox.look, bot.settling.look):
        await look()


@pytest.mark.parametrize("method", ["chat.update", "views.publish", "chat.postMessage"])
async def test_no_call_is_begun_between_a_429_and_its_end(
    people_at_work: tuple[Person, Person, Person],
    workspace: Sandbox,
    bot: App,
    method: str,
) -> None:
    ana, sam, li = people_at_work
    channel = seed.HIRING if method == "chat.postMessage" else ""
    tried = count(workspace, method, channel)
    workspace.faults.add(Fault(method, "rate_limit", times=1, retry_after=PAUSE))
    await li.ticks(STEPS[0])
    if channel:
        await has(bot, "Ranking")
        await bot.reconciler.bring_up(kept.ACME, (await kept.request(bot, 2)).number)
    await kept.comes_to_be(lambda: is_held(workspace, bot, method, channel), right=True)
    until = workspace.clock.now() + PAUSE
    await sam.ticks(STEPS[1])
    await li.ticks(STEPS[2])
    for part in (0.5, 0.4):
        await everything_is_looked_at(bot)
        workspace.clock.advance(PAUSE * part)
    await everything_is_looked_at(bot)
    assert list(workspace.rates.early) == []
    assert count(workspace, method, channel) == tried + 1
    workspace.clock.advance(max(0.0, until - workspace.clock.now()) + 1)
    await everything_is_looked_at(bot)
    await settled(workspace, bot)
    await ana.sees("■■■□□ 3 of 5")
    for person in (sam, li):
        await person.sees("Checklist · 3 of 5 done")
    assert list(workspace.rates.early) == []
