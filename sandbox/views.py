"""Views as this workspace keeps them: made, changed, typed into, written as Slack writes them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from sandbox.clock import Clock
from sandbox.elements import initial, still_held, touchable_blocks
from sandbox.ids import Ids
from sandbox.screens import view_state
from sandbox.values import App, Json, OpenView, Team

# A Home tab has no title; Slack sends this one all the same.
_HOME_TITLE: Final = {"type": "plain_text", "text": "View Title", "emoji": True}


class ViewMaker:
    """An update changes the hash, and keeps what was typed where both ids stay."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids

    def made(
        self,
        person: str,
        content: Json,
        *,
        channel: str | None = None,
        below: OpenView | None = None,
    ) -> OpenView:
        """`below` is the modal it is pushed on."""
        content = self._with_ids(content)
        view_id = self._ids.new("V")
        return OpenView(
            id=view_id,
            person=person,
            channel=channel,
            content=content,
            hash=self._hash(),
            root_id=below.root_id if below else view_id,
            previous_id=below.id if below else None,
            values=_initial_values(content, channel),
        )

    def changed(self, view: OpenView, content: Json) -> OpenView:
        content = self._with_ids(content)
        old_types = {(b, e["action_id"]): e["type"] for b, e in touchable_blocks(_blocks(view))}
        values = _initial_values(content, view.channel)
        for block_id, element in touchable_blocks(content["blocks"]):
            key = (block_id, element["action_id"])
            if old_types.get(key) == element["type"]:
                typed = view.values.get(block_id, {}).get(key[1])
                values[block_id][key[1]] = still_held(element, typed)
        return replace(
            view, content=content, hash=self._hash(), values=values, errors={}, trouble=None
        )

    def _with_ids(self, content: Json) -> Json:
        return {**content, "blocks": self._ids.given_to(content["blocks"])}

    def _hash(self) -> str:
        return f"{int(self._clock.now())}.{self._ids.secret(8)}"


def holding(view: OpenView, block_id: str, action_id: str, value: Any) -> OpenView:
    """A person typed or picked something; the error under that field goes."""
    values = {**view.values, block_id: {**view.values.get(block_id, {}), action_id: value}}
    errors = {key: text for key, text in view.errors.items() if key != block_id}
    return replace(view, values=values, errors=errors)


def as_slack(view: OpenView, team: Team, app: App) -> Json:
    """The view object of Slack's answers and payloads."""
    content: Mapping[str, Any] = view.content
    return {
        "id": view.id,
        "team_id": team.id,
        "type": content["type"],
        "blocks": content["blocks"],
        "private_metadata": content.get("private_metadata") or "",
        "callback_id": content.get("callback_id") or "",
        "state": {"values": view_state(content["blocks"], view.values)},
        "hash": view.hash,
        "title": _HOME_TITLE if content["type"] == "home" else content.get("title"),
        "clear_on_close": bool(content.get("clear_on_close")),
        "notify_on_close": bool(content.get("notify_on_close")),
        "close": content.get("close"),
        "submit": content.get("submit"),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": app.id,
        "external_id": content.get("external_id") or "",
        "app_installed_team_id": team.id,
        "bot_id": app.bot_id,
    }


def _blocks(view: OpenView) -> list[Json]:
    blocks: list[Json] = view.content["blocks"]
    return blocks


def _initial_values(content: Json, channel: str | None) -> dict[str, dict[str, Any]]:
    values: dict[str, dict[str, Any]] = {}
    for block_id, element in touchable_blocks(content["blocks"]):
        values.setdefault(block_id, {})[element["action_id"]] = initial(element, channel=channel)
    return values
