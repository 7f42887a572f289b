"""What is looked for again and again: what a crash, or Slack, kept from being done at once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

import aiohttp
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.slack.client import error_code
from bot.slack.pace import NotYet

log = logging.getLogger("hire-ml.rounds")

LOOK_EVERY = 10.0
"""Seconds between two looks."""

PASSING = (SlackApiError, NotYet, aiohttp.ClientError, TimeoutError, SQLAlchemyError, OSError)
"""What passes by itself, or once an operator has mended it."""


class Rounds:
    def __init__(self, look: Callable[[], Awaitable[None]], what: str) -> None:
        self._look = look
        self._what = what
        self._told = asyncio.Event()
        self._sooner = LOOK_EVERY
        self.stopping = False

    def stop(self) -> None:
        """Let `run` end. A look under way sees `stopping`, and ends with what it has in hand."""
        self.stopping = True
        self._told.set()

    def at_once(self) -> None:
        """Let the next look come now: there is something to find."""
        self._told.set()

    def again_in(self, seconds: float) -> None:
        """Let the next look come in so many seconds, where it would come later."""
        self._sooner = min(self._sooner, max(0.0, seconds))

    async def run(self) -> None:
        """Look now, and until `stop`. What goes wrong in one look does not end the next."""
        while not self.stopping:
            self._told.clear()
            self._sooner = LOOK_EVERY
            try:
                await self._look()
            except PASSING as failed:
                log.warning("cannot look for %s", self._what, extra={"why": why(failed)})
            except Exception:
                log.exception("cannot look for %s", self._what)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), self._sooner)


def why(failed: Exception) -> str:
    """In a word, for the log."""
    return error_code(failed) if isinstance(failed, SlackApiError) else type(failed).__name__
