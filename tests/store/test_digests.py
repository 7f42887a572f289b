"""Digests in the database: due ones found and claimed once, contents in a few statements."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from bench.many import copied
from bot.domain.checklist import BlockedReason
from bot.domain.digest import Choices, Hand, Part, QuietWeek, State, Subscription
from bot.domain.digest_contents import Findings
from bot.domain.hiring_request import Status, StatusReason
from bot.domain.history import What
from bot.domain.identity import ChannelId, WorkspaceId
from bot.domain.notices import NoticeKind
from bot.domain.outbox import Letter, LetterState
from bot.domain.permissions import Actor
from bot.domain.role import StepKind
from bot.domain.weekly import WEEK, Weekly
from bot.services.checklist import Checklists
from bot.services.digests import Digests, Room
from bot.services.hiring_requests import HiringRequests
from bot.services.lifecycle import Lifecycles
from bot.store.database import Database
from bot.store.digest_contents import DigestContentsRepository
from bot.store.digests import DigestRepository, DueChannel, digests_due
from bot.store.outbox import OutboxRepository, unsent
from bot.store.tables import digest_sends
from tests.hiring import ACME, ANA, LI, SAM, TODAY, form
from tests.store.statements import noted
from tests.store.test_statements import plan, scans

MONDAY = date(2026, 11, 30)
OTHER = WorkspaceId("T0OTHER")
HIRING = ChannelId("C0HIRING")

BEFORE = datetime.fromisoformat("2026-11-29T12:00:00+00:00")
DUE = datetime.fromisoformat("2026-11-30T09:00:00+00:00")
CHOICES = Choices(Weekly(0, time(9), "UTC"))


class Clock:
    def __init__(self, now: datetime = BEFORE) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def digests(database: Database, clock: Clock) -> Digests:
    return Digests(database, ACME, clock)


async def begins(
    digests: Digests, channel: ChannelId = HIRING, choices: Choices = CHOICES
) -> Subscription:
    room = Room(channel, is_private=False)
    return await digests.save(room, choices, choices, Hand(ANA, is_in_channel=True))


async def kept(database: Database, channel: ChannelId = HIRING) -> Subscription | None:
    async with database.reading() as connection:
        return await DigestRepository(connection, ACME).get(channel)


async def letters(database: Database, at: datetime = DUE + WEEK) -> list[Letter]:
    async with database.reading() as connection:
        return [*await unsent(connection, at, 100)]


async def weeks(database: Database) -> int:
    async with database.reading() as connection:
        counted = select(func.count()).where(digest_sends.c.workspace_id == ACME)
        return (await connection.execute(counted)).scalar_one()


# What is kept ----------------------------------------------------------------------------------


async def test_what_was_chosen_is_read_as_it_was_kept(database: Database, digests: Digests) -> None:
    choices = Choices(
        Weekly(4, time(16, 5), "Asia/Kolkata", "IN", moves=True),
        frozenset({Part.FILLED}),
        QuietWeek.NOTHING,
    )
    saved = await begins(digests, choices=choices)
    assert await kept(database) == saved
    assert saved.choices == choices
    assert (saved.owner, saved.state, saved.workspace) == (ANA, State.ON, ACME)


async def test_none_is_found_of_another_channel_or_workspace(
    database: Database, digests: Digests
) -> None:
    await begins(digests)
    assert await kept(database, ChannelId("C0ELSE")) is None
    async with database.reading() as connection:
        assert await DigestRepository(connection, OTHER).get(HIRING) is None


# When it is due --------------------------------------------------------------------------------


async def test_what_is_due_is_wanted_once_with_its_week_and_its_next_instant(
    database: Database, digests: Digests, clock: Clock
) -> None:
    await begins(digests)
    assert not await digests.send_due([HIRING], BEFORE)
    clock.now = DUE
    assert await digests.send_due([HIRING], DUE)
    assert not await digests.send_due([HIRING], DUE)
    (letter,) = await letters(database)
    assert letter.notice.key == "digest:C0HIRING:2026-11-30"
    found = await kept(database)
    assert found is not None
    assert found.next_due_at == DUE + WEEK
    assert await weeks(database) == 1


async def test_of_many_that_claim_at_once_one_has_it_sent(url: str, clock: Clock) -> None:
    databases = [Database.open(url) for _ in range(4)]
    each = [Digests(database, ACME, clock) for database in databases]
    for number in range(5):
        await begins(each[0], ChannelId(f"C{number}"))
    clock.now = DUE
    got = await asyncio.gather(
        *(one.send_due([ChannelId(f"C{number}")], DUE) for number in range(5) for one in each)
    )
    assert sum(got) == 5
    assert len(await letters(databases[0])) == 5
    assert await weeks(databases[0]) == 5
    for database in databases:
        await database.close()


async def test_of_many_that_claim_overlapping_pages_each_digest_is_sent_once(
    url: str, clock: Clock
) -> None:
    databases = [Database.open(url) for _ in range(4)]
    each = [Digests(database, ACME, clock) for database in databases]
    channels = [ChannelId(f"C{number}") for number in range(12)]
    for channel in channels:
        await begins(each[0], channel)
    clock.now = DUE
    pages = (channels, channels[:8], channels[4:], channels[::-1])
    await asyncio.gather(*(one.send_due(page, DUE) for one, page in zip(each, pages, strict=True)))
    assert len(await letters(databases[0])) == await weeks(databases[0]) == 12
    for database in databases:
        await database.close()


async def test_a_transaction_that_ends_without_its_commit_leaves_it_due(
    database: Database, digests: Digests, clock: Clock
) -> None:
    await begins(digests)
    clock.now = DUE
    async with database.writing() as connection:
        assert await DigestRepository(connection, ACME).due([HIRING], DUE)
    assert await digests.send_due([HIRING], DUE)


async def test_pages_of_those_due_have_each_once_the_longest_due_first(
    database: Database, digests: Digests, clock: Clock
) -> None:
    others = Digests(database, OTHER, clock)
    for number in range(7):
        at = replace(CHOICES, weekly=Weekly(0, time(8 - number % 2), "UTC"))
        await begins(others if number % 3 else digests, ChannelId(f"C{number}"), at)
    await digests.pause(Room(ChannelId("C0"), is_private=False), Hand(ANA, is_in_channel=True))
    found: list[DueChannel] = []
    async with database.reading() as connection:
        while page := await digests_due(connection, DUE, 2, found[-1] if found else None):
            found += page
    assert sorted(one.channel for one in found) == [f"C{number}" for number in range(1, 7)]
    assert [one.next_due_at for one in found] == sorted(one.next_due_at for one in found)


async def test_those_due_are_found_in_an_index_that_holds_no_others(
    database: Database, digests: Digests
) -> None:
    await begins(digests)
    with noted() as executed:
        async with database.reading() as connection:
            first = await digests_due(connection, DUE, 1)
            await digests_due(connection, DUE, 1, first[0])
    assert len(executed.of_all_workspaces) == 2
    for statement, given in executed.of_all_workspaces.items():
        assert "ix_digest_subscriptions_due" in " ".join(await plan(database, statement, given))


async def test_a_week_that_slack_never_took_gives_way_to_the_next_and_is_told_with_it(
    database: Database, digests: Digests, clock: Clock
) -> None:
    await begins(digests)
    for week in range(2):
        clock.now = DUE + week * WEEK
        await digests.send_due([HIRING], clock.now)
    (letter,) = await letters(database)
    assert letter.notice.key == "digest:C0HIRING:2026-12-07"
    clock.now += WEEK
    async with database.writing() as connection:
        keys = ["digest:C0HIRING:2026-12-07"]
        outbox = OutboxRepository(connection, ACME)
        await outbox.give_up(keys, was=LetterState.WANTED)
        await connection.commit()
    await digests.send_due([HIRING], clock.now)
    (letter,) = await letters(database, clock.now)
    # Neither went out: it looks back a week from now, or as far as there was none.
    assert letter.notice.facts["since"] == (clock.now - WEEK).isoformat()


# What stands in its way --------------------------------------------------------------------------


async def test_a_closed_channel_stops_it_once_and_tells_its_owner(
    database: Database, digests: Digests, clock: Clock
) -> None:
    await begins(digests)
    clock.now = DUE
    await digests.send_due([HIRING], DUE)
    for _ in range(2):
        await digests.closed(HIRING, State.ARCHIVED)
    (letter,) = await letters(database)
    assert (letter.notice.kind, letter.notice.to) == (NoticeKind.DIGEST_STOPPED, ANA)
    found = await kept(database)
    assert found is not None
    assert (found.state, found.next_due_at) == (State.ARCHIVED, None)


async def test_what_somebody_paused_stays_paused_whatever_becomes_of_the_channel(
    database: Database, digests: Digests
) -> None:
    room = Room(HIRING, is_private=False)
    await begins(digests)
    await digests.pause(room, Hand(ANA, is_in_channel=True))
    await digests.closed(HIRING, State.NOT_IN_CHANNEL)
    assert not await digests.opened(room)
    found = await kept(database)
    assert found is not None
    assert found.state is State.PAUSED
    assert await letters(database) == []


async def test_opened_again_a_channel_has_its_digest_from_then_on(
    database: Database, digests: Digests, clock: Clock
) -> None:
    await begins(digests)
    await digests.closed(HIRING, State.NOT_IN_CHANNEL)
    clock.now = DUE + timedelta(hours=1)
    assert await digests.opened(Room(HIRING, is_private=True))
    found = await kept(database)
    assert found is not None
    assert (found.next_due_at, found.is_private) == (DUE + WEEK, True)
    assert not await digests.send_due([HIRING], clock.now)


# What it is made of ------------------------------------------------------------------------------


async def read(
    database: Database, channel: ChannelId = HIRING, since: datetime = BEFORE - WEEK
) -> Findings:
    async with database.reading() as connection:
        contents = DigestContentsRepository(connection, ACME)
        return await contents.find(channel, since, timed=True)


async def test_it_reads_what_is_under_way_and_what_was_closed_since(
    database: Database, clock: Clock
) -> None:
    requests = HiringRequests(database, ACME, clock)
    lives = Lifecycles(database, ACME, clock)
    by = Actor(ANA)
    clock.now = BEFORE - 3 * WEEK
    numbers = [(await requests.open(form(), ANA, today=TODAY)).number for _ in range(4)]
    await lives.cancel(numbers[0], StatusReason.DUPLICATE, "", by=by)
    clock.now = BEFORE
    await lives.hold(numbers[1], StatusReason.BUDGET, "", by=by)
    # Recorded now, of a day before the last digest.
    await lives.fill(numbers[2], 1, TODAY - timedelta(days=20), "", by=by, today=TODAY, seen=0)
    found = await read(database)
    assert [one.number for one in found.requests] == numbers[1:]
    assert [one.status for one in found.requests] == [Status.ON_HOLD, Status.FILLED, Status.OPEN]
    assert {(one.number, one.what) for one in found.changes} == {
        (numbers[1], What.STATUS),
        (numbers[2], What.STATUS),
        (numbers[2], What.FILLED),
    }


async def test_confidential_ones_and_those_of_other_channels_are_not_among_it(
    database: Database, clock: Clock
) -> None:
    requests = HiringRequests(database, ACME, clock)
    private = {"channel_is_private": True}
    for more in (
        {},
        private,
        private | {"confidential": True},
        {"channel": ChannelId("C0ELSE")},
    ):
        request = await requests.open(form(**more), ANA, today=TODAY)
        await Checklists(database, ACME, clock).set_done(
            request.number, StepKind.DEFINE_PROBLEM, on=True, by=Actor(ANA)
        )
    await HiringRequests(database, OTHER, clock).open(form(), ANA, today=TODAY)
    found = await read(database)
    assert [one.number.value for one in found.requests] == [1, 2]
    assert {one.number.value for one in found.changes} == {1, 2}


async def test_a_block_is_read_with_whom_it_waits_on(database: Database, clock: Clock) -> None:
    request = await HiringRequests(database, ACME, clock).open(form(), ANA, today=TODAY)
    await Checklists(database, ACME, clock).block(
        request.number,
        StepKind.CREATE_TAKE_HOME,
        BlockedReason.LEGAL,
        "who owns it",
        (LI, SAM),
        by=Actor(ANA),
    )
    (seen,) = (await read(database)).requests
    step = seen.steps[3]
    assert (step.kind, step.blocked, step.on) == (
        StepKind.CREATE_TAKE_HOME,
        BlockedReason.LEGAL,
        (LI, SAM),
    )
    assert step.blocked_at == clock.now


async def test_the_same_few_statements_read_it_however_much_there_is_and_scan_no_table(
    database: Database, clock: Clock
) -> None:
    requests = HiringRequests(database, ACME, clock)
    await requests.open(form(), ANA, today=TODAY)
    with noted() as one:
        await read(database)
    for _ in range(3):
        await requests.open(form(), ANA, today=TODAY)
    await requests.open(form(channel=ChannelId("C0ELSE")), ANA, today=TODAY)
    await copied(database, ACME, 500)
    with noted() as many:
        found = await read(database)
    assert len(found.requests) == 400
    assert one.count == many.count == 5
    for statement, given in many.bound.items():
        assert not scans(await plan(database, statement, given)), statement


async def test_a_page_of_them_takes_as_many_statements_as_one(
    database: Database, digests: Digests, clock: Clock
) -> None:
    taken = []
    for count in (1, 100):
        channels = [ChannelId(f"C{count}X{number}") for number in range(count)]
        for channel in channels:
            await begins(digests, channel)
        clock.now = DUE
        with noted() as executed:
            assert await digests.send_due(channels, DUE)
        clock.now = BEFORE
        taken.append(executed.count)
    assert taken[0] == taken[1] < 10


async def test_whose_thread_goes_on_is_asked_of_all_channels_at_once(
    database: Database, clock: Clock
) -> None:
    requests = HiringRequests(database, ACME, clock)
    for _ in range(3):
        await requests.open(form(), ANA, today=TODAY)
    channels = [HIRING, ChannelId("C0ELSE")]
    async with database.reading() as connection:
        contents = DigestContentsRepository(connection, ACME)
        found = [await contents.with_more_than(most, channels, BEFORE) for most in (2, 3)]
    assert found == [{HIRING}, set()]
