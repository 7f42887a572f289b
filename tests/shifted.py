"""`hire-ml serve`, `socket` or `digest send` by a clock that its test moves.

How many seconds it is ahead stands in the file that CLOCK_AHEAD names.
"""

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import run, sending, settings


def main(command: str) -> int:
    ahead = Path(os.environ["CLOCK_AHEAD"])

    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(ahead.read_text() or 0))

    given = settings.environment(os.environ)
    for name in settings.NAMES:
        os.environ.pop(name, None)
    match command:
        case "serve":
            return asyncio.run(run.serve(settings.for_http(given), clock))
        case "socket":
            return asyncio.run(run.socket(settings.for_socket_mode(given), clock))
        case _:
            return asyncio.run(sending.send(settings.for_sending(given), None, clock))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
