"""Of which workspace's requests a statement is: for those that are built once and run often.

To build a statement takes SQLAlchemy longer than to run it. What people do all day is therefore built
where its module is loaded, with these places for what is filled in.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Table, and_, bindparam

from bot.domain.identity import RequestNumber, WorkspaceId

OF_WORKSPACE: BindParameter[str] = bindparam("of_workspace")
OF_NUMBER: BindParameter[int] = bindparam("of_number")
OF_NUMBERS: BindParameter[Any] = bindparam("of_numbers", expanding=True)


def of_request(table: Table) -> ColumnElement[bool]:
    """The rows of one request: run with `request_key`."""
    return and_(table.c.workspace_id == OF_WORKSPACE, table.c.number == OF_NUMBER)


def of_requests(table: Table) -> ColumnElement[bool]:
    """The rows of several: run with `requests_key`."""
    return and_(table.c.workspace_id == OF_WORKSPACE, table.c.number.in_(OF_NUMBERS))


def request_key(workspace: WorkspaceId, number: RequestNumber) -> dict[str, Any]:
    return {"of_workspace": workspace, "of_number": number.value}


def requests_key(workspace: WorkspaceId, numbers: Collection[int]) -> dict[str, Any]:
    return {"of_workspace": workspace, "of_numbers": numbers}
