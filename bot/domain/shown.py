"""What of a hiring request stands in Slack, and how far behind it is."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain.identity import ChannelId, SlackTs

AT_ONCE_WITHIN = timedelta(seconds=5)
"""How long what was changed is left to whoever changed it, who shows it at once."""

SHOWN_WITHIN = timedelta(minutes=1)
"""How long a request belongs to the process that has taken it up to show it."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=1)


def pause(tries: int) -> timedelta:
    """How long what could not be shown is left alone: twice as long each time."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(tries, 12)))


class Thing(StrEnum):
    """A message that shows a request: the card in the channel, the others in the card's thread."""

    CARD = "card"
    CHECKLIST = "checklist"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Message:
    """Where a thing stands."""

    channel: ChannelId
    ts: SlackTs
    thread: SlackTs | None = None
    permalink: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing of a request: where it stands, which version is seen there and which should be."""

    thing: Thing
    message: Message | None
    """None until it is posted."""
    version: int
    """The request's version that it was last drawn from; 0 before the first."""
    wanted: int
    gone: bool
    """Whether it stood in Slack and was deleted there, or the card was in whose thread it stands:
    somebody did not want it."""
    unsettled: bool = False
    """Whether it is being posted, or perhaps was: until that is known, nobody posts it."""
    closed: str | None = None
    """Slack's word for why its channel takes nothing of the app's, since that was last tried."""
    tries: int = 0
    """How often it could not be shown since it was last."""

    @property
    def behind(self) -> bool:
        late = self.version < self.wanted and not self.gone
        return late and not self.unsettled and self.closed is None
