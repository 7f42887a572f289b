"""Slack's Web API, called in the three ways in which calls differ.

All share one connection pool. A timeout belongs to the session: `AsyncWebClient(timeout=…)` counts
for nothing where a session is given.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.identity import ChannelId
from bot.slack.pace import Hasty, Pace, Patient

QUICK_SECONDS = 2
STEADY_SECONDS = 10
CONNECTIONS = 100

PATIENCE = timedelta(seconds=3)
"""How long a call waits for its turn, which somebody may be waiting for."""

TROUBLE = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}


class InTurn(AsyncRetryHandler):
    """Another try waits for its turn, as the first did: Slack may have said to wait meanwhile."""

    def __init__(self, pace: Pace, **how: Any) -> None:
        super().__init__(**how)
        self._pace = pace

    async def prepare_for_next_attempt_async(
        self, *, state: RetryState, request: HttpRequest, **came: Any
    ) -> None:
        await super().prepare_for_next_attempt_async(state=state, request=request, **came)
        try:
            await self._pace.turn(request.url.rpartition("/")[2], "", PATIENCE)
        except Exception:
            state.next_attempt_requested = False  # or the SDK would take no notice
            raise


class ConnectionTrouble(InTurn, AsyncConnectionErrorRetryHandler):
    """Tries again where no answer came."""


class ServerTrouble(InTurn, AsyncServerErrorRetryHandler):
    """Tries again where what answered was not Slack itself."""


class SlacksOwnTrouble(InTurn):
    """Tries again where Slack says, in good form, that something is wrong with Slack."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,  # noqa: ARG002 -- the SDK's signature
        request: HttpRequest,  # noqa: ARG002 -- see state
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002 -- see state
    ) -> bool:
        told = response.body if response is not None else None
        return isinstance(told, dict) and told.get("error") in TROUBLE


@dataclass(frozen=True, slots=True)
class Slack:
    """One workspace's clients. Which to take depends on what a second call would do."""

    quick: AsyncWebClient
    """A trigger waits (views): two seconds, one try."""
    steady: AsyncWebClient
    """Calls that may be repeated (reads, edits): ten seconds, tried again after any failure."""
    posts: AsyncWebClient
    """Calls that must not be repeated unasked (posts): one try."""
    pace: Pace
    """For what is called by no method's name."""


@dataclass(frozen=True, slots=True)
class Sessions:
    quick: aiohttp.ClientSession
    steady: aiohttp.ClientSession
    api_url: str

    def slack(self, token: str, pace: Pace) -> Slack:
        quick = self._how(token, self.quick, [])
        steady = self._how(
            token,
            self.steady,
            [
                ConnectionTrouble(pace, max_retry_count=2),
                ServerTrouble(pace, max_retry_count=2),
                SlacksOwnTrouble(pace, max_retry_count=2),
            ],
        )
        posts = self._how(token, self.steady, [])
        return Slack(
            quick=Hasty(pace=pace, **quick),
            steady=Patient(pace=pace, patience=PATIENCE, again=True, **steady),
            posts=Patient(pace=pace, patience=PATIENCE, again=False, **posts),
            pace=pace,
        )

    def app_level(self, token: str) -> AsyncWebClient:
        """The client that opens Socket Mode connections."""
        return AsyncWebClient(**self._how(token, self.steady, []))

    def asking(self, token: str | None) -> AsyncWebClient:
        """For the first question: whose token it is.

        Without one for Bolt, which gives each request's copy of it the token that authorization
        found.
        """
        return AsyncWebClient(**self._how(token, self.quick, []))

    def _how(
        self, token: str | None, session: aiohttp.ClientSession, retries: list[AsyncRetryHandler]
    ) -> dict[str, Any]:
        return {
            "token": token,
            "base_url": self.api_url,
            "session": session,
            "retry_handlers": retries,
        }


@asynccontextmanager
async def sessions(api_url: str) -> AsyncIterator[Sessions]:
    connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=60)
    async with (
        aiohttp.ClientSession(
            connector=connector,
            connector_owner=False,
            timeout=aiohttp.ClientTimeout(total=QUICK_SECONDS),
        ) as quick,
        aiohttp.ClientSession(
            connector=connector, timeout=aiohttp.ClientTimeout(total=STEADY_SECONDS)
        ) as steady,
    ):
        yield Sessions(quick, steady, api_url)


def channel_asked_of(refused: Exception) -> ChannelId | None:
    """The channel that a refused call named, where it named one."""
    asked = getattr(getattr(refused, "response", None), "req_args", None) or {}
    channel = (asked.get("json") or asked.get("params") or {}).get("channel")
    return ChannelId(channel) if channel else None


def error_code(refused: SlackApiError) -> str:
    """Slack's word for why it refused; such as `http_502` where what answered had none."""
    told = refused.response
    if not isinstance(told, dict):
        told = getattr(told, "data", None)
    if isinstance(told, dict) and "error" in told:
        return str(told["error"])
    status = getattr(refused.response, "status_code", None)
    return f"http_{status or refused.response.status}"
