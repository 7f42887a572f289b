""" "Update mine": all of one's open steps in one form, with one submit."""

from dataclasses import replace
from typing import Any

import pytest

from bench.many import copied
from blocks.request_rows import short_due
from bot.app import App
from bot.domain import working_days
from bot.domain.checklist import BlockedReason, Step, StepState, step_of
from bot.domain.history import What
from bot.domain.identity import Person as PersonId
from bot.domain.identity import RequestNumber
from bot.domain.permissions import Actor
from bot.domain.role import StepKind
from bot.services.checklist import Checklists
from bot.services.handing_over import HandingOver
from sandbox import seed
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.stories import kept
from tests.stories.people import People
from tests.stories.stock import ANA, LI, SAM, TOM, has, has_secret
from tests.stories.trouble import locked
from tests.stories.ways import submits

DEFINE, DRAFT, DESIGN, TAKE_HOME, SIGNALS = StepKind
STEP = "Draft the job description · REQ-"


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
async def sam(people: People, workspace: Sandbox) -> Person:
    workspace.rates.on = False
    return await people.joins("Sam Cole")


def checklists(bot: App) -> Checklists:
    return Checklists(bot.database, kept.ACME, kept.requests(bot).clock)


async def owns(bot: App, count: int, owner: PersonId = SAM) -> None:
    """`count` requests of Ana's, each with one open step of `owner`'s: the job description."""
    for place in range(1, count + 1):
        request = await has(bot, f"Search {place}", recruiter=LI)
        await checklists(bot).assign(request.number, DRAFT, owner, by=Actor(ANA))


async def updates_mine(person: Person) -> None:
    await person.types("/hire-ml list mine")
    await person.presses("Update mine")
    await person.sees("═══ Update mine ═══")


async def step(bot: App, number: int, kind: StepKind = DRAFT) -> Step:
    return step_of((await kept.request(bot, number)).checklist, kind)


def in_days(bot: App, days: int) -> str:
    """How a new date is offered, so many working days on."""
    return f"New date: {short_due(working_days.after(kept.requests(bot).clock().date(), days))}"


# The whole way -----------------------------------------------------------------------------------


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_fourteen_searches_are_through_with_one_submit(
    sam: Person, people: People, bot: App, workspace: Sandbox
) -> None:
    await owns(bot, 14)
    await checklists(bot).block(
        RequestNumber(3), DRAFT, BlockedReason.BUDGET, "", (), by=Actor(ANA)
    )
    await bot.reconciler.look()
    before = [await step(bot, number) for number in range(1, 15)]
    await updates_mine(sam)
    await sam.sees("14 open steps, the most pressing first. What you leave alone stays as it is.")
    await sam.chooses(f"{STEP}1 ", "Done")
    await sam.chooses(f"{STEP}2 ", "In progress")
    await sam.chooses(f"{STEP}3 ", "It can go on")
    await sam.chooses(f"{STEP}4 ", in_days(bot, 10))
    await sam.presses("Save")
    await sam.sees("✓ 1 done · 1 in progress · 1 can go on · 1 with a new date")
    await sam.presses("Close")
    after = [await step(bot, number) for number in range(1, 15)]
    assert [one.state for one in after[:4]] == [
        StepState.DONE,
        StepState.IN_PROGRESS,
        StepState.TO_DO,
        StepState.TO_DO,
    ]
    assert after[3].due == working_days.after(kept.requests(bot).clock().date(), 10)
    assert after[4:] == before[4:]
    made = [(one.by, one.what) for number in range(1, 5) for one in await kept.history(bot, number)]
    assert [what for by, what in made if by == SAM] == [
        What.STEP_STATE,
        What.STEP_STATE,
        What.STEP_STATE,
        What.STEP_BLOCKED,
        What.STEP_DUE,
    ]
    ana = await people.joins("Ana Ruiz")
    await ana.opens_thread("REQ-1 · Search 1")
    await ana.sees("[x] 2  Draft the job description", "Done by @Sam Cole")


async def test_who_has_no_open_step_is_told_so(sam: Person, bot: App) -> None:
    await has(bot, "Churn service", recruiter=LI, manager=SAM)
    for kind in (DEFINE, DESIGN):
        await checklists(bot).set_done(RequestNumber(1), kind, on=True, by=Actor(SAM))
    await updates_mine(sam)
    await sam.sees("No open step is yours.")


async def test_one_step_left_as_it_is_changes_nothing(sam: Person, bot: App) -> None:
    await owns(bot, 1)
    before = await kept.request(bot)
    await updates_mine(sam)
    await sam.sees("One open step, the most pressing first.", f"{STEP}1 Search 1", "Due ")
    await sam.presses("Save")
    await sam.sees("Nothing was changed.")
    assert await kept.request(bot) == before


async def test_sixty_steps_come_in_turns_and_none_twice(sam: Person, bot: App) -> None:
    await owns(bot, 1)
    await copied(bot.database, kept.ACME, 60)
    await updates_mine(sam)
    seen: list[str] = []
    for shown, left in ((18, 42), (18, 24), (18, 6), (6, 0)):
        here = [line for line in sam.screen.splitlines() if line.startswith(STEP)]
        assert len(here) == shown
        seen += here
        await sam.chooses(here[0], "Done")
        await sam.presses(f"Save, then {left} more" if left else "Save")
        done = len(seen) // 18 + (0 if left else 1)
        await sam.sees(f"✓ {done} done")
    assert len(set(seen)) == 60
    await sam.sees_not(STEP)
    assert [number for number in range(1, 61) if (await step(bot, number)).done] == [1, 19, 37, 55]


async def test_what_is_late_comes_first_and_says_how_late(
    sam: Person, bot: App, workspace: Sandbox
) -> None:
    await has(bot, "Churn service")
    yesterday = working_days.before(kept.requests(bot).clock().date(), 1)
    await checklists(bot).set_due(RequestNumber(1), SIGNALS, yesterday, by=Actor(ANA))
    await updates_mine(sam)
    await sam.sees("Evaluate candidate signals · REQ-1 Churn service", "1 day late · due ")
    shown = [line for line in sam.screen.splitlines() if " · REQ-1 Churn service" in line]
    assert [line.partition(" · ")[0] for line in shown] == [
        "Evaluate candidate signals",
        "Draft the job description",
        "Create the take-home",
    ]


# A word more -------------------------------------------------------------------------------------


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_what_is_blocked_moved_or_given_away_is_asked_about_in_one_more_form(
    sam: Person, people: People, bot: App
) -> None:
    await owns(bot, 4)
    await updates_mine(sam)
    await sam.chooses(f"{STEP}1 ", "Done")
    await sam.chooses(f"{STEP}2 ", "Blocked: pay")
    await sam.chooses(f"{STEP}3 ", "Hand to a colleague…")
    await sam.chooses(f"{STEP}4 ", "New date: another…")
    await sam.presses("Save")
    await sam.sees("═══ A word more ═══", "✓ 1 done", "Blocked: pay")
    await sam.sees_not("REQ-1")
    await sam.chooses("On whom does it wait?", ["Priya Natarajan"])
    await sam.fills("In a few words", "Finance <!here> must *sign*")
    await sam.chooses("To whom?", "Mia Khan")
    await sam.chooses("Until when?", "2099-12-24", under="REQ-3")
    await sam.chooses("Until when?", "2020-01-02", under="REQ-4")
    await sam.presses("Save")
    await sam.sees("✓ 1 done · 1 with a new date · 1 blocked · 1 handed over")
    blocked = (await step(bot, 2)).blocked
    assert blocked is not None
    assert (blocked.reason, blocked.text) == (BlockedReason.PAY, "Finance <!here> must *sign*")
    assert blocked.on == (PersonId(kept.ACME, seed.PRIYA),)
    given = await step(bot, 3)
    assert (given.owner, str(given.due)) == (PersonId(kept.ACME, seed.MIA), "2099-12-24")
    assert str((await step(bot, 4)).due) == "2020-01-02"
    priya, mia = await people.joins("Priya Natarajan", "#general"), await people.joins("Mia Khan")
    await priya.goes_to("@hire-ml")
    await priya.sees("Waits on you: draft the job description", "Finance <!here> must *sign*")
    await mia.goes_to("@hire-ml")
    await mia.sees("Handed to you", "REQ-3 Search 3: draft the job description")


async def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    sam: Person, bot: App, workspace: Sandbox
) -> None:
    await owns(bot, 3)
    await updates_mine(sam)
    await sam.chooses(f"{STEP}1 ", "Blocked: something else")
    await sam.chooses(f"{STEP}2 ", "Hand to a colleague…")
    await sam.chooses(f"{STEP}3 ", "Hand to a colleague…")
    await sam.presses("Save")
    await sam.presses("Save")
    await sam.sees("⚠ Please complete this required field.")
    await sam.fills("In a few words", "The room is taken")
    await sam.chooses("On whom does it wait?", ["Standup Bot"])
    await sam.chooses("To whom?", "Li Wei", under="REQ-2")
    await sam.chooses("To whom?", "Sam Cole", under="REQ-3")
    workspace.state.put_person(replace(workspace.state.people[seed.LI], deleted=True))
    await sam.presses("Save")
    await sam.sees(
        "⚠ Standup Bot is an app. Choose a person.",
        "⚠ Li Wei has left this workspace. Choose somebody who is here.",
        "⚠ That is whose it is now: choose a colleague.",
    )
    await sam.sees("[The room is taken]")
    await sam.chooses("On whom does it wait?", [])
    await sam.chooses("To whom?", "Mia Khan", under="REQ-2")
    await sam.chooses("To whom?", "Tom Baker", under="REQ-3")
    await sam.presses("Save")
    await sam.sees("✓ 1 blocked · 2 handed over")
    assert (await step(bot, 3)).owner == TOM


@pytest.mark.parametrize(
    ("chosen", "field", "value", "says"),
    [
        ("Blocked: something else", "reason.12", "  ", "Say in a few words what it is."),
        ("Blocked: pay", "reason.12", "x" * 501, "The reason is 1 character too long: 500 fit."),
        ("Hand to a colleague…", "to.12", None, "Choose a colleague."),
        ("New date: another…", "due.12", None, "Choose the new day."),
    ],
)
async def test_the_bot_looks_for_itself_at_what_slacks_client_checks(
    sam: Person, bot: App, workspace: Sandbox, chosen: str, field: str, value: Any, says: str
) -> None:
    await owns(bot, 1)
    await updates_mine(sam)
    await sam.chooses(STEP, chosen)
    await sam.presses("Save")
    await sam.sees("A word more")
    form = workspace.state.modals.stack(seed.SAM)[-1]
    form = workspace.state.modals.hold(form, field, field, value)
    answer = await submits(workspace, form)
    assert answer == {"response_action": "errors", "errors": {field: says}}
    assert (await kept.request(bot)).version == 2


async def test_leaving_the_second_form_loses_nothing_of_the_first(sam: Person, bot: App) -> None:
    await owns(bot, 2)
    await updates_mine(sam)
    await sam.chooses(f"{STEP}1 ", "Done")
    await sam.chooses(f"{STEP}2 ", "Blocked: budget")
    await sam.presses("Save")
    await sam.sees("This needs a word more. Until you save, it stays as it is.")
    await sam.presses("Leave them")
    await sam.sees_not("A word more")
    assert [(await step(bot, number)).state for number in (1, 2)] == [
        StepState.DONE,
        StepState.TO_DO,
    ]


async def test_several_blocks_on_one_person_are_one_message(
    sam: Person, people: People, bot: App, workspace: Sandbox
) -> None:
    await owns(bot, 3)
    await bot.reconciler.look()
    await updates_mine(sam)
    for number in (1, 2, 3):
        await sam.chooses(f"{STEP}{number} ", "Blocked: budget")
    await sam.presses("Save")
    for number in (1, 2, 3):
        on = ["Priya Natarajan", *(["Ana Ruiz"] if number == 3 else [])]
        await sam.chooses("On whom does it wait?", on, under=f"REQ-{number}")
    await sam.fills("In a few words", "Frozen until *May*", under="REQ-1")
    await sam.presses("Save")
    await sam.sees("✓ 3 blocked")
    ana = await people.joins("Ana Ruiz")
    await ana.goes_to("@hire-ml")
    await ana.sees(
        "Blocked: 3 steps",
        "• REQ-1 Search 1: draft the job description, budget. Frozen until *May*\n",
        "• REQ-3 Search 3: draft the job description, budget · waits on you",
    )
    priya = await people.joins("Priya Natarajan", "#general")
    await priya.goes_to("@hire-ml")
    await priya.sees("Waiting on you: 3 steps", "REQ-2 Search 2: draft the job description, budget")


# With others -------------------------------------------------------------------------------------


async def test_who_was_slower_hears_of_it_and_the_others_are_kept(sam: Person, bot: App) -> None:
    await owns(bot, 5)
    await updates_mine(sam)
    for number, wanted in enumerate(("Done", "Done", in_days(bot, 10), "Blocked: pay"), start=1):
        await sam.chooses(f"{STEP}{number} ", wanted)
    steps, ana = checklists(bot), Actor(ANA)
    day = working_days.after(kept.requests(bot).clock().date(), 30)
    await steps.set_done(RequestNumber(1), DRAFT, on=True, by=ana)
    await steps.set_due(RequestNumber(2), DRAFT, day, by=ana)
    await steps.set_due(RequestNumber(3), DRAFT, day, by=ana)
    await steps.assign(RequestNumber(4), DRAFT, LI, by=ana)
    await sam.presses("Save")
    await sam.sees(
        "✓ 1 done",
        "Not changed",
        "• Draft the job description, REQ-1: somebody else has done it already",
        "• Draft the job description, REQ-3: somebody changed it meanwhile, so it stays as they",
        "• Draft the job description, REQ-4: somebody changed it meanwhile, so it stays as they",
        "One open step, the most pressing first.",
        f"{STEP}3 Search 3",
    )
    await sam.sees_not(f"{STEP}5", f"{STEP}4")
    assert (await step(bot, 3)).due == day
    await sam.chooses(f"{STEP}3 ", "Done")
    await sam.presses("Save")
    await sam.sees("✓ 2 done")
    assert [bool((await step(bot, number)).done) for number in range(1, 6)] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert (await step(bot, 2)).due == day
    assert (await step(bot, 4)).owner == LI


async def test_a_step_that_somebody_did_while_its_block_was_worded_stays_done(
    sam: Person, bot: App
) -> None:
    await owns(bot, 1)
    await updates_mine(sam)
    await sam.chooses(STEP, "Blocked: pay")
    await sam.presses("Save")
    await sam.sees("A word more")
    await checklists(bot).set_done(RequestNumber(1), DRAFT, on=True, by=Actor(ANA))
    await sam.presses("Save")
    await sam.sees("Not changed", "somebody else has done it already")
    assert (await step(bot, 1)).blocked is None


async def test_a_form_that_comes_twice_does_nothing_twice(
    sam: Person, bot: App, workspace: Sandbox
) -> None:
    await owns(bot, 2)
    await updates_mine(sam)
    await sam.chooses(f"{STEP}1 ", "Done")
    await sam.chooses(f"{STEP}2 ", in_days(bot, 10))
    form = workspace.state.modals.stack(seed.SAM)[-1]
    first = await submits(workspace, form)
    versions = [(await kept.request(bot, number)).version for number in (1, 2)]
    second = await submits(workspace, form)
    assert [(await kept.request(bot, number)).version for number in (1, 2)] == versions
    assert first == second
    assert "✓ 1 done · 1 with a new date" in str(first)


async def test_what_takes_long_is_done_in_the_end_and_said_in_the_same_window(
    sam: Person, bot: App, database_url: str
) -> None:
    await owns(bot, 1)
    await updates_mine(sam)
    await sam.chooses(STEP, "Done")
    async with locked(database_url):
        sent = await sam.presses("Save")
        assert sent.ok
        await sam.sees("One moment", "It goes on by itself")
    await sam.sees("═══ Update mine ═══", "✓ 1 done")
    assert (await step(bot, 1)).done is not None


async def test_a_confidential_request_is_gone_through_by_its_team_alone(
    sam: Person, people: People, bot: App
) -> None:
    secret = await has_secret(bot)
    await updates_mine(sam)
    await sam.sees("3 open steps", f"{STEP}1 Secret search")
    await sam.chooses(STEP, "Done")
    await sam.chooses("Create the take-home", "Blocked: pay")
    handing_over = HandingOver(bot.database, kept.ACME, kept.requests(bot).clock)
    await handing_over.hand_over(secret.number, SAM, TOM, by=Actor(TOM))
    before = await kept.request(bot)
    await sam.presses("Save")
    await sam.sees(
        "• Draft the job description, REQ-1: it is not yours any more",
        "• Create the take-home, REQ-1: it is not yours any more",
    )
    await sam.sees_not("Secret search")
    assert await kept.request(bot) == before
    mia = await people.joins("Mia Khan")
    await owns(bot, 1, PersonId(kept.ACME, seed.MIA))
    await updates_mine(mia)
    await mia.sees("One open step", f"{STEP}2 Search 1")
    await mia.sees_not("Secret")


async def test_a_step_given_to_somebody_outside_shows_them_the_whole_request(
    sam: Person, people: People, bot: App
) -> None:
    await has_secret(bot)
    await updates_mine(sam)
    await sam.chooses(STEP, "Hand to a colleague…")
    await sam.chooses("Create the take-home", "Blocked: pay")
    await sam.presses("Save")
    await sam.sees(
        "Whoever owns a step sees the whole request.",
        "For its hiring team only: others are named here, and not told.",
    )
    await sam.chooses("To whom?", "Mia Khan")
    await sam.presses("Save")
    await sam.sees("✓ 1 blocked · 1 handed over")
    mia = await people.joins("Mia Khan")
    await mia.opens_home()
    await mia.sees("REQ-1 · Secret search")


# Where it begins ---------------------------------------------------------------------------------


async def test_home_offers_it_where_something_waits(sam: Person, bot: App) -> None:
    await sam.opens_home()
    await sam.sees("Nothing, just now.", "[Whom do we need?] [Guide]")
    await sam.sees_not("[Update mine]")
    await owns(bot, 1)
    await checklists(bot).set_done(RequestNumber(1), DEFINE, on=True, by=Actor(ANA))
    await sam.opens_home()
    await sam.sees("Waits for you: 1", "[Update mine] [Whom do we need?] [Guide]")
    await sam.presses("Update mine")
    await sam.chooses(STEP, "Done")
    await sam.presses("Save")
    await sam.sees("✓ 1 done")
    await sam.presses("Close")
    await sam.sees("Waits for you\nNothing, just now.")


async def test_the_list_offers_it_for_ones_own_alone(sam: Person, bot: App) -> None:
    await owns(bot, 1)
    await sam.types("/hire-ml list")
    await sam.sees("One request under way")
    await sam.sees_not("[Update mine]")
    await sam.picks("Mine")
    await sam.sees("One request of yours under way", "[Update mine]")
