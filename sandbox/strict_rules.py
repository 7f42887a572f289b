"""What `rules/shapes.json` and `rules/limits.json` say, read once into values."""

import fnmatch
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

_IDS: Final = {"block": "block_id", "element": "action_id"}
SURFACES: Final = frozenset({"message", "modal", "home"})


@dataclass(frozen=True, slots=True)
class Key:
    """A step to one key of an object."""

    name: str


@dataclass(frozen=True, slots=True)
class Each:
    """A step to every item of a list, or to every value of a map."""


@dataclass(frozen=True, slots=True)
class At:
    """A step to one item of a list."""

    index: int


@dataclass(frozen=True, slots=True)
class Typed:
    """A step that stays, where the value (or the items of the list) have this `type`."""

    type: str


Step = Key | Each | At | Typed
Path = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value must be.

    `name` is a primitive, a shape, or a group where `group`; with `inner` it is a
    `list` or a `map` of that kind.
    """

    name: str
    group: bool = False
    nullable: bool = False
    inner: "Kind | None" = None


@dataclass(frozen=True, slots=True)
class Field:
    kind: Kind
    required: bool


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: `rule` names the measure, `value` its bound, `paths` what is measured."""

    id: str
    rule: str
    paths: tuple[Path, ...]
    value: Any
    counts: Any = None
    when: Path | None = None
    says: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    tag: str
    type: str | None
    surfaces: frozenset[str]
    open: bool
    fields: Mapping[str, Field]
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    shapes: Mapping[str, Shape]
    groups: Mapping[str, tuple[Shape, ...]]
    timing: Mapping[str, int]


def read(name: str) -> Any:
    """The JSON of one file in `rules/`."""
    return json.loads(files("sandbox").joinpath("rules", name).read_text(encoding="utf-8"))


@cache
def rules() -> Rules:
    """Both files, read at the first use."""
    shapes_json, limits_json = read("shapes.json"), read("limits.json")
    raw = shapes_json["shapes"]
    stated = [*limits_json["limits"], *limits_json["rules"]]
    shapes = {name: _shape(name, spec, stated) for name, spec in raw.items()}
    groups = {
        group: tuple(
            shapes[name] for pattern in members for name in fnmatch.filter(shapes, pattern)
        )
        for group, members in shapes_json["groups"].items()
    }
    return Rules(shapes, groups, limits_json["timing"])


def path(text: str) -> Path:
    """A path of the rules files: `options[].text.text`, `blocks[table]`, `errors{}`, ``."""
    return tuple(_steps(text))


def values_at(steps: Path, value: Any, where: str) -> Iterator[tuple[str, Any]]:
    """What a path leads to in `value`, each with its JSON pointer; nothing where it ends early."""
    if not steps:
        yield where, value
        return
    if isinstance(steps[0], Typed) and isinstance(value, Mapping):
        if value.get("type") == steps[0].type:
            yield from values_at(steps[1:], value, where)
        return
    for key, item in _led(steps[0], value):
        yield from values_at(steps[1:], item, pointer(where, key))


def pointer(where: str, key: object) -> str:
    """One JSON pointer further (RFC 6901)."""
    return f"{where}/{str(key).replace('~', '~0').replace('/', '~1')}"


def _led(step: Step, value: Any) -> Iterator[tuple[object, Any]]:
    match step, value:
        case Key(name), Mapping() if name in value:
            yield name, value[name]
        case Each(), Mapping():
            yield from value.items()
        case Each(), list():
            yield from enumerate(value)
        case At(index), list() if index < len(value):
            yield index, value[index]
        case Typed(wanted), list():
            for index, item in enumerate(value):
                if isinstance(item, Mapping) and item.get("type") == wanted:
                    yield index, item


def _steps(text: str) -> Iterator[Step]:
    for name, bracket in re.findall(r"([a-z_]+)|[\[{](\w*)[\]}]", text):
        if name:
            yield Key(name)
        elif not bracket:
            yield Each()
        elif bracket.isdigit():
            yield At(int(bracket))
        else:
            yield Typed(bracket)


def _shape(name: str, spec: Mapping[str, Any], stated: list[dict[str, Any]]) -> Shape:
    kind = spec.get("kind")
    own = {_IDS[kind]: "string"} if kind else {}
    called = {name, spec.get("like", name), f"*{kind}"}
    return Shape(
        name=name,
        tag=spec.get("tag", "type"),
        type=spec.get("type", name if kind else None),
        surfaces=frozenset(spec.get("on", SURFACES)),
        open=spec.get("open", False),
        fields={key: _field(text) for key, text in {**own, **spec["fields"]}.items()},
        limits=tuple(
            _limit(one) for one in stated if called & {one.get("type"), *one.get("of", ())}
        ),
    )


def _limit(spec: Mapping[str, Any]) -> Limit:
    return Limit(
        id=spec.get("id") or ".".join(filter(None, (spec["type"], spec["path"], spec["rule"]))),
        rule=spec["rule"],
        paths=tuple(path(text) for text in spec.get("paths", [spec.get("path")])),
        value=spec["value"],
        counts=spec.get("counts"),
        when=path(spec["when"]) if "when" in spec else None,
        says=spec.get("says"),
        error=spec.get("error"),
    )


def _field(text: str) -> Field:
    return Field(_kind(text.removesuffix("!")), text.endswith("!"))


def _kind(text: str) -> Kind:
    if text.startswith("["):
        return Kind("list", inner=_kind(text[1:-1]))
    if text.startswith("{"):
        return Kind("map", inner=_kind(text[1:-1]))
    if text.endswith("?"):
        return Kind(text[:-1], nullable=True)
    return Kind(text.removeprefix("@"), group=text.startswith("@"))
