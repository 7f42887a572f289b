"""Whose digests are whose, and who could keep one whose owner has left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import ChannelId, Person, WorkspaceId
from bot.store.tables import (
    digest_subscriptions,
    hiring_requests,
    request_recruiters,
    settings_history,
)

LATEST = 20
"""Requests of a channel, and decisions of admins, that are looked at."""


@dataclass(frozen=True, slots=True)
class DigestOwnerRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def owners(self, user: str) -> tuple[Person, ...]:
        """Somebody as digests name them, by Slack's id alone."""
        table = digest_subscriptions
        rows = await self.connection.execute(
            select(table.c.owner_team, table.c.owner_user)
            .where(table.c.workspace_id == self.workspace, table.c.owner_user == user)
            .distinct()
        )
        return tuple(Person(*row) for row in rows)

    async def owned_by(self, user: str) -> tuple[ChannelId, ...]:
        """The channels whose digest is theirs."""
        table = digest_subscriptions
        rows = await self.connection.execute(
            select(table.c.channel_id)
            .where(table.c.workspace_id == self.workspace, table.c.owner_user == user)
            .order_by(table.c.channel_id)
        )
        return tuple(map(ChannelId, rows.scalars()))

    async def could_keep(self, channel: ChannelId) -> tuple[Person, ...]:
        """Who has most to do with a channel's requests, or decides for the workspace, is first.

        Managers of its latest requests, then their recruiters, then admins who have decided
        something here. Nobody asks here whether they are still there, and may.
        """
        requests = (
            select(
                hiring_requests.c.number,
                hiring_requests.c.manager_team,
                hiring_requests.c.manager_user,
            )
            .where(
                hiring_requests.c.workspace_id == self.workspace,
                hiring_requests.c.channel_id == channel,
            )
            .order_by(hiring_requests.c.number.desc())
            .limit(LATEST)
        )
        chosen = requests.subquery("chosen")
        of_request = and_(
            request_recruiters.c.workspace_id == self.workspace,
            request_recruiters.c.number == chosen.c.number,
        )
        recruiters = (
            select(request_recruiters.c.recruiter_team, request_recruiters.c.recruiter_user)
            .select_from(chosen.join(request_recruiters, of_request))
            .order_by(chosen.c.number.desc(), request_recruiters.c.position)
        )
        admins = (
            select(settings_history.c.by_team, settings_history.c.by_user)
            .where(settings_history.c.workspace_id == self.workspace)
            .order_by(settings_history.c.entry.desc())
            .limit(LATEST)
        )
        managers = requests.with_only_columns(
            hiring_requests.c.manager_team, hiring_requests.c.manager_user
        )
        found = [await self._people(one) for one in (managers, recruiters, admins)]
        return tuple(dict.fromkeys(person for people in found for person in people))

    async def _people(self, asked: Select[Any]) -> Sequence[Person]:
        rows = await self.connection.execute(asked)
        return [Person(row[0], row[1]) for row in rows]
