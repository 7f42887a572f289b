from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.checklist import Blocked, BlockedReason, set_blocked, set_done, step_of
from bot.domain.countries import countries, working_days
from bot.domain.hiring_request import HiringRequest, with_step
from bot.domain.identity import RequestNumber
from bot.domain.leaving import concerned, returned, without
from bot.domain.notices import NoticeKind, notices
from bot.domain.reminders import (
    Heard,
    Key,
    Matter,
    What,
    bundle,
    due,
    heard_at_once,
    matters_of,
    to_say,
    waits,
)
from bot.domain.role import StepKind
from tests.hiring import ANA, LI, NOW, SAM, TODAY, request

DEFINE, DRAFT, DESIGN, TAKE_HOME, SIGNALS = StepKind
ONE = RequestNumber(1)
MATTER = due(ONE, DRAFT, TODAY)
WEEKDAYS = working_days(None)


def said(matters: list[Matter], heard: Mapping[Key, Heard], on: date) -> list[Matter]:
    return list(to_say(matters, heard, on, WEEKDAYS))


def heard(times: int, last_on: date, about: str = MATTER.about) -> dict[Key, Heard]:
    return {MATTER.key: Heard(about, times, last_on)}


def test_what_is_new_is_said() -> None:
    assert said([MATTER], {}, TODAY) == [MATTER]
    assert said([MATTER], heard(2, TODAY, "2026-11-20"), TODAY) == [MATTER]


@pytest.mark.parametrize(
    ("last_on", "today", "again"),
    [
        (date(2026, 11, 23), date(2026, 11, 25), False),
        (date(2026, 11, 23), date(2026, 11, 26), True),
        (date(2026, 11, 27), date(2026, 12, 1), False),  # a Friday: the weekend does not count
        (date(2026, 11, 27), date(2026, 12, 2), True),
        (date(2026, 11, 27), date(2026, 11, 26), False),  # who flew west has a day again
    ],
)
def test_it_is_said_again_after_three_working_days(last_on: date, today: date, again: bool) -> None:
    assert bool(said([MATTER], heard(1, last_on), today)) is again


def test_it_is_not_said_a_third_time() -> None:
    assert said([MATTER], heard(2, TODAY), TODAY + timedelta(days=100)) == []


@given(
    country=st.sampled_from([None, *countries()]),
    first=st.dates(date(2010, 1, 1), date(2030, 1, 1)),
    looks=st.lists(st.integers(1, 9), max_size=30),
    changes=st.sets(st.integers(0, 30)),
)
def test_however_the_days_go_each_thing_is_said_twice_at_most_three_working_days_apart(
    country: str | None, first: date, looks: list[int], changes: set[int]
) -> None:
    is_working = working_days(country)
    known: dict[Key, Heard] = {}
    days: dict[str, list[date]] = {}
    today, matter = first, due(ONE, DRAFT, first)
    for turn, gap in enumerate(looks):
        today += timedelta(days=gap)
        if turn in changes:
            matter = due(ONE, DRAFT, today)
        for one in to_say([matter], known, today, is_working):
            before = known.get(one.key)
            times = before.times + 1 if before and before.about == one.about else 1
            known[one.key] = Heard(one.about, times, today)
            days.setdefault(one.about, []).append(today)
    for on in days.values():
        assert len(on) <= 2
        if len(on) == 2:
            between = (on[0] + timedelta(days=count + 1) for count in range((on[1] - on[0]).days))
            assert sum(map(is_working, between)) >= 3


def test_a_bundle_says_what_it_is_about() -> None:
    block = waits(ONE, DRAFT, NOW)
    other = due(RequestNumber(7), SIGNALS, TODAY)
    told = bundle(SAM, [MATTER, block, other], TODAY, until=NOW, guess="ES")
    assert matters_of(told) == (
        (ONE, DRAFT, frozenset(What)),
        (RequestNumber(7), SIGNALS, frozenset({What.DUE})),
    )
    assert told.numbers == (ONE, RequestNumber(7))
    assert told.until == NOW
    assert told.key == "bundle:T0ACME/U0SAM:2026-11-23"


# Who leaves ----------------------------------------------------------------------------------


def blocked(one: HiringRequest, kind: StepKind) -> HiringRequest:
    block = Blocked(BlockedReason.PAY, "", (LI, SAM), NOW, ANA)
    return with_step(one, set_blocked(step_of(one.checklist, kind), block))


def done(one: HiringRequest, kind: StepKind, at: datetime = NOW) -> HiringRequest:
    return with_step(one, set_done(step_of(one.checklist, kind), on=True, by=SAM, at=at))


def test_nothing_is_left_to_do_for_who_left() -> None:
    before = done(blocked(request(), DESIGN), DRAFT)
    after = without(before, SAM.user)
    assert concerned(before) - concerned(after) == {SAM}
    assert step_of(after.checklist, DRAFT).owner == SAM
    assert [step.kind for step in after.checklist if step.owner is None] == [TAKE_HOME, SIGNALS]
    block = step_of(after.checklist, DESIGN).blocked
    assert block is not None
    assert block.on == (LI,)
    assert without(after, SAM.user) is after


def test_a_manager_stays_named_until_they_are_back_or_somebody_takes_over() -> None:
    gone = without(request(), ANA.user)
    assert (gone.manager, gone.manager_has_left) == (ANA, True)
    assert without(gone, ANA.user) == gone
    assert returned(gone, SAM.user) is gone
    assert not returned(gone, ANA.user).manager_has_left


def test_who_has_no_part_in_it_changes_nothing_by_leaving() -> None:
    one = request()
    assert without(one, LI.user) is one


# What is said of a change --------------------------------------------------------------------


def kinds(was: HiringRequest, now: HiringRequest, **more: bool) -> list[tuple[NoticeKind, str]]:
    told = notices(was, now, LI, **more)
    return [(one.kind, one.to.user) for one in told if one.to is not None]


def test_who_hears_directly_of_a_block_need_not_be_reminded_next_morning() -> None:
    was = request()
    now = blocked(was, TAKE_HOME)
    told = notices(was, now, LI)
    assert [one.to for one in told] == [ANA, SAM]
    assert heard_at_once(told, now) == ((SAM, waits(now.number, TAKE_HOME, NOW)),)


def test_of_who_leaves_the_manager_hears_once_a_request() -> None:
    was = blocked(request(), DESIGN)
    now = without(was, LI.user)
    assert kinds(was, now, left=True) == [(NoticeKind.NEEDS_OWNER, "U0ANA")]


def test_of_a_manager_who_leaves_the_recruiters_hear() -> None:
    was = request()
    now = without(was, ANA.user)
    told = notices(was, now, ANA, left=True)
    assert [(one.kind, one.to) for one in told] == [(NoticeKind.NEEDS_OWNER, SAM)]


def test_who_comes_to_the_team_hears_it_and_who_was_there_does_not() -> None:
    was = request()
    draft = step_of(was.checklist, DRAFT)
    given_away = with_step(was, replace(draft, owner=ANA))
    assert kinds(was, given_away) == []
    now = replace(was, recruiters=(SAM, ANA))
    assert kinds(was, now) == []
    assert [(one.kind, one.to) for one in notices(was, replace(was, manager=LI), ANA)] == [
        (NoticeKind.HANDED_OVER, LI)
    ]


def test_what_is_next_is_said_as_a_turn_alone() -> None:
    was = request()
    define = step_of(was.checklist, DEFINE)
    told = notices(was, with_step(was, replace(define, owner=LI)), ANA)
    assert [(one.kind, one.to) for one in told] == [(NoticeKind.YOUR_TURN, LI)]
