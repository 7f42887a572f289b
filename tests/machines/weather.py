"""What goes wrong at Slack, and between Slack and the app, by chance."""

from collections.abc import Iterator
from contextlib import contextmanager

from sandbox.faults import Fault, What
from sandbox.workspace import Sandbox

SHARE = 0.05
"""Of all calls, as many fail in one of these ways."""

WAYS: tuple[What, ...] = ("error", "rate_limit", "delay", "lose_reply")

TWICE = ("block_actions", "view_submission", "slash_commands")
"""What a slow network may bring twice."""


@contextmanager
def bad_weather(workspace: Sandbox, *, delay: float, wait: int) -> Iterator[None]:
    """As long as the block runs; `wait` is what Retry-After says, in seconds."""
    for what in WAYS:
        workspace.faults.add(
            Fault("*", what, chance=SHARE / len(WAYS), retry_after=wait, seconds=delay)
        )
    for kind in TWICE:
        workspace.faults.add(Fault(f"delivery:{kind}", "duplicate", chance=SHARE))
    try:
        yield
    finally:
        workspace.faults.clear()
