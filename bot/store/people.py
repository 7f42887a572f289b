"""People who have something to be told of: where they are, how they want it, when to look again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, literal, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.hiring_request import Status
from bot.domain.identity import Person, RequestNumber, WorkspaceId
from bot.domain.wishes import Wishes
from bot.store.tables import Instant, hiring_requests, people, request_team, step_waits
from bot.store.upsert import insert_into


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody, as they are kept."""

    workspace: WorkspaceId
    person: Person
    wishes: Wishes
    has_left: bool
    next_look_at: datetime | None


@dataclass(frozen=True, slots=True)
class PeopleRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def look_after(self, those: Collection[Person], at: datetime) -> None:
        """See that they are looked at from `at` on, those too who have left and got work again."""
        if not those:
            return
        insert = insert_into(people, self.connection)
        await self.connection.execute(
            insert.on_conflict_do_update(
                index_elements=[people.c.workspace_id, people.c.person_team, people.c.person_user],
                set_={"next_look_at": insert.excluded.next_look_at},
                where=people.c.has_left,
            ),
            [self._key(one) | {"next_look_at": at} for one in sorted(those)],
        )

    async def get(self, person: Person) -> Looked | None:
        rows = await self.connection.execute(select(people).where(self._is(person)))
        row = rows.one_or_none()
        return None if row is None else _looked(row)

    async def with_user(self, user: str) -> tuple[Looked, ...]:
        """By Slack's id alone: which team comes with it depends on who says it."""
        rows = await self.connection.execute(
            select(people).where(
                people.c.workspace_id == self.workspace, people.c.person_user == user
            )
        )
        return tuple(map(_looked, rows))

    async def due(self, person: Person, at: datetime) -> Looked | None:
        """Somebody to be looked at by `at`, theirs alone until this transaction ends.

        None where another process has them in hand, or had.
        """
        rows = await self.connection.execute(
            select(people)
            .where(self._is(person), people.c.next_look_at <= at)
            .with_for_update(skip_locked=True)
        )
        row = rows.one_or_none()
        return None if row is None else _looked(row)

    async def save(self, person: Person, wishes: Wishes, next_look_at: datetime | None) -> None:
        columns = {
            "zone": wishes.zone,
            "country": wishes.chosen_country,
            "takes_holidays": wishes.takes_holidays,
            "muted": wishes.muted,
            "snoozed_until": wishes.snoozed_until,
            "next_look_at": next_look_at,
        }
        await self.connection.execute(
            insert_into(people, self.connection)
            .values(self._key(person) | columns)
            .on_conflict_do_update(
                index_elements=[people.c.workspace_id, people.c.person_team, people.c.person_user],
                set_=columns,
            )
        )

    async def set_left(self, person: Person, next_look_at: datetime, *, left: bool) -> None:
        columns = {"has_left": left, "next_look_at": next_look_at}
        await self.connection.execute(
            insert_into(people, self.connection)
            .values(self._key(person) | columns)
            .on_conflict_do_update(
                index_elements=[people.c.workspace_id, people.c.person_team, people.c.person_user],
                set_=columns,
            )
        )

    async def settled(self, one: Looked) -> None:
        """Look at somebody no more, unless that was wanted again since they were found."""
        await self.connection.execute(
            update(people)
            .where(self._is(one.person), people.c.next_look_at == one.next_look_at)
            .values(next_look_at=None)
        )

    async def in_teams(self, user: str) -> tuple[Person, ...]:
        """Somebody as hiring teams name them, by Slack's id alone."""
        rows = await self.connection.execute(
            select(request_team.c.person_team, request_team.c.person_user)
            .where(
                request_team.c.workspace_id == self.workspace, request_team.c.person_user == user
            )
            .distinct()
        )
        return tuple(Person(*row) for row in rows)

    async def work_of(self, user: str) -> tuple[RequestNumber, ...]:
        """The requests under way that somebody has a part in, or that wait on them."""
        found = select(hiring_requests.c.number).where(
            hiring_requests.c.workspace_id == self.workspace,
            hiring_requests.c.status.in_([one for one in Status if one.under_way]),
        )
        parts = [
            select(table.c.number).where(
                table.c.workspace_id == self.workspace, table.c.person_user == user
            )
            for table in (request_team, step_waits)
        ]
        rows = await self.connection.execute(
            found.where(or_(*(hiring_requests.c.number.in_(part) for part in parts)))
        )
        return tuple(map(RequestNumber, rows.scalars()))

    async def orphaned_by(self, user: str) -> tuple[RequestNumber, ...]:
        """The requests that say that their manager has left, and that is somebody."""
        rows = await self.connection.execute(
            select(hiring_requests.c.number).where(
                hiring_requests.c.workspace_id == self.workspace,
                hiring_requests.c.manager_user == user,
                hiring_requests.c.manager_has_left.is_(True),
            )
        )
        return tuple(map(RequestNumber, rows.scalars()))

    def _key(self, person: Person) -> dict[str, object]:
        return {
            "workspace_id": self.workspace,
            "person_team": person.team,
            "person_user": person.user,
        }

    def _is(self, person: Person) -> ColumnElement[bool]:
        return and_(
            people.c.workspace_id == self.workspace,
            people.c.person_team == person.team,
            people.c.person_user == person.user,
        )


async def to_be_looked_at(
    connection: AsyncConnection, at: datetime, limit: int, after: Looked | None = None
) -> tuple[Looked, ...]:
    """Who is due by `at` in all workspaces, whoever waits longest first: a page, from `after` on."""
    key = (people.c.next_look_at, people.c.workspace_id, people.c.person_user, people.c.person_team)
    page = select(people).where(people.c.next_look_at <= at).order_by(*key).limit(limit)
    if after is not None:
        since = literal(after.next_look_at, Instant())
        last = (since, after.workspace, after.person.user, after.person.team)
        page = page.where(tuple_(*key) > tuple_(*last))
    rows = await connection.execute(page, execution_options={"all_workspaces": True})
    return tuple(map(_looked, rows))


def _looked(row: Row[Any]) -> Looked:
    return Looked(
        workspace=WorkspaceId(row.workspace_id),
        person=Person(row.person_team, row.person_user),
        wishes=Wishes(
            zone=row.zone,
            chosen_country=row.country,
            takes_holidays=row.takes_holidays,
            muted=row.muted,
            snoozed_until=row.snoozed_until,
        ),
        has_left=row.has_left,
        next_look_at=row.next_look_at,
    )
