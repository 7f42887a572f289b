"""Reminders: one message a working day at most, at nine where somebody is, of what is new."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.app import App, running
from bot.domain.checklist import BlockedReason
from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import ChannelId, RequestNumber
from bot.domain.identity import Person as PersonId
from bot.domain.permissions import Actor
from bot.domain.role import StepKind
from bot.services.checklist import Checklists
from bot.services.hiring_requests import HiringRequests
from sandbox import seed
from sandbox.faults import Fault
from sandbox.values import Message
from sandbox.workspace import Sandbox
from tests.hiring import form
from tests.running import clock_of, over_http, settings_for
from tests.stories.kept import ACME
from tests.stories.morning import LONDON, goes_on_to, looks, next_monday, now
from tests.stories.people import People

ANA, SAM, KENJI = (PersonId(ACME, one) for one in (seed.ANA, seed.SAM, seed.KENJI))
DRAFT, TAKE_HOME = StepKind.DRAFT_JOB_DESCRIPTION, StepKind.CREATE_TAKE_HOME
ONE = RequestNumber(1)


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
def monday(workspace: Sandbox) -> date:
    """It is Monday, eight in the morning in London."""
    workspace.rates.on = False
    at = next_monday(workspace)
    goes_on_to(workspace, at)
    return at.date()


@pytest.fixture
async def request_one(workspace: Sandbox, monday: date, bot: App) -> HiringRequest:
    """Sam's to recruit for; nothing is due before somebody says so."""
    return await opens(workspace, bot)


async def opens(workspace: Sandbox, bot: App, title: str = "ML Engineer") -> HiringRequest:
    requests = HiringRequests(bot.database, ACME, clock_of(workspace))
    opening = form(
        title=title,
        channel=ChannelId(seed.HIRING),
        recruiters=(SAM,),
        start_by=now(workspace).date() + timedelta(days=300),
    )
    request = await requests.open(opening, ANA, today=now(workspace).date())
    await bot.reconciler.bring_up(ACME, request.number)
    return request


def steps(workspace: Sandbox, bot: App) -> Checklists:
    return Checklists(bot.database, ACME, clock_of(workspace))


async def is_due(
    workspace: Sandbox, bot: App, day: date, *kinds: StepKind, number: RequestNumber = ONE
) -> None:
    for kind in kinds:
        await steps(workspace, bot).set_due(number, kind, day, by=Actor(ANA))


def told(workspace: Sandbox, person: PersonId, begins: str = "Today:") -> list[Message]:
    """What the app has written to somebody."""
    there = workspace.state.im_with(seed.BOT_USER, person.user)
    return [
        message
        for message in workspace.state.messages()
        if there is not None and message.channel == there.id and message.text.startswith(begins)
    ]


def texts(messages: Sequence[Message]) -> list[str]:
    return [message.text for message in messages]


async def at_nine(workspace: Sandbox, bot: App, day: date) -> None:
    goes_on_to(workspace, datetime(day.year, day.month, day.day, 9, 0, 1, tzinfo=LONDON))
    await looks(bot)


async def test_what_is_due_is_told_at_nine_and_again_after_three_working_days_and_no_more(
    workspace: Sandbox, bot: App, monday: date, request_one: HiringRequest, people: People
) -> None:
    await is_due(workspace, bot, monday, DRAFT)
    await looks(bot)
    assert told(workspace, SAM) == []  # it is eight
    heard = {}
    for days in range(14):
        await at_nine(workspace, bot, monday + timedelta(days=days))
        heard[days] = texts(told(workspace, SAM))
    assert heard[0] == ["Today: 1 due today"]
    assert heard[2] == heard[0]
    assert heard[3] == ["Today: 1 due today", "Today: 1 late"]
    assert heard[13] == heard[3]
    sam = await people.joins("Sam Cole")
    await sam.goes_to("@hire-ml")
    await sam.sees("REQ-1 ML Engineer: draft the job description · 3 days late")


async def test_all_of_a_day_is_one_message(
    workspace: Sandbox, bot: App, monday: date, request_one: HiringRequest
) -> None:
    await opens(workspace, bot, "Data Scientist")
    await is_due(workspace, bot, monday, DRAFT, TAKE_HOME)
    await is_due(workspace, bot, monday - timedelta(days=4), DRAFT, number=RequestNumber(2))
    await steps(workspace, bot).block(
        RequestNumber(2), StepKind.DEFINE_PROBLEM, BlockedReason.BUDGET, "", (SAM,), by=Actor(SAM)
    )
    await at_nine(workspace, bot, monday)
    assert texts(told(workspace, SAM)) == ["Today: 1 late, 2 due today, 1 waiting on you"]


async def test_from_the_message_all_ones_steps_are_a_press_away(
    workspace: Sandbox, bot: App, monday: date, request_one: HiringRequest, people: People
) -> None:
    await is_due(workspace, bot, monday, DRAFT)
    await at_nine(workspace, bot, monday)
    sam = await people.joins("Sam Cole")
    await sam.goes_to("@hire-ml")
    await sam.presses("Update mine")
    await sam.sees("3 open steps", "Draft the job description · REQ-1 ML Engineer", "Due today")
    await sam.chooses("Draft the job description", "Done")
    await sam.presses("Save")
    await sam.sees("✓ 1 done")


async def test_nothing_new_is_no_message_and_another_date_is_new(
    workspace: Sandbox, bot: App, monday: date, request_one: HiringRequest
) -> None:
    await is_due(workspace, bot, monday, DRAFT)
    await at_nine(workspace, bot, monday)
    await is_due(workspace, bot, monday + timedelta(days=1), DRAFT)
    await at_nine(workspace, bot, monday + timedelta(days=1))
    assert texts(told(workspace, SAM)) == ["Today: 1 due today"] * 2


async def test_nine_is_where_somebody_is(
    workspace: Sandbox, bot: App, monday: date, request_one: HiringRequest
) -> None:
    """Kenji's nine in Tokyo is long past when London's Monday begins; his next is on Tuesday."""
    await steps(workspace, bot).assign(ONE, TAKE_HOME, KENJI, by=Actor(ANA))
    await is_due(workspace, bot, monday, DRAFT, TAKE_HOME)
    await looks(bot)
    await at_nine(workspace, bot, monday)
    assert (len(told(workspace, SAM)), len(told(workspace, KENJI))) == (1, 0)
    tokyo = datetime(monday.year, monday.month, monday.day, 23, 59, tzinfo=LONDON)
    goes_on_to(workspace, tokyo)  # 8:59 in Tokyo
    await looks(bot)
    assert told(workspace, KENJI) == []
    goes_on_to(workspace, tokyo + timedelta(minutes=1))
    await looks(bot)
    assert texts(told(workspace, KENJI)) == ["Today: 1 late"]


async def test_who_moves_to_another_zone_is_told_at_its_nine(
    workspace: Sandbox, bot: App, monday: date, request_one: HiringRequest
) -> None:
    """Also where Slack's word of it never came: it is asked before anything is said."""
    await is_due(workspace, bot, monday, DRAFT)
    await looks(bot)
    sam = workspace.state.people[seed.SAM]
    workspace.state.people[seed.SAM] = replace(sam, tz="America/New_York")
    await at_nine(workspace, bot, monday)
    assert told(workspace, SAM) == []
    goes_on_to(workspace, now(workspace) + timedelta(hours=5))
    await looks(bot)
    assert texts(told(workspace, SAM)) == ["Today: 1 due today"]


# Days off ------------------------------------------------------------------------------------


async def test_nobody_is_reminded_on_a_public_holiday_of_theirs(
    workspace: Sandbox, bot: App, monday: date, request_one: HiringRequest, people: People
) -> None:
    """Ana works in Madrid, Sam in London: on 6 January, Epiphany, only Spain is off."""
    epiphany = date(monday.year + (monday > date(monday.year, 1, 6)), 1, 6)
    while epiphany.weekday() > 3:
        epiphany = epiphany.replace(year=epiphany.year + 1)
    await is_due(workspace, bot, epiphany, StepKind.DEFINE_PROBLEM, DRAFT)
    await at_nine(workspace, bot, epiphany)
    assert (len(told(workspace, ANA)), len(told(workspace, SAM))) == (0, 1)
    await at_nine(workspace, bot, epiphany + timedelta(days=1))
    assert texts(told(workspace, ANA)) == ["Today: 1 late"]
    ana = await people.joins("Ana Ruiz")
    await ana.goes_to("@hire-ml")
    await ana.sees("No reminders on public holidays: Spain", "[That is right]")
    await ana.presses("That is right")
    await ana.sees("Noted: Spain.")


async def test_who_takes_no_holidays_is_reminded_on_them(
    workspace: Sandbox, bot: App, monday: date, request_one: HiringRequest, people: People
) -> None:
    ana = await people.joins("Ana Ruiz")
    await ana.types("/hire-ml settings")
    await ana.unticks("No reminders on them")
    await ana.presses("Save")
    epiphany = date(monday.year + (monday > date(monday.year, 1, 6)), 1, 6)
    while epiphany.weekday() > 3:
        epiphany = epiphany.replace(year=epiphany.year + 1)
    await is_due(workspace, bot, epiphany, StepKind.DEFINE_PROBLEM)
    await at_nine(workspace, bot, epiphany)
    assert len(told(workspace, ANA)) == 1


# Asked for -----------------------------------------------------------------------------------


async def test_again_tomorrow_brings_the_same_tomorrow(
    workspace: Sandbox, bot: App, monday: date, request_one: HiringRequest, people: People
) -> None:
    await is_due(workspace, bot, monday, DRAFT)
    await at_nine(workspace, bot, monday)
    sam = await people.joins("Sam Cole")
    await sam.goes_to("@hire-ml")
    await sam.presses("Remind me tomorrow")
    await sam.sees("Quiet until Tuesday")
    await at_nine(workspace, bot, monday + timedelta(days=1))
    assert texts(told(workspace, SAM)) == ["Today: 1 due today", "Today: 1 late"]


async def test_a_week_of_quiet_is_one(
    workspace: Sandbox, bot: App, monday: date, request_one: HiringRequest, people: People
) -> None:
    await is_due(workspace, bot, monday, DRAFT)
    await is_due(workspace, bot, monday + timedelta(days=2), TAKE_HOME)
    await at_nine(workspace, bot, monday)
    sam = await people.joins("Sam Cole")
    await sam.goes_to("@hire-ml")
    await sam.presses("In a week")
    await sam.sees("Quiet until Monday")
    for days in range(1, 7):
        await at_nine(workspace, bot, monday + timedelta(days=days))
    assert len(told(workspace, SAM)) == 1
    await at_nine(workspace, bot, monday + timedelta(days=7))
    assert texts(told(workspace, SAM))[1:] == ["Today: 2 late"]


async def test_who_mutes_hears_no_more_reminders_until_they_want_them_again(
    workspace: Sandbox, bot: App, monday: date, request_one: HiringRequest, people: People
) -> None:
    await is_due(workspace, bot, monday, DRAFT)
    await at_nine(workspace, bot, monday)
    sam = await people.joins("Sam Cole")
    await sam.goes_to("@hire-ml")
    await sam.presses("Mute")
    await sam.sees("No reminders any more")
    await is_due(workspace, bot, monday, TAKE_HOME)
    for days in range(1, 5):
        await at_nine(workspace, bot, monday + timedelta(days=days))
    assert len(told(workspace, SAM)) == 1
    await sam.presses("Remind me again")
    await sam.sees("You are reminded again")
    await at_nine(workspace, bot, monday + timedelta(days=7))
    assert texts(told(workspace, SAM))[1:] == ["Today: 2 late"]


async def test_who_mutes_still_hears_what_is_said_at_once(
    workspace: Sandbox, bot: App, monday: date, request_one: HiringRequest, people: People
) -> None:
    sam = await people.joins("Sam Cole")
    await sam.types("/hire-ml settings")
    await sam.unticks("One message a day")
    await sam.presses("Save")
    await steps(workspace, bot).set_done(ONE, StepKind.DEFINE_PROBLEM, on=True, by=Actor(ANA))
    await looks(bot)
    assert texts(told(workspace, SAM, "Your turn")) == [
        "Your turn: draft the job description, REQ-1 ML Engineer"
    ]


# What is no longer so ------------------------------------------------------------------------


async def test_what_waits_on_somebody_is_told_at_once_and_once_more_after_three_days(
    workspace: Sandbox, bot: App, monday: date, request_one: HiringRequest
) -> None:
    await looks(bot)
    goes_on_to(workspace, now(workspace) + timedelta(hours=2))
    await steps(workspace, bot).block(
        ONE, DRAFT, BlockedReason.APPROVAL, "The board meets", (KENJI,), by=Actor(ANA)
    )
    await looks(bot)
    assert len(told(workspace, KENJI, "Waits on you")) == 1
    for days in range(1, 9):
        at = datetime(monday.year, monday.month, monday.day, 0, 0, 1, tzinfo=LONDON)
        goes_on_to(workspace, at + timedelta(days=days))  # nine in Tokyo
        await looks(bot)
    assert texts(told(workspace, KENJI)) == ["Today: 1 waiting on you"]


async def test_what_is_done_or_held_is_not_told(
    workspace: Sandbox, bot: App, monday: date, request_one: HiringRequest
) -> None:
    await is_due(workspace, bot, monday, DRAFT)
    await steps(workspace, bot).set_done(ONE, DRAFT, on=True, by=Actor(ANA))
    await at_nine(workspace, bot, monday)
    assert told(workspace, SAM) == []


async def test_what_comes_back_after_a_morning_without_it_is_new(
    workspace: Sandbox, bot: App, monday: date, request_one: HiringRequest
) -> None:
    await is_due(workspace, bot, monday, DRAFT)
    await at_nine(workspace, bot, monday)
    await steps(workspace, bot).set_done(ONE, DRAFT, on=True, by=Actor(ANA))
    await at_nine(workspace, bot, monday + timedelta(days=1))
    await steps(workspace, bot).set_done(ONE, DRAFT, on=False, by=Actor(ANA))
    await at_nine(workspace, bot, monday + timedelta(days=2))
    assert texts(told(workspace, SAM)) == ["Today: 1 due today", "Today: 1 late"]


# Whatever happens to the process -------------------------------------------------------------


async def test_two_bots_on_one_database_remind_once(
    workspace: Sandbox, bot: App, monday: date, request_one: HiringRequest, database_url: str
) -> None:
    await is_due(workspace, bot, monday, DRAFT)
    await looks(bot)
    settings = settings_for(workspace, database_url)
    async with running(settings, clock_of(workspace)) as other:
        goes_on_to(workspace, now(workspace) + timedelta(hours=1, seconds=1))
        await asyncio.gather(looks(bot), looks(other), looks(bot), looks(other))
    assert len(told(workspace, SAM)) == 1


async def test_nine_missed_is_made_up_for_before_six(
    workspace: Sandbox, monday: date, database_url: str
) -> None:
    async with over_http(workspace, database_url) as bot:
        await opens(workspace, bot)
        await is_due(workspace, bot, monday, DRAFT)
        await looks(bot)
    goes_on_to(workspace, now(workspace) + timedelta(hours=7))
    async with over_http(workspace, database_url) as bot:
        await looks(bot)
        assert len(told(workspace, SAM)) == 1
    async with over_http(workspace, database_url) as bot:
        await looks(bot)
    assert len(told(workspace, SAM)) == 1


async def test_a_whole_day_missed_is_told_the_next_morning(
    workspace: Sandbox, monday: date, database_url: str
) -> None:
    async with over_http(workspace, database_url) as bot:
        await opens(workspace, bot)
        await is_due(workspace, bot, monday, DRAFT)
        await looks(bot)
    goes_on_to(workspace, now(workspace) + timedelta(hours=11))  # seven in the evening
    async with over_http(workspace, database_url) as bot:
        await looks(bot)
        assert told(workspace, SAM) == []
        await at_nine(workspace, bot, monday + timedelta(days=1))
    assert texts(told(workspace, SAM)) == ["Today: 1 late"]


async def test_what_slack_does_not_take_all_day_is_told_with_the_next_days(
    workspace: Sandbox, bot: App, monday: date, request_one: HiringRequest
) -> None:
    await is_due(workspace, bot, monday, DRAFT)
    await looks(bot)
    with workspace.faults.on(Fault("conversations.open", "error", error="fatal_error")):
        await at_nine(workspace, bot, monday)
        goes_on_to(workspace, now(workspace) + timedelta(hours=10))
    await looks(bot)  # it is evening
    assert told(workspace, SAM) == []
    await at_nine(workspace, bot, monday + timedelta(days=1))
    assert texts(told(workspace, SAM)) == ["Today: 1 late"]
