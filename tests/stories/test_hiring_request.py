"""A hiring request: opened, at once and twice, and shown whatever Slack says."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from bot.app import App
from bot.domain.identity import ChannelId, WorkspaceId
from bot.domain.role import Role, Seniority
from sandbox import seed
from sandbox.changes import Change, MessageChanged
from sandbox.faults import Fault, Faults
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests import hiring
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


@pytest.fixture
def transport() -> str:
    """How a request arrives matters to what arrives twice; those tests say it themselves."""
    return "http"


@pytest.fixture
async def ana(people: People) -> Person:
    return await people.joins("Ana Ruiz")


# Opened --------------------------------------------------------------------------------------


async def test_a_request_is_a_card_a_checklist_and_a_decision(
    ana: Person, workspace: Sandbox
) -> None:
    await gets_advice(ana, {GOAL: SERVICE})
    await ana.presses("Continue")
    await ana.fills("Title", CARD)
    await ana.fills("Problem", "Customers leave.\nNobody knows in time.")
    await ana.chooses("Level", "Lead")
    await ana.fills("Openings", "2")
    await ana.fills("Place, or remote", "Madrid, or remote")
    await ana.chooses("Start by", "2031-02-03")
    await ana.chooses("Recruiter", ["Sam Cole", "Li Wei"])
    await ana.presses("Open request")
    await ana.sees(
        f"REQ-1 · {CARD}",
        "Nobody knows in time.",
        "Open · opened ",
        "A live service · lead Machine Learning Engineer · 2 openings · Madrid, or remote",
        "Manager @Ana Ruiz · Recruiter @Sam Cole, @Li Wei · start by 3 Feb 2031",
        "□□□□□ 0 of 5 · next: define the business problem, @Ana Ruiz",
        "[Checklist]",
        "[2 replies]",
    )
    await ana.opens_thread("REQ-1")
    await ana.sees(
        "[ ] 1  Define the business problem – @Ana Ruiz · due",
        "[ ] 5  Evaluate candidate signals – @Sam Cole · due",
        "Hire a Machine Learning Engineer",
        "Needed first: a live service",
        "The project is at | A Data Scientist would | An ML Engineer would",
    )
    assert len(cards(workspace)) == 1


async def test_the_database_holds_what_was_typed(ana: Person, bot: App) -> None:
    await comes_to_form(ana, "  Head  of\tdata ")
    await ana.picks("Another role")
    await ana.fills("Problem", "  One\n\ntwo  ")
    await ana.chooses("Level", "Mid-level")
    await ana.fills("Openings", "99")
    await ana.ticks("Listed for the hiring team only")
    await ana.chooses("Post in", "#exec-hiring")
    await ana.presses("Open request")
    await ana.goes_to("#exec-hiring")
    await ana.sees("REQ-1 · Head of data", "99 openings")
    request = await kept.request(bot)
    assert request.title == "Head of data"
    assert request.problem == "One\n\ntwo"
    assert (request.role, request.plan) == (Role.OTHER, None)
    assert request.seniority is Seniority.MID
    assert (request.openings, request.confidential) == (99, True)
    assert (request.manager.user, request.channel) == (seed.ANA, seed.EXECUTIVES)
    assert request.channel_is_private


async def test_the_decision_of_who_knew_the_role_says_so(ana: Person) -> None:
    await opens_request(ana)
    await ana.sees("Hire: Machine Learning Engineer", "The manager knew the role already.")


async def test_requests_are_numbered_within_their_workspace(ana: Person, bot: App) -> None:
    other = WorkspaceId("T0GLOBEX01")
    await kept.requests(bot, other).open(hiring.form(), hiring.ANA, today=hiring.TODAY)
    await opens_request(ana, "The first here")
    await opens_request(ana, "The second here")
    await ana.sees("REQ-1 · The first here", "REQ-2 · The second here")
    elsewhere = await kept.request(bot, 1, other)
    assert elsewhere.title == hiring.form().title
    assert elsewhere.workspace == other


async def test_the_form_guesses_recruiters_title_and_channel(ana: Person) -> None:
    await opens_request(ana)
    await gets_advice(ana, {GOAL: SERVICE})
    await ana.presses("Continue")
    await ana.sees(
        "[Machine Learning Engineer]",
        "[Sam Cole]",
        "[#hiring-ml]",
        "5 people in #hiring-ml will see",
    )


async def test_a_draft_ends_with_its_request(ana: Person) -> None:
    await opens_request(ana)
    await ana.types("/hire-ml")
    await ana.sees("1 of 3")
    await ana.sees_not("Unfinished ·")


# At once, and twice --------------------------------------------------------------------------


async def test_a_form_submitted_twice_opens_one_request(ana: Person, workspace: Sandbox) -> None:
    await comes_to_form(ana)
    form = workspace.state.modals.stack(seed.ANA)[-1]
    answers = await asyncio.gather(submits(workspace, form), submits(workspace, form))
    assert [*answers] == [{}, {}]
    await ana.closes()
    await ana.sees(f"REQ-1 · {CARD}", "[2 replies]")
    await submits(workspace, form)
    await opens_request(ana, "The next")
    await ana.sees("REQ-2 · The next")
    assert len(cards(workspace)) == 2


@pytest.mark.parametrize("transport", ["socket"])
async def test_a_form_delivered_twice_opens_one_request(
    ana: Person, faults: Faults, workspace: Sandbox
) -> None:
    await comes_to_form(ana)
    with faults.on(Fault("delivery:view_submission", "duplicate")):
        await ana.presses("Open request")
    await ana.sees(f"REQ-1 · {CARD}", "[2 replies]")
    await opens_request(ana, "The next")
    await ana.sees("REQ-2 · The next")
    assert len(cards(workspace)) == 2


async def test_two_managers_at_once_get_a_number_each(
    people: People, ana: Person, workspace: Sandbox
) -> None:
    tom = await people.joins("Tom Baker")
    await comes_to_form(ana, "Ana’s")
    await comes_to_form(tom, "Tom’s")
    await asyncio.gather(ana.presses("Open request"), tom.presses("Open request"))
    await ana.sees("Ana’s", "Tom’s", "REQ-1", "REQ-2")
    await tom.sees("Ana’s", "Tom’s", "REQ-1", "REQ-2")
    assert len(cards(workspace)) == 2


# Shown all the same --------------------------------------------------------------------------


@contextmanager
def once_the_checklist_stands(workspace: Sandbox, fault: Fault) -> Iterator[None]:
    """The fault is on from the checklist's post on: it hits what is posted after it."""

    def look(change: Change) -> None:
        if not isinstance(change, MessageChanged):
            return
        message = workspace.state.message(change.channel, change.ts)
        if message and message.edited_at is None and ": checklist, " in message.text:
            workspace.faults.add(fault)

    with workspace.changes.heard_by(look):
        yield


async def test_a_table_that_slack_refuses_is_shown_as_text(ana: Person, workspace: Sandbox) -> None:
    refused = Fault("chat.postMessage", "error", times=1, error="invalid_blocks")
    with once_the_checklist_stands(workspace, refused):
        await comes_to_form(ana)
        await ana.presses("Open request")
        await ana.sees(f"REQ-1 · {CARD}", "[2 replies]")
    await ana.opens_thread("REQ-1")
    await ana.sees("The guide’s matrix", "• A Data Scientist would: ", "• An ML Engineer would: ")
    await ana.sees_not("The project is at |")


async def test_due_dates_lead_up_to_the_start(ana: Person, bot: App) -> None:
    await comes_to_form(ana)
    await ana.chooses("Start by", "2031-02-03")
    await ana.presses("Open request")
    await ana.sees(f"REQ-1 · {CARD}")
    request = await kept.request(bot)
    dates = [step.due for step in request.checklist if step.due]
    assert dates == sorted(dates)
    assert dates[-1] < date(2031, 2, 3)
    assert request.channel == ChannelId(seed.HIRING)
