"""Shortcuts, the app's Home, and what a person does to a message or a screen without the app."""

from sandbox.acts.act import Act, BadAct, Outcome, outcome_of
from sandbox.acts.touch import UNANSWERED
from sandbox.values import Json
from sandbox.views import as_slack


async def shortcut(act: Act) -> Outcome:
    """Global, or one of a message's where `message` names one."""
    world, callback_id = act.world, act.text("callback_id")
    kind = "message" if act.body.get("message") else "global"
    if world.manifest.shortcut(callback_id, kind) is None:
        raise BadAct(f"The app has no {kind} shortcut {callback_id!r}.")
    if kind == "message":
        channel, message = act.message(act.body["message"])
        delivery = world.payloads.message_shortcut(act.person, callback_id, channel, message)
    else:
        delivery = world.payloads.global_shortcut(act.person, callback_id)
    ack = await world.courier.deliver(delivery)
    if ack.error is not None:
        text = UNANSWERED.format(app=world.state.app.name)
        world.state.tell(act.person.id, text, error=True)
    return outcome_of(ack)


async def dismiss(act: Act) -> Outcome:
    """An ephemeral message goes from the one screen it was on; the app is not told."""
    _, message = act.message(act.body)
    if message.reader is None:
        raise BadAct("Only messages that you alone see can be dismissed.")
    act.world.state.delete(message)
    return Outcome()


async def delete(act: Act) -> Outcome:
    """Everybody their own message, admins any."""
    _, message = act.message(act.body)
    if message.reader is not None:
        raise BadAct("A message that you alone see can be dismissed.")
    if message.user != act.person.id and not act.person.is_admin:
        raise BadAct("Only admins delete what others have said.")
    act.world.state.delete(message)
    return Outcome()


async def open_home(act: Act) -> Outcome:
    """The app's Home, or the direct messages with it as the tab beside."""
    state = act.world.state
    tab = act.optional("tab") or "home"
    if tab not in ("home", "messages"):
        raise BadAct(f"The app has no tab {tab!r}.")
    if not state.app.installed:
        raise BadAct(f"{state.app.name} has been removed.")
    if not (state.app.home_tab if tab == "home" else state.app.messages_tab):
        raise BadAct(f"The app's {tab} tab is switched off.")
    direct = state.open_im(act.person.id, state.app.bot_user)
    if tab == "messages":
        state.mark_read(act.person.id, direct)
    event: Json = {
        "type": "app_home_opened",
        "user": act.person.id,
        "channel": direct.id,
        "tab": tab,
        "event_ts": state.next_ts(),
    }
    view = state.homes.of(act.person.id) if tab == "home" else None
    if view is not None:
        event["view"] = as_slack(view, state.team, state.app)
    return Outcome(ack=await act.world.announcer.announce(event, direct))


async def read(act: Act) -> Outcome:
    act.world.state.mark_read(act.person.id, act.channel())
    return Outcome()
