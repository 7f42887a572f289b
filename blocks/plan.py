"""The pages that ask: one modal, updated in place, and the ids of everything on the way to a plan.

Question and answer texts are the guide's (`bot/guide/tree.toml`); no role is named in them, or
people answer for the role they already like.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from blocks import from_message, inputs, kit
from blocks.ids import VERSION_MARK, Action, Command, Modal, Nothing
from bot.domain.asking import worth_asking
from bot.domain.draft import PlanDraft
from bot.domain.hiring_request import PROBLEM_LIMIT
from bot.domain.identity import ChannelId
from bot.domain.tree import ADVICE, UNSURE, Answers, Page, Question, Tree


@dataclass(frozen=True, slots=True)
class PlanSoFar:
    """What a page goes on from. People's own texts are in the draft, never in here."""

    draft_id: str
    started_at: datetime
    origin: ChannelId | None
    page: str
    answers: Mapping[str, str]
    source: str | None = None
    """As `PlanDraft.source`."""


HIRE = Command("/hire-ml")
BEGIN = Action("plan.begin", carries=Nothing)
ASKED = Modal("plan.page", carries=PlanSoFar)
STAGE_CHOSEN = Action("plan.stage_chosen", carries=Nothing)
BACK = Action("plan.back", carries=Nothing)
ADVICE_NOW = Action("plan.advice_now", carries=Nothing)
FOUR_MORE = Action("plan.four_more", carries=Nothing)
KNOWN = Action("plan.known", carries=Nothing)
CONTINUE_DRAFT = Action("plan.continue_draft", carries=Nothing)
DISCARD_DRAFT = Action("plan.discard_draft", carries=Nothing)

PROBLEM = "problem"


def begun(
    tree: Tree,
    draft_id: str,
    at: datetime,
    origin: ChannelId | None,
    source: str | None = None,
) -> PlanSoFar:
    return PlanSoFar(draft_id, at, origin, tree.pages[0].id, answers={}, source=source)


def resumed(tree: Tree, draft: PlanDraft) -> PlanSoFar:
    """Where `draft` was left, as far as the tree still knows its pages and answers."""
    pages = {page.id for page in tree.pages} | {ADVICE}
    return PlanSoFar(
        draft.draft_id,
        draft.started_at,
        draft.origin_channel,
        draft.page if draft.page in pages else tree.pages[0].id,
        tree.known(draft.answers),
        draft.source,
    )


def field(question: Question, answers: Answers) -> str:
    """The name of a question's input.

    Where the question hangs on another, the name changes with that answer: Slack keeps what was
    chosen under a name, and it was chosen among other words.
    """
    if question.hangs_on is None:
        return question.id
    return f"{question.id}.{answers.get(question.hangs_on, UNSURE)}"


def options(question: Question, answers: Answers) -> list[inputs.Option]:
    return [
        (answer.id, question.worded(answer.says, answers), answer.detail)
        if answer.detail
        else (answer.id, question.worded(answer.says, answers))
        for answer in question.answers
    ]


def page(
    tree: Tree,
    so_far: PlanSoFar,
    *,
    problem: str = "",
    unfinished: datetime | None = None,
    notes: Sequence[str] = (),
    anew: bool = False,
) -> kit.View:
    """The page `so_far.page`. `unfinished`: when an earlier draft was last touched (first page).

    `notes`: small print above the problem (first page).

    `anew`: it takes the first page's place. Slack keeps what stands in an input, if only nothing,
    for as long as it has its name: on the first page the inputs get other names.
    """
    shown = tree.page(so_far.page)
    first = shown is tree.pages[0]
    mark = f"{VERSION_MARK}draft" if anew and first else ""
    asked = worth_asking(tree, shown, so_far.answers)
    return kit.modal(
        ASKED,
        so_far,
        title=_title(tree, shown, so_far.answers, len(asked)),
        submit="Get advice" if shown.next == ADVICE else "Next",
        blocks=[
            *_told(tree, shown, so_far, unfinished),
            *(map(kit.note, notes)),
            *([_problem(problem, mark)] if first else []),
            *(_question(tree, question, so_far.answers, mark) for question in asked),
            *_left_out(tree, shown, so_far.answers, len(asked)),
            kit.actions(*_ways(shown, first=first)),
            *([kit.context(f"Also: `{HIRE.id} guide` · `{HIRE.id} help`")] if first else []),
        ],
    )


FEW = {1: "One more", 2: "Two more", 3: "Three more"}


def _title(tree: Tree, shown: Page, answers: Answers, asked: int) -> str:
    """A page's own, or, where few of its questions are asked, how many."""
    return FEW.get(asked, shown.title) if _fewer(tree, shown, answers, asked) else shown.title


def _left_out(tree: Tree, shown: Page, answers: Answers, asked: int) -> list[kit.Block]:
    if not _fewer(tree, shown, answers, asked):
        return []
    return [kit.context("Not asked: what could not change the advice any more.")]


def _fewer(tree: Tree, shown: Page, answers: Answers, asked: int) -> bool:
    return asked < sum(tree.asked(question, answers) for question in shown.questions)


def _told(
    tree: Tree, shown: Page, so_far: PlanSoFar, unfinished: datetime | None
) -> list[kit.Block]:
    if shown is not tree.pages[0]:
        can_be_left = all(tree.skippable(question) for question in shown.questions)
        progress = [
            _progress(tree, shown),
            *(["Leave what you do not know"] if can_be_left else []),
        ]
        return [kit.context(" · ".join(progress)), *_answered(tree, shown, so_far.answers)]
    told = [kit.context(f"{_progress(tree, shown)} · Seen by you alone until you post it")]
    if unfinished is not None:
        discard = "Discard" if so_far.source is None else "Begin with this message"
        told += [
            kit.context(f"↻ Unfinished · {kit.moment(unfinished)} · going on here replaces it"),
            kit.actions(
                kit.button(CONTINUE_DRAFT, "Continue", style="primary"),
                kit.button(DISCARD_DRAFT, discard),
            ),
        ]
    return [*told, *from_message.told(so_far.source, so_far.origin)]


def _progress(tree: Tree, shown: Page) -> str:
    further = {page.more for page in tree.pages}
    path = [page for page in tree.pages if page.id not in further]
    return f"{path.index(shown) + 1} of {len(path)}" if shown in path else "If you like"


def _answered(tree: Tree, shown: Page, answers: Answers) -> list[kit.Block]:
    """What was answered on the pages before."""
    before = tree.pages[: tree.pages.index(shown)]
    said = [
        f"✓ {question.short}: {question.answer(answers[question.id]).short.lower()}"
        for page in before
        for question in (tree.questions[name] for name in page.questions)
        if answers.get(question.id, UNSURE) != UNSURE
    ]
    return [kit.context(*said)] if said else []


def _problem(problem: str, mark: str) -> kit.Block:
    return inputs.text_input(
        PROBLEM + mark,
        "What is the problem?",
        value=problem,
        multiline=True,
        optional=True,
        max_length=PROBLEM_LIMIT,
        placeholder="In a sentence or two, as you would tell a colleague",
    )


def _question(tree: Tree, question: Question, answers: Answers, mark: str) -> kit.Block:
    """Radio buttons; on the pages that can be left out, a select that says "Not sure"."""
    name = field(question, answers) + mark
    if tree.skippable(question.id):
        chosen = answers.get(question.id, UNSURE)
        return inputs.select(name, question.asks, options(question, answers), chosen=chosen)
    others_hang_on_it = any(other.hangs_on == question.id for other in tree.questions.values())
    return inputs.radios(
        name,
        question.asks,
        options(question, answers),
        chosen=answers.get(question.id),
        dispatch=STAGE_CHOSEN if others_hang_on_it else None,
    )


def _ways(shown: Page, *, first: bool) -> list[kit.Element]:
    """The buttons beside Next."""
    if first:
        return [
            kit.button(KNOWN, "I know the role already"),
            kit.button(ADVICE_NOW, "See advice now"),
        ]
    back = kit.button(BACK, "‹ Back")
    if shown.more:
        return [back, kit.button(FOUR_MORE, "Four more questions")]
    if shown.next == ADVICE:
        return [back]
    return [back, kit.button(ADVICE_NOW, "See advice now")]
