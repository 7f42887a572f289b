"""How far a process has gone, turn by turn and effect by effect, and where its way ends.

A turn is whatever asyncio's loop runs between two looks at what has come: every step of every task
begins with one, and so does every callback. An effect is what somebody else can see: bytes given to
a socket, or the commit of a transaction that has changed something. Between two effects nothing that
the process does is to be seen from outside, wherever in it the process dies.

The test and the process share the counts through a file: each number in it has one writer.
"""

import asyncio
import mmap
import os
import signal
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import Any, Self

NEVER = 0


class What(IntEnum):
    TURN = 0
    EFFECT = 1


class Tally:
    def __init__(self, cells: memoryview) -> None:
        self._done, self._ends_at = cells[: len(What)], cells[len(What) :]

    @classmethod
    def made(cls, file: Path) -> Self:
        file.write_bytes(bytes(2 * 8 * len(What)))
        return cls.of(file)

    @classmethod
    def of(cls, file: Path) -> Self:
        with file.open("r+b") as opened:
            return cls(memoryview(mmap.mmap(opened.fileno(), 0)).cast("q"))

    # The test's

    def done(self, what: What) -> int:
        """How many there were, over all lives."""
        return int(self._done[what])

    def dies_before(self, nth: int, what: What) -> None:
        """The process ends itself before the nth from now on; counted from one."""
        self._ends_at[what] = self._done[what] + nth

    def lives(self) -> None:
        """The process ends no more by itself."""
        for what in What:
            self._ends_at[what] = NEVER

    # The process's

    def comes(self, what: What) -> None:
        """One is about to be: the last moment before it."""
        if self._done[what] + 1 == self._ends_at[what]:
            os.kill(os.getpid(), signal.SIGKILL)
        self._done[what] += 1


def counted(tally: Tally) -> None:
    """Count in this process from now on."""
    _count_turns(tally)
    _count_effects(tally)


def _count_turns(tally: Tally) -> None:
    run = asyncio.Handle._run

    def counted_run(handle: asyncio.Handle) -> None:
        tally.comes(What.TURN)
        run(handle)

    asyncio.Handle._run = counted_run  # type: ignore[method-assign]


def _count_effects(tally: Tally) -> None:
    turn = threading.Lock()

    @contextmanager
    def effect() -> Iterator[None]:
        """Databases work in threads of their own: of two effects, one is done before the other."""
        with turn:
            tally.comes(What.EFFECT)
            yield

    send = socket.socket.send

    def counted_send(self: socket.socket, data: bytes, *flags: int) -> int:
        if self.family == socket.AF_UNIX:  # the loop's own, by which threads wake it
            return send(self, data, *flags)
        with effect():
            return send(self, data, *flags)

    socket.socket.send = counted_send  # type: ignore[method-assign]

    class Counted(sqlite3.Connection):
        _seen = 0

        def commit(self) -> None:
            if self.total_changes == self._seen:
                super().commit()
                return
            with effect():
                super().commit()
            self._seen = self.total_changes

    connect = sqlite3.connect

    def counted_connect(*args: Any, **more: Any) -> sqlite3.Connection:
        return connect(*args, **more, factory=Counted)

    sqlite3.connect = counted_connect
