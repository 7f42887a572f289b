"""The advice: looked into, disagreed with, gone on from."""

from dataclasses import replace

from blocks import advice as advised
from blocks.advice import (
    ADVISED,
    AGREE,
    DISAGREE,
    DISAGREED,
    NO_REASON,
    OTHER_PLAN,
    REASON,
    SHOW_WORKING,
)
from blocks.hiring_request import BACK, OPEN, FormRef
from blocks.ids import Nothing
from blocks.plan import PlanSoFar
from blocks.working import WHAT_IF, WORKED, Tried, working
from bot.domain.draft import Overrule, PlanDraft
from bot.domain.role import Plan
from bot.domain.verdict import decide
from bot.guide.values import Guide
from bot.services.drafts import Drafts
from bot.services.hiring_requests import HiringRequests
from bot.services.pay_bands import PayBands
from bot.slack.answers import Close, Errors, Push, Update
from bot.slack.directory import Directory
from bot.slack.modals import Modals
from bot.slack.payloads import Clicked, Submitted, ViewSeen, metadata
from bot.slack.table import Listeners
from handlers import request_form
from handlers.hiring_request import entered
from handlers.pay import known_to
from handlers.plan_draft import answered, drafted, form_kept, kept, shown, so_far

listens = Listeners()


@listens.to(ADVISED)
async def went_on(
    form: Submitted[PlanSoFar],
    drafts: Drafts,
    requests: HiringRequests,
    directory: Directory,
    guide: Guide,
) -> Update:
    """On to the form of the request, with what is known filled in."""
    draft = await kept(drafts, guide.tree, form.person, form.carried, form.fields)
    ref = request_form.ref_of(guide.tree, draft)
    return Update(await entered(ref, draft, form.person, requests, directory))


@listens.to(BACK)
async def came_back(click: Clicked[Nothing], drafts: Drafts, guide: Guide) -> Update:
    """From the form of the request to where it was come from, with what was typed kept."""
    view = click.seen_view
    ref: FormRef = metadata(view, OPEN)
    typed = request_form.so_far(view.fields, click.person, ref)
    draft = await form_kept(drafts, guide.tree, click.person, ref, typed, view.fields)
    return Update(shown(guide.tree, draft))


@listens.to(SHOW_WORKING)
async def working_shown(
    click: Clicked[Nothing], guide: Guide, bands: PayBands, directory: Directory
) -> Push:
    now = so_far(click.seen_view)
    known = await known_to(click, bands, directory)
    return Push(working(guide, Tried(now, now.answers), known))


@listens.to(WHAT_IF)
async def what_if(
    click: Clicked[Nothing], guide: Guide, bands: PayBands, directory: Directory
) -> Update:
    view = click.seen_view
    tried: Tried = metadata(view, WORKED)
    now = answered(guide.tree, tried.now, view.fields)
    known = await known_to(click, bands, directory)
    return Update(working(guide, replace(tried, now=now), known))


@listens.to(WORKED)
async def other_answers(
    form: Submitted[Tried], drafts: Drafts, modals: Modals, guide: Guide
) -> Close:
    now = answered(guide.tree, form.carried.now, form.fields)
    draft = await kept(drafts, guide.tree, form.person, now, form.fields)
    return _back_to_advice(draft, form.view, modals, guide)


@listens.to(DISAGREE)
async def disagreeing(click: Clicked[Nothing], guide: Guide) -> Push:
    now = so_far(click.seen_view)
    return Push(advised.disagree(guide.tree, now, decide(guide.tree, now.answers).plan))


@listens.to(DISAGREED)
async def disagreed(
    form: Submitted[PlanSoFar], drafts: Drafts, modals: Modals, guide: Guide
) -> Close | Errors:
    now = form.carried
    chosen = form.fields.choice(OTHER_PLAN)
    reason = (form.fields.text(REASON) or "").strip()
    if not chosen or not reason:
        return Errors({REASON: NO_REASON})
    draft = await drafted(drafts, guide.tree, form.person, now, form.fields)
    draft = replace(draft, overrule=Overrule(Plan(chosen), reason))
    await drafts.save(form.person, draft)
    return _back_to_advice(draft, form.view, modals, guide)


@listens.to(AGREE)
async def agreed(click: Clicked[Nothing], drafts: Drafts, guide: Guide) -> Update:
    view = click.seen_view
    draft = await drafted(drafts, guide.tree, click.person, so_far(view), view.fields)
    draft = replace(draft, overrule=None)
    await drafts.save(click.person, draft)
    return Update(shown(guide.tree, draft))


def _back_to_advice(draft: PlanDraft, view: ViewSeen, modals: Modals, guide: Guide) -> Close:
    """Close the view that was pushed; the advice beneath it becomes what `draft` now says."""
    now_advised = shown(guide.tree, draft)

    async def redraw() -> None:
        if view.previous_id:
            await modals.update(view.previous_id, now_advised)

    return Close(done=now_advised, then=redraw)
