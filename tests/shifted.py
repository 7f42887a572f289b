"""`hire-ml serve` or `socket` by a clock that its test moves.

How many seconds it is ahead stands in the file that CLOCK_AHEAD names.
"""

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import run, settings

AHEAD = Path(os.environ["CLOCK_AHEAD"])


def clock() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=float(AHEAD.read_text() or 0))


def main() -> int:
    given = settings.environment(os.environ)
    for name in settings.NAMES:
        os.environ.pop(name, None)
    if sys.argv[1] == "serve":
        return asyncio.run(run.serve(settings.for_http(given), clock))
    return asyncio.run(run.socket(settings.for_socket_mode(given), clock))


if __name__ == "__main__":
    sys.exit(main())
