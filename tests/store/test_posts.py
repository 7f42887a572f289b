import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot.domain.identity import ChannelId, RequestNumber, SlackTs, WorkspaceId
from bot.domain.posts import LOOK_AGAIN_AFTER, SETTLE_AFTER, Post
from bot.domain.shown import Thing
from bot.store.database import Database
from bot.store.posts import PostRepository, claimed_to_settle
from bot.store.workspaces import WorkspaceRepository
from tests.hiring import ACME, NOW

OTHER = WorkspaceId("T0OTHER")


def post(nonce: str, workspace: WorkspaceId = ACME, at: datetime = NOW) -> Post:
    thread = SlackTs("1790000000.000100")
    return Post(
        workspace, nonce, ChannelId("C0HIRING"), thread, at, RequestNumber(7), Thing.CHECKLIST
    )


@asynccontextmanager
async def committed(
    database: Database, workspace: WorkspaceId = ACME
) -> AsyncIterator[PostRepository]:
    async with database.writing() as connection:
        await WorkspaceRepository(connection, workspace).ensure()
        yield PostRepository(connection, workspace)
        await connection.commit()


async def takes_up(database: Database, at: datetime, limit: int = 10) -> list[str]:
    async with database.writing() as connection:
        found = await claimed_to_settle(connection, at, limit, until=at + LOOK_AGAIN_AFTER)
        await connection.commit()
    return [one.nonce for one in found]


async def test_a_post_is_looked_for_once_its_answer_can_come_no_more(database: Database) -> None:
    async with committed(database) as posts:
        await posts.begin(post("one"))
    assert await takes_up(database, NOW + SETTLE_AFTER - timedelta(seconds=1)) == []
    assert await takes_up(database, NOW + SETTLE_AFTER) == ["one"]


async def test_it_is_kept_with_all_that_is_needed_to_find_it(database: Database) -> None:
    letters = Post(ACME, "two", ChannelId("D0SAM"), None, NOW, letters=("a", "b"))
    async with committed(database) as posts:
        await posts.begin(post("one"))
        await posts.begin(letters)
        assert await posts.get("one") == post("one")
        assert await posts.get("two") == letters
        assert await posts.get("three") is None


async def test_what_is_known_is_known_once(database: Database) -> None:
    async with committed(database) as posts:
        await posts.begin(post("one"))
    async with committed(database) as posts:
        assert await posts.known("one")
        assert not await posts.known("one")
    assert await takes_up(database, NOW + SETTLE_AFTER) == []


async def test_who_looks_for_it_has_it_alone_and_then_others_take_over(url: str) -> None:
    databases = [Database.open(url) for _ in range(3)]
    async with committed(databases[0]) as posts:
        for number in range(6):
            await posts.begin(post(str(number)))
    at = NOW + SETTLE_AFTER
    pages = await asyncio.gather(*(takes_up(one, at, limit=2) for one in databases))
    taken = [nonce for page in pages for nonce in page]
    assert len(taken) == len(set(taken))
    taken += await takes_up(databases[0], at)
    assert sorted(taken) == [str(number) for number in range(6)]
    assert len(await takes_up(databases[1], at + LOOK_AGAIN_AFTER)) == 6
    for database in databases:
        await database.close()


async def test_what_nobody_can_see_is_not_looked_for_again(database: Database) -> None:
    async with committed(database) as posts:
        await posts.begin(post("one"))
        await posts.settle_at("one", None)
        assert await posts.get("one") is not None
    assert await takes_up(database, NOW + timedelta(days=1)) == []


async def test_one_workspaces_posts_are_not_anothers(database: Database) -> None:
    async with committed(database) as posts:
        await posts.begin(post("one"))
    async with committed(database, OTHER) as posts:
        assert await posts.get("one") is None
        assert not await posts.known("one")
        await posts.settle_at("one", None)
    assert await takes_up(database, NOW + SETTLE_AFTER) == ["one"]
