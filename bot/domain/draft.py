"""A decision somebody began: kept so that a modal closed by accident goes on where it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.identity import ChannelId, Person
from bot.domain.role import Plan, Role, Seniority, StepKind


@dataclass(frozen=True, slots=True)
class Overrule:
    """The manager's own choice over the recommendation."""

    plan: Plan
    reason: str


@dataclass(frozen=True, slots=True)
class First:
    """The request that the one to be opened follows."""

    request: int
    plan: Plan
    only_in: ChannelId | None
    """The one channel where it may be named; None for one that anybody may know of."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the form says of a search that is under way already, in another place."""

    link: str = ""
    done: tuple[StepKind, ...] = ()
    began_on: date | None = None


@dataclass(frozen=True, slots=True)
class RequestSoFar:
    """The form that opens a request, as far as it is filled in."""

    title: str = ""
    problem: str = ""
    role: Role | None = None
    seniority: Seniority | None = None
    openings: int | None = None
    place: str = ""
    start_by: date | None = None
    recruiters: tuple[Person, ...] = ()
    channel: ChannelId | None = None
    confidential: bool = False
    elsewhere: Elsewhere | None = None
    """None where the search begins here."""
    follows: First | None = None


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """Answers on the way to a plan. One a person; a newer `draft_id` replaces the older one."""

    draft_id: str
    """A UUID, so that what arrives late for an older draft can be told apart."""
    started_at: datetime
    updated_at: datetime
    origin_channel: ChannelId | None
    """Where the command was typed, when that was a channel."""
    problem: str
    answers: Mapping[str, str]
    """Question id → answer id."""
    page: str
    """The view to go on with."""
    rules_version: str
    overrule: Overrule | None = None
    request: RequestSoFar | None = None
    """None until the form of the request was left for the first time."""
    source: str | None = None
    """The permalink of the message that it began from, empty for one that has none to show; None
    where it began from no message."""
