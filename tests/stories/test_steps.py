"""Steps worked beside their boxes: started, given away, dated, blocked, noted; in the thread and
in the request's window."""

from dataclasses import replace

import pytest

from bot.app import App
from bot.domain.checklist import StepState
from bot.domain.role import StepKind
from sandbox import seed
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.stories import kept
from tests.stories.people import People
from tests.stories.trouble import calls
from tests.stories.ways import opens_request

MENU = "More options"
CARD = "REQ-1 · ML Engineer"
DEFINE, DRAFT, DESIGN = (
    "Define the business problem",
    "Draft the job description",
    "Design the interview loop",
)


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
async def ana(people: People) -> Person:
    """With her request's thread open."""
    ana = await people.joins("Ana Ruiz")
    await opens_request(ana)
    return ana


@pytest.fixture
async def sam(people: People, ana: Person) -> Person:
    del ana
    sam = await people.joins("Sam Cole")
    await sam.opens_thread("REQ-1")
    await sam.sees(DEFINE)
    return sam


async def blocks(person: Person, step: str, on: str = "Priya Natarajan", words: str = "") -> None:
    await person.presses(MENU, then="Blocked…", under=step)
    await person.chooses("What is missing?", "Budget")
    if words:
        await person.fills("In a few words", words)
    if on:
        await person.chooses("On whom does it wait?", [on])
    await person.presses("Mark as blocked")


async def state(bot: App, kind: StepKind) -> StepState:
    request = await kept.request(bot)
    return next(step.state for step in request.checklist if step.kind is kind)


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_a_step_is_started_and_left_again(ana: Person, sam: Person) -> None:
    await sam.presses(MENU, then="Start working", under=DRAFT)
    for one in (ana, sam):
        await one.sees("[ ] 2  Draft the job description – @Sam Cole · due ", " · in progress")
    await ana.presses(MENU, then="Stop working", under=DRAFT)
    for one in (ana, sam):
        await one.sees_not("in progress")


async def test_a_step_that_is_started_already_says_so(ana: Person, sam: Person) -> None:
    with sam.stale_screen():
        await ana.presses(MENU, then="Start working", under=DRAFT)
        await ana.sees("in progress")
        await sam.presses(MENU, then="Start working", under=DRAFT)
    await sam.sees("Nothing changed: draft the job description is in progress by now.")


async def test_a_step_gets_an_owner_and_a_date_and_only_what_was_changed(
    ana: Person, sam: Person, bot: App
) -> None:
    for one in (ana, sam):
        await one.presses(MENU, then="Owner and date…", under=DRAFT)
        await one.sees("Who does it?")
    await ana.chooses("Who does it?", "Li Wei")
    await sam.chooses("Until when?", "2099-12-24")
    await ana.presses("Save")
    await ana.sees("– @Li Wei · due")
    await sam.presses("Save")
    for one in (ana, sam):
        await one.sees("[ ] 2  Draft the job description – @Li Wei · due Thu 24 Dec")
    assert (await kept.request(bot)).version == 3


async def test_a_step_nobody_owns_says_so(ana: Person, sam: Person) -> None:
    await ana.presses(MENU, then="Owner and date…", under=DEFINE)
    await ana.chooses("Who does it?", None)
    await ana.chooses("Until when?", None)
    await ana.presses("Save")
    await sam.sees("[ ] 1  Define the business problem – Needs an owner")
    await sam.sees("next: define the business problem, needs an owner")


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Standup Bot", "⚠ Standup Bot is an app. Choose a person."),
        ("hire-ml", "⚠ hire-ml is an app. Choose a person."),
    ],
)
async def test_an_app_owns_no_step(ana: Person, who: str, said: str) -> None:
    await ana.presses(MENU, then="Owner and date…", under=DEFINE)
    await ana.chooses("Who does it?", who)
    await ana.presses("Save")
    await ana.sees(said)


async def test_who_left_meanwhile_is_given_nothing(ana: Person, workspace: Sandbox) -> None:
    await ana.presses(MENU, then="Blocked…", under=DEFINE)
    await ana.chooses("What is missing?", "Pay")
    await ana.chooses("On whom does it wait?", ["Li Wei"])
    li = workspace.state.people[seed.LI]
    workspace.state.put_person(replace(li, deleted=True))
    await ana.presses("Mark as blocked")
    await ana.sees("⚠ Li Wei has left this workspace. Choose somebody who is here.")


# Blocked ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_a_blocked_step_says_why_since_when_and_on_whom_everywhere(
    ana: Person, sam: Person
) -> None:
    await blocks(sam, DESIGN, words="Finance <@U0PRIYA001> must *sign*")
    for one in (ana, sam):
        await one.sees(
            "⛔ Blocked: design the interview loop, budget, waits on @Priya Natarajan",
            "[ ] 3  Design the interview loop – @Ana Ruiz · due ",
            " · blocked",
            "Blocked since ",
            ": budget · waits on @Priya Natarajan",
            "Finance <@U0PRIYA001> must *sign*",
        )
    await ana.presses(MENU, then="It can go on", under=DESIGN)
    for one in (ana, sam):
        await one.sees_not("⛔", " · blocked", "Blocked since")


async def test_what_blocks_a_step_is_changed_where_it_stands(
    ana: Person, sam: Person, bot: App
) -> None:
    await blocks(sam, DESIGN, words="First words")
    await ana.sees("First words")
    await ana.presses(MENU, then="What blocks it…", under=DESIGN)
    await ana.sees("First words", "Priya Natarajan")
    await ana.chooses("What is missing?", "A legal question")
    await ana.chooses("On whom does it wait?", [])
    await ana.presses("Save")
    await sam.sees("⛔ Blocked: design the interview loop, a legal question")
    await sam.sees_not("waits on")
    request = await kept.request(bot)
    assert request.version == 3


async def test_something_else_that_blocks_a_step_is_said_in_words(ana: Person, sam: Person) -> None:
    await ana.presses(MENU, then="Blocked…", under=DESIGN)
    await ana.chooses("What is missing?", "Something else")
    await ana.presses("Mark as blocked")
    await ana.sees("⚠ Say in a few words what it is.")
    await ana.fills("In a few words", "The room is taken")
    await ana.presses("Mark as blocked")
    await sam.sees("Blocked since ", ": something else", "The room is taken")


async def test_a_block_taken_away_twice_is_taken_away_once(ana: Person, sam: Person) -> None:
    await blocks(sam, DESIGN)
    await ana.sees("Blocked since ")  # the checklist's word: the card may be drawn before it
    with ana.stale_screen():
        await sam.presses(MENU, then="It can go on", under=DESIGN)
        await sam.sees_not("waits on")
        await ana.presses(MENU, then="It can go on", under=DESIGN)
    await ana.sees("Nothing changed: design the interview loop is to do by now.")


async def test_a_step_done_meanwhile_is_not_blocked(ana: Person, sam: Person, bot: App) -> None:
    with sam.stale_screen():
        await ana.ticks(DESIGN)
        await ana.sees("1 of 5 done")
        await sam.presses(MENU, then="Blocked…", under=DESIGN)
    await sam.sees("Nothing changed: design the interview loop is done by now.")
    assert await state(bot, StepKind.DESIGN_INTERVIEW_LOOP) is StepState.DONE


async def test_a_tick_ends_a_block_and_taking_it_back_restores_it(ana: Person, sam: Person) -> None:
    await blocks(sam, DESIGN)
    await ana.sees("waits on")
    await ana.ticks(DESIGN)
    await sam.sees("[x] 3  Design")
    await sam.sees_not("waits on")
    await ana.presses("Undo")
    await sam.sees("waits on @Priya Natarajan")


# Notes -----------------------------------------------------------------------------------------


async def test_a_note_is_read_by_others_with_what_happened(ana: Person, sam: Person) -> None:
    await sam.ticks(DEFINE)
    await sam.sees("1 of 5 done")
    await sam.presses(MENU, then="Notes and history…", under=DEFINE)
    await sam.sees("What happened", "State to do → done")
    await sam.presses("Add note")
    assert sam.errors
    await sam.fills("Add a note", "Agreed with <!channel> & *Finance*")
    await sam.presses("Add note")
    await ana.presses(MENU, then="Notes and history…", under=DEFINE)
    await ana.sees(
        "Done by @Sam Cole",
        "@Sam Cole · Today, ",
        "Agreed with <!channel> & *Finance*",
    )


# The window ------------------------------------------------------------------------------------


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_the_window_shows_what_was_done_in_it(
    ana: Person, sam: Person, workspace: Sandbox
) -> None:
    await sam.presses("Update…", under=CARD)
    await sam.sees("═══ REQ-1 ═══", "Open · opened ", "□□□□□ 0 of 5")
    await sam.ticks(DEFINE)
    await sam.sees("■□□□□ 1 of 5", "Done by @Sam Cole")
    await blocks(sam, DRAFT)
    await sam.sees("═══ REQ-1 ═══", "Blocked since ")
    await sam.presses("Put on hold…")
    await sam.chooses("Why?", "Approval" if False else "An approval")
    await sam.presses("Put on hold")
    await sam.sees("On hold since ", ": an approval", "[Take it up again]")
    await sam.presses("Take it up again")
    await sam.sees("Open · opened ", "[Put on hold…]")
    await ana.sees("1 of 5 done", "Blocked since ", "Open again · Sam Cole")
    assert all(entry.ok for entry in calls(workspace, "views.update"))


async def test_who_may_not_change_a_request_finds_in_its_window_who_can(
    people: People, ana: Person
) -> None:
    del ana
    mia, tom = await people.joins("Mia Khan"), await people.joins("Tom Baker")
    await mia.presses("Update…", under=CARD)
    await mia.sees("@Ana Ruiz or @Sam Cole can edit, hold, fill or cancel it.", "[Copy…] [History]")
    await mia.sees_not("[Put on hold…]")
    await mia.ticks(DEFINE)
    await mia.sees("■□□□□ 1 of 5")
    await tom.presses("Update…", under=CARD)
    await tom.sees("[Put on hold…]")
