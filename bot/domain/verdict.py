"""From answers to a plan: the points added up, and what they come to.

They follow three rules: the root answer alone decides where nothing else is known; more answers
sharpen or contest it; none outvotes it in silence.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.role import Plan
from bot.domain.tree import UNSURE, Answers, Certainty, Points, Rules, Tally, Tension, Tree


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whom to hire, how sure, and the points behind it."""

    plan: Plan
    certainty: Certainty
    points: Points


def decide(tree: Tree, answers: Answers) -> Verdict:
    total = tally(tree, answers)
    plan, certainty = resolve(tree.rules, total)
    if certainty in {Certainty.CLEAR, Certainty.LEANING} and tension_in(tree, answers, plan):
        certainty = Certainty.TENSION
    return Verdict(plan, certainty, Points(total.data_scientist, total.ml_engineer))


def tally(tree: Tree, answers: Answers) -> Tally:
    total = Tally()
    for question, parts in tree.parts.items():
        total = total.plus(parts[answers.get(question, UNSURE)])
    return total


def resolve(rules: Rules, total: Tally) -> tuple[Plan, Certainty]:
    """The plan that a tally gives, and how sure it is before tensions are looked at."""
    if not total.known:
        return Plan.DATA_SCIENTIST_THEN_ML_ENGINEER, Certainty.TOO_EARLY
    if total.root * total.lean < 0:
        return _of_two(total), Certainty.CONTRADICTION
    if total.mixed or abs(total.lean) < rules.lean:
        return _of_two(total), Certainty.MIXED
    plan = Plan.ML_ENGINEER if total.lean > 0 else Plan.DATA_SCIENTIST
    return plan, Certainty.CLEAR if abs(total.lean) >= rules.clear else Certainty.LEANING


def tension_in(tree: Tree, answers: Answers, plan: Plan) -> Tension | None:
    """What contradicts `plan`, which these answers came to, though their points do not."""
    return next(
        (
            tension
            for tension in tree.tensions
            if tension.plan in {None, plan} and holds(tension.when, answers)
        ),
        None,
    )


def is_for_one(tree: Tree, answers: Answers, plan: Plan) -> bool:
    """Whether `plan` is of two, and a single hire is funded: the second is for later."""
    rule = tree.rules.only_one
    return len(plan.roles) > 1 and answers.get(rule.question, UNSURE) in rule.answers


def holds(when: Mapping[str, tuple[str, ...]], answers: Answers) -> bool:
    return all(answers.get(question, UNSURE) in wanted for question, wanted in when.items())


def _of_two(total: Tally) -> Plan:
    if total.both_at_once:
        return Plan.BOTH
    if total.engineer_first:
        return Plan.ML_ENGINEER_THEN_DATA_SCIENTIST
    return Plan.DATA_SCIENTIST_THEN_ML_ENGINEER
