"""How long steps take: medians over a channel's requests, without the time that they were on hold.

A step's time runs from when the one before it was done, or from the opening, to when it was done
itself. What was done out of turn, or before the request was opened here, has no time of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from bot.domain.hiring_request import Status
from bot.domain.role import StepKind

LEAST_REQUESTS = 5
"""Fewer tell nothing."""

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Timed:
    """What is known of when things happened to a request."""

    opened_at: datetime
    done: Mapping[StepKind, datetime]
    statuses: Sequence[tuple[datetime, Status]]
    """Each status, from when on; the oldest first."""


@dataclass(frozen=True, slots=True)
class InStep:
    step: StepKind
    days: float
    """The median."""
    n: int
    """Of how many requests."""


@dataclass(frozen=True, slots=True)
class Figures:
    requests: int
    steps: tuple[InStep, ...]


def figures(timed: Iterable[Timed]) -> Figures | None:
    """None where too few requests have a step that was done in its turn."""
    taken: dict[StepKind, list[float]] = {kind: [] for kind in StepKind}
    requests = 0
    for one in timed:
        times = dict(_times(one))
        requests += bool(times)
        for kind, days in times.items():
            taken[kind].append(days)
    if requests < LEAST_REQUESTS:
        return None
    steps = (InStep(kind, median(days), len(days)) for kind, days in taken.items() if days)
    return Figures(requests, tuple(steps))


def _times(one: Timed) -> Iterator[tuple[StepKind, float]]:
    since = one.opened_at
    for kind in StepKind:
        done = one.done.get(kind)
        if done is None:
            return
        if done > since:
            yield kind, _open_days(one.statuses, since, done)
        since = max(since, done)


def _open_days(
    statuses: Sequence[tuple[datetime, Status]], since: datetime, until: datetime
) -> float:
    spans = pairwise([*statuses, (until, Status.OPEN)])
    open_for = (
        max(timedelta(), min(end, until) - max(begin, since))
        for (begin, status), (end, _) in spans
        if status is Status.OPEN
    )
    return sum(open_for, timedelta()) / A_DAY
