"""Counting in working days: Monday to Friday.

Each working day has an index, and a weekend the index of the Monday after it, so that counting on
and back is one sum however far it goes.
"""

from datetime import date, timedelta

_WEEKEND = 5


def after(day: date, count: int) -> date:
    """The `count`th working day after `day`; one after a Saturday is Monday."""
    return _at(_index(day.toordinal() + 1) - 1 + count)


def before(day: date, count: int) -> date:
    """The `count`th working day before `day`; one before a Sunday is Friday."""
    return _at(_index(day.toordinal()) - count)


def between(start: date, end: date) -> int:
    """How many working days there are from `start` on and before `end`."""
    return _index(end.toordinal()) - _index(start.toordinal())


def late(due: date, today: date) -> int:
    """How many working days late something is `today`: at least one, 0 where it is not late."""
    if due >= today:
        return 0
    return max(1, between(due + timedelta(days=1), today) + (today.weekday() < _WEEKEND))


def _index(ordinal: int) -> int:
    weeks, weekday = divmod(ordinal - 1, 7)
    return weeks * 5 + min(weekday, 5)


def _at(index: int) -> date:
    weeks, weekday = divmod(index, 5)
    return date.fromordinal(weeks * 7 + weekday + 1)
