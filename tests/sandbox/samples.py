"""Small valid pieces of Block Kit, as an app would send them."""

from typing import Any


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "Hello", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(action_id: str) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain("Go")}


def text_input(block_id: str, **more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "typed", **more}
    return {"type": "input", "block_id": block_id, "label": plain("Title"), "element": element}


def modal(*blocks: Any, **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": plain("New"),
        "submit": plain("Save"),
        "blocks": [*blocks],
        **more,
    }


def table(rows: int = 2, text: str = "a", **more: Any) -> dict[str, Any]:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}]] * rows, **more}


def options(*values: str) -> list[dict[str, Any]]:
    return [{"text": plain(value), "value": value} for value in values]
