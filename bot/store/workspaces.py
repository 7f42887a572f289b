"""Workspaces: what all their rows hang on, their requests' numbers, what their Slack refuses."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import RequestNumber, WorkspaceId
from bot.domain.permissions import Policy
from bot.store.keys import OF_WORKSPACE
from bot.store.tables import workspaces
from bot.store.upsert import built_once, insert_into


class Native(StrEnum):
    """Blocks that not every workspace's Slack takes, by Slack's names."""

    TABLE = "table"
    CHART = "data_visualization"


_REFUSES = {Native.TABLE: workspaces.c.refuses_tables, Native.CHART: workspaces.c.refuses_charts}
_POLICY = select(workspaces.c.steps_by_team_only).where(workspaces.c.workspace_id == OF_WORKSPACE)

_ensure = built_once(workspaces, lambda insert: insert.on_conflict_do_nothing())


@dataclass(frozen=True, slots=True)
class WorkspaceRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def ensure(self) -> None:
        """See that the workspace has its row."""
        await self.connection.execute(
            _ensure(self.connection), {"workspace_id": self.workspace, "next_request_number": 1}
        )

    async def next_number(self) -> RequestNumber:
        """The next request's number. Others that ask wait until this transaction has ended."""
        taken = await self.connection.execute(
            insert_into(workspaces, self.connection)
            .values(workspace_id=self.workspace, next_request_number=2)
            .on_conflict_do_update(
                index_elements=[workspaces.c.workspace_id],
                set_={"next_request_number": workspaces.c.next_request_number + 1},
            )
            .returning(workspaces.c.next_request_number - 1)
        )
        return RequestNumber(taken.scalar_one())

    async def lock(self) -> None:
        """Let nobody else change its settings until this transaction has ended."""
        await self.ensure()
        await self.connection.execute(
            select(workspaces.c.workspace_id)
            .where(workspaces.c.workspace_id == self.workspace)
            .with_for_update()
        )

    async def policy(self) -> Policy:
        """What its admins have decided."""
        found = await self.connection.execute(_POLICY, {"of_workspace": self.workspace})
        return Policy(steps_by_team_only=bool(found.scalar_one_or_none()))

    async def set_policy(self, policy: Policy) -> None:
        await self.connection.execute(
            update(workspaces)
            .where(workspaces.c.workspace_id == self.workspace)
            .values(steps_by_team_only=policy.steps_by_team_only)
        )

    async def refuses(self, what: Native) -> bool:
        found = await self.connection.execute(
            select(_REFUSES[what]).where(workspaces.c.workspace_id == self.workspace)
        )
        return bool(found.scalar_one_or_none())

    async def note_refused(self, what: Native) -> None:
        """Also for a workspace that has no row yet: the guide can be read before anything else."""
        refused = {_REFUSES[what].name: True}
        await self.connection.execute(
            insert_into(workspaces, self.connection)
            .values(workspace_id=self.workspace, next_request_number=1, **refused)
            .on_conflict_do_update(index_elements=[workspaces.c.workspace_id], set_=refused)
        )
