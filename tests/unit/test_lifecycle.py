"""Held, resumed, cancelled, filled, reopened: what may follow what, and what adds up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import lifecycle
from bot.domain.filling import BY_WHOM_LIMIT, Filling
from bot.domain.hiring_request import (
    MOST_OPENINGS,
    REASON_LIMIT,
    HiringRequest,
    Status,
    StatusReason,
)
from bot.domain.refusals import (
    DateAhead,
    Field,
    MoreThanLeft,
    NoReason,
    NothingToFill,
    NotNow,
    OpeningsOutOfRange,
    Refusal,
    TooLong,
    Verb,
    WrongFields,
)
from tests.hiring import ANA, NOW, SAM, TODAY, request

LATER = NOW + timedelta(days=9)
BUDGET, OTHER = StatusReason.BUDGET, StatusReason.OTHER


def filling(openings: int = 1, on: date = TODAY, by_whom: str = "", position: int = 2) -> Filling:
    return Filling(position, openings, on, by_whom, LATER, SAM)


def filled(was: HiringRequest, one: Filling, *before: Filling) -> HiringRequest:
    return lifecycle.filled(was, one, before, LATER.date())


ACTS: dict[Verb, Callable[[HiringRequest], HiringRequest]] = {
    Verb.HOLD: lambda one: lifecycle.held(one, BUDGET, "", LATER),
    Verb.RESUME: lambda one: lifecycle.resumed(one, LATER),
    Verb.CANCEL: lambda one: lifecycle.cancelled(one, BUDGET, "", LATER),
    Verb.FILL: lambda one: filled(one, filling(one.openings_left)),
    Verb.REOPEN: lambda one: lifecycle.reopened(one, (), 1, LATER),
}
LEADS_TO = {
    (Status.OPEN, Verb.HOLD): Status.ON_HOLD,
    (Status.OPEN, Verb.RESUME): Status.OPEN,
    (Status.OPEN, Verb.CANCEL): Status.CANCELLED,
    (Status.OPEN, Verb.FILL): Status.FILLED,
    (Status.ON_HOLD, Verb.RESUME): Status.OPEN,
    (Status.ON_HOLD, Verb.CANCEL): Status.CANCELLED,
    (Status.ON_HOLD, Verb.FILL): Status.FILLED,
    (Status.FILLED, Verb.REOPEN): Status.OPEN,
    (Status.CANCELLED, Verb.REOPEN): Status.OPEN,
}


def with_status(status: Status) -> HiringRequest:
    return replace(request(), status=status, filled=1 if status is Status.FILLED else 0)


@pytest.mark.parametrize("verb", ACTS)
@pytest.mark.parametrize("status", Status)
def test_what_may_follow_what(status: Status, verb: Verb) -> None:
    was = with_status(status)
    wanted = LEADS_TO.get((status, verb))
    if wanted is None:
        with pytest.raises(NotNow) as refused:
            ACTS[verb](was)
        assert (refused.value.verb, refused.value.status) == (verb, status)
    else:
        assert ACTS[verb](was).status is wanted


def test_a_hold_says_why_and_since_when_and_resuming_forgets_it() -> None:
    held = lifecycle.held(request(), BUDGET, "  frozen until May \n", LATER)
    assert (held.status_reason, held.status_text) == (BUDGET, "frozen until May")
    assert held.status_at == LATER
    back = lifecycle.resumed(held, LATER + timedelta(days=1))
    assert (back.status_reason, back.status_text) == (None, "")


def test_what_is_open_is_resumed_without_a_change() -> None:
    was = request()
    assert lifecycle.resumed(was, LATER) is was


def test_something_else_has_to_be_said() -> None:
    with pytest.raises(WrongFields) as refused:
        lifecycle.held(request(), OTHER, "  ", LATER)
    assert refused.value.flaws == (NoReason(),)
    assert lifecycle.cancelled(request(), OTHER, "we wait", LATER).status is Status.CANCELLED


def test_a_reason_has_an_end() -> None:
    with pytest.raises(WrongFields) as refused:
        lifecycle.cancelled(request(), BUDGET, "x" * (REASON_LIMIT + 1), LATER)
    assert refused.value.flaws == (TooLong(Field.REASON, REASON_LIMIT + 1, REASON_LIMIT),)


def test_some_openings_filled_leave_it_open() -> None:
    was = request(openings=3)
    now = filled(was, filling(2))
    assert (now.status, now.filled, now.openings_left) == (Status.OPEN, 2, 1)
    assert now.status_at == was.status_at


def test_the_last_opening_fills_it_on_the_latest_of_the_days() -> None:
    was = replace(request(openings=2), filled=1)
    before = filling(on=date(2026, 11, 30))
    now = filled(was, filling(on=date(2026, 11, 27), position=5), before)
    assert now.status is Status.FILLED
    assert now.status_at == datetime(2026, 11, 30, 12, tzinfo=UTC)


def test_a_request_is_never_filled_before_it_was_opened_or_after_now() -> None:
    assert filled(request(), filling(on=date(2026, 1, 5))).status_at == NOW
    at_once = replace(filling(), recorded_at=NOW + timedelta(minutes=1))
    assert filled(request(), at_once).status_at == NOW + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("opened_at", "filled_at", "on", "days"),
    [
        (NOW, NOW + timedelta(hours=7), date(2026, 11, 23), 0),
        (NOW, LATER, date(2026, 11, 24), 1),
        # By the clock it is less than 41 days to the noon that stands for the day.
        (NOW + timedelta(hours=7), NOW + timedelta(days=50), date(2027, 1, 3), 41),
        # Eight in the evening in California, and nine in the morning.
        (datetime(2026, 11, 24, 4, tzinfo=UTC), LATER, date(2026, 11, 30), 6),
        (datetime(2026, 11, 23, 17, tzinfo=UTC), LATER, date(2026, 11, 30), 7),
        # Half past eight in Tokyo, on the same day and a week later.
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), NOW, date(2026, 11, 23), 0),
        (
            datetime(2026, 11, 22, 23, 30, tzinfo=UTC),
            datetime(2026, 11, 29, 23, 30, tzinfo=UTC),
            date(2026, 11, 30),
            7,
        ),
    ],
)
def test_how_long_it_took_is_counted_in_days_to_the_nearest(
    opened_at: datetime, filled_at: datetime, on: date, days: int
) -> None:
    was = replace(request(), opened_at=opened_at)
    one = replace(filling(on=on), recorded_at=filled_at)
    now = lifecycle.filled(was, one, (), max(on, filled_at.date()))
    assert now.days_to_status == days


def test_a_hold_lasts_while_an_opening_is_left() -> None:
    was = replace(request(openings=2), status=Status.ON_HOLD, status_reason=BUDGET)
    now = filled(was, filling(1))
    assert (now.status, now.status_reason) == (Status.ON_HOLD, BUDGET)


def test_what_is_wrong_with_a_filling_is_said_of_each_field() -> None:
    tomorrow = LATER.date() + timedelta(days=1)
    with pytest.raises(WrongFields) as refused:
        filled(request(), filling(2, tomorrow, "x" * (BY_WHOM_LIMIT + 1)))
    assert refused.value.flaws == (
        MoreThanLeft(2, 1),
        DateAhead(tomorrow, LATER.date()),
        TooLong(Field.BY_WHOM, BY_WHOM_LIMIT + 1, BY_WHOM_LIMIT),
    )


def test_reopening_takes_back_who_does_not_come() -> None:
    was = replace(request(openings=2), status=Status.FILLED, filled=2)
    now = lifecycle.reopened(was, (filling(1),), 0, LATER)
    assert (now.status, now.openings, now.filled) == (Status.OPEN, 2, 1)


def test_reopening_wants_more_openings_or_somebody_taken_back() -> None:
    was = with_status(Status.FILLED)
    with pytest.raises(WrongFields) as refused:
        lifecycle.reopened(was, (), 0, LATER)
    assert refused.value.flaws == (NothingToFill(),)
    assert lifecycle.reopened(was, (), 2, LATER).openings == 3


@pytest.mark.parametrize("more", [-1, MOST_OPENINGS])
def test_reopening_leaves_openings_in_their_range(more: int) -> None:
    with pytest.raises(WrongFields) as refused:
        lifecycle.reopened(with_status(Status.FILLED), (), more, LATER)
    assert refused.value.flaws == (
        OpeningsOutOfRange(more, least=0, most=MOST_OPENINGS - 1, field=Field.OPENINGS_MORE),
    )


def test_of_an_open_request_somebody_can_be_taken_back() -> None:
    was = replace(request(openings=3), filled=2)
    now = lifecycle.reopened(was, (filling(1),), 0, LATER)
    assert (now.status, now.filled, now.status_at) == (Status.OPEN, 1, was.status_at)


def test_what_was_cancelled_is_reopened_as_it_was() -> None:
    was = lifecycle.cancelled(replace(request(openings=2), filled=1), BUDGET, "", NOW)
    now = lifecycle.reopened(was, (), 0, LATER)
    assert (now.status, now.openings, now.filled) == (Status.OPEN, 2, 1)
    assert (now.status_at, now.status_reason) == (LATER, None)


@given(st.integers(1, 4), st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 3))))
def test_openings_add_up_whatever_is_done(openings: int, acts: list[tuple[Verb, int]]) -> None:
    now, fillings = request(openings=openings), list[Filling]()
    for place, (verb, count) in enumerate(acts):
        try:
            match verb:
                case Verb.FILL:
                    one = filling(count, position=place)
                    now = filled(now, one, *fillings)
                    fillings.append(one)
                case Verb.REOPEN:
                    back = fillings[:count]
                    now = lifecycle.reopened(now, back, 0, LATER)
                    fillings = fillings[count:]
                case _:
                    now = ACTS[verb](now)
        except Refusal:
            continue
        assert now.filled == sum(one.openings for one in fillings) <= now.openings
        assert (now.status is Status.FILLED) == (now.openings_left == 0)
        why = {Status.ON_HOLD, Status.CANCELLED}
        assert (now.status_reason is not None) == (now.status in why)
        assert now.status_at >= now.opened_at


def test_nobody_is_named_where_a_filling_is_logged() -> None:
    assert "Jane" not in repr(filling(by_whom="Jane Doe"))
    assert ANA.user in repr(replace(filling(), recorded_by=ANA))
