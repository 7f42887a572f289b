"""The app's manifest: what to paste into Slack so that it knows this app."""

from typing import Any

import handlers
from blocks.command import USAGE
from blocks.entrances import OFFERED
from blocks.plan import HIRE

EVENTS_PATH = "/slack/events"

SCOPES = {
    "commands": "the slash command and the shortcuts",
    "chat:write": "the card and its thread, and messages to people",
    "im:write": "opening somebody's direct messages with the app",
    "channels:read": "who will see a request, and whether the app is in the channel",
    "groups:read": "the same of private channels",
    "users:read": "a person's time zone and holidays, who is a person, and who has left",
    "app_mentions:read": "an answer to `@hire-ml` in a channel",
}
"""Each scope that the app asks for, and what for."""

OPTIONAL_SCOPES = {
    "channels:history": "finding out whether a message of its own is there, whose answer was lost",
    "groups:history": "the same in private channels",
    "im:history": "the same in its direct messages",
    "metadata.message:read": "telling them by the number that each of its messages carries",
}
"""What whoever installs it may refuse: then somebody is asked instead."""

EVENTS = sorted({one.address.id for one in handlers.LISTENERS if one.address.kind == "event"})
"""What it wants to hear of: whatever there is a listener for. Slack sends nothing else."""


def manifest(url: str | None) -> dict[str, Any]:
    """The manifest for HTTP at `url`, or for Socket Mode where there is none."""
    address = None if url is None else url.rstrip("/") + EVENTS_PATH
    reached = {} if address is None else {"url": address}
    asked_at = {} if address is None else {"request_url": address}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "hire-ml",
            "description": "Decide whom to hire, and carry the search through five steps.",
            "background_color": "#1D3557",
        },
        "features": {
            # Its messages are read-only: it answers buttons there, and reads nothing typed.
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "hire-ml", "always_online": True},
            "shortcuts": [
                {
                    "name": offered.name,
                    "type": offered.where,
                    "callback_id": offered.opens.id,
                    "description": offered.says,
                }
                for offered in OFFERED
            ],
            "slash_commands": [
                {
                    "command": HIRE.id,
                    "description": "Data Scientist or ML Engineer? Plan a hire",
                    "usage_hint": USAGE,
                    "should_escape": True,
                    **reached,
                }
            ],
        },
        "oauth_config": {
            "scopes": {"bot": [*SCOPES, *OPTIONAL_SCOPES], "bot_optional": list(OPTIONAL_SCOPES)}
        },
        "settings": {
            "event_subscriptions": {"bot_events": EVENTS, **asked_at},
            "interactivity": {"is_enabled": True, **asked_at},
            "org_deploy_enabled": False,
            "socket_mode_enabled": address is None,
            "token_rotation_enabled": False,
        },
    }
