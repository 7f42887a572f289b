"""The checklist: ticked at once, from stale screens, undone and changed by others."""

import asyncio
from contextlib import ExitStack

import pytest

from blocks.checklist import checklist
from bot.app import App
from bot.domain.checklist import StepState
from bot.domain.history import Change, What
from bot.domain.role import StepKind
from sandbox import seed
from sandbox.faults import Fault
from sandbox.faults import What as Trouble
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests import hiring
from tests.running import until
from tests.stories import kept
from tests.stories.people import People
from tests.stories.trouble import before_first, calls
from tests.stories.ways import opens_request

STEPS = (
    "Define the business problem",
    "Draft the job description",
    "Design the interview loop",
    "Create the take-home",
    "Evaluate candidate signals",
)
DEFINE, DRAFT, DESIGN = STEPS[:3]
EVERYBODY = ("Ana Ruiz", "Sam Cole", "Li Wei", "Tom Baker", "Mia Khan")


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
    sam = await people.joins("Sam Cole")
    await sam.opens_thread("REQ-1")
    return sam


async def everybody_at_the_thread(people: People) -> list[Person]:
    there = [await people.joins(name) for name in EVERYBODY]
    await opens_request(there[0])
    for one in there[1:]:
        await one.opens_thread("REQ-1")
        await one.sees("0 of 5 done")
    return there


def said(workspace: Sandbox) -> list[str]:
    """The ts of all that everybody in the channel can see."""
    return [
        message.ts
        for message in workspace.state.messages()
        if message.channel == seed.HIRING and message.reader is None
    ]


async def done_by(bot: App) -> dict[StepKind, str | None]:
    request = await kept.request(bot)
    return {step.kind: step.done.by.user if step.done else None for step in request.checklist}


async def steps_changed(bot: App) -> list[Change]:
    return [change for change in await kept.history(bot) if change.what is What.STEP_STATE]


async def test_what_slack_throttles_for_a_moment_is_told_after_it(
    ana: Person, workspace: Sandbox
) -> None:
    with workspace.faults.on(Fault("response_url", "rate_limit", times=1, retry_after=1)):
        await ana.ticks(DEFINE)
        await ana.sees("Step 1 done.")
    assert [one for one in workspace.rates.early if one.method == "response_url"] == []


@pytest.mark.parametrize("trouble", ["error", "http_500", "lose_reply"])
async def test_an_edit_is_tried_again_only_after_a_pause_that_came_meanwhile(
    ana: Person, workspace: Sandbox, bot: App, trouble: Trouble
) -> None:
    pace = bot.installation.clients().pace
    fault = Fault("chat.update", trouble, times=1)
    told_to_wait = before_first(workspace, "chat.update", lambda: pace.heard("chat.update", "", 2))
    before = len(calls(workspace, "chat.update"))
    with workspace.faults.on(fault), told_to_wait:
        await ana.ticks(DEFINE)
        await until(workspace, lambda: len(calls(workspace, "chat.update")) >= before + 2)
    first, second = calls(workspace, "chat.update")[before : before + 2]
    assert second.at - first.at >= 2


# At once, and from stale screens -------------------------------------------------------------


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_five_people_tick_five_steps_at_once_from_the_same_stale_screen(
    people: People, bot: App
) -> None:
    there = await everybody_at_the_thread(people)
    with ExitStack() as stale:
        for one in there:
            stale.enter_context(one.stale_screen())
        ticks = [one.ticks(step) for one, step in zip(there, STEPS, strict=True)]
        assert all(answer.ok for answer in await asyncio.gather(*ticks))
        who = [seed.ANA, seed.SAM, seed.LI, seed.TOM, seed.MIA]
        assert await done_by(bot) == dict(zip(StepKind, who, strict=True))
    for one in there:
        await one.sees("Checklist · 5 of 5 done", "■■■■■ 5 of 5 · ready to interview")
        await one.sees(*(f"[x] {place}  {step}" for place, step in enumerate(STEPS, start=1)))
    assert len(await steps_changed(bot)) == 5


async def test_a_step_ticked_by_two_at_once_is_ticked_once(
    ana: Person, sam: Person, bot: App
) -> None:
    with ana.stale_screen(), sam.stale_screen():
        answers = await asyncio.gather(ana.ticks(DEFINE), sam.ticks(DEFINE))
    assert [answer.ok for answer in answers] == [True, True]
    for one in (ana, sam):
        await one.sees("[x] 1  Define", "1 of 5 done")
    (change,) = await steps_changed(bot)
    assert (await done_by(bot))[StepKind.DEFINE_PROBLEM] == change.by.user


async def test_a_tick_from_an_old_screen_is_answered(ana: Person, sam: Person, bot: App) -> None:
    with sam.stale_screen():
        await ana.ticks(DRAFT)
        await ana.sees("1 of 5 done")
        await ana.unticks(DRAFT)
        await ana.sees("0 of 5 done")
        await sam.ticks(DRAFT)
    await ana.sees("[x] 2  Draft", "1 of 5 done")
    await sam.sees("[x] 2  Draft", "1 of 5 done")
    assert (await done_by(bot))[StepKind.DRAFT_JOB_DESCRIPTION] == seed.SAM


async def test_taking_away_a_tick_that_is_gone_changes_nothing(
    ana: Person, sam: Person, bot: App
) -> None:
    await ana.ticks(DEFINE)
    await sam.sees("[x] 1  Define")
    with sam.stale_screen():
        await ana.unticks(DEFINE)
        await ana.sees("0 of 5 done")
        await sam.unticks(DEFINE)
    await sam.sees("[ ] 1  Define", "0 of 5 done")
    assert len(await steps_changed(bot)) == 2


async def test_a_tick_touches_no_other_step_whatever_the_screen_shows(
    ana: Person, sam: Person
) -> None:
    with sam.stale_screen():
        for step in (DEFINE, DRAFT):
            await ana.ticks(step)
        await ana.sees("2 of 5 done")
        await sam.ticks(DESIGN)
    for one in (ana, sam):
        await one.sees("[x] 1  Define", "[x] 2  Draft", "[x] 3  Design", "3 of 5 done")


# Undone --------------------------------------------------------------------------------------


async def test_who_ticked_can_undo(ana: Person, sam: Person, bot: App) -> None:
    await sam.ticks(DEFINE)
    await sam.sees("Step 1 done. Next: draft the job description, @Sam Cole, due ", "[Undo]")
    await sam.presses("Undo")
    await sam.sees("Step 1 is open again.", "[ ] 1  Define", "0 of 5 done")
    await sam.sees_not("[Undo]")
    await ana.sees("[ ] 1  Define", "0 of 5 done")
    assert (await done_by(bot))[StepKind.DEFINE_PROBLEM] is None


async def test_a_tick_that_is_another_persons_by_now_is_not_undone(
    ana: Person, sam: Person, bot: App
) -> None:
    await sam.ticks(DEFINE)
    await sam.sees("[Undo]")
    await ana.unticks(DEFINE)
    await ana.sees("0 of 5 done")
    await ana.ticks(DEFINE)
    await ana.sees("1 of 5 done")
    await sam.presses("Undo")
    await sam.sees("Nothing to undo: define the business problem has been changed since.")
    await sam.sees("[x] 1  Define", "1 of 5 done")
    assert (await done_by(bot))[StepKind.DEFINE_PROBLEM] == seed.ANA


async def test_a_tick_taken_away_by_another_is_not_undone_again(
    ana: Person, sam: Person, bot: App
) -> None:
    await sam.ticks(DEFINE)
    await sam.sees("[Undo]")
    await ana.unticks(DEFINE)
    await ana.sees("0 of 5 done")
    await sam.presses("Undo")
    await sam.sees("Nothing to undo: ")
    assert len(await steps_changed(bot)) == 2


async def test_each_tick_has_an_undo_of_its_own(sam: Person) -> None:
    await sam.ticks(DEFINE)
    await sam.sees("Step 1 done.")
    await sam.ticks(DRAFT)
    await sam.sees("Step 2 done.", "2 of 5 done")
    await sam.presses("Undo", under="Step 1 done.")
    await sam.sees("Step 1 is open again.", "[ ] 1  Define", "[x] 2  Draft", "1 of 5 done")


async def test_a_tick_taken_away_needs_no_words(sam: Person, workspace: Sandbox) -> None:
    await sam.ticks(DEFINE)
    await sam.sees("Step 1 done.")
    await sam.presses("Dismiss message")
    before = len(list(workspace.state.messages()))
    await sam.unticks(DEFINE)
    await sam.sees("[ ] 1  Define", "0 of 5 done")
    assert len(list(workspace.state.messages())) == before


# Seen, kept, and not shouted -----------------------------------------------------------------


async def test_a_tick_posts_nothing_and_its_undo_is_seen_by_the_ticker_alone(
    ana: Person, sam: Person, workspace: Sandbox
) -> None:
    before = said(workspace)
    for step in STEPS:
        await sam.ticks(step)
    await sam.sees("5 of 5 done", "That was the last one: ready to interview.")
    await ana.sees("5 of 5 done")
    assert said(workspace) == before
    assert "Undo" not in ana.screen


async def test_a_done_step_says_who_and_when(ana: Person, sam: Person) -> None:
    await ana.sees("[ ] 2  Draft the job description – @Sam Cole · due ")
    await sam.ticks(DRAFT)
    await ana.sees("[x] 2  Draft the job description – Done by @Sam Cole · ")
    await ana.sees("1 of 5 · next: define the business problem, @Ana Ruiz")


async def test_the_history_says_who_did_what_from_what_to_what(
    ana: Person, sam: Person, bot: App
) -> None:
    await sam.ticks(DEFINE)
    await ana.sees("1 of 5 done")
    await ana.unticks(DEFINE)
    await ana.sees("0 of 5 done")
    await ana.ticks(DRAFT)
    await ana.presses("Undo", under="Step 2 done.")
    await ana.sees("0 of 5 done", "Step 2 is open again.")
    rows = [
        (row.by.user, row.what, row.step, row.was, row.became) for row in await kept.history(bot)
    ]
    todo, done = StepState.TO_DO, StepState.DONE
    define, draft = StepKind.DEFINE_PROBLEM, StepKind.DRAFT_JOB_DESCRIPTION
    assert rows == [
        (seed.ANA, What.STATUS, None, None, "open"),
        (seed.SAM, What.STEP_STATE, define, todo, done),
        (seed.ANA, What.STEP_STATE, define, done, todo),
        (seed.ANA, What.STEP_STATE, draft, todo, done),
        (seed.ANA, What.STEP_STATE, draft, done, todo),
    ]


async def test_a_tick_for_a_request_that_is_not_there_is_told(
    ana: Person, workspace: Sandbox
) -> None:
    astray = checklist(hiring.request(99))
    workspace.state.post_as_app(seed.HIRING, astray.text, astray.blocks)
    ana.closes_thread()
    await ana.ticks(DEFINE)
    await ana.sees("(Only visible to you)", "There is no REQ-99 here.")
