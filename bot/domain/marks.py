"""A short mark of what a form showed, where there is no room for it, or no place for typed text."""

import hashlib

LENGTH = 16
"""Characters of a mark."""


def mark_of(value: object) -> str:
    """The same for the same."""
    return hashlib.sha256(repr(value).encode("utf-8", "replace")).hexdigest()[:LENGTH]
