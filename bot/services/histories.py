"""What became of a request, and what people noted of its steps."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import refusals
from bot.domain.checklist import NOTE_LIMIT
from bot.domain.hiring_request import HiringRequest, overlong
from bot.domain.history import Change, What
from bot.domain.identity import RequestNumber, WorkspaceId
from bot.domain.permissions import Actor, check
from bot.domain.refusals import Doing, Field, WrongFields
from bot.domain.request_list import Found
from bot.domain.role import StepKind
from bot.services.changing import Changing
from bot.services.clock import Clock
from bot.store.database import Database
from bot.store.hiring_requests import HiringRequestRepository
from bot.store.history import HistoryRepository
from bot.store.inputs_seen import InputRepository
from bot.store.workspaces import WorkspaceRepository

PAGE = 20

LATEST = 10
"""Of a step's notes, and of its changes."""


@dataclass(frozen=True, slots=True)
class RequestHistory:
    request: HiringRequest
    page: Found[Change]
    """The newest first."""


@dataclass(frozen=True, slots=True)
class StepHistory:
    request: HiringRequest
    step: StepKind
    notes: tuple[Change, ...]
    """The newest first, as are the changes."""
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Histories:
    """Those of the requests of one workspace. Every verb raises UnknownRequest and NotAllowed."""

    database: Database
    workspace: WorkspaceId
    clock: Clock

    async def of_request(
        self, number: RequestNumber, who: Actor, *, page: int = 1
    ) -> RequestHistory:
        """A page, counted from 1; the last where there are fewer."""
        async with self.database.reading() as connection:
            request = await self._seen(connection, number, who)
            history = HistoryRepository(connection, self.workspace)
            return RequestHistory(request, await history.page(number, page, PAGE))

    async def of_step(self, number: RequestNumber, step: StepKind, who: Actor) -> StepHistory:
        async with self.database.reading() as connection:
            request = await self._seen(connection, number, who)
            history = HistoryRepository(connection, self.workspace)
            return StepHistory(
                request,
                step,
                notes=await history.latest(number, step, LATEST, notes=True),
                changes=await history.latest(number, step, LATEST, notes=False),
            )

    async def note(
        self, number: RequestNumber, step: StepKind, text: str, *, by: Actor, once: str
    ) -> None:
        """Note something of a step. What comes again with the same `once` is noted already.

        Raises:
            WrongFields: there is no text, or too much.
        """
        text = text.strip()
        found = overlong((Field.NOTE, text, NOTE_LIMIT)) if text else (refusals.NoText(),)
        if flaws := tuple(found):
            raise WrongFields(flaws)
        changing = Changing(self.database, self.workspace, self.clock)
        async with changing.locked(number, by, Doing.WORK) as locked:
            inputs = InputRepository(locked.connection, self.workspace)
            if await inputs.first_time(f"note {once}", locked.at):
                noted = Change(number, locked.at, by.person, What.NOTE, step, None, text)
                await HistoryRepository(locked.connection, self.workspace).add((noted,))

    async def _seen(
        self, connection: AsyncConnection, number: RequestNumber, who: Actor
    ) -> HiringRequest:
        request = await HiringRequestRepository(connection, self.workspace).get(number)
        policy = await WorkspaceRepository(connection, self.workspace).policy()
        check(request, who, Doing.SEE, policy)
        return request
