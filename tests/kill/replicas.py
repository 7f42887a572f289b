"""Several processes on one database, behind one address, of which one or the other dies."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from sandbox.workspace import Sandbox
from tests.running import Process

REPLICAS = 3


class Replicas:
    """They share a clock that is moved for all of them (`Process`), and are asked in turns."""

    def __init__(self, workspace: Sandbox, database_url: str, folder: Path) -> None:
        self._workspace = workspace
        self._all = [
            _Replica(workspace, database_url, folder / f"log-{place}", self._known)
            for place in range(REPLICAS)
        ]
        self.deaths = 0

    async def start(self) -> None:
        await asyncio.gather(*(one.start() for one in self._all))

    async def one_dies(self, chance: random.Random) -> None:
        """SIGKILL, and started again at once, as a platform does."""
        one = chance.choice(self._all)
        await one.killed()
        self.deaths += 1
        await one.start()

    def goes_on(self, seconds: float) -> None:
        """Time passes for the workspace and for all of them."""
        self._all[0].goes_on(seconds)

    @property
    def logged(self) -> str:
        return "".join(one.logged for one in self._all)

    async def end(self) -> None:
        for one in self._all:
            await one.killed()

    def _known(self) -> None:
        """Whoever was started once is asked: that it is dead, nobody knows before."""
        urls = [one.request_url for one in self._all if one.was_started]
        self._workspace.deliver_to(*urls)


class _Replica(Process):
    def __init__(
        self, workspace: Sandbox, database_url: str, log: Path, known: Callable[[], None]
    ) -> None:
        super().__init__(workspace, database_url, log)
        self._tell = known

    @property
    def was_started(self) -> bool:
        return "PORT" in self._environment

    def _reached(self) -> None:
        self._tell()


@asynccontextmanager
async def replicas(workspace: Sandbox, database_url: str, folder: Path) -> AsyncIterator[Replicas]:
    async with AsyncExitStack() as stack:
        all_of_them = Replicas(workspace, database_url, folder)
        stack.push_async_callback(all_of_them.end)
        await all_of_them.start()
        yield all_of_them
