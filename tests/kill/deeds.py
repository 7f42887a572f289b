"""What people do while the process dies, what they see of it last, and what must be there then."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from bot.domain.refusals import UnknownRequest
from sandbox.person import Person
from sandbox.wire import Answer
from tests.kill.office import Office
from tests.stories.test_main_flow import STEPS

Does = Callable[[], Awaitable[object]]
Act = Callable[[], Awaitable[Answer]]
FIRST = STEPS[0]
LINK = "[Checklist"
"""The last that comes of an opening: each card's link to its checklist."""


@dataclass(frozen=True)
class Deed:
    """What a person does, what they see last of it, and what must be there where all dies.

    `done` says whether the database has it.
    """

    does: Act
    seen: Does
    done: Callable[[], Awaitable[bool]]
    kept: Does


async def opening(office: Office, ana: Person, number: int) -> Deed:
    await fills_in(ana, number)
    return Deed(
        does=partial(ana.presses, "Open request"),
        seen=partial(ana.waits_until, lambda screen: screen.count(LINK) == number),
        done=partial(is_there, office, number),
        kept=partial(is_opened, office, ana, number),
    )


async def ticking(office: Office, ana: Person, number: int) -> Deed:
    await opens(office, ana, number)
    return Deed(
        does=partial(ana.ticks, FIRST),
        seen=partial(ana.sees, "Step 1 done."),
        done=partial(has_done, office, number, 1),
        kept=partial(is_shown, office, ana, number, done=1),
    )


async def undoing(office: Office, ana: Person, number: int) -> Deed:
    await opens(office, ana, number)
    await ana.ticks(FIRST)
    await ana.sees("Step 1 done.")
    return Deed(
        does=partial(ana.presses, "Undo"),
        seen=partial(ana.sees_not, "Step 1 done."),
        done=partial(has_done, office, number, 0),
        kept=partial(is_shown, office, ana, number, done=0),
    )


def title(number: int) -> str:
    """None of them begins as another does."""
    return f"Search {number:04}"


async def is_there(office: Office, number: int) -> bool:
    with suppress(UnknownRequest):
        return (await office.request(number)).title == title(number)
    return False


async def has_done(office: Office, number: int, done: int) -> bool:
    request = await office.request(number)
    return sum(step.done is not None for step in request.checklist) == done


async def fills_in(ana: Person, number: int) -> None:
    """The form of a request, as far as its last button."""
    ana.closes_thread()
    await ana.types("/hire-ml")
    await ana.presses("I know the role already")
    await ana.picks("Machine Learning Engineer")
    await ana.fills("Title", title(number))
    await ana.chooses("Recruiter", ["Sam Cole"])


async def opens(office: Office, ana: Person, number: int) -> None:
    await fills_in(ana, number)
    await ana.presses("Open request")
    await ana.sees(f"REQ-{number} · {title(number)}")
    await ana.opens_thread(f"REQ-{number} ·")
    await office.is_up_to_date(number)


async def is_opened(office: Office, ana: Person, number: int) -> None:
    if ana.modal is not None:
        # It died before it answered: the window stands as it was, to be sent once more.
        await ana.presses("Open request")
    await ana.sees(f"REQ-{number} · {title(number)}")
    await is_shown(office, ana, number, done=0)


async def is_shown(office: Office, ana: Person, number: int, *, done: int) -> None:
    """The request as it should be, in the database and, in the end, on the screen."""
    assert await is_there(office, number)
    assert await has_done(office, number, done)
    await office.is_up_to_date(number)
    await office.stands_once(number)
    await ana.opens_thread(f"REQ-{number} ·")
    await ana.sees(*STEPS, "The guide’s matrix", f"Checklist · {done} of 5 done")
    await ana.waits_until(
        lambda screen: screen.count(LINK) == number + len({"in the thread"}), LINK
    )
