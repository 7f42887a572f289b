"""What a workspace's admins decided, told to its admins."""

from collections.abc import Iterator
from dataclasses import dataclass

from blocks import kit
from blocks.hiring_request import LEVELS
from blocks.history import by_and_at
from blocks.ids import Action, Nothing
from blocks.pay import SHORT, in_full
from blocks.request_list import turning
from bot.domain.pay import PayBand
from bot.domain.permissions import Policy
from bot.domain.request_list import Found
from bot.domain.settings_history import PolicyChange, SettingsChange

NAME = "settings_history"


@dataclass(frozen=True, slots=True)
class ChangesRef:
    """A page, from 1 on."""

    page: int


CHANGES = Action("settings_history.open", carries=Nothing)
NEWER = Action("settings_history.newer", carries=ChangesRef)
OLDER = Action("settings_history.older", carries=ChangesRef)

STEPS_BY = {False: "everybody who sees the request", True: "its hiring team only"}


def changes(found: Found[SettingsChange]) -> kit.View:
    """The newest first."""
    return kit.window(
        NAME,
        Nothing(),
        title="Changes",
        blocks=[
            kit.rich(*_told(found))
            if found.rows
            else kit.section("Nobody has set a pay band or a right yet."),
            *turning(
                found,
                kit.button(NEWER, "‹ Newer", ChangesRef(found.page - 1)),
                kit.button(OLDER, "Older ›", ChangesRef(found.page + 1)),
            ),
        ],
    )


def _told(found: Found[SettingsChange]) -> Iterator[kit.Element]:
    for change in found.rows:
        yield kit.line(*by_and_at(change))
        yield kit.bullets([_said(change)])


def _said(change: SettingsChange) -> str:
    if isinstance(change, PolicyChange):
        return f"Steps are worked by: {_steps(change.was)} → {_steps(change.became)}"
    whose = f"{SHORT[change.role]}, {LEVELS[change.seniority].lower()}"
    return f"Pay band, {whose}: {_band(change.was)} → {_band(change.became)}"


def _steps(policy: Policy) -> str:
    return STEPS_BY[policy.steps_by_team_only]


def _band(band: PayBand | None) -> str:
    return in_full(band) if band else "none"
