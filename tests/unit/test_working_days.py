from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import working_days

FRIDAY = date(2026, 11, 27)
SATURDAY, SUNDAY, MONDAY = (FRIDAY + timedelta(days=days) for days in (1, 2, 3))

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2200, 1, 1))
counts = st.integers(min_value=1, max_value=60)


def walked(day: date, count: int, towards: int) -> date:
    while count:
        day += timedelta(days=towards)
        count -= day.weekday() < 5
    return day


@given(days, counts)
def test_counting_on_passes_weekends(day: date, count: int) -> None:
    assert working_days.after(day, count) == walked(day, count, 1)


@given(days, counts)
def test_counting_back_passes_weekends(day: date, count: int) -> None:
    assert working_days.before(day, count) == walked(day, count, -1)


@given(days, st.integers(min_value=0, max_value=200))
def test_working_days_between_two_days_are_counted_without_the_later(day: date, span: int) -> None:
    within = [day + timedelta(days=number) for number in range(span)]
    counted = sum(each.weekday() < 5 for each in within)
    assert working_days.between(day, day + timedelta(days=span)) == counted


def test_a_weekend_lies_between_friday_and_monday() -> None:
    assert working_days.after(FRIDAY, 1) == MONDAY
    assert working_days.after(SATURDAY, 1) == MONDAY
    assert working_days.before(MONDAY, 1) == FRIDAY
    assert working_days.before(SUNDAY, 1) == FRIDAY


@given(days, st.integers(min_value=1, max_value=200))
def test_what_is_late_is_so_by_each_working_day_since_and_by_one_at_least(
    due: date, span: int
) -> None:
    since = [due + timedelta(days=number) for number in range(1, span + 1)]
    counted = sum(each.weekday() < 5 for each in since)
    assert working_days.late(due, since[-1]) == max(1, counted)
    assert working_days.late(due, due) == working_days.late(since[-1], due) == 0


def test_what_was_due_on_friday_is_a_day_late_until_tuesday() -> None:
    assert [working_days.late(FRIDAY, day) for day in (SATURDAY, SUNDAY, MONDAY)] == [1, 1, 1]
    assert working_days.late(FRIDAY, MONDAY + timedelta(days=1)) == 2


def test_the_calendars_last_day_can_be_counted_from() -> None:
    assert working_days.before(date.max, 1) == date(9999, 12, 30)
    assert working_days.between(date.max, date.max) == 0
