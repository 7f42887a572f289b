"""The measures that limits name: each looks at one object and says what is wrong, in Slack's words."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from sandbox.strict_rules import Limit, path, values_at

Found = Iterator[tuple[str, str]]
"""JSON pointer and message of each fault."""


def length(text: str) -> int:
    """UTF-16 units, the strictest reading: Slack does not document the unit."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def faults(limit: Limit, holder: Mapping[str, Any], where: str) -> Found:
    """What `limit` has against `holder`, which stands at the pointer `where`."""
    if limit.when and next(values_at(limit.when, holder, where), None) is None:
        return
    for spot, message in _MEASURES[limit.rule](limit, holder, where):
        yield spot, limit.says or message


def _measured(limit: Limit, holder: Any, where: str) -> Iterator[tuple[str, Any]]:
    for steps in limit.paths:
        for spot, value in values_at(steps, holder, where):
            if limit.counts is None or value is limit.counts:
                yield spot, value


def _numbers(limit: Limit, holder: Any, where: str) -> Iterator[tuple[str, int | float]]:
    for spot, value in _measured(limit, holder, where):
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield spot, value


def _texts(limit: Limit, holder: Any, where: str) -> Iterator[tuple[str, str]]:
    for spot, value in _measured(limit, holder, where):
        if isinstance(value, str):
            yield spot, value


def _collections(limit: Limit, holder: Any, where: str) -> Iterator[tuple[str, int]]:
    for spot, value in _measured(limit, holder, where):
        if isinstance(value, list | Mapping):
            yield spot, len(value)


def _max_length(limit: Limit, holder: Any, where: str) -> Found:
    for spot, text in _texts(limit, holder, where):
        if length(text) > limit.value:
            yield spot, f"must be less than {limit.value + 1} characters"


def _min_length(limit: Limit, holder: Any, where: str) -> Found:
    for spot, text in _texts(limit, holder, where):
        if length(text) < limit.value:
            yield spot, f"must be more than {limit.value - 1} characters"


def _max_items(limit: Limit, holder: Any, where: str) -> Found:
    for spot, count in _collections(limit, holder, where):
        if count > limit.value:
            yield spot, f"no more than {limit.value} items allowed"


def _min_items(limit: Limit, holder: Any, where: str) -> Found:
    for spot, count in _collections(limit, holder, where):
        if count < limit.value:
            yield spot, f"no fewer than {limit.value} items allowed"


def _minimum(limit: Limit, holder: Any, where: str) -> Found:
    for spot, number in _numbers(limit, holder, where):
        if number < limit.value:
            yield spot, f"must be at least {limit.value}"


def _maximum(limit: Limit, holder: Any, where: str) -> Found:
    for spot, number in _numbers(limit, holder, where):
        if number > limit.value:
            yield spot, f"must be at most {limit.value}"


def _pattern(limit: Limit, holder: Any, where: str) -> Found:
    for spot, text in _texts(limit, holder, where):
        if not re.fullmatch(limit.value, text, re.ASCII):
            yield spot, f"must match the pattern {limit.value}"


def _date(limit: Limit, holder: Any, where: str) -> Found:
    for spot, text in _texts(limit, holder, where):
        try:
            date.fromisoformat(text)
        except ValueError:
            yield spot, "must be a valid date"


def _enum(limit: Limit, holder: Any, where: str) -> Found:
    for spot, value in _measured(limit, holder, where):
        if not isinstance(value, str | int) or value not in limit.value:
            yield spot, f"must be a valid enum value ({', '.join(map(str, limit.value))})"


def _present(limit: Limit, holder: Mapping[str, Any]) -> int:
    return sum(name in holder for name in limit.value)


def _any_required(limit: Limit, holder: Any, where: str) -> Found:
    if not _present(limit, holder):
        yield where, f"must provide at least one of: {', '.join(limit.value)}"


def _exactly_one(limit: Limit, holder: Any, where: str) -> Found:
    if _present(limit, holder) != 1:
        yield where, f"must provide exactly one of: {', '.join(limit.value)}"


def _max_count(limit: Limit, holder: Any, where: str) -> Found:
    for spot, _ in list(_measured(limit, holder, where))[limit.value :]:
        yield spot, f"no more than {limit.value} allowed"


def _max_total(limit: Limit, holder: Any, where: str) -> Found:
    total = 0
    for spot, text in _texts(limit, holder, where):
        before, total = total, total + length(text)
        if before <= limit.value < total:
            yield spot, f"must be less than {limit.value + 1} characters in all"


def _same_length(limit: Limit, holder: Any, where: str) -> Found:
    counts = list(_collections(limit, holder, where))
    for spot, count in counts:
        if count != counts[0][1]:
            yield spot, f"must have {counts[0][1]} items as the first has"


def _unique(limit: Limit, holder: Any, where: str) -> Found:
    seen = set()
    for spot, text in _texts(limit, holder, where):
        if text in seen:
            yield spot, f"already in use: {text}"
        seen.add(text)


def _among(limit: Limit, holder: Any, where: str) -> Found:
    offered = {
        _option(value) for text in limit.value for _, value in values_at(path(text), holder, where)
    }
    for spot, value in _measured(limit, holder, where):
        if _option(value) not in offered:
            yield spot, "must exactly match one of the options"


def _option(value: Any) -> tuple[object, ...]:
    """What makes two options the same; made of strings alone, so that any value can be compared."""
    looks = ("value", "text.type", "text.text", "description.type", "description.text", "url")
    found = (next(values_at(path(look), value, ""), ("", None))[1] for look in looks)
    return tuple(one if isinstance(one, str) else None for one in found)


def _needs(limit: Limit, holder: Any, where: str) -> Found:
    if limit.value not in holder and next(_measured(limit, holder, where), None):
        yield where, f"missing required field: {limit.value}"


def _excludes(limit: Limit, holder: Any, where: str) -> Found:
    if holder.get(limit.value) and any(value for _, value in _measured(limit, holder, where)):
        yield where, f"{limit.value} cannot be combined with text or blocks"


def _max_bytes(limit: Limit, holder: Any, where: str) -> Found:
    try:
        size = len(json.dumps(holder, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    except (TypeError, ValueError, RecursionError):
        yield where, "must be valid JSON"
        return
    if size > limit.value:
        yield where, f"must be no more than {limit.value} bytes"


_MEASURES: Final[Mapping[str, Callable[[Limit, Any, str], Found]]] = {
    "maxLength": _max_length,
    "minLength": _min_length,
    "maxItems": _max_items,
    "minItems": _min_items,
    "minimum": _minimum,
    "maximum": _maximum,
    "pattern": _pattern,
    "date": _date,
    "enum": _enum,
    "anyRequired": _any_required,
    "exactlyOne": _exactly_one,
    "maxCount": _max_count,
    "maxTotal": _max_total,
    "maxBytes": _max_bytes,
    "sameLength": _same_length,
    "unique": _unique,
    "among": _among,
    "needs": _needs,
    "excludes": _excludes,
}
