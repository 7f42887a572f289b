"""Lists of requests, as far as one person may see them: however many, one statement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    Subquery,
    and_,
    case,
    false,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.checklist import BlockedReason
from bot.domain.hiring_request import Status
from bot.domain.identity import Person, RequestNumber, WorkspaceId
from bot.domain.request_list import (
    MOST_LISTED,
    MOST_SEARCHED,
    Filters,
    Found,
    RequestRow,
    StepRow,
    Which,
    number_in,
)
from bot.domain.role import Role, StepKind
from bot.domain.shown import Thing
from bot.store.listing import ORDER, in_team_of, led_by, seen_by, with_thread
from bot.store.tables import checklist_steps, hiring_requests, request_team, shown

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
        latest = self._latest(reader, wanted.filters)
        fitting = select(
            latest.c.number,
            func.row_number().over(order_by=latest.c.number.desc()).label("place"),
            func.count().over().label("total"),
        ).subquery("fitting")
        listed = case((fitting.c.total > MOST_LISTED, MOST_LISTED), else_=fitting.c.total)
        asked = (wanted.page - 1) * wanted.size
        last = (listed - 1) // wanted.size * wanted.size
        before = case((listed > asked, asked), else_=last)
        return select(literal(place).label("list"), fitting).where(
            fitting.c.place > before,
            fitting.c.place <= before + wanted.size,
            fitting.c.place <= MOST_LISTED,
        )

    def _latest(self, reader: Person, filters: Filters) -> Subquery:
        """Numbers of the latest that fit: one more than are listed tells that there are more.

        Each part of it is in the order of an index, and read no further than that.
        """
        if not filters.words:
            return _latest_of(self._parts(reader, filters, MOST_LISTED + 1), MOST_LISTED + 1)
        looked_at = _latest_of(self._parts(reader, filters, MOST_SEARCHED), MOST_SEARCHED)
        of_request = and_(
            hiring_requests.c.workspace_id == self.workspace,
            hiring_requests.c.number == looked_at.c.number,
        )
        in_text = and_(*(_has(word) for word in filters.words))
        with_words = select(hiring_requests.c.number).select_from(
            looked_at.join(hiring_requests, of_request)
        )
        parts = [_limited(with_words.where(in_text), MOST_LISTED + 1)]
        number = number_in(filters.text)
        if number is not None:
            by_number = select(hiring_requests.c.number).where(
                hiring_requests.c.workspace_id == self.workspace,
                hiring_requests.c.number == number.value,
                seen_by(self.workspace, reader),
                *self._fitting(filters),
                ~in_text,
            )
            parts.append(by_number)
        return _latest_of(parts, MOST_LISTED + 1)

    def _parts(self, reader: Person, filters: Filters, most: int) -> list[Select[Any]]:
        """The latest that fit, from the indexes that hold them in order; none stands in two."""
        if filters.owner is not None:
            return [self._of_team(filters.owner, filters, seen_by(self.workspace, reader), most)]
        of_status = [
            _limited(
                select(hiring_requests.c.number).where(
                    hiring_requests.c.workspace_id == self.workspace,
                    hiring_requests.c.restricted.is_(false()),
                    hiring_requests.c.status == status,
                    *self._fitting(replace(filters, status=Which.ANY)),
                ),
                most,
            )
            for status in sorted(filters.status.statuses)
        ]
        hidden = hiring_requests.c.restricted
        return [*of_status, self._of_team(reader, filters, hidden, most)]

    def _of_team(
        self, person: Person, filters: Filters, which: ColumnElement[bool], most: int
    ) -> Select[Any]:
        """The latest in whose hiring team somebody is."""
        of_request = and_(
            hiring_requests.c.workspace_id == self.workspace,
            hiring_requests.c.number == request_team.c.number,
        )
        theirs = (
            select(request_team.c.number)
            .select_from(request_team.join(hiring_requests, of_request))
            .where(
                request_team.c.workspace_id == self.workspace,
                request_team.c.person_user == person.user,
                request_team.c.person_team == person.team,
                which,
                *self._fitting(replace(filters, owner=None)),
            )
            .order_by(request_team.c.number.desc())
            .limit(most)
            .subquery("latest")
        )
        return select(theirs.c.number)

    def _fitting(self, filters: Filters) -> Iterator[ColumnElement[bool]]:
        """All that is looked for but words."""
        statuses = filters.status.statuses
        if statuses != frozenset(Status):
            yield hiring_requests.c.status.in_(sorted(statuses))
        if filters.role is not None:
            yield hiring_requests.c.role == filters.role
        if filters.channel is not None:
            yield hiring_requests.c.channel_id == filters.channel
        if filters.owner is not None:
            yield in_team_of(self.workspace, filters.owner)

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
    total = min(rows[0].total, MOST_LISTED)
    return Found(requests, total, page, wanted.size, has_more=rows[0].total > total)


def _limited(chosen: Select[Any], most: int) -> Select[Any]:
    """Numbers of the latest of `chosen` requests."""
    latest = chosen.order_by(hiring_requests.c.number.desc()).limit(most).subquery("latest")
    return select(latest.c.number)


def _latest_of(parts: Sequence[Select[Any]], most: int) -> Subquery:
    together = union_all(*parts).subquery("found")
    return (
        select(together.c.number).order_by(together.c.number.desc()).limit(most).subquery("latest")
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
