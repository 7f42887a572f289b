"""Asking: every way through the questions, and back again."""

import pytest
from sqlalchemy import delete

from bot.app import App
from bot.store.tables import plan_drafts
from sandbox import seed
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.stories.people import People
from tests.stories.ways import (
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
    goes_to_page_three,
    submits,
)

PROBLEM = "Customers leave <!channel> and nobody knows *why*."
NO_MODEL = "No, or none that has proved itself"
TRY_IT = "Let colleagues try the trial model through a small API"


@pytest.fixture
def transport() -> str:
    """The main flow goes over both; how a request arrives makes no difference here."""
    return "http"


@pytest.fixture
async def ana(people: People) -> Person:
    return await people.joins("Ana Ruiz")


async def answers_two_pages(ana: Person) -> None:
    await ana.types("/hire-ml")
    await ana.fills("What is the problem?", PROBLEM)
    await ana.picks(SERVICE)
    await ana.presses("Next")
    await ana.picks("Prototype")
    await ana.picks(TRY_IT)
    await ana.presses("Next")
    await ana.sees("3 of 3")


async def every_draft_is_gone(bot: App) -> None:
    here = plan_drafts.c.workspace_id == seed.TEAM.id
    async with bot.database.writing() as connection:
        await connection.execute(delete(plan_drafts).where(here))
        await connection.commit()


async def test_next_wants_an_answer_if_only_that_one_is_not_sure(ana: Person) -> None:
    await ana.types("/hire-ml")
    await ana.fills("What is the problem?", PROBLEM)
    await ana.presses("Next")
    assert set(ana.errors) == {GOAL}
    await ana.sees("1 of 3", PROBLEM)
    await ana.picks(UNSURE)
    await ana.presses("Next")
    await ana.sees("2 of 3")


async def test_back_keeps_what_was_answered(ana: Person) -> None:
    await answers_two_pages(ana)
    await ana.chooses(DATA, "It is scattered over tools and files")
    await ana.chooses(MODEL, NO_MODEL)
    await ana.presses("Four more questions")
    await ana.chooses(CONSUMER, "People, to make decisions")
    await ana.presses("‹ Back")
    await ana.sees("3 of 3", "It is scattered over tools and files")
    await ana.presses("‹ Back")
    await ana.sees("2 of 3", "(•) Prototype", f"(•) {TRY_IT}")
    await ana.presses("‹ Back")
    await ana.sees("1 of 3", PROBLEM, f"(•) {SERVICE}")


async def test_next_keeps_what_was_answered_further_on(ana: Person) -> None:
    await answers_two_pages(ana)
    await ana.chooses(DATA, "It is scattered over tools and files")
    for _ in ("from page 3", "from page 2"):
        await ana.presses("‹ Back")
    await ana.sees("1 of 3")
    await ana.presses("Next")
    await ana.sees("2 of 3", "(•) Prototype", f"(•) {TRY_IT}")
    await ana.presses("Next")
    await ana.sees("3 of 3", "It is scattered over tools and files")


async def test_who_changes_an_answer_is_not_asked_all_the_others_again(ana: Person) -> None:
    await goes_to_page_three(ana, {GOAL: SERVICE})
    await ana.presses("Four more questions")
    await ana.chooses(CONSUMER, "People, to make decisions")
    await ana.presses("Get advice")
    await ana.presses("‹ Change answers")
    for _ in ("from the four", "from page 3", "from page 2"):
        await ana.presses("‹ Back")
    await ana.sees("1 of 3")
    await ana.picks("Answers: why it happens")
    await ana.presses("Next")
    await ana.sees("Hire a Data Scientist", "People will decide by the results.")
    await ana.presses("‹ Change answers")
    await ana.sees("If you like", "✓ Needed first: answers", "People, to make decisions")


async def test_answers_so_far_are_in_sight(ana: Person) -> None:
    await answers_two_pages(ana)
    await ana.sees("✓ Needed first: a live service", "✓ Today: prototype", "✓ Need: make it run")


async def test_a_changed_answer_is_the_one_that_counts(ana: Person) -> None:
    await answers_two_pages(ana)
    await ana.presses("‹ Back")
    await ana.presses("‹ Back")
    await ana.sees("1 of 3")
    await ana.picks("Answers: why it happens")
    await ana.presses("Next")
    await ana.sees("✓ Needed first: answers", f"(•) {TRY_IT}")


async def test_another_stage_brings_its_own_two_needs(ana: Person) -> None:
    await ana.types("/hire-ml")
    await ana.picks(UNSURE)
    await ana.presses("Next")
    await ana.picks("First look")
    await ana.picks("Set up the data flows that later models will learn from")
    await ana.picks("Live, being improved")
    await ana.picks("Have models retrained and released automatically")
    await ana.sees_not("Set up the data flows that later models will learn from")
    await ana.presses("See advice now")
    await ana.sees("Hire a Machine Learning Engineer", "Leaning")


async def test_a_changed_stage_clears_the_need_that_hung_on_it(ana: Person) -> None:
    await answers_two_pages(ana)
    await ana.presses("‹ Back")
    await ana.sees(f"(•) {TRY_IT}")
    await ana.picks("Live, growing")
    await ana.sees("Sharpen the model, and learn from how it does live")
    assert "(•) Live, growing" in ana.screen
    assert ana.screen.count("(•)") == 1
    await ana.picks("Not sure", under=NEED)
    await ana.presses("Next")
    await ana.sees("✓ Today: live, growing")
    await ana.sees_not("✓ Need:")


async def test_without_a_stage_no_need_is_asked_for(ana: Person) -> None:
    await answers_two_pages(ana)
    await ana.presses("‹ Back")
    await ana.picks(UNSURE, under=STAGE)
    await ana.sees_not(NEED)
    await ana.presses("Next")
    await ana.sees("3 of 3", "✓ Needed first: a live service")
    await ana.sees_not("✓ Need:", "✓ Today:")


async def test_advice_can_be_seen_from_the_first_page_on(ana: Person) -> None:
    await ana.types("/hire-ml")
    await ana.picks(SERVICE)
    await ana.presses("See advice now")
    await ana.sees("Hire a Machine Learning Engineer", "Clear")
    await ana.presses("‹ Change answers")
    await ana.sees("1 of 3", f"(•) {SERVICE}")
    await ana.presses("Next")
    await ana.presses("See advice now")
    await ana.sees("Hire a Machine Learning Engineer", "Clear")
    await ana.presses("Close")
    await ana.sees_not("Hire a Machine Learning Engineer")


async def test_change_answers_leads_to_the_last_page_that_was_answered(ana: Person) -> None:
    await answers_two_pages(ana)
    await ana.presses("Get advice")
    await ana.sees("Show working")
    await ana.presses("‹ Change answers")
    await ana.sees("3 of 3", "✓ Today: prototype")


async def test_four_more_can_be_answered(ana: Person) -> None:
    await goes_to_page_three(ana, {})
    await ana.presses("Four more questions")
    await ana.sees(CONSUMER, SERVING, APPROACH, DEPLOYERS)
    await ana.chooses(CONSUMER, "People, to make decisions")
    await ana.chooses(SERVING, "A report now and then is enough")
    await ana.chooses(DEPLOYERS, "Yes")
    await ana.presses("Get advice")
    await ana.sees("Hire a Data Scientist", "Clear", "People will decide by the results.")


async def settles_the_plan(ana: Person) -> None:
    """On page three: whatever is asked after it, the plan stays."""
    await goes_to_page_three(ana, {GOAL: BOTH})
    await ana.chooses(MODEL, "Yes, one is live")
    await ana.chooses(FUNDS, "One hire")


async def test_it_asks_only_what_can_still_change_the_advice_and_says_so(ana: Person) -> None:
    await settles_the_plan(ana)
    await ana.presses("Four more questions")
    await ana.sees("═══ One more ═══", APPROACH, "Not asked: what could not change the advice")
    await ana.sees_not(CONSUMER, SERVING, DEPLOYERS)
    await ana.chooses(APPROACH, "A model of our own")
    await ana.presses("Get advice")
    await ana.sees(
        "Hire a Machine Learning Engineer first", "No question left could change this advice."
    )
    await ana.presses("‹ Change answers")
    await ana.sees("═══ One more ═══", "[A model of our own]")


@pytest.mark.parametrize("pages_back", [1, 2, 3])
async def test_it_stops_asking_on_any_page_where_nothing_left_can_change_the_advice(
    ana: Person, pages_back: int
) -> None:
    await settles_the_plan(ana)
    await ana.presses("Four more questions")
    await ana.chooses(APPROACH, "A model of our own")
    for page in ("3 of 3", "2 of 3", "1 of 3")[:pages_back]:
        await ana.presses("‹ Back")
        await ana.sees(page)
    await ana.presses("Four more questions" if pages_back == 1 else "Next")
    await ana.sees("No question left could change this advice.")


async def test_it_says_nothing_of_the_kind_where_everything_was_asked(ana: Person) -> None:
    await goes_to_page_three(ana, {GOAL: SERVICE})
    await ana.presses("Four more questions")
    await ana.presses("Get advice")
    await ana.sees("Hire a Machine Learning Engineer")
    await ana.sees_not("No question left could change this")


async def test_a_modal_closed_by_accident_goes_on_where_it_was(ana: Person) -> None:
    await answers_two_pages(ana)
    await ana.chooses(MODEL, NO_MODEL)
    await ana.presses("Four more questions")
    await ana.sees("If you like")
    await ana.closes()
    await ana.types("/hire-ml")
    await ana.sees("Unfinished ·")
    await ana.presses("Continue")
    await ana.sees("If you like", "✓ Today: prototype", "✓ Model: none that is proven")
    await ana.presses("‹ Back")
    await ana.sees("3 of 3", NO_MODEL)
    await ana.presses("‹ Back")
    await ana.sees("2 of 3")
    await ana.presses("‹ Back")
    await ana.sees("1 of 3", PROBLEM)


async def test_a_discarded_draft_is_offered_no_more(ana: Person) -> None:
    await answers_two_pages(ana)
    await ana.closes()
    await ana.types("/hire-ml")
    await ana.fills("What is the problem?", "Something else")
    await ana.presses("Discard")
    await ana.sees_not("Unfinished ·")
    await ana.sees("1 of 3", "Something else")
    await ana.closes()
    await ana.types("/hire-ml")
    await ana.sees("1 of 3")
    await ana.sees_not("Unfinished ·")


async def test_questions_begun_anew_take_the_place_of_the_earlier_ones(ana: Person) -> None:
    await answers_two_pages(ana)
    await ana.closes()
    await ana.types("/hire-ml")
    await ana.sees("Unfinished ·")
    await ana.picks(BOTH)
    await ana.presses("Next")
    await ana.sees("2 of 3", "✓ Needed first: both at once")
    await ana.closes()
    await ana.types("/hire-ml")
    await ana.presses("Continue")
    await ana.sees("2 of 3", "✓ Needed first: both at once")


async def test_an_offered_draft_that_is_gone_leaves_the_first_page(ana: Person, bot: App) -> None:
    await answers_two_pages(ana)
    await ana.closes()
    await ana.types("/hire-ml")
    await ana.sees("Unfinished ·")
    await every_draft_is_gone(bot)
    await ana.presses("Continue")
    await ana.sees_not("Unfinished ·")
    await ana.sees("1 of 3")


async def test_nobody_is_offered_the_draft_of_another(people: People, ana: Person) -> None:
    await answers_two_pages(ana)
    sam = await people.joins("Sam Cole")
    await sam.types("/hire-ml")
    await sam.picks(UNSURE)
    await sam.presses("Next")
    await sam.sees("2 of 3")
    await sam.sees_not("✓ Needed first")
    await ana.sees("3 of 3", "✓ Needed first: a live service")


async def test_who_knows_the_role_is_two_views_from_the_request(ana: Person) -> None:
    await ana.types("/hire-ml")
    await ana.fills("What is the problem?", PROBLEM)
    await ana.presses("I know the role already")
    await ana.sees("Open the request", "Whom do you want to hire?", PROBLEM)
    await ana.presses("‹ Back")
    await ana.sees("1 of 3", PROBLEM)


@pytest.mark.parametrize("known", [True, False])
async def test_back_from_the_form_keeps_what_stood_in_it(ana: Person, known: bool) -> None:
    await answers_two_pages(ana)
    if known:
        await ana.presses("‹ Back")
        await ana.presses("‹ Back")
        await ana.presses("I know the role already")
        await ana.picks("Another role")
    else:
        await ana.presses("Get advice")
        await ana.presses("Continue")
    await ana.fills("Title", "Head of *clever* things")
    await ana.fills("Problem", "Not the one from before")
    await ana.chooses("Level", "Lead")
    await ana.fills("Openings", "3")
    await ana.fills("Place, or remote", "Madrid")
    await ana.chooses("Start by", "2030-01-31")
    await ana.chooses("Recruiter", ["Sam Cole", "Li Wei"])
    await ana.chooses("Post in", "#team-search")
    await ana.ticks("Listed for the hiring team only")
    await ana.presses("‹ Back")
    await ana.sees("1 of 3" if known else "Show working")
    await ana.presses("I know the role already" if known else "Continue")
    await ana.sees(
        *(["(•) Another role"] if known else []),
        "Head of *clever* things",
        "Not the one from before",
        "[Lead]",
        "[3]",
        "[Madrid]",
        "[2030-01-31]",
        "Sam Cole, Li Wei",
        "[#team-search]",
        "[x] Listed for the hiring team only",
    )


@pytest.mark.parametrize("known", [True, False])
async def test_the_form_leads_back_though_its_draft_is_gone(
    ana: Person, bot: App, known: bool
) -> None:
    await answers_two_pages(ana)
    if known:
        await ana.presses("‹ Back")
        await ana.presses("‹ Back")
        await ana.presses("I know the role already")
    else:
        await ana.presses("Get advice")
        await ana.presses("Continue")
    await ana.sees("Open the request")
    await every_draft_is_gone(bot)
    await ana.presses("‹ Back")
    await ana.sees(*(["1 of 3", PROBLEM] if known else ["Hire a Machine Learning Engineer"]))


async def test_in_direct_messages_the_form_asks_for_the_channel(
    workspace: Sandbox, ana: Person
) -> None:
    workspace.state.open_im(seed.ANA, seed.SAM)
    await ana.goes_to("@Sam Cole")
    await ana.types("/hire-ml")
    await ana.presses("I know the role already")
    await ana.sees("Choose a channel to see who will read it.")
    await ana.picks("Data Scientist")
    await ana.fills("Title", "Data Scientist")
    await ana.presses("Open request")
    assert set(ana.errors) == {"Post in"}
    await ana.chooses("Post in", "#hiring-ml")
    await ana.sees("5 people in #hiring-ml will see")
    await ana.presses("Open request")
    await ana.goes_to("#hiring-ml")
    await ana.sees("REQ-1 · Data Scientist")


async def test_two_windows_of_one_person_keep_their_own_answers(
    workspace: Sandbox, ana: Person
) -> None:
    await answers_two_pages(ana)
    on_the_phone = workspace.state.modals.stack(seed.ANA)[-1]
    await ana.closes()
    await ana.types("/hire-ml")
    await ana.picks(BOTH)
    await ana.presses("Next")
    await ana.sees("2 of 3")
    answer = await submits(workspace, on_the_phone)
    assert "Hire a Machine Learning Engineer" in str(answer["view"])
    await ana.picks(UNSURE, under=STAGE)
    await ana.presses("Next")
    await ana.sees("3 of 3", "✓ Needed first: both at once")
