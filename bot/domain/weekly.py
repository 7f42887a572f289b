"""Once a week by the clock on a wall, whatever that clock does meanwhile.

A week is the ISO week, Monday to Sunday, as it is in the zone; each has one due instant, which lies
in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.countries import IsWorking, working_days
from bot.domain.office_hours import shown_at

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Weekly:
    weekday: int
    """0 is Monday."""
    at: time
    """To the minute."""
    zone: str
    """As the IANA names it."""
    country: str | None = None
    """Whose public holidays count; None: nobody's."""
    moves: bool = False
    """On a public holiday it goes to the next working day of the week, or to the last one before."""

    @property
    def clock(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def is_working(self) -> IsWorking:
        return working_days(self.country)

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.clock)

    def week_of(self, instant: datetime) -> date:
        """The Monday of the week that it is there."""
        return monday_of(self.local(instant).date())

    def due_in(self, week: date) -> datetime:
        """The due instant (UTC) of the week that begins on a Monday.

        Where the clock skips the time, the first moment that it shows after it on that day, or else
        the last before it; where the zone leaves the day out, the same time on another day.
        """
        instants = (_nearest(day, self.at, self.clock) for day in self._days(week))
        return next(at for at in instants if at is not None)

    def due_after(self, instant: datetime, *, beyond: date | None = None) -> datetime:
        """The first due instant after `instant` (both UTC), in a week later than `beyond`."""
        week = self.week_of(instant)
        if beyond is not None:
            week = max(week, monday_of(beyond) + WEEK)
        while (at := self.due_in(week)) <= instant:
            week += WEEK
        return at

    def last_due(self, by: datetime) -> datetime:
        """The latest due instant until `by` (both UTC)."""
        week = self.week_of(by)
        while (at := self.due_in(week)) > by:
            week -= WEEK
        return at

    def _days(self, week: date) -> list[date]:
        """Those of a week, the day that it is due on first, then those that may stand in for it."""
        wanted = week + timedelta(days=self.weekday)
        after = [wanted + timedelta(days=days) for days in range(7 - self.weekday)]
        before = [wanted - timedelta(days=days) for days in range(1, self.weekday + 1)]
        days = [*after, *before]
        if self.moves and is_holiday(wanted, self.country):
            # One that is off from end to end keeps its day: the sort is stable.
            return sorted(days, key=lambda day: not self.is_working(day))
        return days


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def is_holiday(day: date, country: str | None) -> bool:
    """Whether a day off is one only because of the calendar: no weekend is."""
    in_the_week = working_days(country, takes_holidays=False)
    return in_the_week(day) and not working_days(country)(day)


def _nearest(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """When its clocks show a time of a day, or what is nearest to it; None for a day left out."""
    wanted = datetime.combine(day, at)
    midnight = datetime.combine(day, time.min)
    from_then = _minutes(wanted, midnight + timedelta(days=1), timedelta(minutes=1))
    before = _minutes(wanted, midnight - timedelta(minutes=1), timedelta(minutes=-1))
    walls = (wall for minutes in (from_then, before) for wall in minutes)
    return next((it for wall in walls if (it := shown_at(wall, zone)) is not None), None)


def _minutes(wall: datetime, end: datetime, step: timedelta) -> Iterator[datetime]:
    while wall != end:
        yield wall
        wall += step
