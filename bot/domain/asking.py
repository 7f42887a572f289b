"""Which page comes next, what is worth asking, and when to stop.

The advice is whom to hire, and what to do before that: a plan and gates.
"""

from collections.abc import Iterable, Iterator

from bot.domain.tree import ADVICE, UNSURE, Answers, Page, Question, Tally, Tree
from bot.domain.verdict import resolve, tally


def settled(tree: Tree, answers: Answers) -> bool:
    """Whether no question that was not asked yet can change the advice.

    "Not sure" was asked: nothing better is to be had.
    """
    return _plan_is_settled(tree, answers) and not any(_left(tree, answers, _of_gates(tree)))


def stops_early(tree: Tree, answers: Answers) -> bool:
    """Whether questions are left, none of which can change the advice."""
    return any(_left(tree, answers, tree.parts)) and settled(tree, answers)


def worth_asking(tree: Tree, page: Page, answers: Answers) -> tuple[Question, ...]:
    """A page's questions. Of those that may be skipped: what was answered or can change the advice."""
    asked = [tree.questions[name] for name in page.questions if tree.asked(name, answers)]
    return tuple(
        question
        for question in asked
        if question.id in answers
        or not tree.skippable(question.id)
        or _can_change(tree, answers, question.id)
    )


def page_after(tree: Tree, page: str, answers: Answers, *, more: bool = False) -> str:
    """The next page, or the advice where asking on is of no use. `more`: its further page."""
    here = tree.page(page)
    wanted = here.more if more and here.more else here.next
    return ADVICE if settled(tree, answers) else wanted


def page_before(tree: Tree, page: str, answers: Answers) -> str:
    """The page to go back to: from the advice, the last one with an answer on it."""
    pages = [one.id for one in tree.pages]
    if page in pages:
        return pages[max(pages.index(page) - 1, 0)]
    answered = [one.id for one in tree.pages if any(q in answers for q in one.questions)]
    return answered[-1] if answered else pages[0]


def _plan_is_settled(tree: Tree, answers: Answers) -> bool:
    plan, _ = resolve(tree.rules, tally(tree, answers))
    reached = {_essence(tally(tree, answers))}
    for question in _left(tree, answers, tree.parts):
        reached = set(_further(tree, reached, question))
        if any(resolve(tree.rules, total)[0] is not plan for total in reached):
            return False
    return True


def _can_change(tree: Tree, answers: Answers, question: str) -> bool:
    """Whether its answers can make a difference, given some answers to the others that are left."""
    if question in _of_gates(tree):
        return True
    if question not in tree.parts:
        return False
    reached = {_essence(tally(tree, answers))}
    for other in _left(tree, answers, tree.parts):
        if other != question:
            reached = set(_further(tree, reached, other))
    plans = (
        {resolve(tree.rules, one)[0] for one in _further(tree, {total}, question)}
        for total in reached
    )
    return any(len(each) > 1 for each in plans)


def _further(tree: Tree, reached: Iterable[Tally], question: str) -> Iterator[Tally]:
    parts = {_essence(part) for part in tree.parts[question].values()}
    return (_essence(total.plus(part)) for total in reached for part in parts)


def _essence(total: Tally) -> Tally:
    """Of two tallies that lead to the same plans, the same one: far fewer to go through."""
    return total._replace(data_scientist=0, ml_engineer=total.lean, known=min(total.known, 1))


def _of_gates(tree: Tree) -> set[str]:
    return {question for gate in tree.gates for question in gate.when}


def _left(tree: Tree, answers: Answers, questions: Iterable[str]) -> Iterator[str]:
    """Those that were not asked yet and can be."""
    for question in questions:
        parent = tree.questions[question].hangs_on
        hopeless = parent is not None and answers.get(parent) == UNSURE
        if question not in answers and not hopeless:
            yield question
