"""Which workspaces' Slack takes no tables, kept and acted on."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from blocks.kit import Message
from bot.domain.identity import WorkspaceId
from bot.slack.plainer import Plainer
from bot.store.database import Database
from bot.store.workspaces import Native, WorkspaceRepository
from tests.hiring import ACME

TABLE, TEXT = [{"type": "table"}], [{"type": "section"}]
WITH_TABLE = Message("Pay", TABLE, plainer=TEXT)


class Slack:
    """Refuses whatever `refuses` names, and keeps what it was asked to show."""

    def __init__(self, refuses: Any = None, error: str = "invalid_blocks") -> None:
        self._refuses = refuses
        self._error = error
        self.asked: list[Any] = []

    async def show(self, blocks: Any) -> str:
        self.asked.append(blocks)
        if blocks == self._refuses:
            raise SlackApiError("no", {"ok": False, "error": self._error})
        return "shown"


@pytest.fixture
def plainer(database: Database) -> Plainer:
    return Plainer(database)


async def test_a_table_that_is_taken_stays_a_table(plainer: Plainer) -> None:
    slack = Slack()
    for _ in range(2):
        assert await plainer.say(ACME, WITH_TABLE, slack.show) == "shown"
    assert slack.asked == [TABLE, TABLE]


async def test_a_refused_table_comes_as_text_and_the_next_at_once(plainer: Plainer) -> None:
    slack = Slack(refuses=TABLE)
    for _ in range(2):
        assert await plainer.say(ACME, WITH_TABLE, slack.show) == "shown"
    assert slack.asked == [TABLE, TEXT, TEXT]


async def test_a_refusal_is_one_workspaces_own(plainer: Plainer) -> None:
    await plainer.say(ACME, WITH_TABLE, Slack(refuses=TABLE).show)
    elsewhere = Slack()
    await plainer.say(WorkspaceId("T0OTHER"), WITH_TABLE, elsewhere.show)
    assert elsewhere.asked == [TABLE]


async def test_what_has_another_reason_is_not_laid_on_the_table(plainer: Plainer) -> None:
    with pytest.raises(SlackApiError):
        await plainer.say(ACME, WITH_TABLE, Slack(TABLE, error="channel_not_found").show)
    with pytest.raises(SlackApiError):
        await plainer.say(ACME, Message("Bad", TABLE, plainer=TABLE), Slack(refuses=TABLE).show)
    slack = Slack()
    await plainer.say(ACME, WITH_TABLE, slack.show)
    assert slack.asked == [TABLE]


async def test_the_numbers_of_requests_go_on_beside_it(
    plainer: Plainer, database: Database
) -> None:
    async with database.writing() as connection:
        await WorkspaceRepository(connection, ACME).next_number()
        await connection.commit()
    await plainer.say(ACME, WITH_TABLE, Slack(refuses=TABLE).show)
    async with database.writing() as connection:
        workspaces = WorkspaceRepository(connection, ACME)
        assert (await workspaces.next_number()).value == 2
        assert await workspaces.refuses(Native.TABLE)
