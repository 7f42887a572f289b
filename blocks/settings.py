"""`/hire-ml settings`: how its reader is reminded, and what admins decide for everybody."""

from dataclasses import dataclass

from blocks import hand_all, inputs, kit
from blocks.ids import Action, Command, Modal, Nothing
from blocks.pay_bands import PAY_BANDS
from blocks.places import country_groups
from blocks.plan import HIRE
from blocks.settings_history import CHANGES
from bot.domain.permissions import Policy
from bot.domain.wishes import Wishes

SETTINGS_WORD = Command(f"{HIRE.id} settings")
CHANGE = Action("settings.change", carries=Nothing)


@dataclass(frozen=True, slots=True)
class SettingsRef:
    """What stood in the window without its reader's doing."""

    guessed: str | None = None
    """The country, where they never said one."""
    policy: Policy | None = None
    """Only admins are shown it."""


SAVED = Modal("settings.saved", carries=SettingsRef)

REMINDED, SNOOZED, HOLIDAYS, COUNTRY = "reminded", "snoozed_until", "holidays", "country"
"""Names of the fields that are everybody's own."""

STEPS = "steps_by"
"""Name of the field that admins have beside them."""

EVERYBODY, TEAM_ONLY = "everybody", "team_only"
STEPS_BY = {
    EVERYBODY: "Everybody who sees the request",
    TEAM_ONLY: "Its hiring team only",
}


def settings(wishes: Wishes, policy: Policy | None = None) -> kit.View:
    """`policy`: for those alone who decide it."""
    zone = (wishes.zone or "").replace("_", " ")
    where = f"nine o’clock in {zone}" if zone else "nine o’clock where you are"
    return kit.modal(
        SAVED,
        SettingsRef(None if wishes.chosen_country else wishes.country, policy),
        title="Settings",
        submit="Save",
        blocks=[
            kit.header("Your reminders"),
            inputs.tickbox(
                REMINDED,
                "Reminders",
                "One message a day, only when something is new",
                ticked=not wishes.muted,
                hint=f"At {where}: what is due, late or waits on you.",
            ),
            inputs.day(
                SNOOZED,
                "Pause until",
                chosen=wishes.snoozed_until,
                optional=True,
                hint="They begin again on that day.",
            ),
            inputs.tickbox(
                HOLIDAYS,
                "Public holidays",
                "No reminders on them",
                ticked=wishes.takes_holidays,
            ),
            inputs.grouped_select(
                COUNTRY,
                "Country",
                country_groups(),
                chosen=wishes.country,
                optional=True,
                placeholder="Where you work",
                hint=_hint(wishes),
            ),
            kit.divider(),
            hand_all.offered(),
            kit.divider(),
            *(_for_all(policy) if policy else [_who_decides()]),
        ],
    )


def steps_by(policy: Policy) -> str:
    """Who works steps, as one of `STEPS_BY`."""
    return TEAM_ONLY if policy.steps_by_team_only else EVERYBODY


def _for_all(policy: Policy) -> list[kit.Block]:
    return [
        kit.header("This workspace"),
        inputs.radios(
            STEPS,
            "Steps may be worked by",
            list(STEPS_BY.items()),
            chosen=steps_by(policy),
            hint="Ticks, owners, dates, blocks and notes. It counts as soon as it is saved. Admins "
            "always may, except where only the team sees the request.",
        ),
        kit.actions(
            kit.button(PAY_BANDS, "Pay bands…"),
            kit.button(CHANGES, "Changes"),
        ),
    ]


def _who_decides() -> kit.Block:
    return kit.context("Pay bands, and who may work steps, are set by this workspace’s admins.")


def _hint(wishes: Wishes) -> str:
    if wishes.chosen_country is None and wishes.country is not None:
        return "Guessed from your time zone; its holidays and weekends count."
    return "Its holidays and weekends count."
