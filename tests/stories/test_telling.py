"""What people are told directly, and what a request's thread says of its status: each once."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import App, running
from bot.domain.checklist import BlockedReason
from bot.domain.hiring_request import StatusReason
from bot.domain.identity import ChannelId, RequestNumber
from bot.domain.identity import Person as PersonId
from bot.domain.permissions import Actor
from bot.domain.role import StepKind
from bot.manifest import SCOPES
from bot.services.checklist import Checklists
from bot.services.handing_over import HandingOver
from bot.services.hiring_requests import HiringRequests
from bot.services.lifecycle import Lifecycles
from sandbox import seed
from sandbox.faults import Fault, What
from sandbox.person import Person
from sandbox.values import Message
from sandbox.workspace import Sandbox
from tests.hiring import form
from tests.running import clock_of, over_http, settings_for, until
from tests.stories.kept import ACME
from tests.stories.morning import goes_on_to, now
from tests.stories.people import People
from tests.stories.trouble import calls
from tests.stories.ways import opens_request

TITLE = "ML Engineer, churn service"
ANA, SAM, LI, PRIYA, KENJI = (
    PersonId(ACME, one) for one in (seed.ANA, seed.SAM, seed.LI, seed.PRIYA, seed.KENJI)
)
DEFINE, DRAFT, DESIGN, TAKE_HOME, SIGNALS = StepKind
ONE = RequestNumber(1)


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
async def ana(people: People) -> Person:
    """With her request's thread open."""
    ana = await people.joins("Ana Ruiz")
    await opens_request(ana, TITLE)
    return ana


@pytest.fixture
def steps(workspace: Sandbox, bot: App) -> Checklists:
    return Checklists(bot.database, ACME, clock_of(workspace))


async def opens(workspace: Sandbox, bot: App, **more: object) -> RequestNumber:
    requests = HiringRequests(bot.database, ACME, clock_of(workspace))
    opening = form(**{"channel": ChannelId(seed.HIRING), "recruiters": (SAM,)} | more)
    request = await requests.open(opening, ANA, today=now(workspace).date())
    await bot.reconciler.bring_up(ACME, request.number)
    return request.number


def told(workspace: Sandbox, user: str) -> list[Message]:
    """What the app has written to somebody."""
    there = workspace.state.im_with(seed.BOT_USER, user)
    messages = workspace.state.messages()
    return [one for one in messages if there is not None and one.channel == there.id]


def texts(workspace: Sandbox, user: str) -> list[str]:
    return [one.text for one in told(workspace, user)]


async def hears(workspace: Sandbox, user: str, times: int = 1) -> None:
    """Waits for that many messages: the bot's own rounds may have one of them in hand."""
    await until(workspace, lambda: len(texts(workspace, user)) >= times)
    assert len(texts(workspace, user)) == times


# A step's turn -------------------------------------------------------------------------------


async def test_the_owner_of_the_next_step_is_told_once_with_what_there_is(
    people: People, ana: Person
) -> None:
    sam = await people.joins("Sam Cole")
    await ana.ticks("Define the business problem")
    await sam.goes_to("@hire-ml")
    await sam.sees("Your turn: draft the job description", TITLE, " · due ", "[Done]")
    await ana.presses("Undo")
    await ana.sees("0 of 5 done")
    await ana.ticks("Define the business problem")
    await ana.sees("1 of 5 done")
    await sam.presses("Done")
    await sam.sees("Done: draft the job description", "[Undo]")
    await ana.sees("2 of 5 done")
    await sam.presses("Undo")
    await sam.sees("Your turn: draft the job description")
    await ana.sees("1 of 5 done")
    assert sam.screen.count("Your turn") == 1


async def test_its_button_leads_to_the_thread(
    people: People, ana: Person, workspace: Sandbox
) -> None:
    await ana.ticks("Define the business problem")
    sam = await people.joins("Sam Cole")
    await sam.goes_to("@hire-ml")
    await sam.sees("[Open the thread]")
    (message,) = told(workspace, seed.SAM)
    (buttons,) = [one for one in message.blocks if one["type"] == "actions"]
    assert "/archives/C0HIRINGML/p" in buttons["elements"][0]["url"]


async def test_who_does_it_themselves_is_not_told(
    ana: Person, workspace: Sandbox, steps: Checklists, bot: App
) -> None:
    for kind in (DEFINE, DRAFT):
        await steps.set_done(ONE, kind, on=True, by=Actor(ANA))
    await bot.outbox.look()
    assert texts(workspace, seed.ANA) == []


async def test_what_is_no_longer_so_when_it_can_be_sent_is_not_said(
    ana: Person, workspace: Sandbox, steps: Checklists, bot: App
) -> None:
    await steps.set_done(ONE, DEFINE, on=True, by=Actor(ANA))
    await steps.set_done(ONE, DRAFT, on=True, by=Actor(ANA))
    await bot.outbox.look()
    assert texts(workspace, seed.SAM) == []


# Blocked and unblocked -----------------------------------------------------------------------


async def test_those_whom_a_step_waits_on_its_owner_and_the_manager_hear_of_a_block(
    people: People, ana: Person, workspace: Sandbox, steps: Checklists, bot: App
) -> None:
    priya = await people.joins("Priya Natarajan", "#general")
    await steps.block(ONE, DRAFT, BlockedReason.BUDGET, "Q3 <!channel>", (PRIYA,), by=Actor(LI))
    await bot.outbox.look()
    await priya.goes_to("@hire-ml")
    await priya.sees("Waits on you: draft the job description", "Why: budget. Q3 <!channel>")
    await priya.sees("@Li Wei said so", "[It can go on]")
    for user in (seed.ANA, seed.SAM):
        await hears(workspace, user)
        assert texts(workspace, user) == [f"Blocked: draft the job description, REQ-1 {TITLE}"]
    assert texts(workspace, seed.LI) == []
    await priya.presses("It can go on")
    await priya.sees("It can go on: draft the job description", "@Sam Cole has been told.")
    sam = await people.joins("Sam Cole")
    await sam.goes_to("@hire-ml")
    await sam.sees("@Priya Natarajan took the block away.")


async def test_naming_one_more_tells_that_one_alone(
    ana: Person, workspace: Sandbox, steps: Checklists, bot: App
) -> None:
    await steps.block(ONE, DRAFT, BlockedReason.BUDGET, "", (PRIYA,), by=Actor(SAM))
    await steps.block(ONE, DRAFT, BlockedReason.BUDGET, "", (PRIYA, KENJI), by=Actor(SAM))
    await bot.outbox.look()
    for user in (seed.PRIYA, seed.KENJI, seed.ANA):
        await hears(workspace, user)


async def test_nobody_outside_its_team_hears_of_a_confidential_request(
    workspace: Sandbox, bot: App, steps: Checklists
) -> None:
    number = await opens(
        workspace,
        bot,
        channel=ChannelId(seed.EXECUTIVES),
        channel_is_private=True,
        confidential=True,
    )
    await steps.block(number, DRAFT, BlockedReason.BUDGET, "", (PRIYA, SAM), by=Actor(ANA))
    await bot.outbox.look()
    await hears(workspace, seed.SAM)
    assert texts(workspace, seed.PRIYA) == []


# Whole requests ------------------------------------------------------------------------------


async def test_many_requests_handed_over_are_one_message(
    people: People, workspace: Sandbox, bot: App
) -> None:
    for number in range(12):
        await opens(workspace, bot, title=f"Search {number + 1}")
    handing_over = HandingOver(bot.database, ACME, clock_of(workspace))
    done = await handing_over.hand_over_all(Actor(SAM), LI)
    assert len(done.handed) == 12
    await bot.outbox.send(ACME, ONE)
    li = await people.joins("Li Wei")
    await li.goes_to("@hire-ml")
    await li.sees("Handed to you: 12 requests", "REQ-1 Search 1: you recruit now")
    await li.sees("By @Sam Cole", "and 2 more")
    await bot.outbox.look()
    await hears(workspace, seed.LI)


async def test_the_thread_says_how_the_status_changed_and_calls_nobody(
    ana: Person, workspace: Sandbox, bot: App
) -> None:
    lifecycles = Lifecycles(bot.database, ACME, clock_of(workspace))
    await lifecycles.hold(ONE, StatusReason.BUDGET, "Until <!here> May", by=Actor(SAM))
    await bot.outbox.send(ACME, ONE)
    await ana.sees("On hold: budget · Sam Cole", "Until <!here> May")
    await lifecycles.resume(ONE, by=Actor(ANA))
    await bot.outbox.send(ACME, ONE)
    await ana.sees("Open again · Ana Ruiz")
    replies = [one for one in workspace.state.messages() if one.thread_ts is not None]
    said = [one for one in replies if "hold" in one.text or "again" in one.text]
    assert len(said) == 2
    assert '"user_id"' not in str(said).replace("'", '"')


async def test_a_step_that_nobody_owns_any_more_is_the_managers_to_give(
    people: People, ana: Person, steps: Checklists, bot: App
) -> None:
    await steps.assign(ONE, DRAFT, None, by=Actor(SAM))
    await bot.outbox.send(ACME, ONE)
    await ana.goes_to("@hire-ml")
    await ana.sees("Somebody is needed", f"REQ-1 {TITLE}: no owner for draft the job description")


# Whatever Slack does -------------------------------------------------------------------------


async def sams_turn(steps: Checklists) -> None:
    await steps.set_done(ONE, DEFINE, on=True, by=Actor(ANA))


async def is_tried(workspace: Sandbox, method: str = "chat.postMessage") -> None:
    """Waits until Sam's direct message was tried: the bot's own rounds may have it in hand."""

    def tried() -> bool:
        asked = [entry.request for entry in calls(workspace, method) if entry.ok is not None]
        return any(one.get("users") or str(one.get("channel")).startswith("D") for one in asked)

    await until(workspace, tried)


async def test_what_slack_throttles_comes_once(
    ana: Person, workspace: Sandbox, steps: Checklists, bot: App
) -> None:
    with workspace.faults.on(Fault("chat.postMessage", "rate_limit", times=2, retry_after=1)):
        await sams_turn(steps)
        await bot.outbox.send(ACME, ONE)
    await hears(workspace, seed.SAM)


@pytest.mark.parametrize("method", ["chat.postMessage", "conversations.open"])
async def test_what_slack_refuses_for_a_while_comes_later(
    ana: Person, workspace: Sandbox, steps: Checklists, bot: App, method: str
) -> None:
    with workspace.faults.on(Fault(method, "error", error="channel_not_found")):
        await sams_turn(steps)
        await bot.outbox.send(ACME, ONE)
        await is_tried(workspace, method)
    await bot.outbox.look()
    assert texts(workspace, seed.SAM) == []  # not again at once
    goes_on_to(workspace, now(workspace) + timedelta(seconds=11))
    await bot.outbox.look()
    await hears(workspace, seed.SAM)


@pytest.mark.parametrize("what", ["lose_reply", "http_500"])
async def test_what_slack_may_have_taken_is_looked_for_and_said_once(
    ana: Person, workspace: Sandbox, steps: Checklists, bot: App, what: What
) -> None:
    with workspace.faults.on(Fault("chat.postMessage", what)):
        await sams_turn(steps)
        await bot.outbox.send(ACME, ONE)
        await is_tried(workspace)
    for _ in range(3):
        goes_on_to(workspace, now(workspace) + timedelta(hours=2))
        await bot.settling.look()
        await bot.outbox.look()
    assert len(texts(workspace, seed.SAM)) == 1


async def test_where_direct_messages_may_not_be_read_what_may_have_been_taken_is_not_said_again(
    ana: Person, workspace: Sandbox, steps: Checklists, bot: App
) -> None:
    workspace.grant(list(SCOPES))
    with workspace.faults.on(Fault("chat.postMessage", "lose_reply")):
        await sams_turn(steps)
        await bot.outbox.send(ACME, ONE)
        await is_tried(workspace)
    for _ in range(3):
        goes_on_to(workspace, now(workspace) + timedelta(hours=2))
        await bot.settling.look()
        await bot.outbox.look()
    assert len(texts(workspace, seed.SAM)) == 1
    assert not [text for text in texts(workspace, seed.ANA) if "I cannot tell" in text]


def refused(workspace: Sandbox) -> int:
    """How often Slack would not open somebody's direct messages."""
    return sum(entry.ok is False for entry in calls(workspace, "conversations.open"))


async def test_who_cannot_be_written_to_is_given_up_and_others_come_after(
    ana: Person, workspace: Sandbox, steps: Checklists, bot: App
) -> None:
    workspace.state.people[seed.SAM] = replace(workspace.state.people[seed.SAM], deleted=True)
    await sams_turn(steps)
    await steps.block(ONE, DRAFT, BlockedReason.PAY, "", (PRIYA,), by=Actor(ANA))
    await bot.outbox.look()
    await hears(workspace, seed.PRIYA)
    await until(workspace, lambda: refused(workspace) >= 2)
    workspace.state.people[seed.SAM] = replace(workspace.state.people[seed.SAM], deleted=False)
    goes_on_to(workspace, now(workspace) + timedelta(days=1))
    await bot.outbox.look()
    assert texts(workspace, seed.SAM) == []


async def test_two_bots_on_one_database_say_it_once(
    ana: Person, workspace: Sandbox, steps: Checklists, bot: App, database_url: str
) -> None:
    settings = settings_for(workspace, database_url)
    async with running(settings, clock_of(workspace)) as other:
        await sams_turn(steps)
        await steps.block(ONE, DRAFT, BlockedReason.PAY, "", (PRIYA, KENJI), by=Actor(LI))
        looks = (one.outbox.look() for one in (bot, other, bot, other))
        await asyncio.gather(*looks)
        for user, times in {seed.SAM: 2, seed.PRIYA: 1, seed.KENJI: 1, seed.ANA: 1}.items():
            await hears(workspace, user, times)


async def test_what_was_wanted_when_the_bot_went_is_said_when_it_comes_back(
    workspace: Sandbox, database_url: str
) -> None:
    async with over_http(workspace, database_url) as bot:
        await opens(workspace, bot)
    async with over_http(workspace, database_url) as bot:
        steps = Checklists(bot.database, ACME, clock_of(workspace))
        bot.outbox.stop()
        await sams_turn(steps)
    async with over_http(workspace, database_url) as bot:
        await bot.outbox.look()
        await hears(workspace, seed.SAM)


async def test_a_line_waits_for_its_thread(workspace: Sandbox, bot: App, steps: Checklists) -> None:
    workspace.state.put_channel(replace(workspace.state.channels[seed.HIRING], archived=True))
    number = await opens(workspace, bot)
    lifecycles = Lifecycles(bot.database, ACME, clock_of(workspace))
    await lifecycles.hold(number, StatusReason.PAY, "", by=Actor(SAM))
    await bot.outbox.look()
    workspace.state.put_channel(replace(workspace.state.channels[seed.HIRING], archived=False))
    await bot.reconciler.bring_up(ACME, number)
    await bot.outbox.look()
    (line,) = [one for one in workspace.state.messages() if one.text == "REQ-1: On hold: pay"]
    assert line.thread_ts is not None
