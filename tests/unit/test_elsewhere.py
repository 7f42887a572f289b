"""A search that began elsewhere: what is done, what is due, whose turn it is, what is kept of it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import checklist, hiring_request
from bot.domain.changes import changes
from bot.domain.checklist import Done, StepState, next_step, progress, step_of
from bot.domain.editing import edited, facts_of, marks
from bot.domain.hiring_request import LINK_LIMIT, HiringRequest, with_step
from bot.domain.history import What
from bot.domain.notices import NoticeKind, notices
from bot.domain.refusals import DateAhead, Field, NoAddress, TooLong, WrongFields
from bot.domain.role import StepKind
from tests.hiring import ANA, NOW, SAM, TODAY, form, request

DEFINE, DRAFT, DESIGN, TAKE_HOME, EVALUATE = StepKind
TOMORROW = TODAY + timedelta(days=1)
SUBSETS = list(chain.from_iterable(combinations(StepKind, size) for size in range(6)))


def due(of: HiringRequest) -> list[str]:
    return [f"{step.due:%a %d %b}" if step.due else "–" for step in of.checklist]


# Opened ----------------------------------------------------------------------------------------


def test_what_was_done_elsewhere_is_done_from_the_beginning() -> None:
    opened = request(done=(DRAFT, DEFINE, DRAFT))
    assert [step.state for step in opened.checklist] == [StepState.DONE] * 2 + [StepState.TO_DO] * 3
    assert step_of(opened.checklist, DEFINE).done == Done(NOW, ANA, elsewhere=True)
    assert opened.version == 1


def test_a_tick_given_here_was_not_given_elsewhere() -> None:
    opened = request(done=(DEFINE,))
    step = checklist.set_done(opened.checklist[0], on=False, by=SAM, at=NOW)
    assert checklist.set_done(step, on=True, by=SAM, at=NOW).done == Done(NOW, SAM)


def test_with_all_five_done_nothing_comes_next() -> None:
    opened = request(done=tuple(StepKind))
    assert next_step(opened.checklist) is None
    assert str(progress(opened.checklist)) == "5 of 5"


# Due -------------------------------------------------------------------------------------------


def test_what_is_done_is_due_no_more_and_the_rest_sooner() -> None:
    assert due(request(done=(DEFINE, DRAFT))) == [
        "–",
        "–",
        "Thu 26 Nov",
        "Tue 01 Dec",
        "Fri 11 Dec",
    ]
    assert due(request(done=tuple(StepKind))) == ["–"] * 5


def test_counted_back_from_a_start_date_the_rest_is_due_when_it_would_have_been() -> None:
    start = date(2027, 6, 1)
    fresh, moved = due(request(start_by=start)), due(request(start_by=start, done=(DEFINE, DRAFT)))
    assert moved == ["–", "–", *fresh[2:]]


def test_a_search_that_has_come_far_has_time_enough_for_a_start_that_is_near() -> None:
    start = date(2027, 1, 18)
    assert due(request(start_by=start))[4] == "Mon 14 Dec"
    assert due(request(start_by=start, done=(DEFINE, DRAFT, DESIGN, TAKE_HOME)))[4] == "Mon 07 Dec"


@given(
    st.dates(min_value=date(2020, 1, 1), max_value=date(2100, 1, 1)),
    st.none() | st.integers(min_value=0, max_value=400),
    st.sampled_from(SUBSETS),
)
def test_due_dates_of_the_rest_follow_each_other(
    today: date, span: int | None, done: tuple[StepKind, ...]
) -> None:
    start_by = None if span is None else today + timedelta(days=span)
    dates = checklist.due_dates(today, start_by, done)
    assert list(dates) == [kind for kind in StepKind if kind not in done]
    ends = [] if start_by is None else [start_by]
    assert [today, *dates.values(), *ends] == sorted([today, *dates.values(), *ends])
    sooner = checklist.due_dates(today, None)
    if start_by is None:
        assert all(day <= sooner[kind] for kind, day in dates.items())


def test_dates_that_are_moved_take_what_is_done_into_account() -> None:
    was = request(done=(DEFINE, DRAFT), start_by=date(2027, 6, 1))
    facts = facts_of(was)
    wanted = replace(facts, start_by=None)
    now = edited(was, marks(facts), wanted, move_dates=True, today=TODAY, at=NOW)
    assert due(now) == due(request(done=(DEFINE, DRAFT)))


# Told ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("done", "whose", "what"),
    [
        ((DEFINE,), SAM, DRAFT),
        ((DEFINE, DRAFT, DESIGN), SAM, TAKE_HOME),
        ((DEFINE, DRAFT, DESIGN, TAKE_HOME), SAM, EVALUATE),
    ],
)
def test_who_is_next_after_what_is_done_is_told(
    done: tuple[StepKind, ...], whose: object, what: StepKind
) -> None:
    (told,) = notices(None, request(done=done), ANA)
    assert (told.kind, told.to, told.facts) == (NoticeKind.YOUR_TURN, whose, {"step": what})


@pytest.mark.parametrize("done", [(), (DEFINE, DRAFT), (DRAFT, DESIGN), tuple(StepKind)])
def test_nobody_is_told_what_is_their_own_doing_or_nothing(done: tuple[StepKind, ...]) -> None:
    assert notices(None, request(done=done), ANA) == ()


def test_whose_step_was_not_done_elsewhere_after_all_is_told() -> None:
    was = request(done=(DEFINE, DRAFT))
    step = checklist.set_done(was.checklist[1], on=False, by=ANA, at=NOW)
    (told,) = notices(was, with_step(was, step), ANA)
    assert (told.kind, told.to) == (NoticeKind.YOUR_TURN, SAM)


def test_history_says_what_was_done_before_and_since_when() -> None:
    opened = request(
        done=(DEFINE, EVALUATE), began_on=date(2026, 10, 12), link="https://a.example/"
    )
    made = [
        (one.what, one.step, one.was, one.became) for one in changes(None, opened, by=ANA, at=NOW)
    ]
    assert made == [
        (What.STATUS, None, None, "open"),
        (What.BEGAN_ON, None, None, "2026-10-12"),
        (What.STEP_STATE, DEFINE, None, "done"),
        (What.STEP_STATE, EVALUATE, None, "done"),
    ]


# Counted ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("began_on", "days"), [(None, 7), (TODAY, 7), (date(2026, 11, 22), 8), (date(2026, 10, 24), 37)]
)
def test_days_are_counted_from_where_the_search_began(began_on: date | None, days: int) -> None:
    filled = replace(request(began_on=began_on), status_at=NOW + timedelta(days=7))
    assert filled.days_to_status == days


# Wrong -----------------------------------------------------------------------------------------


def flaws(**changes: object) -> tuple[object, ...]:
    return hiring_request.flaws(form(**changes), TODAY)


def test_what_is_wrong_with_it_is_told_of_its_fields() -> None:
    assert flaws(link="javascript:alert(1)", began_on=TOMORROW) == (
        NoAddress(),
        DateAhead(TOMORROW, TODAY, field=Field.BEGAN_ON),
    )
    assert flaws(link=" https://jobs.example.com/1\n", began_on=TODAY) == ()


def test_an_address_may_be_as_long_as_its_limit_and_no_longer() -> None:
    link = "https://jobs.example.com/".ljust(LINK_LIMIT, "x")
    assert flaws(link=link) == ()
    assert flaws(link=f"{link}x") == (TooLong(Field.LINK, LINK_LIMIT + 1, LINK_LIMIT),)


def test_since_when_is_changed_to_no_day_to_come_and_troubles_nobody_who_leaves_it() -> None:
    was = request(began_on=TODAY)
    facts, yesterday = facts_of(was), TODAY - timedelta(days=1)

    def edit(wanted: object) -> HiringRequest:
        return edited(was, marks(facts), wanted, move_dates=False, today=yesterday, at=NOW)

    assert edit(replace(facts, place="Rome")).began_on == TODAY
    assert edit(replace(facts, began_on=yesterday)).began_on == yesterday
    assert edit(replace(facts, began_on=None)).began_on is None
    with pytest.raises(WrongFields) as refused:
        edit(replace(facts, began_on=TOMORROW))
    assert refused.value.flaws == (DateAhead(TOMORROW, yesterday, field=Field.BEGAN_ON),)
