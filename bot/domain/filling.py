"""Openings that have somebody. By whom is kept here alone, where it can be erased."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.identity import Person

BY_WHOM_LIMIT = 100
"""UTF-16 units of a name or initials."""


@dataclass(frozen=True, slots=True)
class Filling:
    """Some of a request's openings, filled at once."""

    position: int
    """The request's version that it made: another filling never gets it."""
    openings: int
    on: date
    by_whom: str = field(repr=False)
    """A name or initials, or nothing: for the hiring team alone, and for no log."""
    recorded_at: datetime
    recorded_by: Person
