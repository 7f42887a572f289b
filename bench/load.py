"""A load generator that is cheap enough not to be the limit: bytes over keep-alive connections."""

import asyncio
import hashlib
import hmac
import itertools
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from bench.slack import message_length

NextRequest = Callable[[], bytes]
OK = b"HTTP/1.1 200"


class Refused(Exception):  # noqa: N818 -- read as a sentence: raise Refused
    """A request was answered by something else than 200."""


@dataclass(frozen=True, slots=True)
class Measured:
    """`p50` and `p99` in milliseconds, `rate` in requests a second.

    `busy` is which part of a core the generator itself took: near 1, it is what was measured.
    """

    p50: float
    p99: float
    rate: float
    busy: float


def signed(
    bodies: Callable[[int], bytes], secret: str, count: "itertools.count[int]"
) -> NextRequest:
    """Requests as Slack signs them, each with a number of its own."""
    key = secret.encode()

    def next_request() -> bytes:
        body, at = bodies(next(count)), str(int(time.time())).encode()
        signature = hmac.new(key, b"v0:" + at + b":" + body, hashlib.sha256).hexdigest().encode()
        return (
            b"POST /slack/events HTTP/1.1\r\nHost: bench\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\nX-Slack-Request-Timestamp: "
            + at
            + b"\r\nX-Slack-Signature: v0="
            + signature
            + b"\r\nContent-Length: %d\r\n\r\n" % len(body)
            + body
        )

    return next_request


class Caller(asyncio.Protocol):
    """One connection: sends a request, and the next once it is answered, until `until`."""

    def __init__(
        self, next_request: NextRequest, until: float, pause: float, took: list[float]
    ) -> None:
        self._next = next_request
        self._until = until
        self._pause = pause
        self._took = took
        self._heard = b""
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def _send(self) -> None:
        request = self._next()
        self._since = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._heard += data
        length = message_length(self._heard)
        if length is None or length > len(self._heard):
            return
        now = time.perf_counter()
        if not self._heard.startswith(OK):
            self._end(Refused(self._heard[:200].decode(errors="replace")))
            return
        self._heard = b""
        self._took.append(now - self._since)
        if now >= self._until:
            self._end()
        elif self._pause:
            asyncio.get_running_loop().call_later(self._pause, self._send)
        else:
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(exc or Refused("the connection ended"))

    def _end(self, wrong: Exception | None = None) -> None:
        if self.ended.done():
            return
        if wrong is None:
            self.ended.set_result(None)
        else:
            self.ended.set_exception(wrong)
        self._transport.close()


async def measured(
    port: int, next_request: NextRequest, *, at_once: int, seconds: float, pause: float = 0.0
) -> Measured:
    """`pause`: seconds between an answer and the next request. Raises: Refused."""
    loop = asyncio.get_running_loop()
    took: list[float] = []
    began, worked = time.perf_counter(), time.process_time()
    callers = []
    for _ in range(at_once):
        _, caller = await loop.create_connection(
            lambda: Caller(next_request, began + seconds, pause, took), "127.0.0.1", port
        )
        callers.append(caller.ended)
    await asyncio.gather(*callers)
    spent, busy = time.perf_counter() - began, time.process_time() - worked
    return of(took, spent=spent, busy=busy)


def of(took: list[float], *, spent: float, busy: float) -> Measured:
    """From the seconds that each answer took, within `spent` seconds in all, `busy` of a core's."""
    in_order = sorted(took)
    return Measured(
        p50=statistics.median(in_order) * 1000,
        p99=in_order[int(len(in_order) * 0.99)] * 1000,
        rate=len(took) / spent,
        busy=busy / spent,
    )
