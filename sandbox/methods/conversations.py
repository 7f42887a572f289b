"""conversations.list, .info, .members, .open, .join."""

from sandbox.methods.call import Call, Refused, missing_scope
from sandbox.methods.pages import page
from sandbox.methods.rule import READ_SCOPES
from sandbox.state import State
from sandbox.values import Channel, Json

# Slack's names for the kinds; group direct messages are none this workspace has.
_KINDS = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}


def list_all(call: Call) -> Json:
    wanted = _wanted_kinds(call)
    archived = not call.flag("exclude_archived")
    found = [
        channel
        for channel in call.state.channels.values()
        if channel.kind in wanted
        and channel.seen_by(call.bot)
        and (archived or not channel.archived)
    ]
    channels, cursor = page(call, found)
    return {
        "channels": [as_slack(call.state, channel) for channel in channels],
        "response_metadata": {"next_cursor": cursor},
    }


def info(call: Call) -> Json:
    channel = call.channel()
    call.require_scope(READ_SCOPES[channel.kind])
    return {"channel": as_slack(call.state, channel, members=call.flag("include_num_members"))}


def members(call: Call) -> Json:
    channel = call.channel()
    call.require_scope(READ_SCOPES[channel.kind])
    people, cursor = page(call, channel.members)
    return {"members": list(people), "response_metadata": {"next_cursor": cursor}}


def open_im(call: Call) -> Json:
    if call.text("channel"):
        channel = call.channel()
        if channel.kind != "im":
            raise Refused("method_not_supported_for_channel_type")
        return _opened(call, channel, already=True)
    given = call.args.get("users")
    users = given if isinstance(given, list) else str(given or "").split(",")
    if not any(users):
        raise Refused("users_list_not_supplied")
    if len(users) > 1:
        raise Refused("method_not_supported_for_channel_type")
    person = call.state.people.get(users[0].strip()) if isinstance(users[0], str) else None
    if person is None:
        raise Refused("user_not_found")
    if person.deleted:
        raise Refused("user_disabled")
    if person.id == call.bot:
        raise Refused("invalid_user_combination")
    already = call.state.im_with(call.bot, person.id) is not None
    return _opened(call, call.state.open_im(call.bot, person.id), already=already)


def join(call: Call) -> Json:
    """A public channel. Being there already is no error; Slack warns."""
    channel = call.channel()
    if channel.kind != "public":
        raise Refused("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refused("is_archived")
    warned: Json = {}
    if call.bot in channel.members:
        warning = "already_in_channel"
        warned = {"warning": warning, "response_metadata": {"warnings": [warning]}}
    else:
        call.state.add_member(channel, call.bot, by=call.bot)
    return {"channel": as_slack(call.state, call.state.channels[channel.id]), **warned}


def _opened(call: Call, channel: Channel, *, already: bool) -> Json:
    full = as_slack(call.state, channel) if call.flag("return_im") else {"id": channel.id}
    noted = {"no_op": True, "already_open": True} if already else {}
    return {**noted, "channel": full}


def _wanted_kinds(call: Call) -> set[str]:
    names = [name.strip() for name in (call.text("types") or "public_channel").split(",")]
    if not set(names) <= _KINDS.keys():
        raise Refused("invalid_types")
    kinds = {_KINDS[name] for name in names}
    missing = [
        scope
        for kind, scope in READ_SCOPES.items()
        if kind in kinds and not call.token.has_any(frozenset({scope}))
    ]
    if missing:
        raise missing_scope(missing, call.token)
    return kinds


def as_slack(state: State, channel: Channel, *, members: bool = True) -> Json:
    if channel.kind == "im":
        others = [member for member in channel.members if member != state.app.bot_user]
        return {"id": channel.id, "is_im": True, "user": others[0], "is_archived": channel.archived}
    count = {"num_members": len(channel.members)} if members else {}
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.kind == "private",
        "is_archived": channel.archived,
        "is_general": channel.general,
        "is_member": state.app.bot_user in channel.members,
        "is_shared": channel.external,
        "is_ext_shared": channel.external,
        "is_org_shared": False,
        "context_team_id": state.team.id,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        **count,
    }
