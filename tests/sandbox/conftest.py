from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import seed
from sandbox.workspace import Sandbox
from tests.sandbox.company import HttpApp, Page, SocketApp, http_app, page_of, socket_app


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    workspace = Sandbox(ack_deadline=0.5)
    async with workspace.serving():
        yield workspace


@pytest.fixture
def slack(sandbox: Sandbox) -> AsyncWebClient:
    client = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
    client.retry_handlers.clear()
    return client


@pytest.fixture
async def ana(sandbox: Sandbox) -> AsyncIterator[Page]:
    async with page_of(sandbox, seed.ANA) as page:
        yield page


@pytest.fixture
async def app(sandbox: Sandbox) -> AsyncIterator[SocketApp]:
    async with socket_app(sandbox) as connected:
        yield connected


@pytest.fixture
async def http(sandbox: Sandbox) -> AsyncIterator[HttpApp]:
    async with http_app(sandbox) as connected:
        yield connected
