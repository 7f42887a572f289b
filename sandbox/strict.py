"""Would Slack take this message, this view, this answer?

Interprets `rules/shapes.json` and `rules/limits.json`: no limit stands in code. Any
JSON value may come in; what is wrong comes out as `Problem`s, never as an exception.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sandbox.strict_limits import faults
from sandbox.strict_rules import Kind, Shape, pointer, rules, values_at
from sandbox.strict_rules import path as path_of

_PRIMITIVES: Final[Mapping[str, tuple[type, ...]]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "object": (Mapping,),
}
_INPUT_IDS: Final = path_of("blocks[input].block_id")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing Slack would refuse.

    `where` is a JSON pointer (`/blocks/2/text/text`; a view's begin with `/view`), `rule` an id
    of `rules/limits.json` or one of `kind`, `required`, `unknown`, `unsupported`, `surface`,
    `message` Slack's words, `error` the code that Slack answers where it has one for this alone.
    """

    where: str
    rule: str
    message: str
    error: str | None = None


def check_message(payload: Mapping[str, Any], *, update: bool = False) -> list[Problem]:
    """Check text, blocks, attachments, markdown_text and metadata; other arguments are not looked at."""
    shape = rules().shapes["message_update" if update else "message"]
    return list(_object(shape, payload, "", "message"))


def check_view(view: Mapping[str, Any]) -> list[Problem]:
    """Check a modal or a Home tab, told apart by its `type`."""
    return list(_view(view, "/view"))


def check_ack(kind: str, body: Any, view: Mapping[str, Any] | None) -> list[Problem]:
    """Check what an app put into its ack.

    Args:
        kind: the delivery's `type` as Slack has it: `view_submission`, `block_suggestion`,
            `slash_commands`; of all others Slack ignores the body.
        body: the decoded JSON or the bare text, empty where nothing was said.
        view: the submitted view, whose input blocks `errors` may name.
    """
    match kind:
        case "view_submission" | "slash_commands" if not body:
            return []
        case "view_submission":
            return [*_group("ack", body, "", "modal"), *_astray(body, view)]
        case "block_suggestion":
            return list(_object(rules().shapes["ack_options"], body, "", "modal"))
        case "slash_commands":
            return check_message({"text": body} if isinstance(body, str) else body)
        case _:
            return []


def refusal(problems: Iterable[Problem]) -> list[str]:
    """`response_metadata.messages` as Slack words them."""
    return [f"[ERROR] {said}" for said in places(problems)]


def places(problems: Iterable[Problem]) -> list[str]:
    """What is wrong and where, each once: `errors` beside it, where a message was refused."""
    return list(dict.fromkeys(f"{one.message} [json-pointer:{one.where}]" for one in problems))


def error_code(problems: Iterable[Problem], otherwise: str) -> str:
    """Slack's `error` for these problems: the first that has one of its own, or `otherwise`."""
    return next((one.error for one in problems if one.error), otherwise)


def _astray(body: Any, view: Mapping[str, Any] | None) -> Iterator[Problem]:
    errors = body.get("errors") if isinstance(body, Mapping) else None
    if isinstance(errors, Mapping):
        inputs = {block_id for _, block_id in values_at(_INPUT_IDS, view, "")}
        for key in errors:
            if key not in inputs:
                yield Problem(
                    pointer("/errors", key), "errors_name_inputs", f"no input block: {key}"
                )


def _view(view: Any, where: str) -> Iterator[Problem]:
    surface = view.get("type") if isinstance(view, Mapping) else None
    yield from _group("views", view, where, "home" if surface == "home" else "modal")


def _value(kind: Kind, value: Any, where: str, surface: str) -> Iterator[Problem]:
    if kind.nullable and value is None:
        return
    if kind.inner is not None:
        yield from _collection(kind.name, kind.inner, value, where, surface)
    elif kind.name == "views":
        yield from _view(value, where)
    elif kind.group:
        yield from _group(kind.name, value, where, surface)
    elif kind.name in _PRIMITIVES:
        right = isinstance(value, _PRIMITIVES[kind.name])
        if not right or (isinstance(value, bool) and kind.name != "boolean"):
            article = "an" if kind.name[0] in "aeiou" else "a"
            yield Problem(where, "kind", f"must provide {article} {kind.name}")
    elif kind.name != "any":
        yield from _object(rules().shapes[kind.name], value, where, surface)


def _collection(name: str, inner: Kind, value: Any, where: str, surface: str) -> Iterator[Problem]:
    if name == "list" and isinstance(value, list):
        pairs: Iterable[tuple[object, Any]] = enumerate(value)
    elif name == "map" and isinstance(value, Mapping):
        pairs = value.items()
    else:
        yield Problem(
            where, "kind", f"must provide {'an array' if name == 'list' else 'an object'}"
        )
        return
    for key, item in pairs:
        yield from _value(inner, item, pointer(where, key), surface)


def _group(group: str, value: Any, where: str, surface: str) -> Iterator[Problem]:
    members = rules().groups[group]
    tag = members[0].tag
    if not isinstance(value, Mapping):
        yield Problem(where, "kind", "must provide an object")
    elif tag not in value:
        yield Problem(where, "required", f"missing required field: {tag}")
    else:
        told = value[tag]
        shape = next((one for one in members if one.type == told), None)
        if shape is None:
            yield _unsupported(told, pointer(where, tag))
        else:
            yield from _object(shape, value, where, surface)


def _object(shape: Shape, value: Any, where: str, surface: str) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield Problem(where, "kind", "must provide an object")
        return
    if shape.type is not None:
        yield from _tagged(shape, value, where, surface)
    for name, field in shape.fields.items():
        if name in value:
            yield from _value(field.kind, value[name], pointer(where, name), surface)
        elif field.required:
            yield Problem(where, "required", f"missing required field: {name}")
    for name in () if shape.open else value:
        if name not in shape.fields and (shape.type is None or name != shape.tag):
            yield Problem(where, "unknown", f"invalid additional property: {name}")
    for limit in shape.limits:
        for spot, message in faults(limit, value, where):
            yield Problem(spot, limit.id, message, limit.error)


def _tagged(shape: Shape, value: Mapping[str, Any], where: str, surface: str) -> Iterator[Problem]:
    if shape.tag not in value:
        yield Problem(where, "required", f"missing required field: {shape.tag}")
    elif value[shape.tag] != shape.type:
        yield _unsupported(value[shape.tag], pointer(where, shape.tag))
    elif surface not in shape.surfaces:
        yield Problem(pointer(where, shape.tag), "surface", f"unsupported type: {shape.type}")


def _unsupported(told: Any, where: str) -> Problem:
    # A value that is no string may be nested too deep to be printed.
    named = told if isinstance(told, str) else type(told).__name__
    return Problem(where, "unsupported", f"unsupported type: {named[:75]}")
