"""Where hiring requests live, with their recruiters and their steps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.checklist import Blocked, BlockedReason, Done, Step
from bot.domain.decision import Decision
from bot.domain.hiring_request import HiringRequest, Status, StatusReason
from bot.domain.identity import ChannelId, Person, RequestNumber, WorkspaceId
from bot.domain.refusals import UnknownRequest
from bot.domain.role import Plan, Role, Seniority, StepKind
from bot.store.keys import (
    OF_NUMBER,
    OF_NUMBERS,
    OF_WORKSPACE,
    of_request,
    of_requests,
    request_key,
    requests_key,
)
from bot.store.tables import (
    checklist_steps,
    hiring_requests,
    request_recruiters,
    request_team,
    step_waits,
)

_seconds = hiring_requests.alias("seconds")
_FOLLOWED_BY = (
    select(func.max(_seconds.c.number))
    .where(
        _seconds.c.workspace_id == hiring_requests.c.workspace_id,
        _seconds.c.follows == hiring_requests.c.number,
        _seconds.c.status != Status.CANCELLED,
        or_(
            _seconds.c.restricted.is_(false()),
            _seconds.c.channel_id == hiring_requests.c.channel_id,
        ),
    )
    .scalar_subquery()
    .label("followed_by")
)
"""`bot.domain.sequence.may_be_named`, in SQL."""

_REQUESTS = select(hiring_requests, _FOLLOWED_BY).where(
    hiring_requests.c.workspace_id == OF_WORKSPACE
)
_ONE = _REQUESTS.where(hiring_requests.c.number == OF_NUMBER)
_LOCKED = _ONE.with_for_update()
_OF_DRAFT = _REQUESTS.where(hiring_requests.c.draft_id == bindparam("of_draft"))
_SEVERAL = _REQUESTS.where(hiring_requests.c.number.in_(OF_NUMBERS))
_STEPS = select(checklist_steps).where(of_requests(checklist_steps))
_WAITS = (
    select(step_waits)
    .where(of_requests(step_waits))
    .order_by(step_waits.c.number, step_waits.c.position)
)
_RECRUITERS = (
    select(request_recruiters)
    .where(of_requests(request_recruiters))
    .order_by(request_recruiters.c.number, request_recruiters.c.position)
)
_SAVE = update(hiring_requests).where(of_request(hiring_requests))
_SAVE_STEP = update(checklist_steps).where(
    of_request(checklist_steps), checklist_steps.c.kind == bindparam("of_kind")
)

Waits = Mapping[tuple[int, str], Sequence[Person]]
"""A request's number and a kind of step → on whom it waits."""

AT_ONCE = 500
"""Requests that one statement asks for: databases take some thousands of parameters."""


@dataclass(frozen=True, slots=True)
class HiringRequestRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def add(self, request: HiringRequest) -> None:
        key = self._key(request.number)
        await self.connection.execute(insert(hiring_requests).values(key | _columns(request)))
        await self._add_recruiters(request)
        await self.connection.execute(
            insert(checklist_steps),
            [key | {"kind": step.kind} | _step_columns(step) for step in request.checklist],
        )
        await self._save_team(request)

    async def get(self, number: RequestNumber) -> HiringRequest:
        """Raises: UnknownRequest."""
        return await self._get(number, _ONE)

    async def several(
        self, numbers: Iterable[RequestNumber]
    ) -> Mapping[RequestNumber, HiringRequest]:
        """Those of them that there are, in a few statements for hundreds."""
        wanted = list(dict.fromkeys(number.value for number in numbers))
        found: dict[RequestNumber, HiringRequest] = {}
        for at in range(0, len(wanted), AT_ONCE):
            key = requests_key(self.workspace, wanted[at : at + AT_ONCE])
            rows = (await self.connection.execute(_SEVERAL, key)).all()
            found |= {request.number: request for request in await self._wholes(rows)}
        return found

    async def locked(self, number: RequestNumber) -> HiringRequest:
        """As `get`; nobody else changes the request until this transaction has ended."""
        return await self._get(number, _LOCKED)

    async def of_draft(self, draft_id: str) -> HiringRequest | None:
        """The request that a form with this `draft_id` has opened."""
        found = await self.connection.execute(
            _OF_DRAFT, {"of_workspace": self.workspace, "of_draft": draft_id}
        )
        row = found.one_or_none()
        return None if row is None else await self._whole(row)

    async def save(self, request: HiringRequest, was: HiringRequest) -> None:
        """Keep `request` in place of `was`, which `locked` gave: what differs is written."""
        columns, before = _columns(request), _columns(was)
        changed = {name: value for name, value in columns.items() if value != before[name]}
        if changed:
            await self.connection.execute(
                _SAVE, changed | request_key(self.workspace, request.number)
            )
        if request.recruiters != was.recruiters:
            await self.connection.execute(
                delete(request_recruiters).where(self._in(request_recruiters, request.number))
            )
            await self._add_recruiters(request)
        for step, old in zip(request.checklist, was.checklist, strict=True):
            if step != old:
                await self._save_step(request.number, step, old)
        if request.team != was.team:
            await self.connection.execute(
                delete(request_team).where(self._in(request_team, request.number))
            )
            await self._save_team(request)

    async def _save_step(self, number: RequestNumber, step: Step, was: Step) -> None:
        columns, before = _step_columns(step), _step_columns(was)
        changed = {name: value for name, value in columns.items() if value != before[name]}
        await self.connection.execute(
            _SAVE_STEP, changed | request_key(self.workspace, number) | {"of_kind": step.kind}
        )
        waits, waited = _waited_for(step), _waited_for(was)
        if waits == waited:
            return
        of_step = and_(self._in(step_waits, number), step_waits.c.kind == step.kind)
        await self.connection.execute(delete(step_waits).where(of_step))
        if waits:
            await self.connection.execute(
                insert(step_waits),
                [
                    self._key(number)
                    | {"kind": step.kind, "position": position}
                    | _person_columns(person)
                    for position, person in enumerate(waits)
                ],
            )

    async def _add_recruiters(self, request: HiringRequest) -> None:
        if request.recruiters:
            await self.connection.execute(
                insert(request_recruiters),
                [
                    self._key(request.number)
                    | {
                        "position": position,
                        "recruiter_team": recruiter.team,
                        "recruiter_user": recruiter.user,
                    }
                    for position, recruiter in enumerate(request.recruiters)
                ],
            )

    async def _save_team(self, request: HiringRequest) -> None:
        await self.connection.execute(
            insert(request_team),
            [self._key(request.number) | _person_columns(one) for one in sorted(request.team)],
        )

    async def last_recruiters(self, manager: Person) -> tuple[Person, ...]:
        """Those of the newest request of `manager`."""
        found = await self.connection.execute(
            select(func.max(hiring_requests.c.number)).where(
                hiring_requests.c.workspace_id == self.workspace,
                hiring_requests.c.manager_user == manager.user,
                hiring_requests.c.manager_team == manager.team,
            )
        )
        newest = found.scalar_one()
        return () if newest is None else (await self._recruiters([newest])).get(newest, ())

    def _key(self, number: RequestNumber) -> dict[str, object]:
        return {"workspace_id": self.workspace, "number": number.value}

    def _in(self, table: Table, number: RequestNumber) -> ColumnElement[bool]:
        return and_(table.c.workspace_id == self.workspace, table.c.number == number.value)

    async def _get(self, number: RequestNumber, chosen: Select[Any]) -> HiringRequest:
        found = await self.connection.execute(chosen, request_key(self.workspace, number))
        row = found.one_or_none()
        if row is None:
            raise UnknownRequest(number)
        return await self._whole(row)

    async def _whole(self, row: Row[Any]) -> HiringRequest:
        (request,) = await self._wholes([row])
        return request

    async def _wholes(self, rows: Sequence[Row[Any]]) -> list[HiringRequest]:
        numbers = [row.number for row in rows]
        found = await self.connection.execute(_STEPS, requests_key(self.workspace, numbers))
        steps = found.all()
        blocked = sorted({one.number for one in steps if one.blocked_reason})
        waits = await self._waits(blocked) if blocked else {}
        by_kind = {(one.number, one.kind): _step(one, waits) for one in steps}
        recruiters = await self._recruiters(numbers)
        return [
            _request(
                row,
                recruiters=recruiters.get(row.number, ()),
                checklist=tuple(by_kind[row.number, kind] for kind in StepKind),
            )
            for row in rows
        ]

    async def _waits(self, numbers: Sequence[int]) -> Waits:
        rows = await self.connection.execute(_WAITS, requests_key(self.workspace, numbers))
        found: dict[tuple[int, str], list[Person]] = {}
        for row in rows:
            person = Person(row.person_team, row.person_user)
            found.setdefault((row.number, row.kind), []).append(person)
        return found

    async def _recruiters(self, numbers: Sequence[int]) -> Mapping[int, tuple[Person, ...]]:
        rows = await self.connection.execute(_RECRUITERS, requests_key(self.workspace, numbers))
        return {
            number: tuple(Person(team=row.recruiter_team, user=row.recruiter_user) for row in group)
            for number, group in groupby(rows, lambda row: row.number)
        }


def _columns(request: HiringRequest) -> dict[str, object]:
    return {
        "draft_id": request.draft_id,
        "title": request.title,
        "problem": request.problem,
        "role": request.role,
        "plan": request.plan,
        "seniority": request.seniority,
        "openings": request.openings,
        "place": request.place,
        "start_by": request.start_by,
        "manager_team": request.manager.team,
        "manager_user": request.manager.user,
        "manager_has_left": request.manager_has_left,
        "channel_id": request.channel,
        "channel_is_private": request.channel_is_private,
        "confidential": request.confidential,
        "restricted": request.restricted,
        "status": request.status,
        "status_at": request.status_at,
        "status_reason": request.status_reason,
        "status_text": request.status_text,
        "filled": request.filled,
        "link": request.link,
        "source": request.source,
        "follows": request.follows and request.follows.value,
        "sought": f"{request.title} {request.place}".casefold(),
        "decision": msgspec.json.encode(request.decision).decode(),
        "opened_at": request.opened_at,
        "began_on": request.began_on,
        "version": request.version,
    }


def _request(
    row: Row[Any], *, recruiters: tuple[Person, ...], checklist: tuple[Step, ...]
) -> HiringRequest:
    return HiringRequest(
        workspace=WorkspaceId(row.workspace_id),
        number=RequestNumber(row.number),
        draft_id=row.draft_id,
        title=row.title,
        problem=row.problem,
        role=Role(row.role),
        plan=row.plan and Plan(row.plan),
        seniority=Seniority(row.seniority),
        openings=row.openings,
        place=row.place,
        start_by=row.start_by,
        manager=Person(team=row.manager_team, user=row.manager_user),
        recruiters=recruiters,
        channel=ChannelId(row.channel_id),
        channel_is_private=row.channel_is_private,
        confidential=row.confidential,
        status=Status(row.status),
        status_at=row.status_at,
        status_reason=StatusReason(row.status_reason) if row.status_reason else None,
        status_text=row.status_text,
        filled=row.filled,
        decision=msgspec.json.decode(row.decision, type=Decision),
        link=row.link,
        source=row.source,
        follows=RequestNumber(row.follows) if row.follows else None,
        opened_at=row.opened_at,
        began_on=row.began_on,
        version=row.version,
        checklist=checklist,
        manager_has_left=row.manager_has_left,
        followed_by=RequestNumber(row.followed_by) if row.followed_by else None,
    )


def _step_columns(step: Step) -> dict[str, object]:
    owner, done, blocked = step.owner, step.done, step.blocked
    return {
        "owner_team": owner and owner.team,
        "owner_user": owner and owner.user,
        "due": step.due,
        "started": step.started,
        "blocked_reason": blocked and blocked.reason,
        "blocked_text": blocked and blocked.text,
        "blocked_at": blocked and blocked.at,
        "blocked_by_team": blocked and blocked.by.team,
        "blocked_by_user": blocked and blocked.by.user,
        "done_at": done and done.at,
        "done_by_team": done and done.by.team,
        "done_by_user": done and done.by.user,
        "done_elsewhere": bool(done and done.elsewhere),
        "version": step.version,
    }


def _person_columns(person: Person) -> dict[str, object]:
    return {"person_team": person.team, "person_user": person.user}


def _waited_for(step: Step) -> tuple[Person, ...]:
    return step.blocked.on if step.blocked else ()


def _blocked(row: Row[Any], waits: Waits) -> Blocked | None:
    if row.blocked_reason is None:
        return None
    return Blocked(
        reason=BlockedReason(row.blocked_reason),
        text=row.blocked_text,
        on=tuple(waits.get((row.number, row.kind), ())),
        at=row.blocked_at,
        by=Person(row.blocked_by_team, row.blocked_by_user),
    )


def _step(row: Row[Any], waits: Waits) -> Step:
    return Step(
        kind=StepKind(row.kind),
        owner=Person(row.owner_team, row.owner_user) if row.owner_user else None,
        due=row.due,
        started=row.started,
        blocked=_blocked(row, waits),
        done=(
            Done(
                at=row.done_at,
                by=Person(row.done_by_team, row.done_by_user),
                elsewhere=row.done_elsewhere,
            )
            if row.done_at
            else None
        ),
        version=row.version,
    )
