"""Where drafts of decisions live: one a person, a newer one in place of the older."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import ColumnElement, and_, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.draft import PlanDraft
from bot.domain.identity import Person, WorkspaceId
from bot.store.keys import OF_WORKSPACE
from bot.store.tables import plan_drafts
from bot.store.upsert import built_once

_OF = select(plan_drafts.c.draft).where(
    plan_drafts.c.workspace_id == OF_WORKSPACE,
    plan_drafts.c.person_team == bindparam("of_team"),
    plan_drafts.c.person_user == bindparam("of_user"),
)
_save = built_once(
    plan_drafts,
    lambda insert: insert.on_conflict_do_update(
        index_elements=list(plan_drafts.primary_key.columns),
        set_={name: insert.excluded[name] for name in ("draft_id", "updated_at", "draft")},
    ),
)


@dataclass(frozen=True, slots=True)
class DraftRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def save(self, person: Person, draft: PlanDraft) -> None:
        await self.connection.execute(
            _save(self.connection),
            {
                "workspace_id": self.workspace,
                "person_team": person.team,
                "person_user": person.user,
                "draft_id": draft.draft_id,
                "updated_at": draft.updated_at,
                "draft": msgspec.json.encode(draft).decode(),
            },
        )

    async def of(self, person: Person) -> PlanDraft | None:
        """None too for a draft that another version of the app wrote in its own way."""
        found = await self.connection.execute(
            _OF, {"of_workspace": self.workspace, "of_team": person.team, "of_user": person.user}
        )
        draft = found.scalar_one_or_none()
        try:
            return draft and msgspec.json.decode(draft, type=PlanDraft)
        except msgspec.ValidationError:
            return None

    async def discard(self, person: Person, draft_id: str | None = None) -> None:
        """Drop the draft that `person` has; where `draft_id` is given, only if it is that one."""
        theirs = self._of(person)
        if draft_id is not None:
            theirs = and_(theirs, plan_drafts.c.draft_id == draft_id)
        await self.connection.execute(delete(plan_drafts).where(theirs))

    def _of(self, person: Person) -> ColumnElement[bool]:
        return and_(
            plan_drafts.c.workspace_id == self.workspace,
            plan_drafts.c.person_team == person.team,
            plan_drafts.c.person_user == person.user,
        )
