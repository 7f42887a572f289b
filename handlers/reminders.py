"""Answers to the bundle: later, never, and where somebody is."""

from dataclasses import replace

from blocks import reminders as shown_as
from blocks.ids import Nothing
from blocks.reminders import (
    MUTE,
    RIGHT,
    SNOOZE_DAY,
    SNOOZE_WEEK,
    UNMUTE,
    BundleRef,
    CountryRef,
)
from bot.domain.countries import countries
from bot.services.people import People
from bot.services.reminders import Reminders
from bot.slack.payloads import Clicked, Malformed
from bot.slack.table import Listeners
from bot.slack.telling import Telling

listens = Listeners()


@listens.to(SNOOZE_DAY)
async def snoozed_for_a_day(
    click: Clicked[BundleRef], reminders: Reminders, telling: Telling
) -> None:
    until = await reminders.snooze(click.person, click.carried.on, days=1)
    await telling.only(click, shown_as.snoozed(until))


@listens.to(SNOOZE_WEEK)
async def snoozed_for_a_week(
    click: Clicked[BundleRef], reminders: Reminders, telling: Telling
) -> None:
    until = await reminders.snooze(click.person, click.carried.on, days=7)
    await telling.only(click, shown_as.snoozed(until))


@listens.to(MUTE)
async def muted(click: Clicked[Nothing], people: People, telling: Telling) -> None:
    await people.wish(click.person, lambda before: replace(before, muted=True))
    await telling.only(click, shown_as.muted())


@listens.to(UNMUTE)
async def unmuted(click: Clicked[Nothing], people: People, telling: Telling) -> None:
    await people.wish(click.person, lambda before: replace(before, muted=False))
    await telling.replaced(click, shown_as.unmuted())


@listens.to(RIGHT)
async def country_confirmed(click: Clicked[CountryRef], people: People, telling: Telling) -> None:
    country = click.carried.country
    if country not in countries():
        raise Malformed("no country")
    await people.wish(click.person, lambda before: replace(before, chosen_country=country))
    await telling.only(click, shown_as.country_kept(country))
