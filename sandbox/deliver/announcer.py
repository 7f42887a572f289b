"""Tells the app of events it subscribed to, again and again where it does not take them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Any, Final

from sandbox import happenings
from sandbox.changes import Change, Changes
from sandbox.clock import Clock
from sandbox.deliver.courier import GOODBYES, Courier
from sandbox.deliver.delivery import Ack, Delivery
from sandbox.deliver.payloads import Payloads
from sandbox.happenings import Happening
from sandbox.manifest import Manifest
from sandbox.state import State
from sandbox.subscriptions import RETRY_REASONS, RETRY_SECONDS, SUBSCRIPTIONS
from sandbox.values import Channel, Json

Told = asyncio.Task[Ack]
_UNKNOWN: Final = "unknown_error"
_during: ContextVar[list[Told] | None] = ContextVar("told_during_this_act", default=None)


class Announcer:
    """`granted` says whether the bot token has one of these scopes."""

    def __init__(
        self,
        *,
        state: State,
        courier: Courier,
        payloads: Payloads,
        manifest: Manifest,
        clock: Clock,
        granted: Callable[[frozenset[str]], bool],
    ) -> None:
        self._state = state
        self._courier = courier
        self._payloads = payloads
        self._manifest = manifest
        self._clock = clock
        self._granted = granted
        self._running: set[asyncio.Task[Any]] = set()

    @asynccontextmanager
    async def hearing(self, changes: Changes) -> AsyncIterator[None]:
        """Tells what happens in the block; then what waits to be told again is given up."""
        try:
            with changes.heard_by(self._heard):
                yield
        finally:
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)

    def _heard(self, change: Change) -> None:
        for one in happenings.of(change, self._state):
            self._tell(one)

    async def announce(self, event: Json, channel: Channel | None = None) -> Ack | None:
        """The app's first answer; None where it did not ask for such events."""
        told = self._tell(Happening(event["type"], event, channel))
        return None if told is None else await asyncio.shield(told)

    @contextmanager
    def telling(self) -> Iterator[list[Told]]:
        """What the app is told of because of what is done in here."""
        told: list[Told] = []
        token = _during.set(told)
        try:
            yield told
        finally:
            _during.reset(token)

    def _tell(self, one: Happening) -> Told | None:
        kind = one.channel.kind if one.channel else None
        known = SUBSCRIPTIONS[one.subscription]
        if not self._state.app.installed and one.subscription not in GOODBYES:
            return None
        if not self._manifest.wants(one.subscription) or not self._granted(known.needs(kind)):
            return None
        told = self._started(self._delivered(self._payloads.event(one.event, one.channel)))
        during = _during.get()
        if during is not None:
            during.append(told)
        return told

    async def _delivered(self, delivery: Delivery) -> Ack:
        ack = await self._courier.deliver(delivery)
        if ack.error is not None and not ack.no_retry:
            self._started(self._again(delivery, ack))
        return ack

    async def _again(self, delivery: Delivery, ack: Ack) -> None:
        """Slack tries three more times, and then gives up."""
        for number, pause in enumerate(RETRY_SECONDS, start=1):
            await self._clock.sleeps(pause)
            reason = RETRY_REASONS.get(ack.error or "", _UNKNOWN)
            ack = await self._courier.deliver(replace(delivery, retry=number, reason=reason))
            if ack.error is None or ack.no_retry:
                return

    def _started(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task
