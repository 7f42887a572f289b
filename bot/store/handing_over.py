"""What is somebody's to do in each of their requests."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.handing_over import Part
from bot.domain.hiring_request import Status
from bot.domain.identity import Person, RequestNumber, WorkspaceId
from bot.store.tables import checklist_steps, hiring_requests, request_recruiters, request_team


@dataclass(frozen=True, slots=True)
class PartRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def of(self, person: Person) -> tuple[Part, ...]:
        """Of the requests that are not closed, the oldest first; as `handing_over.has_part_in`."""
        request, recruiter, step = hiring_requests, request_recruiters, checklist_steps
        manages = and_(request.c.manager_user == person.user, request.c.manager_team == person.team)
        recruits = exists().where(
            self._of_request(recruiter),
            recruiter.c.recruiter_user == person.user,
            recruiter.c.recruiter_team == person.team,
        )
        # Counted once for all: of somebody with thousands, a count for each would read them all.
        steps = (
            select(step.c.number, func.count().label("open_steps"))
            .where(
                step.c.workspace_id == self.workspace,
                step.c.owner_user == person.user,
                step.c.owner_team == person.team,
                step.c.done_at.is_(None),
            )
            .group_by(step.c.number)
            .cte("steps")
        )
        open_steps = func.coalesce(steps.c.open_steps, 0)
        theirs = (
            select(
                request.c.number,
                request.c.title,
                request.c.restricted,
                manages.label("manages"),
                recruits.label("recruits"),
                open_steps.label("open_steps"),
            )
            .join(request_team, self._of_request(request_team))
            .outerjoin(steps, steps.c.number == request.c.number)
            .where(
                request.c.workspace_id == self.workspace,
                request_team.c.person_user == person.user,
                request_team.c.person_team == person.team,
                request.c.status.in_([one for one in Status if one.under_way]),
            )
            .cte("theirs")
        )
        # Who is of a team for what they have done has nothing in it to hand over.
        has_part = or_(theirs.c.manages, theirs.c.recruits, theirs.c.open_steps > 0)
        rows = await self.connection.execute(
            select(theirs).where(has_part).order_by(theirs.c.number)
        )
        return tuple(
            Part(
                number=RequestNumber(row.number),
                title=row.title,
                restricted=row.restricted,
                manages=bool(row.manages),
                recruits=bool(row.recruits),
                open_steps=row.open_steps,
            )
            for row in rows
        )

    def _of_request(self, table: FromClause) -> ColumnElement[bool]:
        return and_(
            table.c.workspace_id == self.workspace, table.c.number == hiring_requests.c.number
        )
