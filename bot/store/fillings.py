"""Where it is kept by whom openings were filled: rows that can be erased."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.filling import Filling
from bot.domain.identity import Person, RequestNumber, WorkspaceId
from bot.store.tables import request_fillings


@dataclass(frozen=True, slots=True)
class FillingRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def of(self, number: RequestNumber) -> tuple[Filling, ...]:
        """A request's fillings, the first recorded first."""
        rows = await self.connection.execute(
            select(request_fillings).where(self._of(number)).order_by(request_fillings.c.position)
        )
        return tuple(map(_filling, rows))

    async def add(self, number: RequestNumber, filling: Filling) -> None:
        await self.connection.execute(
            insert(request_fillings).values(
                workspace_id=self.workspace,
                number=number.value,
                position=filling.position,
                openings=filling.openings,
                filled_on=filling.on,
                by_whom=filling.by_whom,
                recorded_at=filling.recorded_at,
                recorded_by_team=filling.recorded_by.team,
                recorded_by_user=filling.recorded_by.user,
            )
        )

    async def take_back(self, number: RequestNumber, fillings: Collection[Filling]) -> None:
        positions = [one.position for one in fillings]
        await self.connection.execute(
            delete(request_fillings).where(
                self._of(number), request_fillings.c.position.in_(positions)
            )
        )

    def _of(self, number: RequestNumber) -> ColumnElement[bool]:
        return and_(
            request_fillings.c.workspace_id == self.workspace,
            request_fillings.c.number == number.value,
        )


def _filling(row: Row[Any]) -> Filling:
    return Filling(
        position=row.position,
        openings=row.openings,
        on=row.filled_on,
        by_whom=row.by_whom,
        recorded_at=row.recorded_at,
        recorded_by=Person(row.recorded_by_team, row.recorded_by_user),
    )
