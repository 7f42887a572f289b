"""What a workspace says it pays, and its admins decide."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import pay
from bot.domain.identity import WorkspaceId
from bot.domain.marks import mark_of
from bot.domain.pay import CannotKeepBand, PayBand
from bot.domain.permissions import Actor, check_admin
from bot.domain.role import Role, Seniority
from bot.domain.settings_history import BandChange, BandOvertaken
from bot.services.clock import Clock
from bot.store.database import Database
from bot.store.pay_bands import PayBandRepository
from bot.store.settings_history import SettingsHistoryRepository
from bot.store.workspaces import WorkspaceRepository


@dataclass(frozen=True, slots=True)
class PayBands:
    """The pay bands of one workspace."""

    database: Database
    workspace: WorkspaceId
    clock: Clock

    @property
    def today(self) -> date:
        """In UTC: a figure's age needs it no closer."""
        return self.clock().date()

    async def of(self) -> tuple[PayBand, ...]:
        """By role, and from the lowest level to the highest."""
        async with self.database.reading() as connection:
            return await PayBandRepository(connection, self.workspace).of()

    async def to_set(self, who: Actor) -> tuple[PayBand, ...]:
        """The same, for who may set them.

        Raises:
            NotAdmin
        """
        check_admin(who)
        return await self.of()

    async def set(self, band: PayBand, by: Actor, *, seen: str, today: date) -> None:
        """Keep `band` in place of the one of its role and level.

        `seen` is the mark of the one that the form showed (of None for none); `today` is where
        `by` is. What is so already changes nothing.

        Raises:
            NotAdmin
            CannotKeepBand: with every fault of it.
            BandOvertaken
        """
        check_admin(by)
        found = pay.faults(band, today)
        if found:
            raise CannotKeepBand(found)
        await self._change(band.role, band.seniority, pay.tidied(band), by, seen)

    async def clear(self, role: Role, seniority: Seniority, by: Actor, *, seen: str) -> None:
        """Where there is none, nothing changes.

        Raises:
            NotAdmin
            BandOvertaken
        """
        check_admin(by)
        await self._change(role, seniority, None, by, seen)

    async def _change(
        self, role: Role, seniority: Seniority, wanted: PayBand | None, by: Actor, seen: str
    ) -> None:
        async with self.database.writing() as connection:
            await WorkspaceRepository(connection, self.workspace).lock()
            bands = PayBandRepository(connection, self.workspace)
            was = await bands.get(role, seniority)
            if was == wanted:
                return
            if mark_of(was) != seen:
                await self._say_what_changed(connection, role, seniority)
            if wanted is None:
                await bands.clear(role, seniority)
            else:
                await bands.set(wanted)
            change = BandChange(self.clock(), by.person, role, seniority, was, wanted)
            await SettingsHistoryRepository(connection, self.workspace).add(change)
            await connection.commit()

    async def _say_what_changed(
        self, connection: AsyncConnection, role: Role, seniority: Seniority
    ) -> None:
        """Raises: BandOvertaken."""
        history = SettingsHistoryRepository(connection, self.workspace)
        latest = await history.latest(role, seniority)
        if latest is not None:
            raise BandOvertaken(latest)
