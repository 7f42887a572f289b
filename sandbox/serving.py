"""uvicorn, tamed: in the caller's loop, leaving signals alone, with connections one can cut."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import cast

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from sandbox.recorded import DROP


class _Cuttable(HttpToolsProtocol):
    """Puts into each request's scope a function that cuts its connection."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        cast("dict[str, object]", self.scope)[DROP] = self.transport.abort


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.ended = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        """Waits to be told to end; uvicorn itself looks ten times a second."""
        await self.on_tick(0)
        await self.ended.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are the business of whoever runs the loop."""
        yield


@asynccontextmanager
async def served(app: ASGIApp, listener: socket.socket) -> AsyncIterator[None]:
    """The app on this bound socket; open connections end with the block."""
    server = _Server(
        uvicorn.Config(
            app,
            http=_Cuttable,
            ws="websockets-sansio",
            lifespan="off",
            log_level="warning",
            access_log=False,
            date_header=False,  # it would have to be kept up to date
            timeout_graceful_shutdown=1,
        )
    )
    running = asyncio.create_task(server.serve([listener]))
    ready = asyncio.create_task(server.ready.wait())
    await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
    try:
        if not ready.done():
            ready.cancel()
            await running  # it ended before it began: its error is the caller's
        yield
    finally:
        server.ended.set()
        await running


def bound(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any free one. Raises OSError where it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=512)
