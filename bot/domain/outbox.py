"""What is to be said once, on its way."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import WorkspaceId
from bot.domain.notices import Notice, NoticeKind

FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)


class LetterState(StrEnum):
    WANTED = "wanted"
    SENDING = "sending"
    """Claimed by a process. It stays so until it is known whether Slack has taken it: what may have
    been said is not said again."""
    SENT = "sent"
    GIVEN_UP = "given_up"
    """It can never be sent, or is no longer true."""


TOGETHER = frozenset(
    {
        NoticeKind.YOUR_TURN,
        NoticeKind.BLOCKED,
        NoticeKind.HANDED_OVER,
        NoticeKind.NEEDS_OWNER,
    }
)
"""Several of a kind to one person are one message: a hand-over of twenty requests is one thing."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice that waits to be sent."""

    workspace: WorkspaceId
    notice: Notice
    wanted_at: datetime
    tries: int
    """How often it was tried, surely without being sent."""

    @property
    def goes_together(self) -> bool:
        return self.notice.kind in TOGETHER


@dataclass(frozen=True, slots=True)
class RequestNow:
    """A request that a letter is about, as it is when the letter is sent."""

    request: HiringRequest
    url: str | None
    """Of its thread, where that stands."""


def pause(tries: int) -> timedelta:
    """How long to leave a letter alone after so many tries: twice as long each time."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(tries, 12)))
