"""What payloads show, as text."""

from collections.abc import Iterator
from typing import Any


def texts(value: Any) -> Iterator[str]:
    """Text by text, in the order of the screen."""
    match value:
        case {"text": str(text)}:
            yield text
        case dict():
            for one in value.values():
                yield from texts(one)
        case list():
            for one in value:
                yield from texts(one)


def said(blocks: Any) -> str:
    return "".join(texts(blocks))
