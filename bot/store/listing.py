"""What lists of requests and lists of steps are both made of."""

from sqlalchemy import ColumnElement, FromClause, and_, exists, false, or_

from bot.domain.identity import Person, WorkspaceId
from bot.domain.role import StepKind
from bot.domain.shown import Thing
from bot.store.tables import hiring_requests, request_recruiters, request_team, shown

ORDER = {kind.value: place for place, kind in enumerate(StepKind)}
"""Kind of step → its place in a checklist."""


def seen_by(workspace: WorkspaceId, reader: Person) -> ColumnElement[bool]:
    """Of a request: whether `reader` may know of it, as `bot.domain.permissions` has it."""
    return or_(hiring_requests.c.restricted.is_(false()), in_team_of(workspace, reader))


def in_team_of(workspace: WorkspaceId, person: Person) -> ColumnElement[bool]:
    """Of a request: whether `person` is of its hiring team."""
    member = exists().where(
        request_team.c.workspace_id == workspace,
        request_team.c.number == hiring_requests.c.number,
        request_team.c.person_user == person.user,
        request_team.c.person_team == person.team,
    )
    # Of the teams of this request: also where the list itself comes from those of somebody.
    return member.correlate(hiring_requests)


def led_by(workspace: WorkspaceId, person: Person) -> ColumnElement[bool]:
    """Of a request: whether `person` is its manager, or one of its recruiters."""
    recruits = exists().where(
        request_recruiters.c.workspace_id == workspace,
        request_recruiters.c.number == hiring_requests.c.number,
        request_recruiters.c.recruiter_user == person.user,
        request_recruiters.c.recruiter_team == person.team,
    )
    manages = and_(
        hiring_requests.c.manager_user == person.user, hiring_requests.c.manager_team == person.team
    )
    return or_(manages, recruits)


def with_thread(workspace: WorkspaceId, chosen: FromClause) -> FromClause:
    """`chosen` beside the row of its request's thread, where there is one."""
    return chosen.outerjoin(
        shown,
        and_(
            shown.c.workspace_id == workspace,
            shown.c.number == chosen.c.number,
            shown.c.thing == Thing.CHECKLIST,
        ),
    )
