"""HTTP: Slack's requests and an operator's probes."""

from collections.abc import Awaitable, Callable

from slack_bolt.app.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.slack.guard import Guard


def web_app(bolt: AsyncApp, ready: Callable[[], Awaitable[bool]]) -> Starlette:
    """The routes of `serve`; `ready` says whether requests can be worked on."""

    async def alive(_: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def readiness(_: Request) -> Response:
        if await ready():
            return PlainTextResponse("ready\n")
        return PlainTextResponse("not ready\n", 503)

    return Starlette(
        routes=[
            Route("/slack/events", Guard(bolt), methods=["POST"]),
            Route("/healthz", alive),
            Route("/readyz", readiness),
        ]
    )
