"""What a workspace's admins decided: who, when, from what to what."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.identity import Person
from bot.domain.pay import PayBand
from bot.domain.permissions import Policy
from bot.domain.refusals import Refusal
from bot.domain.role import Role, Seniority


@dataclass(frozen=True, slots=True)
class PolicyChange:
    at: datetime
    by: Person
    was: Policy
    became: Policy


@dataclass(frozen=True, slots=True)
class BandChange:
    """Of one role and level; None where there was no band, or is none any more."""

    at: datetime
    by: Person
    role: Role
    seniority: Seniority
    was: PayBand | None
    became: PayBand | None


SettingsChange = PolicyChange | BandChange


@dataclass(eq=False)
class BandOvertaken(Refusal):
    """A form speaks of a band that another admin has changed meanwhile."""

    latest: BandChange
