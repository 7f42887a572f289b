"""What a person can touch in blocks, with the words by which they would name it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from sandbox import words
from sandbox.elements import HOLDERS, elements_of, options_of
from sandbox.values import Json
from sandbox.words import Reader

TICKED: Final = frozenset({"checkboxes", "radio_buttons"})
PRESSED: Final = frozenset(
    {"button", "workflow_button", "icon_button", "feedback_buttons", "overflow"}
)


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    value: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Widget:
    """One element on the screen.

    `labels` are the words that name it, the best first; `near` the words around it, `above` those
    of each block before its own; `value` is what it shows, in the forms of docs/workspace.md;
    `choices` what it offers in its own block.
    """

    block: Json
    element: Json
    labels: tuple[str, ...]
    near: str
    above: tuple[str, ...]
    value: Any
    choices: tuple[Choice, ...]

    @property
    def type(self) -> str:
        return str(self.element["type"])

    @property
    def is_field(self) -> bool:
        """Something stands in it: it is filled or chosen, not pressed."""
        return self.type not in PRESSED

    def holds(self, choice: Choice) -> bool:
        many = isinstance(self.value, list)
        return choice.value in self.value if many else choice.value == self.value


ValueOf = Callable[[str, Json], Any]
"""(block_id, element) → what the element shows."""


def drawn(
    blocks: Sequence[Json],
    reader: Reader,
    value_of: ValueOf,
    errors: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[str | Widget]:
    """Blocks from top to bottom: lines of text, and what can be touched.

    `errors` stand under the fields of the blocks whose ids they go by.
    """
    before = ""
    above: list[str] = []
    for block in blocks:
        own = list(words.lines(block, reader))
        label = words.text(block.get("label"), reader)
        beside = [*own, label, *_beside(block, reader)]
        near = "\n".join(filter(None, [*beside, before if block["type"] == "actions" else ""]))
        if label:
            yield f"{label} (optional)" if block.get("optional") else label
        yield from own
        for piece in _touchable(block, near, reader, value_of):
            yield (
                replace(piece, above=(*above, *piece.above)) if isinstance(piece, Widget) else piece
            )
        if block["block_id"] in errors:
            yield f"⚠ {errors[block['block_id']]}"
        if "hint" in block:
            yield words.text(block["hint"], reader)
        before = "\n".join(own) or before
        above.append("\n".join(filter(None, [label, *own])))


def _beside(block: Json, reader: Reader) -> Iterator[str]:
    """What lies open beside other elements: a box or a radio button, in its own words."""
    for element in elements_of(block):
        if element["type"] in TICKED:
            yield from (words.text(option["text"], reader) for option in options_of(element))


def _touchable(block: Json, near: str, reader: Reader, value_of: ValueOf) -> Iterator[str | Widget]:
    if block["type"] == "container":
        yield from drawn(block["child_blocks"], reader, value_of)
        return
    if block["type"] == "carousel":
        for card in block["elements"]:
            yield from drawn([{**card, "block_id": block["block_id"]}], reader, value_of)
        return
    for element in elements_of(block):
        if "action_id" in element:
            yield from _widgets(block, element, near, reader, value_of)


def _widgets(
    block: Json, element: Json, near: str, reader: Reader, value_of: ValueOf
) -> Iterator[Widget]:
    shown = value_of(block["block_id"], element)
    halves = [element[side] for side in ("positive_button", "negative_button") if side in element]
    for half in halves:
        labels = (words.text(half["text"], reader), half.get("accessibility_label", ""))
        yield Widget(block, element, labels, near, (), half["value"], ())
    if not halves:
        # By value: what is picked already is among them a second time.
        offered = {option["value"]: option for option in options_of(element)}
        choices = tuple(
            Choice(
                words.text(option["text"], reader),
                value,
                words.text(option.get("description"), reader),
            )
            for value, option in offered.items()
        )
        named = _labels(block, element, reader)
        yield Widget(block, element, named, near, (), shown, choices)


def _labels(block: Json, element: Json, reader: Reader) -> tuple[str, ...]:
    if element["type"] == "overflow":
        return (element.get("accessibility_label", "More options"),)
    parts = [block.get("label"), element.get("text"), element.get("placeholder")]
    if block["type"] == "section":
        parts.append(block.get("text"))
    found = [words.text(part, reader) for part in parts]
    return tuple(filter(None, [*found, element.get("accessibility_label", "")]))


def line(widget: Widget, reader: Reader) -> str:
    """The widget as text: `[button]`, `[x]` ticks, `(•)` radios, `[what stands in it]`."""
    match widget.type:
        case "overflow":
            return f"[⋯ {widget.labels[0]}: {' / '.join(one.label for one in widget.choices)}]"
        case "checkboxes":
            return "\n".join(
                _choice(one, "[x]" if widget.holds(one) else "[ ]") for one in widget.choices
            )
        case "radio_buttons":
            return "\n".join(
                _choice(one, "(•)" if widget.holds(one) else "( )") for one in widget.choices
            )
    if not widget.is_field:
        return f"[{widget.labels[0]}]"
    shown = _shown(widget, reader) or words.text(widget.element.get("placeholder"), reader)
    if widget.block["type"] == "input" or widget.element.get("placeholder") is None:
        return f"[{shown}]"
    return f"{words.text(widget.element['placeholder'], reader)}: [{shown}]"


def _choice(choice: Choice, sign: str) -> str:
    return f"{sign} {choice.label}" + (f" – {choice.more}" if choice.more else "")


def _shown(widget: Widget, reader: Reader) -> str:
    value = widget.value
    if value in (None, "", []):
        return ""
    if HOLDERS[widget.type].holds == "number":
        at = datetime.fromtimestamp(value, UTC).astimezone(ZoneInfo(reader.zone))
        return f"{at:%Y-%m-%d %H:%M}"
    if isinstance(value, Mapping):
        return "\n".join(words.rich_text(value, reader))
    many = value if isinstance(value, list) else [value]
    return ", ".join(_named(widget, str(one), reader) for one in many)


def _named(widget: Widget, value: str, reader: Reader) -> str:
    for choice in widget.choices:
        if choice.value == value:
            return choice.label
    if "users" in widget.type or value in reader.people:
        return reader.people.get(value, value)
    if "conversations" in widget.type or "channels" in widget.type:
        return reader.channel(value)
    return value
