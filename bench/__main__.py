"""Measures, prints tables, writes the same as JSON.

python -m bench [PART…] [--rounds 3] [--seconds 1] [--json bench.json]
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

import uvloop

from bench import acks, digests, sizes, starts, ticks, ways
from bench.recorded import recording
from bench.table import Table

Part = Callable[..., Awaitable[list[Table]]]

PARTS: dict[str, Part] = {
    "acks": acks.over_http,
    "sockets": acks.over_sockets,
    "ways": ways.whole_ways,
    "ticks": ticks.ticks,
    "starts": starts.starts,
    "sizes": sizes.sizes,
    "digests": digests.digests,
}


async def run(parts: Iterable[str], rounds: int, seconds: float) -> list[Table]:
    tables: list[Table] = []
    async with recording() as recorded:
        for name in parts:
            for table in await PARTS[name](recorded, rounds=rounds, seconds=seconds):
                sys.stdout.write(f"{table}\n\n")
                sys.stdout.flush()
                tables.append(table)
    return tables


def main() -> int:
    given = argparse.ArgumentParser(prog="make bench", description=__doc__)
    given.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    given.add_argument("--rounds", type=int, default=3)
    given.add_argument("--seconds", type=float, default=1.0)
    given.add_argument("--json", type=Path, default=Path("bench.json"))
    options = given.parse_args()
    parts = options.parts or list(PARTS)
    if unknown := set(parts) - set(PARTS):
        given.error(f"no part {unknown.pop()!r}: there are {', '.join(PARTS)}")
    tables = uvloop.run(run(parts, options.rounds, options.seconds))
    machine = {"cores": os.cpu_count(), "python": platform.python_version()}
    options.json.write_text(
        json.dumps({"machine": machine, "tables": [one.as_json() for one in tables]}, indent=1)
    )
    sys.stdout.write(f"{machine['cores']} cores, Python {machine['python']}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
