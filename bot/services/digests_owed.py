"""Digests that channels are owed: as many as fall due at once, in a few statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import digest_letters as letters
from bot.domain.digest import Owed, Subscription, looks_back_to
from bot.domain.digest_contents import MOST_ENTRIES, digest
from bot.domain.digest_letters import Sending
from bot.domain.identity import ChannelId, RequestNumber, WorkspaceId
from bot.domain.notices import Notice
from bot.domain.outbox import LetterState
from bot.store.digest_contents import DigestContentsRepository
from bot.store.digests import DigestRepository
from bot.store.outbox import OutboxRepository


@dataclass(frozen=True, slots=True)
class Wanted:
    """A digest that is to be sent, under its letter's key."""

    key: str
    sending: Sending
    subscription: Subscription


async def send_owed(
    connection: AsyncConnection,
    workspace: WorkspaceId,
    subscriptions: Collection[Subscription],
    last_weeks: Mapping[ChannelId, date],
    by: datetime,
    at: datetime,
) -> Mapping[ChannelId, Owed]:
    """Want sent what channels are owed by an instant; what that is.

    `last_weeks` are those of which they have had their digests. Nothing older is sent any more.
    """
    due = {one.channel: one.owed(by, last_weeks.get(one.channel)) for one in subscriptions}
    owed = {channel: one for channel, one in due.items() if one is not None}
    if not owed:
        return {}
    digests = DigestRepository(connection, workspace)
    last_ats = await digests.last_ats(owed)
    keys = {channel: letters.key_of(channel, one.week) for channel, one in owed.items()}
    new = await digests.have(owed, keys, at)
    before = [
        key
        for channel in sorted(new & last_weeks.keys())
        for key in letters.keys_of(channel, last_weeks[channel])
    ]
    await OutboxRepository(connection, workspace).give_up(before, was=LetterState.WANTED)

    def wanted(one: Subscription) -> Wanted:
        since = looks_back_to(at, last_ats.get(one.channel))
        return Wanted(keys[one.channel], Sending(one.channel, since, owed[one.channel].due), one)

    await want(
        connection, workspace, [wanted(one) for one in subscriptions if one.channel in new], at
    )
    return {channel: one for channel, one in owed.items() if channel in new}


async def want(
    connection: AsyncConnection, workspace: WorkspaceId, wanted: Sequence[Wanted], at: datetime
) -> None:
    """Have digests sent: each one's letter, and that of its thread where one screen is too small.

    Which requests the thread goes on with is said now, so that none is told twice or never.
    """
    if not wanted:
        return
    contents = DigestContentsRepository(connection, workspace)
    channels = [one.sending.channel for one in wanted]
    earliest = min(one.sending.since for one in wanted)
    long = await contents.with_more_than(MOST_ENTRIES, channels, earliest)
    notices: list[Notice] = []
    for one in wanted:
        in_thread: Sequence[RequestNumber] = ()
        if one.sending.channel in long:
            in_thread = await _beyond_one_screen(contents, one, at)
        notices += letters.letters(one.key, one.sending, in_thread)
    await OutboxRepository(connection, workspace).want(notices, at)


async def _beyond_one_screen(
    contents: DigestContentsRepository, wanted: Wanted, at: datetime
) -> Sequence[RequestNumber]:
    sending, choices = wanted.sending, wanted.subscription.choices
    found = await contents.find(sending.channel, sending.since, timed=False)
    parts = choices.parts if sending.parts is None else sending.parts
    told = digest(found, choices.weekly, parts, at)
    beyond = () if told.is_quiet else told.entries[MOST_ENTRIES:]
    return [entry.request.number for entry in beyond]
