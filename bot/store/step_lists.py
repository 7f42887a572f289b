"""Lists of steps that somebody owns, or is waited for with: each list is one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Row,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    union,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.checklist import BlockedReason
from bot.domain.hiring_request import Status
from bot.domain.identity import Person, RequestNumber, WorkspaceId
from bot.domain.request_list import Found, StepKey, StepRow, Waiting, WaitingStep
from bot.domain.role import StepKind
from bot.store.listing import ORDER, seen_by, with_thread
from bot.store.tables import checklist_steps, hiring_requests, shown, step_waits

PRESSING = list(Waiting)


@dataclass(frozen=True, slots=True)
class StepListRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def waiting(self, reader: Person, today: date, *, size: int) -> Found[WaitingStep]:
        """The steps that wait for somebody, the most pressing first.

        Theirs that are next, due or blocked, and those of others that are blocked on them.
        """
        keys = union(self._owned_by(reader), self._blocked_on(reader)).cte("keys")
        found = self._found(keys, reader, today)
        return await self._page(found, found.c.pressing != PRESSING.index(Waiting.LATER), size)

    async def owned(
        self, reader: Person, today: date, *, size: int, without: Sequence[StepKey] = ()
    ) -> Found[WaitingStep]:
        """All open steps of somebody but some, in the order of `waiting`."""
        found = self._found(self._owned_by(reader).cte("keys"), reader, today)
        left_out = [key.number.value * len(ORDER) + ORDER[key.kind] for key in without]
        key = found.c.number * len(ORDER) + found.c.place
        return await self._page(found, key.not_in(left_out), size)

    async def _page(
        self, found: Subquery, which: ColumnElement[bool], size: int
    ) -> Found[WaitingStep]:
        chosen = (
            select(found, func.count().over().label("total"))
            .where(which)
            .order_by(*_order(found))
            .limit(size)
            .cte("chosen")
        )
        rows = (await self.connection.execute(self._with_waits(chosen))).all()
        keyed = groupby(rows, lambda row: (row.number, row.kind))
        steps = [_step(list(group)) for _, group in keyed]
        return Found(steps, rows[0].total if rows else 0, 1, size)

    def _found(self, keys: CTE, reader: Person, today: date) -> Subquery:
        """The steps that `keys` name, as far as they are open and `reader` is asked for them."""
        step, request = checklist_steps, hiring_requests
        waits_on = exists().where(self._waits(step), _is(step_waits, reader))
        owns = and_(step.c.owner_user == reader.user, step.c.owner_team == reader.team)
        pressing = case(
            (waits_on, PRESSING.index(Waiting.ON_THEM)),
            (step.c.due < today, PRESSING.index(Waiting.LATE)),
            (step.c.blocked_reason.is_not(None), PRESSING.index(Waiting.BLOCKED)),
            (step.c.due == today, PRESSING.index(Waiting.TODAY)),
            (~self._something_before(), PRESSING.index(Waiting.NEXT)),
            else_=PRESSING.index(Waiting.LATER),
        )
        of_key = and_(
            step.c.workspace_id == self.workspace,
            step.c.number == keys.c.number,
            step.c.kind == keys.c.kind,
        )
        of_step = and_(request.c.workspace_id == self.workspace, request.c.number == step.c.number)
        return (
            select(
                step.c.number,
                step.c.kind,
                step.c.owner_team,
                step.c.owner_user,
                step.c.due,
                step.c.started,
                step.c.blocked_reason,
                step.c.version,
                request.c.title,
                _place(step.c.kind).label("place"),
                pressing.label("pressing"),
            )
            .select_from(keys.join(step, of_key).join(request, of_step))
            .where(
                step.c.done_at.is_(None),
                request.c.status == Status.OPEN,
                seen_by(self.workspace, reader),
                or_(owns, waits_on),
            )
            .subquery("found")
        )

    def _with_waits(self, chosen: CTE) -> Select[Any]:
        return (
            select(chosen, shown.c.permalink, step_waits.c.person_team, step_waits.c.person_user)
            .select_from(
                with_thread(self.workspace, chosen).outerjoin(step_waits, self._waits(chosen))
            )
            .order_by(*_order(chosen), step_waits.c.position)
        )

    def _owned_by(self, person: Person) -> Select[Any]:
        return select(checklist_steps.c.number, checklist_steps.c.kind).where(
            checklist_steps.c.workspace_id == self.workspace,
            checklist_steps.c.owner_user == person.user,
            checklist_steps.c.owner_team == person.team,
            checklist_steps.c.done_at.is_(None),
        )

    def _blocked_on(self, person: Person) -> Select[Any]:
        return select(step_waits.c.number, step_waits.c.kind).where(
            step_waits.c.workspace_id == self.workspace, _is(step_waits, person)
        )

    def _waits(self, step: FromClause) -> ColumnElement[bool]:
        """Of a row of `step_waits`: whether it is of `step`."""
        return and_(
            step_waits.c.workspace_id == self.workspace,
            step_waits.c.number == step.c.number,
            step_waits.c.kind == step.c.kind,
        )

    def _something_before(self) -> ColumnElement[bool]:
        """Of a step: whether one before it is still to be done."""
        before = checklist_steps.alias("before")
        return exists().where(
            before.c.workspace_id == self.workspace,
            before.c.number == checklist_steps.c.number,
            before.c.done_at.is_(None),
            _place(before.c.kind) < _place(checklist_steps.c.kind),
        )


def _is(table: FromClause, person: Person) -> ColumnElement[bool]:
    return and_(table.c.person_user == person.user, table.c.person_team == person.team)


def _place(kind: ColumnElement[Any]) -> ColumnElement[Any]:
    return case(ORDER, value=kind)


def _order(found: FromClause) -> tuple[ColumnElement[Any], ...]:
    return found.c.pressing, found.c.due.asc().nulls_last(), found.c.number, found.c.place


def _step(rows: Sequence[Row[Any]]) -> WaitingStep:
    """From a row for each person it waits on, or one where it waits on nobody."""
    first = rows[0]
    return WaitingStep(
        number=RequestNumber(first.number),
        title=first.title,
        step=StepRow(
            kind=StepKind(first.kind),
            owner=Person(first.owner_team, first.owner_user) if first.owner_user else None,
            due=first.due,
            blocked=BlockedReason(first.blocked_reason) if first.blocked_reason else None,
            done=False,
        ),
        started=first.started,
        waiting=PRESSING[first.pressing],
        on=tuple(Person(row.person_team, row.person_user) for row in rows if row.person_user),
        thread=first.permalink,
        version=first.version,
    )
