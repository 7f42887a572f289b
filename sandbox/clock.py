"""Real time, plus however far people have moved it."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Final

FARTHEST: Final = 10 * 366 * 86_400


class Clock:
    """Seconds since 1970 in UTC. Trigger ids, response_urls, rate windows and `ts` run on it.

    It only goes forward: a message's `ts` names it, and must not come twice.
    """

    def __init__(
        self, moved: Callable[[], None] = lambda: None, *, at: datetime | None = None
    ) -> None:
        """`at`: the instant at which it begins, where that is not now."""
        self._moved = moved
        self._offset = at.timestamp() - time.time() if at is not None else 0.0
        self._moving = asyncio.Event()

    @property
    def offset(self) -> float:
        """Seconds it is ahead of the real clock."""
        return self._offset

    async def sleeps(self, seconds: float) -> None:
        """Until this clock says so: at once where somebody moves it that far."""
        due = self.now() + seconds
        while (left := due - self.now()) > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._moving.wait()

    def now(self) -> float:
        return time.time() + self._offset

    def advance(self, seconds: float) -> None:
        """Raises ValueError for a negative number, and for more than ten years."""
        if not 0 <= seconds <= FARTHEST:
            raise ValueError("The clock only goes forward, and ten years at a time at most.")
        self._offset += seconds
        self._moving.set()
        self._moving = asyncio.Event()
        self._moved()
