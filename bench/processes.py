"""The processes of a run: each listens at a port or opens a socket, and is ended with the run."""

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import handlers

SECRET = "bench-signing-secret"  # noqa: S105 -- of nothing
TOKEN = "xoxb-bench"  # noqa: S105 -- see SECRET
APP_TOKEN = "xapp-bench"  # noqa: S105 -- see SECRET
STARTS_WITHIN = 60.0

BOT, BOLT, FLOOR = "hire-ml", "bare Bolt", "floor"
ACKED = "hire-ml, acks alone"
"""Every listener acks and does nothing else, as bare Bolt's do."""
CALLING = "bare Bolt, calling"
"""After its ack it makes the calls that the bot makes."""
LIBRARIES = "bare Bolt with SQLAlchemy"
"""SQLAlchemy is imported beside it."""

BARE = {BOLT: "bolt", CALLING: "calling", FLOOR: "floor", LIBRARIES: "libraries"}
LISTENERS = json.dumps([(one.address.kind, one.address.id) for one in handlers.LISTENERS])


@dataclass(frozen=True, slots=True)
class Company:
    """Where a server finds Slack's API, and its database."""

    api_url: str
    database: Path

    def environment(self) -> Mapping[str, str]:
        return {
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": self.api_url,
            "DATABASE_URL": f"sqlite:///{self.database}",
            "HOST": "127.0.0.1",
            "LOG_LEVEL": "WARNING",
            "LISTENERS": LISTENERS,
        }


@asynccontextmanager
async def slack(socket_url: str = "") -> AsyncIterator[str]:
    """The stand-in of Slack's API in a process of its own: its address."""
    port = free_port()
    async with running("bench.slack", str(port), socket_url):
        await listens(port)
        yield api_url(port)


def api_url(port: int) -> str:
    return f"http://127.0.0.1:{port}/api/"


@asynccontextmanager
async def serving(name: str, company: Company) -> AsyncIterator[int]:
    """One of the servers, over HTTP: its port."""
    port = free_port()
    async with started(name, company, port):
        await listens(port)
        yield port


@asynccontextmanager
async def started(
    name: str, company: Company, port: int
) -> AsyncIterator[asyncio.subprocess.Process]:
    """As `serving`, not waited for."""
    environment = {**company.environment(), "PORT": str(port)}
    async with running(*_command(name, "serve"), environment=environment) as process:
        yield process


@asynccontextmanager
async def connecting(name: str, company: Company) -> AsyncIterator[None]:
    """One of them in Socket Mode."""
    async with running(*_command(name, "socket"), environment=company.environment()):
        yield


def _command(name: str, how: str) -> tuple[str, ...]:
    match name:
        case "hire-ml":
            return ("bot", how)
        case "hire-ml, acks alone":
            return ("bench.acked", how)
        case other:
            return ("bench.bare", BARE[other], how)


@asynccontextmanager
async def running(
    module: str, *arguments: str, environment: Mapping[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A module of Python's, for as long as the block runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, env=os.environ | dict(environment or {})
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def listens(port: int) -> None:
    """Waits until somebody does. Raises: TimeoutError."""
    async with asyncio.timeout(STARTS_WITHIN):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
