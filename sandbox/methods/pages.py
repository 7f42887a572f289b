"""Cursor pagination, the same for every method that lists something."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from sandbox.methods.call import Call, Refused

Item = TypeVar("Item")


def page(call: Call, items: Sequence[Item]) -> tuple[Sequence[Item], str]:
    """The page asked for, and the cursor of the next one, empty on the last."""
    start = place_in(call.text("cursor") or "", "next") or 0
    end = start + _limit(call)
    return items[start:end], cursor_at("next", end) if end < len(items) else ""


def cursor_at(word: str, place: int) -> str:
    return base64.urlsafe_b64encode(f"{word}:{place}".encode()).decode()


def place_in(cursor: str, word: str) -> int | None:
    """Where the page begins; None for the first. Raises invalid_cursor."""
    if not cursor:
        return None
    try:
        said, _, digits = base64.urlsafe_b64decode(cursor).decode().partition(":")
    except (binascii.Error, ValueError) as wrong:
        raise Refused("invalid_cursor") from wrong
    place = number(digits)
    if said != word or place is None:
        raise Refused("invalid_cursor")
    return place


def number(digits: str) -> int | None:
    """None for what is none, and for more digits than Python reads."""
    try:
        return int(digits) if digits.isdecimal() else None
    except ValueError:
        return None


def _limit(call: Call) -> int:
    given = call.text("limit")
    if not given or given == "0":
        return call.page.usual
    limit = number(given)
    if limit is None or limit > call.page.most:
        raise Refused("invalid_limit")
    return limit
