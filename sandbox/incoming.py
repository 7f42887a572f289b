"""JSON from outside, in which nothing stands that JSON cannot say again."""

import json
import math
from typing import Any


def decoded(raw: str | bytes) -> Any:
    """Raises ValueError for what is no JSON, is nested too deep, or holds NaN or infinity.

    Half a surrogate pair, which JSON can spell and UTF-8 cannot, becomes a question mark.
    """
    text = raw.decode() if isinstance(raw, bytes) else raw
    try:
        value = json.loads(text, parse_constant=_no_number, parse_float=_finite)
        return json.loads(_whole(value)) if "\\u" in text else value
    except RecursionError as deep:
        raise ValueError("It is nested too deep.") from deep


def decoded_or_none(raw: str | bytes) -> Any:
    """The value, or None for what cannot be read."""
    try:
        return decoded(raw)
    except ValueError:
        return None


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number.")


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _no_number(digits)


def _whole(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode(errors="replace")
