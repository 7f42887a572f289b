"""Advice: every kind of it, looked into and disagreed with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from bot.app import App
from bot.domain import identity
from bot.domain.draft import Overrule
from bot.domain.marks import mark_of
from bot.domain.pay import PayBand
from bot.domain.permissions import Actor
from bot.domain.role import Plan, Role, Seniority
from bot.services.pay_bands import PayBands
from sandbox import seed
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.sampling import sampled
from tests.stories import kept
from tests.stories.people import People
from tests.stories.ways import (
    ANSWERS,
    APPROACH,
    BOTH,
    CONSUMER,
    DATA,
    DEPLOYERS,
    FUNDS,
    GOAL,
    MODEL,
    NEED,
    SERVICE,
    SERVING,
    STAGE,
    UNSURE,
    gets_advice,
)

NO_MODEL = "No, or none that has proved itself"
PROVEN = "Yes, a prototype that has proved itself"
SHOW_IT = "Show with a trial model that the idea can work"
TRY_IT = "Let colleagues try the trial model through a small API"
FLOWS = "Set up the data flows that later models will learn from"

BAND = PayBand(
    role=Role.ML_ENGINEER,
    seniority=Seniority.SENIOR,
    low=190_000,
    high=240_000,
    currency="USD",
    region="US-CA",
    approved_by="People team",
    as_of=date(2026, 9, 1),
)

AN_ENGINEER = {GOAL: SERVICE, STAGE: "Prototype", NEED: TRY_IT}


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
async def ana(people: People) -> Person:
    return await people.joins("Ana Ruiz")


async def has_band(bot: App) -> None:
    """As the settings' form keeps it."""
    bands = PayBands(bot.database, kept.ACME, bot.clock)
    tom = identity.Person(seed.TEAM.id, seed.TOM)
    await bands.set(BAND, Actor(tom, is_admin=True), seen=mark_of(None), today=date(2026, 11, 24))


@dataclass(frozen=True)
class Case:
    answers: Mapping[str, str]
    sees: tuple[str, ...]
    sees_not: tuple[str, ...] = field(default=())


CASES = {
    "clear, by the first answer alone": Case(
        {GOAL: ANSWERS},
        ("Hire a Data Scientist\nClear", "You need answers before anything is built."),
        ("Against",),
    ),
    "clear, with one answer against": Case(
        {GOAL: SERVICE, SERVING: "A report now and then is enough", DEPLOYERS: "No"},
        (
            "Hire a Machine Learning Engineer\nClear",
            "Against",
            "A report now and then is enough.",
            "What would change it: Answering",
            "The other way round: A Data Scientist first",
        ),
    ),
    "leaning": Case(
        {STAGE: "First look", NEED: FLOWS},
        ("Hire a Machine Learning Engineer\nLeaning", "You want the data flows for later models."),
    ),
    "a live service without a proven model": Case(
        {GOAL: SERVICE, MODEL: NO_MODEL, CONSUMER: "A product or another system"},
        ("Hire a Machine Learning Engineer\nTension", "no model has proved itself yet"),
        ("Clear",),
    ),
    "a live service at a first look": Case(
        {GOAL: SERVICE, STAGE: "First look"},
        ("Hire a Machine Learning Engineer\nTension", "this is still a first look"),
        ("Clear",),
    ),
    "mixed": Case(
        {GOAL: BOTH},
        ("Hire a Data Scientist, then an ML Engineer\nMixed",),
        ("Later, an ML Engineer",),
    ),
    "mixed, with one hire funded": Case(
        {GOAL: BOTH, FUNDS: "One hire"},
        ("Hire a Data Scientist first\nMixed", "Later, an ML Engineer: when a model beats"),
        ("then an ML Engineer\n",),
    ),
    "mixed, with something proven": Case(
        {GOAL: BOTH, MODEL: PROVEN},
        ("Hire an ML Engineer, then a Data Scientist\nMixed", "A prototype has proved itself."),
    ),
    "mixed, with something proven and one hire funded": Case(
        {GOAL: BOTH, MODEL: PROVEN, FUNDS: "One hire"},
        ("Hire a Machine Learning Engineer first\nMixed", "Later, a Data Scientist: when"),
    ),
    "both at once": Case(
        {GOAL: BOTH, FUNDS: "Two hires or more"},
        ("Hire both at once\nMixed", "You can fund two people.", "name one owner of the hand-over"),
    ),
    "a contradiction": Case(
        {GOAL: SERVICE, STAGE: "Prototype", NEED: SHOW_IT, MODEL: NO_MODEL},
        ("Contradictory", "The first answer points one way, the others the other way."),
    ),
    "too early to say": Case(
        {},
        (
            "Too early to say",
            "Ask whoever owns the product.",
            "Ask whoever tried last.",
            "The safer first step: a Data Scientist.",
            "Your answers are kept",
        ),
        ("Against", "What would change it"),
    ),
    "too early to say, with what is known said": Case(
        {DATA: "It is scattered over tools and files"},
        ("Too early to say", "Bring the data together"),
    ),
    "data first": Case(
        {GOAL: SERVICE, DATA: "It is not collected yet"},
        (
            "═══ Advice ═══\nFirst collect the data",
            "Then hire a Machine Learning Engineer",
        ),
    ),
    "the costliest first, the others as notes": Case(
        {
            GOAL: SERVICE,
            DATA: "It is not collected yet",
            FUNDS: "A contractor or a pilot",
            APPROACH: "A simple rule might do; nobody has tried",
        },
        ("═══ Advice ═══\nFirst collect the data", "First try a simple rule. ", "First a pilot. "),
    ),
    "another role first": Case(
        {GOAL: SERVICE, APPROACH: "Built on a language model’s API"},
        ("═══ Advice ═══\nFirst consider an AI engineer", "Then hire a Machine Learning Engineer"),
    ),
    "a rule first": Case(
        {GOAL: SERVICE, APPROACH: "A simple rule might do; nobody has tried"},
        ("═══ Advice ═══\nFirst try a simple rule", "Then hire a Machine Learning Engineer"),
    ),
    "a pilot first": Case(
        {GOAL: SERVICE, FUNDS: "A contractor or a pilot"},
        ("═══ Advice ═══\nFirst a pilot", "Then hire a Machine Learning Engineer"),
    ),
    "scattered data, a note and never the head": Case(
        {GOAL: SERVICE, DATA: "It is scattered over tools and files"},
        ("═══ Advice ═══\nHire a Machine Learning Engineer", "Bring the data together. "),
    ),
}


@pytest.mark.parametrize("case", sampled(CASES.values(), 4, CASES.keys()))
async def test_answers_lead_to_their_kind_of_advice(ana: Person, case: Case) -> None:
    await gets_advice(ana, case.answers)
    await ana.sees(*case.sees)
    await ana.sees_not(*case.sees_not)


async def test_at_most_three_reasons_are_given(ana: Person) -> None:
    answers = {
        GOAL: SERVICE,
        CONSUMER: "A product or another system",
        SERVING: "At once, while somebody waits",
        DEPLOYERS: "No",
    }
    await gets_advice(ana, answers)
    reasons = ana.screen.split("For\n")[1].split("What would change it")[0]
    assert reasons.count("•") == 3


async def test_what_would_change_it_does_change_it(ana: Person) -> None:
    await gets_advice(ana, {GOAL: SERVICE})
    await ana.sees("Answering “Both at once” to “What has to exist first?” would make it ")
    await ana.presses("‹ Change answers")
    await ana.presses("‹ Back")
    await ana.presses("‹ Back")
    await ana.picks(BOTH)
    await ana.presses("See advice now")
    await ana.sees("Hire a Data Scientist, then an ML Engineer")


async def test_the_working_shows_points_matrix_pay_levels_and_example(ana: Person) -> None:
    await gets_advice(ana, AN_ENGINEER)
    await ana.presses("Show working")
    await ana.sees(
        "Advice: Hire a Machine Learning Engineer (clear)",
        "Points: Data Scientist 0, ML Engineer 7",
        "Needed first: a live service (+4 ML Engineer)",
        "At this stage (prototype)",
        "Data Scientist: Make a trial model",
        "ML Engineer: Put a simple API in front",
        "What would put the other role first: Answering",
        "The nearest example shares 2 of its 7 answers with yours: a SaaS company",
        "ML Engineer: a junior one builds one API endpoint",
        "The guide: median total pay: Data Scientist $154,000, ML Engineer $159,000",
        "The guide’s figures are an article’s",
    )
    await ana.sees_not("a junior one runs analyses", "→")


async def test_the_working_of_a_sequence_has_both_roles_and_the_sign_to_go_on(ana: Person) -> None:
    await gets_advice(ana, {GOAL: BOTH})
    await ana.presses("Show working")
    await ana.sees(
        "Open the second request, for an ML Engineer, when a model beats today’s way of working",
        "Data Scientist: a junior one runs analyses",
        "ML Engineer: a junior one builds one API endpoint",
    )


async def test_the_workspaces_own_band_comes_first_in_the_working_and_for_guests_never(
    people: People, ana: Person, bot: App, workspace: Sandbox
) -> None:
    await has_band(bot)
    await gets_advice(ana, AN_ENGINEER)
    await ana.presses("Show working")
    await ana.sees(
        "Your band: ML Engineer, senior: $190,000–240,000, US-CA (People team, Sep 2026)\n"
        "Pay, in US dollars a year"
    )
    sam = await people.joins("Sam Cole")
    workspace.state.people[seed.SAM] = replace(workspace.state.people[seed.SAM], is_guest=True)
    await gets_advice(sam, AN_ENGINEER)
    await sam.presses("Show working")
    await sam.sees("Pay, in US dollars a year")
    await sam.sees_not("Your band")


async def test_another_answer_tried_in_the_working_moves_role_and_reason(ana: Person) -> None:
    await gets_advice(ana, AN_ENGINEER)
    await ana.presses("Show working")
    await ana.sees("Decided by: You need a service that runs for real.")
    await ana.chooses(GOAL, BOTH)
    await ana.sees(
        "Advice: Hire a Machine Learning Engineer (clear) → "
        "Hire a Data Scientist, then an ML Engineer (mixed)",
        "Decided by: You need a service that runs for real. → "
        "You need answers and a running service.",
    )
    await ana.chooses(FUNDS, "Two hires or more")
    await ana.sees("Hire a Machine Learning Engineer (clear) → Hire both at once (mixed)")
    await ana.presses("Use these answers")
    await ana.sees("Hire both at once", "Mixed", "You can fund two people.")
    await ana.sees_not("Points: ")
    await ana.presses("Show working")
    await ana.sees("Advice: Hire both at once (mixed)")
    await ana.sees_not("→")


async def test_another_stage_tried_in_the_working_brings_its_own_needs(ana: Person) -> None:
    await gets_advice(ana, AN_ENGINEER)
    await ana.presses("Show working")
    await ana.chooses(STAGE, "Live, growing")
    await ana.sees("Points: Data Scientist 0, ML Engineer 4", "At this stage (live")
    await ana.chooses(NEED, "Release it, watch it, and carry thousands")
    await ana.sees("Points: Data Scientist 0, ML Engineer 7")


async def test_an_answer_tried_and_left_changes_nothing(ana: Person) -> None:
    await gets_advice(ana, AN_ENGINEER)
    await ana.presses("Show working")
    await ana.chooses(GOAL, BOTH)
    await ana.sees("Hire a Data Scientist, then an ML Engineer")
    await ana.presses("Back")
    await ana.sees("Hire a Machine Learning Engineer\nClear")
    await ana.sees_not("Mixed")


async def disagrees(ana: Person, *, choice: str, reason: str) -> None:
    await ana.presses("I disagree…")
    await ana.picks(choice)
    await ana.fills("Why? One line will do", reason)
    await ana.presses("Keep my choice")


@pytest.mark.parametrize("reason", ["", "   "])
async def test_who_disagrees_is_asked_why(ana: Person, reason: str) -> None:
    await gets_advice(ana, AN_ENGINEER)
    await disagrees(ana, choice="Hire a Data Scientist", reason=reason)
    assert set(ana.errors) == {"Why? One line will do"}
    await ana.sees("(•) Hire a Data Scientist")
    await ana.presses("Back")
    await ana.sees("Hire a Machine Learning Engineer", "I disagree…")


async def test_the_request_keeps_the_advice_and_the_choice_and_its_reason(
    ana: Person, bot: App
) -> None:
    await gets_advice(ana, AN_ENGINEER)
    await disagrees(
        ana, choice="Hire a Data Scientist, then an ML Engineer", reason="<!here> *Mia* can deploy"
    )
    await ana.sees("Your choice: a Data Scientist, then an ML Engineer", "<!here> *Mia* can deploy")
    await ana.presses("Continue")
    await ana.sees("Open the request", "Why you disagreed with the advice stays private.")
    await ana.presses("Open request")
    await ana.opens_thread("REQ-1 · Data Scientist")
    await ana.sees(
        "Hire a Data Scientist, then an ML Engineer",
        "The manager chose this over the advice (an ML Engineer).",
        "Needed first: a live service",
    )
    await ana.sees_not("can deploy")
    decision = (await kept.request(bot)).decision
    assert decision.recommended is Plan.ML_ENGINEER
    assert decision.rules_version == "2026-11"
    assert decision.overrule == Overrule(
        Plan.DATA_SCIENTIST_THEN_ML_ENGINEER, "<!here> *Mia* can deploy"
    )


async def test_the_manager_overrules_the_advice_and_takes_it_after_all(ana: Person) -> None:
    await gets_advice(ana, AN_ENGINEER)
    await disagrees(ana, choice="Hire a Data Scientist", reason="We have an engineer")
    await ana.sees("Your choice: a Data Scientist", "We have an engineer")
    await ana.presses("Continue")
    await ana.sees("Open the request", "Data Scientist")
    await ana.presses("‹ Back")
    await ana.presses("Take the advice")
    await ana.sees("Hire a Machine Learning Engineer", "I disagree…")
    await ana.sees_not("Your choice")


async def test_a_choice_that_the_advice_comes_to_is_no_disagreement(ana: Person) -> None:
    await gets_advice(ana, AN_ENGINEER)
    await disagrees(ana, choice="Hire a Data Scientist, then an ML Engineer", reason="Both, really")
    await ana.sees("Your choice: a Data Scientist, then an ML Engineer")
    await ana.presses("Show working")
    await ana.chooses(GOAL, BOTH)
    await ana.sees("You need answers and a running service.")
    await ana.presses("Use these answers")
    await ana.sees("Hire a Data Scientist, then an ML Engineer", "I disagree…")
    await ana.sees_not("Your choice")


async def test_a_disagreement_outlives_a_closed_modal(ana: Person) -> None:
    await gets_advice(ana, AN_ENGINEER)
    await disagrees(ana, choice="Hire a Data Scientist", reason="We have an engineer")
    await ana.sees("Your choice: a Data Scientist")
    await ana.closes()
    await ana.types("/hire-ml")
    await ana.presses("Continue")
    await ana.sees("Your choice: a Data Scientist", "We have an engineer")


async def test_unsure_answers_are_no_answers(ana: Person) -> None:
    await gets_advice(ana, {GOAL: SERVICE, DATA: UNSURE, MODEL: UNSURE, FUNDS: UNSURE})
    await ana.sees("Hire a Machine Learning Engineer\nClear")
