"""Which events Slack tells an app of, once something has changed in the workspace."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sandbox import changes as happened
from sandbox.changes import Change
from sandbox.methods.users import as_slack as user_as_slack
from sandbox.state import State
from sandbox.values import Channel, Json, Message

_MESSAGES = {"public": "message.channels", "private": "message.groups", "im": "message.im"}
_CHANNEL_TYPES = {"public": "channel", "private": "group", "im": "im"}


@dataclass(frozen=True, slots=True)
class Happening:
    """`subscription` is the name under which an app asks for it."""

    subscription: str
    event: Json
    channel: Channel | None = None


def of(change: Change, state: State) -> Iterator[Happening]:
    """In the order in which they happened; nothing of what the app cannot see."""
    match change:
        case happened.PersonChanged():
            yield from _of_person(change, state)
        case happened.ChannelChanged():
            yield from _of_channel(change, state)
        case happened.ChannelMoved():
            yield from _of_move(change, state)
        case happened.ChannelDeleted():
            yield from _of_deleted_channel(change, state)
        case happened.MessageChanged(posted=True) | happened.MessageChanged(before=Message()):
            yield from _of_message(change, state)
        case happened.MessageDeleted():
            yield from _of_deletion(change, state)
        case happened.TokenRevoked(uninstalled):
            yield from _of_the_end(state, uninstalled=uninstalled)


def _of_person(change: happened.PersonChanged, state: State) -> Iterator[Happening]:
    name = "team_join" if change.new else "user_change"
    user = user_as_slack(state, state.people[change.person])
    ts = state.next_ts()
    cached = {} if change.new else {"cache_ts": int(state.clock.now())}
    yield Happening(name, {"type": name, "user": user, **cached, "event_ts": ts})


def _of_channel(change: happened.ChannelChanged, state: State) -> Iterator[Happening]:
    """`before` is None of a channel that is new: the app hears that it was brought into it."""
    channel, before = state.channels[change.channel], change.before
    bot = state.app.bot_user
    known = before or replace(channel, members=())
    if channel.kind == "im" or not (channel.seen_by(bot) or known.seen_by(bot)):
        return
    prefix = "channel" if channel.kind == "public" else "group"
    if before is None and channel.kind == "public":
        made = {"id": channel.id, "name": channel.name, "creator": change.by or ""}
        yield _told("channel_created", channel, state, channel=made)
    yield from _of_members(change, state, known, f"{prefix}_left")
    if before is None or not channel.seen_by(bot):
        return
    if channel.name != before.name:
        yield _told(f"{prefix}_rename", channel, state, channel=_renamed(channel))
    if channel.archived != before.archived:
        name = f"{prefix}_{'archive' if channel.archived else 'unarchive'}"
        yield _told(name, channel, state, channel=channel.id, user=change.by or "")


def _renamed(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "is_channel": channel.kind == "public",
        "is_mpim": False,
        "name": channel.name,
        "name_normalized": channel.name,
        "created": 0,
    }


def _of_members(
    change: happened.ChannelChanged, state: State, before: Channel, left: str
) -> Iterator[Happening]:
    channel, bot = state.channels[change.channel], state.app.bot_user
    if bot in before.members and bot not in channel.members:
        yield _told(left, channel, state, channel=channel.id, actor_id=change.by or "")
    if bot not in channel.members:
        return
    where = {"channel": channel.id, "channel_type": "C" if channel.kind == "public" else "G"}
    is_new = change.before is None
    for person in channel.members:
        if person not in before.members and (person == bot or not is_new):
            inviter = {"inviter": change.by} if change.by and change.by != person else {}
            more = {"user": person, **where, "team": state.team.id, **inviter}
            yield _told("member_joined_channel", channel, state, **more)
    for person in before.members:
        if person not in channel.members:
            more = {"user": person, **where, "team": state.team.id}
            yield _told("member_left_channel", channel, state, **more)


def _of_move(change: happened.ChannelMoved, state: State) -> Iterator[Happening]:
    if state.app.bot_user in change.before.members:
        ids = {"old_channel_id": change.before.id, "new_channel_id": change.new_id}
        yield _told("channel_id_changed", state.channels[change.new_id], state, **ids)


def _of_deleted_channel(change: happened.ChannelDeleted, state: State) -> Iterator[Happening]:
    gone = change.before
    if gone.kind == "im" or not gone.seen_by(state.app.bot_user):
        return
    more = {"channel": gone.id, "actor_id": change.by or ""}
    if gone.kind == "public":
        yield _told("channel_deleted", gone, state, **more)
    else:
        when = int(state.clock.now())
        yield _told("group_deleted", gone, state, **more, date_deleted=when)


def _of_the_end(state: State, *, uninstalled: bool) -> Iterator[Happening]:
    """Slack does not say in which order; here the token goes before the app."""
    tokens = {"oauth": [], "bot": [state.app.bot_user]}
    event = {"type": "tokens_revoked", "tokens": tokens, "event_ts": state.next_ts()}
    yield Happening("tokens_revoked", event)
    if uninstalled:
        event = {"type": "app_uninstalled", "event_ts": state.next_ts()}
        yield Happening("app_uninstalled", event)


def _of_message(change: happened.MessageChanged, state: State) -> Iterator[Happening]:
    channel, message = state.channels[change.channel], state.message(change.channel, change.ts)
    bot = state.app.bot_user
    if message is None or message.reader is not None or bot not in channel.members:
        return
    if change.before is not None:
        now, then = state.as_slack(message), state.as_slack(change.before)
        yield _hidden("message_changed", channel, state, message=now, previous_message=then)
        return
    event = {**state.as_slack(message), "channel": channel.id, "event_ts": message.ts}
    mentioned = f"<@{bot}>" in message.text and message.user != bot
    if channel.kind != "im" and mentioned:
        yield Happening("app_mention", event | {"type": "app_mention"}, channel)
    heard = event | {"channel_type": _CHANNEL_TYPES[channel.kind]}
    yield Happening(_MESSAGES[channel.kind], heard, channel)


def _of_deletion(change: happened.MessageDeleted, state: State) -> Iterator[Happening]:
    channel, gone = state.channels[change.channel], change.before
    if gone.reader is not None or state.app.bot_user not in channel.members:
        return
    more = {"deleted_ts": gone.ts, "previous_message": state.as_slack(gone)}
    yield _hidden("message_deleted", channel, state, **more)


def _hidden(subtype: str, channel: Channel, state: State, **more: object) -> Happening:
    ts = state.next_ts()
    event: Json = {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "channel": channel.id,
        "channel_type": _CHANNEL_TYPES[channel.kind],
        "ts": ts,
        "event_ts": ts,
        **more,
    }
    return Happening(_MESSAGES[channel.kind], event, channel)


def _told(name: str, about: Channel, state: State, **more: object) -> Happening:
    return Happening(name, {"type": name, **more, "event_ts": state.next_ts()}, about)
