"""A request's own facts changed, and its parts handed over."""

from blocks.edit_form import EDIT, LEVEL, MOVE, EditRef
from blocks.hand_over_form import HAND_OVER
from blocks.request_view import FormRef
from bot.domain.editing import Facts
from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import Person
from bot.domain.refusals import Field, WrongFields
from bot.domain.role import Seniority
from bot.services.handing_over import HandingOver
from bot.services.hiring_requests import HiringRequests
from bot.slack.answers import Close, Errors
from bot.slack.directory import Directory
from bot.slack.following import Following
from bot.slack.payloads import Fields, Submitted
from bot.slack.table import Listeners
from handlers.acting import actor, allowed, today_of
from handlers.forms import Windows, closed, errors, people_chosen
from handlers.request_form import number_in

listens = Listeners()


@listens.to(EDIT)
async def edited(
    form: Submitted[EditRef],
    requests: HiringRequests,
    windows: Windows,
    directory: Directory,
    following: Following,
) -> Close | Errors:
    ref = form.carried
    request = await requests.get(ref.number, actor(form))
    recruiters, unfit = await people_chosen(
        form, directory, form.fields.users(Field.RECRUITERS), request.recruiters
    )
    if unfit:
        return Errors({Field.RECRUITERS: unfit})
    wanted = _facts(form.fields, request, recruiters)
    today = await today_of(form, directory, requests.clock)
    try:
        await allowed(
            form,
            directory,
            lambda who: requests.edit(
                ref.number,
                ref.shown,
                wanted,
                move_dates=form.fields.ticked(MOVE),
                by=who,
                today=today,
            ),
        )
    except WrongFields as wrong:
        return errors(form, wrong)
    return closed(form, ref.number, f"{ref.number} is changed.", windows, following)


def _facts(fields: Fields, request: HiringRequest, recruiters: tuple[Person, ...]) -> Facts:
    """As the form has them; `request` says what there is no field for."""
    return Facts(
        title=fields.text(Field.TITLE) or "",
        problem=fields.text(Field.PROBLEM) or "",
        seniority=Seniority(fields.choice(LEVEL) or request.seniority),
        openings=number_in(fields.text(Field.OPENINGS) or "") or 0,
        place=fields.text(Field.PLACE) or "",
        start_by=fields.date(Field.START_BY),
        recruiters=recruiters,
        link=fields.text(Field.LINK) or "",
        began_on=fields.date(Field.BEGAN_ON) if fields.has(Field.BEGAN_ON) else request.began_on,
        confidential=fields.ticked(Field.CONFIDENTIAL)
        if fields.has(Field.CONFIDENTIAL)
        else request.confidential,
    )


@listens.to(HAND_OVER)
async def handed_over(
    form: Submitted[FormRef],
    handing_over: HandingOver,
    requests: HiringRequests,
    windows: Windows,
    directory: Directory,
    following: Following,
) -> Close | Errors:
    number = form.carried.number
    request = await requests.get(number, actor(form))
    named = form.fields.user(Field.WHOSE) or form.person.user
    known = {one.user: one for one in request.team}
    whose = known.get(named, Person(form.person.team, named))
    to, unfit = await people_chosen(form, directory, [form.fields.user(Field.TO) or ""])
    if unfit:
        return Errors({Field.TO: unfit})
    try:
        await allowed(
            form,
            directory,
            lambda who: handing_over.hand_over(number, whose, to[0], by=who),
        )
    except WrongFields as wrong:
        return errors(form, wrong)
    return closed(form, number, "It is handed over.", windows, following)
