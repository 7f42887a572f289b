"""Measures, prints a table, writes the same as JSON.

python -m bench [--rounds 5] [--seconds 2] [--json bench.json]
"""

import argparse
import json
import os
import platform
import sys
from dataclasses import asdict
from pathlib import Path

import uvloop

from bench.acks import Row, acks
from bench.processes import servers
from bench.recorded import recorded

BOT, BOLT, FLOOR = "hire-ml", "bare Bolt", "floor"


async def run(rounds: int, seconds: float) -> list[Row]:
    requests = await recorded()
    async with servers() as running:
        return await acks(running, requests, rounds=rounds, seconds=seconds)


def table(rows: list[Row]) -> str:
    """Ratios are to bare Bolt and to the floor: what was measured says little on another machine."""
    of = "of bare Bolt's | of the floor's"
    lines = [
        f"| ack of | one at a time, p50 | {of} | 64 at once | {of} | generator |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        alone, crowd = row.alone, row.crowd
        lines.append(
            f"| {row.request}, {row.size:,} bytes | {alone[BOT]:.2f} ms "
            f"| 1/{alone[BOLT] / alone[BOT]:.1f} | {alone[BOT] / alone[FLOOR]:.1f} x "
            f"| {crowd[BOT]:,.0f}/s | {crowd[BOT] / crowd[BOLT]:.1f} x "
            f"| {crowd[BOT] / crowd[FLOOR]:.2f} x | {row.busy:.0%} of a core |"
        )
    return "\n".join(lines)


def main() -> int:
    given = argparse.ArgumentParser(prog="make bench", description=__doc__)
    given.add_argument("--rounds", type=int, default=5)
    given.add_argument("--seconds", type=float, default=2.0)
    given.add_argument("--json", type=Path, default=Path("bench.json"))
    options = given.parse_args()
    rows = uvloop.run(run(options.rounds, options.seconds))
    machine = {"cores": os.cpu_count(), "python": platform.python_version()}
    options.json.write_text(
        json.dumps({"machine": machine, "acks": [asdict(row) for row in rows]}, indent=1)
    )
    sys.stdout.write(f"{table(rows)}\n\n{machine['cores']} cores, Python {machine['python']}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
