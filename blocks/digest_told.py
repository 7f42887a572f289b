"""How a channel's digest stands, in words: in its window, and to its owner when it cannot go on."""

from collections.abc import Sequence
from datetime import datetime

from blocks import kit
from blocks.digest import SETTINGS, ChannelRef
from blocks.ids import Nothing
from blocks.request_rows import short_due
from bot.domain.digest import State, Subscription
from bot.domain.identity import ChannelId
from bot.domain.notices import Notice
from bot.domain.weekly import Weekly

TITLE = "Weekly digest"

WHY_NOT = {
    State.ARCHIVED: "the channel is archived",
    State.NOT_IN_CHANNEL: "I am not in the channel",
    State.UNSEEN: "I cannot see the channel: it was deleted, or is private and I am not in it",
    State.MAY_NOT_POST: "only some may post in the channel now",
}

INVITE = "Type `/invite @hire-ml` there, and it goes on by itself."

WAY_OUT = {
    State.ARCHIVED: "Once it is back, resume the digest under Settings.",
    State.NOT_IN_CHANNEL: INVITE,
    State.UNSEEN: INVITE,
    State.MAY_NOT_POST: "Let me post there, then resume the digest under Settings.",
}


def how_it_stands(kept: Subscription) -> str:
    if kept.next_due_at is not None:
        return f"next: {when(kept.choices.weekly, kept.next_due_at)}"
    if kept.state is State.PAUSED:
        return f"*paused* since {short_due(kept.choices.weekly.local(kept.state_at).date())}"
    return f"*waits*: {WHY_NOT[kept.state]}. {WAY_OUT[kept.state]}"


def when(weekly: Weekly, due: datetime) -> str:
    """By the channel's clock: "Mon 30 Nov, 9:00 (Europe/London)"."""
    at = weekly.local(due)
    zone = weekly.zone.replace("_", " ")
    return f"{at:%a} {kit.short_day(at.date())}, {at.hour}:{at.minute:02} ({zone})"


def saved(kept: Subscription) -> kit.View:
    return _done(f"<#{kept.channel}> · {how_it_stands(kept)}")


def stopped(channel: ChannelId) -> kit.View:
    return _done(f"<#{channel}> gets no digest any more.")


def sent(kept: Subscription) -> str:
    """A note over the form."""
    return f"On its way.{' The weekly one comes as well.' if kept.is_on else ''}"


def cannot_post(channel: ChannelId, why: State) -> str:
    """A note over the form."""
    return f"Nothing can be posted in <#{channel}> now: {WHY_NOT[why]}. {WAY_OUT[why]}"


def outsiders(channel: ChannelId) -> str:
    """A note over the form."""
    return f"⚠ People of other companies read <#{channel}>, and would read its digest."


def told_stopped(notices: Sequence[Notice]) -> kit.Message:
    """To the owner: it cannot go on, and the way out."""
    facts = notices[0].facts
    channel, why = ChannelId(str(facts["channel"])), State(str(facts["why"]))
    text = f"The digest of <#{channel}> cannot be posted any more: {WHY_NOT[why]}."
    settings = kit.button(SETTINGS, "Settings", ChannelRef(channel))
    return kit.Message(
        text=text,
        blocks=[kit.section(f"{text} {WAY_OUT[why]}"), kit.actions(settings)],
    )


def _done(ours: str) -> kit.View:
    return kit.window("digest.done", Nothing(), title=TITLE, blocks=[kit.section(ours)])
