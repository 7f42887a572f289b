"""Looks for channels whose digest is due, and has it sent."""

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from itertools import groupby
from typing import Protocol

from bot.domain.identity import ChannelId, WorkspaceId
from bot.slack.rounds import PASSING, Rounds, why
from bot.store.database import Database
from bot.store.digests import DueChannel, digests_due

log = logging.getLogger("hire-ml.digesting")

PAGE = 10
"""Digests that one transaction has sent: clicks wait for it, on SQLite."""

BREATH = 0.01
"""Seconds until the next page: digests have minutes, whoever has clicked has not."""


class Digests(Protocol):
    """`bot.services.digests`."""

    async def send_due(self, channels: Collection[ChannelId], by: datetime) -> bool: ...


class Digesting:
    def __init__(
        self,
        database: Database,
        digests: Callable[[WorkspaceId], Digests],
        follow: Callable[[], None],
        clock: Callable[[], datetime],
    ) -> None:
        """`follow`: there is something to be sent."""
        self._database = database
        self._digests = digests
        self._follow = follow
        self._clock = clock
        self._rounds = Rounds(self.look, "digests that are due")

    async def run(self) -> None:
        """Have all sent that is due, now and until `stop`."""
        await self._rounds.run()

    def stop(self) -> None:
        """Let `run` end with the one that it has in hand."""
        self._rounds.stop()

    async def look(self, by: datetime | None = None) -> None:
        """Have all sent that is due by an instant, or by now: page by page, each once."""
        by = by or self._clock()
        after: DueChannel | None = None
        while True:
            async with self._database.reading() as connection:
                found = await digests_due(connection, by, PAGE, after)
            for workspace, of_workspace in groupby(found, lambda one: one.workspace):
                if self._rounds.stopping:
                    return
                await self._try(workspace, [one.channel for one in of_workspace], by)
            if len(found) < PAGE:
                return
            after = found[-1]
            await asyncio.sleep(BREATH)

    async def _try(
        self, workspace: WorkspaceId, channels: Sequence[ChannelId], by: datetime
    ) -> None:
        """Have a page sent; whatever is wrong with one of them, the others are."""
        try:
            if await self._digests(workspace).send_due(channels, by):
                self._follow()
        except PASSING as failed:
            log.warning("not due yet", extra={"workspace": workspace, "why": why(failed)})
        except Exception:
            if len(channels) == 1:
                log.exception("cannot be had sent")
                return
            log.warning("not all at once", extra={"workspace": workspace}, exc_info=True)
            for channel in channels:
                await self._try(workspace, [channel], by)
