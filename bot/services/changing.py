"""How a hiring request is changed: in one transaction, by whom it is allowed, with its history."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.changes import changes, things_changed
from bot.domain.hiring_request import HiringRequest, next_version
from bot.domain.identity import Person, RequestNumber, WorkspaceId
from bot.domain.leaving import concerned
from bot.domain.notices import notices
from bot.domain.permissions import Actor, check
from bot.domain.refusals import Doing
from bot.domain.reminders import heard_at_once
from bot.services.clock import Clock
from bot.store.database import Database
from bot.store.hiring_requests import HiringRequestRepository
from bot.store.history import HistoryRepository
from bot.store.homes import HomeRepository
from bot.store.outbox import OutboxRepository
from bot.store.people import PeopleRepository
from bot.store.shown import ShownRepository
from bot.store.told import ToldRepository
from bot.store.workspaces import WorkspaceRepository

Change = Callable[[HiringRequest, datetime], HiringRequest]
"""The request as it shall be, from what it is and the present instant; the very same for no change.

It may raise a `Refusal`. The version is not its concern.
"""

HELD_BACK = timedelta(minutes=1)
"""How long what is told of several changes waits for the last of them: longer than they take, and
not for ever, where the process dies between them."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A request after somebody acted on it, and before."""

    request: HiringRequest
    was: HiringRequest

    @property
    def changed(self) -> bool:
        return self.request is not self.was


@dataclass(frozen=True, slots=True)
class Locked:
    """A request that nobody else changes until the transaction has ended."""

    connection: AsyncConnection
    request: HiringRequest
    by: Person
    at: datetime
    tell_at: datetime

    async def keep(self, now: HiringRequest) -> Changed:
        """Keep the request as it shall be, with all that follows from it."""
        was = self.request
        if now == was:
            return Changed(was, was)
        now = next_version(now)
        await HiringRequestRepository(self.connection, was.workspace).save(now, was)
        await kept(self.connection, was, now, by=self.by, at=self.at, tell_at=self.tell_at)
        return Changed(now, was)


@dataclass(frozen=True, slots=True)
class Changing:
    """Changes to the requests of one workspace."""

    database: Database
    workspace: WorkspaceId
    clock: Clock
    tell_after: timedelta = timedelta(0)

    def held_back(self) -> "Changing":
        """For several changes of which people hear together: nothing is told before `tell`."""
        return replace(self, tell_after=HELD_BACK)

    async def tell(self, numbers: Collection[RequestNumber]) -> None:
        """Let people hear what was held back of some requests."""
        if not numbers:
            return
        async with self.database.writing() as connection:
            await OutboxRepository(connection, self.workspace).hasten(numbers, self.clock())
            await connection.commit()

    async def change(
        self, number: RequestNumber, who: Actor, doing: Doing, change: Change
    ) -> Changed:
        """Change a request, where `who` may.

        Raises:
            UnknownRequest
            NotAllowed
            Refusal: whatever `change` raises.
        """
        async with self.locked(number, who, doing) as locked:
            return await locked.keep(change(locked.request, locked.at))

    @asynccontextmanager
    async def locked(
        self, number: RequestNumber, who: Actor, doing: Doing
    ) -> AsyncIterator[Locked]:
        """A request for `who` to change; what is done in the block is committed at its end.

        Raises:
            UnknownRequest
            NotAllowed
        """
        async with self.database.writing() as connection:
            request = await HiringRequestRepository(connection, self.workspace).locked(number)
            policy = await WorkspaceRepository(connection, self.workspace).policy()
            check(request, who, doing, policy)
            at = self.clock()
            yield Locked(connection, request, who.person, at, tell_at=at + self.tell_after)
            await connection.commit()


async def kept(
    connection: AsyncConnection,
    was: HiringRequest | None,
    now: HiringRequest,
    *,
    by: Person,
    at: datetime,
    tell_at: datetime | None = None,
    left: bool = False,
) -> None:
    """Keep what follows from a change: its history, what it tells, what is to be drawn again.

    `tell_at`: before that instant, nobody hears of it.
    `left`: the change is what becomes of a request when `by` leaves the company.
    """
    workspace, number = now.workspace, now.number
    told = notices(was, now, by, left=left)
    await HistoryRepository(connection, workspace).add(changes(was, now, by=by, at=at))
    await OutboxRepository(connection, workspace).want(told, tell_at or at)
    await ToldRepository(connection, workspace).say(heard_at_once(told, now), at.date())
    await PeopleRepository(connection, workspace).look_after(concerned(now) - concerned(was), at)
    shown = ShownRepository(connection, workspace)
    if was is None:
        await shown.add(number, now.version, at)
    else:
        await shown.want(number, things_changed(was, now), now.version, at)
    await HomeRepository(connection, workspace).want_live(at)
