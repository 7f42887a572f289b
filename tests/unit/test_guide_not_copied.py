"""The guide against our texts: no sentence of it is copied."""

import ast
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from blocks.guide import PageRef, page
from blocks.guide_pages import Page, parts
from blocks.pay import Known
from bot.guide.load import HERE, load
from tests.unit.guide_runs import of_the_guide, runs
from tests.unit.shown import texts

GUIDE = load()
TITLE = GUIDE.start.source
"""Named as the source: that one may stand as it is."""
OF_THE_GUIDE = of_the_guide()
ROOT = HERE.parents[1]
SHOWN = (*HERE.glob("*.toml"), *(ROOT / "templates").iterdir())
WRITTEN = (*ROOT.glob("docs/**/*.md"), ROOT / "README.md")
CODE = [file for room in ("bot", "blocks", "handlers") for file in ROOT.glob(f"{room}/**/*.py")]


def in_file(file: Path) -> Iterator[str]:
    """The texts in a file, or the file as one text."""
    text = file.read_text(encoding="utf-8")
    match file.suffix:
        case ".toml":
            yield from in_values(tomllib.loads(text))
        case ".py":
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value
        case _:
            yield text


def in_values(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for one in value.values():
                yield from in_values(one)
        case list():
            for one in value:
                yield from in_values(one)


def copied(text: str) -> bool:
    return not OF_THE_GUIDE.isdisjoint(runs(text.replace(TITLE, " ")))


@pytest.mark.parametrize("file", sorted((*SHOWN, *WRITTEN)), ids=lambda file: file.name)
def test_no_sentence_of_the_guide_is_copied_into_a_file(file: Path) -> None:
    assert [text for text in in_file(file) if copied(text)] == []


def test_no_sentence_of_the_guide_is_copied_into_the_code() -> None:
    assert CODE
    assert [text for file in CODE for text in in_file(file) if copied(text)] == []


@pytest.mark.parametrize("at", Page)
def test_no_sentence_of_the_guide_is_copied_onto_a_page(at: Page) -> None:
    known = Known(date(2025, 6, 1))
    for part in range(len(parts(GUIDE, at, known))):
        shown = page(GUIDE, PageRef(at, part), known)
        for form in (shown.blocks, shown.plainer or []):
            assert [text for text in texts(form) if copied(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Their goal is to find actionable insights",
        "We say: their *goal* is to find actionable insights, too.",
        "A Machine Learning Engineer’s work begins where the Data Scientist's prototype ends",
    ],
)
def test_a_copied_sentence_is_noticed(text: str) -> None:
    assert copied(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hire a Machine Learning Engineer",
        "SQL, pandas, scikit-learn, and Tableau",
        "$159,000 annually versus $154,000",
        TITLE,
    ],
)
def test_names_tools_and_figures_are_nobodys_sentence(text: str) -> None:
    assert not copied(text)
