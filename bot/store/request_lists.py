"""Lists of requests, as far as one person may see them: however many, one statement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.checklist import BlockedReason
from bot.domain.hiring_request import Status
from bot.domain.identity import Person, RequestNumber, WorkspaceId
from bot.domain.request_list import Filters, Found, RequestRow, StepRow, number_in
from bot.domain.role import Role, StepKind
from bot.domain.shown import Thing
from bot.store.listing import ORDER, in_team_of, led_by, seen_by, with_thread
from bot.store.tables import checklist_steps, hiring_requests, shown

ESCAPE = "\\"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page of those that fit, the newest first; the last page where there are fewer."""

    filters: Filters
    size: int
    page: int = 1


@dataclass(frozen=True, slots=True)
class RequestListRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def page(self, reader: Person, wanted: Wanted) -> Found[RequestRow]:
        (found,) = await self.pages(reader, wanted)
        return found

    async def pages(self, reader: Person, *wanted: Wanted) -> list[Found[RequestRow]]:
        """A page of each of several lists, in one statement."""
        chosen = union_all(
            *(self._chosen(reader, one, place) for place, one in enumerate(wanted))
        ).cte("chosen")
        rows = (await self.connection.execute(self._with_steps(chosen, reader))).all()
        of_list = {key: list(group) for key, group in groupby(rows, lambda row: row.list)}
        return [_found(of_list.get(place, []), one) for place, one in enumerate(wanted)]

    def _chosen(self, reader: Person, wanted: Wanted, place: int) -> Select[Any]:
        newest_first = hiring_requests.c.number.desc()
        fitting = (
            select(
                hiring_requests.c.number,
                func.row_number().over(order_by=newest_first).label("place"),
                func.count().over().label("total"),
            )
            .where(
                hiring_requests.c.workspace_id == self.workspace,
                seen_by(self.workspace, reader),
                *self._fitting(wanted.filters),
            )
            .subquery("fitting")
        )
        asked = (wanted.page - 1) * wanted.size
        last = (fitting.c.total - 1) // wanted.size * wanted.size
        before = case((fitting.c.total > asked, asked), else_=last)
        return select(literal(place).label("list"), fitting).where(
            fitting.c.place > before, fitting.c.place <= before + wanted.size
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

    def _with_steps(self, chosen: CTE, reader: Person) -> Select[Any]:
        of_request, of_step = (
            and_(table.c.workspace_id == self.workspace, table.c.number == chosen.c.number)
            for table in (hiring_requests, checklist_steps)
        )
        return (
            select(
                chosen,
                hiring_requests.c.title,
                hiring_requests.c.role,
                hiring_requests.c.status,
                hiring_requests.c.openings,
                hiring_requests.c.filled,
                hiring_requests.c.manager_has_left,
                self._deleted(chosen).label("deleted"),
                led_by(self.workspace, reader).label("leads"),
                shown.c.permalink,
                checklist_steps.c.kind,
                checklist_steps.c.owner_team,
                checklist_steps.c.owner_user,
                checklist_steps.c.due,
                checklist_steps.c.blocked_reason,
                checklist_steps.c.done_at,
            )
            .select_from(
                with_thread(self.workspace, chosen)
                .join(hiring_requests, of_request)
                .join(checklist_steps, of_step)
            )
            .order_by(chosen.c.list, chosen.c.place)
        )

    def _deleted(self, chosen: CTE) -> ScalarSelect[str]:
        """Of a request: what of it was deleted in Slack; the card's name comes first in ABC, too."""
        gone = shown.alias("gone")
        return (
            select(func.min(gone.c.thing))
            .where(
                gone.c.workspace_id == self.workspace, gone.c.number == chosen.c.number, gone.c.gone
            )
            .scalar_subquery()
        )


def _found(rows: Sequence[Row[Any]], wanted: Wanted) -> Found[RequestRow]:
    if not rows:
        return Found([], 0, 1, wanted.size)
    requests = [_request(list(group)) for _, group in groupby(rows, lambda row: row.number)]
    page = (rows[0].place - 1) // wanted.size + 1
    return Found(requests, rows[0].total, page, wanted.size)


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
