"""The Home tab: what waits, what is one's own, all that one may see; worked from, and live."""

from datetime import timedelta

import pytest

from bot.app import App
from bot.domain.checklist import BlockedReason
from bot.domain.home import LIVE_FOR
from bot.domain.permissions import Actor
from bot.domain.request_list import MOST_LISTED
from bot.domain.role import Role, StepKind
from bot.services.checklist import Checklists
from sandbox import seed
from sandbox.faults import Fault
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.stories import kept
from tests.stories.people import People
from tests.stories.stock import ANA, LI, SAM, counted, has, has_many, has_secret, who

DEFINE, DRAFT = StepKind.DEFINE_PROBLEM, StepKind.DRAFT_JOB_DESCRIPTION


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
async def ana(people: People) -> Person:
    return await people.joins("Ana Ruiz")


def checklists(bot: App) -> Checklists:
    return Checklists(bot.database, kept.ACME, kept.requests(bot).clock)


def published(workspace: Sandbox) -> int:
    return sum(entry.name == "views.publish" for entry in workspace.traffic)


# What is there ---------------------------------------------------------------------------------


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_the_first_home_says_hello_and_what_to_do(ana: Person) -> None:
    await ana.opens_home()
    await ana.sees(
        "Hello, I am hire-ml.",
        "Waits for you\nNothing, just now.",
        "[Whom do we need?] [Guide] [Settings]",
        "Your requests\nNone under way.",
        "All requests",
        "opens the first.",
    )
    await ana.presses("Whom do we need?")
    await ana.sees("What has to exist first?")


async def test_hello_is_said_once(ana: Person, workspace: Sandbox) -> None:
    await ana.opens_home()
    await ana.sees("Hello")
    workspace.clock.advance(LIVE_FOR.total_seconds() + 1)
    await ana.opens_home()
    await ana.sees_not("Hello")


async def test_what_waits_comes_first_then_ones_own_then_all(
    ana: Person, bot: App, workspace: Sandbox
) -> None:
    request = await has(bot, "Churn *service*")
    await has(bot, "Ranking", manager=LI, recruiter=LI, role=Role.DATA_SCIENTIST)
    await checklists(bot).block(
        request.number, DRAFT, BlockedReason.BUDGET, "", (ANA,), by=Actor(SAM)
    )
    workspace.clock.advance(timedelta(days=7).total_seconds())
    await ana.opens_home()
    await ana.sees(
        "Waits for you: 2\n"
        "Draft the job description\nREQ-1 · Churn *service*\n[It can go on]\n"
        "Waits on you · @Sam Cole’s step",
        "Define the business problem\nREQ-1 · Churn *service*\n[Done]",
        "days late",
        "Your requests\nREQ-1 · Churn *service*\n[Open]\n"
        "Open · Machine Learning Engineer · □□□□□ 0 of 5\n"
        "Next: define the business problem, @Ana Ruiz",
        "2 requests under way, newest first\nREQ-2 · Ranking\n[Open]\nOpen · Data Scientist",
    )


@pytest.mark.parametrize("count", [50, 200, 5000])
async def test_home_is_whole_however_much_there_is(ana: Person, bot: App, count: int) -> None:
    await has_many(bot, count)
    await ana.opens_home()
    await ana.sees(
        "Waits for you: ",
        "more",
        "of yours]",
        f"{counted(count)} under way, newest first\nREQ-{count}",
        f"Page 1 of {min(count, MOST_LISTED) // 10}",
        "[Older ›]",
    )


# Looking through -------------------------------------------------------------------------------


async def test_requests_are_filtered_by_all_that_is_chosen(ana: Person, bot: App) -> None:
    await has(bot, "Churn service")
    await has(bot, "Ranking", manager=LI, recruiter=LI, role=Role.DATA_SCIENTIST)
    await has(bot, "Churn report", channel=seed.GENERAL, role=Role.DATA_SCIENTIST)
    await ana.opens_home()
    await ana.sees("3 requests under way")
    await ana.picks("Data Scientist")
    await ana.sees("2 requests under way, newest first\nREQ-3 · Churn report\n[Open]", "Ranking")
    await ana.fills("Search by title", "  CHURN ", enter=True)
    await ana.sees("One request under way, newest first\nREQ-3")
    await ana.picks("Filled")
    await ana.sees("Nothing fits.")
    await ana.presses("Clear filters")
    await ana.sees("3 requests under way", "[Open and on hold]", "[Any role]")
    await ana.chooses("Anybody’s", "Li Wei")
    await ana.sees("One request under way, newest first\nREQ-2")
    await ana.presses("Clear filters")
    await ana.chooses("Any channel", "#general")
    await ana.sees("One request under way, newest first\nREQ-3")


async def test_a_choice_made_before_the_cleared_screen_came_is_seen_in_it(
    ana: Person, bot: App, workspace: Sandbox
) -> None:
    await has(bot, "Churn service")
    await has(bot, "Ranking", manager=LI, recruiter=LI)
    await ana.opens_home()
    await ana.picks("Any status")
    await ana.sees("[Clear filters]")
    workspace.faults.add(Fault("views.publish", "delay", seconds=0.5, times=1))
    await ana.presses("Clear filters")
    await ana.chooses("Anybody’s", "Li Wei")
    await ana.sees("One request under way, newest first\nREQ-2", "[Li Wei]")


async def test_filters_are_still_there_when_home_is_opened_again(ana: Person, bot: App) -> None:
    await has(bot, "Churn service")
    await has(bot, "Ranking")
    await ana.opens_home()
    await ana.fills("Search by title", "rank", enter=True)
    await ana.sees("One request under way, newest first\nREQ-2")
    await ana.goes_to("#general")
    await ana.opens_home()
    await ana.sees("One request under way, newest first\nREQ-2", "[rank]")


async def test_pages_are_turned(ana: Person, bot: App) -> None:
    await has_many(bot, 50)
    await ana.opens_home()
    await ana.presses("Older")
    await ana.sees("REQ-40 ", "Page 2 of 5", "[‹ Newer] [Older ›]")
    await ana.presses("Newer")
    await ana.sees("REQ-50 ", "Page 1 of 5")


async def test_all_of_ones_own_are_a_press_away(ana: Person, bot: App) -> None:
    for number in range(6):
        await has(bot, f"Mine {number}")
    await has(bot, "Li’s", manager=LI, recruiter=LI)
    await ana.opens_home()
    await ana.presses("All 6 of yours")
    await ana.sees("6 requests under way, newest first")


async def test_of_a_confidential_request_an_outsider_finds_no_trace(
    people: People, bot: App
) -> None:
    request = await has_secret(bot)
    mia, tom = await people.joins("Mia Khan"), await people.joins("Tom Baker")
    await checklists(bot).block(
        request.number,
        DEFINE,
        BlockedReason.PAY,
        "",
        (who(seed.MIA),),
        by=Actor(who(seed.TOM)),
    )
    for person in (mia, tom):
        await person.opens_home()
    await tom.sees("REQ-1 · Secret search")
    await mia.sees("Nothing, just now.", "None under way.", "None under way that you can see.")
    await mia.picks("Any status")
    await mia.sees("Nothing fits.")
    for words in ("secret", "1", "REQ-1"):
        await mia.fills("Search by title", words, enter=True)
        await mia.sees(f"[{words}]", "Nothing fits.")
    await mia.presses("Clear filters")
    for name in ("Tom Baker", "Sam Cole"):
        await mia.chooses("Anybody’s", name)
        await mia.sees(f"[{name}]", "Nothing under way fits.")
    assert "Secret" not in mia.home
    assert "REQ-1" not in mia.home


# Working ---------------------------------------------------------------------------------------


async def test_a_step_is_done_from_home_and_taken_back(
    ana: Person, people: People, bot: App
) -> None:
    await has(bot, "Churn service")
    await ana.opens_home()
    await ana.presses("Done", under="Define the business problem")
    await ana.sees(
        "✓ Done: define the business problem, REQ-1", "[Undo]", "Nothing, just now.", "■□□□□ 1 of 5"
    )
    await ana.presses("Undo")
    await ana.sees("Waits for you: 1\nDefine the business problem")
    await ana.sees_not("✓ Done")
    changes = [change.what for change in await kept.history(bot)]
    assert changes == ["status", "step_state", "step_state"]


async def test_who_is_waited_for_says_that_it_can_go_on(people: People, bot: App) -> None:
    request = await has(bot, "Churn service")
    await checklists(bot).block(
        request.number, DRAFT, BlockedReason.BUDGET, "", (LI,), by=Actor(SAM)
    )
    li = await people.joins("Li Wei")
    await li.opens_home()
    await li.presses("It can go on")
    await li.sees("Nothing, just now.")
    assert (await kept.request(bot)).checklist[1].blocked is None


async def test_a_request_opens_in_front_of_home(ana: Person, bot: App) -> None:
    await has(bot, "Churn service")
    await ana.opens_home()
    await ana.presses("Open", under="Your requests")
    await ana.sees("═══ REQ-1 ═══", "[ ] 1  Define the business problem")


async def test_the_guide_comes_as_a_message(ana: Person, workspace: Sandbox) -> None:
    await ana.opens_home()
    await ana.presses("Guide")
    await ana.sees("It is in your messages with me")
    await ana.closes()
    assert "Data Scientist or ML Engineer?" in await ana.reads_dm()


# Live ------------------------------------------------------------------------------------------


async def test_what_others_change_is_seen_while_home_is_open(
    people: People, bot: App, workspace: Sandbox
) -> None:
    await has(bot, "Churn service")
    ana, li = await people.joins("Ana Ruiz"), await people.joins("Li Wei")
    for person in (ana, li):
        await person.opens_home()
        await person.sees("□□□□□ 0 of 5")
    await ana.presses("Done", under="Define the business problem")
    for person in (ana, li):
        await person.sees("■□□□□ 1 of 5")


async def test_home_is_left_alone_ten_minutes_after_its_person_was_there(
    people: People, bot: App, workspace: Sandbox
) -> None:
    await has(bot, "Churn service")
    ana, li = await people.joins("Ana Ruiz"), await people.joins("Li Wei")
    await li.opens_home()
    await li.sees("□□□□□ 0 of 5")
    workspace.clock.advance(LIVE_FOR.total_seconds() + 1)
    await ana.opens_home()
    await ana.presses("Done", under="Define the business problem")
    await ana.sees("■□□□□ 1 of 5")
    await bot.homes.look()
    assert "□□□□□ 0 of 5" in li.home
    await li.opens_home()
    await li.sees("■□□□□ 1 of 5")


async def test_what_looks_as_before_is_not_published_again(
    ana: Person, people: People, bot: App, workspace: Sandbox
) -> None:
    await has_secret(bot)
    mia = await people.joins("Mia Khan")
    await mia.opens_home()
    await mia.sees("Nothing, just now.")
    before = published(workspace)
    request = await kept.request(bot)
    await checklists(bot).set_done(request.number, DEFINE, on=True, by=Actor(SAM))
    await bot.homes.look()
    assert published(workspace) == before


async def test_home_is_published_once_slack_takes_it(
    ana: Person, bot: App, workspace: Sandbox
) -> None:
    await has(bot, "Churn service")
    with workspace.faults.on(Fault("views.publish", "error", error="not_enabled")):
        await ana.opens_home()
        await bot.homes.look()
        assert "no Home yet" in ana.home
    await ana.opens_home()
    await ana.sees("REQ-1 · Churn service")


async def test_whoever_is_not_there_any_more_is_forgotten(
    ana: Person, bot: App, workspace: Sandbox
) -> None:
    await ana.opens_home()
    await ana.sees("Hello")
    with workspace.faults.on(Fault("views.publish", "error", error="user_not_found")):
        await has(bot, "Churn service")
        await bot.homes.look()
    before = published(workspace)
    await has(bot, "Another")
    await bot.homes.look()
    assert published(workspace) == before
    await ana.opens_home()
    await ana.sees("Hello", "REQ-2 · Another")
