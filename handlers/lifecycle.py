"""A request held, cancelled, filled and reopened: what the forms are answered."""

from blocks.fill_form import FILL, REOPEN, FillRef
from blocks.reason_form import CANCEL, HOLD, WHY
from blocks.request_view import FormRef
from bot.domain.hiring_request import StatusReason
from bot.domain.refusals import Field, WrongFields
from bot.services.lifecycle import Lifecycles
from bot.slack.answers import Close, Errors
from bot.slack.directory import Directory
from bot.slack.following import Following
from bot.slack.payloads import Submitted
from bot.slack.table import Listeners
from handlers.acting import allowed, today_of
from handlers.forms import Windows, closed, errors
from handlers.request_form import number_in

listens = Listeners()


@listens.to(HOLD)
async def held(
    form: Submitted[FormRef],
    lifecycles: Lifecycles,
    windows: Windows,
    directory: Directory,
    following: Following,
) -> Close | Errors:
    number, (reason, text) = form.carried.number, _why(form)
    try:
        await allowed(form, directory, lambda who: lifecycles.hold(number, reason, text, by=who))
    except WrongFields as wrong:
        return errors(form, wrong)
    return closed(form, number, f"{number} is on hold.", windows, following)


@listens.to(CANCEL)
async def cancelled(
    form: Submitted[FormRef],
    lifecycles: Lifecycles,
    windows: Windows,
    directory: Directory,
    following: Following,
) -> Close | Errors:
    number, (reason, text) = form.carried.number, _why(form)
    try:
        await allowed(form, directory, lambda who: lifecycles.cancel(number, reason, text, by=who))
    except WrongFields as wrong:
        return errors(form, wrong)
    return closed(form, number, f"{number} is cancelled.", windows, following)


@listens.to(FILL)
async def filled(
    form: Submitted[FillRef],
    lifecycles: Lifecycles,
    windows: Windows,
    directory: Directory,
    following: Following,
) -> Close | Errors:
    ref, fields = form.carried, form.fields
    today = await today_of(form, directory, lifecycles.clock)
    openings = number_in(fields.text(Field.OPENINGS_FILLED) or "1") or 0
    try:
        result = await allowed(
            form,
            directory,
            lambda who: lifecycles.fill(
                ref.number,
                openings,
                fields.date(Field.FILLED_ON) or today,
                fields.text(Field.BY_WHOM) or "",
                by=who,
                today=today,
                seen=ref.seen,
            ),
        )
    except WrongFields as wrong:
        return errors(form, wrong)
    now = result.request
    said = f"{now.filled} of {now.openings} openings of {now.number} filled."
    return closed(form, ref.number, said, windows, following)


@listens.to(REOPEN)
async def reopened(
    form: Submitted[FormRef],
    lifecycles: Lifecycles,
    windows: Windows,
    directory: Directory,
    following: Following,
) -> Close | Errors:
    number, fields = form.carried.number, form.fields
    taken_back = [int(one) for one in fields.choices(Field.TAKEN_BACK)]
    more = number_in(fields.text(Field.OPENINGS_MORE) or "0")
    try:
        await allowed(
            form,
            directory,
            lambda who: lifecycles.reopen(
                number, by=who, taken_back=taken_back, more=-1 if more is None else more
            ),
        )
    except WrongFields as wrong:
        return errors(form, wrong)
    return closed(form, number, f"{number} is open again.", windows, following)


def _why(form: Submitted[FormRef]) -> tuple[StatusReason, str]:
    reason = form.fields.choice(WHY) or StatusReason.OTHER
    return StatusReason(reason), form.fields.text(Field.REASON) or ""
