"""Home tabs, drawn again after every change while their people are there.

Each is published by one at a time, and what changes meanwhile is drawn at the next look: of many
changes the latest is what is seen. What looks as before is not published again.
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakValueDictionary

import msgspec
from slack_sdk.errors import SlackApiError

from bot.domain.home import Contents, Home
from bot.domain.identity import Person, WorkspaceId
from bot.slack.client import Slack, error_code
from bot.slack.reconciler import SlackOf
from bot.slack.rounds import LOOK_EVERY, PASSING, Rounds, why
from bot.store.database import Database
from bot.store.homes import HomeRepository, claimed_homes_behind

log = logging.getLogger("hire-ml.homes")

PAGE = 50
"""Homes that one process takes up at a time, so that it is through within `LEASE`."""

LEASE = timedelta(minutes=1)
AT_ONCE = 4
"""Homes that are published beside each other."""

LONGEST_PAUSE = 600.0

NOBODY_THERE = {"user_not_found", "user_not_visible", "user_disabled"}
"""What Slack answers where somebody has no Home any more."""

View = dict[str, Any]
Draw = Callable[[Home, Contents, datetime], View]
Key = tuple[WorkspaceId, Person]


class Homes:
    def __init__(
        self, database: Database, slack_of: SlackOf, draw: Draw, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._slack_of = slack_of
        self._draw = draw
        self._clock = clock
        self._turns: WeakValueDictionary[Key, asyncio.Lock] = WeakValueDictionary()
        self._pauses: dict[Key, tuple[float, float]] = {}
        self._rounds = Rounds(self.look, "Home tabs that are behind")

    async def run(self) -> None:
        """Publish all that is behind, now and until `stop`."""
        await self._rounds.run()

    def stop(self) -> None:
        """Let `run` end with those that it publishes."""
        self._rounds.stop()

    def follow(self) -> None:
        """Something has changed: `run` looks at once."""
        self._rounds.at_once()

    async def publish(self, workspace: WorkspaceId, person: Person) -> None:
        """Publish somebody's Home as it is now. A failure is logged, and healed by `run`."""
        turn = self._turns.setdefault((workspace, person), asyncio.Lock())
        async with turn:
            try:
                slack = await self._slack_of(workspace)
                if slack is not None:
                    await self._bring_up(slack, workspace, person)
                self._pauses.pop((workspace, person), None)
            except PASSING as failed:
                self._pause((workspace, person), failed)

    async def look(self) -> None:
        """Publish all that is behind now, each once, and by one process at a time."""
        taken: list[Home] = []
        room = asyncio.Semaphore(AT_ONCE)
        while not self._rounds.stopping:
            now = self._clock()
            async with self._database.writing() as connection:
                found = await claimed_homes_behind(connection, now, PAGE, until=now + LEASE)
                await connection.commit()
            taken += found
            async with asyncio.TaskGroup() as group:
                for home in found:
                    if not self._is_paused((home.workspace, home.person)):
                        group.create_task(self._try(room, home))
            if len(found) < PAGE:
                break
        await self._give_back(taken)

    async def _give_back(self, taken: Sequence[Home]) -> None:
        """All at the end, so that what could not be published is not found again in one look."""
        if not taken:
            return
        async with self._database.writing() as connection:
            # In the order in which changes take the rows: neither waits for the other for ever.
            for home in sorted(taken, key=lambda one: (one.workspace, one.person)):
                await HomeRepository(connection, home.workspace).given_back(home.person)
            await connection.commit()

    async def _try(self, room: asyncio.Semaphore, home: Home) -> None:
        """Publish one; whatever is wrong with it, the others are published."""
        async with room:
            if self._rounds.stopping:
                return
            try:
                await self.publish(home.workspace, home.person)
            except Exception as wrong:
                log.exception("cannot be published")
                self._pause((home.workspace, home.person), wrong)

    async def _bring_up(self, slack: Slack, workspace: WorkspaceId, person: Person) -> None:
        now = self._clock()
        async with self._database.reading() as connection:
            homes = HomeRepository(connection, workspace)
            home = await homes.get(person)
            if home is None or not home.behind:
                return
            contents = await homes.contents(home, home.today(now))
        view = self._draw(home, contents, now)
        drawn = hashlib.sha256(msgspec.json.encode(view)).hexdigest()
        if (home.drawn != drawn or not home.shown) and not await self._shown(slack, home, view):
            return
        async with self._database.writing() as connection:
            homes = HomeRepository(connection, workspace)
            await homes.brought_to(person, home.wanted, drawn, was=home.shown)
            await connection.commit()

    async def _shown(self, slack: Slack, home: Home, view: View) -> bool:
        """Whether there is somebody to show it to."""
        try:
            await slack.steady.views_publish(user_id=home.person.user, view=view)
        except SlackApiError as refused:
            if error_code(refused) not in NOBODY_THERE:
                raise
        else:
            return True
        async with self._database.writing() as connection:
            await HomeRepository(connection, home.workspace).gone(home.person)
            await connection.commit()
        return False

    def _is_paused(self, key: Key) -> bool:
        until, _ = self._pauses.get(key, (0.0, 0.0))
        return until > asyncio.get_running_loop().time()

    def _pause(self, key: Key, failed: Exception) -> None:
        """Leave it alone for a while, twice as long each time."""
        _, before = self._pauses.get(key, (0.0, 0.0))
        seconds = min(LONGEST_PAUSE, before * 2 if before else LOOK_EVERY)
        self._pauses[key] = (asyncio.get_running_loop().time() + seconds, seconds)
        log.warning("not published yet", extra={"workspace": key[0], "why": why(failed)})
