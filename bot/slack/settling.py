"""Finds out what became of posts whose answer was lost: in the channel's history, by their nonce.

What is found is kept as if its answer had come. What is certainly not there is posted again. Where
history may not be read, nothing is posted again by itself, and whoever it is of is asked.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.domain.identity import RequestNumber, SlackTs, WorkspaceId
from bot.domain.outbox import LetterState
from bot.domain.posts import LOOK_AGAIN_AFTER, Post
from bot.domain.shown import Message, Thing
from bot.slack.client import Slack, error_code
from bot.slack.pace import NotYet
from bot.slack.posting import nonce_of
from bot.slack.reconciler import SlackOf
from bot.slack.rounds import PASSING, Rounds, why
from bot.store.database import Database
from bot.store.outbox import OutboxRepository
from bot.store.posts import PostRepository, claimed_to_settle
from bot.store.shown import ShownRepository

log = logging.getLogger("hire-ml.settling")

PAGE = 20
HISTORY_PAGE = 15
"""Messages: Slack gives some apps no more at a time."""

AHEAD = timedelta(seconds=60)
"""How far Slack's clock may be behind ours."""

LONGEST_WAIT = timedelta(minutes=2)
"""For the next page of history, of which Slack gives some apps one a minute."""

METADATA_SCOPE = "metadata.message:read"
"""Without it Slack gives history, and leaves the metadata out of it without a word."""

NOBODY_CAN_SEE = {
    "missing_scope",
    "not_allowed_token_type",
    "no_permission",
    "channel_not_found",
    "not_in_channel",
    "method_not_supported_for_channel_type",
}

BringUp = Callable[[WorkspaceId, RequestNumber], Awaitable[object]]


class Unseen(Exception):  # noqa: N818 -- read as a sentence: raise Unseen
    """The app may not see what became of a post; the argument says why."""


class Settling:
    def __init__(
        self,
        database: Database,
        slack_of: SlackOf,
        bring_up: BringUp,
        say: Callable[[], None],
        unseen: Callable[[Post], Awaitable[None]],
        clock: Callable[[], datetime],
    ) -> None:
        """`bring_up` shows a request of which something was settled.

        `say`: of a letter something was, which may be to be sent again or have others wait for it.
        `unseen` tells whoever a post is of that nobody can see what became of it.
        """
        self._database = database
        self._slack_of = slack_of
        self._bring_up = bring_up
        self._say = say
        self._unseen = unseen
        self._clock = clock
        self._rounds = Rounds(self.look, "what became of posts")

    async def run(self) -> None:
        """Settle what is to be settled, now and until `stop`."""
        await self._rounds.run()

    def stop(self) -> None:
        """Let `run` end with the post that it looks for."""
        self._rounds.stop()

    async def look(self) -> None:
        """Settle all that is to be settled now."""
        while True:
            now = self._clock()
            async with self._database.writing() as connection:
                found = await claimed_to_settle(connection, now, PAGE, until=now + LOOK_AGAIN_AFTER)
                await connection.commit()
            for post in found:
                if self._rounds.stopping:
                    return
                await self._try(post)
            if len(found) < PAGE:
                return

    async def _try(self, post: Post) -> None:
        """Settle one; whatever is wrong with it, the others come after it."""
        try:
            await self._settle(post)
        except PASSING as failed:
            log.warning("not settled yet", extra={**_told(post), "why": why(failed)})
            if isinstance(failed, NotYet):
                await self._look_at(post, failed.until)
        except Exception:
            log.exception("cannot be settled")

    async def _settle(self, post: Post) -> None:
        slack = await self._slack_of(post.workspace)
        if slack is None:
            return
        deleted = False
        try:
            there = sorted([ts async for ts in self._found(slack, post)], key=float)
        except Unseen as reason:
            log.warning("nobody can see", extra={**_told(post), "why": str(reason)})
            await self._look_at(post, None)
            await self._unseen(post)
            return
        except SlackApiError as refused:
            if error_code(refused) not in {"thread_not_found", "message_not_found"}:
                raise
            there, deleted = [], True
        if not await self._known(post, there[0] if there else None, deleted=deleted):
            return
        log.info("settled", extra={**_told(post), "found": len(there)})
        for ts in there[1:]:
            await slack.steady.chat_delete(channel=post.channel, ts=ts)
        if post.letters:
            self._say()
        if post.number is not None:
            await self._bring_up(post.workspace, post.number)

    async def _known(self, post: Post, ts: SlackTs | None, *, deleted: bool) -> bool:
        """Keep what was found; false where another process has kept it meanwhile."""
        async with self._database.writing() as connection:
            if not await PostRepository(connection, post.workspace).known(post.nonce):
                return False
            if post.number is not None and post.thing is not None:
                shown = ShownRepository(connection, post.workspace)
                if ts is not None:
                    place = Message(post.channel, ts, post.thread)
                    # From which version it was drawn died with its answer: it is drawn again.
                    await shown.posted(post.number, post.thing, place, 0, nonce=post.nonce)
                else:
                    await shown.not_posted(post.number, post.thing, nonce=post.nonce)
                    if deleted and post.thread is not None:
                        await shown.gone(post.number, Thing.CARD, ts=post.thread)
            outbox = OutboxRepository(connection, post.workspace)
            if post.letters and ts is not None:
                await outbox.sent(post.letters, ts)
            elif post.letters:
                await outbox.again(post.letters, self._clock(), was=LetterState.SENDING)
            await connection.commit()
        return True

    async def _found(self, slack: Slack, post: Post) -> AsyncIterator[SlackTs]:
        """Where the post stands: once, as it should be, or more often, or nowhere."""
        asked: dict[str, Any] = {
            "channel": post.channel,
            "oldest": f"{(post.began_at - AHEAD).timestamp():.6f}",
            "include_all_metadata": True,
            "limit": HISTORY_PAGE,
        }
        cursor: str | None = None
        while True:
            answer = await self._page(slack, post, {**asked, "cursor": cursor})
            for message in answer["messages"]:
                if nonce_of(message) == post.nonce:
                    yield SlackTs(message["ts"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return

    async def _page(self, slack: Slack, post: Post, asked: dict[str, Any]) -> Any:
        """A page of history, waited for where Slack gives one a minute."""
        while True:
            try:
                return await _history(slack, post, asked)
            except NotYet as early:
                wait = early.until - self._clock()
                if asked["cursor"] is None or wait > LONGEST_WAIT or self._rounds.stopping:
                    raise
                # Those before it were read: begun anew after the pause, it would never come to
                # the end where a page a minute is all there is.
                await self._look_at(post, early.until + LOOK_AGAIN_AFTER)
                await asyncio.sleep(max(0.0, wait.total_seconds()))

    async def _look_at(self, post: Post, at: datetime | None) -> None:
        async with self._database.writing() as connection:
            await PostRepository(connection, post.workspace).settle_at(post.nonce, at)
            await connection.commit()
        if at is not None:
            self._rounds.again_in((at - self._clock()).total_seconds())


async def _history(slack: Slack, post: Post, asked: dict[str, Any]) -> Any:
    """Raises: Unseen, and what passes."""
    try:
        if post.thread is None:
            answer = await slack.steady.conversations_history(**asked)
        else:
            answer = await slack.steady.conversations_replies(ts=post.thread, **asked)
    except SlackApiError as refused:
        if error_code(refused) in NOBODY_CAN_SEE:
            raise Unseen(error_code(refused)) from refused
        raise
    scopes = {name.lower(): value for name, value in answer.headers.items()}.get("x-oauth-scopes")
    if METADATA_SCOPE not in str(scopes):
        raise Unseen(f"no {METADATA_SCOPE}")
    return answer


def _told(post: Post) -> dict[str, str]:
    return {"workspace": post.workspace, "nonce": post.nonce}
