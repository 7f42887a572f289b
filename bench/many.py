"""Many requests at once: a few are opened as people open them, and their rows copied."""

from typing import Any
from uuid import uuid4

from sqlalchemy import Column, Text, cast, func, insert, literal, select, update

from bot.domain.decision import Decision
from bot.domain.hiring_request import OpeningForm
from bot.domain.identity import ChannelId, WorkspaceId
from bot.domain.role import Plan, Role, Seniority
from bot.domain.tree import Certainty
from bot.store.database import Database
from bot.store.tables import (
    checklist_steps,
    hiring_requests,
    request_recruiters,
    request_team,
    shown,
    step_waits,
    workspaces,
)

COPIED = (hiring_requests, request_recruiters, request_team, checklist_steps, step_waits, shown)


def an_opening(channel: ChannelId) -> OpeningForm:
    """The form of a request, each another one."""
    return OpeningForm(
        draft_id=str(uuid4()),
        title="ML Engineer, churn service",
        problem="Customers leave and nobody knows in time.",
        role=Role.ML_ENGINEER,
        plan=Plan.ML_ENGINEER,
        seniority=Seniority.SENIOR,
        openings=1,
        place="Remote, EU",
        start_by=None,
        recruiters=(),
        channel=channel,
        channel_is_private=False,
        confidential=False,
        decision=Decision(
            rules_version="2026-11",
            answers={},
            recommended=Plan.ML_ENGINEER,
            certainty=Certainty.CLEAR,
            points={},
        ),
    )


async def copied(
    database: Database, workspace: WorkspaceId, count: int, *, apart: bool = False
) -> None:
    """Those that are there, in turns, until there are `count`; no copy is behind in Slack.

    `apart`: each turn has channels and people of its own, as a company has that grows.
    """
    of_workspace = hiring_requests.c.workspace_id == workspace
    async with database.writing() as connection:
        there = await connection.scalar(
            select(func.max(hiring_requests.c.number)).where(of_workspace)
        )
        first = select(literal(1).label("turn")).cte("turns", recursive=True)
        turns = first.union_all(select(first.c.turn + 1).where(first.c.turn * there < count))

        def copy(column: Column[Any]) -> Any:
            match column.name:
                case "number":
                    return column + turns.c.turn * there
                case "draft_id" | "permalink":
                    return column + "-" + cast(turns.c.turn * there, Text)
                case "shown_version":
                    return shown.c.wanted_version
                case name if apart and (name == "channel_id" or name.endswith("_user")):
                    return column + "-" + cast(turns.c.turn * there, Text)
                case _:
                    return column

        for table in COPIED:
            rows = (
                select(*(copy(column) for column in table.c))
                .select_from(table.join(turns, table.c.number + turns.c.turn * there <= count))
                .where(table.c.workspace_id == workspace, table.c.number <= there)
            )
            names = [column.name for column in table.c]
            await connection.execute(insert(table).from_select(names, rows))
        await connection.execute(
            update(workspaces)
            .where(workspaces.c.workspace_id == workspace)
            .values(next_request_number=max(there, count) + 1)
        )
        if connection.dialect.name == "postgresql":
            # As it does by itself, soon after: plans made for empty tables take minutes.
            await connection.exec_driver_sql("ANALYZE")
        await connection.commit()
