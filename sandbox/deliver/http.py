"""Signed HTTP requests to the app's request URL."""

import asyncio
import hashlib
import hmac
import json
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout

from sandbox.deliver.delivery import Ack, Delivery
from sandbox.incoming import decoded

_NO_RETRY: Final = "X-Slack-No-Retry"
_FORM: Final = "application/x-www-form-urlencoded"
_NONE: Final = ClientTimeout(total=None)
_AGENT: Final = "Slackbot 1.0 (+https://api.slack.com/robots)"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's v0: HMAC-SHA256 over `v0:timestamp:raw body`."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def encoded(delivery: Delivery) -> tuple[str, bytes]:
    """Content type and body."""
    match delivery.envelope:
        case "slash_commands":
            return _FORM, urlencode(delivery.payload).encode()
        case "interactive":
            return _FORM, urlencode({"payload": json.dumps(delivery.payload)}).encode()
        case "events_api":
            return "application/json", json.dumps(delivery.payload).encode()


class HttpTransport:
    """Signs with real time, since apps compare it with theirs.

    Several addresses are replicas of one app, asked in turns, as a load balancer in front of them
    would: the next one where none listens, and never a second one once a request was taken.
    """

    def __init__(self, session: ClientSession, urls: Sequence[str], signing_secret: str) -> None:
        self._session = session
        self._urls = deque(urls)
        self._secret = signing_secret

    async def send(self, delivery: Delivery, deadline: float) -> Ack:
        content_type, body = encoded(delivery)
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": _AGENT,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
        }
        if delivery.retry:
            headers["X-Slack-Retry-Num"] = str(delivery.retry)
            headers["X-Slack-Retry-Reason"] = str(delivery.reason)
        try:
            async with asyncio.timeout(deadline):
                return await self._taken(body, headers)
        except TimeoutError:
            return Ack(error="operation_timeout")
        except ClientError:
            return Ack(error="dispatch_failed")

    async def _taken(self, body: bytes, headers: Mapping[str, str]) -> Ack:
        """By whoever listens. Raises `ClientConnectorError` where nobody does."""
        missing: ClientConnectorError | None = None
        for _ in range(len(self._urls)):
            url = self._urls[0]
            self._urls.rotate(-1)
            try:
                return await self._posted(url, body, headers)
            except ClientConnectorError as refused:
                missing = refused
        raise missing or ClientError("no address")

    async def _posted(self, url: str, body: bytes, headers: Mapping[str, str]) -> Ack:
        async with self._session.post(
            url, data=body, headers=headers, timeout=_NONE, allow_redirects=False
        ) as response:
            text = await response.text(errors="replace")
            ack = _ack(response.status, response.content_type, text)
            return replace(ack, no_retry=response.headers.get(_NO_RETRY) == "1")


def _ack(status: int, content_type: str, text: str) -> Ack:
    error = None
    if status >= 500:  # noqa: PLR2004  where HTTP's server errors begin
        error = "http_service_error"
    elif status >= 300:  # noqa: PLR2004  a redirect is no answer to an interaction
        error = "http_client_error"
    return Ack(status=status, error=error, body=_said(content_type, text))


def _said(content_type: str, text: str) -> Any:
    """A bare `6` is a message and no number: JSON is what says that it is, or an object."""
    if not text.strip():
        return None
    if content_type != "application/json" and not text.lstrip().startswith("{"):
        return text
    try:
        return decoded(text)
    except ValueError:
        return text
