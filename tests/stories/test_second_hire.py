"""Two hires, one after the other: the second request is offered when it is time, and opened."""

import pytest

from bot.app import App
from bot.domain import identity
from bot.domain.permissions import Actor
from bot.domain.role import Plan, Role
from bot.services.lifecycle import Lifecycles
from sandbox import seed
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.stories import kept
from tests.stories.people import People
from tests.stories.ways import BOTH, FUNDS, GOAL, MODEL, cards, gets_advice

SIGN = "when a model beats today’s way of working"
HANDED_OVER = ("What the Data Scientist hands over", "Golden tests", "Service objective (SLO)")
EVALUATE = "Evaluate candidate signals"


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
async def ana(people: People) -> Person:
    return await people.joins("Ana Ruiz")


async def opens_first(ana: Person, **answers: str) -> None:
    """REQ-1, a Data Scientist, of a plan of two; its thread is open."""
    await gets_advice(ana, {GOAL: BOTH, **answers})
    await ana.presses("Continue")
    await ana.fills("Problem", "Customers *leave*")
    await ana.fills("Place, or remote", "Lisbon")
    await ana.chooses("Recruiter", ["Sam Cole"])
    await ana.presses("Open request")
    await ana.opens_thread("REQ-1 · ")
    await ana.sees("Hire a Data Scientist, then an ML Engineer", EVALUATE)


async def test_the_second_is_offered_in_the_thread_once_candidates_were_looked_at(
    people: People, ana: Person, bot: App
) -> None:
    await opens_first(ana)
    await ana.ticks(EVALUATE)
    await ana.sees(
        "REQ-1 has candidates who were looked at. Next in the plan: an ML Engineer.",
        SIGN,
        *HANDED_OVER,
    )
    await ana.presses("Open the second request")
    await ana.sees(
        "═══ Open the request ═══",
        "The second hire, after REQ-1: the two name each other.",
        "[Machine Learning Engineer]",
        "[Customers *leave*]",
        "[Lisbon]",
    )
    await ana.sees_not("‹ Back", "Whom do you want to hire?")
    await ana.presses("Open request")
    await ana.sees("The first of two hires, then REQ-2.")
    ana.closes_thread()
    await ana.opens_thread("REQ-2 · Machine Learning Engineer")
    await ana.sees("The second of two hires, after REQ-1.", "Needed first: both at once")
    second = await kept.request(bot, 2)
    assert (second.role, second.plan) == (Role.ML_ENGINEER, Plan.DATA_SCIENTIST_THEN_ML_ENGINEER)
    assert second.follows == identity.RequestNumber(1)
    assert second.decision == (await kept.request(bot)).decision
    ana.closes_thread()
    await ana.opens_thread("REQ-1 · ")
    await ana.presses("Open the second request")
    await ana.sees("REQ-2 is the second request after REQ-1 already.")


async def test_the_second_is_offered_at_once_where_candidates_were_looked_at_elsewhere(
    ana: Person,
) -> None:
    await gets_advice(ana, {GOAL: BOTH})
    await ana.presses("Continue")
    await ana.presses("It began elsewhere…")
    await ana.ticks(EVALUATE)
    await ana.presses("Open request")
    await ana.opens_thread("REQ-1 · ")
    await ana.sees("Next in the plan: an ML Engineer.", "[Open the second request]")


async def test_who_leads_the_first_asks_for_its_second_early_in_its_window(ana: Person) -> None:
    await opens_first(ana)
    await ana.presses("Update…")
    await ana.presses("Second request…")
    await ana.sees("═══ The second hire ═══", *HANDED_OVER)
    await ana.presses("Open second request")
    await ana.sees("The second hire, after REQ-1", "[Machine Learning Engineer]")


async def test_the_second_is_offered_again_once_the_first_is_filled(ana: Person, bot: App) -> None:
    await opens_first(ana)
    await ana.ticks(EVALUATE)
    await ana.sees("Next in the plan: an ML Engineer.")
    lifecycle = Lifecycles(bot.database, kept.ACME, bot.clock)
    manager = Actor(identity.Person(seed.TEAM.id, seed.ANA))
    today = bot.clock().date()
    number = identity.RequestNumber(1)
    await lifecycle.fill(number, 1, today, "K. M.", by=manager, today=today, seen=0)
    await bot.outbox.send(kept.ACME, number)
    await ana.sees("REQ-1 is filled. Next in the plan: an ML Engineer.")
    assert ana.screen.index("Filled · Ana Ruiz") < ana.screen.index("REQ-1 is filled.")


async def test_who_may_not_change_the_first_cannot_open_its_second(
    people: People, ana: Person, workspace: Sandbox
) -> None:
    await opens_first(ana)
    await ana.ticks(EVALUATE)
    await ana.sees("Open the second request")
    mia = await people.joins("Mia Khan")
    await mia.opens_thread("REQ-1 · ")
    await mia.presses("Open the second request")
    await mia.sees("Only the manager and the recruiters of REQ-1 can change it.")
    tom = await people.joins("Tom Baker")
    await tom.opens_thread("REQ-1 · ")
    await tom.presses("Open the second request")
    await tom.sees("═══ Open the request ═══", "The second hire, after REQ-1")


async def test_both_at_once_goes_on_with_the_second_request_at_once(ana: Person, bot: App) -> None:
    await gets_advice(ana, {GOAL: BOTH, FUNDS: "Two hires or more"})
    await ana.presses("Continue")
    await ana.presses("Open request")
    await ana.sees(
        "═══ The second hire ═══",
        "REQ-1 is open",
        "Both are funded: ask for an ML Engineer now.",
        *HANDED_OVER,
    )
    await ana.presses("Open second request")
    await ana.sees("The second hire, after REQ-1", "[Machine Learning Engineer]")
    await ana.presses("Open request")
    await ana.opens_thread("REQ-2 · Machine Learning Engineer")
    await ana.sees("The second of two hires, after REQ-1.")
    assert (await kept.request(bot)).followed_by == identity.RequestNumber(2)
    await ana.ticks(EVALUATE)
    await ana.sees_not("Next in the plan")


async def test_who_does_not_go_on_at_once_is_offered_the_second_later(ana: Person) -> None:
    await gets_advice(ana, {GOAL: BOTH, FUNDS: "Two hires or more"})
    await ana.presses("Continue")
    await ana.presses("Open request")
    await ana.presses("Not now")
    await ana.opens_thread("REQ-1 · ")
    await ana.ticks(EVALUATE)
    await ana.sees("Next in the plan: an ML Engineer.", "Both are funded")


async def test_the_other_way_round_the_engineer_hands_over(ana: Person) -> None:
    await gets_advice(ana, {GOAL: BOTH, MODEL: "Yes, a prototype that has proved itself"})
    await ana.presses("Continue")
    await ana.presses("Open request")
    await ana.opens_thread("REQ-1 · Machine Learning Engineer")
    await ana.ticks(EVALUATE)
    await ana.sees(
        "Next in the plan: a Data Scientist.",
        "when the service runs and is watched",
        "What the Machine Learning Engineer hands over",
    )


async def test_a_first_that_is_for_its_team_only_is_named_nowhere_else(
    people: People, ana: Person, bot: App, workspace: Sandbox
) -> None:
    await ana.goes_to("#exec-hiring")
    await opens_first(ana)
    await ana.ticks(EVALUATE)
    await ana.presses("Open the second request")
    await ana.sees("the two name each other")
    await ana.chooses("Post in", "#hiring-ml")
    await ana.sees("REQ-1 is for its team only: posted elsewhere, this one does not name it.")
    await ana.unticks("Listed for the hiring team only")
    await ana.presses("Open request")
    li = await people.joins("Li Wei")
    await li.opens_thread("REQ-2 · Machine Learning Engineer")
    await li.sees(EVALUATE, "The guide’s matrix")
    await li.sees_not("REQ-1", "second of two")
    assert (await kept.request(bot, 2)).follows is None
    assert not [
        one for one in cards(workspace) if "REQ-1" in one.text and one.channel == seed.HIRING
    ]


async def test_a_mistake_in_the_second_form_loses_nothing_and_stays_the_second(
    ana: Person, bot: App
) -> None:
    await opens_first(ana)
    await ana.ticks(EVALUATE)
    await ana.presses("Open the second request")
    await ana.fills("Title", "ML Engineer, live")
    await ana.chooses("Post in", "#random")
    await ana.presses("Open request")
    assert set(ana.errors) == {"Post in"}
    await ana.closes()
    await ana.types("/hire-ml")
    await ana.presses("Continue")
    await ana.presses("Continue")
    await ana.sees("The second hire, after REQ-1", "[ML Engineer, live]")
    await ana.chooses("Post in", "#hiring-ml")
    await ana.presses("Open request")
    await ana.sees("REQ-2 · ML Engineer, live")
    assert (await kept.request(bot, 2)).follows == identity.RequestNumber(1)
