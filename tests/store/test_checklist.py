import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.domain.checklist import Done, StepState, progress, step_of
from bot.domain.hiring_request import HiringRequest
from bot.domain.history import Change, What
from bot.domain.identity import Person, RequestNumber, WorkspaceId
from bot.domain.permissions import Actor
from bot.domain.refusals import UnknownRequest
from bot.domain.role import StepKind
from bot.domain.shown import Thing
from bot.services.checklist import Checklists
from bot.services.hiring_requests import HiringRequests
from bot.store.database import Database
from bot.store.history import HistoryRepository
from bot.store.shown import ShownRepository
from bot.store.tables import checklist_steps
from tests.hiring import ACME, ANA, LI, NOW, SAM, TODAY, form

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
async def opened(database: Database) -> HiringRequest:
    return await HiringRequests(database, ACME, lambda: NOW).open(form(), ANA, today=TODAY)


@pytest.fixture
def checklists(database: Database) -> Checklists:
    def later() -> datetime:
        return LATER

    return Checklists(database, ACME, later)


async def history_of(database: Database, number: RequestNumber) -> tuple[Change, ...]:
    async with database.reading() as connection:
        return await HistoryRepository(connection, ACME).of(number)


async def test_a_tick_is_kept_with_who_gave_it_and_when(
    opened: HiringRequest, checklists: Checklists, database: Database
) -> None:
    result = await checklists.set_done(
        opened.number, StepKind.DEFINE_PROBLEM, on=True, by=Actor(LI)
    )
    assert result.changed
    assert result.request.version == 2
    step = step_of(result.request.checklist, StepKind.DEFINE_PROBLEM)
    assert step == replace(opened.checklist[0], done=Done(at=LATER, by=LI), version=2)
    assert (
        await HiringRequests(database, ACME, lambda: NOW).get(opened.number, Actor(ANA))
        == result.request
    )


async def test_a_tick_given_twice_changes_nothing_more(
    opened: HiringRequest, checklists: Checklists, database: Database
) -> None:
    first = await checklists.set_done(
        opened.number, StepKind.DEFINE_PROBLEM, on=True, by=Actor(ANA)
    )
    again = await checklists.set_done(
        opened.number, StepKind.DEFINE_PROBLEM, on=True, by=Actor(SAM)
    )
    assert not again.changed
    assert again.request == first.request
    assert len(await history_of(database, opened.number)) == 2


async def test_undo_takes_back_ones_own_tick_once(
    opened: HiringRequest, checklists: Checklists
) -> None:
    kind = StepKind.DRAFT_JOB_DESCRIPTION
    await checklists.set_done(opened.number, kind, on=True, by=Actor(SAM))
    by_another = await checklists.undo(opened.number, kind, by=Actor(ANA))
    own = await checklists.undo(opened.number, kind, by=Actor(SAM))
    twice = await checklists.undo(opened.number, kind, by=Actor(SAM))
    assert [result.changed for result in (by_another, own, twice)] == [False, True, False]
    assert step_of(own.request.checklist, kind).state == StepState.TO_DO


async def test_undo_restores_the_state_before_the_tick(
    opened: HiringRequest, checklists: Checklists, database: Database
) -> None:
    kind = StepKind.DESIGN_INTERVIEW_LOOP
    async with database.writing() as connection:
        await connection.execute(
            update(checklist_steps)
            .where(checklist_steps.c.workspace_id == ACME, checklist_steps.c.kind == kind)
            .values(started=True)
        )
        await connection.commit()
    await checklists.set_done(opened.number, kind, on=True, by=Actor(SAM))
    result = await checklists.undo(opened.number, kind, by=Actor(SAM))
    assert step_of(result.request.checklist, kind).state == StepState.IN_PROGRESS


async def test_history_says_who_took_a_step_from_which_state_to_which(
    opened: HiringRequest, checklists: Checklists, database: Database
) -> None:
    kind = StepKind.CREATE_TAKE_HOME
    await checklists.set_done(opened.number, kind, on=True, by=Actor(SAM))
    await checklists.set_done(opened.number, kind, on=False, by=Actor(LI))
    _, ticked, unticked = await history_of(database, opened.number)
    assert ticked == Change(
        opened.number, LATER, SAM, What.STEP_STATE, kind, StepState.TO_DO, StepState.DONE
    )
    assert unticked == Change(
        opened.number, LATER, LI, What.STEP_STATE, kind, StepState.DONE, StepState.TO_DO
    )


async def test_a_tick_wants_card_and_checklist_drawn_again_and_not_the_decision(
    opened: HiringRequest, checklists: Checklists, database: Database
) -> None:
    await checklists.set_done(opened.number, StepKind.DEFINE_PROBLEM, on=True, by=Actor(ANA))
    async with database.reading() as connection:
        shown = await ShownRepository(connection, ACME).of(opened.number)
    assert {thing: each.wanted for thing, each in shown.items()} == {
        Thing.CARD: 2,
        Thing.CHECKLIST: 2,
        Thing.DECISION: 1,
    }


async def test_five_people_ticking_five_steps_at_once_make_five_ticks(
    opened: HiringRequest, checklists: Checklists, database: Database
) -> None:
    people = [Person("T0ACME", f"U{number}") for number in range(5)]
    results = await asyncio.gather(
        *(
            checklists.set_done(opened.number, kind, on=True, by=Actor(person))
            for kind, person in zip(StepKind, people, strict=True)
        )
    )
    read = await HiringRequests(database, ACME, lambda: NOW).get(opened.number, Actor(ANA))
    assert [step.done and step.done.by for step in read.checklist] == people
    assert str(progress(read.checklist)) == "5 of 5"
    assert sorted(result.request.version for result in results) == [2, 3, 4, 5, 6]


async def test_one_step_ticked_by_many_at_once_is_ticked_by_one(
    opened: HiringRequest, checklists: Checklists, database: Database
) -> None:
    people = [Person("T0ACME", f"U{number}") for number in range(10)]
    results = await asyncio.gather(
        *(
            checklists.set_done(opened.number, StepKind.DEFINE_PROBLEM, on=True, by=Actor(person))
            for person in people
        )
    )
    assert [result.changed for result in results].count(True) == 1
    assert len(await history_of(database, opened.number)) == 2


async def test_a_request_of_another_workspace_is_unknown(
    opened: HiringRequest, database: Database
) -> None:
    elsewhere = Checklists(database, WorkspaceId("T0OTHER"), lambda: NOW)
    with pytest.raises(UnknownRequest):
        await elsewhere.set_done(opened.number, StepKind.DEFINE_PROBLEM, on=True, by=Actor(ANA))
