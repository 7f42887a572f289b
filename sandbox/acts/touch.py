"""Clicking, ticking, picking and typing in what the app has shown."""

from dataclasses import replace
from typing import Any, Final

from sandbox import elements
from sandbox.acts.act import Act, BadAct, Outcome, outcome_of
from sandbox.deliver.courier import body_of
from sandbox.elements import FORGETFUL, HOLDERS, TYPED, BadValue
from sandbox.strict import check_message, check_view
from sandbox.values import Json, OpenView

UNANSWERED: Final = "{app} did not answer. Please try again."
TROUBLE: Final = "We had some trouble connecting. Try again?"


async def click(act: Act) -> Outcome:
    where = _where(act)
    if "view" in where:
        return await _in_view(act, where["view"])
    return await _in_message(act, where)


async def fill(act: Act) -> Outcome:
    """An input changes; `enter` says that Enter was pressed in it."""
    return await _in_view(act, act.body.get("view"))


async def suggest(act: Act) -> Outcome:
    """Something was typed into an external select; the options are the ack's body."""
    state, payloads = act.world.state, act.world.payloads
    where = _where(act)
    if "view" in where:
        view = act.view(where["view"])
        block, element = _found(act, view.content["blocks"])
        action = elements.action_of(element, block["block_id"], None, "")
        click = payloads.view_action(act.person, view, action)
    else:
        channel, message = act.message(where)
        block, element = _found(act, list(message.blocks))
        action = elements.action_of(element, block["block_id"], None, "")
        click = payloads.message_action(act.person, channel, message, block, action)
    if not elements.is_external(element):
        raise BadAct("Only an external select asks the app for its options.")
    typed = act.optional("value") or ""
    ack = await act.world.courier.deliver(payloads.suggestion(click, typed))
    if ack.error is None:
        options = elements.options_of(body_of(ack))
        state.screens.offer(act.person.id, block["block_id"], element["action_id"], options)
    return outcome_of(ack)


async def _in_message(act: Act, where: Json) -> Outcome:
    state = act.world.state
    channel, message = act.message(where)
    shown = act.body.get("block")
    blocks = list(message.blocks) if shown is None else [_as_shown(shown)]
    block, element = _found(act, blocks)
    value = _value(act, block, element)
    if element["type"] in HOLDERS and element["type"] not in FORGETFUL:
        state.screens.touch(act.person.id, message, block["block_id"], element["action_id"], value)
    if not _dispatches(act, block, element):
        return Outcome()
    action = elements.action_of(element, block["block_id"], value, state.next_ts())
    delivery = act.world.payloads.message_action(act.person, channel, message, block, action)
    ack = await act.world.courier.deliver(delivery)
    if ack.error is not None:
        name = state.people[message.user].real_name
        state.tell(act.person.id, UNANSWERED.format(app=name), error=True)
    return outcome_of(ack)


async def _in_view(act: Act, view_id: Any) -> Outcome:
    state = act.world.state
    view = act.view(view_id)
    block, element = _found(act, _blocks_on_screen(act, view))
    value = _value(act, block, element)
    if element["type"] in HOLDERS and element["type"] not in FORGETFUL:
        view = state.shelf_of(view).hold(view, block["block_id"], element["action_id"], value)
    if not _dispatches(act, block, element):
        return Outcome()
    action = elements.action_of(element, block["block_id"], value, state.next_ts())
    delivery = act.world.payloads.view_action(act.person, view, action)
    ack = await act.world.courier.deliver(delivery)
    if ack.error is None:
        return outcome_of(ack)
    if view.content["type"] == "home":
        state.tell(act.person.id, UNANSWERED.format(app=state.app.name), error=True)
    else:
        still_open = state.modals.find(view.id)
        if still_open is not None:
            state.modals.put(replace(still_open, trouble=TROUBLE))
    return outcome_of(ack)


def _where(act: Act) -> Json:
    where = act.body.get("where")
    if not isinstance(where, dict):
        raise BadAct("`where` names a message, a view or Home.")
    return {"view": act.home().id} if where.get("home") else where


def _blocks_on_screen(act: Act, view: OpenView) -> list[Json]:
    """Home is published whenever the app likes, so a click may come from a block that has gone."""
    blocks: list[Json] = view.content["blocks"]
    shown = act.body.get("block")
    if view.content["type"] != "home" or shown is None:
        return blocks
    if not isinstance(shown, dict) or check_view({"type": "home", "blocks": [shown]}):
        raise BadAct("`block` is not a block that a Home tab can hold.")
    return [shown]


def _found(act: Act, blocks: list[Json]) -> tuple[Json, Json]:
    block_id, action_id = act.text("block_id"), act.text("action_id")
    found = elements.find(blocks, block_id, action_id)
    if found is None:
        raise BadAct(f"There is nothing called {block_id!r} and {action_id!r} here.")
    return found


def _as_shown(block: Any) -> Json:
    """A block off a stale screen; it came from the app once, so it must still be a sound one."""
    if not isinstance(block, dict) or check_message({"text": "…", "blocks": [block]}):
        raise BadAct("`block` is not a block that a message can hold.")
    return block


def _value(act: Act, block: Json, element: Json) -> Any:
    screens = act.world.state.screens
    offered = screens.offered(act.person.id, block["block_id"], element["action_id"])
    try:
        return elements.checked(element, act.body.get("value"), offered)
    except BadValue as bad:
        raise BadAct(str(bad)) from bad


def _dispatches(act: Act, block: Json, element: Json) -> bool:
    """Elements of input blocks are silent, unless the app asked to hear of each change."""
    if block["type"] != "input":
        return True
    if not block.get("dispatch_action"):
        return False
    if element["type"] not in TYPED:
        return True
    config = element.get("dispatch_action_config", {})
    wanted = config.get("trigger_actions_on", ["on_enter_pressed"])
    happened = "on_enter_pressed" if act.body.get("enter") else "on_character_entered"
    return happened in wanted
