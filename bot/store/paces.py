"""From when on Slack's methods may be called again: one row a method, and a channel where it counts.

All processes keep to it, so that what one was told to wait for, none calls.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    case,
    func,
    literal,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import WorkspaceId
from bot.store.tables import paces
from bot.store.upsert import built_once, insert_into

_take = built_once(
    paces,
    lambda insert: insert.on_conflict_do_update(
        index_elements=list(paces.primary_key.columns),
        set_={"free_ms": _later(paces.c.free_ms, _ms("idle")) + _ms("every")},
        where=paces.c.free_ms <= _ms("until"),
    ).returning(paces.c.free_ms),
)


@dataclass(frozen=True, slots=True)
class PaceRepository:
    """Instants and spans are in milliseconds, instants of Unix time."""

    connection: AsyncConnection
    workspace: WorkspaceId

    async def take(
        self, method: str, channel: str, *, now: int, every: int, burst: int, until: int
    ) -> int | None:
        """The instant from which one call may be made, if that is not after `until`.

        A call takes `every`; what was not taken is saved up for up to `burst`. In one statement, so
        that of two that ask at once each gets a turn of its own.
        """
        taken = await self.connection.execute(
            _take(self.connection),
            {
                "workspace_id": self.workspace,
                "method": method,
                "channel_id": channel,
                "free_ms": now - burst + every,
                "idle": now - burst,
                "every": every,
                "until": until,
            },
        )
        free_ms: int | None = taken.scalar_one_or_none()
        return None if free_ms is None else free_ms - every

    async def free_at(self, method: str, channel: str) -> int | None:
        """Nothing where it was never called."""
        found = await self.connection.execute(
            select(paces.c.free_ms).where(self._of(method, channel))
        )
        return found.scalar_one_or_none()

    async def held_until(self, method: str, channels: Collection[str]) -> int:
        """Until when Slack has said to wait with all of these; 0 where it never did."""
        found = await self.connection.execute(
            select(func.max(paces.c.held_ms)).where(
                paces.c.workspace_id == self.workspace,
                paces.c.method == method,
                paces.c.channel_id.in_(channels),
            )
        )
        return found.scalar_one_or_none() or 0

    async def hold(self, method: str, channel: str, until: int) -> None:
        """No call before `until`: Slack said so."""
        await self.connection.execute(
            insert_into(paces, self.connection)
            .values(
                workspace_id=self.workspace,
                method=method,
                channel_id=channel,
                free_ms=until,
                held_ms=until,
            )
            .on_conflict_do_update(
                index_elements=list(paces.primary_key.columns),
                set_={
                    "free_ms": _later(paces.c.free_ms, literal(until)),
                    "held_ms": _later(paces.c.held_ms, literal(until)),
                },
            )
        )

    def _of(self, method: str, channel: str) -> ColumnElement[bool]:
        return and_(
            paces.c.workspace_id == self.workspace,
            paces.c.method == method,
            paces.c.channel_id == channel,
        )


def _later(one: ColumnElement[int], other: ColumnElement[int]) -> ColumnElement[int]:
    return case((one > other, one), else_=other)


def _ms(name: str) -> BindParameter[int]:
    return bindparam(name, type_=BigInteger())
