"""What Slack shows follows the database: what is behind is posted or brought up to date.

The usual path calls `bring_up` at once, after a commit; `run` finds what that did not reach: what
was committed before a crash, and what Slack refused for a while.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from weakref import WeakValueDictionary

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import ChannelId, RequestNumber, SlackTs, WorkspaceId
from bot.domain.posts import Post, new_nonce
from bot.domain.shown import SHOWN_WITHIN, Message, Shown, Thing, pause
from bot.slack.client import PATIENCE, Slack, channel_asked_of, error_code
from bot.slack.pace import NotYet
from bot.slack.plainer import Drawn, Plainer
from bot.slack.posting import CANNOT_POST, metadata, perhaps_sent
from bot.slack.rounds import PASSING, Rounds, why
from bot.store.database import Database
from bot.store.hiring_requests import HiringRequestRepository
from bot.store.homes import HomeRepository
from bot.store.posts import PostRepository
from bot.store.shown import ShownRepository, claimed_behind, next_behind

log = logging.getLogger("hire-ml.reconciler")

PAGE = 20
"""Things that one process takes up at a time, so that it is through within `SHOWN_WITHIN`."""
DELETED = {"message_not_found", "thread_not_found", "cant_update_message", "edit_window_closed"}
"""What Slack answers where a message is there no more, or can be changed no more."""
CANNOT_DELETE = {"cant_delete_message", "compliance_exports_prevent_deletion"}
"""What Slack answers where a message has to stay."""

Key = tuple[WorkspaceId, RequestNumber]
Things = Mapping[Thing, Shown]
Renderer = Callable[[HiringRequest, Things], Drawn]
TellClosed = Callable[[WorkspaceId, RequestNumber, str, ChannelId | None], Awaitable[bool]]
SlackOf = Callable[[WorkspaceId], Awaitable[Slack | None]]


class Came(StrEnum):
    """What came of showing a request."""

    SHOWN = "shown"
    LATER = "later"
    """It goes on by itself."""
    CLOSED = "closed"
    """Its channel takes nothing; who can see to that is told."""


class Reconciler:
    def __init__(
        self,
        database: Database,
        slack_of: SlackOf,
        renderers: Mapping[Thing, Renderer],
        tell_closed: TellClosed,
        clock: Callable[[], datetime],
    ) -> None:
        """`tell_closed` keeps that a request's channel takes nothing, and tells who can act.

        It gives false where that was another channel, since it got a new id meanwhile.
        """
        self._tell_closed = tell_closed
        self._database = database
        self._plainer = Plainer(database)
        self._slack_of = slack_of
        self._renderers = renderers
        self._clock = clock
        self._turns: WeakValueDictionary[Key, asyncio.Lock] = WeakValueDictionary()
        self._rounds = Rounds(self.look, "what is behind")

    async def bring_up(self, workspace: WorkspaceId, number: RequestNumber) -> Came:
        """Show a request as the database has it; what came of that.

        Calls for one request take turns, so that what five ticks changed at once is drawn twice:
        by the first, and by the next, for all the others. A failure is logged, and healed by `run`.
        """
        turn = self._turns.setdefault((workspace, number), asyncio.Lock())
        async with turn:
            try:
                slack = await self._slack_of(workspace)
                if slack is None:
                    return Came.LATER
                while await self._one_step_in_time(slack, workspace, number):
                    pass
                async with self._database.reading() as connection:
                    things = await ShownRepository(connection, workspace).of(number)
            except PASSING as failed:
                if why(failed) in CANNOT_POST and await self._closed(workspace, number, failed):
                    return Came.CLOSED
                await self._later((workspace, number), failed)
                return Came.LATER
        unsettled = any(thing.unsettled for thing in things.values())
        return Came.LATER if unsettled else Came.SHOWN

    async def run(self) -> None:
        """Bring up all that is behind, now and until `stop`."""
        await self._rounds.run()

    def stop(self) -> None:
        """Let `run` end with the request that it shows: a post broken off would have to be settled."""
        self._rounds.stop()

    def at_once(self) -> None:
        """Let `run` look now."""
        self._rounds.at_once()

    async def look(self) -> None:
        """Bring up all that is behind now, what waits the longest first.

        A page is this process's as long as it takes to show it: others that look find other pages.
        """
        while not self._rounds.stopping:
            now = self._clock()
            async with self._database.writing() as connection:
                found = await claimed_behind(connection, now, PAGE, until=now + SHOWN_WITHIN)
                await connection.commit()
            left = sorted(found)
            while left and not self._rounds.stopping:
                await self._try(left.pop(0))
            if not found:
                await self._wait_for_next()
                return
            await self._leave(left)

    async def _wait_for_next(self) -> None:
        async with self._database.reading() as connection:
            at = await next_behind(connection)
        if at is not None:
            self._rounds.again_in((at - self._clock()).total_seconds())

    async def _leave(self, keys: Sequence[Key]) -> None:
        """Give back what was taken up and not shown, so that the next process need not wait."""
        if not keys:
            return
        async with self._database.writing() as connection:
            for workspace, number in keys:
                await ShownRepository(connection, workspace).given_back(number, self._clock())
            await connection.commit()

    async def _try(self, key: Key) -> None:
        """Bring one request up; whatever is wrong with it, the others come after it."""
        try:
            await self.bring_up(*key)
        except Exception as wrong:
            log.exception("cannot be shown")
            await self._later(key, wrong)

    async def _one_step_in_time(
        self, slack: Slack, workspace: WorkspaceId, number: RequestNumber
    ) -> bool:
        """As `_one_step`; where Slack wants a moment first, it is waited for at the next call."""
        try:
            return await self._one_step(slack, workspace, number)
        except NotYet as early:
            if early.until > self._clock() + PATIENCE:
                raise
            return True

    async def _one_step(self, slack: Slack, workspace: WorkspaceId, number: RequestNumber) -> bool:
        """Post, link or edit the one thing that comes first; false where nothing is behind."""
        async with self._database.reading() as connection:
            things = await ShownRepository(connection, workspace).of(number)
            astray, thing = _first_astray(things), _first_behind(things)
            if thing is None:
                return False
            request = await HiringRequestRepository(connection, workspace).get(number)
        if astray is not None:
            await self._take_away(slack, request, *astray)
            return True
        checklist = things[Thing.CHECKLIST].message
        if thing is Thing.CARD and checklist is not None and checklist.permalink is None:
            await self._link(slack, request, checklist)
            return True
        drawn = self._renderers[thing](request, things)
        if things[thing].message is None:
            await self._post(slack, request, thing, things, drawn)
        else:
            await self._edit(slack, request, things[thing], drawn)
        return True

    async def _edit(self, slack: Slack, request: HiringRequest, seen: Shown, drawn: Drawn) -> None:
        place = seen.message
        if place is None:
            raise ValueError(f"{seen.thing} of {request.number} stands nowhere")
        edit = self._say(
            slack.steady, "chat.update", request, drawn, channel=place.channel, ts=place.ts
        )
        if await self._unless_deleted(request, seen.thing, place, edit):
            async with self._database.writing() as connection:
                shown = ShownRepository(connection, request.workspace)
                await shown.brought_to(
                    request.number, seen.thing, request.version, was=seen.version, ts=place.ts
                )
                await connection.commit()

    async def _post(
        self, slack: Slack, request: HiringRequest, thing: Thing, things: Things, drawn: Drawn
    ) -> None:
        card = things[Thing.CARD].message
        in_thread = card if thing is not Thing.CARD else None
        post = Post(
            workspace=request.workspace,
            nonce=new_nonce(),
            channel=in_thread.channel if in_thread else request.channel,
            thread=in_thread.ts if in_thread else None,
            began_at=self._clock(),
            number=request.number,
            thing=thing,
        )
        async with self._database.writing() as connection:
            shown = ShownRepository(connection, request.workspace)
            if not await shown.claim(request.number, thing, post.nonce):
                return  # another process posts it
            await PostRepository(connection, request.workspace).begin(post)
            await connection.commit()
        try:
            answer = await self._say(
                slack.posts,
                "chat.postMessage",
                request,
                drawn,
                channel=post.channel,
                **({"thread_ts": post.thread} if post.thread else {}),
                unfurl_links=False,
                unfurl_media=False,
                metadata=metadata(post.nonce),
            )
        except PASSING as failed:
            if perhaps_sent(failed):
                log.warning("perhaps posted", extra={**_told(request), "why": why(failed)})
                return  # it is settled later, and until then nobody posts it
            await self._not_posted(post, request, thing, deleted=why(failed) in DELETED)
            if why(failed) not in DELETED:
                raise
            return
        message = Message(ChannelId(answer["channel"]), SlackTs(answer["ts"]), post.thread)
        # The card's button leads to the checklist, which is not there yet: it stays behind.
        version = 0 if thing is Thing.CARD else request.version
        async with self._database.writing() as connection:
            shown = ShownRepository(connection, request.workspace)
            await shown.posted(request.number, thing, message, version, nonce=post.nonce)
            await PostRepository(connection, request.workspace).known(post.nonce)
            await connection.commit()

    async def _not_posted(
        self, post: Post, request: HiringRequest, thing: Thing, *, deleted: bool
    ) -> None:
        """Surely nothing was posted; `deleted`: since the card was, in whose thread it belongs."""
        async with self._database.writing() as connection:
            shown = ShownRepository(connection, request.workspace)
            await shown.not_posted(request.number, thing, nonce=post.nonce)
            if deleted and post.thread is not None:
                await shown.gone(request.number, Thing.CARD, ts=post.thread)
            await PostRepository(connection, request.workspace).known(post.nonce)
            await connection.commit()

    async def _link(self, slack: Slack, request: HiringRequest, message: Message) -> None:
        """Before the card is drawn again: its button leads to the checklist."""
        ask = slack.steady.chat_getPermalink(channel=message.channel, message_ts=message.ts)
        answer = await self._unless_deleted(request, Thing.CHECKLIST, message, ask)
        if answer is None:
            return
        async with self._database.writing() as connection:
            shown = ShownRepository(connection, request.workspace)
            link = answer["permalink"]
            await shown.linked(request.number, Thing.CHECKLIST, link, ts=message.ts)
            await HomeRepository(connection, request.workspace).want_live(self._clock())
            await connection.commit()

    async def _take_away(
        self, slack: Slack, request: HiringRequest, thing: Thing, message: Message
    ) -> None:
        """Delete what stands in the thread of a card that was deleted: it is posted anew elsewhere."""
        try:
            await slack.steady.chat_delete(channel=message.channel, ts=message.ts)
        except SlackApiError as refused:
            if error_code(refused) not in DELETED | CANNOT_DELETE:
                raise
        async with self._database.writing() as connection:
            shown = ShownRepository(connection, request.workspace)
            await shown.taken_away(request.number, thing, message.ts)
            await connection.commit()

    async def _unless_deleted(
        self,
        request: HiringRequest,
        thing: Thing,
        message: Message,
        call: Awaitable[AsyncSlackResponse],
    ) -> AsyncSlackResponse | None:
        """What Slack answers; nothing where the `message` that `call` needs was deleted in Slack."""
        try:
            return await call
        except SlackApiError as refused:
            if error_code(refused) not in DELETED:
                raise
        async with self._database.writing() as connection:
            shown = ShownRepository(connection, request.workspace)
            if await shown.gone(request.number, thing, ts=message.ts):
                await HomeRepository(connection, request.workspace).want_live(self._clock())
            await connection.commit()
        return None

    async def _say(
        self, client: AsyncWebClient, method: str, request: HiringRequest, drawn: Drawn, **more: Any
    ) -> AsyncSlackResponse:
        """Post or edit."""

        async def send(blocks: list[dict[str, Any]]) -> AsyncSlackResponse:
            said = {"text": drawn.text, "blocks": blocks, **more}
            return await client.api_call(method, json=said)

        return await self._plainer.say(request.workspace, drawn, send)

    async def _closed(
        self, workspace: WorkspaceId, number: RequestNumber, failed: Exception
    ) -> bool:
        """Whether it is tried no more until something changes."""
        asked = channel_asked_of(failed)
        closed = await self._tell_closed(workspace, number, why(failed), asked)
        if closed:
            log.warning(
                "its channel takes nothing",
                extra={"workspace": workspace, "request": str(number), "why": why(failed)},
            )
        return closed

    async def _later(self, key: Key, failed: Exception) -> None:
        """Leave a request alone for a while, twice as long each time; all processes do."""
        workspace, number = key
        log.warning(
            "not shown yet",
            extra={"workspace": workspace, "request": str(number), "why": why(failed)},
        )
        try:
            async with self._database.writing() as connection:
                shown = ShownRepository(connection, workspace)
                tries = [one.tries for one in (await shown.of(number)).values() if one.behind]
                until = self._clock() + pause(max(tries, default=0))
                if isinstance(failed, NotYet):
                    until = failed.until
                await shown.later(number, until)
                await connection.commit()
        except PASSING as wrong:
            log.warning("cannot be left alone", extra={"why": why(wrong)})
            return
        if isinstance(failed, NotYet):
            self._rounds.again_in((until - self._clock()).total_seconds())


def _first_astray(things: Things) -> tuple[Thing, Message] | None:
    """What stands in another thread than the card's: in that of one before, which was deleted."""
    if not things or things[Thing.CARD].gone:
        return None
    card = things[Thing.CARD].message
    for thing in (Thing.CHECKLIST, Thing.DECISION):
        message = things[thing].message
        if message is not None and (card is None or message.thread != card.ts):
            return thing, message
    return None


def _first_behind(things: Things) -> Thing | None:
    """What to show next: first what is not there yet, the card before what hangs on it."""
    if not things or things[Thing.CARD].gone:
        return None  # the rest stands in the card's thread
    late = [thing for thing in Thing if things[thing].behind]
    missing = [thing for thing in late if things[thing].message is None]
    if things[Thing.CARD].message is None:
        missing, late = [one for one in missing if one is Thing.CARD], []
    return next(iter(missing or late), None)


def _told(request: HiringRequest) -> dict[str, str]:
    return {"workspace": request.workspace, "request": str(request.number)}
