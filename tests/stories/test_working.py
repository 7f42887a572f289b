"""A request worked by several people from its card and its thread: held, filled, reopened."""

import asyncio

import pytest

from blocks.hiring_request import due
from bot.app import App
from bot.domain.history import What
from sandbox import seed
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.stories import kept
from tests.stories.people import People
from tests.stories.ways import comes_to_form, opens_request

MENU = "More options"
CARD = "REQ-1 · ML Engineer"
DEFINE = "Define the business problem"


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
    del ana
    sam = await people.joins("Sam Cole")
    await sam.opens_thread("REQ-1")
    return sam


async def chooses_from_card(person: Person, entry: str) -> None:
    await person.presses(MENU, then=entry, under=CARD)


async def holds(person: Person, why: str = "Budget", words: str = "") -> None:
    await chooses_from_card(person, "Put on hold…")
    await person.chooses("Why?", why)
    if words:
        await person.fills("In a few words", words)
    await person.presses("Put on hold")


async def fills(person: Person, by_whom: str = "", openings: str | None = None) -> None:
    await chooses_from_card(person, "Fill…")
    if openings:
        await person.fills("How many", openings)
    if by_whom:
        await person.fills("By whom?", by_whom)
    await person.presses("Record")


async def opens_two(person: Person) -> None:
    """A request for two people."""
    await comes_to_form(person)
    await person.chooses("Recruiter", ["Sam Cole"])
    await person.fills("Openings", "2")
    await person.presses("Open request")
    await person.opens_thread(CARD)
    await person.sees(DEFINE)


def posted(workspace: Sandbox) -> int:
    """How many messages everybody in the channel can see."""
    return sum(
        one.channel == seed.HIRING and one.reader is None for one in workspace.state.messages()
    )


# Held and taken up again -----------------------------------------------------------------------


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_a_request_is_held_with_a_reason_and_taken_up_again(
    ana: Person, sam: Person, workspace: Sandbox
) -> None:
    before = posted(workspace)
    await holds(sam, "Budget", "Frozen until *May*")
    for one in (ana, sam):
        await one.sees(
            "On hold since ", ": budget", "On hold: budget · Sam Cole", "Frozen until *May*"
        )
        await one.sees("The request is on hold: nobody is reminded.")
        await one.sees_not("next: ")
    await chooses_from_card(ana, "Take it up again")
    for one in (ana, sam):
        await one.sees("Open · opened ", "Open again · Ana Ruiz", "next: define")
    assert posted(workspace) == before + 2


async def test_two_who_hold_it_at_once_are_told_who_came_later(
    ana: Person, sam: Person, bot: App
) -> None:
    for one in (ana, sam):
        await chooses_from_card(one, "Put on hold…")
        await one.chooses("Why?", "Pay")
    await ana.presses("Put on hold")
    await ana.sees("On hold since ")
    await sam.presses("Put on hold")
    await sam.sees("⚠ REQ-1 is on hold already.")
    changes = [one for one in await kept.history(bot) if one.what is What.STATUS]
    assert [one.by.user for one in changes] == [seed.ANA, seed.ANA]


async def test_something_else_has_to_be_said_in_words(ana: Person) -> None:
    await holds(ana, "Something else")
    await ana.sees("⚠ Say in a few words what it is.")
    await ana.fills("In a few words", "Waiting for the new office")
    await ana.presses("Put on hold")
    await ana.sees("On hold since ", ": something else", "Waiting for the new office")


async def test_the_old_menu_of_a_held_request_is_answered_kindly(ana: Person, sam: Person) -> None:
    with sam.stale_screen():
        await holds(ana)
        await ana.sees("On hold since ")
        await chooses_from_card(sam, "Put on hold…")
    await sam.sees("(Only visible to you)", "REQ-1 is on hold already.")
    with ana.stale_screen():
        await chooses_from_card(sam, "Take it up again")
        await sam.sees("Open · opened ")
        await chooses_from_card(ana, "Take it up again")
    await ana.sees("REQ-1 is open already.")


async def test_who_may_not_change_a_request_is_told_so_in_the_channel_where_they_clicked(
    people: People, ana: Person
) -> None:
    del ana
    mia = await people.joins("Mia Khan")
    await chooses_from_card(mia, "Edit…")
    await mia.sees("(Only visible to you)", "Only the manager and the recruiters of REQ-1")


# Filled ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_one_of_two_openings_is_filled_then_the_other(
    people: People, workspace: Sandbox, bot: App
) -> None:
    ana, sam = await people.joins("Ana Ruiz"), await people.joins("Sam Cole")
    await opens_two(ana)
    await sam.opens_thread("REQ-1")
    await fills(sam, by_whom="Jane Doe")
    for one in (ana, sam):
        await one.sees("Open · opened ", "1 of 2 openings filled · Sam Cole")
    workspace.clock.advance(41 * 24 * 3600)
    await chooses_from_card(ana, "Fill…")
    await ana.sees("Filled so far: Jane Doe, ")
    await ana.presses("Record")
    for one in (ana, sam):
        await one.sees("Filled after 41 days · 2 openings", "Filled: 2 of 2 openings · Ana Ruiz")
        await one.sees_not("next: ")
    texts = " ".join(f"{one.text} {one.blocks}" for one in workspace.state.messages())
    assert "Jane" not in texts
    assert "Jane" not in repr(await kept.history(bot))


async def test_a_day_to_come_and_too_many_are_refused_at_their_fields(people: People) -> None:
    ana = await people.joins("Ana Ruiz")
    await opens_two(ana)
    await chooses_from_card(ana, "Fill…")
    await ana.chooses("Since when?", "2099-01-01")
    await ana.presses("Record")
    await ana.sees("⚠ 1 Jan 2099 is still to come: choose today or earlier.")
    await ana.fills("How many", "3")
    await ana.presses("Record")
    assert ana.errors


async def test_of_two_who_record_the_same_hire_the_later_is_told(people: People, bot: App) -> None:
    ana, sam = await people.joins("Ana Ruiz"), await people.joins("Sam Cole")
    await opens_two(ana)
    await sam.sees(CARD)
    for one in (ana, sam):
        await chooses_from_card(one, "Fill…")
        await one.sees("Record")
    await ana.presses("Record")
    await ana.sees("1 of 2 openings filled")
    await sam.presses("Record")
    await sam.sees("⚠ Somebody has changed REQ-1 meanwhile. Close this and open it again.")
    assert (await kept.request(bot)).filled == 1


async def test_hold_and_fill_at_once_leave_what_can_be_true(
    ana: Person, sam: Person, bot: App
) -> None:
    await chooses_from_card(ana, "Put on hold…")
    await ana.chooses("Why?", "Budget")
    await chooses_from_card(sam, "Fill…")
    await asyncio.gather(ana.presses("Put on hold"), sam.presses("Record"))
    await sam.sees("Filled within a day")
    assert (await kept.request(bot)).status == "filled"


# Cancelled and reopened --------------------------------------------------------------------------


async def test_a_cancelled_request_rests_and_is_reopened_as_it_was(
    ana: Person, sam: Person, bot: App
) -> None:
    await sam.ticks(DEFINE)
    await sam.sees("1 of 5 done")
    await chooses_from_card(ana, "Cancel the request…")
    await ana.chooses("Why?", "The need has changed")
    await ana.presses("Cancel request")
    for one in (ana, sam):
        await one.sees("Cancelled ", ": the need has changed", "its steps rest")
        await one.sees("1. Define the business problem · done by @Sam Cole")
        await one.sees_not("[x] 1")
    await chooses_from_card(sam, "Reopen")
    for one in (ana, sam):
        await one.sees("Open · opened ", "[x] 1  Define", "Open again · Sam Cole")
    assert (await kept.request(bot)).status == "open"


async def test_a_tick_from_an_old_screen_of_a_cancelled_request_is_explained(
    ana: Person, sam: Person, bot: App
) -> None:
    with sam.stale_screen():
        await chooses_from_card(ana, "Cancel the request…")
        await ana.chooses("Why?", "Budget")
        await ana.presses("Cancel request")
        await ana.sees("its steps rest")
        await sam.ticks(DEFINE)
    await sam.sees("REQ-1 is cancelled, so its steps rest. Reopen it to go on.")
    assert not any(step.done for step in (await kept.request(bot)).checklist)


async def test_a_filled_request_is_reopened_for_one_more_or_for_who_does_not_come(
    ana: Person, sam: Person, bot: App
) -> None:
    await fills(ana, by_whom="J. D.")
    await ana.sees("Filled within a day")
    await chooses_from_card(sam, "Reopen…")
    await sam.presses("Reopen")
    await sam.sees("⚠ Say how many more are wanted, or above, who does not come after all.")
    await sam.chooses("Who does not come after all?", ["J. D."])
    await sam.presses("Reopen")
    await ana.sees("Open · opened ", "Open again · Sam Cole")
    await fills(ana)
    await ana.sees("Filled within a day")
    await chooses_from_card(ana, "Reopen…")
    await ana.fills("How many more are wanted?", "2")
    await ana.presses("Reopen")
    await ana.sees("1 of 3 openings filled")
    request = await kept.request(bot)
    assert (request.status, request.filled, request.openings) == ("open", 1, 3)


# Edited, handed over, copied -----------------------------------------------------------------


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_two_edit_at_once_and_lose_nothing(ana: Person, sam: Person, bot: App) -> None:
    for one in (ana, sam):
        await chooses_from_card(one, "Edit…")
        await one.sees("Edit REQ-1")
    await ana.fills("Title", "ML Engineer, pricing <!channel>")
    await sam.fills("Place", "Lisbon")
    await sam.chooses("Recruiter", ["Sam Cole", "Li Wei"])
    await ana.presses("Save")
    await ana.sees("REQ-1 · ML Engineer, pricing <!channel>")
    await sam.presses("Save")
    for one in (ana, sam):
        await one.sees("REQ-1 · ML Engineer, pricing <!channel>", " · Lisbon")
        await one.sees("Recruiter @Sam Cole, @Li Wei")
    made = {one.what for one in await kept.history(bot)}
    assert made == {What.STATUS, What.TITLE, What.PLACE, What.RECRUITERS}


async def test_what_is_wrong_in_an_edit_is_said_at_its_field(ana: Person) -> None:
    await chooses_from_card(ana, "Edit…")
    await ana.chooses("Recruiter", ["Standup Bot"])
    await ana.presses("Save")
    await ana.sees("⚠ Standup Bot is an app. Choose a person.")
    await ana.chooses("Recruiter", ["Sam Cole"])
    await ana.chooses("Start by", "2020-01-01")
    await ana.fills("Kept elsewhere", "javascript:alert(1)")
    await ana.presses("Save")
    await ana.sees("⚠ 1 Jan 2020 has passed", "⚠ Paste a whole address that begins with https://")
    await ana.chooses("Start by", None)
    await ana.fills("Kept elsewhere", "https://boards.greenhouse.io/acme/jobs/1?x=<y>")
    await ana.presses("Save")
    await ana.sees("[Open boards.greenhouse.io]")


async def test_due_dates_move_with_the_start_only_when_that_is_asked_for(
    ana: Person, bot: App
) -> None:
    before = (await kept.request(bot)).checklist
    await chooses_from_card(ana, "Edit…")
    await ana.chooses("Start by", "2099-06-01")
    await ana.presses("Save")
    await ana.sees("start by 1 Jun 2099")
    assert (await kept.request(bot)).checklist == before
    await chooses_from_card(ana, "Edit…")
    await ana.ticks("Move the dates of the open steps, too")
    await ana.presses("Save")
    await ana.sees_not(f"due {due(before[0])}")
    moved = [step.due for step in (await kept.request(bot)).checklist]
    assert all(day and day.year == 2099 for day in moved)


async def test_what_is_mine_is_handed_to_a_colleague(
    people: People, ana: Person, sam: Person
) -> None:
    li = await people.joins("Li Wei")
    await ana.presses("Update…")
    await ana.presses("Hand over…")
    await ana.chooses("To whom?", "Ana Ruiz")
    await ana.presses("Hand over")
    await ana.sees("⚠ That is whose it is now: choose a colleague.")
    await ana.chooses("To whom?", "Li Wei")
    await ana.presses("Hand over")
    await ana.sees("Manager @Li Wei", "@Li Wei or @Sam Cole can edit, hold, fill or cancel it.")
    await ana.presses("Close")
    await sam.sees("Manager @Li Wei", "[ ] 1  Define the business problem – @Li Wei")
    await li.goes_to("@hire-ml")
    await li.sees("Handed to you")


async def test_who_has_but_a_step_hands_over_that_step(
    people: People, ana: Person, bot: App
) -> None:
    li = await people.joins("Li Wei")
    await li.presses("Update…", under=CARD)
    await li.sees("[Copy…] [History]")
    await li.sees_not("[Hand over…]")
    await li.closes()
    await ana.presses(MENU, then="Owner and date…", under=DEFINE)
    await ana.chooses("Who does it?", "Li Wei")
    await ana.presses("Save")
    await ana.sees(f"{DEFINE} – @Li Wei")
    await li.presses("Update…", under=CARD)
    await li.presses("Hand over…")
    await li.sees("Yours: define the business problem")
    await li.chooses("To whom?", "Mia Khan")
    await li.presses("Hand over")
    await ana.sees(f"{DEFINE} – @Mia Khan", "Manager @Ana Ruiz")


async def test_a_recruiter_hands_over_what_the_manager_has(ana: Person, sam: Person) -> None:
    await sam.presses("Update…")
    await sam.presses("Hand over…")
    await sam.chooses("Whose part?", "Ana Ruiz")
    await sam.chooses("To whom?", "Mia Khan")
    await sam.presses("Hand over")
    await ana.sees("Manager @Mia Khan")


async def test_a_copy_begins_with_all_that_the_request_has(
    people: People, ana: Person, bot: App
) -> None:
    li = await people.joins("Li Wei")
    await li.presses("Update…", under=CARD)
    await li.presses("Copy…")
    await li.sees("Open the request", "ML Engineer, churn service", "5 people in #hiring-ml")
    await li.fills("Title", "ML Engineer, second team")
    await li.presses("Open request")
    await ana.sees("REQ-2 · ML Engineer, second team", "Manager @Li Wei · Recruiter @Sam Cole")
    first, second = await kept.request(bot, 1), await kept.request(bot, 2)
    assert second.role == first.role
    assert second.decision.answers == first.decision.answers
