"""`INSERT … ON CONFLICT`, which both databases have and SQLAlchemy keeps in each one's dialect."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from sqlalchemy import Executable, Table
from sqlalchemy.ext.asyncio import AsyncConnection

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

B = TypeVar("B", bound=Executable)

Insert: TypeAlias = "sqlite.Insert | postgresql.Insert"


def insert_into(table: Table, connection: AsyncConnection) -> Insert:
    return _insert(table, connection.dialect.name)


def built_once(table: Table, build: Callable[[Insert], B]) -> Callable[[AsyncConnection], B]:
    """What `build` makes of an insert into `table`, for a connection: built once a dialect."""

    @cache
    def built(dialect: str) -> B:
        return build(_insert(table, dialect))

    return lambda connection: built(connection.dialect.name)


def _insert(table: Table, dialect: str) -> Insert:
    # Only the dialect that is spoken: PostgreSQL's brings its driver, which takes a while.
    insert: Insert = import_module(f"sqlalchemy.dialects.{dialect}").insert(table)
    return insert
