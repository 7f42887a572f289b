"""How somebody is reminded, as they wish it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.identity import Person, WorkspaceId
from bot.domain.office_hours import next_opening
from bot.domain.wishes import Wishes
from bot.services.clock import Clock
from bot.store.database import Database
from bot.store.people import PeopleRepository
from bot.store.workspaces import WorkspaceRepository


@dataclass(frozen=True, slots=True)
class People:
    """The people of one workspace."""

    database: Database
    workspace: WorkspaceId
    clock: Clock

    async def wishes(self, person: Person) -> Wishes:
        async with self.database.reading() as connection:
            kept = await PeopleRepository(connection, self.workspace).get(person)
        return kept.wishes if kept else Wishes()

    async def today(self, person: Person) -> date:
        """Where they are."""
        return self.clock().astimezone((await self.wishes(person)).clock).date()

    async def wish(self, person: Person, change: Callable[[Wishes], Wishes]) -> Wishes:
        """What somebody wishes from now on."""
        async with self.database.writing() as connection:
            await WorkspaceRepository(connection, self.workspace).ensure()
            people = PeopleRepository(connection, self.workspace)
            kept = await people.get(person)
            wishes = change(kept.wishes if kept else Wishes())
            await people.save(person, wishes, self._next_look(wishes))
            await connection.commit()
        return wishes

    def _next_look(self, wishes: Wishes) -> datetime:
        """At once where it is not known yet what time it is there."""
        now = self.clock()
        return next_opening(now, wishes.clock, wishes.is_working) if wishes.zone else now
