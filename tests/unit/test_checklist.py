from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import checklist, working_days
from bot.domain.checklist import Blocked, BlockedReason, Checklist, Step, StepState
from bot.domain.identity import Person
from bot.domain.refusals import Field, NoReason, TooLong, WrongFields
from bot.domain.role import StepKind
from tests.hiring import ANA, LI, NOW, SAM, TODAY, request

STEPS = request().checklist


@dataclass(frozen=True)
class Act:
    """What somebody did, on whatever their screen showed."""

    what: str
    step: StepKind
    by: Person


acts = st.lists(
    st.builds(
        Act,
        what=st.sampled_from(["tick", "untick", "undo"]),
        step=st.sampled_from(StepKind),
        by=st.sampled_from([ANA, SAM, LI]),
    )
)
BLOCKED = Blocked(BlockedReason.BUDGET, "", (LI,), NOW, SAM)
OPEN: dict[StepState, dict[str, Any]] = {
    StepState.TO_DO: {},
    StepState.IN_PROGRESS: {"started": True},
    StepState.BLOCKED: {"started": True, "blocked": BLOCKED},
}
open_states = st.sampled_from(list(OPEN))


def acted(steps: Checklist, act: Act) -> Checklist:
    step = checklist.step_of(steps, act.step)
    match act.what:
        case "tick":
            new = checklist.set_done(step, on=True, by=act.by, at=NOW)
        case "untick":
            new = checklist.set_done(step, on=False, by=act.by, at=NOW)
        case _:
            new = checklist.undo(step, act.by)
    return tuple(new if each.kind == new.kind else each for each in steps)


def tickers(done: Iterable[Act]) -> Mapping[StepKind, Person]:
    """Who ticked what is ticked, told without looking at a step."""
    ticked: dict[StepKind, Person] = {}
    for act in done:
        if act.what == "tick":
            ticked.setdefault(act.step, act.by)
        elif act.what == "untick" or ticked.get(act.step) == act.by:
            ticked.pop(act.step, None)
    return ticked


@given(acts)
def test_whatever_people_toggle_each_step_ends_as_it_was_last_toggled(done: list[Act]) -> None:
    steps = STEPS
    for act in done:
        steps = acted(steps, act)
    assert {step.kind: step.done.by for step in steps if step.done} == tickers(done)


@given(acts)
def test_an_act_touches_its_own_step_alone(done: list[Act]) -> None:
    steps = STEPS
    for act in done:
        before, steps = steps, acted(steps, act)
        assert all(
            new is old for old, new in zip(before, steps, strict=True) if old.kind != act.step
        )


@given(acts)
def test_an_act_done_twice_is_done_once(done: list[Act]) -> None:
    steps = STEPS
    for act in done:
        steps = acted(steps, act)
        again = acted(steps, act)
        assert all(new is old for old, new in zip(steps, again, strict=True))


@given(acts, open_states)
def test_a_tick_taken_back_leaves_the_state_that_was_before(
    done: list[Act], before: StepState
) -> None:
    steps = tuple(replace(step, **OPEN[before]) for step in STEPS)
    for act in [*done, *(Act("untick", kind, ANA) for kind in StepKind)]:
        steps = acted(steps, act)
    assert {step.state for step in steps} == {before}


@given(acts)
def test_a_step_has_one_more_version_for_each_change(done: list[Act]) -> None:
    steps = STEPS
    for act in done:
        old, steps = checklist.step_of(steps, act.step), acted(steps, act)
        new = checklist.step_of(steps, act.step)
        assert new.version - old.version == (new != old)


def test_the_first_tick_counts_and_says_who_gave_it_and_when() -> None:
    first = checklist.set_done(STEPS[0], on=True, by=SAM, at=NOW)
    later = checklist.set_done(first, on=True, by=ANA, at=NOW + timedelta(hours=1))
    assert later.done == checklist.Done(at=NOW, by=SAM)


def test_undo_leaves_another_persons_tick() -> None:
    ticked = checklist.set_done(STEPS[0], on=True, by=SAM, at=NOW)
    assert checklist.undo(ticked, ANA) is ticked


def test_the_next_step_is_the_first_not_done_and_brings_its_owner() -> None:
    steps = acted(
        acted(STEPS, Act("tick", StepKind.DEFINE_PROBLEM, SAM)),
        Act("tick", StepKind.CREATE_TAKE_HOME, SAM),
    )
    following = checklist.next_step(steps)
    assert following is not None
    assert (following.kind, following.owner) == (StepKind.DRAFT_JOB_DESCRIPTION, SAM)
    assert str(checklist.progress(steps)) == "2 of 5"


def test_nothing_is_next_when_all_is_done() -> None:
    steps = STEPS
    for kind in StepKind:
        steps = acted(steps, Act("tick", kind, ANA))
    assert checklist.next_step(steps) is None
    assert str(checklist.progress(steps)) == "5 of 5"


def owners(steps: Checklist) -> list[Person | None]:
    return [step.owner for step in steps]


def test_the_manager_owns_steps_1_and_3_and_the_first_recruiter_the_others() -> None:
    assert owners(request(recruiters=(SAM, LI)).checklist) == [ANA, SAM, ANA, SAM, SAM]


def test_without_a_recruiter_their_steps_have_no_owner() -> None:
    assert owners(request(recruiters=()).checklist) == [ANA, None, ANA, None, None]


def due(steps: Checklist) -> list[str]:
    return [f"{step.due:%a %d %b}" for step in steps]


def test_without_a_start_date_steps_are_due_from_today_on() -> None:
    assert due(STEPS) == ["Wed 25 Nov", "Mon 30 Nov", "Thu 03 Dec", "Tue 08 Dec", "Fri 18 Dec"]


def test_a_start_date_far_off_is_counted_back_from() -> None:
    steps = request(start_by=date(2027, 2, 1)).checklist
    assert due(steps) == ["Thu 26 Nov", "Tue 01 Dec", "Fri 04 Dec", "Wed 09 Dec", "Mon 21 Dec"]


def test_a_start_date_close_by_shares_out_the_days_there_are() -> None:
    steps = request(start_by=TODAY + timedelta(days=14)).checklist
    assert due(steps) == ["Mon 23 Nov", "Tue 24 Nov", "Tue 24 Nov", "Wed 25 Nov", "Thu 26 Nov"]


@given(
    st.dates(min_value=date(2020, 1, 1), max_value=date(2100, 1, 1)),
    st.integers(min_value=0, max_value=400),
)
def test_due_dates_follow_each_other_from_today_to_the_start(today: date, span: int) -> None:
    start_by = today + timedelta(days=span)
    dates = list(checklist.due_dates(today, start_by).values())
    assert [today, *dates, start_by] == sorted([today, *dates, start_by])


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2100, 1, 1)), st.integers(7, 400))
def test_no_step_is_due_on_a_weekend_unless_it_is_today(today: date, span: int) -> None:
    dates = checklist.due_dates(today, today + timedelta(days=span)).values()
    assert all(day == today or day.weekday() < 5 for day in dates)


def test_every_kind_of_step_has_a_due_date() -> None:
    assert list(checklist.due_dates(TODAY, None)) == list(StepKind)


@pytest.mark.parametrize("state", list(OPEN))
def test_a_done_step_is_done_whatever_it_was(state: StepState) -> None:
    step: Step = replace(STEPS[0], **OPEN[state])
    assert checklist.set_done(step, on=True, by=ANA, at=NOW).state == StepState.DONE


@pytest.mark.parametrize(
    ("reason", "text", "flaw"),
    [
        (BlockedReason.OTHER, " \n", NoReason()),
        (BlockedReason.PAY, "x" * 501, TooLong(Field.REASON, 501, 500)),
    ],
)
def test_what_blocks_a_step_is_said_in_words_that_fit(
    reason: BlockedReason, text: str, flaw: NoReason | TooLong
) -> None:
    with pytest.raises(WrongFields) as refused:
        checklist.because(reason, text, (), by=ANA, at=NOW)
    assert refused.value.flaws == (flaw,)


def test_a_reason_of_the_list_needs_no_words() -> None:
    said = checklist.because(BlockedReason.PAY, "  ", (LI,), by=SAM, at=NOW)
    assert said == Blocked(BlockedReason.PAY, "", (LI,), NOW, SAM)


def test_a_usual_search_is_counted_the_same_from_either_end() -> None:
    start_by = working_days.after(TODAY, checklist.WHOLE_SEARCH)
    assert checklist.due_dates(TODAY, start_by) == checklist.due_dates(TODAY, None)
