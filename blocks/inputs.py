"""A form's inputs. The block_id is the field's name, and stays, so that Slack keeps what was typed."""

from collections.abc import Collection, Sequence
from datetime import date, time
from typing import Any, TypedDict, Unpack

from blocks.ids import Action
from blocks.kit import LABEL, OPTION, PLACEHOLDER, Block, Element, cut, plain, with_
from bot.domain.identity import ChannelId, Person

LONGEST = 3000
"""UTF-16 units that a text input takes."""

Option = tuple[str, str] | tuple[str, str, str]
"""(id, text) or (id, text, description)."""


class Common(TypedDict, total=False):
    """What any input may have."""

    optional: bool
    placeholder: str
    hint: str
    dispatch: Action[Any] | None
    """Tell the app at once when the input changes."""


def text_input(
    name: str,
    label: str,
    *,
    value: str | None = None,
    multiline: bool = False,
    max_length: int = LONGEST,
    **common: Unpack[Common],
) -> Block:
    element = with_(
        {"type": "plain_text_input", "multiline": multiline, "max_length": max_length},
        initial_value=cut(value, max_length) if value else None,
    )
    return _input(name, label, element, common)


def radios(
    name: str,
    label: str,
    options: Sequence[Option],
    *,
    chosen: str | None = None,
    **common: Unpack[Common],
) -> Block:
    return _input(name, label, {"type": "radio_buttons", **offered(options, chosen)}, common)


def select(
    name: str,
    label: str,
    options: Sequence[Option],
    *,
    chosen: str | None = None,
    **common: Unpack[Common],
) -> Block:
    return _input(name, label, {"type": "static_select", **offered(options, chosen)}, common)


def selects(name: str, label: str, options: Sequence[Option], **common: Unpack[Common]) -> Block:
    """Several of up to a hundred options; none is chosen."""
    return _input(name, label, {"type": "multi_static_select", **offered(options, None)}, common)


def grouped_select(
    name: str,
    label: str,
    groups: Sequence[tuple[str, Sequence[Option]]],
    *,
    chosen: str | None = None,
    **common: Unpack[Common],
) -> Block:
    """For more than the hundred options that a menu takes: (heading, options) each."""
    made = [(heading, offered(options, chosen)) for heading, options in groups]
    picked = next((one["initial_option"] for _, one in made if "initial_option" in one), None)
    grouped = [{"label": plain(head, OPTION), "options": one["options"]} for head, one in made]
    element = with_({"type": "static_select", "option_groups": grouped}, initial_option=picked)
    return _input(name, label, element, common)


def people(
    name: str,
    label: str,
    *,
    chosen: Sequence[Person] = (),
    at_most: int | None = None,
    **common: Unpack[Common],
) -> Block:
    element = with_(
        {"type": "multi_users_select"},
        initial_users=[person.user for person in chosen] or None,
        max_selected_items=at_most,
    )
    return _input(name, label, element, common)


def person(
    name: str, label: str, *, chosen: Person | None = None, **common: Unpack[Common]
) -> Block:
    element = with_({"type": "users_select"}, initial_user=chosen and chosen.user)
    return _input(name, label, element, common)


def conversation(
    name: str, label: str, *, chosen: ChannelId | None = None, **common: Unpack[Common]
) -> Block:
    """A public or private channel."""
    element = with_(
        {
            "type": "conversations_select",
            "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        },
        initial_conversation=chosen,
    )
    return _input(name, label, element, common)


def day(name: str, label: str, *, chosen: date | None = None, **common: Unpack[Common]) -> Block:
    element = with_({"type": "datepicker"}, initial_date=chosen and chosen.isoformat())
    return _input(name, label, element, common)


def clock_time(
    name: str, label: str, *, chosen: time | None = None, **common: Unpack[Common]
) -> Block:
    """A time of day, to the minute."""
    element = with_({"type": "timepicker"}, initial_time=chosen and f"{chosen:%H:%M}")
    return _input(name, label, element, common)


def number(
    name: str,
    label: str,
    *,
    value: int | None = None,
    least: int,
    most: int,
    **common: Unpack[Common],
) -> Block:
    """A whole number. Slack itself refuses one that is not from `least` to `most`."""
    element = with_(
        {
            "type": "number_input",
            "is_decimal_allowed": False,
            "min_value": str(least),
            "max_value": str(most),
        },
        initial_value=None if value is None else str(value),
    )
    return _input(name, label, element, common)


def tickbox(
    name: str, label: str, text: str, *, ticked: bool = False, **common: Unpack[Common]
) -> Block:
    """A field that is on or off."""
    option = {"text": plain(text, OPTION), "value": "on"}
    element = with_(
        {"type": "checkboxes", "options": [option]}, initial_options=[option] if ticked else None
    )
    return _input(name, label, element, {"optional": True, **common})


def tickboxes(
    name: str,
    label: str,
    options: Sequence[Option],
    *,
    ticked: Collection[str] = (),
    **common: Unpack[Common],
) -> Block:
    """Several that are each on or off: up to ten."""
    made = offered(options, None)["options"]
    on = [option for option in made if option["value"] in ticked]
    element = with_({"type": "checkboxes", "options": made}, initial_options=on or None)
    return _input(name, label, element, {"optional": True, **common})


def offered(options: Sequence[Option], chosen: str | None) -> Element:
    """What a menu or a set of radio buttons has of its options."""
    made = [
        with_(
            {"text": plain(text, OPTION), "value": value},
            description=plain(described[0], OPTION) if described else None,
        )
        for value, text, *described in options
    ]
    picked = next((option for option in made if option["value"] == chosen), None)
    return with_({"options": made}, initial_option=picked)


def _input(name: str, label: str, element: Element, common: Common) -> Block:
    dispatch = common.get("dispatch")
    element["action_id"] = dispatch.id if dispatch else name
    if "placeholder" in common:
        element["placeholder"] = plain(common["placeholder"], PLACEHOLDER)
    return with_(
        {
            "type": "input",
            "block_id": name,
            "label": plain(label, LABEL),
            "element": element,
            "optional": common.get("optional", False),
        },
        hint=plain(common["hint"], LABEL) if "hint" in common else None,
        dispatch_action=True if dispatch else None,
    )
