"""What people look for among the requests that they may see."""

from dataclasses import dataclass
from datetime import date

from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import Person, RequestNumber, WorkspaceId
from bot.domain.permissions import Actor, check
from bot.domain.refusals import Doing
from bot.domain.request_list import Filters, Found, RequestRow, StepKey, WaitingStep
from bot.domain.shown import Thing
from bot.services.clock import Clock
from bot.store.database import Database
from bot.store.hiring_requests import HiringRequestRepository
from bot.store.request_lists import RequestListRepository, Wanted
from bot.store.shown import ShownRepository
from bot.store.step_lists import StepListRepository
from bot.store.workspaces import WorkspaceRepository


@dataclass(frozen=True, slots=True)
class Whole:
    """A request, with what Slack shows of it."""

    request: HiringRequest
    thread: str | None
    """The address of its thread, where that stands."""
    deleted: frozenset[Thing]
    """What was deleted in Slack, and not posted again."""


@dataclass(frozen=True, slots=True)
class RequestLists:
    """The lists of one workspace. `reader` finds nothing that they may not see."""

    database: Database
    workspace: WorkspaceId
    clock: Clock

    async def page(
        self, reader: Person, filters: Filters, *, page: int, size: int
    ) -> Found[RequestRow]:
        """Those that fit, the newest first; the last page where there are fewer."""
        async with self.database.reading() as connection:
            requests = RequestListRepository(connection, self.workspace)
            return await requests.page(reader, Wanted(filters, size, page))

    async def whole(self, number: RequestNumber, who: Actor) -> Whole:
        """Raises:

        UnknownRequest
        NotAllowed
        """
        async with self.database.reading() as connection:
            request = await HiringRequestRepository(connection, self.workspace).get(number)
            policy = await WorkspaceRepository(connection, self.workspace).policy()
            check(request, who, Doing.SEE, policy)
            things = await ShownRepository(connection, self.workspace).of(number)
        checklist = things[Thing.CHECKLIST].message
        thread = checklist.permalink if checklist else None
        return Whole(request, thread, frozenset(one for one in things if things[one].gone))

    async def owned(
        self, reader: Person, today: date, *, size: int, without: tuple[StepKey, ...] = ()
    ) -> Found[WaitingStep]:
        """The open steps of `reader` but some, the most pressing first."""
        async with self.database.reading() as connection:
            steps = StepListRepository(connection, self.workspace)
            return await steps.owned(reader, today, size=size, without=without)
