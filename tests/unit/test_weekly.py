"""When a week's digest is due, whatever a zone's clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.countries import countries, working_days
from bot.domain.weekly import WEEK, Weekly, is_holiday, monday_of

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
DAYS = tuple(range(7))

mondays = st.dates(date(1972, 1, 1), date(2037, 12, 1)).map(monday_of)
instants = st.datetimes(
    datetime(1972, 1, 1),  # noqa: DTZ001
    datetime(2037, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
weeklies = st.builds(
    Weekly,
    weekday=st.sampled_from(DAYS),
    at=st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    zone=st.sampled_from(ZONES),
    country=st.sampled_from([None, *countries()]),
    moves=st.booleans(),
)


def shows(zone: str, wall: datetime) -> datetime | None:
    """When a zone's clocks show a wall time for the first time, found by looking at all clocks.

    Not by the code under test: over every quarter of an hour, with the offsets of that day.
    """
    place = ZoneInfo(zone)
    begins = wall.replace(tzinfo=UTC) - timedelta(hours=36)
    offsets = {
        (begins + timedelta(minutes=15 * n)).astimezone(place).utcoffset() for n in range(289)
    }
    instants = sorted(wall.replace(tzinfo=UTC) - offset for offset in offsets if offset is not None)
    right = (at for at in instants if at.astimezone(place).replace(tzinfo=None) == wall)
    return next(right, None)


@given(weeklies, mondays)
@example(Weekly(4, time(9), "Pacific/Apia"), date(2011, 12, 26))
@example(Weekly(5, time(9), "Pacific/Kwajalein"), date(1993, 8, 16))
@example(Weekly(5, time(12), "Pacific/Kiritimati"), date(1994, 12, 26))
@example(Weekly(5, time(23, 30), "America/Nuuk"), date(2024, 3, 25))
@example(Weekly(6, time(2, 30), "Europe/Madrid"), date(2026, 3, 23))
@example(Weekly(6, time(2, 30), "Europe/Madrid"), date(2026, 10, 19))
@example(Weekly(4, time(0, 0), "Africa/Cairo"), date(2024, 4, 22))
def test_each_week_has_one_due_instant_which_lies_in_it(weekly: Weekly, week: date) -> None:
    due = weekly.due_in(week)
    assert weekly.week_of(due) == week
    assert weekly.due_after(due - timedelta(seconds=1)) == due
    following = weekly.due_after(due)
    assert following > due
    assert weekly.week_of(following) == week + WEEK
    assert weekly.last_due(due) == due
    assert weekly.last_due(following - timedelta(seconds=1)) == due


@given(weeklies, instants)
def test_the_next_due_instant_is_the_first_after_now(weekly: Weekly, now: datetime) -> None:
    due = weekly.due_after(now)
    assert weekly.last_due(now) <= now < due
    assert weekly.week_of(due) - weekly.week_of(weekly.last_due(now)) == WEEK
    assert due - now <= WEEK + timedelta(days=8)


@given(weeklies, mondays)
@example(Weekly(6, time(2, 30), "Europe/Madrid"), date(2026, 10, 19))
def test_it_is_the_hour_that_the_wall_shows_wherever_the_wall_shows_it(
    weekly: Weekly, week: date
) -> None:
    day = week + timedelta(days=weekly.weekday)
    first = shows(weekly.zone, datetime.combine(day, weekly.at))
    if first is not None and not (weekly.moves and is_holiday(day, weekly.country)):
        assert weekly.due_in(week) == first


@given(weeklies, mondays)
def test_a_holiday_moves_it_to_the_next_working_day_of_the_week_or_else_back(
    weekly: Weekly, week: date
) -> None:
    wanted = week + timedelta(days=weekly.weekday)
    there = [
        week + timedelta(days=day)
        for day in DAYS
        if shows(weekly.zone, datetime.combine(week + timedelta(days=day), weekly.at))
    ]
    if len(there) < len(DAYS) or not is_holiday(wanted, weekly.country):
        return
    works = working_days(weekly.country)
    later = [day for day in there if day > wanted and works(day)]
    earlier = [day for day in there if day < wanted and works(day)]
    expected = later[:1] or earlier[-1:] or [wanted]
    on = weekly.local(weekly.due_in(week)).date()
    assert on == (expected[0] if weekly.moves else wanted)


@given(weeklies, instants, mondays)
def test_a_week_that_is_done_with_has_no_other(weekly: Weekly, now: datetime, beyond: date) -> None:
    due = weekly.due_after(now, beyond=beyond)
    assert due > now
    assert weekly.week_of(due) > beyond
    if weekly.week_of(due) - WEEK > beyond:
        assert due == weekly.due_after(now)


def due(weekly: Weekly, *week: int) -> str:
    return f"{weekly.local(weekly.due_in(date(*week))):%a %d %b %H:%M}"


def test_a_week_in_october_has_169_hours() -> None:
    madrid = Weekly(0, time(9), "Europe/Madrid")
    before, after = (madrid.due_in(date(2026, 10, day)) for day in (19, 26))
    assert after - before == timedelta(hours=169)


def test_an_hour_that_is_shown_twice_counts_once_the_first_time() -> None:
    madrid = Weekly(6, time(2, 30), "Europe/Madrid")
    at = madrid.due_in(date(2026, 10, 19))
    assert at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert madrid.due_after(at) == datetime(2026, 11, 1, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("weekly", "week", "says"),
    [
        (Weekly(6, time(2, 30), "Europe/Madrid"), (2026, 3, 23), "Sun 29 Mar 03:00"),
        (Weekly(4, time(9), "Pacific/Apia"), (2011, 12, 26), "Sat 31 Dec 09:00"),
        (Weekly(5, time(23, 30), "America/Nuuk"), (2024, 3, 25), "Sat 30 Mar 22:59"),
        (Weekly(0, time(9), "Europe/London", "GB", moves=True), (2026, 5, 25), "Tue 26 May 09:00"),
        (Weekly(0, time(9), "Europe/London", "GB"), (2026, 5, 25), "Mon 25 May 09:00"),
        (Weekly(4, time(9), "Europe/Madrid", "ES", moves=True), (2026, 12, 21), "Thu 24 Dec 09:00"),
        (Weekly(5, time(9), "Europe/Madrid", "ES", moves=True), (2026, 8, 10), "Sat 15 Aug 09:00"),
    ],
)
def test_what_the_clock_or_the_calendar_leaves_out_is_made_good(
    weekly: Weekly, week: tuple[int, int, int], says: str
) -> None:
    assert due(weekly, *week) == says
