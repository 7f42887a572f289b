"""Where a request began, where that was a message in Slack."""

from blocks import kit
from bot.domain.identity import ChannelId


def told(source: str | None, channel: ChannelId | None) -> list[kit.Block]:
    """`source` is a `PlanDraft`'s; nothing where it began from no message."""
    if source is None:
        return []
    if channel is None:
        return [kit.context("From a direct message: only what you leave in here goes further")]
    message = kit.linked(source, "a message") if source else "a message"
    return [kit.context(f"From {message} in <#{channel}>")]


def link(source: str) -> list[kit.Block]:
    """For those who read the request."""
    return [kit.context(f"It began from {kit.linked(source, 'this message')}")] if source else []
