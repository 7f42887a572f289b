import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.store import migrate
from bot.store.database import Database, UnusableUrl


async def test_an_empty_database_is_brought_up_to_date(empty_url: str) -> None:
    assert (await migrate.check(empty_url)).found is None
    await migrate.upgrade(empty_url)
    assert (await migrate.check(empty_url)).up_to_date


async def test_a_database_up_to_date_is_left_as_it_is(url: str) -> None:
    await migrate.upgrade(url)
    assert (await migrate.check(url)).up_to_date


async def test_processes_that_start_at_once_migrate_once(empty_url: str) -> None:
    await asyncio.gather(*(migrate.upgrade(empty_url) for _ in range(4)))
    assert (await migrate.check(empty_url)).up_to_date


async def test_a_schema_of_another_version_is_told_with_both(url: str) -> None:
    database = Database.open(url)
    async with database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
        await connection.commit()
    await database.close()
    schema = await migrate.check(url)
    assert not schema.up_to_date
    assert (schema.found, schema.wanted) == ("0000", migrate.HEAD)


async def test_a_migration_that_fails_leaves_nothing_behind(empty_url: str) -> None:
    database = Database.open(empty_url)
    async with database.writing() as connection:
        await connection.execute(text("CREATE TABLE shown (already INTEGER)"))
        await connection.commit()
    with pytest.raises(Exception, match="already exists"):
        await migrate.upgrade(empty_url)
    async with database.writing() as connection:
        await connection.execute(text("DROP TABLE shown"))
        await connection.commit()
    await database.close()
    await migrate.upgrade(empty_url)
    assert (await migrate.check(empty_url)).up_to_date


async def test_the_migrations_make_the_tables_that_the_code_speaks_of(url: str) -> None:
    def differences(connection: Connection) -> None:
        command.check(migrate.alembic_config(connection))

    database = Database.open(url)
    async with database.reading() as connection:
        await connection.run_sync(differences)
    await database.close()


def test_head_is_the_newest_migration() -> None:
    assert ScriptDirectory(migrate.MIGRATIONS).get_current_head() == migrate.HEAD


async def test_a_url_that_cannot_be_used_is_refused() -> None:
    with pytest.raises(UnusableUrl):
        await migrate.upgrade("mysql://db/hire")


def test_nothing_heavy_is_imported_to_find_the_schema_up_to_date(
    migrated_file: Path, tmp_path: Path
) -> None:
    file = shutil.copy(migrated_file, tmp_path / "current.db")
    starts = (
        "import asyncio, sys; from bot.store import migrate;"
        f"asyncio.run(migrate.upgrade({f'sqlite:///{file}'!r}));"
        "print('alembic' in sys.modules)"
    )
    printed = subprocess.run([sys.executable, "-c", starts], capture_output=True, check=True).stdout
    assert printed.strip() == b"False"
