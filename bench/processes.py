"""The processes of a run: each listens at a port, and is ended with the run."""

import asyncio
import os
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

SECRET = "bench-signing-secret"  # noqa: S105 -- of nothing
TOKEN = "xoxb-bench"  # noqa: S105 -- see SECRET
STARTS_WITHIN = 60.0


Servers = Mapping[str, int]
"""Ports, by the name under which a server stands in the table."""


@asynccontextmanager
async def servers() -> AsyncIterator[Servers]:
    """The bot, bare Bolt and the floor, each in a process, with one stand-in of Slack's API."""
    with tempfile.TemporaryDirectory(prefix="hire-ml-bench-") as folder:
        slack, bot, bolt, floor = (_free_port() for _ in range(4))
        api_url = f"http://127.0.0.1:{slack}/api/"
        of_bot = {
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": api_url,
            "DATABASE_URL": f"sqlite:///{Path(folder, 'bench.db')}",
            "HOST": "127.0.0.1",
            "PORT": str(bot),
            "LOG_LEVEL": "WARNING",
        }
        python = (sys.executable, "-m")
        async with (
            _running(slack, *python, "bench.slack", str(slack)),
            _running(bot, *python, "bot", "serve", environment=of_bot),
            _running(bolt, *python, "bench.servers", "bolt", str(bolt), SECRET, api_url),
            _running(floor, *python, "bench.servers", "floor", str(floor), SECRET, api_url),
        ):
            yield {"hire-ml": bot, "bare Bolt": bolt, "floor": floor}


@asynccontextmanager
async def _running(
    port: int, *command: str, environment: Mapping[str, str] | None = None
) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        *command, env=os.environ | dict(environment or {})
    )
    try:
        async with asyncio.timeout(STARTS_WITHIN):
            while not await _listens(port):
                if process.returncode is not None:
                    raise RuntimeError(f"{' '.join(command)} ended")
                await asyncio.sleep(0.05)
        yield
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
