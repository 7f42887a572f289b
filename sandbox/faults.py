"""What goes wrong on demand: errors, throttling, lost replies, delays, dropped sockets."""

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from sandbox.values import Json

What = Literal["error", "rate_limit", "lose_reply", "delay", "http_500", "drop_socket", "duplicate"]


class BadFault(ValueError):  # noqa: N818  the words are for a person
    """A fault that makes no sense as written."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`on` is an API method, `delivery:<kind>`, `response_url`, `socket`, or `*` for all of them.

    `times` counts down and None never ends; `chance` is that of each single call.
    `error`, `retry_after` and `seconds` are those of `error`, `rate_limit` and `delay`.
    """

    on: str
    what: What
    times: int | None = None
    chance: float = 1.0
    error: str = "internal_error"
    retry_after: int = 1
    seconds: float = 1.0

    def as_json(self) -> Json:
        return asdict(self)


def fault_from(raw: Any) -> Fault:
    """Raises BadFault."""
    if not isinstance(raw, dict):
        raise BadFault("A fault is an object.")
    known = {name: raw[name] for name in Fault.__slots__ if raw.get(name) is not None}
    if not isinstance(known.get("on"), str) or known.get("what") not in get_args(What):
        raise BadFault(f"A fault has `on` and `what`, one of {', '.join(get_args(What))}.")
    for name, kind in (("times", int), ("retry_after", int), ("chance", float), ("seconds", float)):
        given = known.get(name, 0)
        if isinstance(given, bool) or not isinstance(given, (int, kind)) or given < 0:
            raise BadFault(f"`{name}` of a fault is a number, not {given!r}.")
    if known.get("times") == 0:
        raise BadFault("A fault happens at least once.")
    if not isinstance(known.get("error", ""), str):
        raise BadFault("`error` of a fault is a string.")
    return Fault(**known)


class Faults:
    """Those that are on, in the order in which they were switched on.

    `seed` decides which calls a `chance` hits: the n-th call of a method is hit or is not, whatever
    else goes on meanwhile, so that a run can be run again.
    """

    def __init__(self, seed: int, changed: Callable[[], None] = lambda: None) -> None:
        self._seed = seed
        self._changed = changed
        self._on: dict[int, Fault] = {}
        self._keys = itertools.count()
        self._tosses: Counter[tuple[str, ...]] = Counter()

    @property
    def seed(self) -> int:
        return self._seed

    @seed.setter
    def seed(self, seed: int) -> None:
        """Chance begins anew."""
        self._seed = seed
        self._tosses.clear()
        self._changed()

    def __iter__(self) -> Iterator[Fault]:
        return iter(tuple(self._on.values()))

    def add(self, fault: Fault) -> int:
        """Returns a key for `remove`."""
        key = next(self._keys)
        self._on[key] = fault
        self._changed()
        return key

    def remove(self, key: int) -> None:
        """Nothing happens where the fault has used itself up."""
        if self._on.pop(key, None) is not None:
            self._changed()

    def clear(self) -> None:
        self.replace([])

    def replace(self, faults: list[Fault]) -> None:
        self._on = {next(self._keys): fault for fault in faults}
        self._changed()

    @contextmanager
    def on(self, fault: Fault) -> Iterator[None]:
        """The fault, for as long as the block runs."""
        key = self.add(fault)
        try:
            yield
        finally:
            self.remove(key)

    def strike(self, *targets: str, sockets: bool = False) -> list[Fault]:
        """Those that hit this one call, which goes by any of these names, each used up by one.

        The first name is the call's own.

        A call of the API has no `sockets` to drop; such a fault waits for a delivery.
        """
        struck = []
        for key, fault in tuple(self._on.items()):
            if fault.on not in (*targets, "*") or (fault.what == "drop_socket" and not sockets):
                continue
            if not self._hits(fault, targets[0]):
                continue
            struck.append(fault)
            if fault.times is not None:
                self._on[key] = replace(fault, times=fault.times - 1)
                if fault.times == 1:
                    del self._on[key]
                self._changed()
        return struck

    def _hits(self, fault: Fault, name: str) -> bool:
        if fault.chance >= 1:
            return True
        toss = (fault.on, fault.what, name)
        self._tosses[toss] += 1
        said = f"{self._seed} {' '.join(toss)} {self._tosses[toss]}"
        return random.Random(said).random() < fault.chance  # noqa: S311  repeatable on purpose
