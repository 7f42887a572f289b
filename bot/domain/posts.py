"""Posts on their way to Slack: written down before they are sent, until it is known what became."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.identity import ChannelId, RequestNumber, SlackTs, WorkspaceId
from bot.domain.refusals import Refusal
from bot.domain.shown import Thing

SETTLE_AFTER = timedelta(seconds=45)
"""When to look for a post whose outcome is not known: its turn may take three seconds, its answer
ten, and after thirty more whatever Slack took is to be seen."""

LOOK_AGAIN_AFTER = timedelta(minutes=2)
"""How long a look belongs to the process that began it: Slack may allow one call a minute."""

NONCE_BYTES = 16


@dataclass(eq=False)
class AlreadySettled(Refusal):
    """It is known by now whether a post is there."""

    number: RequestNumber


@dataclass(frozen=True, slots=True)
class Post:
    """A post whose outcome is not known. It is either a thing of a request or letters."""

    workspace: WorkspaceId
    nonce: str
    """Stands in the message's metadata: by it, the channel's history tells what was sent."""
    channel: ChannelId
    thread: SlackTs | None
    began_at: datetime
    number: RequestNumber | None = None
    thing: Thing | None = None
    letters: tuple[str, ...] = ()
    """Keys in the outbox: several may be one message."""


def new_nonce() -> str:
    return secrets.token_hex(NONCE_BYTES)
