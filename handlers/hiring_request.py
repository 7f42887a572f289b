"""A hiring request, from its form to its card in the channel."""

import asyncio
from dataclasses import replace
from datetime import UTC

from blocks import hiring_request as shown_as
from blocks import kit, refusals, second_hire
from blocks.hiring_request import BEGAN_ELSEWHERE, BEGINS_HERE, CHANNEL_CHOSEN, OPEN, FormRef
from blocks.ids import Nothing
from bot.domain.draft import Elsewhere, PlanDraft, RequestSoFar
from bot.domain.hiring_request import HiringRequest, flaws
from bot.domain.identity import ChannelId, Person, RequestNumber
from bot.domain.refusals import Doing
from bot.domain.role import Plan, Role
from bot.domain.sequence import may_be_offered
from bot.guide.values import Guide
from bot.services.drafts import Drafts
from bot.services.hiring_requests import HiringRequests
from bot.slack.answers import Close, Errors, Update, View
from bot.slack.directory import Channel, Directory
from bot.slack.following import Following
from bot.slack.payloads import Clicked, Submitted, metadata
from bot.slack.reconciler import Came
from bot.slack.table import Listeners
from bot.slack.telling import Telling
from handlers import request_form
from handlers.acting import allowed
from handlers.plan_draft import form_kept

listens = Listeners()


async def entered(
    ref: FormRef,
    draft: PlanDraft,
    person: Person,
    requests: HiringRequests,
    directory: Directory,
    *,
    another: str = "",
) -> View:
    """The form as somebody comes to it: what they typed in it before, or what can be guessed.

    `another` is the title of a job that is neither of the two, where one is asked for.
    """
    title = another or (ref.role.label if ref.role else "")
    typed = draft.request or RequestSoFar(
        title=title,
        role=Role.OTHER if ref.another else None,
        recruiters=await requests.last_recruiters(person),
        channel=draft.origin_channel,
    )
    if ref.plan and (typed.role is Role.OTHER) is not ref.another:
        typed = replace(typed, title=title, role=Role.OTHER if ref.another else None)
    typed = replace(typed, problem=draft.problem)
    return await form_for(ref, typed, directory)


async def form_for(ref: FormRef, typed: RequestSoFar, directory: Directory) -> View:
    """The form with who will read it."""

    async def seen(channel: ChannelId | None) -> Channel | None:
        return await directory.channel(channel) if channel else None

    chosen, origin = await asyncio.gather(seen(typed.channel), seen(ref.origin))
    audience = request_form.audience(chosen, origin, chosen=typed.channel)
    return shown_as.form(ref, typed, audience=audience)


@listens.to(CHANNEL_CHOSEN)
async def channel_chosen(click: Clicked[Nothing], directory: Directory) -> Update:
    """Say at once who would read it there."""
    ref, typed = _as_it_is(click)
    return Update(await form_for(ref, typed, directory))


@listens.to(BEGAN_ELSEWHERE)
async def began_elsewhere(click: Clicked[Nothing], directory: Directory) -> Update:
    """Ask what there is already; from an old screen, what was said of it stays."""
    ref, typed = _as_it_is(click)
    typed = replace(typed, elsewhere=typed.elsewhere or Elsewhere())
    return Update(await form_for(ref, typed, directory))


@listens.to(BEGINS_HERE)
async def begins_here(click: Clicked[Nothing], directory: Directory) -> Update:
    ref, typed = _as_it_is(click)
    return Update(await form_for(ref, replace(typed, elsewhere=None), directory))


def _as_it_is(click: Clicked[Nothing]) -> tuple[FormRef, RequestSoFar]:
    """The form as its person has it before them."""
    view = click.seen_view
    ref: FormRef = metadata(view, OPEN)
    return ref, request_form.so_far(view.fields, click.person, ref)


@listens.to(OPEN)
async def opened(
    form: Submitted[FormRef],
    guide: Guide,
    drafts: Drafts,
    requests: HiringRequests,
    directory: Directory,
    following: Following,
    telling: Telling,
) -> Close | Errors | Update:
    typed = request_form.so_far(form.fields, form.person, form.carried)
    found, draft = await asyncio.gather(
        request_form.look_up(directory, typed, form.carried, form.person), drafts.of(form.person)
    )
    overrule = request_form.overrule(form.carried, draft)
    opening = request_form.opening(form.carried, typed, found, guide.tree, overrule)
    first = await _first(form, requests, directory)
    if first is not None:
        opening = replace(opening, decision=first.decision)
    today = requests.clock().astimezone(found.manager.zone if found.manager else UTC).date()
    wrong = {flaw.field.value: refusals.flaw(flaw) for flaw in flaws(opening, today)}
    wrong |= request_form.wrong_in_slack(typed, form.carried, found)
    if wrong:
        # Who goes off to invite the app has to close the form: it must be there again.
        await form_kept(drafts, guide.tree, form.person, form.carried, typed, form.fields)
        return Errors(wrong)
    request = await requests.open(opening, form.person, today=today)

    async def follow() -> None:
        if await following.bring_up(form.workspace, request.number) is Came.LATER:
            sentence = refusals.not_posted(str(request.number))
            await telling.only(form, kit.Message(sentence, [kit.entry(sentence)]))
        if first is not None:
            await following.bring_up(form.workspace, first.number)

    if request.plan is Plan.BOTH and may_be_offered(request):
        return Update(second_hire.offer(request, guide, opened=True), then=follow)
    done = refusals.done("Request opened", f"{request.number} {request.title} is open.")
    return Close(done, then=follow)


async def _first(
    form: Submitted[FormRef], requests: HiringRequests, directory: Directory
) -> HiringRequest | None:
    """The request that this one follows, for somebody who may have it followed."""
    follows = form.carried.follows
    if follows is None:
        return None
    number = RequestNumber(follows.request)
    return await allowed(form, directory, lambda who: requests.get(number, who, Doing.CHANGE))
