"""`/hire-ml status REQ-12`: one request in short, as far as its reader may see it."""

from datetime import timedelta

import pytest

from bot.app import App
from bot.domain.checklist import BlockedReason
from bot.domain.hiring_request import StatusReason
from bot.domain.permissions import Actor
from bot.domain.role import StepKind
from bot.services.checklist import Checklists
from bot.services.lifecycle import Lifecycles
from sandbox.workspace import Sandbox
from tests.stories import kept
from tests.stories.people import People
from tests.stories.stock import ANA, LI, SAM, has, has_secret
from tests.stories.ways import opens_request


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.mark.parametrize("transport", ["http", "socket"])
@pytest.mark.parametrize("typed", ["REQ-1", "1", "req 1", "REQ1", "#1"])
async def test_a_request_is_shown_with_its_steps(people: People, bot: App, typed: str) -> None:
    await has(bot, "Churn service")
    checklists = Checklists(bot.database, kept.ACME, kept.requests(bot).clock)
    number = (await kept.request(bot)).number
    await checklists.set_done(number, StepKind.DEFINE_PROBLEM, on=True, by=Actor(ANA))
    await checklists.block(
        number, StepKind.CREATE_TAKE_HOME, BlockedReason.BUDGET, "", (LI,), by=Actor(SAM)
    )
    mia = await people.joins("Mia Khan")
    await mia.types(f"/hire-ml status {typed}")
    await mia.sees(
        "(Only visible to you)",
        "REQ-1 · Churn service",
        "Open · Machine Learning Engineer · ■□□□□ 1 of 5",
        "Next: draft the job description, @Sam Cole",
        "create the take-home blocked: budget",
        "☑ 1  Define the business problem · @Ana Ruiz",
        "☐ 4  Create the take-home · @Sam Cole, due",
        "blocked: budget, waits on @Li Wei",
        "Manager @Ana Ruiz · Recruiter @Sam Cole · #hiring-ml",
    )


async def test_what_is_late_is_said_while_it_is_open_and_not_while_it_is_on_hold(
    people: People, bot: App, workspace: Sandbox
) -> None:
    number = (await has(bot, "Churn service")).number
    workspace.clock.advance(timedelta(days=15).total_seconds())
    mia = await people.joins("Mia Khan")
    await mia.types("/hire-ml status 1")
    await mia.sees("☐ 1  Define the business problem · @Ana Ruiz, due ", " days late")
    await mia.presses("Dismiss message")
    lifecycles = Lifecycles(bot.database, kept.ACME, kept.requests(bot).clock)
    await lifecycles.hold(number, StatusReason.BUDGET, "", by=Actor(ANA))
    await mia.types("/hire-ml status 1")
    await mia.sees("On hold · Machine", "☐ 1  Define the business problem · @Ana Ruiz, due ")
    await mia.sees_not("late")


async def test_it_opens_as_a_window_too(people: People) -> None:
    ana = await people.joins("Ana Ruiz")
    await opens_request(ana)
    ana.closes_thread()
    await ana.sees("[Checklist]")
    await ana.types("/hire-ml status 1")
    await ana.sees("[Thread]")
    await ana.presses("Work on it")
    await ana.sees("═══ REQ-1 ═══", "ML Engineer, churn service", "[ ] 1  Define")


async def test_what_is_not_there_and_what_may_not_be_seen_are_answered_alike(
    people: People, bot: App
) -> None:
    await has_secret(bot)
    mia = await people.joins("Mia Khan")
    for number in (1, 2):
        await mia.types(f"/hire-ml status {number}")
        await mia.sees(f"There is no REQ-{number} here. It may belong to another workspace.")
    ana = await people.joins("Tom Baker")
    await ana.types("/hire-ml status 1")
    await ana.sees("REQ-1 · Secret search")


async def test_without_a_number_it_asks_and_offers_those_of_its_reader(
    people: People, bot: App
) -> None:
    sam, mia = await people.joins("Sam Cole"), await people.joins("Mia Khan")
    await sam.types("/hire-ml status")
    await sam.sees("There is no request yet that you can see.", "[Whom do we need?]")
    await has(bot, "Not Sam’s", recruiter=LI)
    await has(bot, "Sam’s own")
    await sam.types("/hire-ml status the churn one")
    await sam.sees("“the churn one” is no number of a request.", "/hire-ml status 2, or choose")
    await sam.sees_not("Not Sam’s")
    await sam.presses("Show")
    await sam.sees("☐ 1  Define the business problem")
    await mia.types("/hire-ml status")
    await mia.sees("REQ-2 · Sam’s own", "REQ-1 · Not Sam’s")
