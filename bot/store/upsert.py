"""`INSERT … ON CONFLICT`, which both databases have and SQLAlchemy keeps in each one's dialect."""

from collections.abc import Callable
from functools import cache
from typing import TypeVar

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

B = TypeVar("B", bound=Executable)

Insert = sqlite.Insert | postgresql.Insert


def insert_into(table: Table, connection: AsyncConnection) -> Insert:
    return _insert(table, connection.dialect.name)


def built_once(table: Table, build: Callable[[Insert], B]) -> Callable[[AsyncConnection], B]:
    """What `build` makes of an insert into `table`, for a connection: built once a dialect."""

    @cache
    def built(dialect: str) -> B:
        return build(_insert(table, dialect))

    return lambda connection: built(connection.dialect.name)


def _insert(table: Table, dialect: str) -> Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
