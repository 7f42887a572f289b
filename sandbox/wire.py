"""One person's two lines to a workspace: the stream in, acts out."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from aiohttp import ClientSession, ClientWebSocketResponse, TCPConnector, WSMsgType

from sandbox.values import Json

_KEPT_OPEN: Final = 2.0
"""Seconds. The workspace closes what was not used for five: an act must not meet that."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an act.

    `error` is what the person is told; `ack_*` are of the app's ack, None where none was asked
    for; `ack_body` is decoded JSON, or text.
    """

    ok: bool
    error: str | None = None
    ack_status: int | None = None
    ack_ms: float | None = None
    ack_error: str | None = None
    ack_body: Any = None


class Wire:
    def __init__(self, http: ClientSession, stream: ClientWebSocketResponse, base_url: str) -> None:
        self._http = http
        self._stream = stream
        self._base_url = base_url
        self._echoes: dict[bytes, asyncio.Future[None]] = {}
        self.you = ""

    @staticmethod
    @asynccontextmanager
    async def opened(
        base_url: str, who: str, seen: Callable[[Json], None]
    ) -> AsyncIterator["Wire"]:
        """Connected, with the snapshot already `seen`; every later frame is, as it comes."""
        address = f"{base_url}/page/stream?as={quote(who)}"
        connector = TCPConnector(keepalive_timeout=_KEPT_OPEN)
        async with (
            ClientSession(connector=connector) as http,
            http.ws_connect(address, autoping=False) as stream,
        ):
            wire = Wire(http, stream, base_url)
            first = await stream.receive()
            if first.type is not WSMsgType.TEXT:
                raise AssertionError(f"{base_url} knows nobody called {who!r}: {first.extra}")
            snapshot = json.loads(first.data)
            wire.you = snapshot["you"]
            seen(snapshot)
            listening = asyncio.create_task(wire._listen(seen))
            try:
                yield wire
            finally:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)

    async def act(self, does: str, **more: Any) -> Answer:
        """Returns when the app has acked, and all that the workspace showed until then is seen."""
        body = {"as": self.you, "do": does, **more}
        async with self._http.post(f"{self._base_url}/page/act", json=body) as response:
            told = await response.json()
        await self._caught_up()
        ack = told.get("ack") or {}
        return Answer(
            ok=told["ok"],
            error=told.get("error"),
            ack_status=ack.get("status"),
            ack_ms=ack.get("ms"),
            ack_error=ack.get("error"),
            ack_body=ack.get("body"),
        )

    async def _caught_up(self) -> None:
        """Frames and echoes come in the order in which they were sent."""
        name = str(len(self._echoes)).encode()
        echo = self._echoes[name] = asyncio.get_running_loop().create_future()
        await self._stream.ping(name)
        await echo

    async def _listen(self, seen: Callable[[Json], None]) -> None:
        async for message in self._stream:
            match message.type:
                case WSMsgType.TEXT:
                    seen(json.loads(message.data))
                case WSMsgType.PING:
                    await self._stream.pong(message.data)
                case WSMsgType.PONG if bytes(message.data) in self._echoes:
                    self._echoes[bytes(message.data)].set_result(None)
        for echo in self._echoes.values():
            if not echo.done():
                echo.set_exception(ConnectionError("The workspace has closed the stream."))
