"""Pay bands, as admins set and remove them."""

import asyncio
from datetime import date

from blocks import pay_bands as shown_as
from blocks import refusals
from blocks.ids import Nothing
from blocks.pay_bands import BAND, CHANGE, PAY_BANDS, REMOVE, BandKey, BandRef
from bot.domain.amounts import whole_amount
from bot.domain.pay import BandField, CannotKeepBand, PayBand
from bot.domain.permissions import Actor
from bot.domain.refusals import Refusal
from bot.domain.settings_history import BandOvertaken
from bot.services.pay_bands import PayBands
from bot.slack.answers import Close, Errors, Push, Then, Update, View
from bot.slack.directory import Directory
from bot.slack.modals import Modals
from bot.slack.payloads import Acted, Clicked, Submitted, ViewSeen, metadata
from bot.slack.table import Listeners
from handlers.acting import as_slack_says, today_of

listens = Listeners()


@listens.to(PAY_BANDS)
async def opened(click: Clicked[Nothing], bands: PayBands, directory: Directory) -> Push:
    found = await bands.to_set(await as_slack_says(click, directory))
    return Push(shown_as.pay_bands(found, bands.today))


@listens.to(CHANGE)
async def one_opened(click: Clicked[BandKey], bands: PayBands, directory: Directory) -> Push:
    who, today = await _who_and_when(click, bands, directory)
    return Push(shown_as.band_form(click.carried, await bands.to_set(who), today))


@listens.to(BAND)
async def saved(
    form: Submitted[BandRef], bands: PayBands, directory: Directory, modals: Modals
) -> Close | Update | Errors:
    who, today = await _who_and_when(form, bands, directory)
    band = _band(form, today)
    try:
        await bands.set(band, who, seen=form.carried.seen, today=today)
    except CannotKeepBand as wrong:
        return _errors(form, wrong)
    except BandOvertaken as overtaken:
        again = shown_as.band_form_again(band, overtaken.latest, today)
        return Update(again, then=lambda: _draw_list(form.view, who, bands, modals))
    done = refusals.done("Pay band", "It is kept.")
    return Close(done, then=lambda: _draw_list(form.view, who, bands, modals))


@listens.to(REMOVE)
async def removed(
    click: Clicked[Nothing], bands: PayBands, directory: Directory, modals: Modals
) -> Then:
    """What it says stands in the form's place: Slack lays no fourth window on three."""
    view = click.seen_view
    ref: BandRef = metadata(view, BAND)
    who = await as_slack_says(click, directory)
    said = await _removed(ref, who, bands)

    async def show() -> None:
        await modals.update(view.id, said)
        await _draw_list(view, who, bands, modals)

    return Then(show)


async def _removed(ref: BandRef, who: Actor, bands: PayBands) -> View:
    try:
        await bands.clear(ref.role, ref.seniority, who, seen=ref.seen)
    except BandOvertaken as overtaken:
        return shown_as.overtaken(overtaken.latest)
    except Refusal as refused:
        return refusals.done("Not removed", refusals.refusal(refused))
    return refusals.done("Removed", shown_as.removed(ref))


async def _who_and_when(acted: Acted, bands: PayBands, directory: Directory) -> tuple[Actor, date]:
    return await asyncio.gather(
        as_slack_says(acted, directory), today_of(acted, directory, bands.clock)
    )


async def _draw_list(form: ViewSeen, who: Actor, bands: PayBands, modals: Modals) -> None:
    """The list that a form lies on, as it is now."""
    if form.previous_id and who.is_admin:
        drawn = shown_as.pay_bands(await bands.to_set(who), bands.today)
        await modals.update(form.previous_id, drawn)


def _band(form: Submitted[BandRef], today: date) -> PayBand:
    """As it was typed; what is no number is no pay."""
    fields = form.fields
    currency = (fields.text(BandField.CURRENCY) or "").strip().upper()
    low, high = (
        whole_amount(fields.text(one) or "", currency) or 0
        for one in (BandField.LOW, BandField.HIGH)
    )
    return PayBand(
        role=form.carried.role,
        seniority=form.carried.seniority,
        low=low,
        high=high,
        currency=currency,
        region=fields.text(BandField.REGION) or "",
        approved_by=fields.text(BandField.APPROVED_BY) or "",
        as_of=fields.date(BandField.AS_OF) or today,
    )


def _errors(form: Submitted[BandRef], wrong: CannotKeepBand) -> Errors:
    """Each fault at its field; at the first one where the form has no such field."""
    fields = form.view.inputs
    return Errors(
        {
            fault.field if fault.field in fields else fields[0]: refusals.band_fault(fault)
            for fault in wrong.faults
        }
    )
