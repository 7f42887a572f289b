"""Valid payloads for every shape of `sandbox/rules/shapes.json`, built from the rules themselves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

from sandbox.strict import Problem, check_ack, check_message, check_view
from sandbox.strict_rules import Each, Key, Kind, Path, Shape, rules

SHAPES = rules().shapes
ROOTS = [
    "message",
    "message_update",
    "modal",
    "home",
    *(name for name in SHAPES if name.startswith("ack_")),
]
IDS = {"block_id", "action_id", "value"}
TEXTS = {
    ("datepicker", "initial_date"): "2026-12-01",
    ("timepicker", "initial_time"): "09:30",
    ("inline_color", "value"): "#aabbcc",
}
serial = count()

Leaf = Callable[[Kind, str], Any]


def minimal(shape: Shape, *, but: str = "") -> dict[str, Any]:
    """The least that is valid, with ids used nowhere else; `but` goes without what `but` excludes."""
    names = [name for name, field in shape.fields.items() if field.required]
    names += [
        limit.value[0]
        for limit in shape.limits
        if limit.rule in {"exactlyOne", "anyRequired"} and but not in limit.value
    ]
    made: dict[str, Any] = {shape.tag: shape.type} if shape.type else {}
    made |= {name: sample(shape, name) for name in names if name != but}
    if shape.name == "modal":
        made["submit"] = {"type": "plain_text", "text": "Save"}
    return made


def sample(shape: Shape, name: str) -> Any:
    """A right value for one field."""
    for limit in shape.limits:
        if limit.rule == "enum" and limit.paths == ((Key(name),),):
            return limit.value[0]
        if limit.rule == "enum" and limit.paths == ((Key(name), Each()),):
            return limit.value[:1]
    return TEXTS.get((shape.name, name)) or of_kind(shape.fields[name].kind, name)


def of_kind(kind: Kind, name: str) -> Any:
    if kind.inner:
        item = of_kind(kind.inner, name)
        # Two rows: the first of a data_table is its header.
        items = [item, of_kind(kind.inner, name)] if kind.inner.inner else [item]
        return items if kind.name == "list" else {"b": item}
    plain = {"string": "x", "boolean": False, "integer": 1, "number": 1, "any": 1, "object": {}}
    if kind.name == "string" and name in IDS:
        return f"{name}{next(serial)}"
    return plain[kind.name] if kind.name in plain else minimal(chosen(kind))


def chosen(kind: Kind) -> Shape:
    return rules().groups[kind.name][0] if kind.group else SHAPES[kind.name]


def with_leaf(shape: Shape, path: Path, leaf: Leaf) -> dict[str, Any]:
    """A minimal object of `shape` that has `leaf(kind, field)` where the path leads."""
    if not path:
        return minimal(shape)
    first, *rest = path
    assert isinstance(first, Key)
    made = minimal(shape, but=first.name)
    kind = shape.fields[first.name].kind
    if rest and kind.inner:
        kind, rest = kind.inner, rest[1:]
        items = [_below(kind, first.name, tuple(rest), leaf) for _ in range(2 if kind.inner else 1)]
        made[first.name] = (
            items if shape.fields[first.name].kind.name == "list" else {"b": items[0]}
        )
    else:
        made[first.name] = _below(kind, first.name, tuple(rest), leaf)
    if first.name == "initial_options" and "options" in made:
        made["options"] = made["initial_options"] or made["options"]
    return made


def _below(kind: Kind, name: str, path: Path, leaf: Leaf) -> Any:
    return with_leaf(chosen(kind), path, leaf) if path else leaf(kind, name)


@dataclass(frozen=True, slots=True)
class Placed:
    """A value inside a whole payload, and the pointer at which it stands."""

    root: str
    payload: dict[str, Any]
    where: str

    def problems(self) -> list[Problem]:
        match self.root:
            case "message" | "message_update":
                return check_message(self.payload, update=self.root == "message_update")
            case "ack_options":
                return check_ack("block_suggestion", self.payload, None)
            case "modal" | "home":
                return check_view(self.payload)
        view = {"blocks": [{"type": "input", "block_id": "b"}]}
        return check_ack("view_submission", self.payload, view)


def placed(shape: str, value: Any) -> Iterator[Placed]:
    """`value` in every kind of place that has room for its shape, the shallowest first."""
    for root, way in _ways(shape):
        inside, where = value, ""
        for holder, name in reversed(way):
            inside, step = around(SHAPES[holder], name, inside)
            where = step + where
        yield Placed(root, inside, ("/view" if root in {"modal", "home"} else "") + where)


def around(holder: Shape, name: str, value: Any) -> tuple[dict[str, Any], str]:
    """A minimal `holder` with `value` in the field `name`, and the pointer from one to the other."""
    made = minimal(holder, but=name)
    kind = holder.fields[name].kind
    if name.startswith("initial_option") and "options" in holder.fields:
        made["options"] = [value]
    if not kind.inner:
        made[name] = value
        return made, f"/{name}"
    if not kind.inner.inner:
        made[name] = [value]
        return made, f"/{name}/0"
    made[name] = [of_kind(kind.inner, name), [value]]
    return made, f"/{name}/1/0"


@cache
def _ways(to: str) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """From each root to a shape: pairs of holder and field."""
    found = []
    ways: list[tuple[str, str, tuple[tuple[str, str], ...]]] = [(root, root, ()) for root in ROOTS]
    expanded: set[tuple[str, str]] = set()
    for root, at, way in ways:
        if at == to:
            found.append((root, way))
        if (root, at) in expanded:
            continue
        expanded.add((root, at))
        for name, field in SHAPES[at].fields.items():
            ways += [(root, one, (*way, (at, name))) for one in members(field.kind)]
    return found


def members(kind: Kind) -> list[str]:
    """The shapes that a field of this kind may hold."""
    if kind.inner:
        return members(kind.inner)
    if kind.group:
        return [shape.name for shape in rules().groups[kind.name]]
    return [kind.name] if kind.name in SHAPES else []
