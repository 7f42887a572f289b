"""Posts whose answer was lost: each stands once in the end, or its manager is asked."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.app import App
from bot.domain.identity import RequestNumber
from bot.domain.posts import SETTLE_AFTER
from bot.domain.shown import Shown, Thing
from bot.manifest import OPTIONAL_SCOPES, SCOPES
from bot.slack.client import sessions
from bot.store.shown import ShownRepository
from sandbox import seed
from sandbox.faults import Fault, Faults
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.running import until
from tests.stories import kept as keeps
from tests.stories.kept import ACME
from tests.stories.people import People
from tests.stories.trouble import before_first, calls
from tests.stories.ways import comes_to_form

TITLE = "ML Engineer, churn service"
ONE = RequestNumber(1)
OF_THE_CHANNEL = ("conversations.history", "conversations.replies")


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture(params=["none", "metadata alone is left out"])
def blind(request: pytest.FixtureRequest, workspace: Sandbox) -> None:
    """The app may not see its own messages again, in either way."""
    history = [one for one in OPTIONAL_SCOPES if one.endswith(":history")]
    workspace.grant([*SCOPES, *([] if request.param == "none" else history)])


@pytest.fixture
async def ana(people: People) -> Person:
    return await people.joins("Ana Ruiz")


async def opens(ana: Person, workspace: Sandbox, *, posts: int = 1) -> None:
    """A request, of which so many posts are tried."""
    await comes_to_form(ana, TITLE)
    await ana.chooses("Recruiter", ["Sam Cole"])
    await ana.presses("Open request")
    await until(workspace, lambda: tried(workspace) >= posts)


def tried(workspace: Sandbox) -> int:
    """How many posts into the channel are over, however they ended."""
    return sum(
        entry.ok is not None and entry.request["channel"] == seed.HIRING
        for entry in calls(workspace, "chat.postMessage")
    )


async def settles(workspace: Sandbox, bot: App) -> None:
    workspace.clock.advance(SETTLE_AFTER.total_seconds())
    await bot.settling.look()
    await bot.reconciler.look()


async def things(bot: App) -> Mapping[Thing, Shown]:
    async with bot.database.reading() as connection:
        return await ShownRepository(connection, ACME).of(ONE)


def posted(workspace: Sandbox) -> list[str]:
    """What the app has put into the channel and its threads, by its first words."""
    return sorted(
        one.text.partition(":")[0]
        for one in workspace.state.messages()
        if one.channel == seed.HIRING and one.bot_id and one.reader is None
    )


async def stands_once(ana: Person, workspace: Sandbox, bot: App) -> None:
    await ana.opens_thread("REQ-1")
    await ana.sees("Define the business problem", "The guide’s matrix")

    async def unready() -> list[Thing]:
        now = await things(bot)
        return [thing for thing in Thing if now[thing].behind or now[thing].unsettled]

    await keeps.comes_to_be(unready, [])
    assert len(posted(workspace)) == len(Thing)
    assert not [entry for entry in calls(workspace, "chat.delete") if entry.ok]


@pytest.mark.parametrize("nth", range(3))
async def test_what_was_posted_while_its_answer_was_lost_is_found_and_kept(
    ana: Person, workspace: Sandbox, bot: App, faults: Faults, nth: int
) -> None:
    """The card, the checklist or the decision; those before it go well."""
    lost = Fault("chat.postMessage", "lose_reply", times=1)
    with before_first(workspace, "chat.postMessage", lambda: faults.add(lost), after=nth):
        await opens(ana, workspace, posts=nth + 1)
    await settles(workspace, bot)
    await settles(workspace, bot)
    await stands_once(ana, workspace, bot)
    assert tried(workspace) == len(Thing)


async def test_what_is_certainly_not_there_is_posted_again(
    ana: Person, workspace: Sandbox, bot: App, faults: Faults
) -> None:
    faults.add(Fault("chat.postMessage", "http_500", times=1))
    await opens(ana, workspace)
    assert posted(workspace) == []
    await settles(workspace, bot)
    await settles(workspace, bot)
    await stands_once(ana, workspace, bot)


async def test_nobody_looks_before_the_answer_can_come_no_more(
    ana: Person, workspace: Sandbox, bot: App, faults: Faults
) -> None:
    faults.add(Fault("chat.postMessage", "lose_reply", times=1))
    await opens(ana, workspace)
    workspace.clock.advance((SETTLE_AFTER - timedelta(seconds=5)).total_seconds())
    await bot.settling.look()
    await bot.reconciler.look()
    assert not [one for method in OF_THE_CHANNEL for one in calls(workspace, method)]
    assert tried(workspace) == 1


async def test_a_post_that_stands_twice_loses_the_later(
    ana: Person, workspace: Sandbox, bot: App, faults: Faults
) -> None:
    faults.add(Fault("chat.postMessage", "lose_reply", times=1))
    await opens(ana, workspace)
    here = [one for one in workspace.state.messages() if one.channel == seed.HIRING]
    (card,) = [one for one in here if one.text.startswith("REQ-1") and one.reader is None]
    # As another process would, that took it for lost.
    async with sessions(workspace.api_url) as connections:
        await connections.app_level(workspace.bot_token).chat_postMessage(
            channel=card.channel, text=card.text, blocks=card.blocks, metadata=card.metadata
        )
    await settles(workspace, bot)
    await settles(workspace, bot)
    kept = (await things(bot))[Thing.CARD].message
    assert kept is not None
    assert kept.ts == card.ts
    assert len([text for text in posted(workspace) if text.startswith(f"REQ-1 {TITLE}")]) == 1


async def test_where_the_channel_may_not_be_read_its_manager_is_asked_and_sends_it_again(
    ana: Person, workspace: Sandbox, bot: App, faults: Faults, blind: None
) -> None:
    faults.add(Fault("chat.postMessage", "http_500", times=1))
    await opens(ana, workspace)
    for _ in range(3):
        await settles(workspace, bot)
    assert posted(workspace) == []
    await bot.outbox.look()
    await ana.reads_dm()
    await ana.sees("I cannot tell whether the card of REQ-1 was posted")
    assert ana.screen.count("I cannot tell whether the card of REQ-1") == 1
    await ana.presses("Send again")
    await ana.sees("Posted again: REQ-1.")
    await ana.goes_to("#hiring-ml")
    await bot.reconciler.look()
    await stands_once(ana, workspace, bot)


async def test_who_sends_again_what_was_found_meanwhile_is_told(
    ana: Person, workspace: Sandbox, bot: App, faults: Faults
) -> None:
    workspace.grant(list(SCOPES))
    faults.add(Fault("chat.postMessage", "http_500", times=1))
    await opens(ana, workspace)
    await settles(workspace, bot)
    await bot.outbox.look()
    await ana.reads_dm()
    with ana.stale_screen():
        await ana.presses("Send again")
        await ana.presses("Send again")
    await ana.sees("Nothing to send: REQ-1 stands as it should by now.")
    await ana.goes_to("#hiring-ml")
    await ana.sees("[Checklist")
    await stands_once(ana, workspace, bot)
