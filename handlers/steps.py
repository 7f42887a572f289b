"""A step worked on beside its box: started, given away, blocked, noted."""

import uuid

from blocks import refusals, step_details, step_form
from blocks.step_details import NOTE, NoteRef
from blocks.step_form import ARRANGE, BLOCK, OWNER, WHY, ArrangeRef, StepFormRef
from blocks.step_menu import STEP_MENU, Do, StepMenuRef
from bot.domain import lifecycle
from bot.domain.checklist import Arranged, BlockedReason, StepState, step_of
from bot.domain.hiring_request import HiringRequest
from bot.domain.permissions import Actor
from bot.domain.refusals import Doing, Field, NotAllowed, StepIs, Verb, WrongFields
from bot.services.changing import Changed
from bot.services.checklist import Checklists
from bot.services.hiring_requests import HiringRequests
from bot.services.histories import Histories
from bot.slack.answers import Close, Errors, Then
from bot.slack.directory import Directory
from bot.slack.following import Following
from bot.slack.modals import Modals
from bot.slack.payloads import Clicked, Submitted
from bot.slack.table import Listeners
from handlers.acting import actor, allowed, in_front
from handlers.forms import Windows, closed, errors, is_over_window, people_chosen

listens = Listeners()


@listens.to(STEP_MENU)
async def chosen(
    click: Clicked[StepMenuRef],
    requests: HiringRequests,
    checklists: Checklists,
    histories: Histories,
    windows: Windows,
    directory: Directory,
    modals: Modals,
    following: Following,
) -> Then | None:
    ref = click.carried
    match ref.do:
        case Do.START | Do.STOP | Do.UNBLOCK:
            return await _done_at_once(click, checklists, windows, directory, following)
        case Do.DETAILS:
            await _details(click, requests, histories, directory, modals)
        case Do.ARRANGE | Do.BLOCK:
            request = await allowed(
                click, directory, lambda who: requests.get(ref.number, who, Doing.WORK)
            )
            lifecycle.check(request, Verb.WORK)
            step = step_of(request.checklist, ref.step)
            if step.done is not None:
                raise StepIs(ref.number, ref.step, step.state)
            over_window = is_over_window(click)
            if ref.do is Do.ARRANGE:
                form = step_form.arrange(request, ref.step, over_window=over_window)
            else:
                form = step_form.block(request, StepFormRef(ref.request, ref.step, over_window))
            await in_front(click, modals, form)
    return None


async def _done_at_once(
    click: Clicked[StepMenuRef],
    checklists: Checklists,
    windows: Windows,
    directory: Directory,
    following: Following,
) -> Then:
    ref = click.carried

    async def act(who: Actor) -> Changed:
        if ref.do is Do.UNBLOCK:
            return await checklists.unblock(ref.number, ref.step, by=who)
        return await checklists.set_started(ref.number, ref.step, on=ref.do is Do.START, by=who)

    result = await allowed(click, directory, act)

    async def follow() -> None:
        await windows.again(click, ref.number)
        await following.bring_up(click.workspace, ref.number)
        if not result.changed:
            raise StepIs(ref.number, ref.step, _state(result.request, ref))

    return Then(follow)


def _state(request: HiringRequest, ref: StepMenuRef) -> StepState:
    return step_of(request.checklist, ref.step).state


async def _details(
    click: Clicked[StepMenuRef],
    requests: HiringRequests,
    histories: Histories,
    directory: Directory,
    modals: Modals,
) -> None:
    ref = click.carried
    found = await histories.of_step(ref.number, ref.step, actor(click))
    try:
        await allowed(click, directory, lambda who: requests.get(ref.number, who, Doing.WORK))
        may_note = True
    except NotAllowed:
        may_note = False
    carried = NoteRef(ref.request, ref.step, once=str(uuid.uuid4()))
    view = step_details.details(
        found.request, found.notes, found.changes, carried, may_note=may_note
    )
    await in_front(click, modals, view)


@listens.to(ARRANGE)
async def arranged(
    form: Submitted[ArrangeRef],
    checklists: Checklists,
    windows: Windows,
    directory: Directory,
    following: Following,
) -> Close | Errors:
    ref = form.carried
    user = form.fields.user(OWNER)
    shown = [ref.shown.owner] if ref.shown.owner else []
    owner, unfit = await people_chosen(form, directory, [user] if user else [], shown)
    if unfit:
        return Errors({OWNER: unfit})
    wanted = Arranged(owner[0] if owner else None, form.fields.date(Field.DUE))
    await allowed(
        form,
        directory,
        lambda who: checklists.arrange(ref.number, ref.step, ref.shown, wanted, by=who),
    )
    return closed(form, ref.number, "It is changed.", windows, following)


@listens.to(BLOCK)
async def blocked(
    form: Submitted[StepFormRef],
    checklists: Checklists,
    windows: Windows,
    directory: Directory,
    following: Following,
) -> Close | Errors:
    ref, fields = form.carried, form.fields
    on, unfit = await people_chosen(form, directory, fields.users(Field.WAITS_ON))
    if unfit:
        return Errors({Field.WAITS_ON: unfit})
    reason = BlockedReason(fields.choice(WHY) or BlockedReason.OTHER)
    text = fields.text(Field.REASON) or ""
    try:
        await allowed(
            form,
            directory,
            lambda who: checklists.block(ref.number, ref.step, reason, text, on, by=who),
        )
    except WrongFields as wrong:
        return errors(form, wrong)
    return closed(form, ref.number, "It is marked as blocked.", windows, following)


@listens.to(NOTE)
async def noted(
    form: Submitted[NoteRef], histories: Histories, directory: Directory
) -> Close | Errors:
    ref = form.carried
    text = form.fields.text(Field.NOTE) or ""
    try:
        await allowed(
            form,
            directory,
            lambda who: histories.note(ref.number, ref.step, text, by=who, once=ref.once),
        )
    except WrongFields as wrong:
        return errors(form, wrong)
    return Close(refusals.done(str(ref.number), "It is noted."))
