"""What people do with a request's checklist."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import checklist, hiring_request, lifecycle
from bot.domain.checklist import Arranged, BlockedReason, Step
from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import Person, RequestNumber, WorkspaceId
from bot.domain.permissions import Actor
from bot.domain.refusals import Doing, Verb
from bot.domain.role import StepKind
from bot.domain.shown import Thing
from bot.services.changing import Changed, Changing
from bot.services.clock import Clock
from bot.store.database import Database
from bot.store.hiring_requests import HiringRequestRepository
from bot.store.shown import ShownRepository

StepChange = Callable[[Step, datetime], Step]


@dataclass(frozen=True, slots=True)
class Checklists:
    """The checklists of one workspace. Every verb raises UnknownRequest, NotAllowed and NotNow."""

    database: Database
    workspace: WorkspaceId
    clock: Clock

    async def set_done(
        self, number: RequestNumber, step: StepKind, *, on: bool, by: Actor
    ) -> Changed:
        """Tick a step, or take its tick away; where it already is so, nothing changes."""
        return await self._change(
            number, step, by, lambda old, at: checklist.set_done(old, on=on, by=by.person, at=at)
        )

    async def undo(self, number: RequestNumber, step: StepKind, *, by: Actor) -> Changed:
        """Take back the tick that `by` gave; nothing changes where it is no longer theirs."""
        return await self._change(number, step, by, lambda old, _: checklist.undo(old, by.person))

    async def assign(
        self, number: RequestNumber, step: StepKind, owner: Person | None, *, by: Actor
    ) -> Changed:
        return await self._change(number, step, by, lambda old, _: checklist.assigned(old, owner))

    async def set_due(
        self, number: RequestNumber, step: StepKind, day: date | None, *, by: Actor
    ) -> Changed:
        return await self._change(number, step, by, lambda old, _: checklist.due_on(old, day))

    async def arrange(
        self,
        number: RequestNumber,
        step: StepKind,
        shown: Arranged,
        wanted: Arranged,
        *,
        by: Actor,
    ) -> Changed:
        """Change owner and date, as far as somebody changed them in the form that was `shown`."""
        return await self._change(
            number, step, by, lambda old, _: checklist.arranged(old, shown, wanted)
        )

    async def set_started(
        self, number: RequestNumber, step: StepKind, *, on: bool, by: Actor
    ) -> Changed:
        return await self._change(
            number, step, by, lambda old, _: checklist.set_started(old, on=on)
        )

    async def block(
        self,
        number: RequestNumber,
        step: StepKind,
        reason: BlockedReason,
        text: str,
        on: tuple[Person, ...],
        *,
        by: Actor,
    ) -> Changed:
        """Say why a step cannot go on, and on whom it waits.

        Raises, beside the others:
            WrongFields
        """
        return await self._change(
            number,
            step,
            by,
            lambda old, at: checklist.set_blocked(
                old, checklist.because(reason, text, on, by=by.person, at=at)
            ),
        )

    async def unblock(self, number: RequestNumber, step: StepKind, *, by: Actor) -> Changed:
        return await self._change(number, step, by, lambda old, _: checklist.set_blocked(old, None))

    async def redraw(self, number: RequestNumber, kind: StepKind) -> None:
        """Have a step's box drawn afresh, for the screen of somebody whose tick was refused."""
        async with self.database.writing() as connection:
            requests = HiringRequestRepository(connection, self.workspace)
            was = await requests.locked(number)
            step = checklist.redrawn(checklist.step_of(was.checklist, kind))
            now = hiring_request.next_version(hiring_request.with_step(was, step))
            await requests.save(now, was)
            shown = ShownRepository(connection, self.workspace)
            await shown.want(number, (Thing.CHECKLIST,), now.version, self.clock())
            await connection.commit()

    async def _change(
        self, number: RequestNumber, kind: StepKind, by: Actor, changed: StepChange
    ) -> Changed:
        def change(request: HiringRequest, at: datetime) -> HiringRequest:
            lifecycle.check(request, Verb.WORK)
            old = checklist.step_of(request.checklist, kind)
            new = changed(old, at)
            return request if new is old else hiring_request.with_step(request, new)

        changing = Changing(self.database, self.workspace, self.clock)
        return await changing.change(number, by, Doing.WORK, change)
