"""Databases made for one test each, on the PostgreSQL server that the tests are given."""

import asyncio
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import asyncpg
import pytest

SERVER = os.environ.get(
    "DATABASE_TEST_URL", "postgresql://postgres@127.0.0.1:5432/postgres"
).replace("+asyncpg", "")


def answering() -> str:
    """The server's URL. Where none answers, the test that asks is skipped; never in CI."""
    where = SERVER.rpartition("@")[2]
    try:
        asyncio.run(run("SELECT 1"))
    except (OSError, asyncpg.PostgresError) as reason:
        if os.environ.get("CI"):
            pytest.fail(f"no PostgreSQL at {where}: {reason}")
        warnings.warn(f"PostgreSQL is skipped: none at {where}: {reason}", stacklevel=1)
        pytest.skip(f"no PostgreSQL at {where}: {reason}")
    return SERVER


@contextmanager
def fresh(like: str = "") -> Iterator[str]:
    """A database's URL; `like` is SQL that says what it is a copy of."""
    name = f"hire_ml_{uuid4().hex}"
    asyncio.run(run(f"CREATE DATABASE {name} {like}"))
    try:
        yield f"{SERVER.rpartition('/')[0]}/{name}"
    finally:
        asyncio.run(run(f"DROP DATABASE {name} WITH (FORCE)"))


async def run(statement: str) -> None:
    """One statement, on the server's own database."""
    connection = await asyncpg.connect(SERVER, timeout=20)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
