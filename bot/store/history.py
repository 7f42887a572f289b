"""Where the history lives: rows are added, and never changed or deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, and_, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.history import Change, Fact, What
from bot.domain.identity import Person, RequestNumber, WorkspaceId
from bot.domain.request_list import Found
from bot.domain.role import StepKind
from bot.store.paging import newest_first
from bot.store.tables import history


@dataclass(frozen=True, slots=True)
class HistoryRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def add(self, changes: Sequence[Change]) -> None:
        if not changes:
            return
        await self.connection.execute(
            insert(history),
            [
                {
                    "workspace_id": self.workspace,
                    "number": change.number.value,
                    "at": change.at,
                    "by_team": change.by.team,
                    "by_user": change.by.user,
                    "what": change.what,
                    "step": change.step,
                    "was": msgspec.json.encode(change.was).decode(),
                    "became": msgspec.json.encode(change.became).decode(),
                }
                for change in changes
            ],
        )

    async def of(self, number: RequestNumber) -> tuple[Change, ...]:
        """A request's changes, the oldest first."""
        rows = await self.connection.execute(
            select(history).where(self._of(number)).order_by(history.c.entry)
        )
        return tuple(map(change_from, rows))

    async def page(self, number: RequestNumber, page: int, size: int) -> Found[Change]:
        """A page of a request's changes, the newest first; the last page for one beyond it."""
        return await newest_first(
            self.connection, history, self._of(number), change_from, page=page, size=size
        )

    async def latest(
        self, number: RequestNumber, step: StepKind, limit: int, *, notes: bool
    ) -> tuple[Change, ...]:
        """What was noted of a step last, or what else became of it; the newest first."""
        is_note = history.c.what == What.NOTE
        rows = await self.connection.execute(
            select(history)
            .where(self._of(number), history.c.step == step, is_note if notes else ~is_note)
            .order_by(history.c.entry.desc())
            .limit(limit)
        )
        return tuple(map(change_from, rows))

    def _of(self, number: RequestNumber) -> ColumnElement[bool]:
        return and_(history.c.workspace_id == self.workspace, history.c.number == number.value)


def change_from(row: Row[Any]) -> Change:
    return Change(
        number=RequestNumber(row.number),
        at=row.at,
        by=Person(team=row.by_team, user=row.by_user),
        what=What(row.what),
        step=row.step and StepKind(row.step),
        was=msgspec.json.decode(row.was, type=Fact),
        became=msgspec.json.decode(row.became, type=Fact),
    )
