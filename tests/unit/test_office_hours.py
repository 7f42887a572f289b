from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.countries import countries, country_of, working_days
from bot.domain.office_hours import is_open, next_opening

ZONES = sorted(available_timezones() - {"localtime"})
MONDAY_TO_FRIDAY = working_days(None)

instants = st.datetimes(
    datetime(2005, 1, 1),  # noqa: DTZ001
    datetime(2034, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def opens(zone: str, *after: int, country: str | None = None) -> datetime:
    """In local time, from a local time on."""
    place = ZoneInfo(zone)
    since = datetime(*after, tzinfo=place).astimezone(UTC)  # type: ignore[misc,arg-type]
    return next_opening(since, place, working_days(country)).astimezone(place)


@given(after=instants, zone=st.sampled_from(ZONES), country=st.sampled_from([None, *countries()]))
def test_it_opens_at_nine_on_the_next_day_of_work_wherever_that_is(
    after: datetime, zone: str, country: str | None
) -> None:
    is_working = working_days(country)
    place = ZoneInfo(zone)
    at = next_opening(after, place, is_working)
    local = at.astimezone(place)
    assert at > after
    assert is_working(local.date())
    skipped = local - timedelta(minutes=1)
    assert local.time() == time(9) or skipped.utcoffset() != local.utcoffset()
    passed = (after.astimezone(place).date() + timedelta(days=days) for days in range(400))
    missed = [day for day in passed if day < local.date() and is_working(day)]
    assert missed[1:] == []  # but for the day itself, when it is past nine


@given(after=instants, zone=st.sampled_from(ZONES))
def test_each_opening_is_followed_by_another_days(after: datetime, zone: str) -> None:
    place = ZoneInfo(zone)
    first = next_opening(after, place, MONDAY_TO_FRIDAY)
    second = next_opening(first, place, MONDAY_TO_FRIDAY)
    assert second.astimezone(place).date() > first.astimezone(place).date()
    assert timedelta(hours=22) < second - first < timedelta(days=4, hours=4)
    assert is_open(first, place, MONDAY_TO_FRIDAY)


def test_nine_stays_nine_when_the_clocks_change() -> None:
    before = opens("Europe/Madrid", 2026, 10, 23, 12)  # clocks go back on Sunday, 25 October
    assert (before.day, before.hour, before.utcoffset()) == (26, 9, timedelta(hours=1))


def test_nine_of_today_comes_yet_where_the_day_is_young() -> None:
    assert opens("Asia/Tokyo", 2026, 11, 24, 8, 59).day == 24
    assert opens("Asia/Tokyo", 2026, 11, 24, 9, 0).day == 25


def test_a_friday_is_followed_by_monday() -> None:
    assert opens("Europe/Berlin", 2026, 11, 27, 9, 1).date() == date(2026, 11, 30)


def test_a_day_that_a_country_left_out_is_left_out() -> None:
    """Samoa had no 30 December 2011, a Friday."""
    assert opens("Pacific/Apia", 2011, 12, 29, 10).date() == date(2012, 1, 2)


def test_where_the_clock_skips_nine_it_opens_right_after() -> None:
    athens = ZoneInfo("Europe/Athens")  # went from nine to ten on Sunday, 1 April 1979
    at = next_opening(datetime(1979, 3, 31, 12, tzinfo=UTC), athens, lambda _: True)
    assert at.astimezone(athens).replace(tzinfo=None) == datetime(1979, 4, 1, 10)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("country", "day", "works"),
    [
        ("ES", date(2026, 12, 25), False),
        ("ES", date(2026, 12, 24), True),
        ("JP", date(2026, 12, 25), True),
        ("US", date(2026, 11, 26), False),  # Thanksgiving
        ("IL", date(2026, 11, 29), True),  # a Sunday
        ("IL", date(2026, 11, 27), False),  # a Friday
        ("HK", date(2026, 11, 28), False),  # a Saturday, which the law has people work
        ("CN", date(2026, 2, 14), True),  # a Saturday, worked for the New Year's holidays
        (None, date(2026, 12, 25), True),
    ],
)
def test_each_country_works_on_its_own_days(country: str | None, day: date, works: bool) -> None:
    assert working_days(country)(day) is works


def test_who_takes_no_holidays_still_has_the_weekend() -> None:
    works = working_days("ES", takes_holidays=False)
    assert works(date(2026, 12, 25))
    assert not works(date(2026, 12, 26))


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Madrid", "ES"),
        ("Europe/London", "GB"),
        ("Asia/Kolkata", "IN"),
        ("Asia/Calcutta", "IN"),
        ("US/Pacific", "US"),
        ("America/Argentina/Buenos_Aires", "AR"),
        ("Etc/UTC", None),
        ("UTC", None),
        (None, None),
    ],
)
def test_a_country_is_guessed_from_a_zone(zone: str | None, country: str | None) -> None:
    assert country_of(zone) == country


@pytest.mark.parametrize("country", countries())
def test_every_country_has_days_of_work_and_days_off(country: str) -> None:
    works = working_days(country)
    year = [date(2027, 1, 1) + timedelta(days=days) for days in range(365)]
    assert 200 < sum(map(works, year)) < 265
