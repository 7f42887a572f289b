"""What happens to channels: they are archived and opened, left and joined, deleted, given new ids."""

from dataclasses import dataclass

from bot.domain.identity import ChannelId, RequestNumber, WorkspaceId
from bot.domain.notices import Notice, NoticeKind
from bot.services.clock import Clock
from bot.store.channels import ChannelRepository
from bot.store.database import Database
from bot.store.hiring_requests import HiringRequestRepository
from bot.store.outbox import OutboxRepository
from bot.store.shown import ShownRepository


@dataclass(frozen=True, slots=True)
class Channels:
    """Those of one workspace."""

    database: Database
    workspace: WorkspaceId
    clock: Clock

    async def took_nothing(
        self, number: RequestNumber, why: str, channel: ChannelId | None
    ) -> bool:
        """A request's channel does not take what is to be shown in it; `why` is Slack's word.

        It is tried again once something changes. Who leads the request is told, once for each time
        that it is closed. False, and nothing, where `channel` is not the request's any more.
        """
        async with self.database.writing() as connection:
            request = await HiringRequestRepository(connection, self.workspace).get(number)
            if channel not in {None, request.channel}:
                return False
            shown = ShownRepository(connection, self.workspace)
            await shown.closed(number, why)
            to = request.recruiters[:1] if request.manager_has_left else (request.manager,)
            notices = [
                Notice(
                    key=f"closed:{number}:{request.channel}:{why}:{self.clock().date()}",
                    kind=NoticeKind.CLOSED,
                    number=number,
                    to=person,
                    facts={"why": why},
                )
                for person in to
            ]
            await OutboxRepository(connection, self.workspace).want(notices, self.clock())
            await connection.commit()
        return True

    async def opened(self, channel: ChannelId) -> None:
        """The app can post in a channel again: it is unarchived, or the app was invited."""
        async with self.database.writing() as connection:
            shown = ShownRepository(connection, self.workspace)
            await shown.open_again(channel, self.clock())
            await connection.commit()

    async def renumbered(self, old: ChannelId, new: ChannelId) -> None:
        """A channel is the same under another id, as where it is shared with another company."""
        async with self.database.writing() as connection:
            await ChannelRepository(connection, self.workspace).renumbered(old, new)
            await ShownRepository(connection, self.workspace).open_again(new, self.clock())
            await connection.commit()
