"""Modals opened and changed outside an ack."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.client import Slack, error_code

View = dict[str, Any]

OVERTAKEN = {"hash_conflict", "not_found"}


@dataclass(frozen=True, slots=True)
class OpenView:
    id: str
    hash: str


class Modals:
    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def open(self, trigger: str, view: View) -> OpenView | None:
        """Nothing where the same act, delivered twice, has opened it already.

        Raises `SlackApiError`: `expired_trigger_id` after three seconds, among others.
        """
        return await _opened(self._slack.quick.views_open(trigger_id=trigger, view=view))

    async def push(self, trigger: str, view: View) -> OpenView | None:
        """As `open`, on top of the modal that was clicked in."""
        return await _opened(self._slack.quick.views_push(trigger_id=trigger, view=view))

    async def update(self, view_id: str, view: View, *, seen: str | None = None) -> bool:
        """Whether the view was still there, and as it was when its `seen` hash was read."""
        try:
            if seen is None:
                await self._slack.quick.views_update(view_id=view_id, view=view)
            else:
                await self._slack.quick.views_update(view_id=view_id, view=view, hash=seen)
        except SlackApiError as refused:
            if error_code(refused) in OVERTAKEN:
                return False
            raise
        return True


async def _opened(call: Awaitable[AsyncSlackResponse]) -> OpenView | None:
    try:
        answer = await call
    except SlackApiError as refused:
        if error_code(refused) == "exchanged_trigger_id":
            return None
        raise
    return OpenView(answer["view"]["id"], answer["view"]["hash"])
