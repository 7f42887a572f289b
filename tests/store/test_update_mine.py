"""All of one's steps at once: a transaction for each request, its history, and two who do it at once."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.checklist import step_of
from bot.domain.hiring_request import HiringRequest, StatusReason
from bot.domain.history import What
from bot.domain.identity import Person, RequestNumber
from bot.domain.permissions import Actor
from bot.domain.request_list import StepKey
from bot.domain.role import StepKind
from bot.domain.update_mine import Done, Given, Started, Wanted, Why, Wish
from bot.services.hiring_requests import HiringRequests
from bot.services.lifecycle import Lifecycles
from bot.services.update_mine import Updated, UpdateMine
from bot.store.database import Database
from bot.store.history import HistoryRepository
from tests.hiring import ACME, ANA, LI, NOW, SAM, TODAY, form

LATER = NOW + timedelta(hours=1)
DRAFT, TAKE_HOME = StepKind.DRAFT_JOB_DESCRIPTION, StepKind.CREATE_TAKE_HOME


@pytest.fixture
def requests(database: Database) -> HiringRequests:
    return HiringRequests(database, ACME, lambda: NOW)


@pytest.fixture
def mine(database: Database) -> UpdateMine:
    return UpdateMine(database, ACME, lambda: LATER)


async def opens(requests: HiringRequests, count: int) -> list[RequestNumber]:
    return [(await requests.open(form(), ANA, today=TODAY)).number for _ in range(count)]


def wishes(numbers: list[RequestNumber], kind: StepKind, wanted: Wanted) -> list[Wish]:
    return [Wish(StepKey(number, kind), 1, wanted) for number in numbers]


async def test_each_request_is_changed_once_with_a_row_of_history_for_each_step(
    database: Database, requests: HiringRequests, mine: UpdateMine
) -> None:
    one, two, three = await opens(requests, 3)
    done = await mine.update(
        [
            *wishes([two, one], DRAFT, Done()),
            *wishes([one], TAKE_HOME, Started()),
            *wishes([three], DRAFT, Given(SAM, None)),
        ],
        by=Actor(SAM),
    )
    assert done.changed == (one, two, three)
    assert {outcome.why for outcome in done.outcomes} == {None}
    assert (await requests.get(one, Actor(SAM))).version == 2
    async with database.reading() as connection:
        made = await HistoryRepository(connection, ACME).of(one)
    assert [(row.what, row.step, row.by) for row in made[1:]] == [
        (What.STEP_STATE, DRAFT, SAM),
        (What.STEP_STATE, TAKE_HOME, SAM),
    ]


async def test_one_that_cannot_be_worked_leaves_the_others_as_wanted(
    database: Database, requests: HiringRequests, mine: UpdateMine
) -> None:
    one, two = await opens(requests, 2)
    secret = (await requests.open(form(channel_is_private=True), ANA, today=TODAY)).number
    await Lifecycles(database, ACME, lambda: NOW).cancel(
        one, StatusReason.BUDGET, "", by=Actor(ANA)
    )
    done = await mine.update(wishes([one, two, secret], DRAFT, Done()), by=Actor(LI))
    assert [outcome.why for outcome in done.outcomes] == [Why.CLOSED, None, Why.NOT_THEIRS]
    assert done.changed == (two,)


async def test_what_comes_again_changes_nothing(requests: HiringRequests, mine: UpdateMine) -> None:
    wanted = wishes(await opens(requests, 2), DRAFT, Done())
    first = await mine.update(wanted, by=Actor(SAM))
    again = await mine.update(wanted, by=Actor(SAM))
    assert again == Updated(first.outcomes, changed=())


async def test_of_two_who_want_different_things_at_once_each_step_has_one_winner(
    requests: HiringRequests, mine: UpdateMine
) -> None:
    numbers = await opens(requests, 6)

    async def gives(to: Person, by: Person, order: list[RequestNumber]) -> Updated:
        return await mine.update(wishes(order, DRAFT, Given(to, TODAY)), by=Actor(by))

    both = await asyncio.gather(gives(LI, SAM, numbers), gives(ANA, ANA, numbers[::-1]))
    for number in numbers:
        of_it = [
            (to, outcome.why)
            for to, updated in zip((LI, ANA), both, strict=True)
            for outcome in updated.outcomes
            if outcome.key.number == number
        ]
        ((owner, _),) = [one for one in of_it if one[1] is None]
        assert {why for _, why in of_it} == {None, Why.CHANGED}
        assert await draft_owner(requests, number) == owner


async def draft_owner(requests: HiringRequests, number: RequestNumber) -> Person | None:
    request: HiringRequest = await requests.get(number, Actor(ANA))
    return step_of(request.checklist, DRAFT).owner


async def test_whoever_may_not_work_a_request_is_asked_nothing_about_it(
    requests: HiringRequests, mine: UpdateMine
) -> None:
    (one,) = await opens(requests, 1)
    secret = (await requests.open(form(channel_is_private=True), ANA, today=TODAY)).number
    for who, seen in ((LI, [one]), (SAM, [one, secret])):
        assert [found.number for found in await mine.requests([one, secret], Actor(who))] == seen
