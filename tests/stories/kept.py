"""What the database holds, read as the bot reads it."""

import asyncio
from collections.abc import Awaitable, Callable, Collection

from sqlalchemy import select

from bot.app import App
from bot.domain.hiring_request import HiringRequest
from bot.domain.history import Change
from bot.domain.identity import RequestNumber, WorkspaceId
from bot.services.hiring_requests import HiringRequests
from bot.store.hiring_requests import HiringRequestRepository
from bot.store.history import HistoryRepository
from bot.store.tables import inputs_seen, metadata, paces
from bot.store.workspaces import Native, WorkspaceRepository
from sandbox import seed

ACME = WorkspaceId(seed.TEAM.id)


def requests(bot: App, workspace: WorkspaceId = ACME) -> HiringRequests:
    return HiringRequests(bot.database, workspace, bot.clock)


async def request(bot: App, number: int = 1, workspace: WorkspaceId = ACME) -> HiringRequest:
    async with bot.database.reading() as connection:
        return await HiringRequestRepository(connection, workspace).get(RequestNumber(number))


async def history(bot: App, number: int = 1) -> tuple[Change, ...]:
    async with bot.database.reading() as connection:
        return await HistoryRepository(connection, ACME).of(RequestNumber(number))


async def everything(bot: App, *, without: Collection[str] = ()) -> dict[str, list[str]]:
    """All rows of all tables that say something of requests, but for some columns."""
    without = {*without, "look_at"}  # whose turn it is to look, and to call, says nothing of them
    async with bot.database.reading() as connection:
        return {
            table.name: sorted(
                repr(tuple(row))
                for row in await connection.execute(
                    select(*(column for column in table.c if column.name not in without)).where(
                        table.c.workspace_id == ACME
                    )
                )
            )
            for table in metadata.sorted_tables
            if table not in (paces, inputs_seen)
        }


async def comes_to_be(read: Callable[[], Awaitable[object]], right: object) -> None:
    """Waits until what is kept is so."""
    async with asyncio.timeout(20):
        while await read() != right:  # noqa: ASYNC110 -- a row tells nobody
            await asyncio.sleep(0.01)


async def refused(bot: App, what: Native = Native.TABLE) -> None:
    """Waits until it is kept that the workspace takes none: it is, once the text was taken."""

    async def is_kept() -> bool:
        async with bot.database.reading() as connection:
            return await WorkspaceRepository(connection, ACME).refuses(what)

    await comes_to_be(is_kept, right=True)
