"""Until the bot has done all that follows from what people did."""

import asyncio
from typing import Any

from sqlalchemy import func, select

from bot.app import App
from bot.domain.notices import NoticeKind
from bot.domain.outbox import LetterState
from bot.store.tables import is_behind, outbox, shown
from sandbox.workspace import Sandbox
from tests.stories.kept import ACME


async def settled(workspace: Sandbox, bot: App) -> None:
    """Nothing is under way any more, nothing behind, nothing left to be said."""
    while True:
        while work := _at_work(workspace, bot):
            await asyncio.wait(work)
        for look in (bot.reminding.look, bot.reconciler.look, bot.outbox.look, bot.homes.look):
            await look()
        if not _at_work(workspace, bot) and not await _something_is_left(bot):
            return


def _at_work(workspace: Sandbox, bot: App) -> set[asyncio.Task[Any]]:
    """What was begun and is to end, on both sides: the bot's own rounds never do."""
    rounds = (
        bot.reminding,
        bot.reconciler,
        bot.outbox,
        bot.homes,
        bot.settling,
        bot.digesting,
    )
    endless = {one.run.__qualname__ for one in rounds}
    held = {one for one in bot.table._tasks._held if one.get_coro().__qualname__ not in endless}
    return held | workspace.world.announcer._running


async def _something_is_left(bot: App) -> bool:
    now = bot.homes._clock()
    behind = (shown.c.workspace_id == ACME, is_behind)
    in_hand = (outbox.c.workspace_id == ACME, outbox.c.state == LetterState.SENDING)
    to_say = (
        outbox.c.workspace_id == ACME,
        outbox.c.state == LetterState.WANTED,
        outbox.c.wanted_at <= now,
        # A bundle that came too late for its day waits for the next.
        outbox.c.kind != NoticeKind.BUNDLE,
    )
    async with bot.database.reading() as connection:
        for table, rows in ((shown, behind), (outbox, in_hand), (outbox, to_say)):
            if await connection.scalar(select(func.count()).select_from(table).where(*rows)):
                return True
    return False
