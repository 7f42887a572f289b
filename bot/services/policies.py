"""Who may do what in a workspace, as its admins decide."""

from dataclasses import dataclass

from bot.domain.identity import WorkspaceId
from bot.domain.permissions import Actor, Policy, check_admin
from bot.domain.settings_history import PolicyChange
from bot.services.clock import Clock
from bot.store.database import Database
from bot.store.settings_history import SettingsHistoryRepository
from bot.store.workspaces import WorkspaceRepository


@dataclass(frozen=True, slots=True)
class Policies:
    """The policy of one workspace. It counts from the next act on: each act reads it."""

    database: Database
    workspace: WorkspaceId
    clock: Clock

    async def now(self) -> Policy:
        async with self.database.reading() as connection:
            return await WorkspaceRepository(connection, self.workspace).policy()

    async def set(self, policy: Policy, by: Actor) -> None:
        """What is so already changes nothing.

        Raises:
            NotAdmin
        """
        check_admin(by)
        async with self.database.writing() as connection:
            workspaces = WorkspaceRepository(connection, self.workspace)
            await workspaces.lock()
            was = await workspaces.policy()
            if was == policy:
                return
            await workspaces.set_policy(policy)
            change = PolicyChange(self.clock(), by.person, was, policy)
            await SettingsHistoryRepository(connection, self.workspace).add(change)
            await connection.commit()
