"""What was deleted in Slack, posted again where somebody says so."""

from dataclasses import dataclass

from bot.domain.history import Change, What
from bot.domain.identity import RequestNumber, WorkspaceId
from bot.domain.permissions import Actor
from bot.domain.refusals import Doing
from bot.domain.shown import Thing
from bot.services.changing import Changing
from bot.services.clock import Clock
from bot.store.database import Database
from bot.store.history import HistoryRepository
from bot.store.homes import HomeRepository
from bot.store.shown import ShownRepository


@dataclass(frozen=True, slots=True)
class Deleted:
    """That of the requests of one workspace."""

    database: Database
    workspace: WorkspaceId
    clock: Clock

    async def post_again(self, number: RequestNumber, *, by: Actor) -> None:
        """Want it posted anew. Where nothing is gone, nothing happens: somebody was faster.

        Raises:
            UnknownRequest
            NotAllowed
        """
        changing = Changing(self.database, self.workspace, self.clock)
        async with changing.locked(number, by, Doing.CHANGE) as locked:
            shown = ShownRepository(locked.connection, self.workspace)
            anew = await shown.want_again(number, locked.at)
            if not anew:
                return
            things = " ".join(one for one in Thing if one in anew)
            change = Change(number, locked.at, by.person, What.POSTED_AGAIN, None, None, things)
            await HistoryRepository(locked.connection, self.workspace).add([change])
            await HomeRepository(locked.connection, self.workspace).want_live(locked.at)
