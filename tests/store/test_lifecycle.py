"""Held, filled, reopened, handed over, noted: what is kept, and of two at once, one."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.checklist import Arranged, BlockedReason, step_of
from bot.domain.editing import facts_of, marks
from bot.domain.filling import Filling
from bot.domain.handing_over import Part
from bot.domain.hiring_request import HiringRequest, Status, StatusReason
from bot.domain.history import Change, What, decoded
from bot.domain.notices import NoticeKind
from bot.domain.permissions import Actor
from bot.domain.refusals import NotAllowed, NotNow, Overtaken, Refusal, UnknownRequest, WrongFields
from bot.domain.role import StepKind
from bot.services.checklist import Checklists
from bot.services.handing_over import HandedOver, HandingOver
from bot.services.hiring_requests import HiringRequests
from bot.services.histories import PAGE, Histories
from bot.services.lifecycle import Lifecycles
from bot.store.database import Database
from bot.store.outbox import OutboxRepository
from tests.hiring import ACME, ANA, LI, NOW, SAM, TODAY, form

LATER = NOW + timedelta(days=3)
ADMIN = Actor(LI, is_admin=True)
DEFINE = StepKind.DEFINE_PROBLEM


@pytest.fixture
def requests(database: Database) -> HiringRequests:
    return HiringRequests(database, ACME, lambda: NOW)


@pytest.fixture
def lifecycles(database: Database) -> Lifecycles:
    return Lifecycles(database, ACME, lambda: LATER)


@pytest.fixture
def histories(database: Database) -> Histories:
    return Histories(database, ACME, lambda: LATER)


@pytest.fixture
def handing_over(database: Database) -> HandingOver:
    return HandingOver(database, ACME, lambda: LATER)


@pytest.fixture
async def opened(requests: HiringRequests) -> HiringRequest:
    return await requests.open(form(openings=2), ANA, today=TODAY)


async def fills(
    lifecycles: Lifecycles, request: HiringRequest, by_whom: str = "J. D.", seen: int = 0
) -> HiringRequest:
    result = await lifecycles.fill(
        request.number, 1, TODAY, by_whom, by=Actor(SAM), today=LATER.date(), seen=seen
    )
    return result.request


async def changes(histories: Histories, request: HiringRequest) -> list[Change]:
    found = await histories.of_request(request.number, Actor(ANA))
    return list(reversed(found.page.rows))


async def test_a_hold_is_kept_with_its_reason_its_history_and_a_line_in_the_thread(
    opened: HiringRequest,
    lifecycles: Lifecycles,
    histories: Histories,
    requests: HiringRequests,
    database: Database,
) -> None:
    result = await lifecycles.hold(opened.number, StatusReason.BUDGET, "until: May", by=Actor(SAM))
    assert result.changed
    kept = await requests.get(opened.number, Actor(ANA))
    assert kept == result.request
    assert (kept.status, kept.status_at) == (Status.ON_HOLD, LATER)
    (_, held) = await changes(histories, opened)
    assert (held.by, held.what, held.was) == (SAM, What.STATUS, "open")
    assert decoded(held.became) == (("on_hold", "budget"), "until: May")
    async with database.reading() as connection:
        letters = await OutboxRepository(connection, ACME).due_of(opened.number, LATER)
    assert NoticeKind.STATUS in {one.notice.kind for one in letters}


async def test_who_may_not_change_a_request_changes_nothing(
    opened: HiringRequest, lifecycles: Lifecycles, requests: HiringRequests
) -> None:
    with pytest.raises(NotAllowed) as refused:
        await lifecycles.cancel(opened.number, StatusReason.DUPLICATE, "", by=Actor(LI))
    assert refused.value.ask == (ANA, SAM)
    assert await requests.get(opened.number, Actor(ANA)) == opened
    assert (await lifecycles.cancel(opened.number, StatusReason.DUPLICATE, "", by=ADMIN)).changed


async def test_fillings_are_kept_apart_and_named_to_the_hiring_team_alone(
    opened: HiringRequest, lifecycles: Lifecycles, histories: Histories
) -> None:
    now = await fills(lifecycles, opened)
    assert (now.status, now.filled) == (Status.OPEN, 1)
    (kept,) = await lifecycles.fillings(opened.number, Actor(ANA))
    assert kept == Filling(2, 1, TODAY, "J. D.", LATER, SAM)
    (seen,) = await lifecycles.fillings(opened.number, ADMIN)
    assert seen == replace(kept, by_whom="")
    told = await changes(histories, opened)
    assert [(one.what, one.was, one.became) for one in told[1:]] == [(What.FILLED, 0, 1)]
    assert "J. D." not in repr(told)


async def test_two_who_record_the_same_hire_record_it_once(
    opened: HiringRequest, lifecycles: Lifecycles, requests: HiringRequests
) -> None:
    both = [fills(lifecycles, opened), fills(lifecycles, opened)]
    done = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one) for one in done if isinstance(one, Exception)) == [Overtaken]
    assert (await requests.get(opened.number, Actor(ANA))).filled == 1


async def test_of_hold_and_fill_at_once_what_comes_later_is_judged_by_what_there_is(
    opened: HiringRequest, lifecycles: Lifecycles, requests: HiringRequests
) -> None:
    now = await fills(lifecycles, opened)
    both = (
        fills(lifecycles, now, seen=1),
        lifecycles.hold(opened.number, StatusReason.PAY, "", by=Actor(ANA)),
    )
    done = await asyncio.gather(*both, return_exceptions=True)
    kept = await requests.get(opened.number, Actor(ANA))
    assert (kept.status, kept.filled) == (Status.FILLED, 2)
    refused = [one for one in done if isinstance(one, Exception)]
    assert all(isinstance(one, NotNow) for one in refused)


async def test_a_filling_taken_back_is_gone_and_its_place_is_nobody_elses(
    opened: HiringRequest, lifecycles: Lifecycles
) -> None:
    first = await fills(lifecycles, opened)
    await fills(lifecycles, first, "K. L.", seen=1)
    back = await lifecycles.reopen(opened.number, by=Actor(ANA), taken_back=(2,))
    assert (back.request.status, back.request.filled) == (Status.OPEN, 1)
    again = await fills(lifecycles, back.request, "M. N.", seen=1)
    assert again.status is Status.FILLED
    left = await lifecycles.fillings(opened.number, Actor(ANA))
    assert [one.by_whom for one in left] == ["K. L.", "M. N."]
    with pytest.raises(Overtaken):
        await lifecycles.reopen(opened.number, by=Actor(ANA), taken_back=(2,))


async def test_a_refused_filling_leaves_no_row(
    opened: HiringRequest, lifecycles: Lifecycles
) -> None:
    with pytest.raises(WrongFields):
        await lifecycles.fill(opened.number, 3, TODAY, "J. D.", by=Actor(SAM), today=TODAY, seen=0)
    assert await lifecycles.fillings(opened.number, Actor(ANA)) == ()


async def test_two_edits_from_the_same_screen_lose_nothing_of_each_other(
    opened: HiringRequest, requests: HiringRequests, histories: Histories
) -> None:
    shown = facts_of(opened)
    both = ({"title": "Data Scientist, pricing"}, {"place": "Lisbon", "recruiters": (LI,)})
    await asyncio.gather(
        *(
            requests.edit(
                opened.number,
                marks(shown),
                replace(shown, **one),
                move_dates=False,
                by=Actor(ANA),
                today=TODAY,
            )
            for one in both
        )
    )
    kept = await requests.get(opened.number, Actor(ANA))
    assert (kept.title, kept.place) == ("Data Scientist, pricing", "Lisbon")
    assert kept.recruiters == (LI,)
    assert {one.what for one in await changes(histories, opened)} == {
        What.STATUS,
        What.TITLE,
        What.PLACE,
        What.RECRUITERS,
    }


async def test_owner_and_date_are_changed_as_one(
    opened: HiringRequest, database: Database, histories: Histories
) -> None:
    step = step_of(opened.checklist, DEFINE)
    result = await Checklists(database, ACME, lambda: LATER).arrange(
        opened.number,
        DEFINE,
        Arranged(step.owner, step.due),
        Arranged(SAM, date(2026, 12, 24)),
        by=Actor(LI),
    )
    assert result.request.version == opened.version + 1
    assert [one.what for one in await changes(histories, opened)][1:] == [
        What.STEP_OWNER,
        What.STEP_DUE,
    ]


async def test_the_steps_of_a_cancelled_request_rest(
    opened: HiringRequest, lifecycles: Lifecycles, database: Database
) -> None:
    await lifecycles.cancel(opened.number, StatusReason.RESCOPED, "", by=Actor(ANA))
    checklists = Checklists(database, ACME, lambda: LATER)
    for act in (
        checklists.set_done(opened.number, DEFINE, on=True, by=Actor(SAM)),
        checklists.block(opened.number, DEFINE, BlockedReason.PAY, "", (), by=Actor(SAM)),
    ):
        with pytest.raises(NotNow):
            await act


async def test_a_note_is_kept_once_however_often_its_form_comes(
    opened: HiringRequest, histories: Histories
) -> None:
    note = ("Met  two\nteams", "a form")
    await asyncio.gather(
        *(
            histories.note(opened.number, DEFINE, note[0], by=Actor(LI), once=note[1])
            for _ in range(2)
        )
    )
    found = await histories.of_step(opened.number, DEFINE, Actor(SAM))
    (kept,) = found.notes
    assert (kept.by, kept.became, kept.step) == (LI, "Met  two\nteams", DEFINE)
    assert found.changes == ()


async def test_history_comes_in_pages_the_newest_first(
    opened: HiringRequest, histories: Histories
) -> None:
    for one in range(PAGE + 4):
        await histories.note(
            opened.number, DEFINE, f"Note {one}", by=Actor(ANA), once=f"form {one}"
        )
    first = (await histories.of_request(opened.number, Actor(ANA))).page
    assert (len(first.rows), first.total, first.pages) == (PAGE, PAGE + 5, 2)
    assert first.rows[0].became == f"Note {PAGE + 3}"
    last = (await histories.of_request(opened.number, Actor(ANA), page=99)).page
    assert (last.page, len(last.rows), last.rows[-1].what) == (2, 5, What.STATUS)


async def test_a_restricted_request_has_no_history_for_others(
    requests: HiringRequests, histories: Histories, lifecycles: Lifecycles
) -> None:
    secret = await requests.open(form(channel_is_private=True), ANA, today=TODAY)
    for act in (
        histories.of_request(secret.number, ADMIN),
        histories.of_step(secret.number, DEFINE, ADMIN),
        histories.note(secret.number, DEFINE, "x", by=ADMIN, once="form"),
        lifecycles.fillings(secret.number, ADMIN),
        lifecycles.resume(secret.number, by=ADMIN),
    ):
        with pytest.raises(UnknownRequest):
            await act


async def test_all_of_somebodys_is_handed_over_a_request_at_a_time(
    requests: HiringRequests,
    lifecycles: Lifecycles,
    handing_over: HandingOver,
    database: Database,
) -> None:
    mine = await requests.open(form(), ANA, today=TODAY)
    closed = await requests.open(form(), ANA, today=TODAY)
    await lifecycles.cancel(closed.number, StatusReason.BUDGET, "", by=Actor(ANA))
    recruited = await requests.open(form(recruiters=(ANA,)), SAM, today=TODAY)
    done = await requests.open(form(recruiters=(ANA,)), SAM, today=TODAY)
    checklists = Checklists(database, ACME, lambda: LATER)
    for step in done.checklist:
        if step.owner == ANA:
            await checklists.set_done(done.number, step.kind, on=True, by=Actor(ANA))
    await handing_over.hand_over(done.number, ANA, LI, by=Actor(ANA))
    assert await handing_over.parts(ANA) == (
        Part(mine.number, mine.title, False, manages=True, recruits=False, open_steps=2),
        Part(recruited.number, recruited.title, False, manages=False, recruits=True, open_steps=3),
    )
    result = await handing_over.hand_over_all(Actor(ANA), LI)
    assert result == HandedOver(handed=(mine.number, recruited.number), kept=())
    assert await handing_over.parts(ANA) == ()
    assert (await requests.get(mine.number, Actor(LI))).manager == LI
    assert (await requests.get(recruited.number, Actor(LI))).recruiters == (LI,)
    assert (await requests.get(closed.number, Actor(LI))).manager == ANA


async def test_only_who_may_change_a_request_hands_over_what_is_anothers(
    opened: HiringRequest, handing_over: HandingOver
) -> None:
    with pytest.raises(NotAllowed):
        await handing_over.hand_over(opened.number, ANA, LI, by=Actor(LI))
    assert (await handing_over.hand_over(opened.number, ANA, LI, by=Actor(SAM))).changed


async def test_nobody_hands_all_over_to_themselves(handing_over: HandingOver) -> None:
    with pytest.raises(Refusal):
        await handing_over.hand_over_all(Actor(ANA), ANA)
