"""What the views on the way to a plan have in common: read, kept as a draft, shown."""

from dataclasses import replace

from blocks import plan as pages
from blocks.advice import advice
from blocks.hiring_request import FormRef
from blocks.plan import ASKED, PROBLEM, PlanSoFar
from bot.domain.asking import stops_early
from bot.domain.draft import PlanDraft, RequestSoFar
from bot.domain.identity import Person
from bot.domain.plan import recommend
from bot.domain.tree import ADVICE, UNSURE, Tree
from bot.domain.verdict import decide
from bot.services.drafts import Drafts
from bot.slack.answers import View
from bot.slack.payloads import Fields, ViewSeen, metadata


def so_far(view: ViewSeen) -> PlanSoFar:
    """What any view on the way to a plan goes on from: they all carry the same."""
    found: PlanSoFar = metadata(view, ASKED)
    return found


def answered(tree: Tree, before: PlanSoFar, fields: Fields, *, done: bool = False) -> PlanSoFar:
    """`before` with what is chosen in the view's inputs.

    `done`: the person went on, so that what they left open on the page counts as "not sure".
    Otherwise a "not sure" that was preset is no answer yet: the question is still to be asked.
    """
    given: dict[str, str | None] = {}
    for question in tree.questions.values():
        name = pages.field(question, {**before.answers, **_chosen(given)})
        if fields.has(name):
            chosen = fields.choice(name)
            preset = tree.skippable(question.id) and question.id not in before.answers
            left_open = chosen is None or (chosen == UNSURE and preset)
            given[question.id] = (UNSURE if done else None) if left_open else chosen
    return replace(before, answers=tree.with_answers(before.answers, given))


def _chosen(given: dict[str, str | None]) -> dict[str, str]:
    return {question: answer for question, answer in given.items() if answer is not None}


async def kept(
    drafts: Drafts, tree: Tree, person: Person, now: PlanSoFar, fields: Fields
) -> PlanDraft:
    """`drafted`, and saved."""
    draft = await drafted(drafts, tree, person, now, fields)
    await drafts.save(person, draft)
    return draft


async def drafted(
    drafts: Drafts, tree: Tree, person: Person, now: PlanSoFar, fields: Fields
) -> PlanDraft:
    """`now` as a draft, with the texts of the view or of the draft so far."""
    earlier = await drafts.of(person)
    if earlier is not None and earlier.draft_id != now.draft_id:
        earlier = None
    at = drafts.clock()
    draft = earlier or PlanDraft(
        draft_id=now.draft_id,
        started_at=now.started_at,
        updated_at=at,
        origin_channel=now.origin,
        problem="",
        answers={},
        page=now.page,
        rules_version=tree.version,
        source=now.source,
    )
    problem = (fields.text(PROBLEM) or "") if fields.has(PROBLEM) else draft.problem
    overrule = draft.overrule
    if overrule and overrule.plan is decide(tree, now.answers).plan:
        overrule = None
    return replace(
        draft,
        updated_at=at,
        problem=problem,
        answers=now.answers,
        page=now.page,
        rules_version=tree.version,
        overrule=overrule,
    )


async def form_kept(
    drafts: Drafts,
    tree: Tree,
    person: Person,
    ref: FormRef,
    typed: RequestSoFar,
    fields: Fields,
) -> PlanDraft:
    """What stands in the form of the request, kept with the answers that led to it.

    The draft goes on where the form was come from.
    """
    page = tree.pages[0].id if ref.plan is None else ADVICE
    draft = await drafts.of(person)
    if draft is None or draft.draft_id != ref.draft:
        now = pages.begun(tree, ref.draft, drafts.clock(), ref.origin, ref.source)
        now = replace(now, page=page, answers=tree.known(ref.answers))
    else:
        now = replace(pages.resumed(tree, draft), page=page)
    draft = replace(await drafted(drafts, tree, person, now, fields), request=typed)
    await drafts.save(person, draft)
    return draft


def shown(tree: Tree, draft: PlanDraft, *, anew: bool = False) -> View:
    """The view that `draft` was left at. `anew`: in place of the first page, as `pages.page`."""
    now = pages.resumed(tree, draft)
    if now.page != ADVICE:
        return pages.page(tree, now, problem=draft.problem, anew=anew)
    return advice(
        tree,
        now,
        recommend(tree, now.answers),
        overrule=draft.overrule,
        settled=stops_early(tree, now.answers),
    )
