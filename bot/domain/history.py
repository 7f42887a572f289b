"""Who changed what, from what to what."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.identity import Person, RequestNumber
from bot.domain.role import StepKind

Fact = str | int | bool | None
"""A value as it was or became; None where there was none. People are written `T…/U…`, days ISO."""


def named(*people: Person) -> str:
    """People as a `Fact`."""
    return " ".join(f"{person.team}/{person.user}" for person in people)


def people_in(fact: Fact) -> tuple[Person, ...]:
    """Whom `named` wrote down."""
    pairs = (one.partition("/") for one in str(fact or "").split())
    return tuple(Person(team=team, user=user) for team, _, user in pairs)


def coded(*words: str, text: str) -> str:
    """Words that have a meaning, and what somebody typed beside them, as one `Fact`."""
    head = " ".join(word for word in words if word)
    return f"{head}: {text}" if text else head


def decoded(fact: Fact) -> tuple[tuple[str, ...], str]:
    """The words and the text of what `coded` wrote down."""
    head, _, text = str(fact or "").partition(": ")
    return tuple(head.split()), text


class What(StrEnum):
    """What a change was made to."""

    STATUS = "status"
    TITLE = "title"
    PROBLEM = "problem"
    SENIORITY = "seniority"
    OPENINGS = "openings"
    PLACE = "place"
    START_BY = "start_by"
    RECRUITERS = "recruiters"
    CONFIDENTIAL = "confidential"
    LINK = "link"
    BEGAN_ON = "began_on"
    """Since when it was under way elsewhere."""
    MANAGER = "manager"
    FILLED = "filled"
    """How many of the openings; by whom is kept apart, where it can be erased."""
    NOTE = "note"
    """`became` is the note, `was` nothing."""
    POSTED_AGAIN = "posted_again"
    """`became` are the things that were deleted in Slack, and are posted anew."""
    STEP_STATE = "step_state"
    STEP_OWNER = "step_owner"
    STEP_DUE = "step_due"
    STEP_BLOCKED = "step_blocked"
    """Why and on whom; the state itself is `STEP_STATE`'s."""


@dataclass(frozen=True, slots=True)
class Change:
    number: RequestNumber
    at: datetime
    by: Person
    what: What
    step: StepKind | None
    was: Fact
    became: Fact
