"""The listener table, with listeners of its own: what is answered when, and what goes wrong."""

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from io import StringIO

import pytest

from blocks import kit
from blocks.ids import Nothing
from bot.logs import JsonLines
from bot.slack.answers import Close, Errors, Push, Then, Update
from bot.slack.client import Slack
from bot.slack.events import Happened, Mention
from bot.slack.modals import Modals
from bot.slack.payloads import Clicked, Submitted, Typed
from bot.slack.table import PATIENCE, Listeners
from bot.slack.tasks import Tasks
from bot.slack.telling import Telling
from handlers.entrances import MENTIONED
from sandbox import seed
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.stories.small_app import (
    ASK,
    BARE,
    FORM,
    NOBODYS,
    PRESS,
    Which,
    at_work,
    form,
    said,
    table,
)

WORKING = "This takes a little longer than usual."
OUR_SIDE = "Something went wrong on our side, and nothing was lost."


@pytest.fixture
def listens() -> Listeners:
    """With one that opens the form."""
    listens = Listeners()

    @listens.to(ASK)
    async def opened(command: Typed, modals: Modals) -> None:
        await modals.open(command.trigger, form())

    return listens


@pytest.fixture
async def ana(workspace: Sandbox) -> AsyncIterator[Person]:
    async with Person.joins(workspace.base_url, "Ana Ruiz") as ana:
        await ana.goes_to("#hiring-ml")
        yield ana


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the operator reads: a line of JSON for each thing that was logged."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("hire-ml")
    logger.addHandler(handler)
    yield written
    logger.removeHandler(handler)


def logged(log: StringIO, screen: str) -> list[str]:
    """The errors in the log under the reference that stands on the screen."""
    (reference,) = re.findall(r"quote (\w+) to whoever", screen)
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    return [line["error"] for line in lines if line["ref"] == reference]


async def fills_in(ana: Person) -> None:
    await ana.types("/hire-ml")
    await ana.fills("Name", "Ada *L*")
    await ana.fills("More", "<!here>")


def a_message(workspace: Sandbox) -> None:
    workspace.state.post_as_app(
        seed.HIRING, "A message", [kit.actions(kit.button(PRESS, "Press", Which(3)))]
    )


# Forms ---------------------------------------------------------------------------------------

IN_TIME: list[tuple[Update | Push | Errors | Close, tuple[str, ...]]] = [
    (Update(said("Updated")), ("Updated",)),
    (Push(said("Pushed")), ("Pushed",)),
    (Errors({"more": "Less, please"}), ("Ada *L*", "⚠ Less, please")),
    (Close(said("Closed")), ("─── #hiring-ml ───",)),
]
LATE: list[tuple[Update | Push | Errors | Close, tuple[str, ...]]] = [
    (Update(said("Updated")), ("Updated",)),
    (Push(said("Pushed")), ("Pushed",)),
    (Errors({"more": "Less, please"}), ("Less, please", "Ada *L*")),
    (Close(said("Closed")), ("Closed",)),
]


@pytest.mark.parametrize(("answer", "sees"), IN_TIME)
async def test_what_a_form_is_answered_in_time_is_the_ack(
    workspace: Sandbox,
    listens: Listeners,
    ana: Person,
    answer: Update | Push | Errors | Close,
    sees: tuple[str, ...],
) -> None:
    @listens.to(FORM)
    async def sent(form: Submitted[Which]) -> Update | Push | Errors | Close:
        assert form.carried == Which(7)
        assert form.fields.text("name") == "Ada *L*"
        return answer

    async with at_work(workspace, listens):
        await fills_in(ana)
        assert (await ana.presses("Send")).ok
        await ana.sees(*sees)


async def test_a_plain_function_answers_a_form_too(
    workspace: Sandbox, listens: Listeners, ana: Person
) -> None:
    @listens.to(FORM)
    def sent(form: Submitted[Which]) -> Update:
        return Update(said(f"Hello {form.fields.text('name')}"))

    async with at_work(workspace, listens):
        await fills_in(ana)
        await ana.presses("Send")
        await ana.sees("Hello Ada *L*")


@pytest.mark.parametrize(("answer", "sees"), LATE)
async def test_a_late_answer_is_announced_and_then_shown(
    workspace: Sandbox,
    listens: Listeners,
    ana: Person,
    answer: Update | Push | Errors | Close,
    sees: tuple[str, ...],
) -> None:
    known = asyncio.Event()

    @listens.to(FORM)
    async def sent(form: Submitted[Which]) -> Update | Push | Errors | Close:
        await known.wait()
        return answer

    async with at_work(workspace, listens):
        await fills_in(ana)
        assert (await ana.presses("Send")).ok
        await ana.sees(WORKING)
        known.set()
        await ana.sees(*sees)
        await ana.sees_not(WORKING)


async def test_what_a_late_failure_interrupted_comes_back_with_what_was_typed(
    workspace: Sandbox, listens: Listeners, ana: Person, log: StringIO
) -> None:
    known = asyncio.Event()

    @listens.to(FORM)
    async def sent(form: Submitted[Which]) -> Update:
        await known.wait()
        raise ValueError("the disk is full")

    async with at_work(workspace, listens):
        await fills_in(ana)
        await ana.presses("Send")
        await ana.sees(WORKING)
        known.set()
        await ana.sees("═══ A form ═══", OUR_SIDE, "[Ada *L*]", "[<!here>]")
        (error,) = logged(log, ana.screen)
        assert error.endswith("ValueError: the disk is full")


@pytest.mark.parametrize(
    ("fault", "sees"), [(None, "Less, please"), (ValueError("no disk"), OUR_SIDE)]
)
async def test_who_closed_the_window_hears_what_is_wrong_in_a_message(
    workspace: Sandbox,
    listens: Listeners,
    ana: Person,
    fault: Exception | None,
    sees: str,
) -> None:
    known = asyncio.Event()

    @listens.to(FORM)
    async def sent(form_sent: Submitted[Which]) -> Errors:
        await known.wait()
        if fault is not None:
            raise fault
        return Errors({"more": "Less, please"})

    async with at_work(workspace, listens):
        await fills_in(ana)
        await ana.presses("Send")
        await ana.sees(WORKING)
        await ana.closes()
        known.set()
        await ana.goes_to("@hire-ml")
        await ana.sees(sees)


@pytest.mark.parametrize("asynchronous", [True, False])
async def test_a_failure_before_the_ack_leaves_the_form_as_it_was(
    workspace: Sandbox, listens: Listeners, ana: Person, log: StringIO, asynchronous: bool
) -> None:
    if asynchronous:

        @listens.to(FORM)
        async def sent(form: Submitted[Which]) -> Close:
            raise ValueError("the disk is full")
    else:

        @listens.to(FORM)
        def sent_at_once(form: Submitted[Which]) -> Close:
            raise ValueError("the disk is full")

    async with at_work(workspace, listens):
        await fills_in(ana)
        assert (await ana.presses("Send")).ok
        assert ana.errors["Name"].startswith(OUR_SIDE)
        await ana.sees("[Ada *L*]", "[<!here>]")
        (error,) = logged(log, ana.screen)
        assert error.endswith("ValueError: the disk is full")


async def test_where_no_field_can_hold_the_sentence_it_stands_on_top(
    workspace: Sandbox, ana: Person, log: StringIO
) -> None:
    listens = Listeners()

    @listens.to(ASK)
    async def opened(command: Typed, modals: Modals) -> None:
        bare = kit.modal(
            BARE, Nothing(), title="Bare", submit="Send", blocks=[kit.note("Nothing to fill in")]
        )
        await modals.open(command.trigger, bare)

    @listens.to(BARE)
    async def sent(form: Submitted[Nothing]) -> Close:
        raise ValueError("the disk is full")

    async with at_work(workspace, listens):
        await ana.types("/hire-ml")
        await ana.presses("Send")
        await ana.sees(OUR_SIDE, "Nothing to fill in")
        assert "the disk is full" in log.getvalue()


async def test_what_follows_a_closed_form_runs_after_the_ack_and_its_failure_is_told(
    workspace: Sandbox, listens: Listeners, ana: Person, log: StringIO
) -> None:
    async def fails() -> None:
        raise ValueError("the disk is full")

    @listens.to(FORM)
    async def sent(form: Submitted[Which]) -> Close:
        return Close(said("Closed"), then=fails)

    async with at_work(workspace, listens):
        await fills_in(ana)
        assert (await ana.presses("Send")).ok
        await ana.goes_to("@hire-ml")
        await ana.sees(OUR_SIDE)
        (error,) = logged(log, ana.screen)
        assert error.endswith("ValueError: the disk is full")


# Clicks and commands -------------------------------------------------------------------------


async def test_a_click_is_answered_once_what_was_asked_is_kept(
    workspace: Sandbox, listens: Listeners, ana: Person
) -> None:
    asked, kept, answered, shown = (asyncio.Event() for _ in range(4))

    @listens.to(PRESS)
    async def pressed(click: Clicked[Which]) -> Then:
        asked.set()
        await kept.wait()

        async def follow() -> None:
            await answered.wait()
            shown.set()

        return Then(follow)

    async with at_work(workspace, listens):
        a_message(workspace)
        pressing = asyncio.create_task(ana.presses("Press"))
        await asked.wait()
        assert not pressing.done()
        kept.set()
        assert (await pressing).ok
        assert not shown.is_set()
        answered.set()
        await shown.wait()


async def test_a_click_that_takes_long_is_answered_in_time_and_done_all_the_same(
    workspace: Sandbox, listens: Listeners, ana: Person
) -> None:
    known = asyncio.Event()

    @listens.to(PRESS)
    async def pressed(click: Clicked[Which]) -> Update:
        await known.wait()
        return Update(said(f"Number {click.carried.number}"))

    async with at_work(workspace, listens):
        await fills_in(ana)
        assert (await ana.presses("Press")).ok
        await ana.sees("[Ada *L*]")
        known.set()
        await ana.sees("Number 3")


async def test_a_click_in_a_view_can_push_another(
    workspace: Sandbox, listens: Listeners, ana: Person
) -> None:
    @listens.to(PRESS)
    def pressed(click: Clicked[Which]) -> Push:
        return Push(said("Pushed"))

    async with at_work(workspace, listens):
        await fills_in(ana)
        await ana.presses("Press")
        await ana.sees("Pushed")
        await ana.presses("Cancel")
        await ana.sees("[Ada *L*]")


@pytest.mark.parametrize("kept", [True, False])
async def test_a_failure_of_a_click_is_told_where_it_was_made(
    workspace: Sandbox, listens: Listeners, ana: Person, log: StringIO, kept: bool
) -> None:
    async def fails() -> None:
        raise ValueError("the disk is full")

    @listens.to(PRESS)
    async def pressed(click: Clicked[Which]) -> Then:
        if not kept:
            await fails()
        return Then(fails)

    async with at_work(workspace, listens):
        a_message(workspace)
        assert (await ana.presses("Press")).ok
        await ana.sees("(Only visible to you)", OUR_SIDE)
        (error,) = logged(log, ana.screen)
        assert error.endswith("ValueError: the disk is full")


async def test_a_command_is_answered_at_once_and_its_failure_told(
    workspace: Sandbox, ana: Person, log: StringIO
) -> None:
    listens = Listeners()
    answered = asyncio.Event()

    @listens.to(ASK)
    async def asked(command: Typed) -> None:
        await answered.wait()
        raise ValueError("the disk is full")

    async with at_work(workspace, listens):
        assert (await ana.types("/hire-ml")).ok
        answered.set()
        await ana.sees("(Only visible to you)", OUR_SIDE)
        (error,) = logged(log, ana.screen)
        assert error.endswith("ValueError: the disk is full")


async def test_a_failure_over_an_event_is_logged_and_told_to_nobody(
    workspace: Sandbox, ana: Person, log: StringIO
) -> None:
    listens = Listeners()

    @listens.to(MENTIONED)
    async def mentioned(event: Happened[Mention]) -> None:
        raise ValueError("the disk is full")

    async with at_work(workspace, listens):
        assert (await ana.types("@hire-ml ?")).ok
    assert "ValueError: the disk is full" in log.getvalue()
    assert (ana.notices, ana.direct_messages) == ((), {})


# The table itself ----------------------------------------------------------------------------


async def test_what_the_table_does_not_know_goes_on_to_bolt(
    workspace: Sandbox, listens: Listeners, ana: Person
) -> None:
    heard = asyncio.Event()

    async with at_work(workspace, listens) as bolt:

        @bolt.action(NOBODYS.id)
        async def _(ack: Callable[[], Awaitable[None]]) -> None:
            await ack()
            heard.set()

        await fills_in(ana)
        assert (await ana.presses("Nobody’s")).ok
        assert heard.is_set()
        assert (await ana.presses("Press")).ack_status == 404


async def test_a_value_that_is_none_of_ours_is_refused(
    workspace: Sandbox, listens: Listeners, ana: Person
) -> None:
    @listens.to(PRESS)
    async def pressed(click: Clicked[Which]) -> Then:
        raise AssertionError("never called")

    async with at_work(workspace, listens):
        button = kit.button(PRESS, "Press") | {"value": '{"number":"<!here>"}'}
        workspace.state.post_as_app(seed.HIRING, "A message", [kit.actions(button)])
        assert (await ana.presses("Press")).ack_status == 400


def test_two_listeners_for_one_id_are_refused_at_the_start(listens: Listeners) -> None:
    @listens.to(ASK)
    async def opened_again(command: Typed) -> None:
        raise AssertionError("never called")

    with pytest.raises(ValueError, match=r"two listeners for .*/hire-ml"):
        table(listens, no_slack, Tasks())


def test_a_parameter_that_nobody_provides_is_refused_at_the_start(listens: Listeners) -> None:
    @listens.to(FORM)
    async def sent(form: Submitted[Which], weather: Telling) -> Close:
        raise AssertionError("never called")

    with pytest.raises(TypeError, match=r"sent: nobody provides weather: .*Telling"):
        table(listens, no_slack, Tasks())


def test_an_event_that_would_be_acked_late_is_refused_at_the_start() -> None:
    listens = Listeners()

    @listens.to(MENTIONED)
    async def mentioned(event: Happened[Mention]) -> Then:
        raise AssertionError("never called")

    with pytest.raises(TypeError, match="mentioned: an event is acked first"):
        table(listens, no_slack, Tasks())


def no_slack() -> Slack:
    raise AssertionError("nothing is sent at the start")


async def test_what_is_held_is_waited_for_with_all_that_it_starts() -> None:
    tasks, first, begun, second = Tasks(), asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def last() -> None:
        begun.set()
        await second.wait()

    async def begins() -> None:
        await first.wait()
        tasks.hold(last())

    tasks.hold(begins())
    assert not await tasks.drained(0)
    draining = asyncio.create_task(tasks.drained(PATIENCE))
    first.set()
    await begun.wait()
    assert not await tasks.drained(0)
    second.set()
    assert await draining
