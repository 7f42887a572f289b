"""Every request from the app goes through here: faults before and after it, and the inspector."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from sandbox.faults import Fault
from sandbox.strict import Problem
from sandbox.traffic import Entry
from sandbox.values import Json

if TYPE_CHECKING:
    from sandbox.workspace import Sandbox

DROP: Final = "sandbox.drop"  # in an HTTP scope: a function that cuts the connection
FAILING: Final = 400  # where HTTP's failures begin


@dataclass(frozen=True, slots=True)
class Reply:
    body: Json | str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[Problem] = ()

    @property
    def error(self) -> str | None:
        if isinstance(self.body, dict):
            error: str | None = self.body.get("error")
            return error
        return f"http_{self.status}" if self.status >= FAILING else None

    def response(self) -> Response:
        kind = JSONResponse if isinstance(self.body, dict) else PlainTextResponse
        return kind(self.body, self.status, dict(self.headers))


class Dropped(Response):
    """No answer at all: the work is done, the connection is cut."""

    async def __call__(self, scope: Scope, receive: Receive, _: Send) -> None:
        scope[DROP]()
        await receive()  # returns once the server knows that the connection is gone


def refused(error: str, status: int = 200, **more: Any) -> Reply:
    return Reply({"ok": False, "error": error, **more}, status)


def too_many(retry_after: int) -> Reply:
    headers = {"Retry-After": str(retry_after)}
    return Reply({"ok": False, "error": "ratelimited"}, 429, headers)


async def recorded(
    sandbox: "Sandbox",
    kind: Literal["api", "response_url"],
    name: str,
    request: Any,
    work: Callable[[], Reply],
    *,
    target: str = "",
) -> Response:
    """`target` is what calls of this name are counted by, "" where by nothing."""
    early = sandbox.rates.called(name, target)
    entry = Entry(
        id=sandbox.traffic.next_id(),
        at=sandbox.clock.now(),
        kind=kind,
        name=name,
        direction="from_app",
        request=request,
        early=round(early.left, 1) if early else None,
    )
    sandbox.traffic.put(entry)
    began = time.perf_counter()
    struck = sandbox.faults.strike(name)
    reply = await _instead(struck, lambda seconds: sandbox.rates.pause((name, target), seconds))
    if reply is None:
        reply = work()
        if _any(struck, "duplicate"):
            reply = work()
    sandbox.traffic.put(
        replace(
            entry,
            response=reply.body,
            status=reply.status,
            ms=round((time.perf_counter() - began) * 1000, 1),
            ok=reply.error is None,
            error=reply.error,
            problems=tuple(reply.problems),
        )
    )
    return Dropped() if _any(struck, "lose_reply") else reply.response()


async def _instead(struck: Sequence[Fault], pause: Callable[[int], None]) -> Reply | None:
    """What a fault answers in place of the work; `pause` is told of a Retry-After."""
    for fault in struck:
        match fault.what:
            case "delay":
                await asyncio.sleep(fault.seconds)
            case "error":
                return refused(fault.error)
            case "rate_limit":
                pause(fault.retry_after)
                return too_many(fault.retry_after)
            case "http_500":
                return Reply("Internal Server Error", 500)
    return None


def _any(struck: Sequence[Fault], what: str) -> bool:
    return any(fault.what == what for fault in struck)
