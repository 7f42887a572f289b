"""`/hire-ml guide` and its words: read, turned, shared, and found by those who type in haste."""

import pytest

from bot.app import App
from sandbox.faults import Fault, Faults
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.stories import kept
from tests.stories.people import People
from tests.stories.ways import cards, opens_request

WORDS = {
    "guide": "Data Scientist or ML Engineer?",
    "matrix": "The decision matrix",
    "roles": "The two roles",
    "examples": "A fintech start-up loses customers",
    "salary": "$159,000",
    "checklist": "For a Data Scientist",
    "next": "What to do next",
    "help": "these words",
}
TABLE_REFUSED = Fault("response_url", "error", times=1, error="invalid_blocks")


@pytest.fixture
async def ana(people: People) -> Person:
    return await people.joins("Ana Ruiz")


@pytest.mark.parametrize("word", WORDS)
async def test_a_word_goes_to_its_page_for_the_asker_alone(
    ana: Person, people: People, word: str
) -> None:
    sam = await people.joins("Sam Cole")
    await ana.types(f"/hire-ml {word}")
    await ana.sees(WORDS[word], "Only visible to you")
    assert WORDS[word] not in sam.screen


async def test_a_word_counts_in_capitals_and_with_more_behind_it(ana: Person) -> None:
    await ana.types("/hire-ml   SALARY please")
    await ana.sees("$159,000")


async def test_the_pages_turn_in_place(ana: Person, workspace: Sandbox) -> None:
    await ana.types("/hire-ml guide")
    for button, seen in {
        "Matrix": "Live, being improved",
        "Roles ›": "Grafana",
        "Examples ›": "logistic regression",
        "SaaS, in production": "under 200 ms",
        "Pay ›": "$154,000",
        "Levels, and who first": "a senior one designs whole ML platforms",
        "Checklist ›": "Statistics, in depth",
        "For a Machine Learning Engineer": "Clean-code challenge",
        "What next ›": "Book a scoping call",
        "‹ Checklist": "Statistics, in depth",
        "Contents": "What do you need now",
    }.items():
        await ana.presses(button)
        await ana.sees(seen)
    assert len(cards(workspace)) == 1


async def test_nothing_opens_the_questions_as_before(ana: Person) -> None:
    await ana.types("/hire-ml")
    await ana.sees("Whom do we need?", "/hire-ml guide")


async def test_the_last_page_leads_to_the_questions(ana: Person) -> None:
    await ana.types("/hire-ml next")
    await ana.presses("Define the stage")
    await ana.sees("Whom do we need?")


async def test_help_leads_to_the_questions_and_to_the_guide(ana: Person) -> None:
    await ana.types("/hire-ml help")
    await ana.presses("Whom do we need?")
    await ana.sees("What has to exist first?")
    await ana.closes()
    await ana.presses("Open the guide")
    await ana.sees("What do you need now")


@pytest.mark.parametrize(
    ("typed", "button", "page"),
    [
        ("salery", "Pay, levels, and who comes first", "$159,000"),
        ("example", "Worked examples", "A fintech start-up"),
        ("hlep", "All words", "/hire-ml checklist"),
        ("lst", "The requests", "No requests under way"),
    ],
)
async def test_a_near_miss_suggests_the_word_and_does_it(
    ana: Person, typed: str, button: str, page: str
) -> None:
    await ana.types(f"/hire-ml {typed}")
    await ana.sees(f"I do not know “{typed}”. Did you mean")
    await ana.presses(button)
    await ana.sees(page)
    await ana.sees_not("Did you mean")


@pytest.mark.parametrize("typed", ["<!channel>", "*", "~`_*b*", "x" * 500])
async def test_an_unknown_word_opens_help_and_is_said_as_it_was_typed(
    ana: Person, typed: str
) -> None:
    await ana.types(f"/hire-ml {typed}")
    await ana.sees(f"I do not know “{typed[:39]}", "/hire-ml guide", "/hire-ml next")


async def test_a_page_is_shared_with_the_sharers_name_after_a_question(
    ana: Person, people: People, workspace: Sandbox
) -> None:
    sam = await people.joins("Sam Cole")
    await ana.types("/hire-ml matrix")
    await ana.presses("Share here")
    await ana.presses("Not now")
    await ana.presses("Share here")
    await ana.sees("with your name")
    await ana.presses("Share")
    await sam.sees(
        "@Ana Ruiz shared this page of the hiring guide", "thousands of requests a second"
    )
    await ana.sees("✓ Shared in this channel")
    await ana.sees_not("[Share here]")
    (shared,) = (one for one in cards(workspace) if one.reader is None)
    assert shared.bot_id


async def test_who_reads_a_shared_page_reads_on_alone(ana: Person, people: People) -> None:
    sam = await people.joins("Sam Cole")
    await ana.types("/hire-ml checklist")
    await ana.presses("For a Machine Learning Engineer")
    await ana.sees("Clean-code challenge")
    await ana.presses("Share here")
    await ana.presses("Share")
    await sam.presses("Read on")
    await sam.sees("Only visible to you")
    await sam.presses("What next ›")
    await sam.sees("Book a scoping call", "Clean-code challenge")
    await ana.sees_not("Book a scoping call")


async def test_where_the_app_is_not_it_says_how_to_invite_it(
    ana: Person, faults: Faults, workspace: Sandbox
) -> None:
    await ana.types("/hire-ml roles")
    with faults.on(Fault("chat.postMessage", "error", error="not_in_channel")):
        await ana.presses("Share here")
        await ana.presses("Share")
        await ana.sees("I cannot post here", "/invite @hire-ml")
    assert all(one.reader for one in cards(workspace))


async def test_a_refused_table_comes_as_text_and_is_remembered(
    ana: Person, bot: App, faults: Faults
) -> None:
    with faults.on(TABLE_REFUSED):
        await ana.types("/hire-ml matrix")
        await ana.sees("A Data Scientist would: Find patterns")
    await kept.refused(bot)
    await ana.presses("Contents")
    await ana.presses("Pay")
    await ana.sees("The guide: median total pay: Data Scientist $154,000, ML Engineer $159,000")
    await opens_request(ana)
    await ana.sees("A Data Scientist would: Find patterns")


async def test_another_failure_of_the_answer_does_not_count_as_a_refused_table(
    ana: Person, faults: Faults
) -> None:
    with faults.on(Fault("response_url", "http_500", times=1)):
        await ana.types("/hire-ml matrix")
    await ana.types("/hire-ml salary")
    await ana.sees("US dollars a year")
    await ana.sees_not("Data Scientist $154,000")
