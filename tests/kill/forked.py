"""Lives of the bot forked from one process that has imported it all: each begins in no time.

As a program it reads lives from its standard input, a line of JSON each, and has one at a time. Of
each it tells two lines: the id of its process, and later the code with which that ended.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

TALLY = "TALLY"
"""Names the file by which a life's steps are counted."""


class Life:
    """As much of `asyncio.subprocess.Process` as its owner needs."""

    def __init__(self, pid: int, ended: "asyncio.Task[int]") -> None:
        self.pid = pid
        self._ended = ended

    @property
    def returncode(self) -> int | None:
        return self._ended.result() if self._ended.done() else None

    async def wait(self) -> int:
        return await asyncio.shield(self._ended)

    def send_signal(self, sign: signal.Signals) -> None:
        with suppress(ProcessLookupError):  # it has ended, and its code is on its way
            os.kill(self.pid, sign)


class Forks:
    def __init__(self, parent: asyncio.subprocess.Process) -> None:
        self._parent = parent

    @classmethod
    @asynccontextmanager
    async def ready(cls, root: Path, **environment: str) -> AsyncIterator["Forks"]:
        parent = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.kill.forked"),
            cwd=root,
            env=os.environ | environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        yield cls(parent)
        parent.stdin.close()  # which ends it
        await parent.wait()

    async def begins(self, command: str, environment: Mapping[str, str], log: Path) -> Life:
        life = {"command": command, "environment": dict(environment), "log": str(log)}
        self._parent.stdin.write(json.dumps(life).encode() + b"\n")
        return Life(await self._told(), asyncio.create_task(self._told()))

    async def _told(self) -> int:
        return int(await self._parent.stdout.readline())


def main() -> None:
    # Whatever a life would import takes it longer than all the rest of its beginning.
    from tests import shifted
    from tests.kill.tally import Tally, counted

    for line in sys.stdin:
        life = json.loads(line)
        pid = os.fork()
        if pid == 0:
            os.environ.update(life["environment"])
            _speaks_to(Path(life["log"]))
            if TALLY in os.environ:
                counted(Tally.of(Path(os.environ[TALLY])))
            code = 1
            try:
                code = shifted.main(life["command"])
            finally:
                os._exit(code)
        _tell(pid)
        _, status = os.waitpid(pid, 0)
        _tell(os.waitstatus_to_exitcode(status))


def _tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _speaks_to(log: Path) -> None:
    with log.open("a") as opened:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(opened.fileno(), stream.fileno())


if __name__ == "__main__":
    main()
