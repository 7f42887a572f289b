"""Settings: everybody's own, and who may do what here."""

from dataclasses import replace

from blocks import refusals
from blocks import settings as shown_as
from blocks.ids import Nothing
from blocks.settings import (
    CHANGE,
    COUNTRY,
    HOLIDAYS,
    REMINDED,
    SAVED,
    SETTINGS_WORD,
    SNOOZED,
    STEPS,
    TEAM_ONLY,
    SettingsRef,
)
from bot.domain.permissions import Policy
from bot.domain.refusals import NotAdmin
from bot.domain.wishes import Wishes
from bot.services.people import People
from bot.services.policies import Policies
from bot.slack.answers import Close, Errors
from bot.slack.directory import Directory
from bot.slack.modals import Modals
from bot.slack.payloads import Acted, Clicked, Submitted, Typed
from bot.slack.table import Listeners
from handlers.acting import as_slack_says

listens = Listeners()


@listens.to(SETTINGS_WORD)
async def asked(
    command: Typed, people: People, policies: Policies, directory: Directory, modals: Modals
) -> None:
    await opens(command, people, policies, directory, modals)


@listens.to(CHANGE)
async def clicked(
    click: Clicked[Nothing],
    people: People,
    policies: Policies,
    directory: Directory,
    modals: Modals,
) -> None:
    await opens(click, people, policies, directory, modals)


async def opens(
    acted: Acted, people: People, policies: Policies, directory: Directory, modals: Modals
) -> None:
    somebody = await directory.somebody(acted.person)
    wishes = await people.wishes(acted.person)
    if somebody is not None:
        wishes = replace(wishes, zone=somebody.zone.key)
    until = wishes.snoozed_until
    if until is not None and until <= people.clock().astimezone(wishes.clock).date():
        wishes = replace(wishes, snoozed_until=None)
    policy = await policies.now() if somebody is not None and somebody.is_admin else None
    await modals.open(acted.trigger, shown_as.settings(wishes, policy))


@listens.to(SAVED)
async def saved(
    form: Submitted[SettingsRef], people: People, policies: Policies, directory: Directory
) -> Close | Errors:
    fields = form.fields
    until = fields.date(SNOOZED)
    if until is not None and until <= await people.today(form.person):
        return Errors({SNOOZED: refusals.snoozed_into_past()})
    try:
        await _decide(form, policies, directory)
    except NotAdmin as refused:
        return Errors({STEPS: refusals.refusal(refused)})

    def wished(before: Wishes) -> Wishes:
        country = fields.choice(COUNTRY)
        guessed = before.chosen_country is None and country == form.carried.guessed
        return replace(
            before,
            muted=not fields.ticked(REMINDED),
            snoozed_until=until,
            takes_holidays=fields.ticked(HOLIDAYS),
            chosen_country=None if guessed else country,
        )

    await people.wish(form.person, wished)
    return Close(refusals.done("Settings", "Your settings are kept."))


async def _decide(form: Submitted[SettingsRef], policies: Policies, directory: Directory) -> None:
    """Only what somebody changed: another admin may have decided otherwise meanwhile.

    Raises:
        NotAdmin
    """
    chosen = form.fields.choice(STEPS)
    if chosen is None:
        return
    policy = Policy(steps_by_team_only=chosen == TEAM_ONLY)
    if policy != form.carried.policy:
        await policies.set(policy, await as_slack_says(form, directory))
