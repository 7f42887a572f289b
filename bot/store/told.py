"""What of the bundles somebody has heard, and how often; and what there is to be heard."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import reminders
from bot.domain.hiring_request import Status
from bot.domain.identity import Person, RequestNumber, WorkspaceId
from bot.domain.reminders import Heard, Key, Matter, What
from bot.domain.role import StepKind
from bot.store.tables import checklist_steps, hiring_requests, request_team, step_waits, told
from bot.store.upsert import insert_into


@dataclass(frozen=True, slots=True)
class ToldRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def matters(self, person: Person, today: date) -> tuple[Matter, ...]:
        """What is due or late of theirs, and what waits on them, in requests that they may see."""
        steps, waits = checklist_steps, step_waits
        owned = await self.connection.execute(
            self._open(select(steps.c.number, steps.c.kind, steps.c.due))
            .where(
                steps.c.owner_user == person.user,
                steps.c.owner_team == person.team,
                steps.c.due <= today,
            )
            .order_by(steps.c.due, steps.c.number)
        )
        waiting = await self.connection.execute(
            self._open(select(steps.c.number, steps.c.kind, steps.c.blocked_at))
            .join(
                waits,
                and_(
                    waits.c.workspace_id == self.workspace,
                    waits.c.number == steps.c.number,
                    waits.c.kind == steps.c.kind,
                ),
            )
            .where(
                waits.c.person_user == person.user,
                waits.c.person_team == person.team,
                or_(hiring_requests.c.restricted.is_(False), self._in_team(person)),
            )
            .order_by(steps.c.blocked_at, steps.c.number)
        )
        return (
            *(reminders.due(RequestNumber(n), StepKind(kind), day) for n, kind, day in owned),
            *(reminders.waits(RequestNumber(n), StepKind(kind), at) for n, kind, at in waiting),
        )

    async def of(self, person: Person) -> Mapping[Key, Heard]:
        rows = await self.connection.execute(select(told).where(self._are(person)))
        return {
            (RequestNumber(row.number), StepKind(row.step), What(row.what)): Heard(
                row.about, row.times, row.last_on
            )
            for row in rows
        }

    async def say(self, said: Iterable[tuple[Person, Matter]], on: date) -> None:
        """Keep that people are told, for the first time or again."""
        rows = [
            {
                "workspace_id": self.workspace,
                "person_team": person.team,
                "person_user": person.user,
                "number": matter.number.value,
                "step": matter.step,
                "what": matter.what,
                "about": matter.about,
                "times": 1,
                "last_on": on,
            }
            for person, matter in said
        ]
        if not rows:
            return
        insert = insert_into(told, self.connection)
        anew = insert.excluded.about != told.c.about
        await self.connection.execute(
            insert.on_conflict_do_update(
                index_elements=list(told.primary_key.columns),
                set_={
                    "about": insert.excluded.about,
                    "times": case((anew, 1), else_=told.c.times + 1),
                    "last_on": insert.excluded.last_on,
                },
            ),
            rows,
        )

    async def forget(self, person: Person, keys: Collection[Key]) -> None:
        """What is no longer so: should it come again, it is new."""
        for number, step, what in keys:
            await self.connection.execute(
                delete(told).where(
                    self._are(person),
                    told.c.number == number.value,
                    told.c.step == step,
                    told.c.what == what,
                )
            )

    async def unsay(self, person: Person, on: date) -> None:
        """As if nothing had been said on that day."""
        await self.connection.execute(delete(told).where(self._are(person), told.c.last_on == on))

    def _open(self, steps: Select[Any]) -> Select[Any]:
        """Those still to be done, of open requests."""
        requests = hiring_requests
        return steps.join(
            requests,
            and_(
                requests.c.workspace_id == self.workspace,
                requests.c.number == checklist_steps.c.number,
            ),
        ).where(
            checklist_steps.c.workspace_id == self.workspace,
            checklist_steps.c.done_at.is_(None),
            requests.c.status == Status.OPEN,
        )

    def _in_team(self, person: Person) -> ColumnElement[bool]:
        return exists().where(
            request_team.c.workspace_id == self.workspace,
            request_team.c.number == hiring_requests.c.number,
            request_team.c.person_team == person.team,
            request_team.c.person_user == person.user,
        )

    def _are(self, person: Person) -> ColumnElement[bool]:
        return and_(
            told.c.workspace_id == self.workspace,
            told.c.person_team == person.team,
            told.c.person_user == person.user,
        )
