"""Home tabs in the database: which are behind, and what one costs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bench.many import copied
from bot.domain.home import LIVE_FOR, MOST_WAITING, PAGE_SIZE, Home, Looking
from bot.domain.identity import Person, WorkspaceId
from bot.domain.permissions import Actor
from bot.domain.request_list import MOST_LISTED, Filters, pages
from bot.domain.role import StepKind
from bot.services.checklist import Checklists
from bot.services.hiring_requests import HiringRequests
from bot.services.homes import HomeTabs
from bot.store.database import Database
from bot.store.homes import HomeRepository, claimed_homes_behind
from tests.hiring import ACME, ANA, LI, NOW, SAM, TODAY, form
from tests.store.statements import noted
from tests.store.test_statements import plan, scans

GLOBEX = WorkspaceId("T0GLOBEX")


@pytest.fixture
def tabs(database: Database) -> HomeTabs:
    return HomeTabs(database, ACME, lambda: NOW)


async def get(database: Database, person: Person = ANA) -> Home | None:
    async with database.reading() as connection:
        return await HomeRepository(connection, ACME).get(person)


async def behind(database: Database, *, after: timedelta = timedelta()) -> list[Person]:
    """Whose is behind, some time after now; taken up one by one, and given back."""
    now = NOW + after
    found: list[Home] = []
    async with database.writing() as connection:
        while page := await claimed_homes_behind(
            connection, now, 1, until=now + timedelta(hours=1)
        ):
            found += page
        for home in found:
            await HomeRepository(connection, home.workspace).given_back(home.person)
        await connection.commit()
    return [home.person for home in found]


async def shown(database: Database, person: Person = ANA, drawn: str = "this") -> None:
    home = await get(database, person)
    assert home is not None
    async with database.writing() as connection:
        homes = HomeRepository(connection, ACME)
        await homes.brought_to(person, home.wanted, drawn, was=home.shown)
        await connection.commit()


async def something_changes(database: Database, at: timedelta = timedelta()) -> None:
    async with database.writing() as connection:
        await HomeRepository(connection, ACME).want_live(NOW + at)
        await connection.commit()


async def test_home_is_kept_from_the_first_opening_on(database: Database, tabs: HomeTabs) -> None:
    assert await get(database) is None
    await tabs.opened(ANA, "Europe/Madrid")
    home = await get(database)
    assert home is not None
    assert (home.behind, home.is_new, home.zone) == (True, True, "Europe/Madrid")
    assert home.looking == Looking()
    later = replace(tabs, clock=lambda: NOW + LIVE_FOR)
    await later.opened(ANA, None)
    again = await get(database)
    assert again is not None
    assert (again.is_new, again.first_opened_at, again.zone) == (False, NOW, None)


async def test_what_is_looked_for_is_kept_but_for_its_page(
    database: Database, tabs: HomeTabs
) -> None:
    filters = Filters(owner=LI, text="churn ~\\ “")
    await tabs.look_for(ANA, lambda _: Looking(filters))  # who never opened theirs looks anew
    await tabs.look_for(ANA, lambda _: Looking(filters, page=3, cleared=2))
    home = await get(database)
    assert home is not None
    assert home.looking == Looking(filters, page=3, cleared=2)
    await tabs.opened(ANA, None)
    home = await get(database)
    assert home is not None
    assert home.looking == Looking(filters, page=1, cleared=2)


async def test_those_are_behind_whose_people_were_there_lately(
    database: Database, tabs: HomeTabs
) -> None:
    await tabs.opened(ANA, None)
    await replace(tabs, clock=lambda: NOW + timedelta(minutes=1)).opened(SAM, None)
    await replace(tabs, workspace=GLOBEX).opened(LI, None)
    assert await behind(database) == [ANA, LI, SAM]
    for person in (ANA, SAM):
        await shown(database, person)
    assert await behind(database) == [LI]
    await something_changes(database)
    assert await behind(database) == [ANA, LI, SAM]
    assert await behind(database, after=LIVE_FOR) == [SAM]
    for person in (ANA, SAM):
        await shown(database, person)
    await something_changes(database, LIVE_FOR)
    assert await behind(database, after=LIVE_FOR) == [SAM]


async def test_where_two_drew_at_once_it_is_behind_again(
    database: Database, tabs: HomeTabs
) -> None:
    await tabs.opened(ANA, None)
    seen = await get(database)
    assert seen is not None
    await something_changes(database)
    await shown(database, drawn="by another process")
    async with database.writing() as connection:
        homes = HomeRepository(connection, ACME)
        await homes.brought_to(ANA, seen.wanted, "by this one", was=seen.shown)
        await connection.commit()
    home = await get(database)
    assert home is not None
    assert (home.behind, home.shown, home.drawn) == (True, 0, "")


@pytest.mark.parametrize("count", [0, 1, 50, 5000])
@pytest.mark.parametrize("page", [1, 999])
async def test_home_takes_three_statements_however_much_there_is(
    database: Database, tabs: HomeTabs, count: int, page: int
) -> None:
    requests = HiringRequests(database, ACME, lambda: NOW)
    if count:
        request = await requests.open(form(recruiters=(LI,)), ANA, today=TODAY)
        checklists = Checklists(database, ACME, lambda: NOW)
        await checklists.assign(request.number, StepKind.DEFINE_PROBLEM, SAM, by=Actor(ANA))
        await copied(database, ACME, count)
    await tabs.opened(SAM, None)
    await tabs.look_for(SAM, lambda looking: replace(looking, page=page))
    with noted() as executed:
        async with database.reading() as connection:
            homes = HomeRepository(connection, ACME)
            home = await homes.get(SAM)
            assert home is not None
            contents = await homes.contents(home, TODAY)
    reading = [one for one in executed.bound if one.startswith(("SELECT", "WITH"))]
    assert executed.count == len(reading) == 3
    listed = min(count, MOST_LISTED)
    assert [contents.waiting.total, contents.own.total, contents.found.total] == [
        count,
        listed,
        listed,
    ]
    assert contents.own.has_more is contents.found.has_more is (count > MOST_LISTED)
    assert len(contents.waiting.rows) == min(count, MOST_WAITING)
    assert len(contents.found.rows) == min(count, PAGE_SIZE)
    assert contents.found.page == min(page, pages(listed, PAGE_SIZE))
    for statement in reading:
        assert not scans(await plan(database, statement, executed.bound[statement])), statement


async def test_what_is_behind_is_found_in_an_index_that_holds_nothing_else(
    database: Database, tabs: HomeTabs
) -> None:
    await tabs.opened(ANA, None)
    with noted() as executed:
        await behind(database)
    for statement, given in executed.of_all_workspaces.items():
        assert "ix_homes_behind" in " ".join(await plan(database, statement, given))


async def test_what_one_process_has_taken_up_no_other_finds_until_its_time_is_over(
    database: Database, tabs: HomeTabs
) -> None:
    await tabs.opened(ANA, None)
    async with database.writing() as connection:
        until = NOW + timedelta(minutes=1)
        (taken,) = await claimed_homes_behind(connection, NOW, 10, until=until)
        await connection.commit()
    assert taken.person == ANA
    assert await behind(database, after=timedelta(seconds=59)) == []
    assert await behind(database, after=timedelta(seconds=60)) == [ANA]
