"""What the bot is measured against: Bolt alone, and the floor. Nothing of the bot is imported here.

python -m bench.bare floor|bolt|calling|libraries serve|socket

The environment has the settings of the bot, and in LISTENERS what it listens to (`bench.processes`).
"""

import importlib
import json
import os
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
import uvloop
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

Listens = Callable[..., Awaitable[None]]


def floor(secret: str) -> Any:
    """A bare ASGI application that verifies a signature, and nothing else."""
    verifier = SignatureVerifier(secret)

    async def application(_scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            part = await receive()
            body += part.get("body", b"")
            more = part.get("more_body", False)
        headers = {name.decode(): value.decode() for name, value in _scope["headers"]}
        status = 200 if verifier.is_valid_request(body, headers) else 401
        await send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [(b"content-length", b"0")],
            }
        )
        await send({"type": "http.response.body", "body": b""})

    return application


async def _acks(ack: AsyncAck) -> None:
    await ack()


async def _opens(ack: AsyncAck, client: AsyncWebClient, body: dict[str, Any]) -> None:
    await ack()
    title = {"type": "plain_text", "text": "Hire"}
    view = {"type": "modal", "title": title, "blocks": [{"type": "divider"}]}
    await client.views_open(trigger_id=body["trigger_id"], view=view)


async def _edits(ack: AsyncAck, client: AsyncWebClient) -> None:
    """A card and its checklist."""
    await ack()
    for ts in ("1.1", "1.2"):
        await client.chat_update(channel="C0HIRINGML", ts=ts, text="1 of 5 done")


async def _posts(ack: AsyncAck, client: AsyncWebClient) -> None:
    await ack()
    await client.chat_postMessage(channel="C0HIRINGML", text="REQ-1")


MEASURED = {"/hire-ml", "plan.page", "plan.back", "checklist.tick", "hiring_request.open"}

DOES: dict[str, Listens] = {
    "/hire-ml": _opens,
    "checklist.tick": _edits,
    "hiring_request.open": _posts,
}
"""The least of what the bot does, for those of which the whole way is measured."""


def bolt(listeners: list[list[str]], does: dict[str, Listens]) -> AsyncApp:
    """Bolt alone with as many listeners as the bot has, to the same ids: each acks, no more.

    Those that are measured stand in the middle, so that Bolt tries as many as it does on average.
    """
    given = os.environ
    client = AsyncWebClient(token=given["SLACK_BOT_TOKEN"], base_url=given["SLACK_API_URL"])
    app = AsyncApp(client=client, signing_secret=given["SLACK_SIGNING_SECRET"])
    others = [one for one in listeners if one[1] not in MEASURED]
    measured = [one for one in listeners if one[1] in MEASURED]
    middle = len(others) // 2
    for kind, name in (*others[:middle], *measured, *others[middle:]):
        listens = does.get(name, _acks)
        match kind:
            case "command":
                app.command(name.split()[0], matchers=[_has_word(name)])(listens)
            case "action":
                app.action(name)(listens)
            case "view":
                app.view(name)(listens)
            case "event":
                app.event(name)(listens)
            case "shortcut":
                app.global_shortcut(name)(listens)
            case "message_shortcut":
                app.message_shortcut(name)(listens)
            case _:
                raise ValueError(kind)
    return app


def _has_word(name: str) -> Any:
    """One command of Slack's has several listeners: they are told apart by its first word."""
    _, _, word = name.partition(" ")

    async def matches(req: AsyncBoltRequest) -> bool:
        text = str(req.body.get("text") or "")
        return text.split(" ", maxsplit=1)[0] == word

    return matches


async def main(which: str, how: str) -> None:
    given = os.environ
    listeners = json.loads(given["LISTENERS"])
    if which == "libraries":
        importlib.import_module("sqlalchemy.ext.asyncio")
    if how == "socket":
        app = bolt(listeners, {})
        token = given["SLACK_APP_TOKEN"]
        await AsyncSocketModeHandler(app, token, web_client=app.client).start_async()
    else:
        does = DOES if which == "calling" else {}
        secret = given["SLACK_SIGNING_SECRET"]
        application = (
            floor(secret) if which == "floor" else AsyncSlackRequestHandler(bolt(listeners, does))
        )
        await uvicorn.Server(
            uvicorn.Config(
                application,
                host=given["HOST"],
                port=int(given["PORT"]),
                log_level="warning",
                access_log=False,
                lifespan="off",
                http="httptools",
            )
        ).serve()


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
