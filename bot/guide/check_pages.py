"""Whether the rest of the guide holds together, with itself and with the tree."""

from collections.abc import Container, Iterator, Mapping, Sequence

from bot.domain.role import BOTH_ROLES, Plan, Role, Stage
from bot.domain.tree import Tree
from bot.guide.check import TITLE, Fault, named, too_long
from bot.guide.values import Briefs, ByAnswer, Examples, HandedOver, Matrix, Pay, Roles, Steps

STAGE = "stage"
"""The question whose answers are the matrix's rows."""


def faults_of_matrix(matrix: Matrix, tree: Tree) -> Iterator[Fault]:
    for stage in Stage:
        if stage not in matrix.stages:
            yield f"stages.{stage}", "missing"
        yield from named(tree, f"stages.{stage}", STAGE, (stage,))


def faults_of_roles(roles: Roles) -> Iterator[Fault]:
    yield from _without(roles.roles, "roles")


def faults_of_pay(pay: Pay) -> Iterator[Fault]:
    yield from _without(pay.guide.medians, "guide.medians")
    yield from _without(pay.official.medians, "official.medians")
    yield from _without(pay.official.counted, "official.counted")
    there = [(benchmark.role, benchmark.level) for benchmark in pay.benchmarks]
    for level in (None, *pay.levels):
        for role in BOTH_ROLES:
            if (role, level) not in there:
                yield "benchmarks", f"none for {role} of {level or 'all levels'}"
    for index, benchmark in enumerate(pay.benchmarks):
        if benchmark.low >= benchmark.high:
            yield f"benchmarks[{index}].low", "not below high"


def faults_of_examples(examples: Examples, tree: Tree) -> Iterator[Fault]:
    if not examples.examples:
        yield "examples", "missing"
    for index, example in enumerate(examples.examples):
        yield from too_long(f"examples[{index}].short", example.short)
        for question, answer in example.answers.items():
            yield from named(tree, f"examples[{index}].answers.{question}", question, (answer,))


def faults_of_steps(steps: Steps) -> Iterator[Fault]:
    yield from _without(steps.roles, "roles")


def faults_of_handoff(handoff: Mapping[Plan, Sequence[HandedOver]]) -> Iterator[Fault]:
    for plan in Plan:
        in_turn = len(plan.roles) > 1 and plan is not Plan.BOTH
        if in_turn and not handoff.get(plan):
            yield plan, "missing"
        if plan in handoff and not in_turn:
            yield plan, "is no sequence"
    for plan, items in handoff.items():
        for index, one in enumerate(items):
            yield from too_long(f"{plan}[{index}].title", one.title)


def faults_of_briefs(briefs: Briefs, tree: Tree) -> Iterator[Fault]:
    yield from _faults_of_texts("measure", briefs.measure, tree)
    yield from _faults_of_texts("data", briefs.data, tree)
    for kind, brief in briefs.briefs.items():
        yield from too_long(f"briefs.{kind}.title", brief.title, TITLE)
        yield from _faults_of_texts(f"briefs.{kind}.asks", brief.asks, tree)
    for gate in tree.gates:
        if gate.brief and gate.brief not in briefs.briefs:
            yield f"briefs.{gate.brief}", "missing"


def _faults_of_texts(key: str, texts: ByAnswer, tree: Tree) -> Iterator[Fault]:
    yield from named(tree, f"{key}.question", texts.question, ())
    if texts.question in tree.questions:
        yield from named(tree, f"{key}.says", texts.question, tuple(texts.says))
        for answer in tree.questions[texts.question].answers:
            if answer.id not in texts.says:
                yield f"{key}.says.{answer.id}", "missing text"


def _without(roles: Container[Role], key: str) -> Iterator[Fault]:
    for role in BOTH_ROLES:
        if role not in roles:
            yield f"{key}.{role}", "missing"
