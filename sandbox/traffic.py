"""The inspector: the last requests both ways, without a secret in them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sandbox.strict import Problem
from sandbox.values import Json

KEPT = 500
_SECRET = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=ticket=)[\w-]+|(?<=/response/)\w+|(?<=Bearer )\S+"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """`at` is on the virtual clock; `ms` took real time, None while it is under way.

    `early` of a call that came before the end of a Retry-After: how many seconds before.
    """

    id: int
    at: float
    kind: Literal["delivery", "api", "response_url"]
    name: str
    direction: Literal["to_app", "from_app"]
    request: Any
    response: Any = None
    status: int | None = None
    ms: float | None = None
    ok: bool | None = None
    error: str | None = None
    problems: tuple[Problem, ...] = ()
    retry: int | None = None
    early: float | None = None

    def as_json(self) -> Json:
        body = asdict(self)
        body |= {"request": masked(self.request), "response": masked(self.response)}
        return body


class Traffic:
    def __init__(self, changed: Callable[[int], None]) -> None:
        self._changed = changed
        self._entries: dict[int, Entry] = {}
        self._next = 1

    def __iter__(self) -> Iterator[Entry]:
        """Oldest first."""
        return iter(tuple(self._entries.values()))

    def entry(self, number: int) -> Entry | None:
        return self._entries.get(number)

    def next_id(self) -> int:
        self._next += 1
        return self._next - 1

    def put(self, entry: Entry) -> None:
        """New, or the same again with more known of it."""
        self._entries[entry.id] = entry
        if len(self._entries) > KEPT:
            del self._entries[next(iter(self._entries))]
        self._changed(entry.id)


def masked(value: Any) -> Any:
    if isinstance(value, str):
        return _SECRET.sub("…", value)
    if isinstance(value, dict):
        return {key: "…" if key == "token" else masked(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [masked(one) for one in value]
    return value
