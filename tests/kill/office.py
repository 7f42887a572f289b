"""A company whose bot dies and is started again, and what its database holds meanwhile."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.app import renderers
from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import RequestNumber, WorkspaceId
from bot.domain.posts import SETTLE_AFTER
from bot.domain.shown import SHOWN_WITHIN, Shown, Thing
from bot.guide.load import load
from bot.store.database import Database
from bot.store.hiring_requests import HiringRequestRepository
from bot.store.shown import ShownRepository
from sandbox.traffic import Entry
from sandbox.values import Message
from sandbox.workspace import Sandbox
from tests.running import Process

HEALING_SECONDS = 20.0
"""Within this, what is behind at a start is shown: at once, on a machine that is not busy."""

PASSED = SETTLE_AFTER + SHOWN_WITHIN
"""After a death, for its posts to be looked for and its work to be taken over."""

Moment = Callable[[Entry], bool]


def answered(entry: Entry) -> bool:
    """The moment in which the bot's answer to something that a person did is back."""
    return entry.kind == "delivery"


@dataclass
class Office:
    workspace: Sandbox
    process: Process
    database: Database
    unheard: list[Entry] = field(default_factory=list)
    """Every call that a process made and did not live to hear the answer of."""

    @asynccontextmanager
    async def dying(self, moment: Moment = answered) -> AsyncIterator[None]:
        """The process dies at a moment of what is done in the block, and is started again."""
        with self.process.dies_when(moment) as unheard:
            yield
            await self.process.ended()
        self.unheard += unheard
        await self.starts()

    async def starts(self) -> None:
        """After a death, once it can be told what became of its last calls."""
        self.process.goes_on(PASSED.total_seconds())
        await self.process.start()

    async def request(self, number: int = 1) -> HiringRequest:
        async with self.database.reading() as connection:
            return await HiringRequestRepository(connection, self._workspace_id).get(
                RequestNumber(number)
            )

    async def is_up_to_date(self, number: int = 1) -> None:
        """Waits until Slack shows of a request what the database holds."""
        async with asyncio.timeout(HEALING_SECONDS):
            while not all(map(is_up_to_date, (await self._shown(number)).values())):  # noqa: ASYNC110
                await asyncio.sleep(0.05)  # a database tells nobody that it has changed

    async def stands_once(self, number: int = 1) -> None:
        """All things of a request are shown, each once, where the database knows it."""
        await self.is_up_to_date(number)
        things = await self._shown(number)
        for thing in Thing:
            known = things[thing].message
            assert known is not None, f"{thing} was never posted"
            assert [copy.ts for copy in self._copies(number, thing)] == [known.ts], thing

    async def shows_the_truth(self, number: int = 1) -> None:
        """All things of a request stand once, and as they are drawn from the database now."""
        await self.stands_once(number)
        request, things = await self.request(number), await self._shown(number)
        for thing, draw in renderers(load()).items():
            (copy,) = self._copies(number, thing)
            assert _drawn(copy.blocks) == _drawn(draw(request, things).blocks), thing

    async def _shown(self, number: int) -> Mapping[Thing, Shown]:
        async with self.database.reading() as connection:
            return await ShownRepository(connection, self._workspace_id).of(RequestNumber(number))

    def _copies(self, number: int, thing: Thing) -> list[Message]:
        return [
            message
            for message in self.workspace.state.messages()
            if message.bot_id
            and message.reader is None
            and _shows({"text": message.text, "thread_ts": message.thread_ts}, number, thing)
        ]

    @property
    def _workspace_id(self) -> WorkspaceId:
        return WorkspaceId(self.workspace.state.team.id)


def is_up_to_date(thing: Shown) -> bool:
    return not thing.behind and not thing.unsettled


def _drawn(blocks: Sequence[Mapping[str, Any]]) -> str:
    """Blocks, without the ids that Slack gives to those that have none."""
    return json.dumps([{**block, "block_id": None} for block in blocks], sort_keys=True)


def _shows(said: dict[str, str | None], number: int, thing: Thing) -> bool:
    """Whether a message, as a post has it, is this thing of a request."""
    text = said["text"] or ""
    if not text.startswith((f"REQ-{number} ", f"REQ-{number}:")):
        return False
    if not said.get("thread_ts"):
        return thing is Thing.CARD
    return thing is (Thing.CHECKLIST if ": checklist," in text else Thing.DECISION)
