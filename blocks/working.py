"""Behind "Show working": what the advice is made of, with every answer there to be tried."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from blocks import inputs, kit
from blocks.advice import bulleted, certainty, headline, is_early, would_change
from blocks.ids import Action, Modal, Nothing
from blocks.pay import Known, panel
from blocks.plan import PlanSoFar, field, options
from blocks.remark import beside, source
from bot.domain.plan import Reason, Recommendation, recommend
from bot.domain.role import Role, Stage
from bot.domain.tree import UNSURE, Answers, Tree
from bot.guide.values import Guide


@dataclass(frozen=True, slots=True)
class Tried:
    """Answers that are being tried; the advice beneath keeps its own until they are submitted."""

    now: PlanSoFar
    advised: Mapping[str, str]
    """The answers of the advice beneath."""


WORKED = Modal("plan.working", carries=Tried)
WHAT_IF = Action("plan.what_if", carries=Nothing)


def working(guide: Guide, tried: Tried, known: Known) -> kit.View:
    tree, answers = guide.tree, tried.now.answers
    found = recommend(tree, answers)
    advised = recommend(tree, tried.advised)
    moved = _moved(tree, advised, found)
    # The head says the advice already, as long as it is the one beneath.
    decided = kit.section(_decided_by(tree, advised, found))
    return kit.modal(
        WORKED,
        tried,
        title="Show working",
        submit="Use these answers",
        close="Back",
        blocks=[
            kit.header(headline(tree, found)),
            kit.section(certainty(tree, found)),
            moved if _role(tree, advised) != _role(tree, found) else decided,
            *_points(tree, found),
            kit.divider(),
            kit.section("*Try another answer*"),
            *_inputs(tree, answers),
            # The top is out of sight by the time the last answers are tried.
            moved,
            kit.divider(),
            *_matrix_row(guide, answers),
            *_second_request(tree, found),
            *_other_first(tree, found),
            *_nearest_example(guide, found, answers),
            *_levels(guide, found),
            *panel(guide, known),
            source(guide),
            kit.context(f"Points are plain sums and predict nothing. Rules of {tree.version}."),
        ],
    )


def _moved(tree: Tree, was: Recommendation, now: Recommendation) -> kit.Block:
    """Role and deciding reason: as advised, and as the answers that are tried would have them."""
    role = _from_to(_role(tree, was), _role(tree, now))
    return kit.section(f"*Advice:* {role}\n{_decided_by(tree, was, now)}")


def _decided_by(tree: Tree, was: Recommendation, now: Recommendation) -> str:
    return f"*Decided by:* {_from_to(_decided(tree, was), _decided(tree, now))}"


def _from_to(was: str, now: str) -> str:
    return now if was == now else f"{was} → {now}"


def _role(tree: Tree, found: Recommendation) -> str:
    word = tree.certainties[found.verdict.certainty].word
    return f"{headline(tree, found)} ({word.lower()})"


def _decided(tree: Tree, found: Recommendation) -> str:
    """The answer that weighed most; where none speaks for the plan, what it rests on."""
    if found.reasons:
        return found.reasons[0].because
    return "No answer yet." if is_early(found) else tree.plans[found.verdict.plan].default


def _points(tree: Tree, found: Recommendation) -> Iterator[kit.Block]:
    points = found.verdict.points
    rows = [
        f"{_quoted(tree, reason)} (+{reason.points.weight} {_short(reason.points.role)})"
        for reason in found.counted
        if reason.points.role is not None
    ]
    sums = f"Points: Data Scientist {points.data_scientist}, ML Engineer {points.ml_engineer}"
    yield bulleted(sums, rows or ["No answer has points yet."])


def _quoted(tree: Tree, reason: Reason) -> str:
    question = tree.questions[reason.question]
    return f"{question.short}: {question.answer(reason.answer).short.lower()}"


def _short(role: Role | None) -> str:
    return "ML Engineer" if role is Role.ML_ENGINEER else "Data Scientist"


def _inputs(tree: Tree, answers: Answers) -> list[kit.Block]:
    return [
        inputs.select(
            field(question, answers),
            question.asks,
            options(question, answers),
            chosen=answers.get(question.id, UNSURE),
            dispatch=WHAT_IF,
        )
        for question in tree.questions.values()
        if tree.asked(question.id, answers)
    ]


def _matrix_row(guide: Guide, answers: Answers) -> Iterator[kit.Block]:
    stage = answers.get("stage", UNSURE)
    if stage == UNSURE:
        return
    row = guide.matrix.stages[Stage(stage)]
    yield bulleted(
        f"At this stage ({row.title.lower()})",
        [f"Data Scientist: {row.data_scientist}", f"ML Engineer: {row.ml_engineer}"],
    )


def _second_request(tree: Tree, found: Recommendation) -> Iterator[kit.Block]:
    words = tree.plans[found.verdict.plan]
    if words.later:
        yield kit.section(f"*Open the second request, for {words.second},* when {words.later}.")
    if words.instead:
        yield kit.note(words.instead)


def _other_first(tree: Tree, found: Recommendation) -> Iterator[kit.Block]:
    if found.other_first:
        told = would_change(tree, found.other_first)
        yield kit.rich(kit.line(kit.bold("What would put the other role first: "), told))


def _nearest_example(guide: Guide, found: Recommendation, answers: Answers) -> Iterator[kit.Block]:
    near = guide.examples.nearest(answers, found.verdict.plan.roles[0])
    if near is None:
        return
    told = near.example
    hired = guide.roles.roles[told.hire].title
    tie = (
        " The other one is as near; this one hired the role that comes first." if near.tied else ""
    )
    yield kit.section(
        f"*The nearest example* shares {near.how.shared} of its {near.how.of} answers with yours: "
        f"{_within(told.title)}. They hired a {hired}, who delivered {_within(told.deliverable)}{tie}"
    )
    if told.beside:
        yield beside(told.beside)


def _within(sentence: str) -> str:
    """A sentence as the end of another."""
    return f"{sentence[0].lower()}{sentence[1:]}"


def _levels(guide: Guide, found: Recommendation) -> Iterator[kit.Block]:
    profiles = [(role, guide.roles.roles[role]) for role in found.verdict.plan.roles]
    yield bulleted(
        "Levels",
        [
            f"{_short(role)}: a junior one {profile.junior}, a senior one {profile.senior}."
            for role, profile in profiles
        ],
    )
