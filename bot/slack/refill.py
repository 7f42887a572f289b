"""A form as somebody left it, to be shown again after another view has stood in its place."""

from collections.abc import Mapping
from typing import Any

from bot.domain.text import unescaped
from bot.slack.answers import View
from bot.slack.payloads import ViewSeen

KEPT = (
    "type",
    "callback_id",
    "private_metadata",
    "title",
    "submit",
    "close",
    "clear_on_close",
    "notify_on_close",
)
"""What of a view in Slack's payload may stand in a view that is sent; not what is null there."""

INITIAL = {
    "value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "rich_text_value": "initial_value",
}
"""Where Slack reports what stands in an input, and where it takes what shall stand there."""


def refilled(view: ViewSeen, above: list[dict[str, Any]]) -> View:
    """`view` with all that stood in its inputs, and the blocks `above` on top."""
    shown = {name: view.shown[name] for name in KEPT if view.shown.get(name) is not None}
    values = (view.shown.get("state") or {}).get("values") or {}
    blocks = [_refilled(block, values) for block in view.shown.get("blocks", ())]
    return {**shown, "blocks": [*above, *blocks]}


def _refilled(block: Mapping[str, Any], values: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    if block.get("type") != "input":
        return dict(block)
    element: dict[str, Any] = block["element"]
    state = values.get(block["block_id"], {}).get(element["action_id"], {})
    emptied = {name: value for name, value in element.items() if not name.startswith("initial_")}
    left = {INITIAL[name]: value for name, value in state.items() if value and name in INITIAL}
    if isinstance(left.get("initial_value"), str):
        left["initial_value"] = unescaped(left["initial_value"])
    return {**block, "element": emptied | left}
