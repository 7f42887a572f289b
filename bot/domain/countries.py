"""Countries: which one a time zone is of, and on which days people work there."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

IsWorking = Callable[[date], bool]
"""Whether people work on a day."""

UTC = "UTC"

SATURDAY, SUNDAY = 5, 6
DAYS_A_WEEK = 7


@cache
def countries() -> Mapping[str, str]:
    """ISO 3166's code → name, of every country whose public holidays are known, by name."""
    from holidays import list_supported_countries  # noqa: PLC0415 -- loads calendars of every country

    known = list_supported_countries(include_aliases=False)
    named = {code: name for code, name in _rows("iso3166.tab") if code in known}
    if "XK" in known:  # in use, and in no edition of the standard
        named["XK"] = "Kosovo"
    return dict(sorted(named.items(), key=lambda one: one[1]))


def country_of(zone: str | None) -> str | None:
    """The country that a zone of the IANA's is named for: a guess at where somebody works."""
    if zone is None:
        return None
    found = _by_zone().get(zone) or _by_zone().get(_aliases().get(zone, ""))
    return found if found in countries() else None


@cache
def zones() -> tuple[str, ...]:
    """The zones that people live in, each by one name, and UTC."""
    return (*sorted(_by_zone().keys() & available_timezones()), UTC)


def zone_named(zone: str) -> str:
    """A zone by the name that `zones` has, where it has one."""
    return zone if zone in zones() else _aliases().get(zone, zone)


@cache
def working_days(country: str | None, *, takes_holidays: bool = True) -> IsWorking:
    """Monday to Friday where nobody knows the country."""
    if country is None or country not in countries():
        return lambda day: day.weekday() < SATURDAY
    from holidays import country_holidays  # noqa: PLC0415 -- see `countries`

    calendar = country_holidays(country)
    weekend = set(calendar.weekend)
    if len(weekend) == 1:
        # The law's week has six days there, the office's still has five.
        weekend.add((min(weekend) - 1) % DAYS_A_WEEK)
    if not takes_holidays:
        return lambda day: day.weekday() not in weekend

    def is_working(day: date) -> bool:
        holiday = day in calendar  # asked first: that makes the calendar know the year at all
        if day.weekday() in weekend:
            return day in calendar.weekend_workdays  # instead of another day, as in China
        return not holiday

    return is_working


@cache
def _by_zone() -> Mapping[str, str]:
    return {row[2]: row[0] for row in _rows("zone.tab")}


@cache
def _aliases() -> Mapping[str, str]:
    """Zones' old names → what they are called now."""
    rows = (line.split() for line in _lines("tzdata.zi") if line.startswith("L "))
    return {alias: zone for _, zone, alias in rows}


def _rows(table: str) -> Iterator[list[str]]:
    return (line.split("\t") for line in _lines(table) if line and not line.startswith("#"))


def _lines(name: str) -> list[str]:
    return files("tzdata.zoneinfo").joinpath(name).read_text(encoding="utf-8").splitlines()
