"""Where it is kept what admins decided: rows are added, and never changed or deleted."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import Person, WorkspaceId
from bot.domain.pay import PayBand
from bot.domain.permissions import Policy
from bot.domain.request_list import Found
from bot.domain.role import Role, Seniority
from bot.domain.settings_history import BandChange, PolicyChange, SettingsChange
from bot.store.paging import newest_first
from bot.store.tables import settings_history


class What(StrEnum):
    POLICY = "policy"
    PAY_BAND = "pay_band"


@dataclass(frozen=True, slots=True)
class SettingsHistoryRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def add(self, change: SettingsChange) -> None:
        of = (
            {"what": What.PAY_BAND, "role": change.role, "seniority": change.seniority}
            if isinstance(change, BandChange)
            else {"what": What.POLICY}
        )
        await self.connection.execute(
            insert(settings_history).values(
                workspace_id=self.workspace,
                at=change.at,
                by_team=change.by.team,
                by_user=change.by.user,
                was=msgspec.json.encode(change.was).decode(),
                became=msgspec.json.encode(change.became).decode(),
                **of,
            )
        )

    async def page(self, page: int, size: int) -> Found[SettingsChange]:
        """A page of the changes, the newest first; the last page for one beyond it."""
        ours = settings_history.c.workspace_id == self.workspace
        return await newest_first(
            self.connection, settings_history, ours, _change, page=page, size=size
        )

    async def latest(self, role: Role, seniority: Seniority) -> BandChange | None:
        """What became of a band last."""
        rows = await self.connection.execute(
            select(settings_history)
            .where(
                settings_history.c.workspace_id == self.workspace,
                settings_history.c.what == What.PAY_BAND,
                settings_history.c.role == role,
                settings_history.c.seniority == seniority,
            )
            .order_by(settings_history.c.entry.desc())
            .limit(1)
        )
        row = rows.one_or_none()
        return None if row is None else _band_change(row)


def _change(row: Row[Any]) -> SettingsChange:
    match What(row.what):
        case What.PAY_BAND:
            return _band_change(row)
        case What.POLICY:
            return PolicyChange(
                at=row.at,
                by=_by(row),
                was=msgspec.json.decode(row.was, type=Policy),
                became=msgspec.json.decode(row.became, type=Policy),
            )


def _band_change(row: Row[Any]) -> BandChange:
    return BandChange(
        at=row.at,
        by=_by(row),
        role=Role(row.role),
        seniority=Seniority(row.seniority),
        was=msgspec.json.decode(row.was, type=PayBand | None),
        became=msgspec.json.decode(row.became, type=PayBand | None),
    )


def _by(row: Row[Any]) -> Person:
    return Person(team=row.by_team, user=row.by_user)
