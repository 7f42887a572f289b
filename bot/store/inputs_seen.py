"""What counts once however often Slack sends it: keys of what was taken up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import WorkspaceId
from bot.store.tables import inputs_seen
from bot.store.upsert import insert_into

REMEMBERED_FOR = timedelta(days=1)
"""Slack gives up on an event long before."""


@dataclass(frozen=True, slots=True)
class InputRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def first_time(self, key: str, at: datetime) -> bool:
        """Whether `key` was not met within the day; from now on it was."""
        await self.connection.execute(
            delete(inputs_seen).where(
                inputs_seen.c.workspace_id == self.workspace,
                inputs_seen.c.at <= at - REMEMBERED_FOR,
            )
        )
        noted = await self.connection.execute(
            insert_into(inputs_seen, self.connection)
            .values(workspace_id=self.workspace, key=key, at=at)
            .on_conflict_do_nothing()
        )
        return noted.rowcount == 1
