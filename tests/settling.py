"""Until the bot has done all that follows from what people did."""

import asyncio
from typing import Any

from sqlalchemy import func, select

from bot.app import App
from bot.domain.identity import RequestNumber
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
        for number in await _behind(bot):
            await bot.reconciler.bring_up(ACME, number)
        is_left = await _behind(bot) or await _something_is_to_be_said(bot)
        if not is_left and not _at_work(workspace, bot):
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


async def _behind(bot: App) -> list[RequestNumber]:
    """Those that services changed in the test's hand: no listener shows them at once."""
    behind = select(shown.c.number).where(shown.c.workspace_id == ACME, is_behind).distinct()
    async with bot.database.reading() as connection:
        return [RequestNumber(number) for number in await connection.scalars(behind)]


async def _something_is_to_be_said(bot: App) -> bool:
    in_hand = (outbox.c.workspace_id == ACME, outbox.c.state == LetterState.SENDING)
    to_say = (
        outbox.c.workspace_id == ACME,
        outbox.c.state == LetterState.WANTED,
        outbox.c.wanted_at <= bot.homes._clock(),
        # A bundle that came too late for its day waits for the next.
        outbox.c.kind != NoticeKind.BUNDLE,
    )
    async with bot.database.reading() as connection:
        for rows in (in_hand, to_say):
            if await connection.scalar(select(func.count()).select_from(outbox).where(*rows)):
                return True
    return False
