"""`digest send`: every digest that is due, sent once by a command that ends."""

import asyncio
import sys
from collections.abc import Mapping
from datetime import datetime

from bot import logs, schema
from bot.app import DigestSender, sending_digests
from bot.domain.notices import NoticeKind
from bot.domain.outbox import LetterState
from bot.run import accepted
from bot.services.clock import Clock, wall_clock
from bot.settings import Settings
from bot.store.outbox import OutboxRepository
from bot.store.posts import PostRepository

KINDS = frozenset({NoticeKind.DIGEST, NoticeKind.DIGEST_THREAD, NoticeKind.DIGEST_STOPPED})

OPEN = (LetterState.WANTED, LetterState.SENDING)
"""What is not known to be sent, nor given up."""

PATIENCE = 60.0
"""Seconds in which nothing could be sent, after which the rest is left to the next run."""

BETWEEN_TRIES = 2.0

Counts = Mapping[LetterState, int]


async def send(settings: Settings, as_of: datetime | None, clock: Clock = wall_clock) -> int:
    """Send all that is due by `as_of`, or by now. 0 where all is sent, 1 where some may not be.

    Raises:
        WrongSetting
    """
    logs.configure(settings.log_level, settings.log_format)
    await schema.prepared(settings.database_url)
    async with sending_digests(settings, clock) as sender:
        await accepted("SLACK_BOT_TOKEN", sender.installation.installation())
        await sender.digesting.look(as_of)
        became = await _sent(sender)
    sys.stdout.write(f"{_told(became)}\n")
    return 1 if any(became.get(one) for one in OPEN) else 0


async def _sent(sender: DigestSender) -> Counts:
    """Send what waits to be sent; what became of the digests.

    Of what a run before this one left unsure, killed or unanswered, it is found out first.
    """
    workspace = (await sender.installation.installation()).workspace
    async with sender.database.reading() as connection:
        lost = await PostRepository(connection, workspace).letters_to_settle()
        since = await OutboxRepository(connection, workspace).waiting_since(KINDS, lost)
    if since is None:
        return {}
    clock = asyncio.get_running_loop().time
    left, progress_at = None, clock()
    while True:
        await sender.settling.look()
        await sender.outbox.look(KINDS)
        async with sender.database.reading() as connection:
            outbox = OutboxRepository(connection, workspace)
            letters = await outbox.counted(KINDS, since)
            waiting, unsure = (letters.get(one, 0) for one in OPEN)
            digests = await outbox.counted({NoticeKind.DIGEST}, since)
            became = {**digests, LetterState.WANTED: waiting, LetterState.SENDING: unsure}
        if waiting != left:
            left, progress_at = waiting, clock()
        elif clock() - progress_at > PATIENCE:
            return became
        if not waiting:
            return became
        # What was refused for a while, or came of a refusal: the owner's letter.
        await asyncio.sleep(BETWEEN_TRIES)


def _told(became: Counts) -> str:
    if not became:
        return "No digest is due."
    sent, left_out = became.get(LetterState.SENT, 0), became.get(LetterState.GIVEN_UP, 0)
    parts = [f"{_digests(sent)} sent"]
    if left_out:
        parts.append(f"{left_out} left out: a quiet week, or a channel that takes none")
    if unsure := became.get(LetterState.SENDING, 0):
        parts.append(f"{unsure} perhaps sent: Slack did not answer")
    if waiting := became.get(LetterState.WANTED, 0):
        parts.append(f"{waiting} not sent yet: run this again")
    return "; ".join(parts) + "."


def _digests(count: int) -> str:
    return f"{count} digest{'' if count == 1 else 's'}"
