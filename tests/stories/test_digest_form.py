"""How a channel's digest is set up: who may, what is asked, what stands at which field."""

import asyncio
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.app import App
from bot.domain.digest import Part, QuietWeek, State
from bot.domain.weekly import WEEK
from sandbox import seed
from sandbox.workspace import Sandbox
from tests.stories import weekly
from tests.stories.morning import looks
from tests.stories.people import People
from tests.stories.ways import submits
from tests.stories.weekly import (
    ANA,
    EXECUTIVES,
    MONDAYS_AT_NINE,
    SAM,
    at,
    gets_one,
    has,
    posted,
    subscription,
)


@pytest.fixture
def monday(workspace: Sandbox) -> date:
    """It is Monday, eight in the morning in London."""
    return weekly.monday(workspace)


@pytest.fixture
def over_http(transport: str) -> None:
    if transport != "http":
        pytest.skip("the same by either way")


# By either way ---------------------------------------------------------------------------------


async def test_somebody_begins_it_sees_it_beforehand_and_the_channel_gets_it(
    workspace: Sandbox, bot: App, people: People, monday: date
) -> None:
    await has(workspace, bot, "ML Engineer, churn")
    ana = await people.joins("Ana Ruiz")
    await ana.types("/hire-ml digest")
    await ana.sees("Weekly digest", "For #hiring-ml, once a week.", "Europe/Madrid", "Spain")
    await ana.chooses("Day", "Tuesday")
    await ana.chooses("Time", "10:30")
    await ana.presses("Preview")
    tuesday = monday + timedelta(days=1)
    when = f"{tuesday:%a} {tuesday.day} {tuesday:%b}, 10:30 (Europe/Madrid)"
    await ana.sees(
        "Only you see this. #hiring-ml gets it", when, "REQ-1 ML Engineer, churn: opened"
    )
    assert posted(workspace) == []
    await ana.presses("Close")
    await ana.presses("Start")
    await ana.sees(f"#hiring-ml · next: {when}")
    await ana.presses("Close")
    await at(workspace, bot, tuesday)
    assert posted(workspace) == []
    await at(workspace, bot, tuesday, hour=10)  # half past ten was at half past nine in London
    await ana.sees("Hiring this week", "REQ-1 ML Engineer, churn: opened")
    assert len(posted(workspace)) == 1


async def test_it_is_paused_resumed_sent_in_between_and_stopped_from_its_window(
    workspace: Sandbox, bot: App, people: People, monday: date
) -> None:
    await gets_one(workspace, bot)
    await has(workspace, bot, "ML Engineer")
    await at(workspace, bot, monday)
    sam = await people.joins("Sam Cole")
    await sam.presses("Settings")
    await sam.sees("#hiring-ml · next: ", "Set up by @Ana Ruiz")
    await sam.presses("Pause")
    await sam.sees("paused since", "[Resume]")
    for weeks in range(1, 3):
        await at(workspace, bot, monday + weeks * WEEK)
    assert len(posted(workspace)) == 1
    await sam.presses("Resume")
    await sam.sees("next: Mon", "Set up by @Sam Cole")
    await at(workspace, bot, monday + 2 * WEEK, hour=12)
    assert len(posted(workspace)) == 1  # no backlog
    await sam.presses("Send now")
    await sam.presses("Send")
    await sam.sees("On its way. The weekly one comes as well.")
    await looks(bot)
    assert len(posted(workspace)) == 2
    await at(workspace, bot, monday + 3 * WEEK)
    assert len(posted(workspace)) == 3
    await sam.presses("Stop")
    await sam.presses("Stop it")
    await sam.sees("#hiring-ml gets no digest any more.")
    assert await subscription(bot) is None
    await at(workspace, bot, monday + 4 * WEEK)
    assert len(posted(workspace)) == 3


# What is asked ---------------------------------------------------------------------------------


async def test_everything_chosen_is_kept(
    bot: App, people: People, monday: date, over_http: None
) -> None:
    ana = await people.joins("Ana Ruiz")
    await ana.types("/hire-ml digest")
    await ana.chooses("Day", "Friday")
    await ana.chooses("Time", "16:05")
    await ana.unticks("What moved")
    await ana.unticks("How long steps take")
    await ana.unticks("Move it to the next working day")
    await ana.picks("Nothing")
    await ana.presses("Start")
    await ana.sees("next: Fri")
    kept = await subscription(bot)
    assert kept is not None
    week, choices = kept.choices.weekly, kept.choices
    assert (week.weekday, week.at, week.zone) == (4, time(16, 5), "Europe/Madrid")
    assert (week.country, week.moves) == ("ES", False)
    assert choices.parts == {Part.ON_TRACK, Part.FILLED}
    assert choices.quiet is QuietWeek.NOTHING
    await ana.presses("Close")
    await ana.types("/hire-ml digest")
    await ana.sees("Friday", "16:05", "[ ] What moved", "[x] What was filled", "(•) Nothing")


async def test_a_country_that_was_guessed_goes_with_the_zone_and_one_that_was_chosen_stays(
    bot: App, people: People, monday: date, over_http: None
) -> None:
    ana = await people.joins("Ana Ruiz")
    await ana.types("/hire-ml digest")
    await ana.sees("[Spain]", "As the time zone says.")
    await ana.chooses("Time", "11:15")
    await ana.chooses("Time zone", "Asia/Tokyo")
    await ana.sees("[Japan]", "[11:15]")
    await ana.chooses("Country", "Portugal")
    await ana.chooses("Time zone", "Europe/Berlin")
    await ana.sees("[Portugal]")
    await ana.presses("Start")
    await ana.sees("next: Mon", "11:15 (Europe/Berlin)")
    kept = await subscription(bot)
    assert kept is not None
    assert kept.choices.weekly.country == "PT"


async def test_holidays_of_nobody_are_told_at_their_field(
    people: People, monday: date, over_http: None
) -> None:
    ana = await people.joins("Ana Ruiz")
    await ana.types("/hire-ml digest")
    await ana.chooses("Country", None)
    await ana.presses("Start")
    await ana.waits_until(lambda _: "Country" in ana.errors)
    assert "Choose whose holidays count" in ana.errors["Country"]
    await ana.unticks("Move it to the next working day")
    await ana.presses("Start")
    await ana.sees("next: Mon")


async def test_typed_in_direct_messages_it_asks_for_the_channel(
    workspace: Sandbox, bot: App, people: People, monday: date, over_http: None
) -> None:
    ana = await people.joins("Ana Ruiz")
    workspace.state.open_im(seed.ANA, seed.SAM)
    await ana.goes_to("@Sam Cole")
    await ana.types("/hire-ml digest")
    await ana.sees("Which channel gets it?")
    await ana.chooses("Which channel gets it?", "#hiring-ml")
    archived = replace(workspace.state.channels[seed.HIRING], archived=True)
    there = workspace.state.channels[seed.HIRING]
    workspace.state.put_channel(archived, by=seed.TOM)
    await ana.presses("Next")
    await ana.sees("#hiring-ml is archived")
    workspace.state.put_channel(there, by=seed.TOM)
    await ana.presses("Next")
    await ana.sees("For #hiring-ml, once a week.")
    await ana.presses("Start")
    await ana.sees("next: Mon")
    assert await subscription(bot) is not None


async def test_without_the_app_in_the_channel_it_is_kept_and_begins_with_the_invitation(
    workspace: Sandbox, bot: App, people: People, monday: date, over_http: None
) -> None:
    ana = await people.joins("Ana Ruiz", "#random")
    await ana.types("/hire-ml digest")
    await ana.sees("Nothing can be posted in #random now: I am not in the channel", "/invite")
    await ana.chooses("Day", "Wednesday")
    await ana.presses("Start")
    await ana.sees("#random · waits: I am not in the channel. Type /invite @hire-ml there")
    await ana.presses("Close")
    await ana.types("/invite @hire-ml")
    await ana.sees("Whom do we need?")
    await ana.types("/hire-ml digest")
    await ana.sees("#random · next: Wed")


async def test_a_channel_that_others_read_is_told_as_such_beforehand(
    people: People, monday: date, over_http: None
) -> None:
    ana = await people.joins("Ana Ruiz", "#partners")
    await ana.types("/hire-ml digest")
    await ana.sees("People of other companies read #partners", "For #partners, once a week.")


# Who may ---------------------------------------------------------------------------------------


async def test_who_is_not_in_the_channel_keeps_no_digest_of_it(
    workspace: Sandbox, bot: App, people: People, monday: date, over_http: None
) -> None:
    await gets_one(workspace, bot)
    await has(workspace, bot, "ML Engineer")
    kenji = await people.joins("Kenji Mori", "#general")
    workspace.state.open_im(seed.KENJI, seed.SAM)
    await kenji.goes_to("@Sam Cole")
    await kenji.types("/hire-ml digest")
    await kenji.chooses("Which channel gets it?", "#hiring-ml")
    await kenji.presses("Next")
    await kenji.sees("Only those in the channel keep its digest.")
    assert "Which channel gets it?" in kenji.errors


async def test_who_left_the_channel_with_its_window_open_changes_nothing(
    workspace: Sandbox, bot: App, people: People, monday: date, over_http: None
) -> None:
    await gets_one(workspace, bot)
    li = await people.joins("Li Wei")
    await li.types("/hire-ml digest")
    await li.sees("Set up by @Ana Ruiz")
    channel = workspace.state.channels[seed.HIRING]
    workspace.state.remove_member(channel, seed.LI)
    await li.chooses("Day", "Friday")
    await li.presses("Save")
    await li.sees("Only those in the channel keep its digest.")
    await li.presses("Pause")
    await li.sees("Not done", "Only those in the channel keep its digest.")
    kept = await subscription(bot)
    assert kept is not None
    assert (kept.state, kept.choices) == (State.ON, MONDAYS_AT_NINE)


async def test_an_admin_who_is_not_in_a_private_channel_is_told_nothing_of_it(
    workspace: Sandbox, bot: App, people: People, monday: date, over_http: None
) -> None:
    await gets_one(workspace, bot, channel=EXECUTIVES, owner=SAM)
    tom = await people.joins("Tom Baker", "#exec-hiring")
    await tom.types("/hire-ml digest")
    await tom.sees("Set up by @Sam Cole")
    workspace.state.remove_member(workspace.state.channels[seed.EXECUTIVES], seed.TOM)
    await tom.presses("Preview")
    await tom.sees("Not done", "Only those in the channel keep its digest.")


async def test_an_admin_keeps_that_of_a_public_channel_from_outside(
    workspace: Sandbox, bot: App, people: People, monday: date, over_http: None
) -> None:
    await gets_one(workspace, bot)
    tom = await people.joins("Tom Baker")
    await tom.types("/hire-ml digest")
    workspace.state.remove_member(workspace.state.channels[seed.HIRING], seed.TOM)
    await tom.presses("Pause")
    await tom.sees("paused since")
    assert await weekly.has_state(bot) is State.PAUSED


# At once, and twice ----------------------------------------------------------------------------


async def test_of_two_who_change_it_at_once_both_get_theirs(
    workspace: Sandbox, bot: App, people: People, monday: date, over_http: None
) -> None:
    await gets_one(workspace, bot)
    ana, sam = await people.joins("Ana Ruiz"), await people.joins("Sam Cole")
    for somebody in (ana, sam):
        await somebody.types("/hire-ml digest")
    await ana.chooses("Day", "Thursday")
    await ana.unticks("What was filled")
    await sam.chooses("Time", "14:00")
    await sam.unticks("What moved")
    await asyncio.gather(ana.presses("Save"), sam.presses("Save"))
    await ana.sees("next: Thu")
    await sam.sees("14:00 (Europe/London)")
    kept = await subscription(bot)
    assert kept is not None
    assert (kept.choices.weekly.weekday, kept.choices.weekly.at) == (3, time(14))
    assert kept.choices.parts == {Part.ON_TRACK, Part.FIGURES}


async def test_a_form_that_comes_twice_begins_one_digest(
    workspace: Sandbox, bot: App, people: People, monday: date, over_http: None
) -> None:
    ana = await people.joins("Ana Ruiz")
    await ana.types("/hire-ml digest")
    await ana.sees("Start")
    view = workspace.state.modals.stack(seed.ANA)[-1]
    await asyncio.gather(submits(workspace, view), submits(workspace, view))
    kept = await subscription(bot)
    assert kept is not None
    assert kept.owner == ANA
    await at(workspace, bot, monday + WEEK)
    assert len(posted(workspace)) == 1


async def test_a_second_press_in_the_same_window_sends_no_second(
    workspace: Sandbox, bot: App, people: People, monday: date, over_http: None
) -> None:
    await gets_one(workspace, bot)
    sam = await people.joins("Sam Cole")
    await sam.types("/hire-ml digest")
    await sam.sees("Send now")
    with sam.stale_screen():
        for _ in range(2):
            await sam.presses("Send now")
            await sam.presses("Send")
    await looks(bot)
    assert len(posted(workspace)) == 1


async def test_changed_to_another_day_of_a_week_that_has_had_its_digest_it_waits_for_the_next(
    workspace: Sandbox, bot: App, people: People, monday: date, over_http: None
) -> None:
    await gets_one(workspace, bot)
    await at(workspace, bot, monday)
    sam = await people.joins("Sam Cole")
    await sam.types("/hire-ml digest")
    await sam.chooses("Day", "Wednesday")
    await sam.presses("Save")
    following = monday + WEEK + timedelta(days=2)
    await sam.sees(f"next: Wed {following.day} {following:%b}")
    await at(workspace, bot, monday + timedelta(days=2))
    assert len(posted(workspace)) == 1
    await at(workspace, bot, following)
    assert len(posted(workspace)) == 2


async def test_stopped_and_begun_again_in_one_week_it_waits_for_the_next(
    workspace: Sandbox, bot: App, people: People, monday: date, over_http: None
) -> None:
    await gets_one(workspace, bot)
    await at(workspace, bot, monday)
    sam = await people.joins("Sam Cole")
    await sam.types("/hire-ml digest")
    await sam.presses("Stop")
    await sam.presses("Stop it")
    await sam.sees("no digest any more")
    await sam.presses("Close")
    await sam.types("/hire-ml digest")
    await sam.chooses("Day", "Thursday")
    await sam.presses("Start")
    following = monday + WEEK + timedelta(days=3)
    await sam.sees(f"next: Thu {following.day} {following:%b}")


async def test_what_was_stopped_meanwhile_is_told_to_who_would_pause_it(
    workspace: Sandbox, bot: App, people: People, monday: date, over_http: None
) -> None:
    await gets_one(workspace, bot)
    ana, sam = await people.joins("Ana Ruiz"), await people.joins("Sam Cole")
    for somebody in (ana, sam):
        await somebody.types("/hire-ml digest")
    await ana.presses("Stop")
    await ana.presses("Stop it")
    await ana.sees("no digest any more")
    await sam.presses("Pause")
    await sam.sees("Not done", "That channel has no digest any more.")


async def test_a_preview_of_many_says_that_they_go_on_in_the_thread(
    workspace: Sandbox, bot: App, people: People, monday: date, over_http: None
) -> None:
    for number in range(1, 13):
        await has(workspace, bot, f"Search {number}.")
    sam = await people.joins("Sam Cole")
    await sam.types("/hire-ml digest")
    await sam.presses("Preview")
    await sam.sees("12 open", "Search 10.", "2 more in its thread")
    await sam.sees_not("Search 11.")
