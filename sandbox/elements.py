"""What each interactive element holds, and how Slack writes it down.

A *value* is what docs/workspace.md calls so: a string, an id, an option's `value`, a list of
these, or None for an element in which nothing stands. An external select holds whole options
instead, since its block does not list them; `shown` turns them back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sandbox.values import Json


class BadValue(ValueError):  # noqa: N818  the words are for a person
    """A value that this element cannot hold."""


@dataclass(frozen=True, slots=True)
class Holder:
    """`key` is where the value stands in `state.values` and `actions`, `initial` in the block."""

    key: str
    initial: str
    holds: Literal["text", "option", "options", "id", "ids", "number", "rich_text"]

    @property
    def many(self) -> bool:
        return self.holds in ("options", "ids")


def _texts() -> Holder:
    return Holder("value", "initial_value", "text")


HOLDERS: Mapping[str, Holder] = {
    "plain_text_input": _texts(),
    "email_text_input": _texts(),
    "url_text_input": _texts(),
    "number_input": _texts(),
    "rich_text_input": Holder("rich_text_value", "initial_value", "rich_text"),
    "radio_buttons": Holder("selected_option", "initial_option", "option"),
    "static_select": Holder("selected_option", "initial_option", "option"),
    "external_select": Holder("selected_option", "initial_option", "option"),
    "overflow": Holder("selected_option", "", "option"),
    "checkboxes": Holder("selected_options", "initial_options", "options"),
    "multi_static_select": Holder("selected_options", "initial_options", "options"),
    "multi_external_select": Holder("selected_options", "initial_options", "options"),
    "users_select": Holder("selected_user", "initial_user", "id"),
    "conversations_select": Holder("selected_conversation", "initial_conversation", "id"),
    "channels_select": Holder("selected_channel", "initial_channel", "id"),
    "multi_users_select": Holder("selected_users", "initial_users", "ids"),
    "multi_conversations_select": Holder("selected_conversations", "initial_conversations", "ids"),
    "multi_channels_select": Holder("selected_channels", "initial_channels", "ids"),
    "datepicker": Holder("selected_date", "initial_date", "text"),
    "timepicker": Holder("selected_time", "initial_time", "text"),
    "datetimepicker": Holder("selected_date_time", "initial_date_time", "number"),
}
_HELD: Mapping[str, Any] = {
    "ids": (list,),
    "options": (list,),
    "number": (int,),
    "rich_text": (str, dict),
}
TYPED = frozenset(
    {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"}
)
# An overflow menu forgets what was picked as soon as it has closed.
FORGETFUL = frozenset({"overflow"})


def elements_of(block: Mapping[str, Any]) -> Iterator[Json]:
    """Every element of a block that a person can touch, in a container's blocks too."""
    if "element" in block:
        yield block["element"]
    if "accessory" in block:
        yield block["accessory"]
    elements: list[Json] = [*block.get("elements", ()), *block.get("actions", ())]
    for element in elements:
        if element.get("type") == "card":
            yield from elements_of(element)
        elif block.get("type") in ("actions", "context_actions", "card"):
            yield element
    for child in block.get("child_blocks", ()):
        yield from elements_of(child)


def touchable_blocks(blocks: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Json]]:
    """(block_id, element) pairs; children of a container under their own block_id."""
    for block in blocks:
        if block.get("type") == "container":
            yield from touchable_blocks(block.get("child_blocks", ()))
        else:
            for element in elements_of(block):
                if "action_id" in element:
                    yield block["block_id"], element


def find(
    blocks: Sequence[Mapping[str, Any]], block_id: str, action_id: str
) -> tuple[Json, Json] | None:
    """The block and the element with these ids."""
    for block in blocks:
        if block.get("type") == "container":
            inner = find(block.get("child_blocks", ()), block_id, action_id)
            if inner is not None:
                return inner
        if block.get("block_id") == block_id:
            for element in elements_of(block):
                if element.get("action_id") == action_id:
                    return dict(block), element
    return None


def options_of(holder: Mapping[str, Any]) -> list[Json]:
    """Of an element, or of an app's answer to what was typed into one."""
    groups: list[Json] = holder.get("option_groups", [])
    picked = [holder["initial_option"]] if "initial_option" in holder else []
    listed = [*holder.get("options", []), *(o for group in groups for o in group["options"])]
    return [*listed, *picked, *holder.get("initial_options", ())]


def initial(element: Mapping[str, Any], *, channel: str | None = None) -> Any:
    """What stands in the element before anybody touches it.

    `channel` is where the view was opened, for `default_to_current_conversation`.
    """
    holder = HOLDERS.get(element["type"])
    if holder is None:
        return None
    if element.get("default_to_current_conversation") and channel is not None:
        return [channel] if holder.many else channel
    given = element.get(holder.initial)
    if given is None:
        return [] if holder.many else None
    return shown(given) if holder.holds.startswith("option") and not is_external(element) else given


def is_external(element: Mapping[str, Any]) -> bool:
    return element["type"] in ("external_select", "multi_external_select")


def shown(value: Any) -> Any:
    """The value as docs/workspace.md has it: an option by its `value`."""
    if isinstance(value, dict) and "value" in value:
        return value["value"]
    return [shown(one) for one in value] if isinstance(value, list) else value


def checked(element: Mapping[str, Any], value: Any, offered: Sequence[Json] = ()) -> Any:
    """The value, once it is sure that this element can hold it. Raises BadValue.

    `offered` are the options that the app last gave for an external select.
    """
    holder = HOLDERS.get(element["type"])
    if holder is None:
        return None
    if value is None or value == "":
        return [] if holder.many else None
    if not isinstance(value, _HELD.get(holder.holds, (str,))):
        raise BadValue(f"A {element['type']} cannot hold {value!r}.")
    if holder.many and not all(isinstance(one, str) for one in value):
        raise BadValue(f"A {element['type']} holds a list of strings.")
    if holder.holds not in ("option", "options"):
        return value
    known = {option.get("value"): option for option in (*options_of(element), *offered)}
    for one in value if holder.many else [value]:
        if one not in known:
            raise BadValue(f"There is no option {one!r} here.")
    if is_external(element):
        return [known[one] for one in value] if holder.many else known[value]
    return value


def still_held(element: Mapping[str, Any], value: Any) -> Any:
    """What stays of a value once the app has changed the element's options under it."""
    holder = HOLDERS.get(element["type"])
    if holder is None or is_external(element) or holder.holds not in ("option", "options"):
        return value
    known = {option.get("value") for option in options_of(element)}
    if holder.many:
        return [one for one in value or () if one in known]
    return value if value in known else None


def state_of(element: Mapping[str, Any], value: Any) -> Json:
    """The element's entry in `state.values`."""
    holder = HOLDERS[element["type"]]
    entry: Json = {"type": element["type"], holder.key: _written(element, holder, value)}
    if element["type"] == "timepicker" and "timezone" in element:
        entry["timezone"] = element["timezone"]
    return entry


def action_of(element: Mapping[str, Any], block_id: str, value: Any, action_ts: str) -> Json:
    """The element's entry in `actions` of a block_actions payload."""
    action: Json = {"type": element["type"], "action_id": element["action_id"]}
    action["block_id"] = block_id
    if element["type"] in HOLDERS:
        action |= state_of(element, value)
        holder = HOLDERS[element["type"]]
        kept: tuple[str, ...] = ("placeholder", holder.initial)
        if holder.holds == "text":
            kept = ("placeholder",)
    else:
        kept = ("text", "value", "url", "style", "positive_button", "negative_button", "icon")
    action |= {key: element[key] for key in kept if key in element}
    return {**action, "action_ts": action_ts}


def _written(element: Mapping[str, Any], holder: Holder, value: Any) -> Any:
    match holder.holds:
        case "option":
            return None if value is None else _option(element, value)
        case "options":
            return [_option(element, one) for one in value or ()]
        case "ids":
            return list(value or ())
        case "rich_text" if isinstance(value, str):
            section = {"type": "rich_text_section", "elements": [{"type": "text", "text": value}]}
            return {"type": "rich_text", "elements": [section]}
        case _:
            return value


def _option(element: Mapping[str, Any], value: str | Json) -> Json:
    if isinstance(value, dict):
        return value
    return next(option for option in options_of(element) if option.get("value") == value)
