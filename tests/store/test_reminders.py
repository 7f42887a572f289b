"""Who is looked at, what there is to tell them, and what they have heard."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.checklist import BlockedReason
from bot.domain.identity import ChannelId, Person, RequestNumber, WorkspaceId
from bot.domain.notices import NoticeKind
from bot.domain.permissions import Actor
from bot.domain.reminders import Heard, What, due, waits
from bot.domain.role import StepKind
from bot.domain.wishes import Wishes
from bot.services.checklist import Checklists
from bot.services.hiring_requests import HiringRequests
from bot.services.leaving import Leaving
from bot.services.reminders import Reminders
from bot.store.database import Database
from bot.store.outbox import unsent
from bot.store.people import Looked, PeopleRepository, to_be_looked_at
from bot.store.told import ToldRepository
from tests.hiring import ACME, ANA, LI, NOW, SAM, TODAY, form

OTHER = WorkspaceId("T0OTHER")
PRIYA = Person("T0ACME", "U0PRIYA")
DEFINE, DRAFT, DESIGN, TAKE_HOME, SIGNALS = StepKind
MADRID = ZoneInfo("Europe/Madrid")
NINE = datetime(2026, 11, 24, 8, tzinfo=UTC)  # in Madrid, on Tuesday


def at_clock(database: Database, at: datetime) -> Reminders:
    return Reminders(database, ACME, lambda: at)


async def opens(
    database: Database, workspace: WorkspaceId = ACME, **changes: object
) -> RequestNumber:
    requests = HiringRequests(database, workspace, lambda: NOW)
    return (await requests.open(form(**changes), ANA, today=TODAY)).number


async def looked(database: Database, at: datetime, workspace: WorkspaceId = ACME) -> list[Looked]:
    async with database.reading() as connection:
        found = await to_be_looked_at(connection, at, 100)
    return [one for one in found if one.workspace == workspace]


async def bundles(database: Database, at: datetime) -> list[str]:
    async with database.reading() as connection:
        letters = await unsent(connection, at, 100)
    return [one.notice.key for one in letters if one.notice.kind is NoticeKind.BUNDLE]


@asynccontextmanager
async def committed(database: Database) -> AsyncIterator[ToldRepository]:
    async with database.writing() as connection:
        yield ToldRepository(connection, ACME)
        await connection.commit()


async def knows_zones(database: Database) -> None:
    """Everybody was looked at once, in Madrid, on the day before `NINE`."""
    for one in await looked(database, NOW):
        await at_clock(database, NOW).look(one.person, MADRID)


async def test_who_has_a_part_in_a_request_is_looked_at_from_then_on(database: Database) -> None:
    number = await opens(database)
    assert {one.person for one in await looked(database, NOW)} == {ANA, SAM}
    assert await looked(database, NOW - timedelta(seconds=1)) == []
    checklists = Checklists(database, ACME, lambda: NOW)
    await checklists.block(number, DRAFT, BlockedReason.BUDGET, "", (PRIYA,), by=Actor(SAM))
    await checklists.assign(number, TAKE_HOME, LI, by=Actor(ANA))
    assert {one.person for one in await looked(database, NOW)} == {ANA, SAM, PRIYA, LI}


async def test_the_first_look_says_when_the_day_begins(database: Database) -> None:
    await opens(database)
    await knows_zones(database)
    assert await looked(database, NINE - timedelta(seconds=1)) == []
    assert {one.person for one in await looked(database, NINE)} == {ANA, SAM}
    assert await bundles(database, NINE) == []


async def test_a_part_in_more_leaves_the_next_look_where_it_is(database: Database) -> None:
    await opens(database)
    await knows_zones(database)
    await opens(database)
    assert await looked(database, NOW) == []


async def test_pages_of_people_have_each_once(database: Database) -> None:
    for number in range(5):
        await opens(database, recruiters=(Person("T0ACME", f"U0R{number}"),))
    await opens(database, OTHER)
    found: list[Looked] = []
    async with database.reading() as connection:
        while page := await to_be_looked_at(connection, NOW, 2, found[-1] if found else None):
            found.extend(page)
    assert len(found) == len({(one.workspace, one.person) for one in found}) == 8


async def test_what_is_due_or_waits_on_somebody_is_found_where_they_may_see_it(
    database: Database,
) -> None:
    checklists = Checklists(database, ACME, lambda: NOW)
    number = await opens(database)
    private = await opens(database, channel=ChannelId("G0PRIVATE"), channel_is_private=True)
    for one in (number, private):
        await checklists.set_due(one, DRAFT, TODAY, by=Actor(ANA))
        await checklists.block(one, DESIGN, BlockedReason.PAY, "", (SAM, PRIYA), by=Actor(ANA))
    await checklists.set_due(number, TAKE_HOME, TODAY + timedelta(days=1), by=Actor(ANA))
    await checklists.set_done(private, DRAFT, on=True, by=Actor(ANA))
    async with database.reading() as connection:
        told = ToldRepository(connection, ACME)
        assert await told.matters(SAM, TODAY) == (
            due(number, DRAFT, TODAY),
            waits(number, DESIGN, NOW),
            waits(private, DESIGN, NOW),
        )
        assert await told.matters(PRIYA, TODAY) == (waits(number, DESIGN, NOW),)
        assert await told.matters(LI, TODAY) == ()
        assert await ToldRepository(connection, OTHER).matters(SAM, TODAY) == ()


async def test_what_was_heard_is_counted_until_it_is_about_something_else(
    database: Database,
) -> None:
    number = await opens(database)
    matter = due(number, DRAFT, TODAY)
    for days in range(2):
        async with committed(database) as told:
            await told.say([(SAM, matter)], TODAY + timedelta(days=days))
            assert await told.of(SAM) == {
                matter.key: Heard("2026-11-23", days + 1, TODAY + timedelta(days=days))
            }
            assert await told.of(ANA) == {}
    async with committed(database) as told:
        await told.say([(SAM, due(number, DRAFT, date(2026, 12, 1)))], TODAY)
        assert await told.of(SAM) == {matter.key: Heard("2026-12-01", 1, TODAY)}
        await told.forget(SAM, [matter.key])
        assert await told.of(SAM) == {}


async def test_a_days_words_are_unsaid_alone(database: Database) -> None:
    number = await opens(database)
    async with committed(database) as told:
        await told.say([(SAM, due(number, DRAFT, TODAY))], TODAY - timedelta(days=1))
        await told.say([(SAM, due(number, TAKE_HOME, TODAY))], TODAY)
        await told.unsay(SAM, TODAY)
        assert [step for _, step, _ in await told.of(SAM)] == [DRAFT]


async def test_who_hears_at_once_that_something_waits_on_them_has_heard_it(
    database: Database,
) -> None:
    number = await opens(database)
    checklists = Checklists(database, ACME, lambda: NOW)
    await checklists.block(number, DRAFT, BlockedReason.PAY, "", (PRIYA, ANA), by=Actor(ANA))
    async with committed(database) as told:
        heard = Heard(NOW.isoformat(), 1, NOW.date())
        assert await told.of(PRIYA) == {(number, DRAFT, What.WAITS): heard}
        assert await told.of(ANA) == {}  # she did it herself: nobody told her
        assert await told.of(SAM) == {}  # its owner: it does not wait on him


async def test_a_bundle_is_wanted_once_whoever_looks(url: str) -> None:
    databases = [Database.open(url) for _ in range(3)]
    number = await opens(databases[0])
    await Checklists(databases[0], ACME, lambda: NOW).set_due(number, DRAFT, TODAY, by=Actor(ANA))
    await knows_zones(databases[0])
    looks = (at_clock(database, NINE).look(SAM, MADRID) for database in databases)
    await asyncio.gather(*looks)
    assert await bundles(databases[0], NINE) == ["bundle:T0ACME/U0SAM:2026-11-24"]
    for database in databases:
        await database.close()


@pytest.mark.parametrize("wishes", [{"muted": True}, {"snoozed_until": TODAY + timedelta(days=2)}])
async def test_who_wants_quiet_has_it(database: Database, wishes: dict[str, object]) -> None:
    number = await opens(database)
    await Checklists(database, ACME, lambda: NOW).set_due(number, DRAFT, TODAY, by=Actor(ANA))
    await knows_zones(database)
    async with database.writing() as connection:
        people = PeopleRepository(connection, ACME)
        quiet = replace(Wishes(zone="Europe/Madrid"), **wishes)
        await people.save(SAM, quiet, NINE)
        kept = await people.get(SAM)
        assert kept is not None
        assert kept.wishes == quiet
        await connection.commit()
    assert not await at_clock(database, NINE).has_something(kept)
    await at_clock(database, NINE).look(SAM, MADRID)
    assert await bundles(database, NINE) == []


async def test_who_left_is_settled_unless_they_got_work_meanwhile(database: Database) -> None:
    number = await opens(database)
    at_four = NOW + timedelta(hours=6)
    leaving = Leaving(database, ACME, lambda: at_four)
    assert await leaving.profile_changed(SAM, left=True, zone=None)
    assert not await leaving.profile_changed(SAM, left=True, zone=None)
    (sam,) = [one for one in await looked(database, at_four) if one.person == SAM]
    assert await leaving.left(sam, {}) == (number,)
    assert SAM not in {one.person for one in await looked(database, at_four)}
    later = Checklists(database, ACME, lambda: at_four + timedelta(hours=1))
    await later.assign(number, DRAFT, SAM, by=Actor(ANA))
    (again,) = [one for one in await looked(database, NINE) if one.has_left]
    async with database.writing() as connection:
        await PeopleRepository(connection, ACME).settled(sam)  # by who found them earlier
        await connection.commit()
    assert again in await looked(database, NINE)
    assert await leaving.left(again, {}) == (number,)
    assert not [one for one in await looked(database, NINE) if one.has_left]


async def test_who_is_nobody_here_is_not_kept(database: Database) -> None:
    await opens(database)
    leaving = Leaving(database, ACME, lambda: NOW)
    assert not await leaving.profile_changed(PRIYA, left=True, zone=None)
    assert not await leaving.profile_changed(PRIYA, left=False, zone=MADRID)
    assert PRIYA not in {one.person for one in await looked(database, NINE)}


async def test_who_moves_begins_their_day_elsewhere(database: Database) -> None:
    await opens(database)
    await knows_zones(database)
    leaving = Leaving(database, ACME, lambda: NOW)
    assert await leaving.profile_changed(SAM, left=False, zone=ZoneInfo("Asia/Tokyo"))
    assert [one.person for one in await looked(database, NINE - timedelta(hours=7))] == [SAM]


async def test_one_workspaces_people_leave_anothers_alone(database: Database) -> None:
    await opens(database)
    theirs = await opens(database, OTHER)
    leaving = Leaving(database, ACME, lambda: NOW)
    assert await leaving.profile_changed(SAM, left=True, zone=None)
    (sam,) = [one for one in await looked(database, NOW) if one.has_left]
    await leaving.left(sam, {})
    others = HiringRequests(database, OTHER, lambda: NOW)
    request = await others.get(theirs, Actor(ANA))
    assert request.recruiters == (SAM,)
    assert {one.person for one in await looked(database, NOW, OTHER)} == {ANA, SAM}


async def test_who_is_back_in_the_afternoon_is_reminded_at_nine(database: Database) -> None:
    number = await opens(database)
    await Checklists(database, ACME, lambda: NOW).set_due(number, DRAFT, TODAY, by=Actor(ANA))
    await knows_zones(database)
    at_three = NINE + timedelta(hours=6)
    leaving = Leaving(database, ACME, lambda: at_three)
    assert await leaving.profile_changed(SAM, left=True, zone=None)
    assert await leaving.profile_changed(SAM, left=False, zone=None)
    await at_clock(database, at_three).look(SAM, MADRID)
    assert await bundles(database, at_three) == []
    next_nine = NINE + timedelta(days=1)
    await at_clock(database, next_nine).look(SAM, MADRID)
    assert await bundles(database, next_nine) == ["bundle:T0ACME/U0SAM:2026-11-25"]
