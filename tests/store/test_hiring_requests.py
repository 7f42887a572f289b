import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from bot.domain.draft import Overrule, PlanDraft
from bot.domain.hiring_request import Status
from bot.domain.history import Change, What
from bot.domain.identity import Person, RequestNumber, WorkspaceId
from bot.domain.permissions import Actor
from bot.domain.refusals import CannotOpen, EmptyTitle, UnknownRequest
from bot.domain.role import Plan, StepKind
from bot.domain.shown import Thing
from bot.services.drafts import Drafts
from bot.services.hiring_requests import HiringRequests
from bot.store.database import Database
from bot.store.history import HistoryRepository
from bot.store.shown import ShownRepository
from tests.hiring import ACME, ANA, DECISION, LI, NOW, SAM, TODAY, form


@pytest.fixture
def requests(database: Database) -> HiringRequests:
    return HiringRequests(database, ACME, lambda: NOW)


def draft_of(draft_id: str) -> PlanDraft:
    return PlanDraft(
        draft_id=draft_id,
        started_at=NOW,
        updated_at=NOW,
        origin_channel=None,
        problem="",
        answers={},
        page="first",
        rules_version="2026-11",
    )


async def test_a_request_is_read_as_it_was_opened(requests: HiringRequests) -> None:
    opened = await requests.open(
        form(
            title="Data 科学者 🧪 <!channel>",
            start_by=date(2027, 2, 1),
            recruiters=(SAM, LI),
            openings=3,
            confidential=True,
            channel_is_private=True,
            decision=replace(DECISION, overrule=Overrule(Plan.BOTH, "We have the money")),
            link="https://jobs.example.com/12",
            done=(StepKind.DEFINE_PROBLEM,),
            began_on=date(2026, 10, 12),
        ),
        ANA,
        today=TODAY,
    )
    assert await requests.get(opened.number, Actor(ANA)) == opened


async def test_requests_are_numbered_from_one_in_each_workspace(database: Database) -> None:
    acme = HiringRequests(database, ACME, lambda: NOW)
    other = HiringRequests(database, WorkspaceId("T0OTHER"), lambda: NOW)
    numbers = [
        (await requests.open(form(), ANA, today=TODAY)).number.value
        for requests in (acme, acme, other, acme, other)
    ]
    assert numbers == [1, 2, 1, 3, 2]


async def test_a_form_submitted_again_opens_nothing_more(requests: HiringRequests) -> None:
    filled = form()
    first = await requests.open(filled, ANA, today=TODAY)
    again = await requests.open(replace(filled, title="Changed"), ANA, today=TODAY)
    after = await requests.open(form(), ANA, today=TODAY)
    assert again == first
    assert after.number.value == 2


async def test_a_form_submitted_again_after_its_start_date_still_finds_its_request(
    requests: HiringRequests,
) -> None:
    filled = form(start_by=TODAY)
    first = await requests.open(filled, ANA, today=TODAY)
    assert await requests.open(filled, ANA, today=TODAY + timedelta(days=1)) == first


async def test_twenty_submissions_at_once_open_one_request(requests: HiringRequests) -> None:
    filled = form()
    opened = await asyncio.gather(*(requests.open(filled, ANA, today=TODAY) for _ in range(20)))
    assert {request.number.value for request in opened} == {1}


async def test_twenty_different_forms_at_once_get_twenty_numbers(requests: HiringRequests) -> None:
    opened = await asyncio.gather(*(requests.open(form(), ANA, today=TODAY) for _ in range(20)))
    assert sorted(request.number.value for request in opened) == list(range(1, 21))


async def test_a_form_with_flaws_opens_nothing_and_takes_no_number(
    requests: HiringRequests,
) -> None:
    with pytest.raises(CannotOpen) as refused:
        await requests.open(form(title=" \n "), ANA, today=TODAY)
    assert refused.value.flaws == (EmptyTitle(),)
    assert (await requests.open(form(), ANA, today=TODAY)).number.value == 1


async def test_opening_is_the_first_line_of_the_history(
    requests: HiringRequests, database: Database
) -> None:
    opened = await requests.open(form(), ANA, today=TODAY)
    async with database.reading() as connection:
        changes = await HistoryRepository(connection, ACME).of(opened.number)
    assert changes == (
        Change(opened.number, NOW, ANA, What.STATUS, step=None, was=None, became=Status.OPEN),
    )


async def test_opening_wants_card_checklist_and_decision_shown(
    requests: HiringRequests, database: Database
) -> None:
    opened = await requests.open(form(), ANA, today=TODAY)
    async with database.reading() as connection:
        shown = await ShownRepository(connection, ACME).of(opened.number)
    assert set(shown) == set(Thing)
    assert all(each.behind and each.message is None for each in shown.values())


async def test_opening_drops_the_draft_that_it_came_from(
    requests: HiringRequests, database: Database
) -> None:
    drafts = Drafts(database, ACME, lambda: NOW)
    filled = form()
    await drafts.save(ANA, draft_of(filled.draft_id))
    await drafts.save(SAM, draft_of("of Sam"))
    await requests.open(filled, ANA, today=TODAY)
    assert await drafts.of(ANA) is None
    assert await drafts.of(SAM) == draft_of("of Sam")


async def test_opening_leaves_a_draft_begun_since(
    requests: HiringRequests, database: Database
) -> None:
    drafts = Drafts(database, ACME, lambda: NOW)
    await drafts.save(ANA, draft_of("the next one"))
    await requests.open(form(), ANA, today=TODAY)
    assert await drafts.of(ANA) == draft_of("the next one")


async def test_an_unknown_request_is_refused_by_its_number(requests: HiringRequests) -> None:
    with pytest.raises(UnknownRequest) as refused:
        await requests.get(RequestNumber(7), Actor(ANA))
    assert refused.value.number == RequestNumber(7)


async def test_the_last_recruiters_are_those_of_the_newest_request(
    requests: HiringRequests,
) -> None:
    namesake = Person("T0PARTNER", ANA.user)
    assert await requests.last_recruiters(ANA) == ()
    await requests.open(form(recruiters=(SAM,)), ANA, today=TODAY)
    await requests.open(form(recruiters=(LI, SAM)), ANA, today=TODAY)
    await requests.open(form(recruiters=(ANA,)), namesake, today=TODAY)
    assert await requests.last_recruiters(ANA) == (LI, SAM)


async def test_a_request_may_have_no_recruiter(requests: HiringRequests) -> None:
    opened = await requests.open(form(recruiters=()), ANA, today=TODAY)
    assert (await requests.get(opened.number, Actor(ANA))).recruiters == ()


async def test_the_instant_of_opening_comes_back_in_utc(database: Database) -> None:
    in_tokyo = datetime(2026, 11, 23, 18, 30, 0, 123456, tzinfo=timezone(timedelta(hours=9)))
    requests = HiringRequests(database, ACME, lambda: in_tokyo)
    number = (await requests.open(form(), ANA, today=TODAY)).number
    opened_at = (await requests.get(number, Actor(ANA))).opened_at
    assert (opened_at, opened_at.tzinfo) == (in_tokyo, UTC)
