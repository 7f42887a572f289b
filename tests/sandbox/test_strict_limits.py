"""Every limit of rules/limits.json: what is at it is taken, what is one over is refused there."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sandbox.strict_rules import Key, Kind, Limit, Shape, read, values_at
from tests.sandbox.payloads import SHAPES, TEXTS, minimal, of_kind, placed, sample, with_leaf

Leaf = Callable[[Kind, str], Any]
LIMITS = {
    limit.id: limit
    for shape in SHAPES.values()
    for limit in shape.limits
    if limit.id not in {rule["id"] for rule in read("limits.json")["rules"]}
}


def always(value: Any) -> Leaf:
    return lambda *_: value


def items(number: int) -> Leaf:
    def made(kind: Kind, name: str) -> Any:
        if kind.name == "map":
            return {f"b{index}" if index else "b": "x" for index in range(number)}
        assert kind.inner
        return [of_kind(kind.inner, name) for _ in range(number)]

    return made


def pattern_examples(limit: Limit) -> tuple[list[Leaf], list[Leaf]]:
    right = next(text for (shape, name), text in TEXTS.items() if f"{shape}.{name}." in limit.id)
    wrong = ["", f"{right}0", f" {right}", f"{right}\n", right[:-1] + "x", right[:-1] + "٣"]
    return [always(right)], [*map(always, wrong)]


def texts(units: int) -> list[Leaf]:
    """Texts of that many UTF-16 units, of which an emoji takes two."""
    return [
        always("x" * units),
        always("é" * units),
        always("x" * (units % 2) + "😀" * (units // 2)),
    ]


def at_and_over(limit: Limit) -> tuple[list[Leaf], list[Leaf]]:
    bound = limit.value
    cases: dict[str, Callable[[], tuple[list[Leaf], list[Leaf]]]] = {
        "maxLength": lambda: (texts(bound), texts(bound + 1)),
        "minLength": lambda: (texts(bound), texts(bound - 1)),
        "maxItems": lambda: ([items(bound)], [items(bound + 1)]),
        "minItems": lambda: ([items(bound)], [items(bound - 1)]),
        "minimum": lambda: ([always(bound)], [always(bound - 1)]),
        "maximum": lambda: ([always(bound)], [always(bound + 1)]),
        "enum": lambda: ([*map(always, bound)], [always(type(bound[0])(7))]),
        "pattern": lambda: pattern_examples(limit),
        "date": lambda: ([always("2028-02-29")], [always("2026-02-29"), always("2026-04-31")]),
    }
    return cases[limit.rule]()


def holders(limit: Limit) -> Iterator[Shape]:
    (path,) = limit.paths
    for shape in SHAPES.values():
        first = path[0] if path else None
        if limit in shape.limits and (
            first is None or (isinstance(first, Key) and first.name in shape.fields)
        ):
            yield shape


def home_of(limit: Limit, value: Callable[[Shape], Any]) -> tuple[Shape, int]:
    """A shape with that limit, and which of its places takes `value(shape)` without a word."""
    tried = []
    for shape in holders(limit):
        for number, spot in enumerate(placed(shape.name, value(shape))):
            problems = spot.problems()
            if not problems:
                return shape, number
            tried.append((spot.root, spot.where, problems[:2]))
    raise AssertionError(f"nothing takes {limit.id} at its limit: {tried[:5]}")


MEASURED = {name: limit for name, limit in LIMITS.items() if limit.paths != ((),)}


@pytest.mark.parametrize("limit", MEASURED.values(), ids=MEASURED)
def test_at_the_limit_is_taken_and_one_over_is_refused_there(limit: Limit) -> None:
    right, wrong = at_and_over(limit)
    (path,) = limit.paths
    for leaf in right:
        home, place = home_of(limit, lambda shape, leaf=leaf: with_leaf(shape, path, leaf))
    for leaf in wrong:
        value = with_leaf(home, path, leaf)
        spot = [*placed(home.name, value)][place]
        found = [problem.where for problem in spot.problems() if problem.rule == limit.id]
        assert found, spot.problems()
        assert set(found) <= {where for where, _ in values_at(path, value, spot.where)}


CHOICES = {name: limit for name, limit in LIMITS.items() if limit.paths == ((),)}


@pytest.mark.parametrize("limit", CHOICES.values(), ids=CHOICES)
def test_of_several_fields_the_right_number_must_be_there(limit: Limit) -> None:
    for name in limit.value:
        home, place = home_of(limit, lambda shape, name=name: chosen_alone(shape, name))
    none = chosen_alone(home, limit.value[0])
    del none[limit.value[0]]
    wrong = [none]
    if limit.rule == "exactlyOne":
        wrong.append(none | {name: sample(home, name) for name in limit.value})
    for value in wrong:
        spot = [*placed(home.name, value)][place]
        assert (spot.where, limit.id) in {(one.where, one.rule) for one in spot.problems()}


def chosen_alone(shape: Shape, name: str) -> dict[str, Any]:
    return minimal(shape, but=name) | {name: sample(shape, name)}


def test_every_limit_of_the_file_is_somebodys() -> None:
    stated = read("limits.json")["limits"]
    ids = {".".join(filter(None, (one["type"], one["path"], one["rule"]))) for one in stated}
    assert len(ids) == len(stated)
    assert ids == LIMITS.keys()
