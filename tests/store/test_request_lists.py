"""Lists of requests and of steps: what is in them, in which order, and for whom."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

import pytest

from bench.many import copied
from bot.domain.checklist import BlockedReason
from bot.domain.hiring_request import HiringRequest, Status
from bot.domain.identity import ChannelId, Person
from bot.domain.permissions import Actor
from bot.domain.refusals import Doing
from bot.domain.request_list import (
    MOST_LISTED,
    Filters,
    Found,
    RequestRow,
    StepKey,
    Waiting,
    WaitingStep,
    Which,
    number_in,
)
from bot.domain.role import Role, StepKind
from bot.services.changing import Changing
from bot.services.checklist import Checklists
from bot.services.hiring_requests import HiringRequests
from bot.store.database import Database
from bot.store.request_lists import RequestListRepository, Wanted
from bot.store.step_lists import StepListRepository
from tests.hiring import ACME, ANA, LI, NOW, SAM, TODAY, form

KIM = Person("T0ACME", "U0KIM")
ANYTHING = Filters(status=Which.ANY)


@pytest.fixture
def requests(database: Database) -> HiringRequests:
    return HiringRequests(database, ACME, lambda: NOW)


@pytest.fixture
def checklists(database: Database) -> Checklists:
    return Checklists(database, ACME, lambda: NOW)


async def listed(
    database: Database, reader: Person, filters: Filters = ANYTHING, page: int = 1, size: int = 50
) -> Found[RequestRow]:
    async with database.reading() as connection:
        repository = RequestListRepository(connection, ACME)
        return await repository.page(reader, Wanted(filters, size, page))


async def titles(database: Database, reader: Person, **filters: object) -> list[str]:
    found = await listed(database, reader, replace(ANYTHING, **filters))
    assert found.total == len(found.rows)
    return [row.title for row in found.rows]


async def waiting(database: Database, who: Person, today: date = TODAY) -> list[WaitingStep]:
    async with database.reading() as connection:
        found = await StepListRepository(connection, ACME).waiting(who, today, size=50)
    assert found.total == len(found.rows)
    return list(found.rows)


async def has_status(database: Database, request: HiringRequest, status: Status) -> None:
    changing = Changing(database, ACME, lambda: NOW)
    await changing.change(
        request.number, Actor(ANA), Doing.CHANGE, lambda old, _: replace(old, status=status)
    )


async def test_a_row_has_the_little_that_a_list_shows(
    database: Database, requests: HiringRequests, checklists: Checklists
) -> None:
    request = await requests.open(form(openings=2), ANA, today=TODAY)
    await checklists.set_done(request.number, StepKind.DEFINE_PROBLEM, on=True, by=Actor(ANA))
    await checklists.block(
        request.number, StepKind.CREATE_TAKE_HOME, BlockedReason.BUDGET, "", (LI,), by=Actor(SAM)
    )
    (row,) = (await listed(database, LI)).rows
    assert (row.number, row.title) == (request.number, "ML Engineer, churn service")
    assert (row.role, row.status, row.openings) == (Role.ML_ENGINEER, Status.OPEN, 2)
    assert str(row.progress) == "1 of 5"
    assert row.next is not None
    assert (row.next.kind, row.next.owner) == (StepKind.DRAFT_JOB_DESCRIPTION, SAM)
    assert row.blocked is not None
    assert row.blocked.blocked is BlockedReason.BUDGET
    assert [step.kind for step in row.steps] == list(StepKind)
    assert row.thread is None


async def test_a_restricted_request_is_in_no_list_of_somebody_outside_its_team(
    database: Database, requests: HiringRequests
) -> None:
    for changes in (
        {"confidential": True, "channel_is_private": True},
        {"channel_is_private": True},
    ):
        await requests.open(form(title="Quiet", **changes), ANA, today=TODAY)
    await requests.open(form(title="Loud"), ANA, today=TODAY)
    assert await titles(database, ANA) == ["Loud", "Quiet", "Quiet"]
    assert await titles(database, SAM) == ["Loud", "Quiet", "Quiet"]
    for outsider in (KIM, LI, Person("T0OTHER", ANA.user)):
        assert await titles(database, outsider) == ["Loud"]
        for filters in (
            {"text": "quiet"},
            {"text": "REQ-1"},
            {"text": "2"},
            {"owner": outsider},
        ):
            assert await titles(database, outsider, **filters) == []
        for filters in ({"owner": ANA}, {"channel": ChannelId("C0HIRING")}):
            assert await titles(database, outsider, **filters) == ["Loud"]


async def test_filters_are_all_met_at_once(database: Database, requests: HiringRequests) -> None:
    loud, quiet = ChannelId("C0HIRING"), ChannelId("C0QUIET")
    ds = Role.DATA_SCIENTIST
    first = await requests.open(form(title="First"), ANA, today=TODAY)
    await requests.open(form(title="Second", role=ds, channel=quiet), SAM, today=TODAY)
    await requests.open(form(title="Third", role=ds, recruiters=(LI,)), ANA, today=TODAY)
    await has_status(database, first, Status.ON_HOLD)
    assert await titles(database, KIM) == ["Third", "Second", "First"]
    assert await titles(database, KIM, role=ds) == ["Third", "Second"]
    assert await titles(database, KIM, role=ds, channel=loud) == ["Third"]
    assert await titles(database, KIM, owner=SAM) == ["Second", "First"]
    assert await titles(database, KIM, owner=LI) == ["Third"]
    assert await titles(database, KIM, owner=KIM) == []
    assert await titles(database, KIM, status=Which.ON_HOLD) == ["First"]
    assert await titles(database, KIM, status=Which.OPEN) == ["Third", "Second"]
    await has_status(database, first, Status.CANCELLED)
    assert await titles(database, KIM, status=Which.UNDER_WAY) == ["Third", "Second"]
    assert await titles(database, KIM, status=Which.CANCELLED) == ["First"]


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("churn", ["ML Engineer, churn", "Churn, 100% remote"]),
        ("  CHURN   ml ", ["ML Engineer, churn"]),
        ("100%", ["Churn, 100% remote"]),
        ("0_r", []),
        ("\\", []),
        ("straße", ["Analyst, Große STRASSE"]),
        ("req-2", ["Churn, 100% remote"]),
        ("3", ["Analyst, Große STRASSE"]),
        ("99", []),
        ("", ["Analyst, Große STRASSE", "Churn, 100% remote", "ML Engineer, churn"]),
    ],
)
async def test_words_are_looked_for_as_they_were_typed(
    database: Database, requests: HiringRequests, text: str, finds: list[str]
) -> None:
    for title in ("ML Engineer, churn", "Churn, 100% remote", "Analyst, Große STRASSE"):
        await requests.open(form(title=title, place=""), ANA, today=TODAY)
    assert sorted(await titles(database, KIM, text=text)) == sorted(finds)


async def test_pages_are_whole_and_end_where_the_list_ends(
    database: Database, requests: HiringRequests
) -> None:
    for number in range(7):
        await requests.open(form(title=f"Number {number + 1}"), ANA, today=TODAY)
    pages = [await listed(database, KIM, page=page, size=3) for page in (1, 2, 3)]
    assert [row.number.value for page in pages for row in page.rows] == [7, 6, 5, 4, 3, 2, 1]
    assert {(page.total, page.pages) for page in pages} == {(7, 3)}
    assert [page.left for page in pages] == [4, 1, 0]
    assert await listed(database, KIM, page=99, size=3) == pages[2]
    nothing = await listed(database, KIM, Filters(text="nothing"), page=99)
    assert (nothing.rows, nothing.page, nothing.pages) == ([], 1, 1)


# Steps -----------------------------------------------------------------------------------------


async def test_what_waits_comes_in_the_order_in_which_it_presses(
    database: Database, requests: HiringRequests, checklists: Checklists
) -> None:
    one, two = [
        (await requests.open(form(title=title, recruiters=()), ANA, today=TODAY)).number
        for title in ("One", "Two")
    ]
    by = Actor(ANA)
    for step, due in ((StepKind.EVALUATE_SIGNALS, -3), (StepKind.CREATE_TAKE_HOME, 0)):
        await checklists.assign(one, step, SAM, by=by)
        await checklists.set_due(one, step, TODAY + timedelta(days=due), by=by)
    await checklists.assign(two, StepKind.DEFINE_PROBLEM, SAM, by=by)
    for step in (StepKind.DRAFT_JOB_DESCRIPTION, StepKind.CREATE_TAKE_HOME):
        await checklists.assign(two, step, SAM, by=by)
    await checklists.block(two, StepKind.CREATE_TAKE_HOME, BlockedReason.PAY, "", (LI,), by=by)
    await checklists.block(
        one, StepKind.DESIGN_INTERVIEW_LOOP, BlockedReason.APPROVAL, "", (LI, SAM), by=by
    )
    found = await waiting(database, SAM)
    assert [(step.title, step.step.kind, step.waiting) for step in found] == [
        ("One", StepKind.DESIGN_INTERVIEW_LOOP, Waiting.ON_THEM),
        ("One", StepKind.EVALUATE_SIGNALS, Waiting.LATE),
        ("Two", StepKind.CREATE_TAKE_HOME, Waiting.BLOCKED),
        ("One", StepKind.CREATE_TAKE_HOME, Waiting.TODAY),
        ("Two", StepKind.DEFINE_PROBLEM, Waiting.NEXT),
    ]
    assert found[0].on == (LI, SAM)
    assert found[2].on == (LI,)
    assert [step.title for step in await waiting(database, LI)] == ["One", "Two"]


async def test_what_is_done_or_not_open_waits_for_nobody(
    database: Database, requests: HiringRequests, checklists: Checklists
) -> None:
    done = await requests.open(form(recruiters=()), ANA, today=TODAY)
    for step in StepKind:
        await checklists.set_done(done.number, step, on=True, by=Actor(ANA))
    held = await requests.open(form(recruiters=()), ANA, today=TODAY)
    await has_status(database, held, Status.ON_HOLD)
    assert await waiting(database, ANA, TODAY + timedelta(days=99)) == []


async def test_a_restricted_request_does_not_wait_for_somebody_outside_its_team(
    database: Database, requests: HiringRequests, checklists: Checklists
) -> None:
    request = await requests.open(form(channel_is_private=True), ANA, today=TODAY)
    await checklists.block(
        request.number, StepKind.DEFINE_PROBLEM, BlockedReason.PAY, "", (KIM, SAM), by=Actor(ANA)
    )
    assert await waiting(database, KIM) == []
    assert [step.waiting for step in await waiting(database, SAM)] == [Waiting.ON_THEM]


async def test_all_open_steps_of_somebody_but_those_left_out(
    database: Database, requests: HiringRequests
) -> None:
    request = await requests.open(form(recruiters=()), ANA, today=TODAY)
    await requests.open(form(recruiters=()), SAM, today=TODAY)

    async def owned(*without: StepKey, size: int = 50) -> Found[WaitingStep]:
        async with database.reading() as connection:
            steps = StepListRepository(connection, ACME)
            return await steps.owned(ANA, TODAY, size=size, without=without)

    everything = await owned()
    kinds = [StepKind.DEFINE_PROBLEM, StepKind.DESIGN_INTERVIEW_LOOP]
    assert [step.step.kind for step in everything.rows] == kinds
    assert [step.waiting for step in everything.rows] == [Waiting.NEXT, Waiting.LATER]
    rest = await owned(StepKey(request.number, StepKind.DEFINE_PROBLEM))
    assert (rest.rows, rest.total) == (everything.rows[1:], 1)
    assert (len((await owned(size=1)).rows), (await owned(size=1)).total) == (1, 2)


async def test_a_list_leads_to_the_latest_and_says_that_there_are_more(
    database: Database, requests: HiringRequests
) -> None:
    await requests.open(form(), ANA, today=TODAY)
    await copied(database, ACME, MOST_LISTED + 1)
    last = await listed(database, LI, page=999, size=8)
    assert (last.total, last.has_more) == (MOST_LISTED, True)
    assert last.page == last.pages == -(-MOST_LISTED // 8)
    assert min(row.number.value for row in last.rows) == 2
    older = await listed(database, LI, replace(ANYTHING, text="REQ-1"))
    assert [row.number.value for row in older.rows] == [1]
    of_manager = await listed(database, LI, replace(ANYTHING, owner=ANA), size=8)
    assert (of_manager.total, of_manager.has_more) == (MOST_LISTED, True)


@pytest.mark.parametrize("seed", range(3))
async def test_a_list_is_what_going_over_all_requests_would_find(
    database: Database, requests: HiringRequests, seed: int
) -> None:
    """Its parts come from several indexes; nothing is in two of them, and nothing in none."""
    chance = Random(seed)  # noqa: S311 -- of no secret
    opened = []
    for number in range(1, 41):
        confidential = chance.random() < 0.3
        request = await requests.open(
            form(
                title=chance.choice(["Churn model", "Search engine", "Fraud model 7"]),
                role=chance.choice(list(Role)),
                recruiters=tuple(chance.sample([SAM, LI], chance.randint(0, 2))),
                channel=ChannelId(chance.choice(["C0HIRING", "C0OTHER"])),
                channel_is_private=confidential,
                confidential=confidential,
            ),
            chance.choice([ANA, KIM]),
            today=TODAY,
        )
        status = chance.choice(list(Status))
        if status is not Status.OPEN:
            changing = Changing(database, ACME, lambda: NOW)
            changed = await changing.change(
                request.number,
                Actor(request.manager),
                Doing.CHANGE,
                partial(has_become, status),
            )
            request = changed.request
        assert request.number.value == number
        opened.append(request)
    for _ in range(60):
        filters = Filters(
            status=chance.choice(list(Which)),
            role=chance.choice([None, *Role]),
            channel=chance.choice([None, ChannelId("C0HIRING")]),
            owner=chance.choice([None, ANA, SAM]),
            text=chance.choice(["", "", "model", "engine search", "7"]),
        )
        reader = chance.choice([ANA, KIM, SAM, LI, Person("T0ACME", "U0NOBODY")])
        wanted = [one.number for one in reversed(opened) if fits(one, filters, reader)]
        found = await listed(database, reader, filters)
        assert [row.number for row in found.rows] == wanted, (filters, reader)


def has_become(status: Status, request: HiringRequest, _at: datetime) -> HiringRequest:
    return replace(request, status=status)


def fits(request: HiringRequest, filters: Filters, reader: Person) -> bool:
    seen = not request.restricted or reader in request.team
    said = f"{request.title} {request.place}".casefold()
    has_words = all(word in said for word in filters.words)
    return (
        seen
        and request.status in filters.status.statuses
        and filters.role in {None, request.role}
        and filters.channel in {None, request.channel}
        and (filters.owner is None or filters.owner in request.team)
        and (has_words or number_in(filters.text) == request.number)
    )
