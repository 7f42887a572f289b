"""Somebody's Home tab: what it shows, and what they look for there."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.identity import Person, RequestNumber, WorkspaceId
from bot.domain.request_list import Filters, Found, RequestRow, StepKey, WaitingStep

LIVE_FOR = timedelta(minutes=10)
"""How long after its person was there a Home tab follows what changes."""

MOST_WAITING, MOST_OWN, PAGE_SIZE = 6, 5, 10
"""Rows of what waits, of one's own requests, and of a page of all of them."""


@dataclass(frozen=True, slots=True)
class Looking:
    """What somebody looks for in theirs."""

    filters: Filters = field(default_factory=Filters)
    page: int = 1
    cleared: int = 0
    """How often the filters were cleared: what the screen keeps of them is of the time before."""
    changed: int = 0
    """How often a filter was chosen: the menus are drawn anew, as a screen keeps what it shows of
    one whose ids stay, though a click that overtook another has changed it since."""
    done: StepKey | None = None
    """The step that was just done there, as long as that is offered to be taken back."""
    posted: RequestNumber | None = None
    """The request that was just posted again from there, as long as that is said."""


def opened_anew(looking: Looking) -> Looking:
    """What somebody looks for who comes back: what they looked for before, from its beginning."""
    return replace(looking, page=1, done=None, posted=None)


@dataclass(frozen=True, slots=True)
class Home:
    workspace: WorkspaceId
    person: Person
    first_opened_at: datetime
    opened_at: datetime
    """When its person was last seen there."""
    zone: str | None
    looking: Looking
    shown: int
    """The version that is seen; 0 where that is not known."""
    wanted: int
    drawn: str
    """What is seen, as a digest."""

    @property
    def behind(self) -> bool:
        return self.shown < self.wanted

    @property
    def is_new(self) -> bool:
        """Whether its person comes there for the first time."""
        return self.opened_at - self.first_opened_at < LIVE_FOR

    def today(self, now: datetime) -> date:
        """The day it is where its person is."""
        return now.astimezone(ZoneInfo(self.zone or "UTC")).date()


@dataclass(frozen=True, slots=True)
class Contents:
    """What there is to show in a Home tab."""

    waiting: Found[WaitingStep]
    own: Found[RequestRow]
    """Those under way in whose hiring team its person is."""
    found: Found[RequestRow]
    """A page of all that they look for."""
