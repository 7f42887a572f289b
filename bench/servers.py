"""What the bot is measured against.

python -m bench.servers floor|bolt PORT SECRET API_URL
"""

import sys
from typing import Any

import uvicorn
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

import handlers


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


def bolt(secret: str, api_url: str) -> Any:
    """Bolt alone with as many listeners as the bot has, to the same ids: each acks, no more."""
    client = AsyncWebClient(token="xoxb-bench", base_url=api_url)  # noqa: S106 -- no token
    app = AsyncApp(client=client, signing_secret=secret)

    async def acks(ack: AsyncAck) -> None:
        await ack()

    for listener in handlers.LISTENERS:
        kind, name = listener.address.kind, listener.address.id
        match kind:
            case "command":
                app.command(name.split()[0], matchers=[_has_word(name)])(acks)
            case "action":
                app.action(name)(acks)
            case "view":
                app.view(name)(acks)
            case "event":
                app.event(name)(acks)
            case "shortcut":
                app.global_shortcut(name)(acks)
            case "message_shortcut":
                app.message_shortcut(name)(acks)
            case _:
                raise ValueError(kind)
    return AsyncSlackRequestHandler(app)


def _has_word(name: str) -> Any:
    """One command of Slack's has several listeners: they are told apart by its first word."""
    _, _, word = name.partition(" ")

    async def matches(req: AsyncBoltRequest) -> bool:
        text = str(req.body.get("text") or "")
        return text.split(" ", maxsplit=1)[0] == word

    return matches


def main(which: str, port: str, secret: str, api_url: str) -> None:
    application = floor(secret) if which == "floor" else bolt(secret, api_url)
    uvicorn.run(
        application,
        host="127.0.0.1",
        port=int(port),
        log_level="warning",
        access_log=False,
        lifespan="off",
        loop="uvloop",
        http="httptools",
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
