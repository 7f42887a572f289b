"""Decisions begun and not yet opened as requests."""

from dataclasses import dataclass

from bot.domain.draft import PlanDraft
from bot.domain.identity import Person, WorkspaceId
from bot.services.clock import Clock
from bot.store.database import Database
from bot.store.drafts import DraftRepository
from bot.store.workspaces import WorkspaceRepository


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts of one workspace: one a person."""

    database: Database
    workspace: WorkspaceId
    clock: Clock
    """When a draft is begun or touched, for whoever makes one."""

    async def save(self, person: Person, draft: PlanDraft) -> None:
        """Keep `draft` in place of any earlier one."""
        async with self.database.writing() as connection:
            await WorkspaceRepository(connection, self.workspace).ensure()
            await DraftRepository(connection, self.workspace).save(person, draft)
            await connection.commit()

    async def of(self, person: Person) -> PlanDraft | None:
        async with self.database.reading() as connection:
            return await DraftRepository(connection, self.workspace).of(person)

    async def discard(self, person: Person) -> None:
        async with self.database.writing() as connection:
            await DraftRepository(connection, self.workspace).discard(person)
            await connection.commit()
