from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks import plan
from blocks.advice import OTHER_PLAN, REASON, advice, disagree, headline, would_change
from blocks.pay import Known
from blocks.plan import PlanSoFar
from blocks.working import Tried, working
from bot.domain.draft import Overrule, PlanDraft
from bot.domain.identity import ChannelId, Person, WorkspaceId
from bot.domain.plan import Recommendation, recommend
from bot.domain.role import Plan
from bot.domain.tree import ADVICE
from bot.guide.load import load
from bot.slack.answers import Errors
from bot.slack.payloads import Fields, Submitted, ViewSeen
from handlers.advice import disagreed
from handlers.plan_draft import answered
from sandbox.strict import check_view

GUIDE = load()
TREE = GUIDE.tree
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PAY = Known(NOON.date())
BEGUN = plan.begun(TREE, "0" * 36, NOON, ChannelId("C0HIRING"))

SCRIPTS = ["x", "ж", "機", "ש", "क्षि", "👩🏽‍🔬", "\u202eabc", "<!channel> *b* <https://x.y|z> & "]


@st.composite
def so_far(draw: st.DrawFn) -> PlanSoFar:
    drawn = {
        question.id: draw(st.sampled_from([None, *[answer.id for answer in question.answers]]))
        for question in TREE.questions.values()
    }
    given_answers = {question: answer for question, answer in drawn.items() if answer}
    return replace(BEGUN, answers=TREE.known(given_answers))


def texts(node: Any) -> Iterator[str]:
    match node:
        case {"text": str(text)}:
            yield text
        case dict():
            for inner in node.values():
                yield from texts(inner)
        case list():
            for inner in node:
                yield from texts(inner)


@given(so_far())
def test_every_page_is_one_that_slack_takes(now: PlanSoFar) -> None:
    for page in TREE.pages:
        assert check_view(plan.page(TREE, replace(now, page=page.id))) == []


@given(so_far(), st.sampled_from(SCRIPTS), st.sampled_from([None, *Plan]))
def test_advice_and_its_side_steps_are_views_that_slack_takes(
    now: PlanSoFar, script: str, overruled: Plan | None
) -> None:
    found = recommend(TREE, now.answers)
    overrule = Overrule(overruled, script * 200) if overruled else None
    assert check_view(advice(TREE, now, found, overrule=overrule, settled=True)) == []
    assert check_view(disagree(TREE, now, found.verdict.plan)) == []
    assert check_view(working(GUIDE, Tried(now, {}), PAY)) == []


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("length", [1, 3000])
def test_a_problem_of_any_length_and_script_is_shown_again(script: str, length: int) -> None:
    problem = (script * length)[:length]
    view = plan.page(TREE, BEGUN, problem=problem, unfinished=NOON)
    assert check_view(view) == []
    inputs = {block.get("block_id"): block for block in view["blocks"]}
    shown = inputs["problem"]["element"]["initial_value"]
    assert shown == problem or (shown.endswith("…") and problem.startswith(shown[:-1]))


def test_no_question_names_a_role() -> None:
    for page in TREE.pages:
        for stage in ("research", "prototype", "production", "optimisation"):
            now = replace(BEGUN, page=page.id, answers={"stage": stage})
            for text in texts(plan.page(TREE, now)["blocks"]):
                assert "scientist" not in text.lower()
                assert "engineer" not in text.lower()


def test_the_reason_for_disagreeing_is_only_ever_plain_text() -> None:
    typed = "<!channel> *now* <https://evil.example|click>"
    view = advice(TREE, BEGUN, recommend(TREE, {}), overrule=Overrule(Plan.BOTH, typed))
    holding = [node for node in _text_objects(view) if typed in node["text"]]
    assert [node["type"] for node in holding] == ["plain_text"]
    assert typed not in view["private_metadata"]


def _text_objects(node: Any) -> Iterator[dict[str, Any]]:
    match node:
        case {"type": "plain_text" | "mrkdwn" | "text", "text": str()}:
            yield node
        case dict():
            for inner in node.values():
                yield from _text_objects(inner)
        case list():
            for inner in node:
                yield from _text_objects(inner)


@given(so_far())
def test_what_a_view_carries_comes_back_as_it_was(now: PlanSoFar) -> None:
    carried = plan.page(TREE, now)["private_metadata"]
    assert len(carried) < 1000
    assert msgspec.json.decode(carried, type=PlanSoFar) == now


def test_the_first_page_offers_what_was_left_unfinished() -> None:
    said = " ".join(texts(plan.page(TREE, BEGUN, unfinished=NOON)["blocks"]))
    assert "Unfinished ·" in said
    assert "Discard" in said
    assert "Unfinished" not in " ".join(texts(plan.page(TREE, BEGUN)["blocks"]))


def test_what_was_chosen_for_one_stage_does_not_stand_under_another() -> None:
    def need(stage: str) -> str:
        now = replace(BEGUN, page="project", answers={"stage": stage})
        return plan.page(TREE, now)["blocks"][-2]["block_id"]

    assert need("research") == "need.research"
    assert need("production") == "need.production"


def test_the_needs_of_a_stage_are_asked_once_the_stage_is_known() -> None:
    def ids(answers: dict[str, str]) -> list[str]:
        view = plan.page(TREE, replace(BEGUN, page="project", answers=answers))
        return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]

    assert ids({}) == ["stage"]
    assert ids({"stage": "unsure"}) == ["stage"]
    assert ids({"stage": "research"}) == ["stage", "need.research"]


def test_the_advice_for_one_funded_hire_names_it_and_the_second_for_later() -> None:
    found = recommend(TREE, {"goal": "both", "capacity": "one", "model": "live"})
    said = list(texts(advice(TREE, BEGUN, found)["blocks"]))
    assert said[0] == "Hire a Machine Learning Engineer first"
    assert any(text.startswith("*Later, a Data Scientist:* when ") for text in said)


def test_what_comes_before_hiring_heads_the_screen() -> None:
    found = recommend(TREE, {"goal": "answers", "data": "not_collected", "approach": "rule"})
    view = advice(TREE, BEGUN, found)
    said = list(texts(view["blocks"]))
    assert said[0] == "First collect the data"
    assert said[2:4] == ["Request a Data Engineer", "Then hire a Data Scientist"]
    assert view["submit"]["text"] == "Continue anyway"
    assert any(text.startswith("*First try a simple rule.*") for text in said[3:])


def test_too_early_says_what_to_find_out_and_the_safer_first_step() -> None:
    said = list(texts(advice(TREE, BEGUN, recommend(TREE, {}))["blocks"]))
    assert said[0] == "Too early to say"
    assert any(text.startswith("*The safer first step:* a Data Scientist.") for text in said)
    assert sum("Ask " in text for text in said) == 3


@given(so_far())
def test_the_advice_fits_on_a_phone(now: PlanSoFar) -> None:
    """About 40 characters a line and 30 lines a screen, without what comes before hiring."""
    answers = {q: a for q, a in now.answers.items() if q not in {"data", "approach", "capacity"}}
    said = list(texts(advice(TREE, now, recommend(TREE, answers))["blocks"]))
    assert sum(len(text) // 40 + 1 for text in said) <= 30


@given(so_far(), st.randoms(use_true_random=False))
def test_the_same_answers_give_the_same_text_in_any_order(now: PlanSoFar, random: Random) -> None:
    items = list(now.answers.items())
    random.shuffle(items)
    other = replace(now, answers=dict(items))

    def shown(one: PlanSoFar) -> list[object]:
        said = advice(TREE, one, recommend(TREE, one.answers), settled=True)
        return [said["blocks"], working(GUIDE, Tried(one, one.answers), PAY)["blocks"]]

    assert shown(other) == shown(now)


@given(so_far(), so_far())
def test_the_working_says_in_a_line_how_role_and_reason_move(
    advised: PlanSoFar, now: PlanSoFar
) -> None:
    was, found = recommend(TREE, advised.answers), recommend(TREE, now.answers)
    shown = list(texts(working(GUIDE, Tried(now, advised.answers), PAY)["blocks"]))
    (*head, moved) = [text for text in shown if "*Decided by:* " in text]
    assert len(head) == 1  # where the eye is at the beginning; the other is where the answers are
    role, reason = moved.split("\n")
    assert role.startswith("*Advice:* ")
    assert headline(TREE, was) in role
    assert role.endswith(f"{headline(TREE, found)} ({_word(found)})")
    if (headline(TREE, was), _word(was)) != (headline(TREE, found), _word(found)):
        assert " → " in role
        assert head == [moved]
    else:
        assert head == [reason]
    if was.reasons and found.reasons:
        before, after = was.reasons[0].because, found.reasons[0].because
        assert reason.endswith(after if before == after else f"{before} → {after}")


@given(so_far())
def test_what_is_said_to_change_the_advice_is_what_the_other_answers_would_be_told(
    now: PlanSoFar,
) -> None:
    found = recommend(TREE, now.answers)
    for flip in filter(None, (found.flip, found.other_first)):
        other = headline(TREE, recommend(TREE, {**now.answers, **dict(flip.changes)}))
        told = would_change(TREE, flip)
        assert told.endswith(f" would make it “{other}”.")
        assert headline(TREE, found) != other
        for question, answer in flip.changes:
            asked = TREE.questions[question]
            assert f"“{asked.answer(answer).short}” to “{asked.asks}”" in told


def test_the_working_moves_the_reason_with_the_plan() -> None:
    """Each of the plans of two has another answer to thank, though all have "both at once"."""
    decided = {
        recommend(TREE, {"goal": "both", **more}).reasons[0].because
        for more in ({}, {"capacity": "two_or_more"}, {"model": "validated"}, {"model": "live"})
    }
    assert len(decided) == 4


def test_the_working_names_who_would_hire_one_person_for_both() -> None:
    now = replace(BEGUN, answers={"goal": "both"})
    said = " ".join(texts(working(GUIDE, Tried(now, now.answers), PAY)["blocks"]))
    assert "one person who can do both may serve better" in said
    assert "(Eugene Yan, 2020)" in said


def _word(found: Recommendation) -> str:
    return TREE.certainties[found.verdict.certainty].word.lower()


@given(so_far())
def test_the_working_shows_the_decided_role_and_every_answer(now: PlanSoFar) -> None:
    found = recommend(TREE, now.answers)
    view = working(GUIDE, Tried(now, now.answers), PAY)
    chosen = {
        block["block_id"].partition(".")[0]: block["element"]["initial_option"]["value"]
        for block in view["blocks"]
        if block["type"] == "input"
    }
    assert {question: chosen[question] for question in now.answers} == now.answers
    said = " ".join(texts(view["blocks"]))
    for reason in found.reasons[:1]:
        assert reason.because in said


def test_a_draft_of_older_rules_goes_on_at_the_beginning() -> None:
    draft = PlanDraft(
        draft_id="d",
        started_at=NOON,
        updated_at=NOON,
        origin_channel=None,
        problem="",
        answers={"goal": "answers", "mood": "good"},
        page="mood",
        rules_version="2025-01",
    )
    assert plan.resumed(TREE, draft).page == "goal"
    assert plan.resumed(TREE, draft).answers == {"goal": "answers"}
    assert plan.resumed(TREE, replace(draft, page=ADVICE)).page == ADVICE


def chosen(**choices: str | None) -> Fields:
    return Fields(
        {
            name.replace("__", "."): {"x": {"selected_option": value and {"value": value}}}
            for name, value in choices.items()
        }
    )


def test_another_stage_in_the_view_drops_the_need_chosen_for_the_old_one() -> None:
    now = replace(BEGUN, answers={"goal": "both", "stage": "research", "need": "run"})
    fields = chosen(stage="production", need__research="run")
    assert answered(TREE, now, fields).answers == {"goal": "both", "stage": "production"}


def test_going_on_makes_open_questions_unsure_and_going_back_does_not() -> None:
    fields = chosen(stage="production", need__production=None)
    assert answered(TREE, BEGUN, fields, done=True).answers["need"] == "unsure"
    assert "need" not in answered(TREE, BEGUN, fields).answers


async def test_a_blank_reason_is_told_at_its_field() -> None:
    values = {
        OTHER_PLAN: {OTHER_PLAN: {"selected_option": {"value": "both"}}},
        REASON: {REASON: {"value": " \n"}},
    }
    seen = ViewSeen("V1", "h", "", Fields(values), "V0", shown={})
    ana = Person("T1", "U1")
    form = Submitted(WorkspaceId("T1"), ana, "t", None, BEGUN, seen)
    nothing: Any = None  # refused before anything is looked up
    refused = await disagreed(form, nothing, nothing, GUIDE)
    assert isinstance(refused, Errors)
    assert refused.at.keys() == {REASON}
