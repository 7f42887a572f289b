"""The tree walked: answers in, a recommendation with its reasons out.

The points are transparent and predict nothing; `bot.domain.verdict` has the rules.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from bot.domain.flips import Flip, smallest_change
from bot.domain.role import Plan, Role
from bot.domain.tree import UNSURE, Answers, Certainty, Gate, Points, Tension, Tree, Trigger
from bot.domain.verdict import Verdict, decide, holds, is_for_one, tension_in

MOST_REASONS = 3
MOST_TO_FIND_OUT = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """An answer of the person's that counted: by its points, or because a rule names it."""

    question: str
    answer: str
    points: Points
    because: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    verdict: Verdict
    counted: tuple[Reason, ...]
    """Every answer that a rule or the points could look at, heaviest first."""
    reasons: tuple[Reason, ...]
    """For the plan: what decided by rule first, then by weight."""
    against: Reason | None
    flip: Flip | None
    """The smallest change of answers that gives another plan."""
    other_first: Flip | None
    """The smallest change of answers that puts the other role first."""
    tension: Tension | None
    before: Gate | None
    """What to do before hiring: the costliest to overlook."""
    notes: tuple[Gate, ...]
    only_one: bool
    """A single hire is funded and the plan has two: the second is for later."""
    find_out: tuple[str, ...]
    """What to find out and whom to ask, where it is too early to say."""


def recommend(tree: Tree, answers: Answers) -> Recommendation:
    """What to tell somebody with these answers, all of which the tree knows (`Tree.known`)."""
    verdict = decide(tree, answers)
    plan = verdict.plan
    early = verdict.certainty is Certainty.TOO_EARLY
    in_order = not early and plan is not Plan.BOTH
    told = [gate for gate in tree.gates if holds(gate.when, answers)]
    before = next((gate for gate in told if gate.heads), None)
    counted = list(_counted(tree, answers))
    return Recommendation(
        verdict=verdict,
        counted=tuple(counted),
        reasons=_speaking_for(plan, tree, counted)[:MOST_REASONS],
        against=_speaking_against(plan, counted),
        flip=None if early else smallest_change(tree, answers, lambda other: other is not plan),
        other_first=smallest_change(tree, answers, _other_first(plan)) if in_order else None,
        tension=tension_in(tree, answers, plan),
        before=before,
        notes=tuple(gate for gate in told if gate is not before),
        only_one=is_for_one(tree, answers, plan),
        find_out=_to_find_out(tree) if early else (),
    )


def _counted(tree: Tree, answers: Answers) -> Iterator[Reason]:
    """The answers that changed the tally, heaviest first."""
    found = []
    for question in tree.parts:
        asked = tree.questions[question]
        answer = asked.answer(answers.get(question, UNSURE))
        if answer.because:
            because = asked.worded(answer.because, answers)
            found.append(Reason(question, answer.id, answer.points, because))
    yield from sorted(found, key=lambda reason: -reason.points.weight)


def _speaking_for(plan: Plan, tree: Tree, counted: list[Reason]) -> tuple[Reason, ...]:
    decisive = [
        reason for rule in _rules_of(plan, tree) for reason in counted if _is_of(rule, reason)
    ]
    roles = plan.roles if plan is Plan.BOTH else plan.roles[:1]
    by_points = [reason for reason in counted if reason.points.role in roles]
    return (*decisive, *(reason for reason in by_points if reason not in decisive))


def _rules_of(plan: Plan, tree: Tree) -> tuple[Trigger, ...]:
    """The rules that name answers and lead to the plan; what tells it from others first."""
    match plan:
        case Plan.DATA_SCIENTIST | Plan.ML_ENGINEER:
            return ()
        case Plan.BOTH:
            return tree.rules.both_at_once, tree.rules.mixed
        case Plan.ML_ENGINEER_THEN_DATA_SCIENTIST:
            return tree.rules.engineer_first, tree.rules.mixed
        case Plan.DATA_SCIENTIST_THEN_ML_ENGINEER:
            return (tree.rules.mixed,)


def _is_of(rule: Trigger, reason: Reason) -> bool:
    return reason.question == rule.question and reason.answer in rule.answers


def _speaking_against(plan: Plan, counted: list[Reason]) -> Reason | None:
    if plan is Plan.BOTH:
        return None
    other = Role.ML_ENGINEER if plan.roles[0] is Role.DATA_SCIENTIST else Role.DATA_SCIENTIST
    return next((reason for reason in counted if reason.points.role is other), None)


def _other_first(plan: Plan) -> Callable[[Plan], bool]:
    return lambda other: other is not Plan.BOTH and other.roles[0] is not plan.roles[0]


def _to_find_out(tree: Tree) -> tuple[str, ...]:
    """All of it is open: an answer to any of these questions, and it is not too early."""
    said = (question.find_out for question in tree.questions.values() if question.find_out)
    return tuple(islice(said, MOST_TO_FIND_OUT))
