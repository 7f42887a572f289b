"""Channels' digests: how each is wanted, and which weeks have had theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, literal, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.digest import Choices, Owed, Part, QuietWeek, State, Subscription
from bot.domain.identity import ChannelId, Person, WorkspaceId
from bot.domain.outbox import LetterState
from bot.domain.weekly import Weekly
from bot.store.tables import Instant, digest_sends, digest_subscriptions, outbox
from bot.store.upsert import insert_into


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

    async def due(self, channel: ChannelId, by: datetime) -> Subscription | None:
        """One that is due by an instant, the caller's alone until this transaction ends.

        None where another process has it in hand, or had.
        """
        found = await self.connection.execute(
            select(digest_subscriptions)
            .where(self._of(channel), digest_subscriptions.c.next_due_at <= by)
            .with_for_update(skip_locked=True)
        )
        row = found.one_or_none()
        return None if row is None else _subscription(row)

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

    async def remove(self, channel: ChannelId) -> None:
        await self.connection.execute(delete(digest_subscriptions).where(self._of(channel)))

    async def last_week(self, channel: ChannelId) -> date | None:
        """The latest week that has had its digest."""
        found = await self.connection.execute(
            select(func.max(digest_sends.c.week)).where(self._sent_to(channel))
        )
        week: date | None = found.scalar_one()
        return week

    async def last_at(self, channel: ChannelId) -> datetime | None:
        """When the latest digest was wanted that has gone out, or may have."""
        found = await self.connection.execute(
            select(digest_sends.c.wanted_at)
            .select_from(
                digest_sends.outerjoin(
                    outbox,
                    and_(
                        outbox.c.workspace_id == self.workspace,
                        outbox.c.key == digest_sends.c.letter,
                    ),
                )
            )
            .where(
                self._sent_to(channel),
                or_(outbox.c.state.is_(None), outbox.c.state != LetterState.GIVEN_UP),
            )
            .order_by(digest_sends.c.week.desc())
            .limit(1)
        )
        return found.scalar_one_or_none()

    async def has(self, channel: ChannelId, owed: Owed, letter: str, at: datetime) -> bool:
        """Keep that a week has its digest now; false where it had it before."""
        kept = await self.connection.execute(
            insert_into(digest_sends, self.connection)
            .values(
                workspace_id=self.workspace,
                channel_id=channel,
                week=owed.week,
                due_at=owed.due,
                wanted_at=at,
                letter=letter,
            )
            .on_conflict_do_nothing()
        )
        return kept.rowcount == 1

    def _of(self, channel: ChannelId) -> ColumnElement[bool]:
        return and_(
            digest_subscriptions.c.workspace_id == self.workspace,
            digest_subscriptions.c.channel_id == channel,
        )

    def _sent_to(self, channel: ChannelId) -> ColumnElement[bool]:
        return and_(
            digest_sends.c.workspace_id == self.workspace, digest_sends.c.channel_id == channel
        )


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
