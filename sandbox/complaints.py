"""What Slack's client says about an input before it sends anything to the app."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sandbox.elements import HOLDERS
from sandbox.strict_limits import length
from sandbox.values import Json

REQUIRED = "Please complete this required field."
_NO_DATE = "Please enter a valid date."
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_URL = re.compile(r"https?://[^\s/.]+\.[^\s]+|https?://localhost\S*")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)


def about(blocks: list[Json], values: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """block_id → complaint, for each input block that cannot be submitted as it stands."""
    found: dict[str, str] = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        element = block["element"]
        value = values.get(block["block_id"], {}).get(element["action_id"])
        complaint = _about(element, value, optional=bool(block.get("optional")))
        if complaint is not None:
            found[block["block_id"]] = complaint
    return found


def _about(element: Mapping[str, Any], value: Any, *, optional: bool) -> str | None:
    empty = value in (None, "", []) or (isinstance(value, str) and not value.strip())
    if empty:
        return None if optional else REQUIRED
    check = _CHECKS.get(element["type"])
    if check is not None:
        return check(element, value)
    holder = HOLDERS.get(element["type"])
    if holder is not None and holder.many:
        return _too_many(element, value)
    return None


def _too_many(element: Mapping[str, Any], value: list[str]) -> str | None:
    most = element.get("max_selected_items")
    if most is not None and len(value) > most:
        return f"Please pick {most} at most."
    return None


def _text(element: Mapping[str, Any], value: str) -> str | None:
    shortest, longest = element.get("min_length", 0), element.get("max_length", 3000)
    if length(value) < shortest:
        return f"Please write at least {shortest} characters."
    if length(value) > longest:
        return f"Please write {longest} characters at most."
    return None


def _number(element: Mapping[str, Any], value: str) -> str | None:
    number = _decimal(value)
    if number is None:
        return "Please enter a number."
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Please enter a whole number."
    least, most = _decimal(element.get("min_value")), _decimal(element.get("max_value"))
    if least is not None and number < least:
        return f"Please enter a number of {least} or more."
    if most is not None and number > most:
        return f"Please enter a number of {most} or less."
    return None


def _decimal(text: str | None) -> Decimal | None:
    """None for what is no number; `Decimal` alone takes 1_000 and NaN, too."""
    return Decimal(text) if text is not None and _NUMBER.fullmatch(text) else None


def _date(_: Mapping[str, Any], value: str) -> str | None:
    try:
        # Alone, `fromisoformat` takes 20261201 and weeks, too.
        return None if _DATE.fullmatch(value) and date.fromisoformat(value) else _NO_DATE
    except ValueError:
        return _NO_DATE


def _shape(
    pattern: re.Pattern[str], complaint: str
) -> Callable[[Mapping[str, Any], str], str | None]:
    def check(_: Mapping[str, Any], value: str) -> str | None:
        return None if pattern.fullmatch(value) else complaint

    return check


_CHECKS: Mapping[str, Callable[[Mapping[str, Any], Any], str | None]] = {
    "plain_text_input": _text,
    "number_input": _number,
    "datepicker": _date,
    "email_text_input": _shape(_EMAIL, "Please enter a valid e-mail address."),
    "url_text_input": _shape(_URL, "Please enter a valid URL."),
    "timepicker": _shape(_TIME, "Please enter a valid time."),
}
