"""A channel's weekly digest: how it is wanted, when it is owed, what becomes of it.

A digest of a week that was missed is made up for once, and of several the latest alone. A week that
has had its digest gets no other, whatever is changed in between.
"""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.countries import country_of
from bot.domain.identity import ChannelId, Person, WorkspaceId
from bot.domain.refusals import Refusal
from bot.domain.weekly import WEEK, Weekly

LONGEST_LOOK_BACK = timedelta(days=31)
"""What moved before that is old, however long there was no digest."""

LATE_AFTER = timedelta(minutes=30)
"""A digest that comes later than this says when it was due."""


class Part(StrEnum):
    """What a digest has beside who is needed."""

    MOVED = "moved"
    ON_TRACK = "on_track"
    FILLED = "filled"
    FIGURES = "figures"


class QuietWeek(StrEnum):
    """What comes of a week in which nothing moved and nobody is needed."""

    ONE_LINE = "one_line"
    NOTHING = "nothing"


class State(StrEnum):
    ON = "on"
    PAUSED = "paused"
    """By a person."""
    ARCHIVED = "archived"
    NOT_IN_CHANNEL = "not_in_channel"
    """The app is not in the channel: never was, or was taken out."""
    UNSEEN = "unseen"
    """Slack shows the app no such channel: deleted, or private and without the app."""
    MAY_NOT_POST = "may_not_post"


@dataclass(frozen=True, slots=True)
class Choices:
    """How a digest is wanted."""

    weekly: Weekly
    parts: frozenset[Part] = frozenset(Part)
    quiet: QuietWeek = QuietWeek.ONE_LINE


@dataclass(frozen=True, slots=True)
class Owed:
    """A digest that is to be sent: of which week (its Monday), and when it was due."""

    week: date
    due: datetime


@dataclass(frozen=True, slots=True)
class Subscription:
    workspace: WorkspaceId
    channel: ChannelId
    is_private: bool
    owner: Person
    """Who set it up last, and hears of it when it cannot go on."""
    choices: Choices
    state: State
    state_at: datetime
    next_due_at: datetime | None
    """None while it is not on."""

    @property
    def is_on(self) -> bool:
        return self.state is State.ON

    def owed(self, by: datetime, last_week: date | None) -> Owed | None:
        """What is to be sent by an instant, where the last digest was of `last_week`.

        Nothing where the next one is due on the very day: that one tells all of it.
        """
        if self.next_due_at is None or self.next_due_at > by:
            return None
        weekly = self.choices.weekly
        due = weekly.last_due(by)
        week = weekly.week_of(due)
        if week < weekly.week_of(self.next_due_at) or _had(week, last_week):
            return None
        today, following = weekly.local(by).date(), weekly.due_after(by)
        if weekly.local(due).date() != today == weekly.local(following).date():
            return None
        return Owed(week, due)

    def scheduled(self, after: datetime, last_week: date | None) -> "Subscription":
        """With the next due instant after an instant, in a week that has had no digest."""
        due = self.choices.weekly.due_after(after, beyond=last_week) if self.is_on else None
        return replace(self, next_due_at=due)

    def resumed(self, owner: Person, at: datetime) -> "Subscription":
        return self if self.is_on else replace(self, state=State.ON, state_at=at, owner=owner)

    def stopped(self, why: State, at: datetime) -> "Subscription":
        """Not on any more; what somebody paused stays paused, whatever else is in its way."""
        if self.state in {why, State.PAUSED}:
            return self
        return replace(self, state=why, state_at=at, next_due_at=None)

    def found(self, room: State, at: datetime) -> "Subscription":
        """As its channel is found: it goes on where only the channel was in its way."""
        if room is not State.ON:
            return self.stopped(room, at)
        return self if self.state is State.PAUSED else self.resumed(self.owner, at)


def usual(zone: str, weekday: int = 0) -> Choices:
    """What is proposed to somebody who lives in a zone."""
    country = country_of(zone)
    return Choices(Weekly(weekday, time(9), zone, country, moves=country is not None))


def merged(now: Choices, shown: Choices, wanted: Choices) -> Choices:
    """`now` with what differs between a form as it was `shown` and as it is `wanted`.

    Of two who change different things at once, both get theirs.
    """
    new, old = wanted.weekly, shown.weekly
    names = [field.name for field in fields(Weekly)]
    changed = {
        name: getattr(new, name) for name in names if getattr(new, name) != getattr(old, name)
    }
    return Choices(
        weekly=replace(now.weekly, **changed),
        parts=(now.parts | (wanted.parts - shown.parts)) - (shown.parts - wanted.parts),
        quiet=now.quiet if wanted.quiet == shown.quiet else wanted.quiet,
    )


def looks_back_to(at: datetime, last: datetime | None) -> datetime:
    """From when on a digest tells what moved: since the last one, or a week where there is none."""
    return max(last or at - WEEK, at - LONGEST_LOOK_BACK)


def _had(week: date, last_week: date | None) -> bool:
    return last_week is not None and week <= last_week


# Who may ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who wants something with a channel's digest."""

    person: Person
    is_in_channel: bool
    is_admin: bool = False
    """Of the workspace, as Slack says."""
    is_guest: bool = False


@dataclass(eq=False)
class NotTheirDigest(Refusal):
    channel: ChannelId


@dataclass(eq=False)
class NoDigest(Refusal):
    """There is none to be paused, resumed or sent."""

    channel: ChannelId


@dataclass(eq=False)
class NothingToSend(Refusal):
    """A digest of which nobody could see whether it came: it did, or is wanted no more."""

    channel: ChannelId


def check(who: Hand, channel: ChannelId, *, is_private: bool, owner: Person | None) -> None:
    """Whoever is in a channel keeps its digest, but for guests.

    Where everybody can read, so do its owner and the admins; what a private channel has is for
    those alone who are in it.

    Raises: NotTheirDigest.
    """
    belongs = who.is_in_channel and not who.is_guest
    rules = not is_private and (who.is_admin or who.person == owner)
    if not (belongs or rules):
        raise NotTheirDigest(channel)
