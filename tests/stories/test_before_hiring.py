"""Before you hire: what comes first can be begun from the advice at once."""

import pytest

from bot.app import App
from bot.domain.role import Plan, Role
from sandbox import seed
from sandbox.faults import Fault, Faults
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.stories import kept
from tests.stories.people import People
from tests.stories.ways import APPROACH, DATA, FUNDS, GOAL, SERVICE, gets_advice

PROBLEM = "Customers <!channel> leave.\n# And nobody *knows* why"
PILOT = "A contractor or a pilot"
NOT_COLLECTED = "It is not collected yet"
A_RULE = "A simple rule might do; nobody has tried"


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
async def ana(people: People) -> Person:
    return await people.joins("Ana Ruiz")


async def test_a_pilot_brief_is_read_and_sent_to_its_person_alone(
    ana: Person, workspace: Sandbox
) -> None:
    await gets_advice(ana, {GOAL: SERVICE, FUNDS: PILOT})
    for page in ("3 of 3", "2 of 3", "1 of 3"):
        await ana.presses("‹ Change answers" if page == "3 of 3" else "‹ Back")
        await ana.sees(page)
    await ana.fills("What is the problem?", PROBLEM)
    await ana.presses("See advice now")
    await ana.presses("Write the pilot brief")
    await ana.sees(
        "═══ Pilot brief ═══",
        "> Customers <!channel> leave.\n> # And nobody *knows* why",
        "Does a model, used for real by a few, do better than what we do today?",
        "Six to twelve weeks",
        "Good enough: Open the request",
        "Advice today: Hire a Machine Learning Engineer",
        "Funded: A contractor or a pilot",
    )
    await ana.presses("Send to my messages")
    await ana.sees("First a pilot", "Continue anyway")
    await ana.closes()
    await ana.reads_dm()
    await ana.sees("Pilot brief. A draft from your answers", "> # And nobody *knows* why")
    (sent,) = (one for one in workspace.state.messages() if "Pilot brief" in one.text)
    assert not workspace.state.channels[sent.channel].seen_by(seed.SAM)


async def test_a_brief_that_slack_does_not_take_is_told_and_can_be_asked_for_again(
    ana: Person, faults: Faults
) -> None:
    await gets_advice(ana, {GOAL: SERVICE, FUNDS: PILOT})
    await ana.presses("Write the pilot brief")
    with faults.on(Fault("chat.postMessage", "error", error="internal_error", times=1)):
        await ana.presses("Send to my messages")
    await ana.presses("Write the pilot brief")
    await ana.presses("Send to my messages")
    await ana.closes()
    await ana.reads_dm()
    await ana.sees("Pilot brief. A draft from your answers")


async def test_a_rule_first_has_a_brief_of_its_own(ana: Person) -> None:
    await gets_advice(ana, {GOAL: SERVICE, APPROACH: A_RULE})
    await ana.presses("Write the brief")
    await ana.sees("═══ Brief for a simple rule ═══", "Two to four weeks", "> ……")
    await ana.presses("Back")
    await ana.sees("First try a simple rule")


@pytest.mark.parametrize(
    ("answers", "button", "title"),
    [
        ({DATA: NOT_COLLECTED}, "Request a Data Engineer", "Data Engineer"),
        (
            {APPROACH: "Built on a language model’s API"},
            "Request an AI Engineer",
            "AI Engineer",
        ),
        (
            {DATA: "It is scattered over tools and files"},
            "Request an Analytics Engineer",
            "Analytics Engineer",
        ),
    ],
)
async def test_another_job_is_requested_with_its_title_and_the_advice_kept_for_later(
    ana: Person, bot: App, answers: dict[str, str], button: str, title: str
) -> None:
    await gets_advice(ana, {GOAL: SERVICE, **answers})
    await ana.presses(button)
    await ana.sees("═══ Open the request ═══", f"[{title}]")
    await ana.sees_not("Whom do you want to hire?")
    await ana.presses("Open request")
    await ana.opens_thread(f"REQ-1 · {title}")
    await ana.sees(
        f"Hire: {title}",
        "The manager asked for this first. For later: an ML Engineer.",
        "Needed first: a live service",
    )
    request = await kept.request(bot)
    assert (request.role, request.plan, request.title) == (Role.OTHER, None, title)
    assert request.decision.recommended is Plan.ML_ENGINEER


async def test_the_request_can_be_opened_anyway(ana: Person, bot: App) -> None:
    await gets_advice(ana, {GOAL: SERVICE, DATA: NOT_COLLECTED})
    await ana.presses("Continue anyway")
    await ana.sees("[Machine Learning Engineer]")
    await ana.presses("Open request")
    await ana.sees("REQ-1 · Machine Learning Engineer")
    assert (await kept.request(bot)).role is Role.ML_ENGINEER


async def test_who_changes_their_mind_finds_the_title_of_the_job_they_ask_for(ana: Person) -> None:
    await gets_advice(ana, {GOAL: SERVICE, DATA: NOT_COLLECTED})
    await ana.presses("Request a Data Engineer")
    await ana.fills("Place, or remote", "Lisbon")
    await ana.presses("‹ Back")
    await ana.presses("Continue anyway")
    await ana.sees("[Machine Learning Engineer]", "[Lisbon]")
    await ana.fills("Title", "Our ML Engineer")
    await ana.presses("‹ Back")
    await ana.presses("Continue anyway")
    await ana.sees("[Our ML Engineer]")
    await ana.presses("‹ Back")
    await ana.presses("Request a Data Engineer")
    await ana.sees("[Data Engineer]", "[Lisbon]")


async def test_notes_have_their_next_action_too(ana: Person) -> None:
    await gets_advice(ana, {GOAL: SERVICE, DATA: NOT_COLLECTED, FUNDS: PILOT, APPROACH: A_RULE})
    await ana.sees("First collect the data", "Request a Data Engineer")
    await ana.presses("Write the brief", under="First try a simple rule")
    await ana.sees("═══ Brief for a simple rule ═══")
    await ana.presses("Back")
    await ana.presses("Write the pilot brief", under="First a pilot")
    await ana.sees("═══ Pilot brief ═══")
