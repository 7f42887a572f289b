"""Posts of which nobody can see whether they reached Slack: told, and sent again where somebody says."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.digest_letters import is_digest_of
from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import RequestNumber, WorkspaceId
from bot.domain.notices import Notice, NoticeKind
from bot.domain.outbox import LetterState
from bot.domain.permissions import Actor, check
from bot.domain.posts import AlreadySettled, Post
from bot.domain.refusals import Doing
from bot.services.clock import Clock
from bot.store.database import Database
from bot.store.digests import DigestRepository
from bot.store.hiring_requests import HiringRequestRepository
from bot.store.outbox import OutboxRepository
from bot.store.posts import PostRepository
from bot.store.shown import ShownRepository
from bot.store.workspaces import WorkspaceRepository


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Those of one workspace."""

    database: Database
    workspace: WorkspaceId
    clock: Clock

    async def tell(self, post: Post) -> None:
        """Have whoever leads the request, or owns the digest, asked whether `post` is there.

        Once for each post. Of a direct message nobody is asked: who else should know whether it came? What it says
        stands on Home, and in the next day's bundle.
        """
        async with self.database.writing() as connection:
            number = await self._request_of(connection, post)
            if number is None:
                await self._tell_of_digest(connection, post)
                await connection.commit()
                return
            request = await HiringRequestRepository(connection, self.workspace).get(number)
            to = request.recruiters[:1] if request.manager_has_left else (request.manager,)
            notices = [
                Notice(
                    key=f"unsettled:{post.nonce}",
                    kind=NoticeKind.UNSETTLED,
                    number=number,
                    to=person,
                    facts={"nonce": post.nonce, "thing": post.thing},
                )
                for person in to
            ]
            await OutboxRepository(connection, self.workspace).want(notices, self.clock())
            await connection.commit()

    async def _tell_of_digest(self, connection: AsyncConnection, post: Post) -> None:
        """`Digests.send_again` is what its owner may do about it."""
        subscription = await DigestRepository(connection, self.workspace).get(post.channel)
        if subscription is None or not any(is_digest_of(post.channel, one) for one in post.letters):
            return
        notice = Notice(
            key=f"unsettled:{post.nonce}",
            kind=NoticeKind.UNSETTLED,
            number=None,
            to=subscription.owner,
            facts={"nonce": post.nonce, "channel": post.channel},
        )
        await OutboxRepository(connection, self.workspace).want([notice], self.clock())

    async def send_again(self, number: RequestNumber, nonce: str, *, by: Actor) -> HiringRequest:
        """Have it posted again: somebody has looked, and it is not there.

        Raises:
            AlreadySettled: somebody has said so before, or it was found after all.
            UnknownRequest
            NotAllowed
        """
        async with self.database.writing() as connection:
            request = await HiringRequestRepository(connection, self.workspace).get(number)
            policy = await WorkspaceRepository(connection, self.workspace).policy()
            check(request, by, Doing.CHANGE, policy)
            posts = PostRepository(connection, self.workspace)
            post = await posts.get(nonce)
            if post is None or await self._request_of(connection, post) != number:
                raise AlreadySettled(number)
            await posts.known(nonce)
            if post.thing is not None:
                shown = ShownRepository(connection, self.workspace)
                await shown.not_posted(number, post.thing, nonce=nonce)
            if post.letters:
                outbox = OutboxRepository(connection, self.workspace)
                await outbox.again(post.letters, self.clock(), was=LetterState.SENDING)
            await connection.commit()
        return request

    async def _request_of(self, connection: AsyncConnection, post: Post) -> RequestNumber | None:
        """Whose card or checklist it is, or in whose thread it is a line."""
        if post.number is not None or not post.letters:
            return post.number
        return await OutboxRepository(connection, self.workspace).line_of(post.letters[0])
