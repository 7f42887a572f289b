"""The guide against the screens: no fact of it is missing.

`guide_facts.txt` is the list of its facts, to be read beside the guide. Each stands in the words that
the list has, on the page that the list has: in the page's table and in its text form.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from re import fullmatch
from typing import Any

import pytest

from blocks import plan
from blocks.advice import advice
from blocks.guide import PageRef, page
from blocks.guide_pages import Page, parts
from blocks.pay import Known
from blocks.working import Tried, working
from bot.domain.plan import recommend
from bot.domain.role import Stage
from bot.domain.tree import Answers
from bot.guide.load import load
from bot.guide.values import Guide
from tests.unit.shown import said

GUIDE = load()
WHEN_ALL_WAS_NEW = Known(date(2025, 6, 1))
"""A day on which no figure is withheld."""
NOW = plan.begun(GUIDE.tree, "draft", datetime(2025, 6, 1, 12, tzinfo=UTC), None)

ADVISED: dict[str, Answers] = {
    "advice: nothing": {},
    "advice: answers": {"goal": "answers"},
    "advice: service": {"goal": "service"},
    "advice: no model": {"goal": "service", "model": "none"},
    "advice: language model": {"approach": "llm_api"},
}


@dataclass(frozen=True)
class Fact:
    place: str
    says: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.place}: {self.says}"

    def is_missing(self, there: Mapping[str, list[str]]) -> bool:
        every = self.place.removeprefix("every ")
        forms = [
            form
            for place, shown in there.items()
            if place == self.place or (every != self.place and _is_a(every, place))
            for form in shown
        ]
        return not forms or any(word not in form for form in forms for word in self.words)


def _is_a(kind: str, place: str) -> bool:
    return kind == "page" or place.startswith(kind)


def listed() -> Iterator[Fact]:
    for line in Path(__file__).with_name("guide_facts.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            place, says, words = (one.strip() for one in line.split("|"))
            yield Fact(place, says, tuple(word.strip() for word in words.split(";")))


FACTS = list(listed())


def pages(guide: Guide) -> dict[str, list[str]]:
    """What stands on each page of the guide, in each of its forms."""
    found = {}
    for at in Page:
        count = len(parts(guide, at, WHEN_ALL_WAS_NEW))
        for part in range(count):
            message = page(guide, PageRef(at, part), WHEN_ALL_WAS_NEW)
            forms = [message.blocks, *([message.plainer] if message.plainer else [])]
            found[f"{at} {part + 1}" if count > 1 else f"{at}"] = [_read(one) for one in forms]
    return found


def _read(blocks: list[dict[str, Any]]) -> str:
    """The text, without what can be pressed."""
    return said([block for block in blocks if block["type"] not in {"actions", "input"}])


def questions(guide: Guide) -> str:
    """Every page of the questions, for every stage, with all that can be answered."""
    return "".join(
        said(plan.page(guide.tree, replace(NOW, page=one.id, answers={"stage": stage}))["blocks"])
        for one in guide.tree.pages
        for stage in Stage
    )


def decisions(guide: Guide) -> Iterator[tuple[str, str]]:
    tree = guide.tree
    for name, answers in ADVISED.items():
        yield name, _read(advice(tree, NOW, recommend(tree, answers))["blocks"])
    for name, example in zip(("fintech", "SaaS"), guide.examples.examples, strict=True):
        tried = Tried(replace(NOW, answers=example.answers), example.answers)
        yield f"working: {name}", _read(working(guide, tried, WHEN_ALL_WAS_NEW)["blocks"])


PAGES = pages(GUIDE)
ELSEWHERE = {
    "questions": [questions(GUIDE)],
    **{place: [shown] for place, shown in decisions(GUIDE)},
}


@pytest.mark.parametrize("fact", FACTS, ids=str)
def test_every_fact_of_the_guide_stands_where_it_has_to(fact: Fact) -> None:
    there = ELSEWHERE if fact.place in ELSEWHERE else PAGES
    assert not fact.is_missing(there), fact.words


def test_every_page_has_facts() -> None:
    assert {fact.place for fact in FACTS} >= PAGES.keys() | ELSEWHERE.keys()


# The other way round: nothing in the guide's files that the list would not miss. ----------------

UNSEEN = (
    r"\w+\.(source|url|published)",  # whose a file is: said once, from start.toml
    r"pay\.guide\.source",
    r"pay\.benchmarks\[\d\]\.url",
    r"pay\.benchmarks\[[1-7]\]\.(population|year|source|as_of)",  # as of the first: said once
    r"start\.next\[\d\]\.id",
    r"examples\.examples\[\d\]\.(id|short|answers\..*)",  # a button's words, and what is asked
)
ON_PAGES = ("start", "matrix", "roles", "pay", "examples", "steps")


def spoilt(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """`value` again and again, each time with another one of its texts and figures changed."""
    match value:
        case Enum() | None:
            return
        case str():
            yield path, "–"
        case int():
            yield path, value + 1000
        case date():
            yield path, value.replace(year=value.year - 1)
        case _:
            yield from _inside_spoilt(value, path)


def _inside_spoilt(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    match value:
        case tuple():
            for at, one in enumerate(value):
                for where, changed in spoilt(one, f"{path}[{at}]"):
                    yield where, (*value[:at], changed, *value[at + 1 :])
        case Mapping():
            for key, one in value.items():
                for where, changed in spoilt(one, f"{path}.{key}"):
                    yield where, {**value, key: changed}
        case _:
            for name in (field.name for field in fields(value)):
                for where, changed in spoilt(getattr(value, name), f"{path}.{name}"):
                    yield where, replace(value, **{name: changed})


@pytest.mark.parametrize("name", ON_PAGES)
def test_a_fact_that_is_taken_out_of_a_file_is_missed(name: str) -> None:
    not_missed = [
        path
        for path, changed in spoilt(getattr(GUIDE, name), name)
        if not any(fullmatch(unseen, path) for unseen in UNSEEN)
        and not _is_noticed(pages(replace(GUIDE, **{name: changed})))
    ]
    assert not_missed == []


def _is_noticed(there: Mapping[str, list[str]]) -> bool:
    return any(fact.is_missing(there) for fact in FACTS if fact.place not in ELSEWHERE)


def test_whatever_shows_the_guides_figures_says_whose_they_are_and_of_when() -> None:
    for place in (*PAGES.values(), *(ELSEWHERE[one] for one in ELSEWHERE if "working" in one)):
        for form in place:
            assert "ThirstySprout’s guide>, 27 Feb 2026" in form
