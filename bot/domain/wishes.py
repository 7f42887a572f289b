"""How somebody wants to be reminded, and where they are."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.domain.countries import IsWorking, country_of, working_days


@dataclass(frozen=True, slots=True)
class Wishes:
    zone: str | None = None
    """As Slack has it; None until it was asked."""
    chosen_country: str | None = None
    """None where nobody said that the guess is wrong, or right."""
    takes_holidays: bool = True
    muted: bool = False
    snoozed_until: date | None = None
    """No reminder before that day."""

    @property
    def country(self) -> str | None:
        return self.chosen_country or country_of(self.zone)

    @property
    def is_working(self) -> IsWorking:
        return working_days(self.country, takes_holidays=self.takes_holidays)

    @property
    def clock(self) -> ZoneInfo:
        return ZoneInfo(self.zone or "UTC")

    def working_day_from(self, day: date) -> date:
        """That day, or the first after it on which they work."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def quiet_on(self, today: date) -> bool:
        return self.muted or (self.snoozed_until is not None and today < self.snoozed_until)
