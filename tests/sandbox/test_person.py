"""A person acts by the words on the screen, and sees what the page would show."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.person import NotThere, Person
from sandbox.workspace import Sandbox
from tests.sandbox.recruiting import recruited


@pytest_asyncio.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with recruited() as served:
        yield served


@pytest_asyncio.fixture
async def ana(sandbox: Sandbox) -> AsyncIterator[Person]:
    async with Person.joins(sandbox.base_url, "Ana Ruiz") as person:
        await person.goes_to("#hiring-ml")
        yield person


async def filled(ana: Person) -> None:
    """The first view with all that it requires."""
    await ana.types("/hire")
    await ana.picks("Senior")
    await ana.picks("Not sure", under="Stage")
    await ana.chooses("Recruiter", "Sam Cole")
    await ana.chooses("Post in", "#hiring-ml")
    await ana.chooses("Teams", ["Search", "Growth"])


async def opened(ana: Person) -> None:
    await filled(ana)
    await ana.presses("Open request")
    await ana.sees("REQ-1")


async def test_a_form_is_filled_by_its_labels_and_what_it_opened_is_seen(ana: Person) -> None:
    await filled(ana)
    await ana.fills("What is the problem?", "Churn rises")
    await ana.chooses("Start by", "2026-12-01")
    await ana.sees("(•) Senior", "( ) Junior", "[Churn rises]", "[Sam Cole]", "[#hiring-ml]")
    answer = await ana.presses("Open request")
    assert answer.ok
    assert answer.ack_status == 200
    await ana.sees("─── #hiring-ml ───", "REQ-1 · @Sam Cole · 0 of 2", "[1 reply]")
    assert ana.modal is None
    await ana.opens_thread("REQ-1")
    await ana.sees("Senior for Search, Growth, recruited by @Sam Cole, from 2026-12-01")


async def test_fields_left_empty_are_told_under_their_labels(ana: Person) -> None:
    await ana.types("/hire")
    await ana.presses("Open request")
    await ana.sees("⚠ Please complete this required field.")
    assert set(ana.errors) == {"Level", "Stage", "Recruiter", "Post in", "Teams"}


async def test_an_apps_own_error_stands_under_its_field_and_what_was_typed_stays(
    ana: Person,
) -> None:
    await filled(ana)
    await ana.fills("What is the problem?", "?")
    await ana.presses("Open request")
    await ana.sees("[?]\n⚠ Say it in words.")
    assert ana.errors == {"What is the problem?": "Say it in words."}
    assert ana.modal == "New request"


async def test_a_pushed_modal_lies_on_top_until_it_is_closed(ana: Person) -> None:
    await ana.types("/hire")
    await ana.presses("I know already")
    await ana.sees("Then say so.")
    assert ana.modal == "Aside"
    await ana.presses("Close")
    await ana.sees("Whom do we need?")
    await ana.presses("I know already")
    await ana.sees("Then say so.")
    await ana.closes()
    await ana.sees_not("Whom do we need?", "Then say so.")
    assert ana.modal is None


async def test_words_that_fit_two_things_need_a_word_nearby(ana: Person) -> None:
    await ana.types("/hire")
    await ana.sees("Whom do we need?")
    with quickly(ana), pytest.raises(NotThere, match=r"(?s)More than one choice.*Level.*Stage"):
        await ana.picks("Not sure")
    await ana.picks("Not sure", under="Level")
    assert ana.screen.count("(•)") == 1


async def test_what_is_not_on_the_screen_cannot_be_pressed(ana: Person) -> None:
    await opened(ana)
    await ana.types("/hire")
    await ana.sees("Whom do we need?")
    with quickly(ana):
        with pytest.raises(NotThere, match=r"(?s)no button 'Drop'.*'I know already'.*Whom do we"):
            await ana.presses("Drop")
        with pytest.raises(NotThere, match="A modal is in the way"):
            await ana.types("hello")
        with pytest.raises(NotThere, match=r"no choice 'Zoe Left'"):
            await ana.chooses("Recruiter", "Zoe Left")
        with pytest.raises(AssertionError, match=r"(?s)Did not see.*New request"):
            await ana.sees("REQ-2")


async def test_a_tick_is_seen_by_everybody_without_a_reload(ana: Person, sandbox: Sandbox) -> None:
    await opened(ana)
    async with Person.joins(sandbox.base_url, "sam") as sam:
        await sam.goes_to("#hiring-ml")
        await sam.ticks("Draft")
        for person in (ana, sam):
            await person.sees("1 of 2", "[ ] Define", "[x] Draft")
        await ana.unticks("Draft")
        await sam.sees("0 of 2", "[ ] Draft")


async def test_a_stale_screen_acts_on_what_it_shows(ana: Person, sandbox: Sandbox) -> None:
    await opened(ana)
    async with Person.joins(sandbox.base_url, "Sam Cole") as sam:
        await sam.goes_to("#hiring-ml")
        await sam.sees("0 of 2")
        with sam.stale_screen():
            await ana.ticks("Define")
            await ana.sees("1 of 2")
            assert "0 of 2" in sam.screen
            await sam.ticks("Draft")
            assert "[ ] Define\n[x] Draft" in sam.screen
        # Slack sends the whole group as that screen had it, and the app took its word.
        await sam.sees("1 of 2", "[ ] Define\n[x] Draft")
        await ana.sees("[ ] Define\n[x] Draft")


async def test_an_entry_of_a_menu_is_picked_and_its_answer_is_for_one_alone(
    ana: Person, sandbox: Sandbox
) -> None:
    await opened(ana)
    async with Person.joins(sandbox.base_url, "Sam Cole") as sam:
        await sam.goes_to("#hiring-ml")
        await ana.presses("More", then="Hold")
        await ana.sees("(Only visible to you): Done: Hold")
        assert "Done: Hold" not in sam.screen
    await ana.presses("Dismiss message")
    await ana.sees_not("Done: Hold")


async def test_a_dangerous_button_asks_first(ana: Person) -> None:
    await opened(ana)
    await ana.presses("Drop")
    await ana.sees("Cancel it?", "Nobody will be hired.", "[Keep it] [Yes, cancel]")
    await ana.presses("Keep it")
    await ana.sees("REQ-1")
    await ana.presses("Drop")
    await ana.presses("Yes, cancel")
    await ana.sees_not("REQ-1")


async def test_messages_go_to_the_channel_and_into_the_thread(ana: Person) -> None:
    await ana.types("Who takes *notes*?")
    await ana.opens_thread("Who takes")
    await ana.replies("I do, @Sam Cole")
    await ana.sees("Ana Ruiz: Who takes notes?", "Ana Ruiz: I do, @Sam Cole")
    ana.closes_thread()
    await ana.sees("[1 reply]")
    assert "I do" not in ana.screen


async def test_a_command_that_nobody_knows_is_told_in_passing(ana: Person) -> None:
    answer = await ana.types("/higher")
    assert not answer.ok
    await ana.sees("🔔 /higher is not a valid command")
    assert len(ana.notices) == 1


async def test_shortcuts_are_run_by_their_names(ana: Person) -> None:
    await ana.types("We need somebody")
    await ana.uses_message_shortcut("Hire for this", on="We need")
    await ana.sees("You said: We need somebody")
    await ana.closes()
    await ana.uses_shortcut("Plan a hire")
    await ana.sees("Whom do we need?")
    await ana.closes()
    with pytest.raises(NotThere, match=r"no message shortcut 'Plan a hire'"):
        await ana.uses_message_shortcut("Plan a hire", on="We need")


async def test_nobody_joins_under_a_name_that_is_not_there(sandbox: Sandbox) -> None:
    with pytest.raises(AssertionError, match="knows nobody called 'Nemo'"):
        async with Person.joins(sandbox.base_url, "Nemo"):
            pass


class quickly:  # noqa: N801  it reads as a word of the story
    """For what will never come, a person's patience is short."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def __enter__(self) -> None:
        self.patience, self.person._patience = self.person._patience, 0.05

    def __exit__(self, *_: object) -> None:
        self.person._patience = self.patience
