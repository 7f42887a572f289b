"""What was decided, kept with the request for ever: the advice, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.draft import Overrule
from bot.domain.role import Plan, Role
from bot.domain.tree import Answers, Certainty, Tree
from bot.domain.verdict import decide


@dataclass(frozen=True, slots=True)
class Decision:
    """What the guide advised and why, and what the manager made of it, as of the rules' version."""

    rules_version: str
    answers: Mapping[str, str]
    """Question id → answer id; empty where the manager knew the role already."""
    recommended: Plan | None
    certainty: Certainty | None
    points: Mapping[Role, int]
    overrule: Overrule | None = None


def decided(tree: Tree, answers: Answers, overrule: Overrule | None = None) -> Decision:
    """What the rules make of these answers now."""
    verdict = decide(tree, answers)
    return Decision(
        rules_version=tree.version,
        answers=dict(answers),
        recommended=verdict.plan,
        certainty=verdict.certainty,
        points={
            Role.DATA_SCIENTIST: verdict.points.data_scientist,
            Role.ML_ENGINEER: verdict.points.ml_engineer,
        },
        overrule=overrule,
    )


def known_already(tree: Tree) -> Decision:
    """The manager came with a role and was asked nothing."""
    return Decision(
        rules_version=tree.version, answers={}, recommended=None, certainty=None, points={}
    )
