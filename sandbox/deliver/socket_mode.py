"""Socket Mode: connections of the app, and envelopes over them."""

import asyncio
import uuid
from contextlib import suppress
from typing import Any, Final

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.changes import AppChanged, Changes
from sandbox.clock import Clock
from sandbox.deliver.delivery import Ack, Delivery
from sandbox.ids import Ids
from sandbox.incoming import decoded_or_none
from sandbox.strict_rules import rules

MOST_CONNECTIONS: Final = rules().timing["socket_connections"]
LIFETIME: Final = rules().timing["socket_seconds"]
WARNED: Final = rules().timing["socket_warning_seconds"]
DISCONNECTS: Final = ("warning", "refresh_requested", "link_disabled")
_TOO_MANY: Final = "too_many_websockets"
_REFUSED: Final = 4003
_REASONS: Final = {"http_timeout": "timeout"}  # what HTTP has another word for


class SocketMode:
    """Up to ten connections at a time; each envelope goes to the next of them in turn."""

    def __init__(self, app_id: str, ids: Ids, clock: Clock, changes: Changes) -> None:
        self._app_id = app_id
        self._ids = ids
        self._clock = clock
        self._changes = changes
        self._tickets: set[str] = set()
        self._connections: list[WebSocket] = []  # the oldest first
        self._turn = 0
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._warned: set[asyncio.Task[None]] = set()

    @property
    def connections(self) -> int:
        return len(self._connections)

    def ticket(self) -> str:
        """Opens one connection, once."""
        ticket = self._ids.secret()
        self._tickets.add(ticket)
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        """One connection, from its first frame to its last."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(_REFUSED, "The ticket is unknown or used.")
            return
        self._tickets.discard(ticket)
        await socket.accept()
        if self.connections >= MOST_CONNECTIONS:
            await _say_goodbye(socket, _TOO_MANY)
            await _close(socket)
            return
        self._connections.append(socket)
        try:
            await socket.send_json(self._hello())
            self._changes.publish(AppChanged())
            while True:
                self._acked(await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError, KeyError):
            # Starlette raises RuntimeError where the workspace itself has closed the socket, and
            # KeyError for bytes, which are nothing an app says.
            return
        finally:
            self._forget(socket)

    async def send(self, delivery: Delivery, deadline: float) -> Ack:
        if not self._connections:
            return Ack(error="dispatch_failed")
        socket = self._connections[self._turn % self.connections]
        self._turn += 1
        envelope_id = str(uuid.uuid4())
        acked: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = acked
        try:
            async with asyncio.timeout(deadline):
                await socket.send_json(_envelope(envelope_id, delivery))
                return Ack(status=200, body=await acked)
        except TimeoutError:
            return Ack(error="operation_timeout")
        except (WebSocketDisconnect, RuntimeError):
            return Ack(error="dispatch_failed")
        finally:
            del self._waiting[envelope_id]

    async def disconnect(self, reason: str, *, connection: int | None = None) -> None:
        """The app is told, and cut off: at once, or ten seconds after a `warning`.

        `connection` counts from the oldest, which is 0; None for all.
        """
        chosen = tuple(self._connections)
        for socket in chosen if connection is None else chosen[connection : connection + 1]:
            await _say_goodbye(socket, reason)
            if reason == "warning":
                self._ends_soon(socket)
            else:
                await self._cut(socket)

    async def drop(self) -> None:
        """Closes every connection without a word."""
        for task in self._warned:
            task.cancel()
        await asyncio.gather(*self._warned, return_exceptions=True)
        for socket in tuple(self._connections):
            await self._cut(socket)

    def _ends_soon(self, socket: WebSocket) -> None:
        async def later() -> None:
            await self._clock.sleeps(WARNED)
            await self._cut(socket)

        task = asyncio.create_task(later())
        self._warned.add(task)
        task.add_done_callback(self._warned.discard)

    async def _cut(self, socket: WebSocket) -> None:
        self._forget(socket)
        await _close(socket)

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": self.connections,
            "debug_info": {
                "host": "sandbox",
                "build_number": 1,
                "approximate_connection_time": LIFETIME,
            },
            "connection_info": {"app_id": self._app_id},
        }

    def _acked(self, frame: str) -> None:
        ack = decoded_or_none(frame)  # Slack's own clients send "ping" and other text now and then
        waiting = self._waiting.get(str(ack.get("envelope_id"))) if isinstance(ack, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(ack.get("payload") or None)

    def _forget(self, socket: WebSocket) -> None:
        if socket in self._connections:
            self._connections.remove(socket)
            self._changes.publish(AppChanged())


async def _say_goodbye(socket: WebSocket, reason: str) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        goodbye = {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
        await socket.send_json(goodbye)


async def _close(socket: WebSocket) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        await socket.close()


def _envelope(envelope_id: str, delivery: Delivery) -> dict[str, Any]:
    is_event = delivery.envelope == "events_api"
    reason = _REASONS.get(delivery.reason or "", delivery.reason or "")
    retry = {"retry_attempt": delivery.retry, "retry_reason": reason} if is_event else {}
    return {
        "envelope_id": envelope_id,
        "type": delivery.envelope,
        "payload": delivery.payload,
        "accepts_response_payload": not is_event,
        **retry,
    }
