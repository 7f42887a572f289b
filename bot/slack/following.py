"""What follows a commit: Slack shows the request as it is now, and people hear of it."""

from dataclasses import dataclass

from bot.domain.identity import RequestNumber, WorkspaceId
from bot.slack.homes import Homes
from bot.slack.outbox import Outbox
from bot.slack.reconciler import Came, Reconciler


@dataclass(frozen=True, slots=True)
class Following:
    """All that follows the database, called once after each change.

    What fails is healed by the next look of each.
    """

    reconciler: Reconciler
    outbox: Outbox
    homes: Homes

    async def bring_up(self, workspace: WorkspaceId, number: RequestNumber) -> Came:
        """What came of showing the request as it is now."""
        self.homes.follow()
        shown = await self.reconciler.bring_up(workspace, number)
        await self.outbox.send(workspace, number)
        return shown

    def catch_up(self) -> None:
        """Much may be behind: all who look, look now."""
        self.reconciler.at_once()
        self.homes.follow()
