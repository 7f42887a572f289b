"""Lists of requests, as far as one person may see them: each list is one statement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import CTE, ColumnElement, Row, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.checklist import BlockedReason
from bot.domain.hiring_request import Status
from bot.domain.identity import Person, RequestNumber, WorkspaceId
from bot.domain.request_list import Filters, Found, RequestRow, StepRow, number_in, pages
from bot.domain.role import Role, StepKind
from bot.domain.shown import Thing
from bot.store.listing import ORDER, in_team_of, led_by, seen_by, with_thread
from bot.store.tables import checklist_steps, hiring_requests, shown

ESCAPE = "\\"


@dataclass(frozen=True, slots=True)
class RequestListRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def page(
        self, reader: Person, filters: Filters, *, page: int, size: int
    ) -> Found[RequestRow]:
        """Those that fit, the newest first; the last page where there are fewer."""
        found = await self._page(reader, filters, page, size)
        if found.rows or page == 1:
            return found
        total = (await self._page(reader, filters, 1, 1)).total
        return await self._page(reader, filters, pages(total, size), size)

    async def _page(
        self, reader: Person, filters: Filters, page: int, size: int
    ) -> Found[RequestRow]:
        chosen = (
            select(
                hiring_requests.c.number,
                hiring_requests.c.title,
                hiring_requests.c.role,
                hiring_requests.c.status,
                hiring_requests.c.openings,
                hiring_requests.c.filled,
                hiring_requests.c.manager_has_left,
                self._deleted().label("deleted"),
                led_by(self.workspace, reader).label("leads"),
                func.count().over().label("total"),
            )
            .where(
                hiring_requests.c.workspace_id == self.workspace,
                seen_by(self.workspace, reader),
                *self._fitting(filters),
            )
            .order_by(hiring_requests.c.number.desc())
            .limit(size)
            .offset((page - 1) * size)
            .cte("chosen")
        )
        rows = (await self.connection.execute(self._with_steps(chosen))).all()
        requests = [_request(list(group)) for _, group in groupby(rows, lambda row: row.number)]
        return Found(requests, rows[0].total if rows else 0, page, size)

    def _deleted(self) -> ScalarSelect[str]:
        """Of a request: what of it was deleted in Slack; the card's name comes first in ABC, too."""
        return (
            select(func.min(shown.c.thing))
            .where(
                shown.c.workspace_id == self.workspace,
                shown.c.number == hiring_requests.c.number,
                shown.c.gone,
            )
            .scalar_subquery()
        )

    def _fitting(self, filters: Filters) -> Iterator[ColumnElement[bool]]:
        statuses = filters.status.statuses
        if statuses != frozenset(Status):
            yield hiring_requests.c.status.in_(sorted(statuses))
        if filters.role is not None:
            yield hiring_requests.c.role == filters.role
        if filters.channel is not None:
            yield hiring_requests.c.channel_id == filters.channel
        if filters.owner is not None:
            yield in_team_of(self.workspace, filters.owner)
        if filters.words:
            in_text = and_(*(_has(word) for word in filters.words))
            number = number_in(filters.text)
            yield (
                in_text
                if number is None
                else or_(in_text, hiring_requests.c.number == number.value)
            )

    def _with_steps(self, chosen: CTE) -> Select[Any]:
        of_request = and_(
            checklist_steps.c.workspace_id == self.workspace,
            checklist_steps.c.number == chosen.c.number,
        )
        return (
            select(
                chosen,
                shown.c.permalink,
                checklist_steps.c.kind,
                checklist_steps.c.owner_team,
                checklist_steps.c.owner_user,
                checklist_steps.c.due,
                checklist_steps.c.blocked_reason,
                checklist_steps.c.done_at,
            )
            .select_from(with_thread(self.workspace, chosen).join(checklist_steps, of_request))
            .order_by(chosen.c.number.desc())
        )


def _has(word: str) -> ColumnElement[bool]:
    return hiring_requests.c.sought.contains(word, autoescape=True, escape=ESCAPE)


def _request(rows: Sequence[Row[Any]]) -> RequestRow:
    """From a row for each step."""
    first = rows[0]
    return RequestRow(
        number=RequestNumber(first.number),
        title=first.title,
        role=Role(first.role),
        status=Status(first.status),
        openings=first.openings,
        filled=first.filled,
        thread=first.permalink,
        needs_manager=first.manager_has_left,
        steps=tuple(map(_step, sorted(rows, key=lambda row: ORDER[row.kind]))),
        deleted=Thing(first.deleted) if first.deleted else None,
        leads=first.leads,
    )


def _step(row: Row[Any]) -> StepRow:
    return StepRow(
        kind=StepKind(row.kind),
        owner=Person(row.owner_team, row.owner_user) if row.owner_user else None,
        due=row.due,
        blocked=BlockedReason(row.blocked_reason) if row.blocked_reason else None,
        done=row.done_at is not None,
    )
