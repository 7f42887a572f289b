"""Messages with a native table or chart, and the text form where a workspace's Slack takes none."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from slack_sdk.errors import SlackApiError

from bot.domain.identity import WorkspaceId
from bot.slack.client import error_code
from bot.store.database import Database
from bot.store.workspaces import Native, WorkspaceRepository

BLOCKS_REFUSED = {"invalid_blocks", "invalid_attachments", "invalid_blocks_format"}

Blocks = list[dict[str, Any]]
Answer = TypeVar("Answer")


class Drawn(Protocol):
    """A message as `blocks` makes it; `plainer` is without what some workspaces refuse."""

    @property
    def text(self) -> str: ...
    @property
    def blocks(self) -> Blocks: ...
    @property
    def plainer(self) -> Blocks | None: ...


@dataclass(frozen=True, slots=True)
class Plainer:
    """Knows which workspaces refuse tables or charts: they get the text form at once."""

    database: Database

    async def say(
        self,
        workspace: WorkspaceId,
        drawn: Drawn,
        send: Callable[[Blocks], Awaitable[Answer]],
    ) -> Answer:
        """What `send` answers; it is asked once more, with the text form, where blocks are refused.

        Raises slack_sdk's `SlackApiError`, as `send` does.
        """
        if drawn.plainer is None:
            return await send(drawn.blocks)
        native = _native(drawn.blocks)
        if await self._refuses(workspace, native):
            return await send(drawn.plainer)
        try:
            return await send(drawn.blocks)
        except SlackApiError as refused:
            if error_code(refused) not in BLOCKS_REFUSED:
                raise
        answer = await send(drawn.plainer)
        # Only now is it known that the native block was what Slack did not take.
        await self._remember(workspace, native)
        return answer

    async def _refuses(self, workspace: WorkspaceId, native: Native) -> bool:
        async with self.database.reading() as connection:
            return await WorkspaceRepository(connection, workspace).refuses(native)

    async def _remember(self, workspace: WorkspaceId, native: Native) -> None:
        async with self.database.writing() as connection:
            await WorkspaceRepository(connection, workspace).note_refused(native)
            await connection.commit()


def _native(blocks: Blocks) -> Native:
    """What of a message some workspaces refuse: no message of ours has both."""
    charts = any(block.get("type") == Native.CHART for block in blocks)
    return Native.CHART if charts else Native.TABLE
