import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.domain.identity import RequestNumber, WorkspaceId
from bot.services.hiring_requests import HiringRequests
from bot.store.database import Database
from bot.store.history import HistoryRepository
from tests.hiring import ACME, ANA, NOW, TODAY, form


@pytest.fixture
async def number(database: Database) -> RequestNumber:
    requests = HiringRequests(database, ACME, lambda: NOW)
    return (await requests.open(form(), ANA, today=TODAY)).number


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE history SET became = 'x' WHERE history.workspace_id = 'T0ACME'",
        "DELETE FROM history WHERE history.workspace_id = 'T0ACME'",
    ],
)
async def test_what_was_written_cannot_be_changed_or_deleted(
    database: Database, number: RequestNumber, change: str
) -> None:
    async with database.reading() as connection:
        before = await HistoryRepository(connection, ACME).of(number)
    with pytest.raises(DBAPIError, match="history is append-only"):
        async with database.writing() as connection:
            await connection.execute(text(change))
    async with database.reading() as connection:
        assert await HistoryRepository(connection, ACME).of(number) == before


async def test_history_is_its_workspaces_own(database: Database, number: RequestNumber) -> None:
    async with database.reading() as connection:
        assert await HistoryRepository(connection, WorkspaceId("T0OTHER")).of(number) == ()
