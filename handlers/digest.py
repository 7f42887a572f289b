"""A channel's weekly digest: how it is wanted, and what else people do with it."""

from dataclasses import replace
from uuid import uuid4

from blocks import digest_form as shown_as
from blocks import digest_told as told
from blocks import kit, refusals
from blocks.digest import SETTINGS, ChannelRef
from blocks.digest_form import (
    CHANNEL,
    COUNTRY,
    DIGEST_WORD,
    PAUSE,
    PICKED,
    PREVIEW,
    RESUME,
    SAVED,
    SEND_NOW,
    STOP,
    ZONE_CHOSEN,
    FormRef,
)
from blocks.digest_preview import preview
from blocks.ids import VERSION_MARK, Nothing
from bot.domain.countries import country_of, zone_named
from bot.domain.digest import NotTheirDigest, State, Subscription, usual
from bot.domain.digest_contents import MOST_ENTRIES
from bot.domain.identity import ChannelId
from bot.services.digests import Digests
from bot.slack.answers import Errors, Update, View
from bot.slack.directory import Directory
from bot.slack.following import Following
from bot.slack.modals import Modals
from bot.slack.names import Names
from bot.slack.payloads import Acted, Clicked, Submitted, Typed, ViewSeen, metadata
from bot.slack.refill import refilled
from bot.slack.table import Listeners
from handlers.acting import in_front
from handlers.digest_form import Seat, chosen, seated

listens = Listeners()


@listens.to(DIGEST_WORD)
async def asked(command: Typed, digests: Digests, directory: Directory, modals: Modals) -> None:
    if command.channel is None:
        await modals.open(command.trigger, shown_as.pick())
    else:
        await _opens(command, command.channel, digests, directory, modals)


@listens.to(SETTINGS)
async def settings_asked_for(
    click: Clicked[ChannelRef], digests: Digests, directory: Directory, modals: Modals
) -> None:
    await _opens(click, click.carried.channel, digests, directory, modals)


async def _opens(
    acted: Acted, channel: ChannelId, digests: Digests, directory: Directory, modals: Modals
) -> None:
    seat = await seated(acted, channel, directory)
    await modals.open(acted.trigger, _form(seat, await digests.of(seat.room, seat.who)))


@listens.to(PICKED)
async def picked(
    form: Submitted[Nothing], digests: Digests, directory: Directory
) -> Update | Errors:
    channel = form.fields.conversation(CHANNEL)
    if channel is None:
        return Errors({CHANNEL: refusals.no_digest_channel()})
    seat = await seated(form, channel, directory)
    if seat.room.state is State.ARCHIVED:
        return Errors({CHANNEL: refusals.archived(seat.name)})
    try:
        kept = await digests.of(seat.room, seat.who)
    except NotTheirDigest as refused:
        return Errors({CHANNEL: refusals.refusal(refused)})
    return Update(_form(seat, kept))


@listens.to(SAVED)
async def saved(
    form: Submitted[FormRef], digests: Digests, directory: Directory
) -> Update | Errors:
    shown = form.carried.shown
    wanted = chosen(form.fields, shown)
    if wanted.weekly.moves and wanted.weekly.country is None:
        return Errors({_country_field(form.view): refusals.whose_holidays()})
    seat = await seated(form, form.carried.channel, directory)
    if seat.room.state is State.ARCHIVED:
        note = kit.section(told.cannot_post(seat.room.channel, seat.room.state))
        return Update(refilled(form.view, [note]))
    return Update(told.saved(await digests.save(seat.room, shown, wanted, seat.who)))


@listens.to(ZONE_CHOSEN)
async def zone_chosen(click: Clicked[Nothing], digests: Digests, directory: Directory) -> Update:
    """The country that was guessed by the old zone becomes that of the new one."""
    ref = _ref(click)
    seat = await seated(click, ref.channel, directory)
    kept = await digests.of(seat.room, seat.who)
    choices = chosen(click.seen_view.fields, ref.shown)
    weekly = choices.weekly
    if weekly.country == country_of(_zone_of_country(click.seen_view)):
        choices = replace(choices, weekly=replace(weekly, country=country_of(weekly.zone)))
    return Update(shown_as.form(ref, choices, kept, _to_know(seat, kept)))


@listens.to(PREVIEW)
async def preview_asked_for(
    click: Clicked[Nothing],
    digests: Digests,
    directory: Directory,
    modals: Modals,
    names: Names,
) -> None:
    """Of what stands in the form now, saved or not."""
    ref = _ref(click)
    seat = await seated(click, ref.channel, directory)
    choices = chosen(click.seen_view.fields, ref.shown)
    found = await digests.preview(seat.room, choices, seat.who)
    named = await names.of(click.workspace, directory, found.first(MOST_ENTRIES).people)
    due = told.when(choices.weekly, choices.weekly.due_after(digests.clock()))
    await in_front(click, modals, preview(ref.channel, choices, found, named, due))


@listens.to(SEND_NOW)
async def sent_now(
    click: Clicked[Nothing], digests: Digests, directory: Directory, following: Following
) -> Update:
    """What the form has ticked counts, saved or not."""
    ref = _ref(click)
    seat = await seated(click, ref.channel, directory)
    if seat.room.state is not State.ON:
        kept = await digests.of(seat.room, seat.who)
        return Update(_form(seat, kept))
    parts = chosen(click.seen_view.fields, ref.shown).parts
    kept = await digests.send_now(seat.room, parts, ref.once, seat.who)
    following.outbox.follow()
    return Update(_form(seat, kept, told.sent(kept)))


@listens.to(PAUSE)
async def paused(click: Clicked[Nothing], digests: Digests, directory: Directory) -> Update:
    seat = await seated(click, _ref(click).channel, directory)
    return Update(_form(seat, await digests.pause(seat.room, seat.who)))


@listens.to(RESUME)
async def resumed(click: Clicked[Nothing], digests: Digests, directory: Directory) -> Update:
    seat = await seated(click, _ref(click).channel, directory)
    return Update(_form(seat, await digests.resume(seat.room, seat.who)))


@listens.to(STOP)
async def stopped(click: Clicked[Nothing], digests: Digests, directory: Directory) -> Update:
    seat = await seated(click, _ref(click).channel, directory)
    await digests.stop(seat.room, seat.who)
    return Update(told.stopped(seat.room.channel))


def _form(seat: Seat, kept: Subscription | None, *notes: str) -> View:
    choices = kept.choices if kept else usual(zone_named(seat.zone))
    ref = FormRef(seat.room.channel, choices, once=str(uuid4()))
    return shown_as.form(ref, choices, kept, [*notes, *_to_know(seat, kept)])


def _to_know(seat: Seat, kept: Subscription | None) -> list[str]:
    """What is in its way, where it does not say so itself; and who would read it."""
    room = seat.room
    notes = []
    if room.state is not State.ON and (kept is None or kept.is_on):
        notes.append(told.cannot_post(room.channel, room.state))
    if kept is None and seat.is_external:
        notes.append(told.outsiders(room.channel))
    return notes


def _ref(click: Clicked[Nothing]) -> FormRef:
    ref: FormRef = metadata(click.seen_view, SAVED)
    return ref


def _country_field(view: ViewSeen) -> str:
    return next(name for name in view.inputs if name.startswith(COUNTRY))


def _zone_of_country(view: ViewSeen) -> str:
    """The zone that stood above the country when it was shown."""
    return _country_field(view).partition(VERSION_MARK)[2]
