"""chat.postMessage, .update, .delete, .postEphemeral, .getPermalink."""

from dataclasses import replace
from typing import Any

from sandbox.methods.call import Call, Refused, refused_by_strict
from sandbox.strict import check_message, error_code, places
from sandbox.values import Channel, Json

LONGEST = 40_000
# Where the first problem lies, if not in the blocks.
_ERRORS = {"attachments": "invalid_attachments", "metadata": "invalid_metadata_format"}


def post(call: Call) -> Json:
    channel = _writable(call, _addressed(call))
    content = _content(call)
    thread = call.text("thread_ts")
    message = call.state.post_as_app(
        channel.id,
        thread_ts=_thread(call, channel, thread) if thread else None,
        broadcast=bool(thread) and call.flag("reply_broadcast"),
        **content,
    )
    body = call.state.as_slack(message)
    return {"channel": channel.id, "ts": message.ts, "message": body}


def post_ephemeral(call: Call) -> Json:
    """The channel's members alone can be told something; it is gone with a reload in Slack.

    It carries no metadata.
    """
    channel = _writable(call, call.channel())
    reader = call.person("user", otherwise="user_not_in_channel")
    if reader.id not in channel.members or reader.deleted:
        raise Refused("user_not_in_channel")
    content = _content(replace(call, args={**call.args, "metadata": None}))
    message = call.state.post_as_app(
        channel.id, thread_ts=call.text("thread_ts") or None, reader=reader.id, **content
    )
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """Text without blocks takes the blocks away; metadata stays unless it is sent."""
    channel = call.channel()
    message = call.message(channel)
    if channel.archived:
        raise Refused("is_inactive")
    if message.bot_id != call.state.app.bot_id:
        raise Refused("cant_update_message")
    content = _content(call, update=True)
    if "metadata" not in call.args:
        del content["metadata"]
    if "attachments" not in call.args:
        del content["attachments"]
    message = call.state.edit(message, **content)
    body = call.state.as_slack(message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": body}


def delete(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel)
    if message.bot_id != call.state.app.bot_id:
        raise Refused("cant_delete_message")
    call.state.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def permalink(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel, "message_ts")
    place = f"https://{call.state.team.domain}.slack.com/archives/{channel.id}"
    link = f"{place}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def _addressed(call: Call) -> Channel:
    """By id or name; a person's id means the direct messages with them."""
    given = call.needed("channel")
    if given in call.state.channels:
        return call.channel()
    person = call.state.people.get(given)
    if person is not None:
        if person.deleted or person.is_bot:
            raise Refused("channel_not_found")
        return call.state.open_im(call.bot, person.id)
    name = given.removeprefix("#")
    for channel in call.state.channels.values():
        if channel.name == name and channel.kind != "im" and channel.seen_by(call.bot):
            return channel
    return call.channel()


def _writable(call: Call, channel: Channel) -> Channel:
    if channel.kind == "im" and not call.state.app.messages_tab:
        raise Refused("messages_tab_disabled")
    everywhere = call.token.has_any(frozenset({"chat:write.public"}))
    granted_everything = call.token.scopes is None
    if channel.archived:
        raise Refused("is_archived")
    if call.bot not in channel.members and (granted_everything or not everywhere):
        raise Refused("not_in_channel")
    return channel


def _thread(call: Call, channel: Channel, ts: str) -> str:
    """A reply to a reply stands in the same thread; under a deleted message one can go on."""
    parent = call.state.message(channel.id, ts)
    if parent is None or parent.reader is not None:
        raise Refused("thread_not_found")
    return parent.thread_ts or parent.ts


def _content(call: Call, *, update: bool = False) -> Json:
    """The fields of Message that the app sent, once the strict check is content."""
    payload = {
        name: call.args[name]
        for name in ("text", "blocks", "attachments", "markdown_text", "metadata")
        if call.args.get(name) not in (None, "", {})
    }
    if not any(payload.get(name) for name in ("text", "blocks", "attachments", "markdown_text")):
        raise Refused("no_text")
    if not update and isinstance(payload.get("text"), str):
        payload["text"] = payload["text"][:LONGEST]
    problems = check_message(payload, update=update)
    if problems:
        place = problems[0].where.split("/")[1:2]
        error = error_code(problems, _ERRORS.get("".join(place), "invalid_blocks"))
        raise refused_by_strict(error, problems, errors=places(problems))
    return content_of(payload)


def content_of(payload: Json) -> dict[str, Any]:
    """What a checked payload means as fields of Message."""
    blocks = list(payload.get("blocks") or ())
    if payload.get("markdown_text"):
        blocks = [{"type": "markdown", "text": payload["markdown_text"]}]
    return {
        "text": payload.get("text") or "",
        "blocks": blocks,
        "attachments": list(payload.get("attachments") or ()),
        "metadata": payload.get("metadata") or None,
    }
