"""Where the time comes from: an argument of every service."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present instant, in UTC."""


def wall_clock() -> datetime:
    return datetime.now(UTC)
