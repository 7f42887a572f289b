"""HTTP: Slack's requests and an operator's probes."""

from collections.abc import Awaitable, Callable

from slack_bolt.app.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.slack.guard import Guard

EVENTS = "/slack/events"


def web_app(bolt: AsyncApp, ready: Callable[[], Awaitable[bool]]) -> ASGIApp:
    """The routes of `serve`; `ready` says whether requests can be worked on."""

    async def alive(_: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def readiness(_: Request) -> Response:
        if await ready():
            return PlainTextResponse("ready\n")
        return PlainTextResponse("not ready\n", 503)

    guard = Guard(bolt)
    others = Starlette(
        routes=[
            Route(EVENTS, guard, methods=["POST"]),
            Route("/healthz", alive),
            Route("/readyz", readiness),
        ]
    )

    async def routed(scope: Scope, receive: Receive, send: Send) -> None:
        # Slack's way in goes past Starlette's router and middleware, which add nothing to it.
        if scope.get("path") == EVENTS and scope.get("method") == "POST":
            await guard(scope, receive, send)
        else:
            await others(scope, receive, send)

    return routed
