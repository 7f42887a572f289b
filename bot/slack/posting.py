"""Posts, as all of them are sent: under a nonce by which the channel's history tells them again."""

from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.slack.client import error_code
from bot.slack.pace import NotYet

EVENT = "hire_ml_post"

CANNOT_POST = {
    "is_archived",
    "channel_not_found",
    "not_in_channel",
    "restricted_action",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "restricted_action_thread_locked",
}
"""What Slack answers where a channel takes nothing of the app's: people have to see to that."""

PERHAPS_DONE = {"internal_error", "fatal_error", "request_timeout", "service_unavailable"}
"""What Slack answers where part of the work may be done, by its own account."""


def metadata(nonce: str) -> dict[str, Any]:
    return {"event_type": EVENT, "event_payload": {"nonce": nonce}}


def nonce_of(message: Mapping[str, Any]) -> str | None:
    """Of a message as history has it."""
    told = message.get("metadata") or {}
    if told.get("event_type") != EVENT:
        return None
    nonce = (told.get("event_payload") or {}).get("nonce")
    return nonce if isinstance(nonce, str) else None


def perhaps_sent(failed: Exception) -> bool:
    """Whether Slack may have taken a post that failed so."""
    match failed:
        case SlackApiError():
            code = error_code(failed)
            return code in PERHAPS_DONE or code.startswith("http_5")
        case aiohttp.ClientConnectorError() | NotYet() | SQLAlchemyError():
            return False
        case _:
            return True
