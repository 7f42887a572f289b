"""Where it is kept what Slack shows of each request, and in which version."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    and_,
    bindparam,
    case,
    exists,
    false,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import ChannelId, RequestNumber, SlackTs, WorkspaceId
from bot.domain.shown import AT_ONCE_WITHIN, Message, Shown, Thing
from bot.store.hiring_requests import AT_ONCE
from bot.store.keys import of_request, request_key
from bot.store.tables import Instant, hiring_requests, is_behind, shown

_NOWHERE: dict[str, None] = dict.fromkeys(("channel_id", "thread_ts", "ts", "permalink"))

_OF = select(shown).where(of_request(shown))
_WANT = (
    update(shown)
    .where(of_request(shown), shown.c.thing.in_(bindparam("of_things", expanding=True)))
    .values(
        wanted_version=bindparam("version"),
        look_at=case((is_behind, shown.c.look_at), else_=bindparam("at_once", type_=Instant())),
        closed=None,
    )
)

_UNREAD = case((shown.c.shown_version > 0, 0), else_=shown.c.shown_version) - 1
"""A version that nobody has read: who is drawing what was before does not bring it up to date."""

_AS_READ = shown.c.shown_version.in_(bindparam("as_read", expanding=True))
_BROUGHT_TO = (
    update(shown)
    .where(
        of_request(shown),
        shown.c.thing == bindparam("of_thing"),
        shown.c.ts == bindparam("of_ts"),
    )
    .values(shown_version=case((_AS_READ, bindparam("version", type_=Integer())), else_=0), tries=0)
)


@dataclass(frozen=True, slots=True)
class ShownRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def add(self, number: RequestNumber, wanted: int, at: datetime) -> None:
        """Want every thing of a new request shown, in version `wanted`; at once."""
        await self.connection.execute(
            insert(shown),
            [
                {
                    "workspace_id": self.workspace,
                    "number": number.value,
                    "thing": thing,
                    "shown_version": 0,
                    "wanted_version": wanted,
                    "gone": False,
                    "look_at": at + AT_ONCE_WITHIN,
                }
                for thing in Thing
            ],
        )

    async def want(
        self, number: RequestNumber, things: Collection[Thing], version: int, at: datetime
    ) -> None:
        """Want `things` drawn from the request's `version`; what waited before keeps its turn."""
        wanted = {"of_things": list(things), "version": version, "at_once": at + AT_ONCE_WITHIN}
        await self.connection.execute(_WANT, request_key(self.workspace, number) | wanted)

    async def want_again(self, number: RequestNumber, at: datetime) -> frozenset[Thing]:
        """Want posted anew what was deleted in Slack; what that was.

        The card is drawn again with it, as it leads to the checklist. What still stands in the
        thread of a card that was deleted is posted anew, too, once the reconciler has taken it away.
        """
        anew = await self.connection.execute(
            update(shown)
            .where(self._of(number), shown.c.gone)
            .values(gone=False, shown_version=0, tries=0, closed=None, look_at=at + AT_ONCE_WITHIN)
            .returning(shown.c.thing)
        )
        things = frozenset(map(Thing, anew.scalars()))
        if things:
            await self._draw_card_anew(number)
        return things

    async def taken_away(self, number: RequestNumber, thing: Thing, ts: SlackTs) -> None:
        """Keep that `thing` stands no more where it stood at `ts`: it is to be posted anew."""
        await self.connection.execute(
            update(shown)
            .where(self._of(number), shown.c.thing == thing, shown.c.ts == ts)
            .values(_NOWHERE | {"shown_version": 0, "gone": False})
        )

    async def later(self, number: RequestNumber, at: datetime) -> None:
        """Leave what of a request could not be shown alone until `at`."""
        await self.connection.execute(
            update(shown)
            .where(self._of(number), is_behind)
            .values(look_at=at, tries=shown.c.tries + 1)
        )

    async def closed(self, number: RequestNumber, why: str) -> None:
        """Try no more of what is behind: the channel takes nothing, until something changes."""
        await self.connection.execute(
            update(shown).where(self._of(number), is_behind).values(closed=why)
        )

    async def open_again(self, channel: ChannelId, at: datetime) -> None:
        """Try again what a channel did not take."""
        of_channel = exists().where(
            hiring_requests.c.workspace_id == self.workspace,
            hiring_requests.c.number == shown.c.number,
            hiring_requests.c.channel_id == channel,
        )
        await self.connection.execute(
            update(shown)
            .where(shown.c.workspace_id == self.workspace, shown.c.closed.is_not(None), of_channel)
            .values(closed=None, tries=0, look_at=at)
        )

    async def given_back(self, number: RequestNumber, at: datetime) -> None:
        """Let whoever looks next show it: who had taken it up stops."""
        await self.connection.execute(
            update(shown).where(self._of(number), is_behind).values(look_at=at)
        )

    async def of(self, number: RequestNumber) -> Mapping[Thing, Shown]:
        """Every thing of a request; none where there is no such request."""
        rows = await self.connection.execute(_OF, request_key(self.workspace, number))
        return {each.thing: each for each in map(_shown, rows)}

    async def of_several(
        self, numbers: Iterable[RequestNumber]
    ) -> Mapping[RequestNumber, Mapping[Thing, Shown]]:
        """As `of`, of those of them that there are; a statement for hundreds."""
        wanted = list(dict.fromkeys(number.value for number in numbers))
        found: dict[RequestNumber, dict[Thing, Shown]] = {}
        for at in range(0, len(wanted), AT_ONCE):
            some = wanted[at : at + AT_ONCE]
            rows = await self.connection.execute(
                select(shown).where(
                    shown.c.workspace_id == self.workspace, shown.c.number.in_(some)
                )
            )
            for row in rows:
                each = _shown(row)
                found.setdefault(RequestNumber(row.number), {})[each.thing] = each
        return found

    async def claim(self, number: RequestNumber, thing: Thing, nonce: str) -> bool:
        """Whether it is the caller's to post, under `nonce`.

        It is where it stands nowhere, and nobody else posts it.
        """
        claimed = await self.connection.execute(
            update(shown)
            .where(
                self._of(number),
                shown.c.thing == thing,
                shown.c.ts.is_(None),
                shown.c.nonce.is_(None),
                shown.c.gone.is_(false()),
            )
            .values(nonce=nonce)
        )
        return claimed.rowcount == 1

    async def posted(
        self, number: RequestNumber, thing: Thing, message: Message, version: int, *, nonce: str
    ) -> None:
        """Keep where the post of `nonce` stands, and from which version it was drawn."""
        await self.connection.execute(
            update(shown)
            .where(self._of(number), shown.c.thing == thing, shown.c.nonce == nonce)
            .values(
                channel_id=message.channel,
                thread_ts=message.thread,
                ts=message.ts,
                permalink=message.permalink,
                shown_version=version,
                nonce=None,
                tries=0,
            )
        )
        if thing is Thing.CHECKLIST:
            await self._draw_card_anew(number)

    async def not_posted(self, number: RequestNumber, thing: Thing, *, nonce: str) -> None:
        """Keep that the post of `nonce` stands nowhere: it is to be posted again."""
        await self.connection.execute(
            update(shown)
            .where(self._of(number), shown.c.thing == thing, shown.c.nonce == nonce)
            .values(nonce=None)
        )

    async def linked(
        self, number: RequestNumber, thing: Thing, permalink: str, *, ts: SlackTs
    ) -> None:
        """Keep the address of a thing's message, that of `ts`."""
        await self.connection.execute(
            update(shown)
            .where(self._of(number), shown.c.thing == thing, shown.c.ts == ts)
            .values(permalink=permalink)
        )

    async def brought_to(
        self, number: RequestNumber, thing: Thing, version: int, *, was: int, ts: SlackTs
    ) -> None:
        """Keep that `thing`, which showed `was` in the message of `ts`, now shows `version` there.

        Where another process drew another version meanwhile, nobody knows whose came last: the
        thing is behind again.
        """
        drawn = {"of_thing": thing, "of_ts": ts, "as_read": (was, version), "version": version}
        await self.connection.execute(_BROUGHT_TO, request_key(self.workspace, number) | drawn)

    async def gone(self, number: RequestNumber, thing: Thing, *, ts: SlackTs) -> bool:
        """Keep that the message of `ts` is there no more; it is not behind until it is posted again.

        False where `thing` was posted anew meanwhile, or that was kept before.
        """
        kept = await self.connection.execute(
            update(shown)
            .where(self._of(number), shown.c.thing == thing, shown.c.ts == ts)
            .values(_NOWHERE | {"nonce": None, "gone": True})
        )
        if kept.rowcount and thing is Thing.CARD:
            # What stands in its thread goes with it, though it is there to be taken away.
            await self.connection.execute(update(shown).where(self._of(number)).values(gone=True))
        elif kept.rowcount and thing is Thing.CHECKLIST:
            await self._draw_card_anew(number)
        return kept.rowcount == 1

    async def _draw_card_anew(self, number: RequestNumber) -> None:
        """Its button leads to the checklist, which stands elsewhere now, or nowhere."""
        await self.connection.execute(
            update(shown)
            .where(self._of(number), shown.c.thing == Thing.CARD)
            .values(shown_version=_UNREAD)
        )

    def _of(self, number: RequestNumber) -> ColumnElement[bool]:
        return and_(shown.c.workspace_id == self.workspace, shown.c.number == number.value)


async def claimed_behind(
    connection: AsyncConnection, now: datetime, limit: int, *, until: datetime
) -> frozenset[tuple[WorkspaceId, RequestNumber]]:
    """Requests of which something is behind, of all workspaces: those that wait the longest.

    Found by up to `limit` things, they are the caller's until `until`: whoever else looks
    meanwhile, in whichever process, finds others.
    """
    key = (shown.c.workspace_id, shown.c.number, shown.c.thing)
    due = (
        select(*key)
        .where(is_behind, shown.c.look_at <= now)
        .order_by(shown.c.look_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = await connection.execute(
        update(shown)
        .where(tuple_(*key).in_(due))
        .values(look_at=until)
        .returning(shown.c.workspace_id, shown.c.number)
        .execution_options(all_workspaces=True)
    )
    return frozenset((WorkspaceId(row.workspace_id), RequestNumber(row.number)) for row in rows)


async def next_behind(connection: AsyncConnection) -> datetime | None:
    """When the next of what is behind is to be taken up, of all workspaces."""
    found = await connection.execute(
        select(shown.c.look_at)
        .where(is_behind)
        .order_by(shown.c.look_at)
        .limit(1)
        .execution_options(all_workspaces=True)
    )
    at: datetime | None = found.scalar_one_or_none()
    return at


def _shown(row: Row[Any]) -> Shown:
    return Shown(
        thing=Thing(row.thing),
        message=None if row.ts is None else _message(row),
        version=row.shown_version,
        wanted=row.wanted_version,
        gone=row.gone,
        unsettled=row.nonce is not None,
        tries=row.tries,
        closed=row.closed,
    )


def _message(row: Row[Any]) -> Message:
    return Message(
        channel=ChannelId(row.channel_id),
        ts=SlackTs(row.ts),
        thread=row.thread_ts and SlackTs(row.thread_ts),
        permalink=row.permalink,
    )
