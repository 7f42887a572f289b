"""Shortcuts → values: the app called from anywhere in Slack, or on a message."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from bot.domain.identity import ChannelId, SlackTs
from bot.domain.text import storable
from bot.slack.payloads import Acted, Payload, is_direct, person_of, text_of, workspace_of

HOSTS = {"hooks.slack.com": "slack.com", "hooks.slack-gov.com": "slack-gov.com"}
"""Where a payload is answered, and where its workspace is read."""

DOMAIN = re.compile(r"[a-z0-9][a-z0-9-]*")
MOMENT = re.compile(r"\d+\.\d{6}")


@dataclass(frozen=True, slots=True)
class Picked(Acted):
    """A global shortcut."""


@dataclass(frozen=True, slots=True)
class PickedOn(Acted):
    """A message shortcut, and the message."""

    text: str
    """As Slack has it: escaped, with mentions and links in angle brackets; empty where the message
    is only a file or a picture."""
    channel: ChannelId | None
    """None in direct messages: what is said there belongs to those who are in them."""
    permalink: str
    """Empty for a direct message, and where the payload does not say enough."""


def picked(body: Payload) -> Picked:
    return Picked(
        workspace=workspace_of(body),
        person=person_of(body),
        trigger=text_of(body, "trigger_id"),
        response_url=None,
    )


def picked_on(body: Payload) -> PickedOn:
    message = body.get("message") or {}
    channel = ChannelId(text_of(body["channel"], "id"))
    direct = channel.startswith("D") or is_direct(str(body["channel"].get("name")))
    return PickedOn(
        workspace=workspace_of(body),
        person=person_of(body),
        trigger=text_of(body, "trigger_id"),
        response_url=body.get("response_url"),
        text=storable(str(message.get("text") or "")),
        channel=None if direct else channel,
        permalink="" if direct else _permalink(body, channel, message.get("thread_ts")),
    )


def _permalink(body: Payload, channel: ChannelId, thread: SlackTs | None) -> str:
    """The address of the message, put together: asking Slack takes time that a trigger has not."""
    domain = str((body.get("team") or {}).get("domain") or "")
    ts = str(body.get("message_ts") or (body.get("message") or {}).get("ts") or "")
    if not (DOMAIN.fullmatch(domain) and MOMENT.fullmatch(ts) and channel.isalnum()):
        return ""
    host = HOSTS.get(urlsplit(str(body.get("response_url") or "")).hostname or "", "slack.com")
    link = f"https://{domain}.{host}/archives/{channel}/p{ts.replace('.', '')}"
    if thread and thread != ts and MOMENT.fullmatch(thread):
        return f"{link}?{urlencode({'thread_ts': thread, 'cid': channel})}"
    return link
