import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.identity import ChannelId, RequestNumber, SlackTs, WorkspaceId
from bot.domain.permissions import Actor
from bot.domain.role import StepKind
from bot.domain.shown import AT_ONCE_WITHIN, SHOWN_WITHIN, Message, Shown, Thing
from bot.services.checklist import Checklists
from bot.services.hiring_requests import HiringRequests
from bot.store.database import Database
from bot.store.shown import ShownRepository, claimed_behind
from tests.hiring import ACME, ANA, NOW, TODAY, form

Key = tuple[WorkspaceId, RequestNumber]

OTHER = WorkspaceId("T0OTHER")
LATER = NOW + timedelta(minutes=1)
CARD = Message(ChannelId("C0HIRING"), SlackTs("1790000000.000100"), permalink="https://acme/p1")
CHECKLIST = Message(ChannelId("C0HIRING"), SlackTs("1790000001.000100"), thread=CARD.ts)


async def opens(database: Database, workspace: WorkspaceId = ACME) -> RequestNumber:
    requests = HiringRequests(database, workspace, lambda: NOW)
    return (await requests.open(form(), ANA, today=TODAY)).number


@pytest.fixture
async def number(database: Database) -> RequestNumber:
    return await opens(database)


@asynccontextmanager
async def committed(
    database: Database, workspace: WorkspaceId = ACME
) -> AsyncIterator[ShownRepository]:
    async with database.writing() as connection:
        yield ShownRepository(connection, workspace)
        await connection.commit()


async def seen(database: Database, number: RequestNumber, thing: Thing) -> Shown:
    async with database.reading() as connection:
        return (await ShownRepository(connection, ACME).of(number))[thing]


async def all_behind(database: Database, number: RequestNumber) -> list[Thing]:
    async with database.reading() as connection:
        things = await ShownRepository(connection, ACME).of(number)
    return [thing for thing in Thing if things[thing].behind]


async def posted(
    shown: ShownRepository, number: RequestNumber, thing: Thing, message: Message
) -> bool:
    """Whether it was this one's to post."""
    nonce = f"{thing} {message.ts}"
    if not await shown.claim(number, thing, nonce):
        return False
    await shown.posted(number, thing, message, 1, nonce=nonce)
    return True


async def takes_up(database: Database, at: datetime = LATER, limit: int = 100) -> set[Key]:
    async with database.writing() as connection:
        found = await claimed_behind(connection, at, limit, until=at + SHOWN_WITHIN)
        await connection.commit()
    return set(found)


@pytest.mark.parametrize("first", ["posted", "drawn"])
async def test_a_card_drawn_without_its_checklist_is_behind_once_that_stands(
    database: Database, number: RequestNumber, first: str
) -> None:
    """Whichever is kept first: who drew the card had read it before the checklist was posted."""
    async with committed(database) as shown:
        await shown.claim(number, Thing.CARD, "card")
        await shown.posted(number, Thing.CARD, CARD, 0, nonce="card")
        await shown.claim(number, Thing.CHECKLIST, "checklist")
    for turn in ("posted", "drawn") if first == "posted" else ("drawn", "posted"):
        async with committed(database) as shown:
            if turn == "posted":
                await shown.posted(number, Thing.CHECKLIST, CHECKLIST, 1, nonce="checklist")
            else:
                await shown.brought_to(number, Thing.CARD, 1, was=0, ts=CARD.ts)
    assert Thing.CARD in await all_behind(database, number)
    card = await seen(database, number, Thing.CARD)
    async with committed(database) as shown:
        await shown.brought_to(number, Thing.CARD, 1, was=card.version, ts=CARD.ts)
    assert Thing.CARD not in await all_behind(database, number)


async def test_what_was_posted_is_found_where_it_stands(
    database: Database, number: RequestNumber
) -> None:
    async with committed(database) as shown:
        assert await posted(shown, number, Thing.CHECKLIST, CHECKLIST)
        assert await posted(shown, number, Thing.CARD, CARD)
    card = await seen(database, number, Thing.CARD)
    checklist = await seen(database, number, Thing.CHECKLIST)
    assert (card.message, card.behind) == (CARD, False)
    assert (checklist.message, checklist.behind) == (CHECKLIST, False)
    assert await all_behind(database, number) == [Thing.DECISION]


async def test_a_message_gets_its_link_when_it_is_known(
    database: Database, number: RequestNumber
) -> None:
    async with committed(database) as shown:
        await posted(shown, number, Thing.CHECKLIST, CHECKLIST)
        await shown.linked(number, Thing.CHECKLIST, "https://acme/p2", ts=CHECKLIST.ts)
    message = (await seen(database, number, Thing.CHECKLIST)).message
    assert message == replace(CHECKLIST, permalink="https://acme/p2")


async def test_of_many_that_would_post_it_one_does(url: str) -> None:
    databases = [Database.open(url) for _ in range(4)]
    number = await opens(databases[0])

    async def claims(database: Database, nonce: str) -> bool:
        async with committed(database) as shown:
            return await shown.claim(number, Thing.CARD, nonce)

    got = await asyncio.gather(*(claims(one, str(n)) for n, one in enumerate(databases)))
    assert sorted(got) == [False, False, False, True]
    assert (await seen(databases[0], number, Thing.CARD)).unsettled
    for database in databases:
        await database.close()


async def test_what_perhaps_stands_is_posted_by_nobody_until_that_is_known(
    database: Database, number: RequestNumber
) -> None:
    async with committed(database) as shown:
        assert await shown.claim(number, Thing.CARD, "first")
        assert not await shown.claim(number, Thing.CARD, "second")
    assert Thing.CARD not in await all_behind(database, number)
    async with committed(database) as shown:
        await shown.not_posted(number, Thing.CARD, nonce="another's")
        assert not await shown.claim(number, Thing.CARD, "second")
        await shown.not_posted(number, Thing.CARD, nonce="first")
        assert await posted(shown, number, Thing.CARD, CARD)
        assert not await posted(shown, number, Thing.CARD, CHECKLIST)
    assert (await seen(database, number, Thing.CARD)).message == CARD


async def test_a_tick_leaves_the_card_behind_until_it_is_brought_up(
    database: Database, number: RequestNumber
) -> None:
    async with committed(database) as shown:
        for thing in reversed(Thing):
            await posted(shown, number, thing, CARD)
    await Checklists(database, ACME, lambda: NOW).set_done(
        number, StepKind.DEFINE_PROBLEM, on=True, by=Actor(ANA)
    )
    assert await all_behind(database, number) == [Thing.CARD, Thing.CHECKLIST]
    async with committed(database) as shown:
        await shown.brought_to(number, Thing.CARD, 2, was=1, ts=CARD.ts)
    assert await all_behind(database, number) == [Thing.CHECKLIST]


@pytest.mark.parametrize("versions", [(2, 3), (3, 2)])
async def test_what_two_drew_at_once_is_behind_as_nobody_knows_whose_came_last(
    database: Database, number: RequestNumber, versions: tuple[int, int]
) -> None:
    async with committed(database) as shown:
        await posted(shown, number, Thing.CARD, CARD)
        await shown.want(number, [Thing.CARD], 3, NOW)
        for version in versions:
            await shown.brought_to(number, Thing.CARD, version, was=1, ts=CARD.ts)
    assert (await seen(database, number, Thing.CARD)).behind


async def test_what_two_drew_the_same_is_up_to_date(
    database: Database, number: RequestNumber
) -> None:
    async with committed(database) as shown:
        await posted(shown, number, Thing.CARD, CARD)
        await shown.want(number, [Thing.CARD], 2, NOW)
        await shown.brought_to(number, Thing.CARD, 2, was=1, ts=CARD.ts)
        await shown.brought_to(number, Thing.CARD, 2, was=1, ts=CARD.ts)
    assert not (await seen(database, number, Thing.CARD)).behind


async def test_what_is_gone_is_not_behind_until_it_is_posted_again(
    database: Database, number: RequestNumber
) -> None:
    async with committed(database) as shown:
        await posted(shown, number, Thing.CARD, CARD)
        assert await shown.gone(number, Thing.CARD, ts=CARD.ts)
        assert not await shown.gone(number, Thing.CARD, ts=CARD.ts)
        await shown.want(number, [Thing.CARD], 2, NOW)
    card = await seen(database, number, Thing.CARD)
    assert (card.message, card.gone, card.behind) == (None, True, False)
    async with committed(database) as shown:
        assert not await posted(shown, number, Thing.CARD, CHECKLIST)
        assert await shown.want_again(number, NOW) == {*Thing}
        assert not await shown.want_again(number, NOW)
        assert await posted(shown, number, Thing.CARD, CHECKLIST)
    card = await seen(database, number, Thing.CARD)
    assert (card.message, card.gone, card.behind) == (CHECKLIST, False, True)


async def test_what_is_learned_of_a_message_from_before_changes_nothing_of_the_new_one(
    database: Database, number: RequestNumber
) -> None:
    async with committed(database) as shown:
        await posted(shown, number, Thing.CARD, CARD)
        await shown.gone(number, Thing.CARD, ts=CARD.ts)
        await shown.want_again(number, NOW)
        await shown.brought_to(number, Thing.CARD, 1, was=0, ts=CARD.ts)
    assert (await seen(database, number, Thing.CARD)).behind
    async with committed(database) as shown:
        await posted(shown, number, Thing.CARD, CHECKLIST)
        before = (await shown.of(number))[Thing.CARD]
        assert not await shown.gone(number, Thing.CARD, ts=CARD.ts)
        await shown.taken_away(number, Thing.CARD, CARD.ts)
        await shown.linked(number, Thing.CARD, "https://acme/p1", ts=CARD.ts)
    assert await seen(database, number, Thing.CARD) == before


async def test_what_is_behind_is_taken_up_page_by_page_in_all_workspaces(
    database: Database,
) -> None:
    opened = {(ACME, await opens(database)), (OTHER, await opens(database, OTHER))}
    opened.add((ACME, await opens(database)))
    found: set[Key] = set()
    while page := await takes_up(database, limit=2):
        found |= page
    assert found == opened


async def test_what_was_changed_is_left_for_a_moment_to_who_changed_it(
    database: Database, number: RequestNumber
) -> None:
    assert await takes_up(database, NOW) == set()
    assert await takes_up(database, NOW + AT_ONCE_WITHIN) == {(ACME, number)}


async def test_what_one_has_taken_up_others_find_once_its_time_is_over(
    database: Database, number: RequestNumber
) -> None:
    assert await takes_up(database) == {(ACME, number)}
    assert await takes_up(database, LATER + SHOWN_WITHIN - timedelta(seconds=1)) == set()
    assert await takes_up(database, LATER + SHOWN_WITHIN) == {(ACME, number)}


async def test_who_stops_gives_back_what_it_has_taken_up(
    database: Database, number: RequestNumber
) -> None:
    await takes_up(database)
    async with committed(database) as shown:
        await shown.given_back(number, LATER)
    assert await takes_up(database) == {(ACME, number)}


async def test_of_many_that_look_at_once_each_finds_others(url: str) -> None:
    databases = [Database.open(url) for _ in range(3)]
    opened = {(ACME, await opens(databases[0])) for _ in range(6)}
    pages = await asyncio.gather(*(takes_up(one, limit=len(Thing) * 2) for one in databases))
    taken = [key for page in pages for key in page]
    assert set(taken) <= opened
    assert len(taken) == len(set(taken))
    for database in databases:
        await database.close()


async def test_what_waits_the_longest_comes_first_however_often_it_changes(
    database: Database,
) -> None:
    first, second = await opens(database), await opens(database)
    async with committed(database) as shown:
        await shown.want(first, list(Thing), 2, LATER)
    (found,) = await takes_up(database, LATER + AT_ONCE_WITHIN, limit=1)
    assert found in {(ACME, first), (ACME, second)}
    async with database.reading() as connection:
        card = (await ShownRepository(connection, ACME).of(first))[Thing.CARD]
    assert card.wanted == 2


async def test_what_fails_is_left_alone_longer_each_time_until_it_is_shown(
    database: Database, number: RequestNumber
) -> None:
    async with committed(database) as shown:
        await shown.later(number, LATER + timedelta(hours=1))
        await shown.later(number, LATER + timedelta(hours=1))
    assert await takes_up(database) == set()
    assert (await seen(database, number, Thing.CARD)).tries == 2
    async with committed(database) as shown:
        await posted(shown, number, Thing.CARD, CARD)
    assert (await seen(database, number, Thing.CARD)).tries == 0


async def test_one_workspaces_posts_leave_anothers_alone(database: Database) -> None:
    ours, theirs = await opens(database), await opens(database, OTHER)
    assert ours == theirs
    async with committed(database, OTHER) as shown:
        await posted(shown, theirs, Thing.CARD, CARD)
        await shown.want(theirs, list(Thing), 5, NOW)
        await shown.gone(theirs, Thing.CARD, ts=CARD.ts)
    async with database.reading() as connection:
        things = await ShownRepository(connection, ACME).of(ours)
    assert all(each == Shown(thing, None, 0, 1, gone=False) for thing, each in things.items())
