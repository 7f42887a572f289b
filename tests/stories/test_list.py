"""`/hire-ml list`: what is there, filtered, turned, and never more than its reader may see."""

import pytest

from blocks.request_list import PAGE_SIZE
from bot.app import App
from bot.domain.hiring_request import Status
from bot.domain.request_list import MOST_LISTED
from handlers.request_list import asked_for
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.stories.people import People
from tests.stories.stock import ANA, LI, counted, has, has_many, has_secret
from tests.stories.ways import opens_request


@pytest.fixture
def transport() -> str:
    return "http"


async def lists(person: Person, words: str = "") -> None:
    await person.types(f"/hire-ml list {words}".strip())


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_a_list_shows_each_request_in_two_lines(people: People) -> None:
    ana = await people.joins("Ana Ruiz")
    await opens_request(ana)
    ana.closes_thread()
    await lists(ana)
    await ana.sees(
        "(Only visible to you)",
        "One request under way",
        "REQ-1 · ML Engineer, churn service",
        "Open · Machine Learning Engineer · □□□□□ 0 of 5",
        "Next: define the business problem, @Ana Ruiz",
    )


async def test_an_empty_list_says_how_to_begin(people: People, bot: App) -> None:
    ana = await people.joins("Ana Ruiz")
    await lists(ana)
    await ana.sees("No requests under way", "None that you can see", "[Whom do we need?]")
    await ana.presses("Show everything")
    await ana.sees("Nobody has opened a request here", "[Whom do we need?]")


async def test_it_is_filtered_in_place(people: People, bot: App) -> None:
    await has(bot, "Churn service")
    await has(bot, "Search ranking", manager=LI, recruiter=LI)
    ana = await people.joins("Ana Ruiz", "#random")
    await lists(ana)
    await ana.sees("2 requests under way", "Churn service", "Search ranking")
    await ana.picks("Mine")
    await ana.sees("One request of yours under way", "Churn service")
    await ana.sees_not("Search ranking")
    await ana.picks("On hold")
    await ana.sees("No requests of yours, on hold", "Nothing fits")
    await ana.presses("Show everything")
    await ana.sees("2 requests", "Churn service", "Search ranking")


async def test_words_after_it_are_looked_for(people: People, bot: App) -> None:
    await has(bot, "Churn <!channel> *service*")
    await has(bot, "Search ranking")
    ana = await people.joins("Ana Ruiz")
    await lists(ana, "CHURN serv")
    await ana.sees("One request under way with “CHURN serv”", "REQ-1 · Churn <!channel> *service*")
    await lists(ana, "mine req-2")
    await ana.sees("One request of yours under way with “req-2”", "Search ranking")
    await lists(ana, "\x01" * 90 + '"' * 90 + "\\" * 90 + "€" * 900)
    await ana.sees("No requests under way with")


async def test_pages_are_turned_in_place(people: People, bot: App, workspace: Sandbox) -> None:
    await has_many(bot, 50)
    ana = await people.joins("Ana Ruiz")
    await lists(ana)
    await ana.sees("50 requests under way", "REQ-50", "REQ-43", "Page 1 of 7")
    await ana.sees_not("REQ-42", "Newer")
    await ana.presses("Older")
    await ana.sees("REQ-42", "REQ-35", "Page 2 of 7")
    await ana.sees_not("REQ-43")
    await ana.presses("Newer")
    await ana.sees("REQ-50", "Page 1 of 7")
    assert len([one for one in workspace.state.messages() if one.reader]) == 1


@pytest.mark.parametrize("count", [200, 5000])
async def test_a_long_list_is_as_short_as_any(people: People, bot: App, count: int) -> None:
    await has_many(bot, count)
    ana = await people.joins("Ana Ruiz")
    await lists(ana)
    listed = min(count, MOST_LISTED)
    await ana.sees(
        f"{counted(count)} under way", f"REQ-{count}", f"Page 1 of {-(-listed // PAGE_SIZE)}"
    )


async def test_somebody_outside_finds_no_trace_of_a_confidential_request(
    people: People, bot: App
) -> None:
    await has_secret(bot)
    await has(bot, "Open search")
    mia, tom = await people.joins("Mia Khan"), await people.joins("Tom Baker")
    for words in ("", "secret", "1", "req-1", "all", "mine"):
        await lists(mia, words)
    await lists(tom, "secret")
    await tom.sees("One request under way with “secret”", "REQ-1 · Secret search")
    await mia.sees(
        "One request under way", "No requests under way with “req-1”", "No requests of yours"
    )
    await mia.sees_not("Secret search", "REQ-1", "2 requests")


def test_the_words_after_it_are_read() -> None:
    ref = asked_for("mine HOLD churn  Berlin")
    assert (ref.mine, ref.status, ref.text) == (True, "on_hold", "churn Berlin")
    assert asked_for("").filters(ANA).status.statuses == {Status.OPEN, Status.ON_HOLD}
