"""Posts whose outcome is not known."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, and_, delete, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import ChannelId, RequestNumber, SlackTs, WorkspaceId
from bot.domain.posts import SETTLE_AFTER, Post
from bot.domain.shown import Thing
from bot.store.tables import is_to_be_settled, posts

_keys = msgspec.json.Decoder(tuple[str, ...])


@dataclass(frozen=True, slots=True)
class PostRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def begin(self, post: Post) -> None:
        """Write down that it is about to be sent; it is settled after `SETTLE_AFTER`."""
        await self.connection.execute(
            insert(posts).values(
                workspace_id=self.workspace,
                nonce=post.nonce,
                channel_id=post.channel,
                thread_ts=post.thread,
                began_at=post.began_at,
                settle_at=post.began_at + SETTLE_AFTER,
                number=post.number and post.number.value,
                thing=post.thing,
                letters=msgspec.json.encode(post.letters).decode() if post.letters else None,
            )
        )

    async def get(self, nonce: str) -> Post | None:
        """For the caller alone until its transaction ends; nothing where it is known by now."""
        found = await self.connection.execute(
            select(posts).where(self._is(nonce)).with_for_update()
        )
        row = found.one_or_none()
        return None if row is None else _post(row)

    async def letters_to_settle(self) -> tuple[str, ...]:
        """Keys of the letters of which it is still to be found out whether they stand."""
        found = await self.connection.execute(
            select(posts.c.letters).where(
                posts.c.workspace_id == self.workspace,
                is_to_be_settled,
                posts.c.letters.is_not(None),
            )
        )
        return tuple(key for row in found for key in _keys.decode(row.letters))

    async def known(self, nonce: str) -> bool:
        """What became of it is known, and kept elsewhere. False where that was known before."""
        deleted = await self.connection.execute(delete(posts).where(self._is(nonce)))
        return deleted.rowcount == 1

    async def settle_at(self, nonce: str, at: datetime | None) -> None:
        """Look for it at `at`; never by itself where there is nobody who can see."""
        await self.connection.execute(update(posts).where(self._is(nonce)).values(settle_at=at))

    def _is(self, nonce: str) -> ColumnElement[bool]:
        return and_(posts.c.workspace_id == self.workspace, posts.c.nonce == nonce)


async def claimed_to_settle(
    connection: AsyncConnection, now: datetime, limit: int, *, until: datetime
) -> tuple[Post, ...]:
    """Up to `limit` that are to be looked for, the caller's until `until`, in all workspaces."""
    key = (posts.c.workspace_id, posts.c.nonce)
    due = (
        select(*key)
        .where(is_to_be_settled, posts.c.settle_at <= now)
        .order_by(posts.c.settle_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = await connection.execute(
        update(posts)
        .where(tuple_(*key).in_(due))
        .values(settle_at=until)
        .returning(*posts.c)
        .execution_options(all_workspaces=True)
    )
    return tuple(sorted(map(_post, rows), key=lambda one: one.began_at))


def _post(row: Row[Any]) -> Post:
    return Post(
        workspace=WorkspaceId(row.workspace_id),
        nonce=row.nonce,
        channel=ChannelId(row.channel_id),
        thread=row.thread_ts and SlackTs(row.thread_ts),
        began_at=row.began_at,
        number=RequestNumber(row.number) if row.number else None,
        thing=Thing(row.thing) if row.thing else None,
        letters=_keys.decode(row.letters) if row.letters else (),
    )
