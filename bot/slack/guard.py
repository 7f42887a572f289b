"""The edge of `/slack/events`: what Bolt would answer with a 500, or not at all, ends here.

Nothing here says why it refused: whoever is not Slack learns nothing.
"""

from collections.abc import Awaitable, Callable, Mapping
from time import monotonic
from urllib.parse import parse_qsl

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.slack import shapes

LARGEST_BODY = 1_000_000
"""Bytes. Slack's largest view is 250 KB; percent-encoding can triple it."""

REPLAY_SECONDS = 2 * 300 + 1
"""Bolt takes a signature from five minutes before until five minutes after its time."""

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
PAYLOAD = "payload"

LONGEST_TIME = 20
"""Digits. Python reads no number of more than some thousands."""


class Guard:
    """Takes an HTTP request to Bolt, if it could have come from Slack."""

    def __init__(self, app: AsyncApp) -> None:
        self._app = app

    async def __call__(self, request: Request) -> Response:
        try:
            body = await _body(request)
        except ClientDisconnect:
            return _refused(400)
        if body is None:
            return _refused(413)
        if not _readable(body, request.headers):
            return _refused(400)
        if not _is_time(request.headers.get("x-slack-request-timestamp", "0")):
            return _refused(401)
        answer = await self._app.async_dispatch(
            AsyncBoltRequest(body=body, headers=dict(request.headers))
        )
        return Response(
            answer.body or b"",
            answer.status,
            {name: values[0] for name, values in answer.headers.items() if values},
        )


class OnceEach(AsyncMiddleware):
    """Behind Bolt's verification: a signature is good for one request.

    Slack signs its retries of an event anew, but one that comes within the same second is the same
    request to the letter: it is answered and not run again.
    """

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._until: dict[str, float] = {}

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 -- Bolt's signature
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 -- Bolt's name
    ) -> BoltResponse | None:
        if req.mode == "socket_mode":
            return await next()
        signature = req.headers.get("x-slack-signature", [""])[0]
        now = self._now()
        self._forget(now)
        if signature in self._until:
            retried = "x-slack-retry-num" in req.headers
            return BoltResponse(status=200 if retried else 401, body="")
        self._until[signature] = now + REPLAY_SECONDS
        return await next()

    def _forget(self, now: float) -> None:
        """Drop what Bolt would refuse by its time; the oldest stand first."""
        while self._until:
            oldest = next(iter(self._until))
            if self._until[oldest] > now:
                break
            del self._until[oldest]


async def _body(request: Request) -> str | None:
    """The body as text; nothing for one over `LARGEST_BODY`."""
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > LARGEST_BODY:
            return None
    return received.decode("utf-8", "replace")


def _readable(body: str, headers: Mapping[str, str]) -> bool:
    """Whether it is of a shape that Bolt reads without stumbling."""
    content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type == JSON:
        return shapes.is_event(body)
    if content_type != FORM or body.startswith("{"):  # which Bolt takes for JSON, whatever it is
        return False
    payloads = [value for name, value in parse_qsl(body, keep_blank_values=True) if name == PAYLOAD]
    return not payloads or (len(payloads) == 1 and shapes.is_interaction(payloads[0]))


def _is_time(text: str) -> bool:
    """Whether it is a number of seconds that Python reads as one."""
    return text.isdecimal() and len(text) <= LONGEST_TIME


def _refused(status: int) -> Response:
    return Response(b"", status)
