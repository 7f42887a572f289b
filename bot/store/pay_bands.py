"""What a workspace pays, as its admins say: one band a role and level."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import WorkspaceId
from bot.domain.pay import PayBand
from bot.domain.role import Role, Seniority
from bot.store.tables import pay_bands
from bot.store.upsert import insert_into

ROLES, LEVELS = list(Role), list(Seniority)


@dataclass(frozen=True, slots=True)
class PayBandRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def of(self) -> tuple[PayBand, ...]:
        """By role, and from the lowest level to the highest."""
        rows = await self.connection.execute(
            select(pay_bands).where(pay_bands.c.workspace_id == self.workspace)
        )
        return tuple(sorted(map(_band, rows), key=_place))

    async def get(self, role: Role, seniority: Seniority) -> PayBand | None:
        rows = await self.connection.execute(select(pay_bands).where(self._is(role, seniority)))
        row = rows.one_or_none()
        return None if row is None else _band(row)

    async def set(self, band: PayBand) -> None:
        """Keep `band` in place of the one of its role and level."""
        kept = {
            "low": band.low,
            "high": band.high,
            "currency": band.currency,
            "region": band.region,
            "approved_by": band.approved_by,
            "as_of": band.as_of,
        }
        await self.connection.execute(
            insert_into(pay_bands, self.connection)
            .values(workspace_id=self.workspace, role=band.role, seniority=band.seniority, **kept)
            .on_conflict_do_update(index_elements=list(pay_bands.primary_key.columns), set_=kept)
        )

    async def clear(self, role: Role, seniority: Seniority) -> None:
        await self.connection.execute(delete(pay_bands).where(self._is(role, seniority)))

    def _is(self, role: Role, seniority: Seniority) -> ColumnElement[bool]:
        return and_(
            pay_bands.c.workspace_id == self.workspace,
            pay_bands.c.role == role,
            pay_bands.c.seniority == seniority,
        )


def _band(row: Row[Any]) -> PayBand:
    return PayBand(
        role=Role(row.role),
        seniority=Seniority(row.seniority),
        low=row.low,
        high=row.high,
        currency=row.currency,
        region=row.region,
        approved_by=row.approved_by,
        as_of=row.as_of,
    )


def _place(band: PayBand) -> tuple[int, int]:
    return ROLES.index(band.role), LEVELS.index(band.seniority)
