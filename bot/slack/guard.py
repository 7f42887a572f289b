"""The edge of `/slack/events`: what Bolt would answer with a 500, or not at all, ends here.

Nothing here says why it refused: whoever is not Slack learns nothing.
"""

from collections.abc import Awaitable, Callable, Mapping
from time import monotonic

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from bot.slack import payloads, shapes

LARGEST_BODY = 1_000_000
"""Bytes. Slack's largest view is 250 KB; percent-encoding can triple it."""

REPLAY_SECONDS = 2 * 300 + 1
"""Bolt takes a signature from five minutes before until five minutes after its time."""

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

LONGEST_TIME = 20
"""Digits. Python reads no number of more than some thousands."""


class Guard:
    """Takes an HTTP request to Bolt, if it could have come from Slack: an ASGI application."""

    def __init__(self, app: AsyncApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        try:
            raw = await _body(receive)
        except ClientDisconnect:
            return
        answer = await self._answer(raw, headers)
        body = answer.body.encode() if answer.body else b""
        told = [
            (name.encode("latin-1"), values[0].encode("latin-1"))
            for name, values in answer.headers.items()
            if values
        ]
        length = (b"content-length", b"%d" % len(body))
        await send(
            {"type": "http.response.start", "status": answer.status, "headers": [*told, length]}
        )
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, raw: bytes | None, headers: Mapping[str, str]) -> BoltResponse:
        if raw is None:
            return _refused(413)
        request = _request(raw, headers)
        if request is None:
            return _refused(400)
        if not _is_time(headers.get("x-slack-request-timestamp", "0")):
            return _refused(401)
        return await self._app.async_dispatch(request)


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


async def _body(receive: Receive) -> bytes | None:
    """Nothing for one over `LARGEST_BODY`. Raises: ClientDisconnect."""
    received = b""
    is_more = True
    while is_more:
        part = await receive()
        if part["type"] == "http.disconnect":
            raise ClientDisconnect
        received += part.get("body", b"")
        if len(received) > LARGEST_BODY:
            return None
        is_more = part.get("more_body", False)
    return received


def _request(raw: bytes, headers: Mapping[str, str]) -> AsyncBoltRequest | None:
    """For Bolt, which would percent-decode it in Python; nothing for what it cannot read.

    It takes what is read already of Socket Mode alone; over HTTP it verifies the raw body's signature.
    """
    body = _read(raw, headers)
    if body is None:
        return None
    try:
        request = AsyncBoltRequest(body=body, headers=dict(headers), mode="socket_mode")
    except payloads.MISSHAPEN:
        return None
    request.mode, request.raw_body = "http", raw.decode("utf-8", "replace")
    return request


def _read(raw: bytes, headers: Mapping[str, str]) -> shapes.Body | None:
    """What stands in a body; nothing where it is not as Slack sends one."""
    content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type == JSON:
        return shapes.event(raw)
    return shapes.form(raw) if content_type == FORM else None


def _is_time(text: str) -> bool:
    """Whether it is a number of seconds that Python reads as one."""
    return text.isdecimal() and len(text) <= LONGEST_TIME


def _refused(status: int) -> BoltResponse:
    return BoltResponse(status=status, body="")
