"""How often each method may be called: windows of a minute on the virtual clock."""

import math
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sandbox.clock import Clock

WINDOW: Final = 60.0
_EARLY_KEPT: Final = 1000

Key = tuple[str, str]
"""A method, and what it is limited by: a channel, or "" for all calls of it together."""


@dataclass(frozen=True, slots=True)
class Early:
    """A call that came while a Retry-After was running.

    `at` is on the virtual clock, `since` seconds after the 429 and `left` before its end. One that
    was under way already when the 429 was answered comes with a `since` of next to nothing.
    """

    method: str
    target: str
    at: float
    since: float
    left: float


@dataclass(frozen=True, slots=True)
class _Pause:
    began: float
    ends: float


class Rates:
    """`burst` is how many calls a minute are let through above a method's own number.

    `on = False` lets everything through. `marketplace = False` is an app that is sold outside
    Slack's Marketplace, whose history comes slowly. `early` are the calls that did not wait for the
    end of a Retry-After, `throttled` counts the 429s by method.
    """

    def __init__(self, clock: Clock, *, burst: int = 0, on: bool = True) -> None:
        self._clock = clock
        self.burst = burst
        self.on = on
        self.marketplace = True
        self.early: deque[Early] = deque(maxlen=_EARLY_KEPT)
        self.throttled: Counter[str] = Counter()
        self._calls: dict[Key, deque[float]] = {}
        self._pauses: dict[Key, _Pause] = {}

    def take(self, limits: Sequence[tuple[Key, int]]) -> int:
        """Counts one call against all of these, keys with their calls a minute.

        0 where it may go ahead, else the seconds for Retry-After, and nothing is counted.
        """
        if not self.on:
            return 0
        for key, per_minute in limits:
            wait = self._wait(key, per_minute)
            if wait:
                self.pause(key, wait)
                return wait
        for key, _ in limits:
            self._calls[key].append(self._clock.now())
        return 0

    def pause(self, key: Key, seconds: int) -> None:
        """A 429 is answered: whoever calls again sooner is early."""
        now = self._clock.now()
        self.throttled[key[0]] += 1
        self._pauses[key] = _Pause(now, now + seconds)

    def called(self, method: str, target: str) -> Early | None:
        """Notes a call, before anything is done; what it is where it came too early."""
        now = self._clock.now()
        for key in dict.fromkeys(((method, target), (method, ""))):
            pause = self._pauses.get(key)
            if pause is not None and now < pause.ends:
                early = Early(method, target, now, now - pause.began, pause.ends - now)
                self.early.append(early)
                return early
        return None

    def _wait(self, key: Key, per_minute: int) -> int:
        now = self._clock.now()
        calls = self._calls.setdefault(key, deque())
        while calls and calls[0] <= now - WINDOW:
            calls.popleft()
        if len(calls) < per_minute + self.burst:
            return 0
        return max(1, math.ceil(calls[0] + WINDOW - now))
