"""All of somebody's open steps, gone through at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.domain import update_mine
from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import RequestNumber, WorkspaceId
from bot.domain.permissions import Actor, may
from bot.domain.refusals import Doing, NotAllowed, NotNow, UnknownRequest
from bot.domain.update_mine import Outcome, Wish
from bot.services.changing import Changing
from bot.services.clock import Clock
from bot.store.database import Database
from bot.store.hiring_requests import HiringRequestRepository
from bot.store.workspaces import WorkspaceRepository


@dataclass(frozen=True, slots=True)
class Updated:
    """What came of somebody's wishes, in their order of requests."""

    outcomes: tuple[Outcome, ...]
    changed: tuple[RequestNumber, ...]


@dataclass(frozen=True, slots=True)
class UpdateMine:
    """Of the requests of one workspace."""

    database: Database
    workspace: WorkspaceId
    clock: Clock

    async def requests(self, numbers: Iterable[RequestNumber], who: Actor) -> list[HiringRequest]:
        """Those of some requests that `who` may work now."""
        async with self.database.reading() as connection:
            policy = await WorkspaceRepository(connection, self.workspace).policy()
            found = await HiringRequestRepository(connection, self.workspace).several(numbers)
        # In one order, whatever the database's is.
        in_order = (found[number] for number in sorted(found))
        return [one for one in in_order if may(one, who, Doing.WORK, policy)]

    async def update(self, wishes: Sequence[Wish], *, by: Actor) -> Updated:
        """Do what somebody wants of their steps, a request at a time; what cannot be stays.

        Others hear of it once all is done: of several steps in one message.

        Raises:
            WrongFields: as `update_mine.flaws` would have said.
        """
        changing = Changing(self.database, self.workspace, self.clock).held_back()
        outcomes: list[Outcome] = []
        changed = []
        in_order = sorted(wishes, key=lambda wish: wish.key)
        for number, group in groupby(in_order, key=lambda wish: wish.key.number):
            of_request = list(group)
            try:
                async with changing.locked(number, by, Doing.WORK) as locked:
                    now, done = update_mine.worked(locked.request, of_request, by.person, locked.at)
                    if (await locked.keep(now)).changed:
                        changed.append(number)
            except (UnknownRequest, NotAllowed, NotNow) as refusal:
                done = update_mine.refused(of_request, refusal)
            outcomes += done
        await changing.tell(changed)
        return Updated(tuple(outcomes), tuple(changed))
