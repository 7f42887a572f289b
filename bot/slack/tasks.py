"""Work that goes on after Slack was answered: held, so that it ends, and drained at the end."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

CANCELLED_SECONDS = 1.0
"""For what was cancelled to let go of its connections."""


class Tasks:
    def __init__(self) -> None:
        self._held: set[asyncio.Task[Any]] = set()

    def hold(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        """Start `work`. Who holds it reads its errors; nobody else would."""
        task = asyncio.get_running_loop().create_task(work)
        self._held.add(task)
        task.add_done_callback(self._held.discard)
        return task

    async def drained(self, seconds: float) -> bool:
        """Wait for all that is held, and what it starts; whether it ended within `seconds`."""
        deadline = asyncio.get_running_loop().time() + seconds
        while self._held:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return False
            await asyncio.wait(self._held, timeout=left)
        return True

    async def cancelled(self) -> None:
        """Break off all that is held, so that nothing runs on without what it works with."""
        for task in self._held:
            task.cancel()
        if self._held:
            await asyncio.wait(self._held, timeout=CANCELLED_SECONDS)
