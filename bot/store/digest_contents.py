"""What a channel's digest is made of: a constant number of statements, however much there is.

Confidential requests are never among it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Select, and_, exists, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.changes import status_in
from bot.domain.checklist import BlockedReason
from bot.domain.digest_contents import Findings, Seen, SeenStep
from bot.domain.hiring_request import Status, StatusReason, began_at
from bot.domain.history import Change, Fact, What
from bot.domain.identity import ChannelId, Person, RequestNumber, WorkspaceId
from bot.domain.role import StepKind
from bot.domain.time_in_step import Timed
from bot.store.history import change_from
from bot.store.listing import ORDER, with_thread
from bot.store.tables import (
    checklist_steps,
    hiring_requests,
    history,
    is_progress,
    shown,
    step_waits,
)

TIMED = 100
"""The latest requests that medians are of: what was years ago tells nothing of now."""

UNDER_WAY = sorted(status for status in Status if status.under_way)

Waits = Mapping[tuple[int, str], list[Person]]


@dataclass(frozen=True, slots=True)
class DigestContentsRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def with_more_than(
        self, most: int, channels: Collection[ChannelId], since: datetime
    ) -> set[ChannelId]:
        """The channels whose digests can have more than `most` requests."""
        rows = await self.connection.execute(
            select(hiring_requests.c.channel_id)
            .where(*self._fitting(channels, since))
            .group_by(hiring_requests.c.channel_id)
            .having(func.count() > most)
        )
        return {ChannelId(channel) for channel in rows.scalars()}

    async def find(self, channel: ChannelId, since: datetime, *, timed: bool) -> Findings:
        """`timed`: with what its figures are made of."""
        chosen = self._chosen(channel, since)
        waits = await self._waits(chosen)
        return Findings(
            requests=await self._requests(channel, since, waits),
            changes=await self._changes(chosen, since),
            timed=await self._timed(channel) if timed else (),
        )

    def _chosen(self, channel: ChannelId, since: datetime) -> Select[tuple[int]]:
        return select(hiring_requests.c.number).where(*self._fitting([channel], since))

    def _fitting(
        self, channels: Collection[ChannelId], since: datetime
    ) -> tuple[ColumnElement[bool], ...]:
        """Of a request: whether it is under way, or its status has changed since."""
        has_changed = exists().where(
            history.c.workspace_id == self.workspace,
            history.c.number == hiring_requests.c.number,
            history.c.at > since,
            history.c.what == What.STATUS,
            is_progress,
        )
        return (
            self._told_in(channels),
            or_(hiring_requests.c.status.in_(UNDER_WAY), has_changed),
        )

    def _told_in(self, channels: Collection[ChannelId]) -> ColumnElement[bool]:
        return and_(
            hiring_requests.c.workspace_id == self.workspace,
            hiring_requests.c.channel_id.in_(channels),
            hiring_requests.c.confidential.is_(false()),
        )

    async def _requests(
        self, channel: ChannelId, since: datetime, waits: Waits
    ) -> tuple[Seen, ...]:
        of_request = and_(
            checklist_steps.c.workspace_id == self.workspace,
            checklist_steps.c.number == hiring_requests.c.number,
        )
        with_steps: Select[Any] = (
            select(
                hiring_requests.c.number,
                hiring_requests.c.title,
                hiring_requests.c.status,
                hiring_requests.c.status_reason,
                hiring_requests.c.status_at,
                hiring_requests.c.opened_at,
                hiring_requests.c.began_on,
                hiring_requests.c.openings,
                hiring_requests.c.filled,
                hiring_requests.c.manager_has_left,
                shown.c.permalink,
                checklist_steps.c.kind,
                checklist_steps.c.owner_team,
                checklist_steps.c.owner_user,
                checklist_steps.c.due,
                checklist_steps.c.blocked_reason,
                checklist_steps.c.blocked_at,
                checklist_steps.c.done_at,
            )
            .select_from(
                with_thread(self.workspace, hiring_requests).join(checklist_steps, of_request)
            )
            .where(*self._fitting([channel], since))
            .order_by(hiring_requests.c.number)
        )
        rows = await self.connection.execute(with_steps)
        return tuple(
            _seen(list(group), waits) for _, group in groupby(rows, lambda row: row.number)
        )

    async def _waits(self, chosen: Select[tuple[int]]) -> Waits:
        rows = await self.connection.execute(
            select(step_waits)
            .where(step_waits.c.workspace_id == self.workspace, step_waits.c.number.in_(chosen))
            .order_by(step_waits.c.number, step_waits.c.position)
        )
        found: dict[tuple[int, str], list[Person]] = {}
        for row in rows:
            key = (row.number, row.kind)
            found.setdefault(key, []).append(Person(row.person_team, row.person_user))
        return found

    async def _changes(self, chosen: Select[tuple[int]], since: datetime) -> tuple[Change, ...]:
        rows = await self.connection.execute(
            select(history)
            .where(
                history.c.workspace_id == self.workspace,
                history.c.number.in_(chosen),
                history.c.at > since,
                is_progress,
            )
            .order_by(history.c.entry)
        )
        return tuple(map(change_from, rows))

    async def _timed(self, channel: ChannelId) -> tuple[Timed, ...]:
        found = (
            select(hiring_requests.c.number, hiring_requests.c.opened_at)
            .where(self._told_in([channel]))
            .order_by(hiring_requests.c.number.desc())
            .limit(TIMED)
            .subquery("found")
        )
        done_steps: Select[Any] = (
            select(
                found.c.number,
                found.c.opened_at,
                checklist_steps.c.kind,
                checklist_steps.c.done_at,
            )
            .join(
                checklist_steps,
                and_(
                    checklist_steps.c.workspace_id == self.workspace,
                    checklist_steps.c.number == found.c.number,
                ),
            )
            .where(checklist_steps.c.done_at.is_not(None))
            .order_by(found.c.number)
        )
        done = await self.connection.execute(done_steps)
        statuses = await self.connection.execute(
            select(history.c.number, history.c.at, history.c.became)
            .where(
                history.c.workspace_id == self.workspace,
                history.c.number.in_(select(found.c.number)),
                history.c.what == What.STATUS,
                is_progress,
            )
            .order_by(history.c.number, history.c.entry)
        )
        since = {
            number: [(row.at, _status(row.became)) for row in group]
            for number, group in groupby(statuses, lambda row: row.number)
        }
        return tuple(
            _timed(list(group), since.get(number, []))
            for number, group in groupby(done, lambda row: row.number)
        )


def _seen(rows: list[Row[Any]], waits: Waits) -> Seen:
    """From a row for each step."""
    first = rows[0]
    return Seen(
        number=RequestNumber(first.number),
        title=first.title,
        status=Status(first.status),
        status_reason=StatusReason(first.status_reason) if first.status_reason else None,
        status_at=first.status_at,
        began_at=began_at(first.opened_at, first.began_on),
        openings=first.openings,
        filled=first.filled,
        manager_has_left=first.manager_has_left,
        thread=first.permalink,
        steps=tuple(_step(row, waits) for row in sorted(rows, key=lambda row: ORDER[row.kind])),
    )


def _step(row: Row[Any], waits: Waits) -> SeenStep:
    return SeenStep(
        kind=StepKind(row.kind),
        owner=Person(row.owner_team, row.owner_user) if row.owner_user else None,
        due=row.due,
        done=row.done_at is not None,
        blocked=BlockedReason(row.blocked_reason) if row.blocked_reason else None,
        blocked_at=row.blocked_at,
        on=tuple(waits.get((row.number, row.kind), ())),
    )


def _status(became: str) -> Status:
    found = status_in(msgspec.json.decode(became, type=Fact))
    if found is None:
        raise ValueError("a request without a status")
    return found


def _timed(rows: Iterable[Row[Any]], statuses: list[tuple[datetime, Status]]) -> Timed:
    """From a row for each step that is done."""
    first, *others = rows
    return Timed(
        first.opened_at, {StepKind(row.kind): row.done_at for row in (first, *others)}, statuses
    )
