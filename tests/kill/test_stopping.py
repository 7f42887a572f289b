"""An operator stops the process, starts it again, and runs two at once."""

import asyncio
import itertools
from pathlib import Path

import pytest

from sandbox.deliver.delivery import Ack, Delivery, Transport
from sandbox.faults import Fault
from sandbox.person import Person
from tests.kill.office import Office
from tests.running import STOP_SECONDS, Process
from tests.stories.people import People
from tests.stories.test_main_flow import STEPS

pytestmark = pytest.mark.kill

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def opens(office: Office, ana: Person) -> None:
    await ana.types("/hire-ml")
    await ana.presses("I know the role already")
    await ana.picks("Machine Learning Engineer")
    await ana.fills("Title", "ML Engineer")
    await ana.presses("Open request")
    await ana.sees("REQ-1 · ML Engineer")
    await office.is_up_to_date()
    await ana.opens_thread("REQ-1")


@on_sqlite
async def test_what_is_acked_when_the_process_is_told_to_stop_is_done_before_it_ends(
    office: Office, ana: Person
) -> None:
    await opens(office, ana)
    with office.workspace.faults.on(Fault("chat.update", "delay", seconds=1)):
        await ana.ticks(STEPS[0])
        began = asyncio.get_running_loop().time()
        assert await office.process.stopped() == 0
    assert asyncio.get_running_loop().time() - began < STOP_SECONDS
    await ana.sees("1 of 5", "Step 1 done.")
    assert "Traceback" not in office.process.logged


@on_sqlite
async def test_work_that_does_not_end_is_left_to_the_next_start(
    office: Office, ana: Person
) -> None:
    await opens(office, ana)
    with office.workspace.faults.on(Fault("chat.update", "delay", seconds=30)):
        await ana.ticks(STEPS[0])
        began = asyncio.get_running_loop().time()
        assert await office.process.stopped() == 0
        assert asyncio.get_running_loop().time() - began < STOP_SECONDS
    await office.process.start()
    await ana.sees("1 of 5")


@on_sqlite
async def test_a_click_under_way_is_answered_and_a_later_one_refused(
    office: Office, ana: Person, sam: Person
) -> None:
    await opens(office, ana)
    await sam.opens_thread("REQ-1")
    with office.workspace.faults.on(Fault("chat.update", "delay", seconds=1)):
        assert (await ana.ticks(STEPS[0])).ok
        stopping = asyncio.create_task(office.process.stopped())
        await office.process.refuses()
        assert not (await sam.ticks(STEPS[1])).ok
        assert await stopping == 0
    done = [step.done is not None for step in (await office.request()).checklist]
    assert done == [True, False, False, False, False]


@on_sqlite
async def test_a_process_starts_and_stops_twice(office: Office, ana: Person) -> None:
    await opens(office, ana)
    for step in STEPS[:2]:
        await ana.ticks(step)
        assert await office.process.stopped() == 0
        await office.process.start()
    await ana.sees("2 of 5")
    await office.is_up_to_date()
    await office.stands_once()


class InTurn:
    """Deliveries go to the one process, then to the other."""

    def __init__(self, *transports: Transport) -> None:
        self._turns = itertools.cycle(transports)

    async def send(self, delivery: Delivery, deadline: float) -> Ack:
        return await next(self._turns).send(delivery, deadline)


@pytest.mark.postgresql
@pytest.mark.parametrize(("transport", "database_url"), [("http", "postgresql")], indirect=True)
async def test_two_processes_on_one_database_serve_ticks_at_once(
    office: Office, ana: Person, people: People, database_url: str, tmp_path: Path
) -> None:
    await opens(office, ana)
    courier = office.workspace.courier
    first, second = courier.http, Process(office.workspace, database_url, tmp_path / "second log")
    await second.start()
    assert first is not None
    assert courier.http is not None
    courier.http = InTurn(first, courier.http)
    try:
        crowd = [
            await people.joins(name)
            for name in ("Ana Ruiz", "Sam Cole", "Li Wei", "Tom Baker", "Mia Khan")
        ]
        for person in crowd:
            await person.opens_thread("REQ-1")
        for _ in range(3):
            ticks = [person.ticks(step) for person, step in zip(crowd, STEPS, strict=True)]
            assert all(answer.ok for answer in await asyncio.gather(*ticks))
            for person in crowd:
                await person.sees("5 of 5")
            await office.is_up_to_date()
            unticks = [person.unticks(step) for person, step in zip(crowd, STEPS, strict=True)]
            assert all(answer.ok for answer in await asyncio.gather(*unticks))
            for person in crowd:
                await person.sees("0 of 5")
            await office.is_up_to_date()
        await office.stands_once()
    finally:
        await second.killed()
