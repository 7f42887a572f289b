"""The advice on one phone screen, and the way to overrule it."""

from collections.abc import Sequence

from blocks import before_hiring, inputs, kit
from blocks.ids import Action, Modal, Nothing
from blocks.plan import BACK, PlanSoFar
from bot.domain.draft import Overrule
from bot.domain.flips import Flip
from bot.domain.plan import Recommendation
from bot.domain.role import Plan
from bot.domain.tree import Certainty, Gate, PlanWords, Tree

ADVISED = Modal("plan.advice", carries=PlanSoFar)
DISAGREED = Modal("plan.disagree", carries=PlanSoFar)
SHOW_WORKING = Action("plan.show_working", carries=Nothing)
DISAGREE = Action("plan.disagree", carries=Nothing)
AGREE = Action("plan.agree", carries=Nothing)

OTHER_PLAN, REASON = "other_plan", "reason"
ONE_LINE = 200
"""Characters of a reason for disagreeing."""

NO_REASON = "Say why in a few words: whoever reads the request later will ask."


def advice(
    tree: Tree,
    so_far: PlanSoFar,
    found: Recommendation,
    *,
    overrule: Overrule | None = None,
    settled: bool = False,
) -> kit.View:
    """`settled`: questions are left, and none of them can change the advice."""
    return kit.modal(
        ADVISED,
        so_far,
        title="Advice",
        submit="Continue anyway" if found.before else "Continue",
        close="Close",
        blocks=[
            *_overruled(tree, overrule),
            *_head(tree, found),
            *(_early(tree, found) if is_early(found) else _why(tree, found)),
            *(_note(gate) for gate in found.notes),
            *([kit.context("No question left could change this advice.")] if settled else []),
            kit.actions(
                kit.button(BACK, "‹ Change answers"),
                kit.button(SHOW_WORKING, "Show working"),
                kit.button(AGREE, "Take the advice")
                if overrule
                else kit.button(DISAGREE, "I disagree…"),
            ),
        ],
    )


def disagree(tree: Tree, so_far: PlanSoFar, advised: Plan) -> kit.View:
    """Side step from the advice."""
    return kit.modal(
        DISAGREED,
        so_far,
        title="I disagree",
        submit="Keep my choice",
        close="Back",
        blocks=[
            inputs.radios(
                OTHER_PLAN,
                "What will you do instead?",
                [(plan, words.advice) for plan, words in tree.plans.items() if plan is not advised],
            ),
            inputs.text_input(
                REASON,
                "Why? One line will do",
                max_length=ONE_LINE,
                hint="The request keeps the advice and your reason. The reason stays private.",
            ),
        ],
    )


def headline(tree: Tree, found: Recommendation) -> str:
    """The advice in a line."""
    if is_early(found):
        return "Too early to say"
    return _whom(tree.plans[found.verdict.plan], only_one=found.only_one)


def _whom(words: PlanWords, *, only_one: bool) -> str:
    return words.only_one if only_one and words.only_one else words.advice


def certainty(tree: Tree, found: Recommendation) -> str:
    """How sure, in a word and a sentence (mrkdwn)."""
    words = tree.certainties[found.verdict.certainty]
    said = f"*{words.word}.* {words.says}"
    return f"{said} {found.tension.says}" if found.tension else said


def would_change(tree: Tree, flip: Flip) -> str:
    """A change of answers and what it would lead to, in a sentence."""
    changes = [
        f"“{tree.questions[question].answer(answer).short}” to “{tree.questions[question].asks}”"
        for question, answer in flip.changes
    ]
    answers = " and ".join(changes)
    other = _whom(tree.plans[flip.plan], only_one=flip.only_one)
    return f"Answering {answers} would make it “{other}”."


def bulleted(label: str, rows: Sequence[str]) -> kit.Block:
    return kit.rich(kit.line(kit.bold(label)), kit.bullets(*[[row] for row in rows]))


def is_early(found: Recommendation) -> bool:
    return found.verdict.certainty is Certainty.TOO_EARLY


def _overruled(tree: Tree, overrule: Overrule | None) -> list[kit.Block]:
    if overrule is None:
        return []
    return [
        kit.header(f"Your choice: {tree.plans[overrule.plan].short}"),
        kit.note(overrule.reason),
        kit.divider(),
    ]


def _head(tree: Tree, found: Recommendation) -> list[kit.Block]:
    """The headline; above it what comes before any hiring."""
    line = headline(tree, found)
    if found.before is None:
        return [kit.header(line)]
    return [
        kit.header(found.before.title),
        kit.section(found.before.says),
        kit.actions(before_hiring.doing(found.before)),
        kit.header(line if is_early(found) else f"Then {line[0].lower()}{line[1:]}"),
    ]


def _note(gate: Gate) -> kit.Block:
    return kit.section(f"*{gate.title}.* {gate.says}", accessory=before_hiring.doing(gate))


def _early(tree: Tree, found: Recommendation) -> list[kit.Block]:
    plan = found.verdict.plan
    return [
        kit.section(certainty(tree, found)),
        bulleted("Find out first", found.find_out),
        kit.section(f"*The safer first step:* a {plan.roles[0].label}. {tree.plans[plan].default}"),
        kit.context("Your answers are kept: type `/hire-ml` again when you know more."),
    ]


def _why(tree: Tree, found: Recommendation) -> list[kit.Block]:
    words = tree.plans[found.verdict.plan]
    reasons = [reason.because for reason in found.reasons] or [words.default]
    against = [bulleted("Against", [found.against.because])] if found.against else []
    later = [kit.section(f"*Later, {words.second}:* when {words.later}.")] if found.only_one else []
    flip = (
        [kit.rich(kit.line(kit.bold("What would change it: "), would_change(tree, found.flip)))]
        if found.flip
        else []
    )
    return [
        kit.section(certainty(tree, found)),
        *later,
        bulleted("For", reasons),
        *against,
        *flip,
        kit.context(f"*The other way round:* {words.other_way}"),
    ]
