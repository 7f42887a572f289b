"""What Slack says of people: that they left, came back, or live by another clock."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from blocks.ids import Event
from bot.services.leaving import Leaving
from bot.slack.events import Happened, ProfileChange
from bot.slack.reminding import Reminding
from bot.slack.table import Listeners

listens = Listeners()

CHANGED = Event("user_change", carries=ProfileChange)


@listens.to(CHANGED)
async def changed(event: Happened[ProfileChange], leaving: Leaving, reminding: Reminding) -> None:
    """Told again and again, as any status emoji is a change: only what differs is kept."""
    user = event.carried.user
    if user.is_bot:
        return
    zone = _zone(user.tz)
    if await leaving.profile_changed(event.somebody, left=user.deleted, zone=zone):
        await reminding.look()


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
