"""The form of a request: who will read it, and what is told where it is filled in badly."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.app import App
from bot.domain import identity
from bot.domain.role import Plan
from bot.services.drafts import Drafts
from bot.store.drafts import DraftRepository
from sandbox import seed
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests import hiring
from tests.sampling import sampled
from tests.stories import kept
from tests.stories.people import People
from tests.stories.ways import (
    GOAL,
    SERVICE,
    cards,
    comes_to_form,
    gets_advice,
    opens_request,
    submits,
)

CARD = "ML Engineer, churn service"
IN_SLACK = {
    "title": "title",
    "problem": "problem",
    "openings": "openings",
    "place": "place",
    "start_by": "start_by",
    "recruiters": "recruiters",
    "channel": "hiring_request.channel_chosen",
    "role": "role",
    "link": "link",
    "began_on": "began_on",
}
"""Names of the form's fields → the action_ids of their inputs."""


over_both = pytest.mark.parametrize("transport", ["http", "socket"])


@pytest.fixture
def transport() -> str:
    """How a request arrives matters to what arrives twice; those tests say it themselves."""
    return "http"


@pytest.fixture
async def ana(people: People) -> Person:
    return await people.joins("Ana Ruiz")


# Who will read it ----------------------------------------------------------------------------


async def test_another_channel_says_at_once_who_reads_there(ana: Person) -> None:
    await comes_to_form(ana)
    await ana.sees("5 people in #hiring-ml will see title, problem and dates.")
    await ana.chooses("Post in", "#team-search")
    await ana.sees("3 people in #team-search will see title, problem and dates.", f"[{CARD}]")


@pytest.mark.parametrize(
    ("typed_in", "posted_in", "warning"),
    [
        ("#hiring-ml", "#general", "#general is the channel that everybody here reads."),
        ("#hiring-ml", "#partners", "#partners is shared with people of other companies."),
        ("#exec-hiring", "#hiring-ml", "You began in a private channel; #hiring-ml can be read"),
        ("#hiring-ml", "#random", "I am not in #random yet. Type /invite @hire-ml there"),
    ],
)
async def test_a_channel_that_deserves_a_second_thought_brings_a_warning(
    ana: Person, typed_in: str, posted_in: str, warning: str
) -> None:
    await ana.goes_to(typed_in)
    await comes_to_form(ana)
    await ana.sees_not("⚠")
    await ana.chooses("Post in", posted_in)
    await ana.sees(f"⚠ {warning}")
    await ana.chooses("Post in", typed_in)
    await ana.sees_not("⚠")


async def test_a_form_remembers_where_it_began_when_its_draft_is_gone(
    ana: Person, bot: App
) -> None:
    await ana.goes_to("#exec-hiring")
    await comes_to_form(ana)
    drafts = Drafts(bot.database, identity.WorkspaceId(seed.TEAM.id), bot.clock)
    await drafts.discard(identity.Person(seed.TEAM.id, seed.ANA))
    await ana.chooses("Post in", "#hiring-ml")
    await ana.sees("⚠ You began in a private channel")


async def test_a_request_of_a_private_channel_stays_there(
    people: People, ana: Person, bot: App
) -> None:
    li = await people.joins("Li Wei")
    await ana.goes_to("#exec-hiring")
    await opens_request(ana)
    await ana.sees(f"REQ-1 · {CARD}")
    await li.sees_not("REQ-1")
    request = await kept.request(bot)
    assert request.channel_is_private
    assert request.channel == seed.EXECUTIVES


# Filled in badly -----------------------------------------------------------------------------


async def filled_in(ana: Person) -> None:
    """All that the form takes but its title."""
    await ana.fills("Problem", "Customers *leave*")
    await ana.chooses("Level", "Lead")
    await ana.fills("Openings", "3")
    await ana.fills("Place, or remote", "Lisbon")
    await ana.chooses("Start by", "2031-02-03")


async def still_there(ana: Person) -> None:
    await ana.sees(
        "═══ Open the request ═══", "Customers *leave*", "[Lead]", "[3]", "[Lisbon]", "[2031-02-03]"
    )


@over_both
@pytest.mark.parametrize("title", ["", "   ", "\0", "\0 \0"])
async def test_a_title_of_nothing_is_told_at_its_field(ana: Person, title: str) -> None:
    await comes_to_form(ana)
    await filled_in(ana)
    await ana.fills("Title", title)
    await ana.presses("Open request")
    assert set(ana.errors) == {"Title"}
    await still_there(ana)
    await ana.fills("Title", CARD)
    await ana.presses("Open request")
    await ana.sees(f"REQ-1 · {CARD}")


@over_both
@pytest.mark.parametrize("elsewhere", [False, True])
async def test_every_mistake_is_told_at_once_and_everything_typed_stays(
    ana: Person, workspace: Sandbox, *, elsewhere: bool
) -> None:
    await comes_to_form(ana, "\0")
    await filled_in(ana)
    await ana.chooses("Recruiter", ["Standup Bot"])
    await ana.chooses("Start by", "2020-02-29")
    if elsewhere:
        await ana.presses("It began elsewhere…")
        await ana.fills("Kept elsewhere", "jobs.example.com/1")
        await ana.chooses("Under way since", "2099-12-31")
        await ana.ticks("Create the take-home")
    await ana.chooses("Post in", "#random")
    await ana.sees("⚠ I am not in #random yet.")
    await ana.presses("Open request")
    of_elsewhere = {
        "Kept elsewhere, too": "Paste a whole address that begins with https://, or leave this "
        "empty.",
        "Under way since": "31 Dec 2099 is still to come: choose today or earlier.",
    }
    assert ana.errors == {
        **(of_elsewhere if elsewhere else {}),
        "Title": "Give the job a title: it is what everybody will call this request.",
        "Start by": "29 Feb 2020 has passed: choose today or a later day.",
        "Recruiter": "Standup Bot is an app. Choose a person.",
        "Post in": "I am not in #random yet. Type /invite @hire-ml there and press Open request "
        "again; what you typed is kept.",
    }
    await ana.sees("Customers *leave*", "[Lead]", "[3]", "[Lisbon]", "[2020-02-29]")
    await ana.sees("[Standup Bot]", "[#random]")
    if elsewhere:
        await ana.sees("[jobs.example.com/1]", "[2099-12-31]", "[x] Create the take-home")
    assert cards(workspace) == []


MIDNIGHT_IS_NEAR = [
    ("Kenji Mori", 23, 0, "has passed"),  # 08:00 on the next day in Tokyo
    ("Kenji Mori", 13, 0, None),
    ("Mia Khan", 3, -1, None),  # 19:00 on the day before in California
    ("Mia Khan", 13, -1, "has passed"),
]


@pytest.mark.parametrize(("who", "utc_hour", "days", "wrong"), MIDNIGHT_IS_NEAR)
async def test_a_day_has_passed_when_it_has_where_the_manager_is(
    people: People, workspace: Sandbox, who: str, utc_hour: int, days: int, wrong: str | None
) -> None:
    now = datetime.fromtimestamp(workspace.clock.now(), UTC)
    then = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), UTC)
    then += timedelta(hours=utc_hour, minutes=5)
    workspace.clock.advance((then - now).total_seconds())
    workspace.state.add_member(workspace.state.channels[seed.SEARCH_TEAM], seed.MIA)
    somebody = await people.joins(who, "#team-search")
    await comes_to_form(somebody)
    await somebody.chooses("Start by", (then.date() + timedelta(days=days)).isoformat())
    await somebody.presses("Open request")
    if wrong:
        assert wrong in somebody.errors["Start by"]
    else:
        await somebody.sees(f"REQ-1 · {CARD}")


async def test_a_channel_without_the_app_is_told_and_works_once_it_is_invited(
    people: People, ana: Person
) -> None:
    sam = await people.joins("Sam Cole", "#random")
    await comes_to_form(ana)
    await filled_in(ana)
    await ana.chooses("Post in", "#random")
    await ana.sees("⚠ I am not in #random yet.")
    await ana.presses("Open request")
    assert "Type /invite @hire-ml there" in ana.errors["Post in"]
    await still_there(ana)
    await sam.types("/invite @hire-ml")
    await ana.presses("Open request")
    await sam.sees(f"REQ-1 · {CARD}")


async def test_who_closes_the_form_to_invite_the_app_finds_it_filled_in(ana: Person) -> None:
    await comes_to_form(ana)
    await filled_in(ana)
    await ana.chooses("Post in", "#random")
    await ana.sees("⚠ I am not in #random yet.")
    await ana.presses("Open request")
    await ana.closes()
    await ana.goes_to("#random")
    await ana.types("/invite @hire-ml")
    await ana.types("/hire-ml")
    await ana.presses("Continue")
    await ana.presses("I know the role already")
    await still_there(ana)
    await ana.presses("Open request")
    await ana.sees(f"REQ-1 · {CARD}")


async def test_the_choice_over_the_advice_outlives_a_form_that_was_refused(
    ana: Person, bot: App
) -> None:
    await gets_advice(ana, {GOAL: SERVICE})
    await ana.presses("I disagree…")
    await ana.picks("Hire a Data Scientist")
    await ana.fills("Why? One line will do", "We have an engineer")
    await ana.presses("Keep my choice")
    await ana.presses("Continue")
    await ana.fills("Title", "\0")
    await ana.presses("Open request")
    assert set(ana.errors) == {"Title"}
    await ana.fills("Title", CARD)
    await ana.presses("Open request")
    await ana.sees(f"REQ-1 · {CARD}")
    overrule = (await kept.request(bot)).decision.overrule
    assert overrule is not None
    assert overrule.reason == "We have an engineer"


async def test_the_choice_over_the_advice_outlives_the_draft_of_another_window(
    ana: Person, bot: App
) -> None:
    await gets_advice(ana, {GOAL: SERVICE})
    await ana.presses("I disagree…")
    await ana.picks("Hire a Data Scientist")
    await ana.fills("Why? One line will do", "We have an engineer")
    await ana.presses("Keep my choice")
    await ana.presses("Continue")
    await ana.fills("Title", CARD)
    async with bot.database.writing() as connection:
        person = replace(hiring.ANA, team=seed.TEAM.id, user=seed.ANA)
        await DraftRepository(connection, kept.ACME).discard(person)
        await connection.commit()
    await ana.presses("Open request")
    await ana.sees(f"REQ-1 · {CARD}", "senior Data Scientist")
    decision = (await kept.request(bot)).decision
    assert decision.recommended is Plan.ML_ENGINEER
    assert decision.overrule is not None
    assert decision.overrule.plan is Plan.DATA_SCIENTIST


async def test_a_private_channel_that_the_app_cannot_see_is_told(
    ana: Person, workspace: Sandbox
) -> None:
    private = workspace.state.channels[seed.EXECUTIVES]
    workspace.state.put_channel(
        replace(private, id="C0SECRETS1", name="secrets", members=(seed.ANA,))
    )
    await comes_to_form(ana)
    await filled_in(ana)
    await ana.chooses("Post in", "#secrets")
    await ana.sees("⚠ I cannot see that channel. If it is private, type /invite @hire-ml there")
    await ana.presses("Open request")
    assert set(ana.errors) == {"Post in"}
    await still_there(ana)


@over_both
async def test_a_channel_archived_meanwhile_is_told(ana: Person, workspace: Sandbox) -> None:
    await comes_to_form(ana)
    await filled_in(ana)
    await ana.presses("It began elsewhere…")
    await ana.fills("Kept elsewhere", "https://jobs.example.com/1")
    there = workspace.state.channels[seed.HIRING]
    workspace.state.put_channel(replace(there, archived=True))
    await ana.presses("Open request")
    assert ana.errors == {
        "Post in": "#hiring-ml is archived, so nothing can be posted there. Choose another channel."
    }
    await still_there(ana)
    await ana.sees("[https://jobs.example.com/1]")
    await ana.chooses("Post in", "#team-search")
    await ana.presses("Open request")
    await ana.goes_to("#team-search")
    await ana.sees(f"REQ-1 · {CARD}")


async def test_a_recruiter_who_left_since_the_last_request_is_told(
    ana: Person, workspace: Sandbox
) -> None:
    await opens_request(ana)
    sam = workspace.state.people[seed.SAM]
    workspace.state.put_person(replace(sam, deleted=True))
    await comes_to_form(ana, "The next")
    await filled_in(ana)
    await ana.presses("Open request")
    assert ana.errors == {
        "Recruiter": "Sam Cole has left this workspace. Choose somebody who is here."
    }
    await still_there(ana)
    await ana.chooses("Recruiter", ["Li Wei"])
    await ana.presses("Open request")
    await ana.sees("REQ-2 · The next")


@pytest.mark.parametrize("openings", ["0", "100", "-1", "1.5", "many", ""])
async def test_openings_are_a_number_from_one_to_the_most(ana: Person, openings: str) -> None:
    await comes_to_form(ana)
    await ana.fills("Openings", openings)
    await ana.presses("Open request")
    assert set(ana.errors) == {"Openings"}


@pytest.mark.parametrize("openings", ["0", "100", "many", "9" * 30])
async def test_back_from_a_form_with_a_bad_number_leads_on_to_it_again(
    ana: Person, openings: str
) -> None:
    await comes_to_form(ana)
    await ana.fills("Openings", openings)
    await ana.presses("‹ Back")
    await ana.sees("1 of 3")
    await ana.presses("I know the role already")
    await ana.sees("Open the request", CARD)


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Title", "x" * 131),
        ("Problem", "x" * 3001),
        ("Place, or remote", "x" * 151),
        ("Kept elsewhere, too", "https://jobs.example.com/".ljust(1001, "x")),
    ],
)
async def test_a_text_over_its_limit_is_told_and_stays(ana: Person, label: str, text: str) -> None:
    await comes_to_form(ana)
    await ana.presses("It began elsewhere…")
    await ana.fills(label, text)
    await ana.presses("Open request")
    assert set(ana.errors) == {label}
    await ana.sees(text)


async def test_a_title_too_long_in_utf_16_is_told_at_its_field(ana: Person) -> None:
    await comes_to_form(ana, "🦊" * 66)
    await ana.presses("Open request")
    assert set(ana.errors) == {"Title"}
    await ana.fills("Title", "🦊" * 65)
    await ana.presses("Open request")
    await ana.sees("🦊" * 65)


async def test_who_says_no_role_is_asked_for_one(ana: Person) -> None:
    await ana.types("/hire-ml")
    await ana.presses("I know the role already")
    await ana.fills("Title", CARD)
    await ana.presses("Open request")
    assert set(ana.errors) == {"Whom do you want to hire?"}


PAST_THE_CLIENT: list[tuple[str, Any, str]] = [
    ("title", " ", "Give the job a title: it is what everybody will call this request."),
    ("title", "x" * 132, "The title is 2 characters too long: 130 fit."),
    ("problem", "x" * 3001, "The problem is 1 character too long: 3,000 fit."),
    ("link", "x" * 20, "Paste a whole address that begins with https://"),
    ("link", "https://jobs.example.com/".ljust(1001, "x"), "The link is 1 character too long"),
    ("began_on", "2099-01-01", "1 Jan 2099 is still to come: choose today or earlier."),
    ("start_by", "2020-01-01", "1 Jan 2020 has passed: choose today or a later day."),
    ("recruiters", [seed.STANDUP_BOT], "Standup Bot is an app. Choose a person."),
    ("place", "x" * 151, "The place is 1 character too long: 150 fit."),
    ("openings", "0", "Openings must be a number from 1 to 99."),
    ("openings", "100", "Openings must be a number from 1 to 99."),
    ("openings", "a few", "Write the number of openings in digits, such as 1."),
    ("openings", None, "Write the number of openings in digits, such as 1."),
    ("openings", "²", "Write the number of openings in digits, such as 1."),
    ("openings", "9" * 5000, "Write the number of openings in digits, such as 1."),
    ("recruiters", [seed.ZOE], "Zoe Left has left this workspace. Choose somebody who is here."),
    ("recruiters", ["U0NOBODY99"], "I cannot see one of these people. Choose people of this"),
    ("recruiters", ["USLACKBOT"], "I cannot see one of these people. Choose people of this"),
    ("channel", None, "Choose the channel that the request is posted in."),
    ("channel", "C0NOWHERE9", "I cannot see that channel. If it is private, type /invite"),
    ("channel", seed.OLD_PROJECTS, "#old-projects is archived, so nothing can be posted there."),
    ("role", None, "Choose whom you want to hire."),
]


@over_both
@pytest.mark.parametrize(("field", "value", "says"), sampled(PAST_THE_CLIENT, 4))
async def test_the_bot_looks_for_itself_at_what_slacks_client_checks(
    ana: Person, workspace: Sandbox, field: str, value: Any, says: str
) -> None:
    await comes_to_form(ana)
    await ana.presses("It began elsewhere…")
    await ana.sees("Steps done already")
    form = workspace.state.modals.stack(seed.ANA)[-1]
    form = workspace.state.modals.hold(form, field, IN_SLACK[field], value)
    answer = await submits(workspace, form)
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == [field]
    assert answer["errors"][field].startswith(says)
    assert cards(workspace) == []
