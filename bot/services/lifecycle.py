"""What people do with a request as a whole: hold it, cancel it, fill it, open it again."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from bot.domain import lifecycle
from bot.domain.filling import Filling
from bot.domain.hiring_request import StatusReason
from bot.domain.identity import RequestNumber, WorkspaceId
from bot.domain.permissions import Actor, check
from bot.domain.refusals import Doing, Overtaken
from bot.services.changing import Changed, Changing
from bot.services.clock import Clock
from bot.store.database import Database
from bot.store.fillings import FillingRepository
from bot.store.hiring_requests import HiringRequestRepository
from bot.store.workspaces import WorkspaceRepository


@dataclass(frozen=True, slots=True)
class Lifecycles:
    """Those of the requests of one workspace.

    Every verb raises UnknownRequest, NotAllowed, NotNow and WrongFields.
    """

    database: Database
    workspace: WorkspaceId
    clock: Clock

    async def hold(
        self, number: RequestNumber, reason: StatusReason, text: str, *, by: Actor
    ) -> Changed:
        return await self._changing.change(
            number, by, Doing.CHANGE, lambda old, at: lifecycle.held(old, reason, text, at)
        )

    async def resume(self, number: RequestNumber, *, by: Actor) -> Changed:
        return await self._changing.change(number, by, Doing.CHANGE, lifecycle.resumed)

    async def cancel(
        self, number: RequestNumber, reason: StatusReason, text: str, *, by: Actor
    ) -> Changed:
        return await self._changing.change(
            number, by, Doing.CHANGE, lambda old, at: lifecycle.cancelled(old, reason, text, at)
        )

    async def fill(
        self,
        number: RequestNumber,
        openings: int,
        on: date,
        by_whom: str,
        *,
        by: Actor,
        today: date,
        seen: int,
    ) -> Changed:
        """Record that `openings` more of a request's openings have somebody.

        `today` is the day it is where `by` is; `seen` is how many were filled when they were asked,
        so that what two record at once, or one twice, is not counted twice.

        Raises:
            Overtaken
        """
        async with self._changing.locked(number, by, Doing.CHANGE) as locked:
            fillings = FillingRepository(locked.connection, self.workspace)
            before = await fillings.of(number)
            if locked.request.filled != seen:
                raise Overtaken(number)
            filling = Filling(
                position=locked.request.version + 1,
                openings=openings,
                on=on,
                by_whom=by_whom.strip(),
                recorded_at=locked.at,
                recorded_by=by.person,
            )
            result = await locked.keep(lifecycle.filled(locked.request, filling, before, today))
            await fillings.add(number, filling)
        return result

    async def reopen(
        self,
        number: RequestNumber,
        *,
        by: Actor,
        taken_back: Collection[int] = (),
        more: int = 0,
    ) -> Changed:
        """Look for somebody again. `taken_back` are positions of fillings.

        Raises:
            Overtaken: one of them is there no more.
        """
        async with self._changing.locked(number, by, Doing.CHANGE) as locked:
            fillings = FillingRepository(locked.connection, self.workspace)
            chosen = [one for one in await fillings.of(number) if one.position in taken_back]
            if len(chosen) != len(set(taken_back)):
                raise Overtaken(number)
            now = lifecycle.reopened(locked.request, chosen, more, locked.at)
            result = await locked.keep(now)
            await fillings.take_back(number, chosen)
        return result

    async def fillings(self, number: RequestNumber, who: Actor) -> tuple[Filling, ...]:
        """When a request's openings were filled; by whom, for its hiring team alone."""
        async with self.database.reading() as connection:
            request = await HiringRequestRepository(connection, self.workspace).get(number)
            policy = await WorkspaceRepository(connection, self.workspace).policy()
            check(request, who, Doing.SEE, policy)
            found = await FillingRepository(connection, self.workspace).of(number)
        if who.person in request.team:
            return found
        return tuple(replace(one, by_whom="") for one in found)

    @property
    def _changing(self) -> Changing:
        return Changing(self.database, self.workspace, self.clock)
