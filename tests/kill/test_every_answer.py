"""Nothing that was answered is lost: the process dies with every answer of the main flow."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import pytest

from sandbox.person import Person
from tests.kill.office import Office
from tests.stories.test_main_flow import STEPS

pytestmark = pytest.mark.kill

PROBLEM = "Customers leave, and support hears of it too late."


@dataclass(frozen=True)
class Deed:
    """One thing that a person does and the bot answers, and what must be there ever after."""

    does: Callable[[], Awaitable[object]]
    kept: Callable[[], Awaitable[object]]


@pytest.mark.parametrize(
    ("transport", "database_url"),
    [
        ("http", "sqlite"),
        ("socket", "sqlite"),
        pytest.param("http", "postgresql", marks=pytest.mark.postgresql),
    ],
    indirect=True,
)
async def test_a_request_goes_its_whole_way_through_a_process_that_dies_with_every_answer(
    office: Office, ana: Person, sam: Person
) -> None:
    async for deed in main_flow(office, ana, sam):
        async with office.dying():
            await deed.does()
        await deed.kept()


async def main_flow(office: Office, ana: Person, sam: Person) -> AsyncIterator[Deed]:
    """Every answered deed on the way. What leads to one is done before it is given."""
    await ana.types("/hire-ml")
    await ana.fills("What is the problem?", PROBLEM)
    await ana.picks("A live service: we know what works")
    yield Deed(partial(ana.presses, "Next"), partial(goes_on, ana, "2 of 3"))

    await ana.picks("Prototype")
    yield Deed(partial(ana.presses, "‹ Back"), partial(goes_on, ana, "1 of 3", PROBLEM))

    yield Deed(partial(ana.presses, "Next"), partial(goes_on, ana, "2 of 3", "(•) Prototype"))

    advice = "Hire a Machine Learning Engineer"
    yield Deed(partial(ana.presses, "See advice now"), partial(goes_on, ana, advice))

    yield Deed(partial(ana.presses, "Continue"), partial(goes_on, ana, advice))

    await ana.presses("Continue")
    await ana.fills("Title", "ML Engineer, churn service")
    yield Deed(partial(ana.presses, "‹ Back"), partial(goes_on, ana, advice))

    await ana.presses("Continue")
    await ana.sees("ML Engineer, churn service")
    await ana.chooses("Recruiter", ["Sam Cole"])
    yield Deed(partial(ana.presses, "Open request"), partial(opened, office, ana))

    await sam.opens_thread("REQ-1")
    for done, step in enumerate(STEPS, start=1):
        yield Deed(partial(sam.ticks, step), partial(ticked, office, done, ana, sam))

    await sam.unticks(STEPS[-1])
    await sam.ticks(STEPS[-1])
    await sam.sees("Step 5 done.")
    yield Deed(partial(sam.presses, "Undo"), partial(ticked, office, 4, ana, sam))


async def goes_on(ana: Person, *said: str) -> None:
    """Her window may be of a process that is gone: she closes it and goes on where she was."""
    if ana.modal is not None:
        await ana.closes()
    await ana.types("/hire-ml")
    await ana.sees("Unfinished ·")
    await ana.presses("Continue", under="Unfinished ·")
    await ana.sees_not("Unfinished ·")
    await ana.sees(*said)


async def opened(office: Office, ana: Person) -> None:
    request = await office.request()
    assert (request.title, request.problem) == ("ML Engineer, churn service", PROBLEM)
    await ana.sees("REQ-1 · ML Engineer, churn service", "0 of 5", "Checklist")
    await office.stands_once()
    await ana.opens_thread("REQ-1")
    await ana.sees(*STEPS, "Hire a Machine Learning Engineer", "The guide’s matrix")
    ana.closes_thread()
    await ana.types("/hire-ml")
    await ana.sees("1 of 3")
    await ana.sees_not("Unfinished ·")
    await ana.closes()


async def ticked(office: Office, done: int, *people: Person) -> None:
    """The first `done` steps, in the database and, within a person's patience, on every screen."""
    states = [step.done is not None for step in (await office.request()).checklist]
    assert states == [place < done for place in range(len(STEPS))]
    for person in people:
        await person.sees(f"{done} of 5")
    await office.stands_once()
