"""Carries deliveries to the app: faults, the deadline, the inspector."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from sandbox.clock import Clock
from sandbox.deliver.delivery import Ack, Delivery, Transport
from sandbox.deliver.socket_mode import SocketMode
from sandbox.faults import Fault, Faults
from sandbox.strict import check_ack
from sandbox.traffic import Entry, Traffic

REFUSED = "invalid_ack"
GOODBYES: Final = frozenset({"tokens_revoked", "app_uninstalled"})
"""The events that an app hears after it was removed."""


class Courier:
    """`http` is used where it is set, Socket Mode otherwise; `installed` says whether the app is."""

    def __init__(
        self,
        *,
        sockets: SocketMode,
        faults: Faults,
        traffic: Traffic,
        clock: Clock,
        ack_deadline: float,
        installed: Callable[[], bool],
    ) -> None:
        self.http: Transport | None = None
        self.sockets = sockets
        self.ack_deadline = ack_deadline
        self._faults = faults
        self._traffic = traffic
        self._clock = clock
        self._installed = installed
        self._running: set[asyncio.Task[Ack]] = set()

    @property
    def connected(self) -> str | None:
        if not self._installed():
            return None
        if self.http is not None:
            return "http"
        return "socket" if self.sockets.connections else None

    async def deliver(self, delivery: Delivery) -> Ack:
        """The ack, or Slack's error where none came in time or the app said what it must not."""
        if not self._installed() and delivery.kind not in GOODBYES:
            return Ack(error="dispatch_failed")
        entry = Entry(
            id=self._traffic.next_id(),
            at=self._clock.now(),
            kind="delivery",
            name=delivery.name,
            direction="to_app",
            request=delivery.payload,
            retry=delivery.retry or None,
        )
        self._traffic.put(entry)
        began = time.perf_counter()
        names = [f"delivery:{delivery.kind}", *([] if self.http else ["socket"])]
        ack = await self._sent(delivery, self._faults.strike(*names, sockets=True))
        ack = replace(ack, ms=round((time.perf_counter() - began) * 1000, 1))
        problems = []
        if ack.error is None:
            problems = check_ack(delivery.kind, ack.body, delivery.payload.get("view"))
            ack = replace(ack, error=REFUSED if problems else None)
        self._traffic.put(
            replace(
                entry,
                response=ack.body,
                status=ack.status,
                ms=ack.ms,
                ok=ack.error is None,
                error=ack.error,
                problems=tuple(problems),
            )
        )
        return ack

    async def stop(self) -> None:
        """Ends what a `duplicate` fault may still have under way."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _sent(self, delivery: Delivery, struck: Sequence[Fault]) -> Ack:
        transport = self.http or self.sockets
        what = {fault.what: fault for fault in struck}
        if "delay" in what:
            await asyncio.sleep(what["delay"].seconds)
        if "drop_socket" in what:
            await self.sockets.drop()
            return Ack(error="dispatch_failed")
        if "error" in what:
            return Ack(error=what["error"].error)
        if "http_500" in what or "rate_limit" in what:
            failed = "http_500" in what
            error = "http_service_error" if failed else "http_client_error"
            return Ack(status=500 if failed else 429, error=error)
        if "duplicate" in what:
            again = asyncio.create_task(transport.send(delivery, self.ack_deadline))
            self._running.add(again)
            again.add_done_callback(self._running.discard)
        ack = await transport.send(delivery, self.ack_deadline)
        if "lose_reply" in what:
            return Ack(error="operation_timeout")
        return ack


def body_of(ack: Ack) -> dict[str, Any]:
    """The ack's body where it is an object, an empty one otherwise."""
    return ack.body if isinstance(ack.body, dict) else {}
