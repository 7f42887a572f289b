"""A digest on its way: the letters that it is made of, and what their facts say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.digest import Part, Subscription
from bot.domain.history import named
from bot.domain.identity import ChannelId, Person, RequestNumber
from bot.domain.notices import Notice, NoticeKind

FIRST, IN_THREAD = "first", "in_thread"
"""Facts: the key of the digest that a thread hangs on, and the requests that it goes on with."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A digest on its way, as its letter's facts have it."""

    channel: ChannelId
    since: datetime
    due: datetime | None = None
    """None for one that somebody asked for in between."""
    parts: frozenset[Part] | None = None
    """Those asked for in between; None: as the channel has chosen by the time it is sent."""


def key_of(channel: ChannelId, week: date) -> str:
    return f"digest:{channel}:{week.isoformat()}"


def key_between(channel: ChannelId, once: str) -> str:
    return f"digest:{channel}:now:{once}"


def is_digest_of(channel: ChannelId, key: str) -> bool:
    """Whether a letter's key is of a channel's digest, or of what goes on in its thread."""
    return key.startswith(f"digest:{channel}:")


def is_between(channel: ChannelId, key: str) -> bool:
    """Whether it is of one that somebody asked for, which is no week's."""
    return key.startswith(key_between(channel, ""))


def thread_key(key: str) -> str:
    return f"{key}:thread"


def keys_of(channel: ChannelId, week: date) -> list[str]:
    """Of all that a week's digest is made of."""
    key = key_of(channel, week)
    return [key, thread_key(key)]


def letters(
    key: str, sending: Sending, in_thread: Sequence[RequestNumber] = ()
) -> tuple[Notice, ...]:
    """The digest, and what goes on in its thread: requests that it leaves out itself."""
    facts = {
        "channel": sending.channel,
        "since": sending.since.isoformat(),
        "due": sending.due.isoformat() if sending.due else None,
        "parts": None if sending.parts is None else " ".join(sorted(sending.parts)),
        IN_THREAD: " ".join(str(number.value) for number in in_thread),
    }
    first = Notice(key, NoticeKind.DIGEST, None, None, facts)
    if not in_thread:
        return (first,)
    thread = Notice(thread_key(key), NoticeKind.DIGEST_THREAD, None, None, facts | {FIRST: key})
    return (first, thread)


def sending_of(notice: Notice) -> Sending:
    """What `letters` wrote down."""
    facts = notice.facts
    due, parts = facts.get("due"), facts.get("parts")
    return Sending(
        channel=ChannelId(str(facts["channel"])),
        since=datetime.fromisoformat(str(facts["since"])),
        due=datetime.fromisoformat(due) if isinstance(due, str) else None,
        parts=frozenset(map(Part, parts.split())) if isinstance(parts, str) else None,
    )


def in_thread_of(notice: Notice) -> frozenset[RequestNumber]:
    """The requests that the thread goes on with."""
    return frozenset(RequestNumber(int(one)) for one in str(notice.facts[IN_THREAD]).split())


def passed_on(was: Subscription, to: Person, at: datetime) -> Notice:
    """To who keeps a digest on, since its owner has left."""
    return Notice(
        key=f"digest_passed_on:{was.channel}:{named(was.owner)}:{at.isoformat()}",
        kind=NoticeKind.NEEDS_OWNER,
        number=None,
        to=to,
        facts={"by": named(was.owner), "left": True, "channel": was.channel, "on": was.is_on},
    )


def cannot_go_on(subscription: Subscription) -> Notice:
    """To the owner: why there is no digest any more."""
    channel, since = subscription.channel, subscription.state_at.isoformat()
    return Notice(
        key=f"digest_stopped:{channel}:{since}",
        kind=NoticeKind.DIGEST_STOPPED,
        number=None,
        to=subscription.owner,
        facts={"channel": channel, "why": subscription.state},
    )
