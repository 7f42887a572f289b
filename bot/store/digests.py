"""Channels' digests: how each is wanted, and which weeks have had theirs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    and_,
    bindparam,
    delete,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.digest import Choices, Owed, Part, QuietWeek, State, Subscription
from bot.domain.identity import ChannelId, Person, WorkspaceId
from bot.domain.outbox import LetterState
from bot.domain.weekly import Weekly
from bot.store.keys import OF_WORKSPACE
from bot.store.tables import Instant, digest_sends, digest_subscriptions, outbox
from bot.store.upsert import built_once, insert_into

_OF_CHANNELS: BindParameter[Any] = bindparam("of_channels", expanding=True)
_DUE = (
    select(digest_subscriptions)
    .where(
        digest_subscriptions.c.workspace_id == OF_WORKSPACE,
        digest_subscriptions.c.channel_id.in_(_OF_CHANNELS),
        digest_subscriptions.c.next_due_at <= bindparam("by", type_=Instant()),
    )
    .order_by(digest_subscriptions.c.channel_id)
    .with_for_update(skip_locked=True)
)
_SCHEDULE = (
    update(digest_subscriptions)
    .where(
        digest_subscriptions.c.workspace_id == OF_WORKSPACE,
        digest_subscriptions.c.channel_id == bindparam("of_channel"),
    )
    .values(next_due_at=bindparam("due"))
)
_SENT_TO = and_(
    digest_sends.c.workspace_id == OF_WORKSPACE, digest_sends.c.channel_id.in_(_OF_CHANNELS)
)
_LAST_WEEKS = (
    select(digest_sends.c.channel_id, func.max(digest_sends.c.week).label("week"))
    .where(_SENT_TO)
    .group_by(digest_sends.c.channel_id)
)
_OF_SEND = and_(outbox.c.workspace_id == OF_WORKSPACE, outbox.c.key == digest_sends.c.letter)
_LAST_ATS = (
    select(digest_sends.c.channel_id, func.max(digest_sends.c.wanted_at).label("at"))
    .select_from(digest_sends.outerjoin(outbox, _OF_SEND))
    .where(_SENT_TO, or_(outbox.c.state.is_(None), outbox.c.state != LetterState.GIVEN_UP))
    .group_by(digest_sends.c.channel_id)
)
_have = built_once(
    digest_sends,
    lambda insert: insert.on_conflict_do_nothing().returning(digest_sends.c.channel_id),
)


@dataclass(frozen=True, slots=True)
class DueChannel:
    workspace: WorkspaceId
    channel: ChannelId
    next_due_at: datetime


@dataclass(frozen=True, slots=True)
class DigestRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def get(self, channel: ChannelId) -> Subscription | None:
        found = await self.connection.execute(select(digest_subscriptions).where(self._of(channel)))
        row = found.one_or_none()
        return None if row is None else _subscription(row)

    async def locked(self, channel: ChannelId) -> Subscription | None:
        """As `get`; nobody else changes it until this transaction has ended."""
        found = await self.connection.execute(
            select(digest_subscriptions).where(self._of(channel)).with_for_update()
        )
        row = found.one_or_none()
        return None if row is None else _subscription(row)

    async def due(self, channels: Collection[ChannelId], by: datetime) -> list[Subscription]:
        """Those that are due by an instant, the caller's alone until this transaction ends.

        Without those that another process has in hand, or had.
        """
        rows = await self.connection.execute(_DUE, self._those(channels) | {"by": by})
        return list(map(_subscription, rows))

    async def save(self, subscription: Subscription) -> None:
        columns = _columns(subscription)
        key = {"workspace_id": self.workspace, "channel_id": subscription.channel}
        await self.connection.execute(
            insert_into(digest_subscriptions, self.connection)
            .values(key | columns)
            .on_conflict_do_update(
                index_elements=list(digest_subscriptions.primary_key.columns), set_=columns
            )
        )

    async def schedule(self, subscriptions: Collection[Subscription]) -> None:
        """Keep when each is due next."""
        await self.connection.execute(
            _SCHEDULE,
            [
                {
                    "of_workspace": self.workspace,
                    "of_channel": one.channel,
                    "due": one.next_due_at,
                }
                for one in subscriptions
            ],
        )

    async def remove(self, channel: ChannelId) -> None:
        await self.connection.execute(delete(digest_subscriptions).where(self._of(channel)))

    async def last_weeks(self, channels: Collection[ChannelId]) -> dict[ChannelId, date]:
        """The latest week of each that has had its digest."""
        rows = await self.connection.execute(_LAST_WEEKS, self._those(channels))
        return {ChannelId(row.channel_id): row.week for row in rows}

    async def last_at(self, channel: ChannelId) -> datetime | None:
        """When the latest digest was wanted that has gone out, or may have."""
        return (await self.last_ats([channel])).get(channel)

    async def last_ats(self, channels: Collection[ChannelId]) -> dict[ChannelId, datetime]:
        """As `last_at`, of each that has had one."""
        rows = await self.connection.execute(_LAST_ATS, self._those(channels))
        return {ChannelId(row.channel_id): row.at for row in rows}

    async def have(
        self, owed: Mapping[ChannelId, Owed], letters: Mapping[ChannelId, str], at: datetime
    ) -> set[ChannelId]:
        """Keep that weeks have their digests now; gives the channels that had none before."""
        kept = await self.connection.execute(
            _have(self.connection),
            [
                {
                    "workspace_id": self.workspace,
                    "channel_id": channel,
                    "week": one.week,
                    "due_at": one.due,
                    "wanted_at": at,
                    "letter": letters[channel],
                }
                for channel, one in owed.items()
            ],
        )
        return {ChannelId(channel) for channel in kept.scalars()}

    def _of(self, channel: ChannelId) -> ColumnElement[bool]:
        return and_(
            digest_subscriptions.c.workspace_id == self.workspace,
            digest_subscriptions.c.channel_id == channel,
        )

    def _those(self, channels: Collection[ChannelId]) -> dict[str, Any]:
        return {"of_workspace": self.workspace, "of_channels": list(channels)}


async def digests_due(
    connection: AsyncConnection, by: datetime, limit: int, after: DueChannel | None = None
) -> Sequence[DueChannel]:
    """Those due by an instant in all workspaces, the longest due first: a page, from `after` on."""
    key = (
        digest_subscriptions.c.next_due_at,
        digest_subscriptions.c.workspace_id,
        digest_subscriptions.c.channel_id,
    )
    page = select(*key).where(digest_subscriptions.c.next_due_at <= by).order_by(*key).limit(limit)
    if after is not None:
        last = (literal(after.next_due_at, Instant()), after.workspace, after.channel)
        page = page.where(tuple_(*key) > tuple_(*last))
    rows = await connection.execute(page, execution_options={"all_workspaces": True})
    return [
        DueChannel(WorkspaceId(row.workspace_id), ChannelId(row.channel_id), row.next_due_at)
        for row in rows
    ]


def _columns(subscription: Subscription) -> dict[str, object]:
    choices, weekly = subscription.choices, subscription.choices.weekly
    return {
        "is_private": subscription.is_private,
        "owner_team": subscription.owner.team,
        "owner_user": subscription.owner.user,
        "weekday": weekly.weekday,
        "at": weekly.at,
        "zone": weekly.zone,
        "country": weekly.country,
        "moves_off_holidays": weekly.moves,
        "parts": " ".join(sorted(choices.parts)),
        "quiet": choices.quiet,
        "state": subscription.state,
        "state_at": subscription.state_at,
        "next_due_at": subscription.next_due_at,
    }


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        workspace=WorkspaceId(row.workspace_id),
        channel=ChannelId(row.channel_id),
        is_private=row.is_private,
        owner=Person(row.owner_team, row.owner_user),
        choices=Choices(
            Weekly(row.weekday, row.at, row.zone, row.country, row.moves_off_holidays),
            frozenset(map(Part, row.parts.split())),
            QuietWeek(row.quiet),
        ),
        state=State(row.state),
        state_at=row.state_at,
        next_due_at=row.next_due_at,
    )
