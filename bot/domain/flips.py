"""What would change the advice: found by trying, so that what is shown does change it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from bot.domain.role import Plan
from bot.domain.tree import UNSURE, Answers, Tally, Tree
from bot.domain.verdict import is_for_one, resolve, tally

MOST_CHANGES = 2


@dataclass(frozen=True, slots=True)
class Flip:
    """Other answers, and the plan that they would give."""

    changes: tuple[tuple[str, str], ...]
    """(question id, answer id)."""
    plan: Plan
    only_one: bool
    """As `Recommendation.only_one`, of the other plan."""


@dataclass(frozen=True, slots=True)
class _Change:
    question: str
    answer: str
    by: Tally
    answered: bool


def smallest_change(tree: Tree, answers: Answers, wanted: Callable[[Plan], bool]) -> Flip | None:
    """The smallest change of answers to a plan that is `wanted`; None where two do not suffice.

    One change is smaller than two, a change of mind about what was answered smaller than a new
    answer, few points smaller than many. "Not sure" is no change: nothing would have been learnt.
    """
    total = tally(tree, answers)
    possible = [list(_changes(tree, answers, question)) for question in tree.parts]
    for size in range(1, MOST_CHANGES + 1):
        tried = [
            chosen for questions in combinations(possible, size) for chosen in product(*questions)
        ]
        for chosen in sorted(tried, key=_cost):
            plan, _ = resolve(tree.rules, _after(total, chosen))
            if wanted(plan):
                changes = tuple((change.question, change.answer) for change in chosen)
                after = {**answers, **dict(changes)}
                return Flip(changes, plan, is_for_one(tree, after, plan))
    return None


def _changes(tree: Tree, answers: Answers, question: str) -> Iterator[_Change]:
    if not tree.asked(question, answers):
        return
    parts = tree.parts[question]
    now = answers.get(question, UNSURE)
    for answer, part in parts.items():
        if answer not in {now, UNSURE}:
            yield _Change(question, answer, part.minus(parts[now]), answered=now != UNSURE)


def _cost(chosen: tuple[_Change, ...]) -> tuple[int, int]:
    new = sum(not change.answered for change in chosen)
    return new, sum(abs(change.by.lean) for change in chosen)


def _after(total: Tally, chosen: tuple[_Change, ...]) -> Tally:
    for change in chosen:
        total = total.plus(change.by)
    return total
