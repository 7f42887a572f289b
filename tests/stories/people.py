"""The company's people, as the stories know them."""

from contextlib import AsyncExitStack
from dataclasses import dataclass

from sandbox.person import Person
from sandbox.workspace import Sandbox


@dataclass
class People:
    workspace: Sandbox
    stack: AsyncExitStack

    async def joins(self, name: str, channel: str = "#hiring-ml") -> Person:
        """Somebody at their screen, in a channel."""
        person = await self.stack.enter_async_context(Person.joins(self.workspace.base_url, name))
        await person.goes_to(channel)
        return person
