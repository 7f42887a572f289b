"""The process dies at every call that it makes, each done by Slack and its answer unheard."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import pytest

from sandbox.person import Person
from tests.kill.office import Moment, Office
from tests.stories.test_main_flow import STEPS

pytestmark = [pytest.mark.kill, pytest.mark.parametrize("transport", ["http"], indirect=True)]

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Does = Callable[[], Awaitable[object]]
FIRST = STEPS[0]
LINK = "[Checklist"
"""The last that comes of an opening: each card's link to its checklist."""


@dataclass(frozen=True)
class Deed:
    """What a person does, what they see last of it, and what must be there where all dies."""

    does: Does
    seen: Does
    kept: Does


@on_sqlite
async def test_a_request_is_opened_once_at_whichever_call_the_process_dies(
    office: Office, ana: Person
) -> None:
    async def opening(number: int) -> Deed:
        await fills_in(ana, number)
        return Deed(
            does=partial(ana.presses, "Open request"),
            seen=partial(ana.waits_until, lambda screen: screen.count(LINK) == number),
            kept=partial(is_opened, office, ana, number),
        )

    calls = await dies_at_every_call(office, opening)
    assert calls >= len({"card", "checklist", "decision", "the card's link to the checklist"})


@on_sqlite
async def test_a_tick_is_on_every_screen_at_whichever_call_the_process_dies(
    office: Office, ana: Person
) -> None:
    async def ticking(number: int) -> Deed:
        await opens(office, ana, number)
        return Deed(
            does=partial(ana.ticks, FIRST),
            seen=partial(ana.sees, "Step 1 done."),
            kept=partial(is_shown, office, ana, number, done=1),
        )

    assert await dies_at_every_call(office, ticking) >= len({"card", "checklist", "Undo"})


@on_sqlite
async def test_an_undo_is_on_every_screen_at_whichever_call_the_process_dies(
    office: Office, ana: Person
) -> None:
    async def undoing(number: int) -> Deed:
        await opens(office, ana, number)
        await ana.ticks(FIRST)
        await ana.sees("Step 1 done.")
        return Deed(
            does=partial(ana.presses, "Undo"),
            seen=partial(ana.sees_not, "Step 1 done."),
            kept=partial(is_shown, office, ana, number, done=0),
        )

    assert await dies_at_every_call(office, undoing) >= len({"card", "checklist", "the answer"})


async def dies_at_every_call(office: Office, deed: Callable[[int], Awaitable[Deed]]) -> int:
    """Dies at the first call of a deed, at the second of the next, until one outlives its calls.

    How many calls a deed makes.
    """
    for nth in itertools.count(1):
        todo = await deed(nth)
        if not await dies_of(office, todo, nth):
            return nth - 1
        await todo.kept()
    raise AssertionError("counting has no end")


async def dies_of(office: Office, todo: Deed, nth: int) -> bool:
    """Whether the process died at the nth call of what is done, and is started again."""
    with office.process.dies_when(nth_call(nth)) as unheard:
        await todo.does()
        seen = asyncio.ensure_future(todo.seen())
        ended = asyncio.ensure_future(office.process.ended())
        await asyncio.wait({seen, ended}, return_when=asyncio.FIRST_COMPLETED)
        # What is seen is published within the call itself: at its end, death has come or will not.
        died = bool(unheard)
        for waiting in (seen, ended):
            if not (died and waiting is ended):
                waiting.cancel()
        await asyncio.gather(seen, ended, return_exceptions=True)
    office.unheard += unheard
    if died:
        await office.starts()
    return died


def nth_call(nth: int) -> Moment:
    calls = itertools.count(1)
    return lambda entry: entry.direction == "from_app" and next(calls) == nth


async def fills_in(ana: Person, number: int) -> None:
    """The form of a request, as far as its last button."""
    ana.closes_thread()
    await ana.types("/hire-ml")
    await ana.presses("I know the role already")
    await ana.picks("Machine Learning Engineer")
    await ana.fills("Title", f"Search {number}")


async def opens(office: Office, ana: Person, number: int) -> None:
    await fills_in(ana, number)
    await ana.presses("Open request")
    await ana.sees(f"REQ-{number} · Search {number}")
    await ana.opens_thread(f"REQ-{number} ·")
    await office.is_up_to_date(number)


async def is_opened(office: Office, ana: Person, number: int) -> None:
    if ana.modal is not None:
        # It died before it answered: the window stands as it was, to be sent once more.
        await ana.presses("Open request")
    await ana.sees(f"REQ-{number} · Search {number}")
    await is_shown(office, ana, number, done=0)


async def is_shown(office: Office, ana: Person, number: int, *, done: int) -> None:
    """The request as it should be, in the database and, in the end, on the screen."""
    request = await office.request(number)
    assert request.title == f"Search {number}"
    assert sum(step.done is not None for step in request.checklist) == done
    await office.is_up_to_date(number)
    await office.stands_once(number)
    await ana.opens_thread(f"REQ-{number} ·")
    await ana.sees(*STEPS, "The guide’s matrix", f"Checklist · {done} of 5 done")
    await ana.waits_until(
        lambda screen: screen.count(LINK) == number + len({"in the thread"}), LINK
    )
