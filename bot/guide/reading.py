"""One TOML table → one value, strictly: no key unknown, none missing, no text empty."""

from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec

Value = TypeVar("Value")


class GuideError(Exception):
    """A file of the guide does not hold together."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        super().__init__(f"{file}, {key}: {problem}")
        self.file = file
        self.key = key
        self.problem = problem


def read(file: str, key: str, raw: Any, wanted: type[Value]) -> Value:
    """`raw`, found in `file` under `key`, as a `wanted`.

    Raises:
        GuideError: naming the key, as far in as it goes.
    """
    try:
        value = msgspec.convert(raw, wanted)
    except msgspec.ValidationError as wrong:
        problem, _, place = str(wrong).partition(" - at ")
        path = place.rpartition("$")[2].rstrip("`")
        raise GuideError(file, _joined(key, path), problem) from wrong
    for path, problem in _faults(raw, msgspec.to_builtins(value)):
        raise GuideError(file, _joined(key, path), problem)
    return value


def _joined(key: str, path: str) -> str:
    return f"{key}{path}".lstrip(".")


def _faults(raw: Any, understood: Any, path: str = "") -> Iterator[tuple[str, str]]:
    match raw:
        case dict():
            for key, inner in raw.items():
                if key not in understood:
                    yield f"{path}.{key}", "unknown key"
                else:
                    yield from _faults(inner, understood[key], f"{path}.{key}")
        case list():
            for index, inner in enumerate(raw):
                yield from _faults(inner, understood[index], f"{path}[{index}]")
        case str() if not raw.strip():
            yield path, "missing text"
