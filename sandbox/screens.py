"""What each person's screen shows in the elements of messages.

Slack sends the whole state of a message with every click in it, as the clicking person's
screen had it. An element keeps that while its block_id stays, whatever an edit brings.
"""

from collections.abc import Mapping
from typing import Any

from sandbox.elements import (
    FORGETFUL,
    HOLDERS,
    initial,
    state_of,
    still_held,
    touchable_blocks,
)
from sandbox.values import Json, Message

KEPT = 500  # options of an external select, the newest


class Screens:
    def __init__(self) -> None:
        self._touched: dict[tuple[str, str, str], dict[tuple[str, str], Any]] = {}
        self._offered: dict[tuple[str, str, str], list[Json]] = {}

    def offer(self, person: str, block_id: str, action_id: str, options: list[Json]) -> None:
        """What an external select lists on this person's screen now.

        Older ones stay good: a multi select keeps what was picked from them.
        """
        before = self._offered.get((person, block_id, action_id), [])
        self._offered[person, block_id, action_id] = [*options, *before][:KEPT]

    def offered(self, person: str, block_id: str, action_id: str) -> list[Json]:
        return self._offered.get((person, block_id, action_id), [])

    def touch(
        self, person: str, message: Message, block_id: str, action_id: str, value: Any
    ) -> None:
        shown = self._touched.setdefault((person, message.channel, message.ts), {})
        shown[block_id, action_id] = value

    def move(self, old: str, new: str) -> None:
        """A channel has another id now."""
        self._touched = {
            (person, new if channel == old else channel, ts): shown
            for (person, channel, ts), shown in self._touched.items()
        }

    def state_of(self, person: str, message: Message, acted_in: Json) -> Json:
        """`state.values`: every element that holds something, touched or not.

        `acted_in` is a block as the person's screen has it; the message may have moved on.
        """
        touched = self._touched.get((person, message.channel, message.ts), {})
        others = [one for one in message.blocks if one["block_id"] != acted_in["block_id"]]
        values: dict[str, Json] = {}
        for block_id, element in touchable_blocks([*others, acted_in]):
            if element["type"] in HOLDERS and element["type"] not in FORGETFUL:
                key = (block_id, element["action_id"])
                value = still_held(element, touched[key]) if key in touched else initial(element)
                values.setdefault(block_id, {})[element["action_id"]] = state_of(element, value)
        return values


def view_state(blocks: list[Json], values: Mapping[str, Mapping[str, Any]]) -> Json:
    """`view.state.values` of a modal in whose inputs `values` stands."""
    state: dict[str, Json] = {}
    for block_id, element in touchable_blocks(blocks):
        if element["type"] in HOLDERS and element["type"] not in FORGETFUL:
            value = values.get(block_id, {}).get(element["action_id"])
            state.setdefault(block_id, {})[element["action_id"]] = state_of(element, value)
    return state
