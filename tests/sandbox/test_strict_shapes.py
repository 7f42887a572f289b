"""Every shape of rules/shapes.json: what it must, may and must not hold, and where it may stand."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.strict import Problem, check_view
from sandbox.strict_rules import SURFACES, Field, Shape, rules
from tests.sandbox.payloads import SHAPES, Placed, around, minimal, placed, sample

NAMED = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)


def found(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(one.where, one.rule) for one in problems]


def home_of(shape: Shape) -> tuple[Placed, int]:
    for number, spot in enumerate(placed(shape.name, minimal(shape))):
        if not spot.problems():
            return spot, number
    raise AssertionError(f"no payload may hold the least {shape.name}")


def said(shape: Shape, value: Any, number: int) -> tuple[str, set[tuple[str, str]]]:
    spot = [*placed(shape.name, value)][number]
    return spot.where, {*found(spot.problems())}


@NAMED
def test_the_least_of_each_is_taken_somewhere(shape: Shape) -> None:
    home_of(shape)


@NAMED
def test_each_required_field_is_missed(shape: Shape) -> None:
    _, number = home_of(shape)
    required = [name for name, field in shape.fields.items() if field.required]
    for name in [*required, *([shape.tag] if shape.type else [])]:
        value = minimal(shape)
        del value[name]
        if not value:
            continue  # an empty answer is no answer, and right
        if shape.name in {"modal", "home"} and name == "type":
            assert found(check_view(value)) == [("/view", "required")]
        else:
            where, problems = said(shape, value, number)
            assert (where, "required") in problems


@NAMED
def test_a_field_that_slack_does_not_know_is_refused(shape: Shape) -> None:
    _, number = home_of(shape)
    where, problems = said(shape, minimal(shape) | {"colour": "red"}, number)
    assert ((where, "unknown") in problems) is not shape.open


@NAMED
def test_each_field_may_hold_only_its_kind(shape: Shape) -> None:
    _, number = home_of(shape)
    for name, field in shape.fields.items():
        for wrong in wrong_for(field):
            where, problems = said(shape, minimal(shape, but=name) | {name: wrong}, number)
            assert (f"{where}/{name}", "kind") in problems, (name, wrong)


@NAMED
def test_every_field_is_taken_where_it_belongs(shape: Shape) -> None:
    for name in shape.fields:
        value = minimal(shape, but=name) | {name: sample(shape, name)}
        if name.startswith("initial_option") and "options" in value:
            value[name] = value["options"] if name == "initial_options" else value["options"][0]
        if name == "markdown_text":
            del value["markdown_text"]
        assert any(not spot.problems() for spot in placed(shape.name, value)), name


STANDING = [shape for shape in SHAPES.values() if {"block_id", "action_id"} & shape.fields.keys()]


@pytest.mark.parametrize("surface", sorted(SURFACES))
@pytest.mark.parametrize("shape", STANDING, ids=[shape.name for shape in STANDING])
def test_it_stands_on_its_surfaces_and_on_no_other(shape: Shape, surface: str) -> None:
    spots = [spot for spot in placed(shape.name, minimal(shape)) if spot.root == surface]
    assert any(not spot.problems() for spot in spots) is (surface in shape.surfaces)


def hosts(group: str) -> Iterator[tuple[Shape, str]]:
    for shape in SHAPES.values():
        for name, field in shape.fields.items():
            kind = field.kind
            while kind.inner:
                kind = kind.inner
            if kind.group and kind.name == group:
                yield shape, name


@pytest.mark.soak
@pytest.mark.parametrize("group", [group for group in rules().groups if [*hosts(group)]])
def test_a_host_takes_its_own_and_refuses_strangers(group: str) -> None:
    own = {shape.type for shape in rules().groups[group]}
    strangers = [shape for shape in SHAPES.values() if shape.type not in own]
    for host, name in hosts(group):
        for stranger in strangers:
            value, step = around(host, name, minimal(stranger))
            for spot in placed(host.name, value):
                refused = spot.problems()
                assert any(one.where.startswith(spot.where + step) for one in refused), (
                    stranger.name
                )


def wrong_for(field: Field) -> Iterator[Any]:
    kind = field.kind
    if kind.name == "any":
        return
    if not kind.nullable:
        yield None
    if kind.name != "string":
        yield "text"
    if kind.name not in {"integer", "number"}:
        yield 7
    if kind.name != "boolean":
        yield True
    if kind.name != "list":
        yield []
    if kind.name in {"list", "string", "boolean", "integer", "number"}:
        yield {}
    if kind.name == "integer":
        yield 1.5
