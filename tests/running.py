"""The bot started for a test: in this process, or as the real process that can be killed."""

import asyncio
import os
import secrets
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import uvicorn
from starlette.applications import Starlette

from bot import schema
from bot.app import App, running
from bot.services.clock import Clock
from bot.settings import Settings
from bot.slack.socket_mode import connected
from bot.web import web_app
from sandbox.changes import Change, TrafficChanged
from sandbox.traffic import Entry
from sandbox.workspace import Sandbox

ROOT = Path(__file__).parent.parent

STOP_SECONDS = 10.0
"""What most platforms give a process between SIGTERM and SIGKILL."""


def settings_for(sandbox: Sandbox, database_url: str) -> Settings:
    return Settings(
        bot_token=sandbox.bot_token,
        signing_secret=sandbox.signing_secret,
        app_token=sandbox.app_token,
        api_url=sandbox.api_url,
        database_url=database_url,
    )


def clock_of(sandbox: Sandbox) -> Clock:
    """The workspace's own, so that a story moves the bot's time with it."""
    return lambda: datetime.fromtimestamp(sandbox.clock.now(), UTC)


@asynccontextmanager
async def over_http(sandbox: Sandbox, database_url: str) -> AsyncIterator[App]:
    await schema.prepared(database_url)
    async with (
        running(settings_for(sandbox, database_url), clock_of(sandbox)) as app,
        reached(sandbox, web_app(app.bolt, app.ready)),
    ):
        yield app


@asynccontextmanager
async def reached(sandbox: Sandbox, web: Starlette) -> AsyncIterator[None]:
    """The workspace's requests go to `web`, which serves in this loop."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(web, log_config=None, lifespan="off", access_log=False)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve([listener]))
    sandbox.deliver_to(f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events")
    try:
        yield
    finally:
        sandbox.deliver_to(None)
        server.should_exit = True
        await serving


@asynccontextmanager
async def over_socket_mode(sandbox: Sandbox, database_url: str) -> AsyncIterator[App]:
    await schema.prepared(database_url)
    async with running(settings_for(sandbox, database_url), clock_of(sandbox)) as app:
        web_client = app.sessions.app_level(sandbox.app_token)
        async with connected(app.bolt, sandbox.app_token, web_client):
            yield app


class Running(Protocol):
    """A process that was started."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...
    async def wait(self) -> int: ...
    def send_signal(self, signal: int, /) -> None: ...


Begins = Callable[[str, Mapping[str, str], Path], Awaitable[Running]]
"""A command, its environment and where its standard error goes → the process."""


async def executed(command: str, environment: Mapping[str, str], log: Path) -> Running:
    """A program started anew."""
    with log.open("a") as opened:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.shifted", command),
            cwd=ROOT,
            env=os.environ | environment,
            stderr=opened,
        )


class Process:
    """`python -m bot serve`, or `socket`, as an operator starts it: it can be ended and started.

    It goes by a clock that can be moved (`tests.shifted`).

    What it writes to standard error is kept in `log`, over all its lives.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        database_url: str,
        log: Path,
        transport: str = "http",
        *,
        begins: Begins | None = None,
        **more: str,
    ) -> None:
        """`begins` gives it its lives; without, each is a program started anew."""
        self._sandbox = sandbox
        self._begins = begins or executed
        self._transport = transport
        self._log = log
        self._ahead = log.with_name("clock-ahead")
        self._ahead.write_text("0")
        self._environment = {
            "CLOCK_AHEAD": str(self._ahead),
            "SLACK_BOT_TOKEN": sandbox.bot_token,
            "SLACK_SIGNING_SECRET": sandbox.signing_secret,
            "SLACK_APP_TOKEN": sandbox.app_token,
            "SLACK_API_URL": sandbox.api_url,
            "DATABASE_URL": database_url,
            "HOST": "127.0.0.1",
            **more,
        }
        self._running: Running | None = None

    def goes_on(self, seconds: float) -> None:
        """Time passes for the workspace and for the process, also where it is dead."""
        self._sandbox.clock.advance(seconds)
        beside = self._ahead.with_suffix(".new")
        beside.write_text(str(float(self._ahead.read_text()) + seconds))
        beside.replace(self._ahead)  # whoever reads it meanwhile finds it whole

    def _reached(self) -> None:
        """It listens from now on."""
        self._sandbox.deliver_to(self.request_url)

    @property
    def memory(self) -> int:
        """How many bytes of it are in memory (Linux)."""
        assert self._running is not None
        pages = Path(f"/proc/{self._running.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    @property
    def request_url(self) -> str:
        """Where Slack's requests reach it, over HTTP."""
        return f"{self.url}/slack/events"

    @property
    def logged(self) -> str:
        return self._log.read_text()

    @property
    def url(self) -> str:
        """Where it serves over HTTP."""
        return f"http://127.0.0.1:{self._environment['PORT']}"

    async def begin(self) -> None:
        """As `start`, for a process that may not live until it can be reached."""
        self._environment["PORT"] = str(free_port())
        command = "serve" if self._transport == "http" else "socket"
        self._running = await self._begins(command, self._environment, self._log)

    async def start(self) -> None:
        """Returns when it can be reached."""
        await self.begin()
        if self._transport == "http":
            await _listens(int(self._environment["PORT"]))
            self._reached()
        else:
            self._sandbox.deliver_to(None)
            await until(self._sandbox, lambda: self._sandbox.courier.connected == "socket")

    @contextmanager
    def dies_when(self, moment: Callable[[Entry], bool]) -> Iterator[list[Entry]]:
        """SIGKILL as soon as something answered in the inspector fits, before anything follows.

        Gives the calls of the dead, as they come: done by the workspace, their answers unheard.
        """
        unheard: list[Entry] = []
        dead = False

        def look(change: Change) -> None:
            nonlocal dead
            if not isinstance(change, TrafficChanged):
                return
            entry = self._sandbox.traffic.entry(change.entry)
            if entry is None or entry.ok is None:
                return
            if not dead and moment(entry):
                dead = True
                self._signal(signal.SIGKILL)
            if dead and entry.direction == "from_app":
                unheard.append(entry)

        with self._sandbox.changes.heard_by(look):
            yield unheard

    async def begin_sending(self) -> None:
        """`python -m bot digest send`, as cron runs it: it ends by itself."""
        self._running = await self._begins("digest send", self._environment, self._log)

    async def refuses(self) -> None:
        """Waits until nothing new reaches it."""
        if self._transport == "http":
            await _listens(int(self._environment["PORT"]), listens=False)
        else:
            await until(self._sandbox, lambda: self._sandbox.courier.connected is None)

    async def ended(self) -> int:
        """Waits until it has ended, however that came; its exit code.

        Raises:
            TimeoutError: it still runs after twice the time that a platform gives it.
        """
        if self._running is None:
            raise AssertionError("it was never started")
        async with asyncio.timeout(2 * STOP_SECONDS):
            code = await self._running.wait()
        await until(self._sandbox, lambda: self._sandbox.courier.connected != "socket")
        return code

    async def stopped(self) -> int:
        """SIGTERM, as an operator stops it; its exit code."""
        self._signal(signal.SIGTERM)
        return await self.ended()

    async def killed(self) -> None:
        """SIGKILL: no clean-up of any kind. Nothing happens where it has ended already."""
        self._signal(signal.SIGKILL)
        await self.ended()

    def _signal(self, sign: signal.Signals) -> None:
        if self._running is not None and self._running.returncode is None:
            self._running.send_signal(sign)


async def until(sandbox: Sandbox, right: Callable[[], bool], seconds: float = 60) -> None:
    """Waits until something in the workspace is so."""
    changed = asyncio.Event()
    with sandbox.changes.heard_by(lambda _: changed.set()):
        async with asyncio.timeout(seconds):
            while not right():
                await changed.wait()
                changed.clear()


def free_port() -> int:
    """Below those that the system gives out by itself: nobody gets it until it is listened at."""
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


async def _listens(port: int, *, listens: bool = True) -> None:
    """Waits until something listens there, or until nothing does."""
    async with asyncio.timeout(60):
        while await _reached(port) is not listens:  # noqa: ASYNC110 -- a port tells nobody
            await asyncio.sleep(0.05)


async def _reached(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
