"""What people do with a channel's digest, and what becomes of it when its hour comes."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import digest as rules
from bot.domain.digest import Choices, Hand, NoDigest, NothingToSend, Part, State, Subscription
from bot.domain.digest_contents import Digest, digest
from bot.domain.digest_letters import cannot_go_on
from bot.domain.identity import ChannelId, WorkspaceId
from bot.services.clock import Clock
from bot.services.digest_desk import Desk, desk
from bot.services.digests_owed import send_owed
from bot.store.database import Database
from bot.store.digest_contents import DigestContentsRepository
from bot.store.digests import DigestRepository
from bot.store.posts import PostRepository
from bot.store.workspaces import WorkspaceRepository


@dataclass(frozen=True, slots=True)
class Room:
    """A channel, as Slack shows it now."""

    channel: ChannelId
    is_private: bool
    state: State = State.ON
    """ON where the app can post there; otherwise why not."""


@dataclass(frozen=True, slots=True)
class Digests:
    """The digests of one workspace.

    What people do raises NotTheirDigest for those who may not, and NoDigest where there is none.
    """

    database: Database
    workspace: WorkspaceId
    clock: Clock

    async def of(self, room: Room, who: Hand) -> Subscription | None:
        async with self.database.reading() as connection:
            found = await DigestRepository(connection, self.workspace).get(room.channel)
        _check(who, room, found)
        return found

    async def preview(self, room: Room, choices: Choices, who: Hand) -> Digest:
        """What it would say now."""
        now = self.clock()
        async with self.database.reading() as connection:
            digests = DigestRepository(connection, self.workspace)
            _check(who, room, await digests.get(room.channel))
            since = rules.looks_back_to(now, await digests.last_at(room.channel))
            contents = DigestContentsRepository(connection, self.workspace)
            timed = Part.FIGURES in choices.parts
            found = await contents.find(room.channel, since, timed=timed)
        return digest(found, choices.weekly, choices.parts, now)

    async def save(self, room: Room, shown: Choices, wanted: Choices, who: Hand) -> Subscription:
        """Begin one, or change what differs between a form as it was `shown` and as it is `wanted`.

        Where the app cannot post, it is kept and waits.
        """
        async with self._at_desk(room.channel) as here:
            _check(who, room, here.subscription)
            if here.subscription is None:
                kept = Subscription(
                    workspace=self.workspace,
                    channel=room.channel,
                    is_private=room.is_private,
                    owner=who.person,
                    choices=wanted,
                    state=State.ON,
                    state_at=here.at,
                    next_due_at=None,
                )
            else:
                # What is due by the old clock counts for its week before the new one rules.
                await here.send_owed(here.at)
                was = here.subscription
                kept = replace(
                    was,
                    choices=rules.merged(was.choices, shown, wanted),
                    owner=who.person,
                    is_private=room.is_private,
                )
            return await here.keep(kept.found(room.state, here.at))

    async def pause(self, room: Room, who: Hand) -> Subscription:
        """What waits to be sent is not sent."""
        async with self._at_desk(room.channel) as here:
            was = _there(here.subscription, room, who)
            await here.take_back()
            return await here.keep(was.stopped(State.PAUSED, here.at))

    async def resume(self, room: Room, who: Hand) -> Subscription:
        """Nothing that was due meanwhile is sent."""
        async with self._at_desk(room.channel) as here:
            was = _there(here.subscription, room, who)
            if was.is_on:
                return was
            on = replace(was.resumed(who.person, here.at), is_private=room.is_private)
            return await here.keep(on.found(room.state, here.at))

    async def stop(self, room: Room, who: Hand) -> None:
        """There is none any more; where there was none, nothing happens."""
        async with self._at_desk(room.channel) as here:
            _check(who, room, here.subscription)
            await here.take_back()
            await here.digests.remove(room.channel)

    async def send_now(
        self, room: Room, parts: frozenset[Part], once: str, who: Hand
    ) -> Subscription:
        """One in between, which is not the week's; for the same `once`, one."""
        async with self._at_desk(room.channel) as here:
            there = _there(here.subscription, room, who)
            await here.send_between(there, once, parts)
            return there

    async def send_again(self, room: Room, nonce: str, who: Hand) -> None:
        """Have one posted again: somebody has looked, and it is not there.

        Raises:
            NothingToSend: it has come after all, was sent again before, or a later one has come.
        """
        async with self._at_desk(room.channel) as here:
            there = _there(here.subscription, room, who)
            posts = PostRepository(here.connection, self.workspace)
            post = await posts.get(nonce)
            if post is None or not await here.is_still_wanted(post, there):
                raise NothingToSend(room.channel)
            await posts.known(nonce)
            await here.send_again(post)

    async def send_due(self, channels: Collection[ChannelId], by: datetime) -> bool:
        """Want sent what channels are owed by an instant, and say when each is due next.

        The letters, the rows of channel and week and the next due instants are one transaction.
        What another process has in hand is left to it. Gives whether there is something to be sent.
        """
        async with self.database.writing() as connection:
            digests = DigestRepository(connection, self.workspace)
            due = await digests.due(channels, by)
            if not due:
                return False
            weeks = await digests.last_weeks([one.channel for one in due])
            owed = await send_owed(connection, self.workspace, due, weeks, by, self.clock())
            weeks |= {channel: one.week for channel, one in owed.items()}
            await digests.schedule([one.scheduled(by, weeks.get(one.channel)) for one in due])
            await connection.commit()
        return bool(owed)

    async def closed(self, channel: ChannelId, why: State) -> None:
        """Nothing can be posted in a channel any more: its digest stops, and its owner is told.

        For whoever learns of it: a post that Slack refused, or an event.
        """
        async with self._at_desk(channel) as here:
            was = here.subscription
            if was is None or was.state in {why, State.PAUSED}:
                return
            await here.take_back()
            stopped = await here.keep(was.stopped(why, here.at))
            if was.is_on:
                await here.outbox.want([cannot_go_on(stopped)], here.at)

    async def opened(self, room: Room) -> bool:
        """The app can post in a channel again: whether a digest waited for that."""
        async with self._at_desk(room.channel) as here:
            was = here.subscription
            if was is None or was.is_on or was.state is State.PAUSED:
                return False
            again = replace(was, is_private=room.is_private).found(room.state, here.at)
            return (await here.keep(again)).is_on

    @asynccontextmanager
    async def _at_desk(self, channel: ChannelId) -> AsyncIterator[Desk]:
        """What is done in the block is committed at its end."""
        async with self.database.writing() as connection:
            await WorkspaceRepository(connection, self.workspace).ensure()
            found = await DigestRepository(connection, self.workspace).locked(channel)
            yield await desk(connection, self.workspace, channel, found, self.clock())
            await connection.commit()


def _check(who: Hand, room: Room, there: Subscription | None) -> None:
    owner = there.owner if there else None
    rules.check(who, room.channel, is_private=room.is_private, owner=owner)


def _there(found: Subscription | None, room: Room, who: Hand) -> Subscription:
    _check(who, room, found)
    if found is None:
        raise NoDigest(room.channel)
    return found
