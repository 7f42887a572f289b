"""When people are at work, by the clock on their own wall."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.countries import IsWorking

OPENS, CLOSES = time(9), time(18)

FARTHEST = 400
"""Days in which every calendar has a day of work."""


def next_opening(after: datetime, zone: ZoneInfo, is_working: IsWorking) -> datetime:
    """The first nine o'clock (UTC) after an instant (UTC) on a day of work.

    Where a clock skips nine, the first moment that it shows after it.
    """
    today = after.astimezone(zone).date()
    days = (today + timedelta(days=count) for count in range(FARTHEST))
    openings = (_opening(day, zone) for day in days if is_working(day))
    return next(at for at in openings if at is not None and at > after)


def is_open(at: datetime, zone: ZoneInfo, is_working: IsWorking) -> bool:
    local = at.astimezone(zone)
    return is_working(local.date()) and OPENS <= local.time() < CLOSES


def closing(day: date, zone: ZoneInfo) -> datetime:
    """Six o'clock (UTC) of a day."""
    return datetime.combine(day, CLOSES, tzinfo=zone).astimezone(UTC)


def _opening(day: date, zone: ZoneInfo) -> datetime | None:
    """None for a day that a zone left out, to change sides of the date line."""
    opens = datetime.combine(day, OPENS)
    minutes = (opens + timedelta(minutes=count) for count in range((24 - OPENS.hour) * 60))
    return next((at for wall in minutes if (at := shown_at(wall, zone)) is not None), None)


def shown_at(wall: datetime, zone: ZoneInfo) -> datetime | None:
    """When a zone's clocks show `wall`, for the first time; None where they skip it."""
    at = wall.replace(tzinfo=zone).astimezone(UTC)
    return at if at.astimezone(zone).replace(tzinfo=None) == wall else None
