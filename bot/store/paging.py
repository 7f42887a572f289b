"""Pages of what is only ever added to."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.request_list import Found, pages

R = TypeVar("R")


async def newest_first(
    connection: AsyncConnection,
    table: Table,
    those: ColumnElement[bool],
    read: Callable[[Row[Any]], R],
    *,
    page: int,
    size: int,
) -> Found[R]:
    """A page of a history's rows, by their `entry`; the last page for one beyond it."""
    counted = await connection.execute(select(func.count()).select_from(table).where(those))
    total = counted.scalar_one()
    page = max(1, min(page, pages(total, size)))
    rows = await connection.execute(
        select(table)
        .where(those)
        .order_by(table.c.entry.desc())
        .limit(size)
        .offset((page - 1) * size)
    )
    return Found(tuple(map(read, rows)), total, page, size)
