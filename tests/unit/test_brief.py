"""The brief of a trial: what it says by its person's answers, and that nothing typed breaks it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from blocks import before_hiring, plan
from blocks.before_hiring import Briefed
from bot.documents.brief import brief
from bot.documents.rendering import rendered
from bot.guide.load import load
from sandbox.strict import check_message, check_view
from tests.hiring import NOW
from tests.unit.shown import said

GUIDE = load()
TODAY = date(2026, 11, 24)
PROBLEM = "Customers leave.\n# Nobody knows why\n- <!channel>"
SECTIONS = [
    "Problem", "What it has to answer", "Success", "Data", "Time box", "Decision", "Known so far",
]  # fmt: skip


def written(kind: str, answers: dict[str, str], problem: str = PROBLEM) -> str:
    advice = "Hire a Data Scientist"
    return brief(GUIDE, kind, answers, problem=problem, advice=advice, today=TODAY)


@pytest.mark.parametrize("kind", GUIDE.briefs.briefs)
def test_a_brief_has_all_that_a_trial_needs(kind: str) -> None:
    answers = {"goal": "answers", "data": "scattered", "consumer": "people"}
    document = written(kind, answers)
    assert [line[3:] for line in document.splitlines() if line.startswith("## ")] == SECTIONS
    told = GUIDE.briefs.briefs[kind]
    for text in (
        told.asks.says["answers"],
        GUIDE.briefs.data.says["scattered"],
        GUIDE.briefs.measure.says["people"],
        told.time_box,
        f"Good enough: {told.reached}",
        "Drafted 24 Nov 2026",
        "Advice today: Hire a Data Scientist",
        "- Data: Scattered",
    ):
        assert text in document


def test_what_is_not_known_is_left_to_be_filled_in() -> None:
    document = written("pilot", {}, problem="  ")
    assert "## Problem\n\n> ……\n" in document
    assert GUIDE.briefs.data.says["unsure"] in document
    assert document.endswith("- Advice today: Hire a Data Scientist\n")


def test_a_problem_cannot_pass_for_a_part_of_the_document() -> None:
    document = written("pilot", {})
    assert "> Customers leave.\n> # Nobody knows why\n> - <!channel>\n" in document
    assert document.count("\n# ") == 0


def test_a_name_that_nobody_gives_is_an_error_and_no_gap() -> None:
    with pytest.raises(UndefinedError):
        rendered("brief.md.j2", title="Pilot brief")


@given(st.text(max_size=3000), st.sampled_from([*GUIDE.briefs.briefs]))
def test_slack_takes_a_brief_of_any_problem_and_shows_all_of_it(problem: str, kind: str) -> None:
    document = written(kind, {"goal": "both"}, problem.encode("utf-8", "replace").decode())
    begun = plan.begun(GUIDE.tree, "d", NOW, None)
    view = before_hiring.read(Briefed(kind, begun), GUIDE.briefs.briefs[kind].title, document)
    message = before_hiring.sent("Pilot brief", document)
    assert check_view(view) == []
    assert check_message({"text": message.text, "blocks": message.blocks}) == []
    assert document in said(message.blocks)
