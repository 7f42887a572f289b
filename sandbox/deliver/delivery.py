"""One thing told to the app, and what came back."""

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from sandbox.values import Json

Envelope = Literal["slash_commands", "interactive", "events_api"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """`kind` is Slack's type of it: slash_commands, block_actions, …, or the event's.

    `retry` counts the tries after the first one, `reason` says why there had to be another.
    """

    kind: str
    name: str
    envelope: Envelope
    payload: Json
    retry: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Ack:
    """`error` is Slack's word for what went wrong, None for an ack within the deadline.

    `body` is decoded JSON where it was JSON, text otherwise, None where it was empty; with
    `no_retry` the app asked not to be told again.
    """

    status: int | None = None
    error: str | None = None
    body: Any = None
    ms: float = 0.0
    no_retry: bool = False

    def as_json(self) -> Json:
        return {"status": self.status, "ms": self.ms, "error": self.error, "body": self.body}


class Transport(Protocol):
    async def send(self, delivery: Delivery, deadline: float) -> Ack:
        """Never raises for what the app does; `deadline` is in real seconds."""
