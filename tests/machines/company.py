"""A company of its own for each story that a machine tells: its workspace, the bot in it, people.

It lives in a loop of its own, which runs only while something is asked of it: Hypothesis calls
from outside of any loop.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from bot.app import App
from bot.manifest import manifest
from sandbox.eyes import Eyes
from sandbox.person import Person
from sandbox.values import Json
from sandbox.workspace import Sandbox
from tests.hiring import NOW
from tests.running import over_http
from tests.settling import settled

T = TypeVar("T")

PEOPLE = {
    "Ana Ruiz": "#hiring-ml",
    "Sam Cole": "#hiring-ml",
    "Li Wei": "#hiring-ml",
    "Tom Baker": "#hiring-ml",
    "Mia Khan": "#hiring-ml",
    "Kenji Mori": "#general",
}
"""Who is at their screen, and where they are at the beginning. Tom is an admin."""

PATIENCE = 5.0
"""Seconds. Whatever is to come has come before anybody looks: more than this is never needed."""


@dataclass
class Company:
    workspace: Sandbox
    bot: App
    people: dict[str, Person]
    home_opened_at: dict[str, float] = field(default_factory=dict)

    @property
    def there(self) -> list[str]:
        """Who has not left."""
        known = {one.real_name: one for one in self.workspace.state.people.values()}
        return [name for name in PEOPLE if not known[name].deleted]

    async def settles(self) -> None:
        """Until all that follows from what people did has been done, and is on their screens."""
        await settled(self.workspace, self.bot)
        for person in self.people.values():
            await person._wire._caught_up()

    # What people do beside working

    async def opens_home(self, who: str) -> None:
        await self.people[who].opens_home()
        self.home_opened_at[who] = self.workspace.clock.now()

    async def is_told(self, who: str, command: str) -> str:
        """What a command is answered, which goes from the screen again."""
        person = self.people[who]
        await person.goes_to(PEOPLE[who])
        there = {*person._eyes.messages}
        await person.types(command)
        await self.settles()
        (new,) = [
            one
            for place, one in person._eyes.messages.items()
            if place not in there and one["ephemeral"]
        ]
        said = text_of(person, new)
        await person._wire.act("dismiss", channel=new["channel"], ts=new["ts"])
        return said

    async def has(self, who: str, *, left: bool) -> None:
        """Somebody leaves the company, or comes back."""
        state = self.workspace.state
        (known,) = [one for one in state.people.values() if one.real_name == who]
        state.put_person(replace(known, deleted=left))
        self.home_opened_at.pop(who, None)


def text_of(person: Person, message: Json) -> str:
    """A message as somebody reads it, without its author."""
    eyes: Eyes = person._eyes
    return eyes.as_text(eyes.pieces(message))


@asynccontextmanager
async def company() -> AsyncIterator[Company]:
    workspace = Sandbox(manifest(url=None), at=NOW)
    workspace.rates.on = False
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(workspace.serving())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        bot = await stack.enter_async_context(
            over_http(workspace, f"sqlite:///{folder / 'hire-ml.db'}")
        )
        people = {
            name: await stack.enter_async_context(
                Person.joins(workspace.base_url, name, patience=PATIENCE)
            )
            for name in PEOPLE
        }
        for name, channel in PEOPLE.items():
            await people[name].goes_to(channel)
        yield Company(workspace, bot, people)


class Lived:
    """A company that lives from one question to the next."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._end: asyncio.Event
        self._life: asyncio.Task[None]
        self.company = self._runner.run(self._begins())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    def ends(self) -> None:
        try:
            self._runner.run(self._is_over())
        finally:
            self._runner.close()

    async def _begins(self) -> Company:
        begun: asyncio.Future[Company] = asyncio.get_running_loop().create_future()
        self._end = asyncio.Event()
        # One task from beginning to end: what it enters has to be left by the same one.
        self._life = asyncio.create_task(self._lives(begun.set_result))
        await asyncio.wait({self._life, begun}, return_when=asyncio.FIRST_COMPLETED)
        if self._life.done():
            await self._life
        return await begun

    async def _lives(self, begun: Callable[[Company], None]) -> None:
        async with company() as there:
            begun(there)
            await self._end.wait()

    async def _is_over(self) -> None:
        self._end.set()
        await self._life
