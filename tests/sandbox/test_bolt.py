"""A small app on Slack's own framework, over both transports: the workspace is Slack to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp.test_utils import TestServer
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import seed
from sandbox.workspace import Sandbox
from tests.sandbox.company import Page, actions, button, modal, page_of, text_input


def notes_app(sandbox: Sandbox) -> AsyncApp:
    """`/note` asks for a note and posts it with a button that takes it back."""
    client = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
    app = AsyncApp(client=client, signing_secret=sandbox.signing_secret)

    @app.command("/note")
    async def asked(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(
            trigger_id=body["trigger_id"],
            view=modal(text_input(), private_metadata=body["channel_id"]),
        )

    @app.view("form")
    async def written(ack: Any, view: dict[str, Any], client: AsyncWebClient) -> None:
        text = view["state"]["values"]["title"]["value"]["value"]
        if len(text) < 3:
            await ack(response_action="errors", errors={"title": "A little more, please."})
            return
        await ack()
        await client.chat_postMessage(
            channel=view["private_metadata"], text=text, blocks=[actions(button("back", "Back"))]
        )

    @app.action("back")
    async def taken_back(ack: Any, respond: Any) -> None:
        await ack()
        await respond(delete_original=True)

    @app.event("app_mention")
    async def mentioned(event: dict[str, Any], say: Any) -> None:
        await say(text=f"Hello <@{event['user']}>", thread_ts=event["ts"])

    return app


@asynccontextmanager
async def connected(sandbox: Sandbox, transport: str) -> AsyncIterator[None]:
    app = notes_app(sandbox)
    if transport == "socket":
        handler = AsyncSocketModeHandler(app, sandbox.app_token)
        await handler.connect_async()
        try:
            yield
        finally:
            await handler.close_async()
        return
    async with TestServer(app.web_app()) as server:
        sandbox.deliver_to(str(server.make_url("/slack/events")))
        yield


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_a_note_is_asked_for_written_and_taken_back(transport: str) -> None:
    sandbox = Sandbox()
    async with sandbox.serving(), connected(sandbox, transport), page_of(sandbox, seed.ANA) as ana:
        await _writes_and_takes_back(ana)
        assert all(entry.ok for entry in sandbox.traffic)


async def _writes_and_takes_back(ana: Page) -> None:
    assert (await ana.acts("command", channel=seed.HIRING, text="/note"))["ok"]
    view = (await ana.modal())["view"]["id"]
    field = {"view": view, "block_id": "title", "action_id": "value"}
    await ana.acts("fill", value="ab", **field)
    await ana.acts("submit", view=view)
    refused = await ana.sees("views", lambda one: one["stack"][0]["errors"])
    assert refused["stack"][0]["errors"] == {"title": "A little more, please."}
    assert refused["stack"][0]["values"] == {"title": {"value": "ab"}}

    await ana.acts("fill", value="Churn rises", **field)
    assert (await ana.acts("submit", view=view))["ack"]["body"] is None
    note = await ana.message("Churn rises")

    where = {"channel": note["channel"], "ts": note["ts"]}
    assert (await ana.acts("click", where=where, block_id="act", action_id="back"))["ok"]
    assert (await ana.sees("message_deleted"))["ts"] == note["ts"]

    await ana.acts("say", channel=seed.HIRING, text="@sample-app are you there?")
    assert (await ana.message(f"Hello <@{seed.ANA}>"))["thread_ts"]
