"""Digests on their way to their channels: drawn when they are sent, from what is so then."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.digest import LATE_AFTER, Part, QuietWeek, State, Subscription
from bot.domain.digest_contents import MOST_IN_THREAD, Digest, digest
from bot.domain.digest_letters import FIRST, Sending, in_thread_of, sending_of
from bot.domain.identity import ChannelId, Person, WorkspaceId
from bot.domain.notices import NoticeKind
from bot.domain.outbox import Letter, LetterState
from bot.slack.client import Slack
from bot.slack.directory import Directory
from bot.slack.letters import Later, Never, Place
from bot.slack.names import Names
from bot.slack.plainer import Drawn
from bot.store.database import Database
from bot.store.digest_contents import DigestContentsRepository
from bot.store.digests import DigestRepository
from bot.store.outbox import OutboxRepository

CLOSED = {
    "is_archived": State.ARCHIVED,
    "not_in_channel": State.NOT_IN_CHANNEL,
    "channel_not_found": State.UNSEEN,
    "restricted_action": State.MAY_NOT_POST,
    "restricted_action_read_only_channel": State.MAY_NOT_POST,
    "restricted_action_thread_only_channel": State.MAY_NOT_POST,
}
"""How Slack says that nothing can be posted in a channel, and what that is for its digest."""

WAITS_FOR_FIRST = timedelta(days=1)
"""How long what goes on in a thread waits for a first of which nobody knows whether it stands."""


class Drawing(Protocol):
    """How a digest is drawn (`blocks.digest`)."""

    def message(
        self,
        digest: Digest,
        names: Mapping[Person, str],
        channel: ChannelId,
        *,
        in_thread: int,
        was_due: datetime | None,
    ) -> Drawn: ...
    def continued(self, digest: Digest, names: Mapping[Person, str]) -> Drawn | None: ...


class Digests(Protocol):
    """`bot.services.digests`."""

    async def closed(self, channel: ChannelId, why: State) -> None: ...


@dataclass(frozen=True, slots=True)
class DigestLetters:
    database: Database
    names: Names
    drawing: Drawing
    digests: Callable[[WorkspaceId], Digests]
    clock: Callable[[], datetime]

    async def made_out(self, slack: Slack, letter: Letter) -> tuple[Drawn, Place]:
        """Raises: Later, Never, and what passes."""
        place = await self._place(letter)
        sending, now = sending_of(letter.notice), self.clock()
        in_thread = in_thread_of(letter.notice)
        subscription, found = await self._contents(letter.workspace, sending, now)
        is_first = letter.notice.kind is NoticeKind.DIGEST
        told = found.told_of(lambda number: (number in in_thread) is not is_first)
        # Who is not shown is not asked for: a thread of thousands shows some forty.
        people = told.first(MOST_IN_THREAD).people
        named = await self.names.of(letter.workspace, Directory(slack), people)
        if is_first:
            drawn: Drawn | None = self._first(letter, subscription, told, named)
        else:
            drawn = None if found.is_quiet else self.drawing.continued(told, named)
        if drawn is None:
            raise Never("true no more")
        return drawn, place

    async def refused(self, letter: Letter, code: str) -> bool:
        """Whether nothing can be posted there, as Slack says: then the digest stops."""
        why = CLOSED.get(code)
        if why is not None:
            channel = sending_of(letter.notice).channel
            await self.digests(letter.workspace).closed(channel, why)
        return why is not None

    def _first(
        self,
        letter: Letter,
        subscription: Subscription,
        told: Digest,
        names: Mapping[Person, str],
    ) -> Drawn:
        sending, now = sending_of(letter.notice), self.clock()
        asked_for = sending.parts is not None
        if told.is_quiet and subscription.choices.quiet is QuietWeek.NOTHING and not asked_for:
            raise Never("a quiet week")
        due, weekly = sending.due, subscription.choices.weekly
        return self.drawing.message(
            told,
            names,
            sending.channel,
            in_thread=len(in_thread_of(letter.notice)),
            was_due=weekly.local(due) if due is not None and now - due > LATE_AFTER else None,
        )

    async def _place(self, letter: Letter) -> Place:
        if letter.notice.kind is NoticeKind.DIGEST:
            return Place(sending_of(letter.notice).channel)
        async with self.database.reading() as connection:
            first = str(letter.notice.facts[FIRST])
            state, channel, ts = await OutboxRepository(connection, letter.workspace).place_of(
                first
            )
        if channel is not None and ts is not None:
            return Place(channel, ts)
        lost = state is LetterState.SENDING and self.clock() > letter.wanted_at + WAITS_FOR_FIRST
        if state is LetterState.GIVEN_UP or lost:
            raise Never("what it goes on from does not stand")
        raise Later

    async def _contents(
        self, workspace: WorkspaceId, sending: Sending, now: datetime
    ) -> tuple[Subscription, Digest]:
        """Raises: Never, where it is wanted no more."""
        async with self.database.reading() as connection:
            subscription = await DigestRepository(connection, workspace).get(sending.channel)
            if subscription is None or not (subscription.is_on or sending.parts is not None):
                raise Never("no digest is wanted there any more")
            choices = subscription.choices
            parts = choices.parts if sending.parts is None else sending.parts
            contents = DigestContentsRepository(connection, workspace)
            timed = Part.FIGURES in parts
            found = await contents.find(sending.channel, sending.since, timed=timed)
        return subscription, digest(found, choices.weekly, parts, now)
