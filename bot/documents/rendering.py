"""Templates of plain text, filled in.

What people typed stands in a document as they typed it: nothing parses the text further on, so that
nothing is escaped. A name that a template has and nobody gives is an error, not a gap.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parents[2] / "templates"


def quoted(text: str) -> str:
    """Every line as part of a quotation, so that none can pass for a heading of the document."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def rendered(template: str, **values: Any) -> str:
    return _templates().get_template(template).render(values)


@cache
def _templates() -> "Environment":
    from jinja2 import (  # noqa: PLC0415 -- no start waits for what the first document needs
        Environment,
        FileSystemLoader,
        StrictUndefined,
    )

    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 -- plain text, shown where nothing is parsed
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    templates.filters["quoted"] = quoted
    return templates
