"""Whether the tree holds together: every id that is named exists, every answer counts."""

from collections.abc import Iterator, Mapping

from bot.domain.role import BOTH_ROLES, Plan
from bot.domain.tree import ADVICE, NO_POINTS, UNSURE, Answer, Certainty, Question, Tree, Trigger

LABEL = 75
"""Characters that an option, a button or a question may have on Slack's screens."""

TITLE = 24
"""Characters of a modal's title."""

Fault = tuple[str, str]
"""(key in the file, what is wrong with it)."""


def faults_of_tree(tree: Tree) -> Iterator[Fault]:
    for question in tree.questions.values():
        yield from _faults_of_question(tree, question)
    yield from _faults_of_pages(tree)
    yield from _faults_of_names(tree)
    yield from _unused_answers(tree)
    yield from _faults_of_words(tree)
    yield from _faults_of_gates(tree)


def _faults_of_question(tree: Tree, question: Question) -> Iterator[Fault]:
    key = f"questions.{question.id}"
    ids = [answer.id for answer in question.answers]
    if UNSURE not in ids:
        yield f"{key}.answers", f"no answer {UNSURE!r}"
    if question.hangs_on is not None and question.hangs_on not in tree.questions:
        yield f"{key}.hangs_on", f"no question {question.hangs_on!r}"
        return
    scores = any(answer.points != NO_POINTS for answer in question.answers)
    if scores and question.hangs_on is None and not question.find_out:
        yield f"{key}.find_out", "missing text"
    for name, text in (("asks", question.asks), ("short", question.short)):
        yield from too_long(f"{key}.{name}", text)
    for index, answer in enumerate(question.answers):
        if answer.id in ids[:index]:
            yield f"{key}.answers[{index}].id", f"{answer.id!r} again"
        yield from _faults_of_answer(tree, question, answer, f"{key}.answers[{index}]")


def _faults_of_answer(tree: Tree, question: Question, answer: Answer, key: str) -> Iterator[Fault]:
    for role in BOTH_ROLES:
        points = getattr(answer.points, role)
        if not 0 <= points <= tree.rules.clear:
            yield f"{key}.points.{role}", f"{points} is not between 0 and {tree.rules.clear}"
    if answer.points != NO_POINTS and not answer.because:
        yield f"{key}.because", "missing text"
    for name, text in (("short", answer.short), ("detail", answer.detail)):
        yield from too_long(f"{key}.{name}", text)
    for name, wording in (("says", answer.says), ("because", answer.because)):
        if isinstance(wording, str):
            yield from too_long(f"{key}.{name}", wording)
            continue
        yield from _faults_of_wording(tree, question, wording, f"{key}.{name}")


def _faults_of_wording(
    tree: Tree, question: Question, wording: Mapping[str, str], key: str
) -> Iterator[Fault]:
    if question.hangs_on is None:
        yield key, "has several wordings, but the question hangs on no other"
        return
    parents = {answer.id for answer in tree.questions[question.hangs_on].answers} - {UNSURE}
    for parent in sorted(parents - wording.keys()):
        yield f"{key}.{parent}", "missing text"
    for parent in sorted(wording.keys() - parents):
        yield f"{key}.{parent}", f"no answer {parent!r} to {question.hangs_on!r}"
    for parent, text in wording.items():
        yield from too_long(f"{key}.{parent}", text)


def _faults_of_pages(tree: Tree) -> Iterator[Fault]:
    pages = {page.id for page in tree.pages}
    targets = {target for page in tree.pages for target in (page.next, page.more)}
    for index, page in enumerate(tree.pages):
        key = f"pages.{page.id}"
        yield from too_long(f"{key}.title", page.title, TITLE)
        for name, target in (("next", page.next), ("more", page.more)):
            if target is not None and target not in pages | {ADVICE}:
                yield f"{key}.{name}", f"no page {target!r}"
        if index > 0 and page.id not in targets:
            yield key, "no page leads here"
    yield from _faults_of_places(tree)


def _faults_of_places(tree: Tree) -> Iterator[Fault]:
    """Every question stands on one page."""
    for page in tree.pages:
        for question in page.questions:
            if question not in tree.questions:
                yield f"pages.{page.id}.questions", f"no question {question!r}"
    for question in tree.questions:
        times = sum(page.questions.count(question) for page in tree.pages)
        if times != 1:
            yield f"questions.{question}", f"stands on {times} pages, not on one"


def _triggers(tree: Tree) -> Iterator[tuple[str, Trigger]]:
    rules = tree.rules
    yield "rules.mixed", rules.mixed
    yield "rules.both_at_once", rules.both_at_once
    yield "rules.engineer_first", rules.engineer_first
    yield "rules.only_one", rules.only_one
    for index, gate in enumerate(tree.gates):
        for question, answers in gate.when.items():
            yield f"gates[{index}].when.{question}", Trigger(question, answers)
    for index, tension in enumerate(tree.tensions):
        for question, answers in tension.when.items():
            yield f"tensions[{index}].when.{question}", Trigger(question, answers)


def _faults_of_names(tree: Tree) -> Iterator[Fault]:
    if tree.rules.root not in tree.questions:
        yield "rules.root", f"no question {tree.rules.root!r}"
    for key, trigger in _triggers(tree):
        yield from named(tree, key, trigger.question, trigger.answers)


def named(tree: Tree, key: str, question: str, answers: tuple[str, ...]) -> Iterator[Fault]:
    if question not in tree.questions:
        yield key, f"no question {question!r}"
        return
    known = {answer.id for answer in tree.questions[question].answers}
    for answer in answers:
        if answer not in known:
            yield key, f"no answer {answer!r} to {question!r}"


def _unused_answers(tree: Tree) -> Iterator[Fault]:
    used = {
        (trigger.question, answer) for _, trigger in _triggers(tree) for answer in trigger.answers
    }
    parents = {question.hangs_on for question in tree.questions.values()}
    for question in tree.questions.values():
        for index, answer in enumerate(question.answers):
            counts = (
                answer.points != NO_POINTS
                or (question.id, answer.id) in used
                or question.id in parents
                or answer.neutral
                or answer.id == UNSURE
            )
            if not counts:
                yield (
                    f"questions.{question.id}.answers[{index}]",
                    f"{answer.id!r} is used by nothing (say neutral = true if that is meant)",
                )


def _faults_of_words(tree: Tree) -> Iterator[Fault]:
    for certainty in Certainty:
        if certainty not in tree.certainties:
            yield f"certainties.{certainty}", "missing"
    for plan in Plan:
        if plan not in tree.plans:
            yield f"plans.{plan}", "missing"
            continue
        if plan.roles[1:] and plan is not Plan.BOTH:
            for name in ("only_one", "second", "later"):
                if not getattr(tree.plans[plan], name):
                    yield f"plans.{plan}.{name}", "missing text"
        yield from too_long(f"plans.{plan}.advice", tree.plans[plan].advice)


def _faults_of_gates(tree: Tree) -> Iterator[Fault]:
    for index, gate in enumerate(tree.gates):
        if bool(gate.brief) == bool(gate.another):
            yield f"gates[{index}]", "wants either a brief or another job's title"
        yield from too_long(f"gates[{index}].does", gate.does)


def too_long(key: str, text: str, limit: int = LABEL) -> Iterator[Fault]:
    if len(text) > limit:
        yield key, f"{len(text)} characters, {limit} at most"
