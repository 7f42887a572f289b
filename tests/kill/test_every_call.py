"""The process dies at every call that it makes, each done by Slack and its answer unheard."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable

import pytest

from sandbox.person import Person
from tests.kill.deeds import Deed, opening, ticking, undoing
from tests.kill.office import Moment, Office

pytestmark = [pytest.mark.kill, pytest.mark.parametrize("transport", ["http"], indirect=True)]

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@on_sqlite
async def test_a_request_is_opened_once_at_whichever_call_the_process_dies(
    office: Office, ana: Person
) -> None:
    calls = await dies_at_every_call(office, lambda number: opening(office, ana, number))
    assert calls >= len({"card", "checklist", "decision", "the card's link to the checklist"})


@on_sqlite
async def test_a_tick_is_on_every_screen_at_whichever_call_the_process_dies(
    office: Office, ana: Person
) -> None:
    calls = await dies_at_every_call(office, lambda number: ticking(office, ana, number))
    assert calls >= len({"card", "checklist", "Undo"})


@on_sqlite
async def test_an_undo_is_on_every_screen_at_whichever_call_the_process_dies(
    office: Office, ana: Person
) -> None:
    calls = await dies_at_every_call(office, lambda number: undoing(office, ana, number))
    assert calls >= len({"card", "checklist", "the answer"})


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
