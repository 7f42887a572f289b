"""`/hire-ml`: from the first question to the last."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from blocks import plan as pages
from blocks.hiring_request import FormRef
from blocks.ids import Nothing
from blocks.plan import (
    ADVICE_NOW,
    ASKED,
    BACK,
    BEGIN,
    CONTINUE_DRAFT,
    DISCARD_DRAFT,
    FOUR_MORE,
    HIRE,
    KNOWN,
    PROBLEM,
    STAGE_CHOSEN,
    PlanSoFar,
)
from bot.domain.asking import page_after, page_before
from bot.domain.identity import ChannelId
from bot.domain.tree import ADVICE
from bot.guide.values import Guide
from bot.services.drafts import Drafts
from bot.services.hiring_requests import HiringRequests
from bot.slack.answers import Update
from bot.slack.directory import Directory
from bot.slack.modals import Modals
from bot.slack.payloads import Acted, Clicked, Submitted, Typed
from bot.slack.table import Listeners
from handlers.hiring_request import entered
from handlers.plan_draft import answered, kept, shown, so_far

listens = Listeners()


@listens.to(HIRE)
async def opened(command: Typed, modals: Modals, drafts: Drafts, guide: Guide) -> None:
    await begins(command, modals, drafts, guide, channel=command.channel)


@listens.to(BEGIN)
async def begun(click: Clicked[Nothing], modals: Modals, drafts: Drafts, guide: Guide) -> None:
    channel = click.place.channel if click.place else None
    await begins(click, modals, drafts, guide, channel=channel)


async def begins(
    acted: Acted,
    modals: Modals,
    drafts: Drafts,
    guide: Guide,
    *,
    channel: ChannelId | None = None,
    source: str | None = None,
    problem: str = "",
    notes: Sequence[str] = (),
) -> None:
    """The first page opens without the database; a draft that is found is offered in it then.

    `channel` is where it is asked for; the rest is of a message that it begins from
    (`PlanDraft.source`, `blocks.plan.page`).
    """
    now = pages.begun(guide.tree, str(uuid.uuid4()), drafts.clock(), channel, source)
    drawn = partial(pages.page, guide.tree, now, problem=problem, notes=notes)
    view = await modals.open(acted.trigger, drawn())
    if view is None:
        return
    draft = await drafts.of(acted.person)
    if draft is not None and draft.draft_id != now.draft_id:
        offered = drawn(unfinished=draft.updated_at)
        await modals.update(view.id, offered, seen=view.hash)


@listens.to(ASKED)
async def next_asked(form: Submitted[PlanSoFar], drafts: Drafts, guide: Guide) -> Update:
    now = answered(guide.tree, form.carried, form.fields, done=True)
    now = replace(now, page=page_after(guide.tree, now.page, now.answers))
    return Update(shown(guide.tree, await kept(drafts, guide.tree, form.person, now, form.fields)))


@listens.to(FOUR_MORE)
async def more_asked(click: Clicked[Nothing], drafts: Drafts, guide: Guide) -> Update:
    view = click.seen_view
    now = answered(guide.tree, so_far(view), view.fields, done=True)
    now = replace(now, page=page_after(guide.tree, now.page, now.answers, more=True))
    return Update(shown(guide.tree, await kept(drafts, guide.tree, click.person, now, view.fields)))


@listens.to(BACK)
async def back(click: Clicked[Nothing], drafts: Drafts, guide: Guide) -> Update:
    view = click.seen_view
    now = answered(guide.tree, so_far(view), view.fields)
    now = replace(now, page=page_before(guide.tree, now.page, now.answers))
    return Update(shown(guide.tree, await kept(drafts, guide.tree, click.person, now, view.fields)))


@listens.to(ADVICE_NOW)
async def advice_now(click: Clicked[Nothing], drafts: Drafts, guide: Guide) -> Update:
    view = click.seen_view
    now = replace(answered(guide.tree, so_far(view), view.fields), page=ADVICE)
    return Update(shown(guide.tree, await kept(drafts, guide.tree, click.person, now, view.fields)))


@listens.to(STAGE_CHOSEN)
async def stage_chosen(click: Clicked[Nothing], guide: Guide) -> Update:
    """The questions that hang on the answer come or change; nothing is kept before Next."""
    view = click.seen_view
    return Update(pages.page(guide.tree, answered(guide.tree, so_far(view), view.fields)))


@listens.to(CONTINUE_DRAFT)
async def continued(click: Clicked[Nothing], drafts: Drafts, guide: Guide) -> Update:
    draft = await drafts.of(click.person)
    if draft is None:
        return Update(pages.page(guide.tree, so_far(click.seen_view)))
    return Update(shown(guide.tree, draft, anew=True))


@listens.to(DISCARD_DRAFT)
async def discarded(click: Clicked[Nothing], drafts: Drafts, guide: Guide) -> Update:
    view = click.seen_view
    await drafts.discard(click.person)
    now = answered(guide.tree, so_far(view), view.fields)
    return Update(pages.page(guide.tree, now, problem=view.fields.text(PROBLEM) or ""))


@listens.to(KNOWN)
async def role_known(
    click: Clicked[Nothing],
    drafts: Drafts,
    requests: HiringRequests,
    directory: Directory,
    guide: Guide,
) -> Update:
    """Straight to the request: two views in all."""
    view = click.seen_view
    now = answered(guide.tree, so_far(view), view.fields)
    draft = await kept(drafts, guide.tree, click.person, now, view.fields)
    ref = FormRef(
        draft.draft_id,
        answers={},
        plan=None,
        origin=draft.origin_channel,
        source=draft.source,
    )
    return Update(await entered(ref, draft, click.person, requests, directory))
