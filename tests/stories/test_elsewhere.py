"""A request that began elsewhere: said in the form, kept through all that may come between."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.app import App
from bot.domain.role import StepKind
from sandbox import seed
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.stories import kept
from tests.stories.people import People
from tests.stories.ways import GOAL, SERVICE, cards, comes_to_form, gets_advice, submits

TITLE = "ML Engineer, churn service"
CARD = f"REQ-1 · {TITLE}"
LINK = "https://boards.greenhouse.io/acme/jobs/1?x=<y>&z=*w*"
DEFINE, DRAFT, DESIGN, TAKE_HOME, SIGNALS = (
    "Define the business problem",
    "Draft the job description",
    "Design the interview loop",
    "Create the take-home",
    "Evaluate candidate signals",
)
STEPS = (DEFINE, DRAFT, DESIGN, TAKE_HOME, SIGNALS)
TO_OPEN, TO_CLOSE = "It began elsewhere…", "It begins here after all"

over_both = pytest.mark.parametrize("transport", ["http", "socket"])


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
async def ana(people: People) -> Person:
    return await people.joins("Ana Ruiz")


def long_ago(workspace: Sandbox) -> date:
    now = datetime.fromtimestamp(workspace.clock.now(), UTC)
    return now.date() - timedelta(days=30)


async def says_what_there_is(
    person: Person, *done: str, link: str = LINK, since: date | None = None
) -> None:
    await person.presses(TO_OPEN)
    await person.fills("Kept elsewhere", link)
    if since:
        await person.chooses("Under way since", since.isoformat())
    for step in done:
        await person.ticks(step)


async def sees_what_was_said(person: Person) -> None:
    """By `says_what_there_is` with the first two steps, in 2026."""
    await person.sees(f"[{LINK}]", "[2026-10-12]", f"[x] {DEFINE}", f"[x] {DRAFT}", f"[ ] {DESIGN}")


SAID: dict[str, Any] = {"since": date(2026, 10, 12)}

# Opened --------------------------------------------------------------------------------------


@over_both
async def test_what_was_done_elsewhere_is_done_here_and_who_is_next_is_told(
    people: People, ana: Person, workspace: Sandbox
) -> None:
    sam = await people.joins("Sam Cole")
    since = long_ago(workspace)
    await comes_to_form(ana)
    await ana.chooses("Recruiter", ["Sam Cole"])
    await says_what_there_is(ana, DEFINE, DRAFT, DESIGN, since=since)
    await ana.sees("5 people in #hiring-ml will see title, problem, dates and the link.")
    await ana.presses("Open request")
    day = f"{since.day} {since:%b} {since.year}"
    for one in (ana, sam):
        await one.sees(
            CARD,
            f"Open · under way since {day}",
            "■■■□□ 3 of 5 · next: create the take-home, @Sam Cole, ",
            "[Open boards.greenhouse.io]",
        )
    await sam.opens_thread(CARD)
    await sam.sees(
        "Checklist · 3 of 5 done",
        f"[x] 1  {DEFINE} – Done elsewhere, says @Ana Ruiz",
        f"[x] 3  {DESIGN} – Done elsewhere, says @Ana Ruiz",
        f"[ ] 4  {TAKE_HOME} – @Sam Cole · due ",
    )
    await sam.goes_to("@hire-ml")
    await sam.sees("Your turn: create the take-home", TITLE, " · due ")
    await ana.presses("Update…", under=CARD)
    await ana.sees(f"Open · under way since {day}", "[Open boards.greenhouse.io]")
    await ana.presses("History")
    await ana.sees(
        "@Ana Ruiz · Today, ",
        "• Opened the request",
        f"• Under way elsewhere since {day}",
        f"• {DEFINE}: done elsewhere",
        f"• {DESIGN}: done elsewhere",
    )
    await ana.sees_not(f"{TAKE_HOME}: done")
    await ana.presses("Close")
    await ana.presses("Close")
    await ana.opens_thread(CARD)
    await ana.presses("More options", then="Notes and history…", under=DEFINE)
    await ana.sees("Done elsewhere, says @Ana Ruiz", "• Done elsewhere")


async def test_with_all_five_steps_done_it_is_ready_to_interview(
    people: People, ana: Person, bot: App
) -> None:
    sam = await people.joins("Sam Cole")
    await comes_to_form(ana)
    await ana.chooses("Recruiter", ["Sam Cole"])
    await says_what_there_is(ana, *STEPS, link="")
    await ana.presses("Open request")
    await sam.sees(CARD, "■■■■■ 5 of 5 · ready to interview")
    await sam.sees_not("[Open ")
    assert (await kept.request(bot)).link == ""
    assert sam.direct_messages.get("hire-ml", 0) == 0


async def test_a_request_by_the_advice_may_have_begun_elsewhere_too(ana: Person) -> None:
    await gets_advice(ana, {GOAL: SERVICE})
    await ana.presses("Continue")
    await says_what_there_is(ana, DEFINE, **SAID)
    await ana.presses("Open request")
    await ana.sees("Open · under way since 12 Oct 2026", "1 of 5", "[Open boards.greenhouse.io]")


async def test_nothing_said_of_it_opens_a_request_like_any_other(ana: Person, bot: App) -> None:
    await comes_to_form(ana)
    await ana.presses(TO_OPEN)
    await ana.presses("Open request")
    await ana.sees(CARD, "Open · opened ", "□□□□□ 0 of 5")
    request = await kept.request(bot)
    assert (request.link, request.began_on) == ("", None)


async def test_a_step_that_was_not_done_after_all_is_opened_again_by_hand(
    people: People, ana: Person, bot: App
) -> None:
    sam = await people.joins("Sam Cole")
    await comes_to_form(ana)
    await ana.chooses("Recruiter", ["Sam Cole"])
    await says_what_there_is(ana, DEFINE, DRAFT)
    await ana.presses("Open request")
    await ana.opens_thread(CARD)
    await ana.unticks(DRAFT)
    await ana.sees(f"[ ] 2  {DRAFT} – @Sam Cole", "1 of 5 done")
    await sam.goes_to("@hire-ml")
    await sam.sees("Your turn: draft the job description")
    await ana.ticks(DRAFT)
    await ana.sees(f"[x] 2  {DRAFT} – Done by @Ana Ruiz")


async def test_what_was_done_elsewhere_says_so_wherever_steps_are_listed(ana: Person) -> None:
    await comes_to_form(ana)
    await says_what_there_is(ana, DEFINE)
    await ana.presses("Open request")
    await ana.opens_thread(CARD)
    await ana.types("/hire-ml status 1")
    await ana.sees(f"☑ 1  {DEFINE} · elsewhere")
    await ana.presses("More options", then="Cancel the request…", under=CARD)
    await ana.chooses("Why?", "Budget")
    await ana.presses("Cancel request")
    await ana.sees(f"1. {DEFINE} · done elsewhere, says @Ana Ruiz", f"2. {DRAFT} · not done")


async def test_days_to_the_hire_are_counted_from_where_the_search_began(
    ana: Person, workspace: Sandbox, bot: App
) -> None:
    await comes_to_form(ana)
    await says_what_there_is(ana, *STEPS, since=long_ago(workspace))
    await ana.presses("Open request")
    await ana.presses("More options", then="Edit…", under=CARD)
    earlier = long_ago(workspace) - timedelta(days=11)
    await ana.chooses("Under way since", earlier.isoformat())
    await ana.presses("Save")
    await ana.sees(f"under way since {earlier.day} {earlier:%b}")
    await ana.presses("More options", then="Fill…", under=CARD)
    await ana.presses("Record")
    await ana.sees("Filled after 41 days")
    assert (await kept.request(bot)).began_on == earlier


# Kept ----------------------------------------------------------------------------------------


async def fills_the_rest(ana: Person) -> None:
    await ana.fills("Problem", "Customers *leave*")
    await ana.chooses("Level", "Lead")
    await ana.fills("Openings", "3")
    await ana.fills("Place, or remote", "Lisbon")
    await ana.chooses("Start by", "2031-02-03")


async def sees_the_rest(ana: Person) -> None:
    await ana.sees(
        "═══ Open the request ═══",
        f"[{TITLE}]",
        "Customers *leave*",
        "[Lead]",
        "[3]",
        "[Lisbon]",
        "[2031-02-03]",
    )


@over_both
async def test_the_fields_come_and_go_and_nothing_else_does(
    ana: Person, bot: App, workspace: Sandbox
) -> None:
    await comes_to_form(ana)
    await fills_the_rest(ana)
    await says_what_there_is(ana, DEFINE, DRAFT, **SAID)
    await sees_the_rest(ana)
    await sees_what_was_said(ana)
    await ana.sees_not(TO_OPEN)
    await ana.presses(TO_CLOSE)
    await ana.sees(TO_OPEN, "will see title, problem and dates.")
    await ana.sees_not("Kept elsewhere", "Under way since", DEFINE)
    await sees_the_rest(ana)
    await ana.presses("Open request")
    await ana.sees(CARD, "0 of 5")
    request = await kept.request(bot)
    assert (request.link, request.began_on) == ("", None)


async def test_another_channel_leaves_what_was_said(ana: Person) -> None:
    await comes_to_form(ana)
    await says_what_there_is(ana, DEFINE, DRAFT, **SAID)
    await ana.chooses("Post in", "#general")
    await ana.sees("⚠ #general is the channel", "will see title, problem, dates and the link.")
    await sees_what_was_said(ana)


async def test_what_was_said_waits_in_the_draft(ana: Person, bot: App) -> None:
    await comes_to_form(ana)
    await fills_the_rest(ana)
    await says_what_there_is(ana, DEFINE, DRAFT, **SAID)
    await ana.presses("‹ Back")
    await ana.closes()
    await ana.types("/hire-ml")
    await ana.presses("Continue")
    await ana.presses("I know the role already")
    await sees_the_rest(ana)
    await sees_what_was_said(ana)
    await ana.presses("Open request")
    await ana.sees(CARD, "2 of 5")
    done = {one.kind for one in (await kept.request(bot)).checklist if one.done}
    assert done == {StepKind.DEFINE_PROBLEM, StepKind.DRAFT_JOB_DESCRIPTION}


async def test_what_was_taken_back_does_not_come_again_with_the_draft(ana: Person) -> None:
    await comes_to_form(ana)
    await says_what_there_is(ana, DEFINE, DRAFT, **SAID)
    await ana.presses("‹ Back")
    await ana.presses("I know the role already")
    await ana.presses(TO_CLOSE)
    await ana.presses("‹ Back")
    await ana.presses("I know the role already")
    await ana.sees(TO_OPEN)
    await ana.sees_not("Kept elsewhere")


async def test_a_copy_begins_here(ana: Person, bot: App) -> None:
    await comes_to_form(ana)
    await says_what_there_is(ana, *STEPS, **SAID)
    await ana.presses("Open request")
    await ana.presses("Update…", under=CARD)
    await ana.presses("Copy…")
    await ana.sees("Open the request", TITLE, TO_OPEN)
    await ana.presses("Open request")
    await ana.presses("Close")
    await ana.sees("REQ-2", "0 of 5")
    request = await kept.request(bot, 2)
    assert (request.link, request.began_on) == ("", None)


# Said badly ----------------------------------------------------------------------------------

NO_ADDRESS = "Paste a whole address that begins with https://, or leave this empty."


@over_both
async def test_what_is_wrong_is_told_at_its_field_and_all_that_was_said_stays(
    ana: Person, workspace: Sandbox
) -> None:
    await comes_to_form(ana)
    await fills_the_rest(ana)
    await says_what_there_is(ana, DEFINE, DRAFT, link="javascript:alert(1)")
    await ana.chooses("Under way since", "2099-01-01")
    await ana.presses("Open request")
    assert ana.errors == {
        "Kept elsewhere, too": NO_ADDRESS,
        "Under way since": "1 Jan 2099 is still to come: choose today or earlier.",
    }
    await sees_the_rest(ana)
    await ana.sees("[javascript:alert(1)]", "[2099-01-01]", f"[x] {DEFINE}", f"[x] {DRAFT}")
    assert cards(workspace) == []
    await ana.fills("Kept elsewhere", LINK)
    await ana.chooses("Under way since", "2026-10-12")
    await ana.presses("Open request")
    await ana.sees(CARD, "2 of 5", "[Open boards.greenhouse.io]")


@pytest.mark.parametrize(
    "link",
    [
        "jobs.example.com",
        "http://jobs.example.com",
        "https://",
        "https://jobs.example.com@evil.example/",
        "https://evil.example\\@jobs.example.com/",
        "https://jobs.example.com/a b",
        "https://<!channel>",
        "<https://jobs.example.com|jobs>",
    ],
)
async def test_what_is_no_plain_address_is_told_and_then_mended(ana: Person, link: str) -> None:
    await comes_to_form(ana)
    await says_what_there_is(ana, link=link)
    await ana.presses("Open request")
    assert ana.errors == {"Kept elsewhere, too": NO_ADDRESS}
    await ana.sees(f"[{link}]")
    await ana.fills("Kept elsewhere", f"  {LINK} ")
    await ana.presses("Open request")
    await ana.sees(CARD, "[Open boards.greenhouse.io]")


PAST_THE_CLIENT = [
    (LINK.ljust(1001, "x"), "The link is 1 character too long: 1,000 fit."),
    (LINK.ljust(3000, "x"), "The link is 2,000 characters too long: 1,000 fit."),
    ("x" * 3000, NO_ADDRESS),
    ("https://jobs.example.com/\u202emoc.live", NO_ADDRESS),
    ("https://jobs.exa\nmple.com", NO_ADDRESS),
]


@pytest.mark.parametrize(("link", "says"), PAST_THE_CLIENT)
async def test_the_bot_looks_for_itself_at_what_slacks_client_lets_nobody_type(
    ana: Person, workspace: Sandbox, link: str, says: str
) -> None:
    await comes_to_form(ana)
    await ana.presses(TO_OPEN)
    await ana.sees("Kept elsewhere")
    form = workspace.state.modals.stack(seed.ANA)[-1]
    form = workspace.state.modals.hold(form, "link", "link", link)
    answer = await submits(workspace, form)
    assert answer == {"response_action": "errors", "errors": {"link": says}}
    assert cards(workspace) == []
