"""The weekly digest in its channel: once a week, who is needed first."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.app import App, running
from bot.domain.checklist import BlockedReason
from bot.domain.digest import Part, QuietWeek, State
from bot.domain.hiring_request import StatusReason
from bot.domain.identity import ChannelId
from bot.domain.permissions import Actor
from bot.domain.role import StepKind
from bot.domain.weekly import WEEK, is_holiday
from bot.services.checklist import Checklists
from bot.services.lifecycle import Lifecycles
from bot.slack.outbox import CROWD_PAGE
from bot.store.workspaces import Native
from sandbox import seed
from sandbox.faults import Fault
from sandbox.values import Channel
from sandbox.workspace import Sandbox
from tests.running import clock_of, over_http, settings_for, until
from tests.stories import kept, weekly
from tests.stories.kept import ACME
from tests.stories.morning import goes_on_to, looks, now
from tests.stories.people import People
from tests.stories.trouble import calls
from tests.stories.weekly import (
    ANA,
    EXECUTIVES,
    MONDAYS_AT_NINE,
    PRIYA,
    SAM,
    at,
    gets_one,
    has,
    posted,
)

DEFINE, DRAFT, DESIGN, TAKE_HOME, SIGNALS = StepKind


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
def monday(workspace: Sandbox) -> date:
    """It is Monday, eight in the morning in London."""
    return weekly.monday(workspace)


@pytest.fixture
def steps(workspace: Sandbox, bot: App) -> Checklists:
    return Checklists(bot.database, ACME, clock_of(workspace))


@pytest.fixture
def lives(workspace: Sandbox, bot: App) -> Lifecycles:
    return Lifecycles(bot.database, ACME, clock_of(workspace))


def leaves(value: Any, kind: str) -> Iterator[dict[str, Any]]:
    """The elements of a type in blocks."""
    if isinstance(value, list):
        for one in value:
            yield from leaves(one, kind)
    elif isinstance(value, dict):
        if value.get("type") == kind:
            yield value
        for one in value.values():
            yield from leaves(one, kind)


# What it says --------------------------------------------------------------------------------


async def test_it_says_first_who_is_needed_then_what_moved_is_on_track_and_was_filled(
    workspace: Sandbox,
    bot: App,
    people: People,
    monday: date,
    steps: Checklists,
    lives: Lifecycles,
) -> None:
    await gets_one(workspace, bot)
    blocked = await has(workspace, bot, "ML Engineer, churn")
    late = await has(workspace, bot, "Data Scientist, growth")
    moving = await has(workspace, bot, "ML Engineer, search")
    calm = await has(workspace, bot, "Analyst", start_by=monday + timedelta(days=300))
    filled = await has(workspace, bot, "Data Scientist, risk")
    await at(workspace, bot, monday)
    by = Actor(ANA)
    await steps.block(
        blocked.number, DESIGN, BlockedReason.APPROVAL, "of the board", (PRIYA,), by=by
    )
    await steps.set_due(late.number, DRAFT, monday + timedelta(days=3), by=by)
    await steps.set_done(moving.number, DEFINE, on=True, by=by)
    await steps.set_done(moving.number, DRAFT, on=True, by=by)
    await steps.set_due(calm.number, DEFINE, monday + timedelta(days=10), by=by)
    goes_on_to(workspace, now(workspace) + timedelta(days=5))
    await lives.fill(
        filled.number, 1, now(workspace).date(), "", by=by, today=now(workspace).date(), seen=0
    )
    await at(workspace, bot, monday + WEEK)
    sam = await people.joins("Sam Cole")
    following = monday + timedelta(days=10)
    await sam.sees(
        f"Hiring this week · {following - timedelta(days=3):%a} ",
        "4 open · 1 filled · 2 steps done",
        "Needs someone\n"
        "• REQ-1 ML Engineer, churn: blocked 5 days\n"
        "interview loop · an approval · waits on Priya Natarajan\n"
        "• REQ-2 Data Scientist, growth: 2 days late\n"
        "job description · Sam Cole\n"
        "Moved\n"
        "• REQ-3 ML Engineer, search: business problem and job description done\n"
        "2 of 5 · interview loop due ",
        f"On track\n• REQ-4 Analyst: 0 of 5 · business problem due {following:%a}, Ana Ruiz\n",
        "Filled\n• REQ-5 Data Scientist, risk: after 5 days\n[Update mine] [Settings]",
    )
    assert posted(workspace)[-1].text == (
        "Hiring this week: 2 need someone, 4 open, 1 filled, 2 steps done"
    )


async def test_it_calls_nobody_and_leads_to_each_thread(
    workspace: Sandbox, bot: App, monday: date, steps: Checklists
) -> None:
    await gets_one(workspace, bot)
    request = await has(workspace, bot, "ML Engineer")
    await steps.block(request.number, DEFINE, BlockedReason.BUDGET, "", (SAM, PRIYA), by=Actor(ANA))
    await at(workspace, bot, monday)
    (digest,) = posted(workspace)
    assert list(leaves(digest.blocks, "user")) == []
    assert "<@" not in str(digest.blocks) + digest.text
    (link,) = leaves(digest.blocks, "link")
    assert "thread_ts=" in link["url"]


async def test_what_was_told_last_week_has_moved_no_more(
    workspace: Sandbox, bot: App, people: People, monday: date, lives: Lifecycles
) -> None:
    await gets_one(workspace, bot)
    first = await has(workspace, bot, "ML Engineer")
    await at(workspace, bot, monday)
    await lives.hold(first.number, StatusReason.BUDGET, "", by=Actor(ANA))
    await has(workspace, bot, "Data Scientist")
    await at(workspace, bot, monday + WEEK)
    sam = await people.joins("Sam Cole")
    await sam.sees(
        "1 open\nMoved\n• REQ-1 ML Engineer: opened",
        "1 open · 1 on hold\nMoved\n• REQ-1 ML Engineer: on hold: budget\n"
        "• REQ-2 Data Scientist: opened\n",
    )
    await lives.resume(first.number, by=Actor(ANA))
    await at(workspace, bot, monday + 2 * WEEK)
    await sam.sees("• REQ-1 ML Engineer: taken up again\n")


async def test_who_left_leaves_what_needs_an_owner(
    workspace: Sandbox, bot: App, people: People, monday: date, steps: Checklists
) -> None:
    await gets_one(workspace, bot)
    request = await has(workspace, bot, "ML Engineer")
    await steps.assign(request.number, DEFINE, None, by=Actor(ANA))
    await at(workspace, bot, monday)
    sam = await people.joins("Sam Cole")
    await sam.sees("Needs someone\n• REQ-1 ML Engineer: needs an owner\nbusiness problem\n")


async def test_from_five_requests_on_it_tells_how_long_steps_take(
    workspace: Sandbox, bot: App, people: People, monday: date, steps: Checklists
) -> None:
    await gets_one(workspace, bot)
    for days in range(5):
        request = await has(workspace, bot, f"Search {days}")
        goes_on_to(workspace, now(workspace) + timedelta(days=1))
        await steps.set_done(request.number, DEFINE, on=True, by=Actor(ANA))
    await at(workspace, bot, monday + WEEK)
    sam = await people.joins("Sam Cole")
    await sam.sees("Median days in step\nDays: Problem 1")
    await sam.sees("Median days in step (of how many): Problem 1 (5)", "Of the latest 5 requests")


async def test_a_chart_that_is_refused_is_told_in_words_from_then_on(
    workspace: Sandbox, bot: App, people: People, monday: date, steps: Checklists
) -> None:
    await gets_one(workspace, bot)
    for days in range(5):
        request = await has(workspace, bot, f"Search {days}")
        goes_on_to(workspace, now(workspace) + timedelta(days=1))
        await steps.set_done(request.number, DEFINE, on=True, by=Actor(ANA))
    await at(workspace, bot, monday + WEEK, hour=8)
    workspace.faults.add(Fault("chat.postMessage", "error", error="invalid_blocks", times=1))
    goes_on_to(workspace, now(workspace) + timedelta(hours=1))
    await bot.digesting.look()
    await until(workspace, lambda: bool(posted(workspace)))
    (digest,) = posted(workspace)
    assert list(leaves(digest.blocks, "data_visualization")) == []
    await kept.refused(bot, Native.CHART)
    sam = await people.joins("Sam Cole")
    await sam.sees("Median days in step (of how many): Problem 1 (5)")
    await steps.set_done(request.number, DRAFT, on=True, by=Actor(ANA))
    await at(workspace, bot, monday + 2 * WEEK)
    assert len(posted(workspace)) == 2
    assert list(leaves(posted(workspace)[1].blocks, "data_visualization")) == []


async def test_what_does_not_fit_on_one_screen_goes_on_in_the_thread(
    workspace: Sandbox, bot: App, people: People, monday: date
) -> None:
    await gets_one(workspace, bot)
    for number in range(1, 13):
        await has(workspace, bot, f"Search {number}.")
    await at(workspace, bot, monday)
    sam = await people.joins("Sam Cole")
    await sam.sees("12 open", "Search 10.", "2 requests more in the thread")
    (digest,) = posted(workspace)
    assert "Search 11." not in str(digest.blocks)
    await sam.opens_thread("12 open")
    await sam.sees("• REQ-11 Search 11.: opened", "• REQ-12 Search 12.: opened")
    await looks(bot)
    in_thread = [one for one in workspace.state.messages() if one.thread_ts == digest.ts]
    assert len(in_thread) == 1


# What it does not say --------------------------------------------------------------------------


async def test_a_private_channel_reads_of_its_requests_and_no_other_does(
    workspace: Sandbox, bot: App, people: People, monday: date
) -> None:
    for channel in (weekly.HIRING, EXECUTIVES):
        await gets_one(workspace, bot, channel=channel)
    await has(workspace, bot, "Open to all")
    secret = {"channel": EXECUTIVES, "channel_is_private": True}
    await has(workspace, bot, "In a small circle", **secret)
    await has(workspace, bot, "Never told", confidential=True, **secret)
    await at(workspace, bot, monday)
    (public,), (private,) = posted(workspace), posted(workspace, EXECUTIVES)
    assert "Open to all" in str(public.blocks)
    assert "In a small circle" in str(private.blocks)
    assert "1 open" in str(private.blocks)
    for told in (public, private):
        assert "Never told" not in str(told)
    assert "circle" not in str(public)
    assert "Open to all" not in str(private)


async def test_a_channel_without_requests_hears_that_nothing_is_open(
    workspace: Sandbox, bot: App, monday: date
) -> None:
    await gets_one(workspace, bot)
    await at(workspace, bot, monday)
    assert [one.text for one in posted(workspace)] == ["Hiring this week: nothing is open."]


async def test_a_quiet_week_is_one_line_without_buttons(
    workspace: Sandbox, bot: App, people: People, monday: date, steps: Checklists
) -> None:
    await gets_one(workspace, bot)
    request = await has(workspace, bot, "ML Engineer")
    await steps.set_due(request.number, DEFINE, monday + timedelta(days=30), by=Actor(ANA))
    await at(workspace, bot, monday)
    await at(workspace, bot, monday + WEEK)
    quiet = posted(workspace)[1]
    assert quiet.text == "Hiring this week: quiet. 1 open, all on track."
    assert [block["type"] for block in quiet.blocks] == ["section"]


async def test_a_quiet_week_of_many_requests_is_one_line_with_no_thread(
    workspace: Sandbox, bot: App, monday: date
) -> None:
    await gets_one(workspace, bot)
    for number in range(1, 13):
        await has(workspace, bot, f"Search {number}.")
    for week in range(2):
        await at(workspace, bot, monday + week * WEEK)
    quiet = posted(workspace)[1]
    assert quiet.text == "Hiring this week: quiet. 12 open, all on track."
    assert [one for one in workspace.state.messages() if one.thread_ts == quiet.ts] == []


async def test_a_quiet_week_is_skipped_where_the_channel_chose_so(
    workspace: Sandbox, bot: App, monday: date, lives: Lifecycles
) -> None:
    await gets_one(workspace, bot, replace(MONDAYS_AT_NINE, quiet=QuietWeek.NOTHING))
    request = await has(workspace, bot, "ML Engineer")
    for week in range(3):
        await at(workspace, bot, monday + week * WEEK)
    assert len(posted(workspace)) == 1
    await lives.hold(request.number, StatusReason.BUDGET, "", by=Actor(ANA))
    await at(workspace, bot, monday + 3 * WEEK)
    assert len(posted(workspace)) == 2


async def test_parts_that_were_not_chosen_are_not_told(
    workspace: Sandbox, bot: App, monday: date, steps: Checklists
) -> None:
    await gets_one(workspace, bot, replace(MONDAYS_AT_NINE, parts=frozenset({Part.ON_TRACK})))
    request = await has(workspace, bot, "ML Engineer")
    other = await has(workspace, bot, "Data Scientist")
    await steps.assign(other.number, DEFINE, None, by=Actor(ANA))
    await at(workspace, bot, monday)
    told = str(posted(workspace)[0].blocks)
    assert "Moved" not in told
    assert f"{request.number} ML Engineer" in told


# When it comes -------------------------------------------------------------------------------


async def test_it_comes_when_it_is_due_and_once(workspace: Sandbox, bot: App, monday: date) -> None:
    await gets_one(workspace, bot)
    await looks(bot)
    assert posted(workspace) == []
    for days in range(7):
        await at(workspace, bot, monday + timedelta(days=days))
        await looks(bot)
    assert len(posted(workspace)) == 1
    await at(workspace, bot, monday + WEEK, hour=8)
    assert len(posted(workspace)) == 1
    await at(workspace, bot, monday + WEEK)
    assert len(posted(workspace)) == 2


async def test_a_holiday_moves_it_to_the_next_working_day(
    workspace: Sandbox, bot: App, monday: date
) -> None:
    in_london = replace(MONDAYS_AT_NINE.weekly, country="GB", moves=True)
    await gets_one(workspace, bot, replace(MONDAYS_AT_NINE, weekly=in_london))
    mondays = (monday + weeks * WEEK for weeks in range(60))
    holiday = next(day for day in mondays if is_holiday(day, "GB"))
    await at(workspace, bot, holiday)
    before = len(posted(workspace))
    await at(workspace, bot, holiday + timedelta(days=1))
    assert len(posted(workspace)) == before + 1
    await at(workspace, bot, holiday + WEEK)
    assert len(posted(workspace)) == before + 2


async def test_an_hour_that_was_missed_is_made_up_for_once_and_says_so(
    workspace: Sandbox, monday: date, database_url: str
) -> None:
    async with over_http(workspace, database_url) as bot:
        await gets_one(workspace, bot)
        await has(workspace, bot, "ML Engineer")
    goes_on_to(workspace, now(workspace) + timedelta(hours=4))
    for _ in range(2):
        async with over_http(workspace, database_url) as bot:
            await looks(bot)
    (digest,) = posted(workspace)
    assert "Was due Monday, 9:00." in str(digest.blocks)


async def test_of_weeks_that_were_missed_the_latest_alone_is_sent(
    workspace: Sandbox, monday: date, database_url: str
) -> None:
    async with over_http(workspace, database_url) as bot:
        await gets_one(workspace, bot)
        await has(workspace, bot, "ML Engineer")
        await at(workspace, bot, monday)
        await has(workspace, bot, "Data Scientist")
    goes_on_to(workspace, now(workspace) + 3 * WEEK + timedelta(days=2))
    async with over_http(workspace, database_url) as bot:
        await looks(bot)
        late = posted(workspace)[1]
        assert "Was due Monday, 9:00." in str(late.blocks)
        assert "REQ-2 Data Scientist" in str(late.blocks)  # it moved since the last one
        assert len(posted(workspace)) == 2
        await at(workspace, bot, monday + 4 * WEEK)
        assert len(posted(workspace)) == 3


async def test_on_the_day_of_the_next_one_the_missed_one_is_left_to_it(
    workspace: Sandbox, monday: date, database_url: str
) -> None:
    async with over_http(workspace, database_url) as bot:
        await gets_one(workspace, bot)
    goes_on_to(workspace, now(workspace) + WEEK)
    async with over_http(workspace, database_url) as bot:
        await looks(bot)
        assert posted(workspace) == []
        await at(workspace, bot, monday + WEEK)
        assert len(posted(workspace)) == 1


async def test_two_bots_on_one_database_send_one(
    workspace: Sandbox, bot: App, monday: date, database_url: str
) -> None:
    await gets_one(workspace, bot)
    async with running(settings_for(workspace, database_url), clock_of(workspace)) as other:
        goes_on_to(workspace, now(workspace) + timedelta(hours=1, seconds=1))
        await asyncio.gather(looks(bot), looks(other), looks(bot), looks(other))
    assert len(posted(workspace)) == 1


async def test_what_slack_does_not_take_is_sent_when_it_does(
    workspace: Sandbox, bot: App, monday: date
) -> None:
    await gets_one(workspace, bot)
    with workspace.faults.on(Fault("chat.postMessage", "error", error="ratelimited")):
        await at(workspace, bot, monday)
    assert posted(workspace) == []
    await at(workspace, bot, monday, hour=11)
    assert [one.text for one in posted(workspace)] == [
        "Hiring this week: nothing is open. Was due Monday, 9:00."
    ]


async def test_what_slack_does_not_take_all_week_gives_way_to_the_next(
    workspace: Sandbox, bot: App, monday: date
) -> None:
    await gets_one(workspace, bot)
    with workspace.faults.on(Fault("chat.postMessage", "error", error="ratelimited")):
        await at(workspace, bot, monday)
    await at(workspace, bot, monday + WEEK)
    await at(workspace, bot, monday + WEEK, hour=12)
    assert len(posted(workspace)) == 1


async def test_who_is_named_is_asked_for_once_an_hour(
    workspace: Sandbox, bot: App, monday: date
) -> None:
    for channel in (weekly.HIRING, EXECUTIVES):
        await gets_one(workspace, bot, channel=channel)
    secret = {"channel": EXECUTIVES, "channel_is_private": True}
    for more in ({}, secret):
        await has(workspace, bot, "ML Engineer", **more)
    await looks(bot)
    before = len(calls(workspace, "users.info"))
    goes_on_to(workspace, now(workspace) + timedelta(hours=1, seconds=1))
    await looks(bot)
    assert (len(posted(workspace)), len(posted(workspace, EXECUTIVES))) == (1, 1)
    assert len(calls(workspace, "users.info")) == before + 1


async def test_what_somebody_waits_for_does_not_wait_for_a_crowd_of_digests(
    workspace: Sandbox, bot: App, monday: date, lives: Lifecycles
) -> None:
    rooms = [
        Channel(f"C0TEAM{number}", f"team-{number}", "private", (seed.BOT_USER,))
        for number in range(3 * CROWD_PAGE)
    ]
    for room in rooms:
        workspace.state.put_channel(room)
        await gets_one(workspace, bot, channel=ChannelId(room.id))
    request = await has(workspace, bot, "ML Engineer")
    goes_on_to(workspace, now(workspace) + timedelta(hours=1, seconds=1))
    await bot.digesting.look()

    def out() -> int:
        return sum(len(posted(workspace, ChannelId(room.id))) for room in rooms)

    await until(workspace, lambda: out() > 0)
    await lives.hold(request.number, StatusReason.BUDGET, "", by=Actor(SAM))

    def said() -> list[str]:
        return [
            one.text
            for one in workspace.state.messages()
            if one.thread_ts and "On hold" in one.text
        ]

    await until(workspace, lambda: bool(said()))
    assert out() < len(rooms)
    await until(workspace, lambda: out() == len(rooms))


# When it cannot --------------------------------------------------------------------------------


async def test_an_archived_channels_digest_waits_and_its_owner_is_told(
    workspace: Sandbox, bot: App, people: People, monday: date
) -> None:
    await gets_one(workspace, bot)
    channel = workspace.state.channels[seed.HIRING]
    workspace.state.put_channel(replace(channel, archived=True), by=seed.TOM)
    await at(workspace, bot, monday)
    assert await weekly.has_state(bot) is State.ARCHIVED
    ana = await people.joins("Ana Ruiz", "@hire-ml")
    await ana.sees("The digest of #hiring-ml cannot be posted any more: the channel is archived.")
    await at(workspace, bot, monday + WEEK)
    assert ana.screen.count("cannot be posted any more") == 1
    await ana.presses("Settings")
    await ana.sees("waits: the channel is archived")
    await ana.closes()
    workspace.state.put_channel(replace(channel, archived=False), by=seed.TOM)
    await kept.comes_to_be(lambda: weekly.has_state(bot), State.ON)
    assert posted(workspace) == []
    await at(workspace, bot, monday + 2 * WEEK)
    assert len(posted(workspace)) == 1


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("is_archived", State.ARCHIVED),
        ("not_in_channel", State.NOT_IN_CHANNEL),
        ("channel_not_found", State.UNSEEN),
        ("restricted_action", State.MAY_NOT_POST),
        ("restricted_action_thread_only_channel", State.MAY_NOT_POST),
    ],
)
async def test_whatever_slack_says_that_closes_a_channel_stops_its_digest(
    workspace: Sandbox, bot: App, monday: date, code: str, state: State
) -> None:
    await gets_one(workspace, bot)
    workspace.faults.add(Fault("chat.postMessage", "error", error=code, times=1))
    await at(workspace, bot, monday)
    assert await weekly.has_state(bot) is state
    assert posted(workspace) == []


async def test_taken_out_of_its_channel_it_goes_on_when_it_is_invited_again(
    workspace: Sandbox, bot: App, people: People, monday: date
) -> None:
    await gets_one(workspace, bot)
    tom = await people.joins("Tom Baker")
    await tom.types("/remove @hire-ml")
    await at(workspace, bot, monday)
    assert await weekly.has_state(bot) is State.NOT_IN_CHANNEL
    ana = await people.joins("Ana Ruiz", "@hire-ml")
    await ana.sees(
        "I am not in the channel", "Type /invite @hire-ml there, and it goes on by itself"
    )
    await tom.types("/invite @hire-ml")
    await tom.sees("Whom do we need?")
    assert await weekly.has_state(bot) is State.ON
    await at(workspace, bot, monday + WEEK)
    assert len(posted(workspace)) == 1


async def test_a_private_channel_that_slack_hides_is_as_one_it_was_taken_out_of(
    workspace: Sandbox, bot: App, people: People, monday: date
) -> None:
    await gets_one(workspace, bot, channel=EXECUTIVES, owner=SAM)
    tom = await people.joins("Tom Baker", "#exec-hiring")
    await tom.types("/remove @hire-ml")
    await at(workspace, bot, monday)
    assert await weekly.has_state(bot, EXECUTIVES) is State.NOT_IN_CHANNEL
    sam = await people.joins("Sam Cole", "@hire-ml")
    await sam.sees("cannot be posted any more: I am not in the channel")
    await tom.types("/invite @hire-ml")
    await tom.sees("Whom do we need?")
    assert await weekly.has_state(bot, EXECUTIVES) is State.ON


async def test_whose_reply_was_lost_is_not_sent_again_and_the_next_one_is(
    workspace: Sandbox, bot: App, monday: date
) -> None:
    await gets_one(workspace, bot)
    workspace.faults.add(Fault("chat.postMessage", "lose_reply", times=1))
    goes_on_to(workspace, now(workspace) + timedelta(hours=1, seconds=1))
    await bot.digesting.look()
    await until(workspace, lambda: bool(posted(workspace)))
    await bot.outbox.look()
    assert len(posted(workspace)) == 1
