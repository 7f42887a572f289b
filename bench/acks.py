"""How soon Slack is answered, and how often: the bot beside bare Bolt and the floor, in turns."""

import itertools
from dataclasses import dataclass
from statistics import median

from bench.load import Measured, measured, signed
from bench.processes import SECRET, Servers
from bench.recorded import Recorded

ALONE, CROWD = 1, 64
WARM_UP = 0.5


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of request; values by server's name, medians over the rounds.

    `alone` is p50 in milliseconds, one at a time; `crowd` requests a second, 64 at once.
    """

    request: str
    size: int
    alone: dict[str, float]
    crowd: dict[str, float]
    p99: dict[str, float]
    busy: float
    """The most of a core that the generator took beside any of the bot and bare Bolt."""


async def acks(
    servers: Servers, requests: list[Recorded], *, rounds: int, seconds: float
) -> list[Row]:
    """Each round has every server's turn, so that a slow moment of the machine is everybody's."""
    count = itertools.count(1)
    kept: dict[tuple[str, str, int], list[Measured]] = {}
    for turn in range(rounds + 1):
        for request, (name, port), at_once in itertools.product(
            requests, servers.items(), (ALONE, CROWD)
        ):
            next_request = signed(request.body, SECRET, count)
            took = await measured(
                port, next_request, at_once=at_once, seconds=seconds if turn else WARM_UP
            )
            if turn:  # the first is to warm up
                kept.setdefault((request.name, name, at_once), []).append(took)
    return [_row(request, servers, kept) for request in requests]


def _row(
    request: Recorded, servers: Servers, kept: dict[tuple[str, str, int], list[Measured]]
) -> Row:
    def of(name: str, at_once: int, what: str) -> float:
        return float(median(getattr(one, what) for one in kept[request.name, name, at_once]))

    return Row(
        request=request.name,
        size=request.size,
        alone={name: of(name, ALONE, "p50") for name in servers},
        crowd={name: of(name, CROWD, "rate") for name in servers},
        p99={name: of(name, CROWD, "p99") for name in servers},
        busy=max(of(name, CROWD, "busy") for name in servers if name != "floor"),
    )
