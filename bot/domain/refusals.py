"""What cannot be done, as facts. `blocks/refusals.py` gives each its sentence and the way out."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.identity import Person, RequestNumber
from bot.domain.role import StepKind


class Field(StrEnum):
    """A field of a form about a request."""

    TITLE = "title"
    PROBLEM = "problem"
    PLACE = "place"
    OPENINGS = "openings"
    START_BY = "start_by"
    RECRUITERS = "recruiters"
    REASON = "reason"
    LINK = "link"
    BEGAN_ON = "began_on"
    CHANNEL = "channel"
    CONFIDENTIAL = "confidential"
    OPENINGS_FILLED = "openings_filled"
    FILLED_ON = "filled_on"
    BY_WHOM = "by_whom"
    TAKEN_BACK = "taken_back"
    OPENINGS_MORE = "openings_more"
    TO = "to"
    WHOSE = "whose"
    DUE = "due"
    WAITS_ON = "waits_on"
    NOTE = "note"


class Refusal(Exception):  # noqa: N818 -- read as a sentence: raise UnknownRequest(number)
    """Something a person asked for and cannot have, as it was asked."""


@dataclass(eq=False)
class UnknownRequest(Refusal):
    number: RequestNumber


class Doing(StrEnum):
    """What somebody wants with a request."""

    SEE = "see"
    WORK = "work"
    """Its steps: ticks, owners, dates, blocks, notes."""
    CHANGE = "change"
    """The request itself: edit, hold, cancel, fill, reopen, hand over."""


@dataclass(eq=False)
class NotAllowed(Refusal):
    """Somebody who knows of a request, but for whom this is not."""

    number: RequestNumber
    doing: Doing
    ask: tuple[Person, ...]
    """Who is there to do it or to take them in, the manager first."""


class NotAdmin(Refusal):
    """Somebody who wants to decide for the whole workspace, and is none of its admins."""


class Verb(StrEnum):
    """What can be done with a request as long as its status allows it."""

    WORK = "work"
    """Its steps."""
    EDIT = "edit"
    HOLD = "hold"
    RESUME = "resume"
    CANCEL = "cancel"
    FILL = "fill"
    REOPEN = "reopen"
    HAND_OVER = "hand_over"


@dataclass(eq=False)
class NotNow(Refusal):
    """A request's status does not allow what somebody wants."""

    number: RequestNumber
    verb: Verb
    status: str
    """As `hiring_request.Status`."""


@dataclass(eq=False)
class StepIs(Refusal):
    """A step's state does not allow what somebody wants, or it is so already."""

    number: RequestNumber
    step: StepKind
    state: str
    """As `checklist.StepState`."""


@dataclass(eq=False)
class Overtaken(Refusal):
    """A form speaks of what others have changed meanwhile."""

    number: RequestNumber


@dataclass(eq=False)
class NoPartInIt(Refusal):
    """There is nothing that somebody could hand over."""

    number: RequestNumber


@dataclass(eq=False)
class WrongFields(Refusal):
    """A form that cannot be taken: every flaw of it, in the form's order."""

    flaws: "tuple[Flaw, ...]"


class CannotOpen(WrongFields):
    """A form that cannot become a request."""


@dataclass(frozen=True, slots=True)
class EmptyTitle:
    field: Field = Field.TITLE


@dataclass(frozen=True, slots=True)
class TooLong:
    """`length` and `limit` are in UTF-16 units."""

    field: Field
    length: int
    limit: int


@dataclass(frozen=True, slots=True)
class DateInPast:
    day: date
    today: date
    field: Field = Field.START_BY


@dataclass(frozen=True, slots=True)
class OpeningsOutOfRange:
    openings: int
    least: int
    most: int
    field: Field = Field.OPENINGS


@dataclass(frozen=True, slots=True)
class TooManyRecruiters:
    count: int
    most: int
    field: Field = Field.RECRUITERS


@dataclass(frozen=True, slots=True)
class NoAddress:
    """A link that leads nowhere."""

    field: Field = Field.LINK


@dataclass(frozen=True, slots=True)
class TooManyWouldSee:
    """A confidential request in a channel that everybody can read."""

    field: Field = Field.CHANNEL


@dataclass(frozen=True, slots=True)
class NoReason:
    """Something else, and not what."""

    field: Field = Field.REASON


@dataclass(frozen=True, slots=True)
class DateAhead:
    """Something that is said to have happened on a day to come."""

    day: date
    today: date
    field: Field = Field.FILLED_ON


@dataclass(frozen=True, slots=True)
class MoreThanLeft:
    openings: int
    left: int
    field: Field = Field.OPENINGS_FILLED


@dataclass(frozen=True, slots=True)
class FewerThanFilled:
    openings: int
    filled: int
    field: Field = Field.OPENINGS


@dataclass(frozen=True, slots=True)
class NothingToFill:
    """A request reopened with every opening filled."""

    field: Field = Field.OPENINGS_MORE


@dataclass(frozen=True, slots=True)
class SamePerson:
    """Handed over to whom it was handed over from."""

    field: Field = Field.TO


@dataclass(frozen=True, slots=True)
class NoText:
    field: Field = Field.NOTE


LaterFlaw = (
    NoReason | DateAhead | MoreThanLeft | FewerThanFilled | NothingToFill | SamePerson | NoText
)
Flaw = (
    EmptyTitle
    | TooLong
    | DateInPast
    | OpeningsOutOfRange
    | TooManyRecruiters
    | NoAddress
    | TooManyWouldSee
    | LaterFlaw
)
"""What is wrong with one field of a form."""
