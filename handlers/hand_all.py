"""All that is somebody's, given to a colleague in one form."""

from blocks import hand_all as shown_as
from blocks import refusals
from blocks.hand_all import HAND_ALL, HANDED_ALL
from blocks.ids import Nothing
from bot.domain.refusals import Field, WrongFields
from bot.services.handing_over import HandingOver
from bot.slack.answers import Errors, Update
from bot.slack.directory import Directory
from bot.slack.following import Following
from bot.slack.modals import Modals
from bot.slack.payloads import Clicked, Submitted
from bot.slack.table import Listeners
from handlers.acting import actor, in_front
from handlers.forms import errors, people_chosen

listens = Listeners()


@listens.to(HAND_ALL)
async def opened(click: Clicked[Nothing], handing_over: HandingOver, modals: Modals) -> None:
    parts = await handing_over.parts(click.person)
    await in_front(click, modals, shown_as.form(parts) if parts else shown_as.nothing())


@listens.to(HANDED_ALL)
async def handed(
    form: Submitted[Nothing],
    handing_over: HandingOver,
    directory: Directory,
    following: Following,
) -> Update | Errors:
    user = form.fields.user(Field.TO)
    if user is None:
        return Errors({Field.TO: refusals.no_colleague()})
    chosen, unfit = await people_chosen(form, directory, [user])
    if unfit:
        return Errors({Field.TO: unfit})
    (to,) = chosen
    try:
        done = await handing_over.hand_over_all(actor(form), to)
    except WrongFields as wrong:
        return errors(form, wrong)

    async def follow() -> None:
        for number in done.handed:
            await following.bring_up(form.workspace, number)

    return Update(shown_as.handed(done.handed, done.kept, to), then=follow)
