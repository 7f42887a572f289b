"""What became of a request, read by people: who, when, from what to what."""

import pytest

from bot.app import App
from bot.domain.identity import Person as PersonId
from bot.domain.identity import RequestNumber
from bot.domain.permissions import Actor
from bot.domain.role import StepKind
from bot.services.histories import PAGE, Histories
from sandbox import seed
from sandbox.person import Person
from tests.stories.kept import ACME
from tests.stories.people import People
from tests.stories.ways import opens_request

MENU = "More options"
CARD = "REQ-1 · ML Engineer"
DEFINE = "Define the business problem"


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
async def ana(people: People) -> Person:
    """With her request's thread open."""
    ana = await people.joins("Ana Ruiz")
    await opens_request(ana)
    return ana


async def opens_history(person: Person) -> None:
    await person.presses("Update…", under=CARD)
    await person.presses("History")


async def test_every_change_is_told_in_words(people: People, ana: Person) -> None:
    sam = await people.joins("Sam Cole")
    await sam.opens_thread("REQ-1")
    await sam.presses(MENU, then="Blocked…", under=DEFINE)
    await sam.chooses("What is missing?", "Budget")
    await sam.fills("In a few words", "a/b: <!here>")
    await sam.chooses("On whom does it wait?", ["Priya Natarajan", "Li Wei"])
    await sam.presses("Mark as blocked")
    await sam.sees("Blocked since ")
    await ana.presses(MENU, then="Edit…", under=CARD)
    await ana.fills("Title", "ML Engineer, pricing")
    await ana.fills("Problem", "p" * 3000)
    await ana.chooses("Level", "Lead")
    await ana.fills("Openings", "2")
    await ana.fills("Place", "Lisbon")
    await ana.chooses("Start by", "2099-02-01")
    await ana.chooses("Recruiter", [])
    await ana.fills("Kept elsewhere", "https://jobs.example.com/1")
    await ana.presses("Save")
    await ana.sees("REQ-1 · ML Engineer, pricing")
    await ana.presses(MENU, then="Put on hold…", under="REQ-1 · ML Engineer, pricing")
    await ana.chooses("Why?", "Pay")
    await ana.fills("In a few words", "until: May")
    await ana.presses("Put on hold")
    await ana.sees("On hold since ")
    await opens_history(ana)
    await ana.sees(
        "═══ History ═══",
        "@Ana Ruiz · Today, ",
        "• Status open → on hold, pay, “until: May”",
        "• Title “ML Engineer, churn service” → “ML Engineer, pricing”",
        "• Problem nothing → “ppp",
        "• Level senior → lead",
        "• Openings 1 → 2",
        "• Place nothing → “Lisbon”",
        "• Start by no date → 1 Feb 2099",
        "• Recruiter @Sam Cole → nobody",
        "• Kept elsewhere nothing → “https://jobs.example.com/1”",
        "@Sam Cole · Today, ",
        "• Define the business problem: state to do → blocked",
        "• Define the business problem: blocked by nothing → "
        "budget, waits on @Priya Natarajan, @Li Wei, “a/b: <!here>”",
        "• Opened the request",
    )
    await ana.sees_not("Page ")


async def test_a_long_history_has_pages(people: People, ana: Person, bot: App) -> None:
    del people
    histories = Histories(bot.database, ACME, bot.clock)
    for one in range(PAGE + 4):
        await histories.note(
            RequestNumber(1),
            StepKind.DEFINE_PROBLEM,
            f"Note {one} " + "n" * 900,
            by=Actor(PersonId(ACME, seed.ANA)),
            once=str(one),
        )
    await opens_history(ana)
    await ana.sees("Page 1 of 2", f"Note {PAGE + 3} ", "[Older ›]")
    await ana.sees_not("[‹ Newer]")
    await ana.presses("Older ›")
    await ana.sees("Page 2 of 2", "Opened the request", "[‹ Newer]")
    await ana.sees_not("[Older ›]")
    await ana.presses("‹ Newer")
    await ana.sees("Page 1 of 2")
    await ana.presses("Close")
    await ana.presses("Close")
    await ana.presses(MENU, then="Notes and history…", under=DEFINE)
    await ana.sees(f"Note {PAGE + 3} ", f"Note {PAGE - 6} ", "Nothing yet.")


async def test_a_step_that_was_handed_over_says_from_whom_to_whom(ana: Person) -> None:
    await ana.presses(MENU, then="Owner and date…", under=DEFINE)
    await ana.chooses("Who does it?", "Li Wei")
    await ana.chooses("Until when?", None)
    await ana.presses("Save")
    await ana.sees("– @Li Wei")
    await opens_history(ana)
    await ana.sees(
        "• Define the business problem: owner @Ana Ruiz → @Li Wei",
        "• Define the business problem: due ",
        " → no date",
    )
