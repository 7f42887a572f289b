"""Where channels' ids are kept, beside much else."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import ChannelId, WorkspaceId
from bot.store.tables import (
    digest_sends,
    digest_subscriptions,
    hiring_requests,
    outbox,
    posts,
    shown,
)


@dataclass(frozen=True, slots=True)
class ChannelRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def renumbered(self, old: ChannelId, new: ChannelId) -> None:
        """Keep a channel's new id wherever the old one stands, but in history and drafts."""
        for table in (hiring_requests, shown, posts, outbox, digest_subscriptions, digest_sends):
            await self.connection.execute(
                update(table)
                .where(table.c.workspace_id == self.workspace, table.c.channel_id == old)
                .values(channel_id=new)
            )
