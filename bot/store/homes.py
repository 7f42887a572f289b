"""Home tabs: who has looked at theirs, what for, and which version they see."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    bindparam,
    case,
    delete,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.home import LIVE_FOR, MOST_OWN, MOST_WAITING, PAGE_SIZE, Contents, Home, Looking
from bot.domain.identity import Person, WorkspaceId
from bot.domain.request_list import Filters
from bot.store.keys import OF_WORKSPACE
from bot.store.request_lists import RequestListRepository, Wanted
from bot.store.step_lists import StepListRepository
from bot.store.tables import Instant, home_is_behind, homes
from bot.store.upsert import insert_into

# In one order: two changes at once would otherwise wait for each other's rows for ever.
_LIVE = (
    select(homes.c.person_team, homes.c.person_user)
    .where(
        homes.c.workspace_id == OF_WORKSPACE,
        homes.c.opened_at > bindparam("since", type_=Instant()),
    )
    .order_by(homes.c.person_team, homes.c.person_user)
    .with_for_update()
)
_WANT_LIVE = (
    update(homes)
    .where(
        homes.c.workspace_id == OF_WORKSPACE,
        tuple_(homes.c.person_team, homes.c.person_user).in_(_LIVE),
    )
    .values(wanted_version=homes.c.wanted_version + 1)
)


@dataclass(frozen=True, slots=True)
class HomeRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def opened(self, person: Person, zone: str | None, at: datetime) -> None:
        """Somebody looks at theirs, who may see it for the first time."""
        key = {"person_team": person.team, "person_user": person.user}
        await self.connection.execute(
            insert_into(homes, self.connection)
            .values(
                workspace_id=self.workspace,
                first_opened_at=at,
                opened_at=at,
                zone=zone,
                looking=_written(Looking()),
                shown_version=0,
                wanted_version=1,
                **key,
            )
            .on_conflict_do_update(
                index_elements=list(homes.primary_key.columns),
                set_={
                    "opened_at": at,
                    "zone": zone,
                    "wanted_version": homes.c.wanted_version + 1,
                },
            )
        )

    async def look_for(
        self, person: Person, change: Callable[[Looking], Looking], at: datetime
    ) -> bool:
        """What somebody looks for from now on. False where they have no Home."""
        row = await self.connection.execute(
            select(homes.c.looking).where(self._of(person)).with_for_update()
        )
        kept = row.scalar_one_or_none()
        if kept is None:
            return False
        await self.connection.execute(
            update(homes)
            .where(self._of(person))
            .values(
                looking=_written(change(_looking(kept))),
                opened_at=at,
                wanted_version=homes.c.wanted_version + 1,
            )
        )
        return True

    async def get(self, person: Person) -> Home | None:
        found = await self.connection.execute(select(homes).where(self._of(person)))
        row = found.one_or_none()
        return None if row is None else _home(row)

    async def contents(self, home: Home, today: date) -> Contents:
        """In two statements, however much there is."""
        steps = StepListRepository(self.connection, self.workspace)
        requests = RequestListRepository(self.connection, self.workspace)
        looking, person = home.looking, home.person
        own, found = await requests.pages(
            person,
            Wanted(Filters(owner=person), MOST_OWN),
            Wanted(looking.filters, PAGE_SIZE, looking.page),
        )
        waiting = await steps.waiting(person, today, size=MOST_WAITING)
        return Contents(waiting, own, found)

    async def want_live(self, at: datetime) -> None:
        """Have the Home tabs drawn again whose people were there lately."""
        await self.connection.execute(
            _WANT_LIVE, {"of_workspace": self.workspace, "since": at - LIVE_FOR}
        )

    async def brought_to(self, person: Person, version: int, drawn: str, *, was: int) -> None:
        """Keep that what is seen was `was` and now is `version`, which looks like `drawn`.

        Where another process drew another version meanwhile, nobody knows whose came last: it is
        behind again.
        """
        as_read = homes.c.shown_version.in_((was, version))
        await self.connection.execute(
            update(homes)
            .where(self._of(person))
            .values(
                shown_version=case((as_read, version), else_=0),
                drawn=case((as_read, drawn), else_=""),
            )
        )

    async def given_back(self, person: Person) -> None:
        """Let whoever looks next bring it up to date, where it is still behind."""
        await self.connection.execute(
            update(homes).where(self._of(person)).values(claimed_until=None)
        )

    async def gone(self, person: Person) -> None:
        """Keep that somebody has no Home any more."""
        await self.connection.execute(delete(homes).where(self._of(person)))

    def _of(self, person: Person) -> ColumnElement[bool]:
        return and_(
            homes.c.workspace_id == self.workspace,
            homes.c.person_user == person.user,
            homes.c.person_team == person.team,
        )


async def claimed_homes_behind(
    connection: AsyncConnection, now: datetime, limit: int, *, until: datetime
) -> tuple[Home, ...]:
    """What is behind of those whose people were there lately, in all workspaces: at most `limit`.

    They are the caller's until `until`: whoever else looks meanwhile, in whichever process, finds
    others. The homes of people who were not there are drawn when they are opened next.
    """
    key = (homes.c.workspace_id, homes.c.person_team, homes.c.person_user)
    free = or_(homes.c.claimed_until.is_(None), homes.c.claimed_until <= now)
    due = (
        select(*key)
        .where(home_is_behind, homes.c.opened_at > now - LIVE_FOR, free)
        .order_by(homes.c.opened_at, *key)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = await connection.execute(
        update(homes)
        .where(tuple_(*key).in_(due))
        .values(claimed_until=until)
        .returning(homes)
        .execution_options(all_workspaces=True)
    )
    return tuple(map(_home, rows))


def _home(row: Row[Any]) -> Home:
    return Home(
        workspace=WorkspaceId(row.workspace_id),
        person=Person(row.person_team, row.person_user),
        first_opened_at=row.first_opened_at,
        opened_at=row.opened_at,
        zone=row.zone,
        looking=_looking(row.looking),
        shown=row.shown_version,
        wanted=row.wanted_version,
        drawn=row.drawn,
    )


def _written(looking: Looking) -> str:
    return msgspec.json.encode(looking).decode()


def _looking(kept: str) -> Looking:
    """As it was kept, or all anew where it was kept by other rules."""
    try:
        return msgspec.json.decode(kept, type=Looking)
    except msgspec.ValidationError:
        return Looking()
