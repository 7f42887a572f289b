"""A channel's digest in one transaction: its subscription, its letters, the weeks it has had."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import digest_letters as letters
from bot.domain.digest import Part, Subscription, looks_back_to
from bot.domain.digest_letters import Sending
from bot.domain.identity import ChannelId, WorkspaceId
from bot.domain.outbox import LetterState
from bot.domain.posts import Post
from bot.services.digests_owed import Wanted, send_owed, want
from bot.store.digests import DigestRepository
from bot.store.outbox import OutboxRepository


@dataclass(slots=True)
class Desk:
    """`subscription` is the caller's alone until the transaction has ended."""

    connection: AsyncConnection
    workspace: WorkspaceId
    channel: ChannelId
    subscription: Subscription | None
    last_week: date | None
    """The latest that has had its digest."""
    at: datetime

    @property
    def digests(self) -> DigestRepository:
        return DigestRepository(self.connection, self.workspace)

    @property
    def outbox(self) -> OutboxRepository:
        return OutboxRepository(self.connection, self.workspace)

    async def keep(self, subscription: Subscription) -> Subscription:
        """Keep it so, with its next due instant."""
        kept = subscription.scheduled(self.at, self.last_week)
        await self.digests.save(kept)
        return kept

    async def send_owed(self, by: datetime) -> bool:
        """Want sent what is owed by an instant; whether that is something.

        Nothing older than that is sent any more.
        """
        if self.subscription is None:
            return False
        weeks = {} if self.last_week is None else {self.channel: self.last_week}
        owed = await send_owed(
            self.connection, self.workspace, [self.subscription], weeks, by, self.at
        )
        if self.channel in owed:
            self.last_week = owed[self.channel].week
        return bool(owed)

    async def send_between(self, there: Subscription, once: str, parts: frozenset[Part]) -> None:
        key = letters.key_between(self.channel, once)
        since = looks_back_to(self.at, await self.digests.last_at(self.channel))
        sending = Sending(self.channel, since, parts=parts)
        await want(self.connection, self.workspace, [Wanted(key, sending, there)], self.at)

    async def is_still_wanted(self, post: Post, there: Subscription) -> bool:
        """Whether a digest that was posted, perhaps, is the latest that the channel is to have."""
        if not all(letters.is_digest_of(self.channel, key) for key in post.letters):
            return False
        if any(letters.is_between(self.channel, key) for key in post.letters):
            last_at = await self.digests.last_at(self.channel)
            return last_at is None or last_at <= post.began_at
        of_last_week = letters.keys_of(self.channel, self.last_week) if self.last_week else []
        return there.is_on and set(post.letters) <= {*of_last_week}

    async def send_again(self, post: Post) -> None:
        """Surely it is not there. What goes on in its thread may have given up waiting for it."""
        await self.outbox.again(post.letters, self.at, was=LetterState.SENDING)
        in_thread = [letters.thread_key(key) for key in post.letters]
        await self.outbox.again(in_thread, self.at, was=LetterState.GIVEN_UP)

    async def take_back(self) -> None:
        """Give up what waits to be sent of the last week's."""
        if self.last_week is not None:
            keys = letters.keys_of(self.channel, self.last_week)
            await self.outbox.give_up(keys, was=LetterState.WANTED)


async def desk(
    connection: AsyncConnection,
    workspace: WorkspaceId,
    channel: ChannelId,
    subscription: Subscription | None,
    at: datetime,
) -> Desk:
    weeks = await DigestRepository(connection, workspace).last_weeks([channel])
    return Desk(connection, workspace, channel, subscription, weeks.get(channel), at)
