"""What one process has taken up, another does not do again."""

from collections.abc import AsyncIterator

import pytest

from bot.app import App
from sandbox import seed
from sandbox.deliver.delivery import Delivery
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.running import over_http, until
from tests.settling import settled
from tests.stories.people import People
from tests.stories.ways import cards, comes_to_form, submits


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
async def ana(people: People) -> Person:
    return await people.joins("Ana Ruiz")


@pytest.fixture
async def both(workspace: Sandbox, bot: App, database_url: str) -> AsyncIterator[list[str]]:
    """Where each of two processes on one database is reached; the first of them is `bot`."""
    (first,) = workspace._request_urls
    async with over_http(workspace, database_url):
        yield [first, *workspace._request_urls]


async def is_delivered(workspace: Sandbox, to: list[str], delivery: Delivery) -> None:
    for url in to:
        workspace.deliver_to(url)
        assert (await workspace.courier.deliver(delivery)).error is None


@pytest.mark.parametrize("word", ["help", "list", "matrix"])
async def test_a_command_that_comes_to_two_processes_is_answered_once(
    ana: Person, workspace: Sandbox, bot: App, both: list[str], word: str
) -> None:
    person, channel = workspace.state.people[seed.ANA], workspace.state.channels[seed.HIRING]
    command, again = (
        workspace.world.payloads.command(person, channel, "/hire-ml", word) for _ in range(2)
    )
    await is_delivered(workspace, both, command)
    await is_delivered(workspace, both[:1], again)
    await until(workspace, lambda: len(cards(workspace)) >= 2)
    await settled(workspace, bot)
    assert len(cards(workspace)) == 2, "one for each time that it was typed"


async def test_a_form_that_comes_to_two_processes_opens_one_request(
    ana: Person, workspace: Sandbox, bot: App, both: list[str]
) -> None:
    await comes_to_form(ana)
    form = workspace.state.modals.stack(seed.ANA)[-1]
    for url in both:
        workspace.deliver_to(url)
        assert await submits(workspace, form) == {}
    await settled(workspace, bot)
    assert len([one for one in cards(workspace) if one.channel == seed.HIRING]) == 1
