"""Edited, handed over, arranged: only what somebody changed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain import checklist
from bot.domain.checklist import Arranged, Done
from bot.domain.editing import Facts, edited, facts_of, marks
from bot.domain.handing_over import handed_over
from bot.domain.hiring_request import HiringRequest, Status
from bot.domain.refusals import (
    DateInPast,
    EmptyTitle,
    FewerThanFilled,
    Field,
    NoAddress,
    NoPartInIt,
    NotNow,
    SamePerson,
    TooManyWouldSee,
    WrongFields,
)
from tests.hiring import ANA, LI, NOW, SAM, TODAY, request

SHOWN = facts_of(request())


def edit(was: HiringRequest, *, move: bool = False, **wanted: object) -> HiringRequest:
    shown = facts_of(was)
    return edit_from(was, shown, replace(shown, **wanted), move=move)


def edit_from(
    was: HiringRequest, shown: Facts, wanted: Facts, *, move: bool = False
) -> HiringRequest:
    return edited(was, marks(shown), wanted, move_dates=move, today=TODAY, at=NOW)


def test_what_nobody_changed_stays_whatever_the_screen_showed() -> None:
    was = replace(request(), title="Changed by Sam", openings=2)
    now = edit_from(was, SHOWN, replace(SHOWN, place="Lisbon"))
    assert (now.title, now.openings, now.place) == ("Changed by Sam", 2, "Lisbon")


def test_nothing_changed_is_the_very_same() -> None:
    was = request()
    assert edit(was, title=f"  {was.title} ") == was


def test_texts_are_kept_tidy() -> None:
    now = edit(request(), title=" A  title\n", problem=" why ", link=" https://jobs.example/1 ")
    assert (now.title, now.problem, now.link) == ("A title", "why", "https://jobs.example/1")


@pytest.mark.parametrize(
    ("wanted", "flaw"),
    [
        ({"title": " "}, EmptyTitle()),
        ({"link": "javascript:alert(1)"}, NoAddress()),
        ({"link": "http://jobs.example"}, NoAddress()),
        ({"confidential": True}, TooManyWouldSee(field=Field.CONFIDENTIAL)),
        ({"openings": 1}, FewerThanFilled(1, 2)),
        (
            {"start_by": TODAY - timedelta(days=1)},
            DateInPast(TODAY - timedelta(days=1), TODAY),
        ),
    ],
)
def test_what_cannot_be_kept_is_said_of_its_field(wanted: dict[str, object], flaw: object) -> None:
    was = replace(request(openings=3), filled=2)
    with pytest.raises(WrongFields) as refused:
        edit(was, **wanted)
    assert refused.value.flaws == (flaw,)


def test_a_start_date_gone_by_troubles_nobody_who_leaves_it() -> None:
    was = replace(request(), start_by=date(2026, 1, 1))
    assert edit(was, place="Rome").place == "Rome"


def test_where_no_more_are_wanted_than_are_filled_it_is_filled() -> None:
    now = edit(replace(request(openings=3), filled=2), openings=2)
    assert (now.status, now.openings) == (Status.FILLED, 2)


def test_a_closed_request_is_not_edited() -> None:
    with pytest.raises(NotNow):
        edit(replace(request(), status=Status.FILLED), title="Other")


def test_due_dates_stay_unless_they_are_to_move() -> None:
    was = request()
    done = replace(was.checklist[0], done=Done(NOW, ANA))
    was = replace(was, checklist=(done, *was.checklist[1:]))
    start = date(2027, 6, 1)
    stays, moves = edit(was, start_by=start), edit(was, start_by=start, move=True)
    assert stays.checklist == was.checklist
    assert moves.checklist[0] == done
    dates = checklist.due_dates(TODAY, start)
    assert [step.due for step in moves.checklist[1:]] == [*dates.values()][1:]


def test_a_manager_hands_over_the_request_and_their_open_steps() -> None:
    was = request()
    done = replace(was.checklist[0], done=Done(NOW, ANA))
    was = replace(was, checklist=(done, *was.checklist[1:]), manager_has_left=True)
    now = handed_over(was, ANA, LI)
    assert (now.manager, now.manager_has_left) == (LI, False)
    assert [step.owner for step in now.checklist] == [ANA, SAM, LI, SAM, SAM]


def test_a_recruiter_hands_over_to_another_who_is_there_already() -> None:
    now = handed_over(request(recruiters=(SAM, LI)), SAM, LI)
    assert (now.manager, now.recruiters) == (ANA, (LI,))
    assert [step.owner for step in now.checklist] == [ANA, LI, ANA, LI, LI]


def test_who_owns_a_step_alone_hands_that_over() -> None:
    was = request()
    was = replace(
        was, checklist=(replace(was.checklist[0], owner=LI, version=3), *was.checklist[1:])
    )
    now = handed_over(was, LI, SAM)
    assert (now.checklist[0].owner, now.checklist[0].version) == (SAM, 4)
    assert now.checklist[1:] == was.checklist[1:]


def test_who_has_no_part_in_it_can_hand_over_nothing() -> None:
    with pytest.raises(NoPartInIt):
        handed_over(request(), LI, SAM)


def test_nobody_hands_over_to_themselves() -> None:
    with pytest.raises(WrongFields) as refused:
        handed_over(request(), ANA, ANA)
    assert refused.value.flaws == (SamePerson(),)


def test_of_owner_and_date_only_the_changed_one_is_kept() -> None:
    step = replace(request().checklist[0], owner=LI)
    shown = Arranged(ANA, step.due)
    now = checklist.arranged(step, shown, Arranged(ANA, date(2027, 1, 4)))
    assert (now.owner, now.due) == (LI, date(2027, 1, 4))
    assert checklist.arranged(step, shown, shown) is step


def test_a_done_step_is_neither_started_nor_blocked() -> None:
    done = replace(request().checklist[0], done=Done(NOW, ANA))
    assert checklist.set_started(done, on=True) is done
    assert checklist.set_blocked(done, None) is done
