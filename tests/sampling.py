"""Long tables of the same story: a few lines of each for every change, all of them in `make soak`."""

from collections.abc import Iterable
from typing import Any

import pytest


def sampled(lines: Iterable[Any], every: int, names: Iterable[str] = ()) -> list[Any]:
    """Every `every`th line as it is, from the first on; the others in `make soak`."""
    given = list(lines)
    called: list[str | None] = [*names] or [None] * len(given)
    return [
        pytest.param(
            *(line if isinstance(line, tuple) else (line,)),
            id=name,
            marks=pytest.mark.soak if place % every else (),
        )
        for place, (line, name) in enumerate(zip(given, called, strict=True))
    ]
