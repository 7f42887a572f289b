"""Ids and secrets of Slack's looks, the same again for the same seed."""

import copy
import random
import string
from collections.abc import Sequence
from uuid import UUID

from sandbox.elements import elements_of
from sandbox.values import Json

_CAPITALS = string.ascii_uppercase + string.digits
_LETTERS = string.ascii_letters + string.digits
_HEX = "0123456789abcdef"


class Ids:
    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  repeatable on purpose; guards nothing real

    def _some(self, alphabet: str, length: int) -> str:
        return "".join(self._random.choices(alphabet, k=length))

    def new(self, prefix: str) -> str:
        """Such as V0K3J9XQ2LM for a view."""
        return prefix + "0" + self._some(_CAPITALS, 9)

    def secret(self, length: int = 24) -> str:
        return self._some(_LETTERS, length)

    def hexadecimal(self, length: int = 32) -> str:
        return self._some(_HEX, length)

    def uuid(self) -> str:
        return str(UUID(self.hexadecimal()))

    def number(self, digits: int = 13) -> str:
        return str(self._random.randrange(10 ** (digits - 1), 10**digits))

    def short(self) -> str:
        """Such as Slack gives to a block without a block_id."""
        return self._some(_LETTERS, 5)

    def given_to(self, blocks: Sequence[Json]) -> list[Json]:
        """The blocks, with a block_id and action_ids wherever the app gave none."""
        return [self._given_to(block) for block in blocks]

    def _given_to(self, block: Json) -> Json:
        given = copy.deepcopy(block)
        given.setdefault("block_id", self.short())
        for element in elements_of(given):
            element.setdefault("action_id", self.short())
        if "child_blocks" in given:
            given["child_blocks"] = self.given_to(given["child_blocks"])
        return given
