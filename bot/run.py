"""The process: started, served, stopped."""

import asyncio
import gc
import logging
import signal
import socket as sockets
from collections.abc import Awaitable
from contextlib import suppress

import aiohttp
import uvicorn
from slack_sdk.errors import SlackApiError

from bot import logs, schema
from bot.app import App, running
from bot.services.clock import Clock, wall_clock
from bot.settings import Settings, WrongSetting
from bot.slack.client import error_code
from bot.slack.socket_mode import connected
from bot.web import web_app

log = logging.getLogger("hire-ml")

LAST_ANSWERS_SECONDS = 3
"""For requests under way when the process is told to stop."""

REFUSED = {
    "invalid_auth",
    "not_authed",
    "not_allowed_token_type",
    "account_inactive",
    "token_revoked",
    "token_expired",
}
"""What Slack answers where a token will never do."""

COLLECTED_AFTER = (10_000, 10, 10)
"""Objects, and rounds of the youngest and the next generation, until the garbage collector looks."""

BACKLOG = 2048
"""Connections that may wait to be taken, where a crowd comes at once."""


async def serve(settings: Settings, clock: Clock = wall_clock) -> int:
    """Answer over HTTP until told to stop. Raises `WrongSetting`."""
    logs.configure(settings.log_level, settings.log_format)
    # uvicorn takes these signals itself, and raises them once more when it has ended: they must
    # not end the process then, while what was acked is still being done.
    _told_to_stop()
    await schema.prepared(settings.database_url)
    listener = _listener(settings)
    async with running(settings, clock) as app:
        await accepted("SLACK_BOT_TOKEN", app.installation.installation())
        server = uvicorn.Server(
            uvicorn.Config(
                web_app(app.bolt, app.ready),
                log_config=None,
                access_log=False,
                lifespan="off",
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=LAST_ANSWERS_SECONDS,
            )
        )
        settled()
        log.info("serving", extra={"host": settings.host, "port": settings.port})
        await server.serve([listener])
    return 0


async def socket(settings: Settings, clock: Clock = wall_clock) -> int:
    """Answer over Socket Mode until told to stop. Raises `WrongSetting`."""
    logs.configure(settings.log_level, settings.log_format)
    app_token = settings.app_token or ""
    stop = _told_to_stop()
    await schema.prepared(settings.database_url)
    async with running(settings, clock) as app:
        await accepted("SLACK_BOT_TOKEN", app.installation.installation())
        client = app.sessions.app_level(app_token)
        await accepted("SLACK_APP_TOKEN", client.apps_connections_open(app_token=app_token))
        settled()
        work = asyncio.create_task(_connected(app, app_token))
        told = asyncio.create_task(stop.wait())
        await asyncio.wait({work, told}, return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        work.cancel()  # also while Slack is not to be reached: the SDK would try for ever
        with suppress(asyncio.CancelledError):
            await work
    return 0


def settled() -> None:
    """Keep the garbage collector off what stays: it holds up every answer while it looks there.

    Modules, guide and statements are some hundred thousand objects, which it would go over again and
    again. What a request makes and drops, counting references frees at once: it need not look often.
    """
    gc.freeze()
    gc.enable()
    gc.set_threshold(*COLLECTED_AFTER)


async def accepted(setting: str, asked: Awaitable[object]) -> None:
    """Ask Slack with a token. That Slack cannot be reached heals by itself, a refusal does not.

    Raises:
        WrongSetting: Slack refuses the token.
    """
    try:
        await asked
    except SlackApiError as answer:
        if error_code(answer) in REFUSED:
            raise WrongSetting(
                f"{setting} is refused by Slack ({error_code(answer)}): copy it anew, from the app "
                "that is installed."
            ) from answer
    except (aiohttp.ClientError, TimeoutError) as unreachable:
        log.warning("Slack cannot be reached yet", extra={"why": type(unreachable).__name__})


async def _connected(app: App, token: str) -> None:
    """Until it is cancelled."""
    async with connected(app.bolt, token, app.sessions.app_level(token)):
        log.info("connected")
        await asyncio.get_running_loop().create_future()


def _told_to_stop() -> asyncio.Event:
    """Set once the process is told to stop, which does not end it by itself any more."""
    stop = asyncio.Event()
    for signalled in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signalled, stop.set)
    return stop


def _listener(settings: Settings) -> sockets.socket:
    """Raises `WrongSetting`."""
    address = (settings.host, settings.port)
    try:
        family = sockets.getaddrinfo(*address, type=sockets.SOCK_STREAM)[0][0]
        return sockets.create_server(address, family=family, backlog=BACKLOG)
    except OSError as unusable:
        raise WrongSetting(
            f"HOST {settings.host} and PORT {settings.port} cannot be used: {unusable.strerror}."
        ) from unusable
