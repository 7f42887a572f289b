from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest

from bot.domain import hiring_request
from bot.domain.draft import Overrule
from bot.domain.hiring_request import (
    MOST_OPENINGS,
    MOST_RECRUITERS,
    PLACE_LIMIT,
    PROBLEM_LIMIT,
    REASON_LIMIT,
    TITLE_LIMIT,
    Decision,
    Status,
)
from bot.domain.identity import Person
from bot.domain.refusals import (
    CannotOpen,
    DateInPast,
    EmptyTitle,
    Field,
    Flaw,
    OpeningsOutOfRange,
    TooLong,
    TooManyRecruiters,
)
from bot.domain.role import Plan
from tests.hiring import ANA, DECISION, LI, SAM, TODAY, form, request

YESTERDAY = TODAY - timedelta(days=1)


def overruled(reason: str) -> Decision:
    return replace(DECISION, overrule=Overrule(Plan.BOTH, reason))


def people(count: int) -> tuple[Person, ...]:
    return tuple(Person("T0ACME", f"U{number}") for number in range(count))


def flaws(today: date = TODAY, **changes: object) -> tuple[Flaw, ...]:
    return hiring_request.flaws(form(**changes), today)


def test_a_new_request_is_open_and_in_its_first_version() -> None:
    opened = request()
    assert (opened.status, opened.version, opened.manager) == (Status.OPEN, 1, ANA)


@pytest.mark.parametrize(
    ("name", "limit", "field"),
    [
        ("title", TITLE_LIMIT, Field.TITLE),
        ("problem", PROBLEM_LIMIT, Field.PROBLEM),
        ("place", PLACE_LIMIT, Field.PLACE),
    ],
)
def test_a_text_may_be_as_long_as_its_limit_and_no_longer(
    name: str, limit: int, field: Field
) -> None:
    assert flaws(**{name: "x" * limit}) == ()
    assert flaws(**{name: "x" * (limit + 1)}) == (TooLong(field, length=limit + 1, limit=limit),)


def test_a_reason_to_overrule_has_its_limit_too() -> None:
    assert flaws(decision=overruled("x" * REASON_LIMIT)) == ()
    assert flaws(decision=overruled("x" * (REASON_LIMIT + 1))) == (
        TooLong(Field.REASON, length=REASON_LIMIT + 1, limit=REASON_LIMIT),
    )


def test_length_is_counted_in_utf_16_units() -> None:
    assert flaws(title="🧪" * (TITLE_LIMIT // 2)) == ()
    assert flaws(title="🧪" * (TITLE_LIMIT // 2) + "!") == (
        TooLong(Field.TITLE, length=TITLE_LIMIT + 1, limit=TITLE_LIMIT),
    )


@pytest.mark.parametrize("title", ["", "  ", "\n\t", "\u3000"])
def test_a_title_of_nothing_is_refused(title: str) -> None:
    assert flaws(title=title) == (EmptyTitle(),)


def test_a_start_today_is_not_in_the_past() -> None:
    assert flaws(start_by=TODAY) == ()
    assert flaws(start_by=YESTERDAY) == (DateInPast(YESTERDAY, TODAY),)


def test_openings_are_counted_from_one_to_the_most() -> None:
    assert flaws(openings=1) == flaws(openings=MOST_OPENINGS) == ()
    for wrong in (0, MOST_OPENINGS + 1):
        assert flaws(openings=wrong) == (OpeningsOutOfRange(wrong, least=1, most=MOST_OPENINGS),)


def test_recruiters_have_a_limit_and_one_named_twice_counts_once() -> None:
    assert flaws(recruiters=people(MOST_RECRUITERS) * 2) == ()
    assert flaws(recruiters=people(MOST_RECRUITERS + 1)) == (
        TooManyRecruiters(MOST_RECRUITERS + 1, most=MOST_RECRUITERS),
    )


def test_every_flaw_is_told_at_once() -> None:
    with pytest.raises(CannotOpen) as refused:
        request(title="", openings=0, start_by=YESTERDAY, place="x" * 1000)
    fields = [flaw.field for flaw in refused.value.flaws]
    assert fields == [Field.TITLE, Field.PLACE, Field.OPENINGS, Field.START_BY]


def test_texts_are_tidied_and_a_problems_lines_stay() -> None:
    opened = request(title="  ML \n Engineer ", place=" Berlin\t", problem="\nOne.\n\nTwo. ")
    assert opened.title == "ML Engineer"
    assert opened.place == "Berlin"
    assert opened.problem == "One.\n\nTwo."


def test_recruiters_keep_their_order() -> None:
    assert request(recruiters=(LI, SAM, LI)).recruiters == (LI, SAM)


def test_a_changed_step_makes_one_more_version_and_leaves_the_rest() -> None:
    before = request()
    step = replace(before.checklist[2], owner=LI)
    after = hiring_request.next_version(hiring_request.with_step(before, step))
    assert after.version == before.version + 1
    assert after.checklist == (*before.checklist[:2], step, *before.checklist[3:])
    assert replace(after, version=1, checklist=before.checklist) == before


def test_a_decision_comes_back_from_json_as_it_was() -> None:
    decision = overruled("The board insists")
    kept = msgspec.json.encode(decision)
    assert msgspec.json.decode(kept, type=Decision) == decision
