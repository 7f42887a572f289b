"""Messages that are said once: to a person, or as a line in a request's thread.

Each is claimed and written down, in a commit of its own, before it is sent. Where Slack surely
took nothing, it is wanted again, later. Where nobody knows, since the answer was lost or the process
died, `bot.slack.settling` finds out.
"""

import logging
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.history import named
from bot.domain.identity import RequestNumber, SlackTs, WorkspaceId
from bot.domain.notices import NoticeKind
from bot.domain.outbox import Letter, LetterState, pause
from bot.domain.posts import Post, new_nonce
from bot.slack.client import Slack
from bot.slack.letters import Later, Letters, Never, Own, Writer
from bot.slack.pace import NotYet
from bot.slack.plainer import Blocks, Drawn, Plainer
from bot.slack.posting import metadata, perhaps_sent
from bot.slack.reconciler import SlackOf
from bot.slack.rounds import PASSING, Rounds, why
from bot.store.database import Database
from bot.store.outbox import OutboxRepository, unsent
from bot.store.posts import PostRepository

log = logging.getLogger("hire-ml.outbox")

PAGE = 100

CROWDS = {NoticeKind.DIGEST, NoticeKind.DIGEST_THREAD}
CROWD_PAGE = 20
"""At four a second, whatever else is wanted waits five seconds for a page of digests."""

Mail = tuple[Letter, ...]
"""What is one message: mostly one letter."""


class Outbox:
    def __init__(
        self,
        database: Database,
        slack_of: SlackOf,
        writers: Mapping[NoticeKind, Writer],
        clock: Callable[[], datetime],
        own: Mapping[NoticeKind, Own] | None = None,
    ) -> None:
        self._database = database
        self._slack_of = slack_of
        self._letters = Letters(database, writers, clock, own or {})
        self._plainer = Plainer(database)
        self._clock = clock
        self._rounds = Rounds(self.look, "what is to be said")

    async def run(self) -> None:
        """Send all that is wanted, now and until `stop`."""
        await self._rounds.run()

    def stop(self) -> None:
        """Let `run` end with the message that it sends."""
        self._rounds.stop()

    def follow(self) -> None:
        """Something is wanted: `run` looks at once."""
        self._rounds.at_once()

    async def send(self, workspace: WorkspaceId, number: RequestNumber) -> None:
        """Send what is wanted because of a request. A failure is logged, and healed by `run`."""
        try:
            async with self._database.reading() as connection:
                due = await OutboxRepository(connection, workspace).due_of(number, self._clock())
            await self._send_all(due)
        except PASSING as failed:
            log.warning("not sent yet", extra={"workspace": workspace, "why": why(failed)})

    async def look(self, kinds: Collection[NoticeKind] = frozenset(NoticeKind)) -> None:
        """Send all that is wanted now, of some kinds.

        Digests come in crowds, and nobody waits for one: whatever else is wanted goes before them,
        and between a few of them and the next.
        """
        now, others = self._clock(), [kind for kind in kinds if kind not in CROWDS]
        async for page in self._pages(now, others, PAGE):
            await self._send_all(page)
        async for page in self._pages(now, [kind for kind in kinds if kind in CROWDS], CROWD_PAGE):
            await self._send_all(page)
            async for between in self._pages(self._clock(), others, PAGE):
                await self._send_all(between)

    async def _pages(
        self, at: datetime, kinds: Collection[NoticeKind], size: int
    ) -> AsyncIterator[Sequence[Letter]]:
        after: Letter | None = None
        while kinds and not self._rounds.stopping:
            async with self._database.reading() as connection:
                found = await unsent(connection, at, size, after, kinds)
            yield found
            if len(found) < size:
                return
            after = found[-1]

    async def _send_all(self, letters: Sequence[Letter]) -> None:
        for mail in _bundled(letters):
            if self._rounds.stopping:
                return
            try:
                await self._send(mail)
            except PASSING as failed:
                await self._again(mail, failed)
            except Exception as wrong:
                log.exception("cannot be said")
                await self._again(mail, wrong)

    async def _send(self, mail: Mail) -> None:
        """What it raises came before the claim."""
        slack = await self._slack_of(mail[0].workspace)
        if slack is None:
            return
        try:
            drawn, place = await self._letters.made_out(slack, mail)
        except Later:
            return
        except Never as reason:
            await self._give_up(mail, str(reason))
            return
        post = Post(
            workspace=mail[0].workspace,
            nonce=new_nonce(),
            channel=place.channel,
            thread=place.thread,
            began_at=self._clock(),
            letters=tuple(_keys(mail)),
        )
        async with self._database.writing() as connection:
            outbox = OutboxRepository(connection, post.workspace)
            if not await outbox.claim(post.letters, post.began_at, post.channel):
                return
            await PostRepository(connection, post.workspace).begin(post)
            await connection.commit()
        await self._post(slack, mail, post, drawn)

    async def _post(self, slack: Slack, mail: Mail, post: Post, drawn: Drawn) -> None:
        """Send what is claimed."""

        async def send(blocks: Blocks) -> AsyncSlackResponse:
            return await slack.posts.chat_postMessage(
                channel=post.channel,
                thread_ts=post.thread,
                text=drawn.text,
                blocks=blocks,
                unfurl_links=False,
                unfurl_media=False,
                metadata=metadata(post.nonce),
            )

        try:
            answer = await self._plainer.say(mail[0].workspace, drawn, send)
        except PASSING as failed:
            if perhaps_sent(failed):
                # It is settled later, and until then nobody sends it.
                log.warning("perhaps sent", extra={**_told(mail), "why": why(failed)})
            elif await self._letters.refused(mail, why(failed)):
                await self._give_up(mail, why(failed), post)
            else:
                await self._again(mail, failed, post)
            return
        async with self._database.writing() as connection:
            outbox = OutboxRepository(connection, post.workspace)
            await outbox.sent(post.letters, SlackTs(answer["ts"]))
            await PostRepository(connection, post.workspace).known(post.nonce)
            await connection.commit()
        if mail[0].notice.kind is NoticeKind.DIGEST:
            self.follow()  # what goes on in its thread came before it, where it was sent again

    async def _again(self, mail: Mail, failed: Exception, post: Post | None = None) -> None:
        """Surely nothing was sent; `post` is what was claimed for it."""
        until = self._clock() + pause(max(one.tries for one in mail))
        if isinstance(failed, NotYet):
            until = failed.until
        was = LetterState.WANTED if post is None else LetterState.SENDING
        async with self._database.writing() as connection:
            outbox = OutboxRepository(connection, mail[0].workspace)
            await outbox.again(_keys(mail), until, was=was)
            if post is not None:
                await PostRepository(connection, post.workspace).known(post.nonce)
            await connection.commit()
        self._rounds.again_in((until - self._clock()).total_seconds())
        log.warning("not sent yet", extra={**_told(mail), "why": why(failed)})

    async def _give_up(self, mail: Mail, reason: str, post: Post | None = None) -> None:
        was = LetterState.WANTED if post is None else LetterState.SENDING
        async with self._database.writing() as connection:
            await OutboxRepository(connection, mail[0].workspace).give_up(_keys(mail), was=was)
            if post is not None:
                await PostRepository(connection, post.workspace).known(post.nonce)
            await connection.commit()
        log.info("never sent", extra={**_told(mail), "why": reason})


def _bundled(letters: Iterable[Letter]) -> list[Mail]:
    """Those of a kind to one person that go together, together; the rest each alone."""

    def key(letter: Letter) -> tuple[str, str]:
        to = letter.notice.to
        if letter.goes_together and to is not None:
            return letter.workspace, f"{letter.notice.kind} {named(to)}"
        return letter.workspace, letter.notice.key

    first: dict[tuple[str, str], int] = {}
    for place, letter in enumerate(letters):
        first.setdefault(key(letter), place)
    in_order = sorted(letters, key=lambda one: first[key(one)])
    return [tuple(group) for _, group in groupby(in_order, key)]


def _keys(mail: Mail) -> list[str]:
    return [one.notice.key for one in mail]


def _told(mail: Mail) -> dict[str, str]:
    return {"workspace": mail[0].workspace, "letter": mail[0].notice.key}
