"""Looks at people when their day begins: where they are now, whether they are still there."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.identity import ChannelId, Person, RequestNumber, WorkspaceId
from bot.slack.directory import Directory
from bot.slack.heirs import heirs
from bot.slack.reconciler import SlackOf
from bot.slack.rounds import PASSING, Rounds, why
from bot.store.database import Database
from bot.store.people import Looked, to_be_looked_at

log = logging.getLogger("hire-ml.reminding")

PAGE = 100

BringUp = Callable[[WorkspaceId, RequestNumber], Awaitable[object]]


class Reminders(Protocol):
    """`bot.services.reminders`."""

    async def has_something(self, one: Looked) -> bool: ...
    async def look(self, person: Person, zone: ZoneInfo | None = None) -> None: ...


class Leaving(Protocol):
    """`bot.services.leaving`."""

    async def profile_changed(
        self, person: Person, *, left: bool, zone: ZoneInfo | None
    ) -> bool: ...
    async def digests_of(self, one: Looked) -> Mapping[ChannelId, Sequence[Person]]: ...
    async def left(
        self, one: Looked, heirs: Mapping[ChannelId, Person]
    ) -> tuple[RequestNumber, ...]: ...
    async def returned(self, person: Person) -> tuple[RequestNumber, ...]: ...


class Reminding:
    def __init__(
        self,
        database: Database,
        slack_of: SlackOf,
        reminders: Callable[[WorkspaceId], Reminders],
        leaving: Callable[[WorkspaceId], Leaving],
        bring_up: BringUp,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._slack_of = slack_of
        self._reminders = reminders
        self._leaving = leaving
        self._bring_up = bring_up
        self._clock = clock
        self._rounds = Rounds(self.look, "whose day begins")

    async def run(self) -> None:
        """Look at all whose time has come, now and until `stop`."""
        await self._rounds.run()

    def stop(self) -> None:
        """Let `run` end with the one whom it looks at."""
        self._rounds.stop()

    async def look(self) -> None:
        """Look at all whose time has come."""
        now = self._clock()
        after: Looked | None = None
        while True:
            async with self._database.reading() as connection:
                found = await to_be_looked_at(connection, now, PAGE, after)
            for one in found:
                if self._rounds.stopping:
                    return
                await self._try(one)
            if len(found) < PAGE:
                return
            after = found[-1]

    async def _try(self, one: Looked) -> None:
        """Look at somebody; whatever is wrong, the others come after them."""
        try:
            await self._look_at(one)
        except PASSING as failed:
            log.warning(
                "cannot be looked at yet", extra={"workspace": one.workspace, "why": why(failed)}
            )
        except Exception:
            log.exception("cannot be looked at")

    async def _look_at(self, one: Looked) -> None:
        leaving, reminders = self._leaving(one.workspace), self._reminders(one.workspace)
        zone, directory = None, None
        if one.has_left or one.wishes.zone is None or await reminders.has_something(one):
            slack = await self._slack_of(one.workspace)
            if slack is None:
                return
            directory = Directory(slack)
            somebody = await directory.somebody(one.person)
            # Events come late, twice or never: what Slack says now counts.
            if somebody is not None and somebody.has_left != one.has_left:
                await leaving.profile_changed(one.person, left=somebody.has_left, zone=None)
                return
            zone = somebody.zone if somebody is not None else ZoneInfo(one.wishes.zone or "UTC")
        if one.has_left and directory is not None:
            keep_on = await heirs(directory, await leaving.digests_of(one))
            await self._show(one, await leaving.left(one, keep_on))
            return
        await self._show(one, await leaving.returned(one.person))
        await reminders.look(one.person, zone)

    async def _show(self, one: Looked, numbers: tuple[RequestNumber, ...]) -> None:
        for number in numbers:
            await self._bring_up(one.workspace, number)
