"""Slack's side of Socket Mode: sends envelopes and waits for their acks."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
from aiohttp import WSMsgType, web

from bench.load import Measured, of
from bench.processes import free_port
from bench.recorded import NUMBER, Template

HELLO = '{"type":"hello","num_connections":1,"connection_info":{"app_id":"A0"}}'


class Ack(msgspec.Struct):
    envelope_id: str


_ack = msgspec.json.Decoder(Ack)


class Exchange:
    """One connection of a bot's."""

    def __init__(self) -> None:
        self.is_connected = asyncio.Event()
        self._sent: dict[str, float] = {}
        self._heard: asyncio.Queue[float] = asyncio.Queue()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        """Where the bot is to connect to."""
        application = web.Application()
        application.add_routes([web.get("/", self._connected)])
        runner = web.AppRunner(application, shutdown_timeout=0.1)
        await runner.setup()
        port = free_port()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        try:
            yield f"ws://127.0.0.1:{port}/"
        finally:
            await runner.cleanup()

    async def measured(
        self, envelope: Template, count: "itertools.count[int]", *, at_once: int, seconds: float
    ) -> Measured:
        took: list[float] = []
        began, worked = time.perf_counter(), time.process_time()
        for _ in range(at_once):
            await self._send(envelope, next(count))
        while time.perf_counter() - began < seconds:
            took.append(await asyncio.wait_for(self._heard.get(), 10))
            await self._send(envelope, next(count))
        spent, busy = time.perf_counter() - began, time.process_time() - worked
        while self._sent:
            await asyncio.wait_for(self._heard.get(), 10)
        while not self._heard.empty():
            self._heard.get_nowait()
        return of(took, spent=spent, busy=busy)

    async def _send(self, envelope: Template, number: int) -> None:
        text = envelope.filled(number).decode()
        self._sent[f"{number:0{len(NUMBER)}}"] = time.perf_counter()
        await self._socket.send_str(text)

    async def _connected(self, request: web.Request) -> web.WebSocketResponse:
        self._socket = web.WebSocketResponse(max_msg_size=0)
        await self._socket.prepare(request)
        await self._socket.send_str(HELLO)
        self.is_connected.set()
        async for message in self._socket:
            if message.type is WSMsgType.TEXT and message.data.startswith("{"):
                sent = self._sent.pop(_ack.decode(message.data).envelope_id)
                self._heard.put_nowait(time.perf_counter() - sent)
        return self._socket
