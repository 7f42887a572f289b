"""What people do in their Home tabs, beside what they do with requests there."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.home import Looking, opened_anew
from bot.domain.identity import Person, WorkspaceId
from bot.services.clock import Clock
from bot.store.database import Database
from bot.store.homes import HomeRepository
from bot.store.workspaces import WorkspaceRepository


@dataclass(frozen=True, slots=True)
class HomeTabs:
    """Those of one workspace. After each verb the tab is behind, until it is drawn again."""

    database: Database
    workspace: WorkspaceId
    clock: Clock

    async def opened(self, person: Person, zone: str | None) -> None:
        """`zone` is where they are, by its name, if that is known."""
        async with self.database.writing() as connection:
            homes = HomeRepository(connection, self.workspace)
            await WorkspaceRepository(connection, self.workspace).ensure()
            await homes.opened(person, zone, self.clock())
            await homes.look_for(person, opened_anew, self.clock())
            await connection.commit()

    async def look_for(self, person: Person, change: Callable[[Looking], Looking]) -> None:
        """What somebody looks for from now on."""
        async with self.database.writing() as connection:
            homes = HomeRepository(connection, self.workspace)
            there = await homes.look_for(person, change, self.clock())
            await connection.commit()
        if not there:
            await self.opened(person, None)
