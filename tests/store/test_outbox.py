import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.domain.identity import ChannelId, Person, RequestNumber, SlackTs, WorkspaceId
from bot.domain.notices import Notice, NoticeKind
from bot.domain.outbox import Letter, LetterState
from bot.store.database import Database
from bot.store.outbox import OutboxRepository, unsent
from bot.store.workspaces import WorkspaceRepository
from tests.hiring import ACME, ANA, NOW, SAM

OTHER = WorkspaceId("T0OTHER")
DM = ChannelId("D0SAM")
LATER = NOW + timedelta(minutes=1)


def notice(
    key: str,
    number: int = 1,
    kind: NoticeKind = NoticeKind.BLOCKED,
    to: Person | None = SAM,
) -> Notice:
    return Notice(key, kind, RequestNumber(number), to, {"step": "create_take_home", "left": True})


@asynccontextmanager
async def committed(
    database: Database, workspace: WorkspaceId = ACME
) -> AsyncIterator[OutboxRepository]:
    async with database.writing() as connection:
        await WorkspaceRepository(connection, workspace).ensure()
        yield OutboxRepository(connection, workspace)
        await connection.commit()


async def wants(database: Database, *notices: Notice, workspace: WorkspaceId = ACME) -> None:
    async with committed(database, workspace) as outbox:
        await outbox.want(notices, NOW)


async def waiting(database: Database, limit: int = 100) -> list[Letter]:
    async with database.reading() as connection:
        return list(await unsent(connection, LATER, limit))


async def keys(database: Database) -> list[str]:
    return [letter.notice.key for letter in await waiting(database)]


async def claims(database: Database, *wanted: str) -> bool:
    async with database.writing() as connection:
        got = await OutboxRepository(connection, ACME).claim(wanted, LATER, DM)
        if got:
            await connection.commit()
        return got


async def test_what_is_wanted_is_found_as_it_was(database: Database) -> None:
    line = notice("line", kind=NoticeKind.STATUS, to=None)
    await wants(database, notice("a"), line)
    assert [letter.notice for letter in await waiting(database)] == [notice("a"), line]


async def test_of_one_key_one_is_wanted(database: Database) -> None:
    await wants(database, notice("a"))
    await wants(database, notice("a", number=2), notice("b"))
    assert [(one.notice.key, one.notice.numbers) for one in await waiting(database)] == [
        ("a", (RequestNumber(1),)),
        ("b", (RequestNumber(1),)),
    ]


async def test_what_was_sent_is_never_wanted_again(database: Database) -> None:
    await wants(database, notice("a"))
    assert await claims(database, "a")
    async with committed(database) as outbox:
        await outbox.sent(["a"], SlackTs("1790000000.000100"))
    await wants(database, notice("a"))
    assert await keys(database) == []


async def test_of_many_that_claim_it_one_gets_it(url: str) -> None:
    databases = [Database.open(url) for _ in range(4)]
    await wants(databases[0], notice("a"))
    got = await asyncio.gather(*(claims(database, "a") for database in databases))
    assert sorted(got) == [False, False, False, True]
    for database in databases:
        await database.close()


async def test_who_gets_not_all_gets_nothing(database: Database) -> None:
    await wants(database, notice("a"), notice("b"))
    assert await claims(database, "a")
    assert not await claims(database, "a", "b")
    assert await keys(database) == ["b"]


async def test_what_is_claimed_is_in_nobodys_way_and_stays_so(database: Database) -> None:
    await wants(database, notice("a"))
    assert await claims(database, "a")
    async with committed(database) as outbox:  # by one that found it before it was claimed
        await outbox.again(["a"], NOW, was=LetterState.WANTED)
        await outbox.give_up(["a"], was=LetterState.WANTED)
    assert await keys(database) == []
    async with committed(database) as outbox:
        await outbox.again(["a"], NOW, was=LetterState.SENDING)
    (letter,) = await waiting(database)
    assert letter.tries == 1


async def test_what_comes_later_is_not_due_yet(database: Database) -> None:
    await wants(database, notice("a"))
    async with committed(database) as outbox:
        await outbox.again(["a"], LATER + timedelta(seconds=1), was=LetterState.WANTED)
    assert await keys(database) == []
    assert not await claims(database, "a")  # by one that found it before


async def test_pages_have_each_letter_once_the_oldest_first(database: Database) -> None:
    for number in range(7):
        workspace = OTHER if number % 2 else ACME
        async with committed(database, workspace) as outbox:
            await outbox.want([notice(f"key {number}")], NOW + timedelta(seconds=number // 3))
    found: list[Letter] = []
    async with database.reading() as connection:
        while page := await unsent(connection, LATER, 2, found[-1] if found else None):
            found.extend(page)
    assert sorted(one.notice.key for one in found) == [f"key {number}" for number in range(7)]
    assert [one.wanted_at for one in found] == sorted(one.wanted_at for one in found)


async def test_with_a_requests_letters_come_those_that_go_together_with_them(
    database: Database,
) -> None:
    turn, alone = NoticeKind.YOUR_TURN, NoticeKind.UNBLOCKED
    await wants(
        database,
        notice("1", 1, turn),
        notice("2", 2, turn),
        notice("3", 2, alone),
        notice("4", 2, turn, to=ANA),
    )
    await wants(database, notice("5", 1, turn), workspace=OTHER)
    async with database.reading() as connection:
        due = await OutboxRepository(connection, ACME).due_of(RequestNumber(1), NOW)
    assert [one.notice.key for one in due] == ["1", "2"]


async def test_what_waits_for_others_of_its_requests_is_sent_at_once_when_that_is_wanted(
    database: Database,
) -> None:
    turn = NoticeKind.YOUR_TURN
    await wants(database, notice("tried", 1, turn))
    async with committed(database) as outbox:
        await outbox.again(["tried"], LATER, was=LetterState.WANTED)
        held = [notice("10", 10, turn), notice("2", 2, turn), notice("3", 3, turn)]
        await outbox.want(held, LATER)
        assert await outbox.due_of(RequestNumber(2), NOW) == ()
        await outbox.hasten([RequestNumber(1), RequestNumber(2), RequestNumber(10)], NOW)
        due = await outbox.due_of(RequestNumber(2), NOW)
    assert [one.notice.key for one in due] == ["2", "10"]


async def test_what_is_taken_back_is_that_ones_alone(database: Database) -> None:
    bundle = NoticeKind.BUNDLE
    await wants(database, notice("a", kind=bundle), notice("b"), notice("c", 1, bundle, to=ANA))
    await wants(database, notice("d", kind=bundle), workspace=OTHER)
    async with committed(database) as outbox:
        taken = await outbox.take_back(bundle, SAM)
        assert await outbox.knows("a")
        assert await outbox.has_had(bundle, SAM)
        assert not await outbox.has_had(NoticeKind.UNBLOCKED, SAM)
    assert [one.notice.key for one in taken] == ["a"]
    assert sorted(await keys(database)) == ["b", "c", "d"]


@pytest.mark.parametrize("tries", range(40))
def test_a_pause_grows_to_an_hour(tries: int) -> None:
    from bot.domain.outbox import LONGEST_PAUSE, pause

    assert timedelta(0) < pause(tries) <= pause(tries + 1) <= LONGEST_PAUSE
