"""What people do with hiring requests."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import hiring_request, sequence
from bot.domain.editing import Facts, Marks, edited
from bot.domain.hiring_request import HiringRequest, OpeningForm, next_version
from bot.domain.identity import Person, RequestNumber, WorkspaceId
from bot.domain.permissions import Actor, check
from bot.domain.refusals import Doing
from bot.domain.shown import Thing
from bot.services.changing import Changed, Changing, kept
from bot.services.clock import Clock
from bot.store.database import Database
from bot.store.drafts import DraftRepository
from bot.store.hiring_requests import HiringRequestRepository
from bot.store.shown import ShownRepository
from bot.store.workspaces import WorkspaceRepository


@dataclass(frozen=True, slots=True)
class HiringRequests:
    """The hiring requests of one workspace."""

    database: Database
    workspace: WorkspaceId
    clock: Clock

    async def open(self, form: OpeningForm, by: Person, *, today: date) -> HiringRequest:
        """The request that `form` opens, or has opened: however often it comes, it opens one.

        `today` is the day it is where `by` is.

        Raises:
            CannotOpen: with every flaw of the form.
            UnknownRequest, NothingFollows, AlreadyFollowed: of the request that it follows.
        """
        async with self.database.writing() as connection:
            requests = HiringRequestRepository(connection, self.workspace)
            # Taking a number locks the workspace's row, so that of two submissions at once the
            # later finds the earlier's request. Its number goes back with the transaction.
            number = await WorkspaceRepository(connection, self.workspace).next_number()
            already = await requests.of_draft(form.draft_id)
            if already is not None:
                return already
            request = hiring_request.opened(
                form,
                workspace=self.workspace,
                number=number,
                manager=by,
                at=self.clock(),
                today=today,
            )
            first = await requests.locked(form.follows) if form.follows else None
            if first is not None:
                sequence.check(first)
            await requests.add(request)
            await kept(connection, None, request, by=by, at=request.opened_at)
            if first is not None and sequence.may_be_named(request, beside=first):
                await self._names_its_second(connection, first)
            await DraftRepository(connection, self.workspace).discard(by, form.draft_id)
            await connection.commit()
        return request

    async def _names_its_second(self, connection: AsyncConnection, first: HiringRequest) -> None:
        """Have a request drawn again that is followed by another now."""
        drawn = next_version(first)
        await HiringRequestRepository(connection, self.workspace).save(drawn, first)
        shown = ShownRepository(connection, self.workspace)
        things = (Thing.CARD, Thing.DECISION)
        await shown.want(first.number, things, drawn.version, self.clock())

    async def get(
        self, number: RequestNumber, who: Actor, doing: Doing = Doing.SEE
    ) -> HiringRequest:
        """A request, for somebody who may do `doing` with it.

        Raises:
            UnknownRequest
            NotAllowed
        """
        async with self.database.reading() as connection:
            request = await HiringRequestRepository(connection, self.workspace).get(number)
            policy = await WorkspaceRepository(connection, self.workspace).policy()
        check(request, who, doing, policy)
        return request

    async def edit(
        self,
        number: RequestNumber,
        shown: Marks,
        wanted: Facts,
        *,
        move_dates: bool,
        by: Actor,
        today: date,
    ) -> Changed:
        """Change what differs between a form as it was `shown` and as it is `wanted`.

        Raises:
            UnknownRequest
            NotAllowed
            NotNow
            WrongFields
        """
        changing = Changing(self.database, self.workspace, self.clock)
        return await changing.change(
            number,
            by,
            Doing.CHANGE,
            lambda old, at: edited(old, shown, wanted, move_dates=move_dates, today=today, at=at),
        )

    async def last_recruiters(self, manager: Person) -> tuple[Person, ...]:
        """Those of the last request that `manager` opened."""
        async with self.database.reading() as connection:
            requests = HiringRequestRepository(connection, self.workspace)
            return await requests.last_recruiters(manager)
