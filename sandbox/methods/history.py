"""conversations.history and .replies: what was said, for an app that is there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sandbox.methods.call import Call, Refused, invalid
from sandbox.methods.pages import cursor_at, number, place_in
from sandbox.methods.rule import HISTORY_SCOPES, METADATA_SCOPE
from sandbox.values import Channel, Json, Message

_TS: Final = re.compile(r"(\d{1,12})(?:\.(\d{1,6}))?", re.ASCII)
_CURSOR: Final = "next_ts"
_MICROS: Final = 6


@dataclass(frozen=True, slots=True)
class _Span:
    """In microseconds. An end belongs to it where `inclusive` is set."""

    oldest: int
    latest: int | None
    inclusive: bool

    def holds(self, at: int) -> bool:
        if at in (self.oldest, self.latest):
            return self.inclusive
        return self.oldest < at and (self.latest is None or at < self.latest)


def history(call: Call) -> Json:
    """The newest first; replies only where they were shown in the channel too."""
    channel = _readable(call)
    span, start = _span(call), place_in(call.text("cursor") or "", _CURSOR)
    found = [
        message
        for message in call.state.said_in(channel.id)
        if message.reader is None
        and (message.thread_ts is None or message.broadcast)
        and span.holds(_at(message))
        and (start is None or _at(message) <= start)
    ]
    found.sort(key=_at, reverse=True)
    said, more = _page(found, _limit(call))
    counts = {"pin_count": 0, "channel_actions_ts": None, "channel_actions_count": 0}
    return {**_shown(call, said), **more, **counts}


def replies(call: Call) -> Json:
    """The oldest first. The thread's root leads the first page, whatever `oldest` is."""
    channel = _readable(call)
    root = call.state.message(channel.id, call.needed("ts"))
    if root is None or root.reader is not None:
        raise Refused("thread_not_found")
    span, start = _span(call), place_in(call.text("cursor") or "", _CURSOR)
    found = [
        message
        for message in call.state.replies(channel.id, root.ts)
        if span.holds(_at(message)) and (start is None or _at(message) >= start)
    ]
    first = [root] if start is None else []
    said, more = _page(found, _limit(call) - len(first))
    return {**_shown(call, [*first, *said]), **more}


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.require_scope(HISTORY_SCOPES[channel.kind])
    if call.bot not in channel.members:
        raise Refused("not_in_channel")
    return channel


def _shown(call: Call, said: Sequence[Message]) -> Json:
    may = call.token.has_any(frozenset({METADATA_SCOPE}))
    metadata = may and call.flag("include_all_metadata")
    return {"messages": [call.state.as_slack(one, metadata=metadata) for one in said]}


def _page(found: Sequence[Message], size: int) -> tuple[Sequence[Message], Json]:
    """What fits, and what Slack says of the rest; on the last page it gives no cursor at all."""
    if len(found) <= size:
        return found, {"has_more": False}
    cursor = cursor_at(_CURSOR, _at(found[size]))
    return found[:size], {"has_more": True, "response_metadata": {"next_cursor": cursor}}


def _limit(call: Call) -> int:
    """More than Slack gives is no error: that many come."""
    given = call.text("limit")
    if not given or given == "0":
        return call.page.usual
    limit = number(given)
    if limit is None:
        raise invalid("must be a number [json-pointer:/limit]")
    return min(limit, call.page.most)


def _span(call: Call) -> _Span:
    oldest, latest = _end(call, "oldest"), _end(call, "latest")
    return _Span(oldest or 0, latest, call.flag("inclusive"))


def _end(call: Call, name: str) -> int | None:
    given = call.text(name)
    if not given:
        return None
    micros = _micros(given)
    if micros is None:
        raise Refused(f"invalid_ts_{name}")
    return micros


def _at(message: Message) -> int:
    return _micros(message.ts) or 0


def _micros(ts: str) -> int | None:
    """None for what is no timestamp."""
    found = _TS.fullmatch(ts)
    if found is None:
        return None
    seconds, fraction = found.groups(default="")
    return int(seconds + fraction.ljust(_MICROS, "0"))
