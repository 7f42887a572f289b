"""Typing: messages and slash commands."""

from sandbox import typed
from sandbox.acts import members
from sandbox.acts.act import Act, BadAct, Outcome, outcome_of
from sandbox.deliver import response_url
from sandbox.deliver.courier import REFUSED
from sandbox.deliver.delivery import Ack
from sandbox.values import Channel, Message


async def say(act: Act) -> Outcome:
    channel, state = _open_channel(act), act.world.state
    if act.person.id not in channel.members:
        return Outcome(ok=False, error=f"You are not in #{channel.name}.")
    thread = act.optional("thread_ts")
    parent = state.message(channel.id, thread) if thread else None
    if thread and (parent is None or parent.reader is not None):
        raise BadAct("This thread is not there any more.")
    state.post(
        Message(
            channel=channel.id,
            ts=state.next_ts(),
            user=act.person.id,
            text=typed.as_message(state, act.text("text")),
            client_msg_id=state.ids.uuid(),
            thread_ts=(parent.thread_ts or parent.ts) if parent else None,
        )
    )
    state.mark_read(act.person.id, channel)
    return Outcome()


async def command(act: Act) -> Outcome:
    """A whole line that begins with a slash."""
    channel = _open_channel(act)
    name, _, text = act.text("text").strip().partition(" ")
    if name in members.BUILT_IN:
        return await members.BUILT_IN[name](act, channel, text.strip())
    state = act.world.state
    declared = act.world.manifest.command(name) if state.app.installed else None
    if declared is None:
        return _failed(act, f"{name} is not a valid command.")
    if declared.get("should_escape"):
        text = typed.as_command(state, text)
    delivery = act.world.payloads.command(act.person, channel, name, text.strip())
    ack = await act.world.courier.deliver(delivery)
    error = "invalid_command_response" if ack.error == REFUSED else ack.error
    if error is not None:
        told = _failed(act, f"{name} failed with the error “{error}”")
        return Outcome(ok=False, error=told.error, ack=ack)
    _show_answer(act, channel, ack)
    return outcome_of(ack)


def _open_channel(act: Act) -> Channel:
    channel = act.channel()
    if channel.archived:
        raise BadAct(f"#{channel.name} is archived.")
    app = act.world.state.app
    deaf = app.read_only or not app.messages_tab
    if deaf and channel.kind == "im" and app.bot_user in channel.members:
        raise BadAct(f"{app.name} takes no messages.")
    return channel


def _failed(act: Act, text: str) -> Outcome:
    act.world.state.tell(act.person.id, text, error=True)
    return Outcome(ok=False, error=text)


def _show_answer(act: Act, channel: Channel, ack: Ack) -> None:
    """An ack may carry a message of its own, as text or as JSON."""
    body = {"text": ack.body} if isinstance(ack.body, str) else ack.body
    gone = channel.id not in act.world.state.channels
    if isinstance(body, dict) and (body.get("text") or body.get("blocks")) and not gone:
        response_url.post(act.world.state, body, person=act.person.id, channel=channel.id)
