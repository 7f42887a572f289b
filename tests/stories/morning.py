"""Days that pass, for what happens at somebody's nine o'clock."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.app import App
from bot.domain.outbox import LetterState
from bot.store.tables import outbox
from sandbox.workspace import Sandbox
from tests.stories.kept import ACME

LONDON = ZoneInfo("Europe/London")


def now(workspace: Sandbox) -> datetime:
    return datetime.fromtimestamp(workspace.clock.now(), UTC)


def goes_on_to(workspace: Sandbox, at: datetime) -> None:
    """The clock moves on to an instant."""
    workspace.clock.advance((at - now(workspace)).total_seconds())


def next_monday(workspace: Sandbox, zone: ZoneInfo = LONDON, hour: int = 8) -> datetime:
    """The first Monday to come, at an hour of a zone."""
    local = now(workspace).astimezone(zone)
    days = 7 - local.weekday()
    return datetime.combine(local.date() + timedelta(days=days), time(hour), tzinfo=zone)


async def looks(bot: App) -> None:
    """What the bot does every few seconds, until nothing is in the hand of its own rounds either."""
    await bot.reminding.look()
    await bot.digesting.look()
    await bot.outbox.look()
    async with asyncio.timeout(20):
        while await _in_hand(bot):  # noqa: ASYNC110 -- a row tells nobody
            await asyncio.sleep(0.01)


async def _in_hand(bot: App) -> bool:
    sending = select(outbox.c.key).where(
        outbox.c.workspace_id == ACME, outbox.c.state == LetterState.SENDING
    )
    async with bot.database.reading() as connection:
        return (await connection.execute(sending)).first() is not None
