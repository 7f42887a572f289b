"""Socket Mode: Slack's requests over a WebSocket that the bot opened, so without a public address."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

ANSWER_SECONDS = 3


@asynccontextmanager
async def connected(
    bolt: AsyncApp, app_token: str, web_client: AsyncWebClient
) -> AsyncIterator[SocketModeClient]:
    """Connect, and reconnect for as long as the block runs.

    At its end no new request is taken, those under way are answered, then the socket is closed.
    """
    under_way: set[asyncio.Task[None]] = set()

    async def answer(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        loop = asyncio.get_running_loop()
        task = loop.create_task(_answered(bolt, client, request, loop.time()))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        await task

    client = SocketModeClient(app_token=app_token, web_client=web_client)
    client.socket_mode_request_listeners.append(answer)
    try:
        await client.connect()
        yield client
    finally:
        client.socket_mode_request_listeners.clear()
        if under_way:
            await asyncio.wait(under_way, timeout=ANSWER_SECONDS)
        await client.close()


async def _answered(
    bolt: AsyncApp,
    client: AsyncBaseSocketModeClient,
    request: SocketModeRequest,
    since: float,
) -> None:
    response = await run_async_bolt_app(bolt, request)
    await send_async_response(client, request, response, since)
