"""What a workspace's admins decided, for its admins to read."""

from dataclasses import dataclass

from bot.domain.identity import WorkspaceId
from bot.domain.permissions import Actor, check_admin
from bot.domain.request_list import Found
from bot.domain.settings_history import SettingsChange
from bot.store.database import Database
from bot.store.settings_history import SettingsHistoryRepository

PAGE = 20


@dataclass(frozen=True, slots=True)
class SettingsHistories:
    """That of one workspace."""

    database: Database
    workspace: WorkspaceId

    async def page(self, who: Actor, page: int = 1) -> Found[SettingsChange]:
        """The newest first; pages count from 1, and one beyond the last is the last.

        Raises:
            NotAdmin
        """
        check_admin(who)
        async with self.database.reading() as connection:
            return await SettingsHistoryRepository(connection, self.workspace).page(page, PAGE)
