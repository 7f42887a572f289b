"""Submitting and closing modals, and what the app's ack does to them."""

from dataclasses import replace
from typing import Final

from sandbox import complaints
from sandbox.acts.act import Act, BadAct, Outcome, outcome_of
from sandbox.acts.touch import TROUBLE
from sandbox.deliver.courier import body_of
from sandbox.deliver.delivery import Ack
from sandbox.modals import DEEPEST
from sandbox.values import Json, OpenView
from sandbox.world import World

INCOMPLETE: Final = "Some fields need your attention."


async def submit(act: Act) -> Outcome:
    modals = act.world.state.modals
    view = act.modal(act.body.get("view"))
    if view != modals.stack(act.person.id)[-1]:
        raise BadAct("Another window lies on top of this one.")
    if "submit" not in view.content:
        raise BadAct("This window has nothing to send.")
    if view.busy:
        return Outcome(ok=False, error="This is being sent already.")
    errors = complaints.about(view.content["blocks"], view.values)
    view = modals.put(replace(view, errors=errors, trouble=None, busy=not errors))
    if errors:
        return Outcome(ok=False, error=INCOMPLETE)
    ack = await act.world.courier.deliver(act.world.payloads.submission(act.person, view))
    still_open = modals.find(view.id)
    if still_open is not None:
        still_open = modals.put(replace(still_open, busy=False))
        if ack.error is not None or not _answered(act.world, still_open, body_of(ack)):
            modals.put(replace(still_open, trouble=TROUBLE))
    return outcome_of(ack)


async def close(act: Act) -> Outcome:
    """`all` is the x in the corner: the root is told of, and the whole stack is gone."""
    modals = act.world.state.modals
    view = act.modal(act.body.get("view"))
    everything = bool(act.body.get("all"))
    cleared = everything or bool(view.content.get("clear_on_close"))
    told = modals.stack(act.person.id)[0] if everything else view
    if cleared:
        modals.close_all(act.person.id)
    else:
        modals.close(view)
    ack: Ack | None = None
    if told.content.get("notify_on_close"):
        delivery = act.world.payloads.closed(act.person, told, cleared=cleared)
        ack = await act.world.courier.deliver(delivery)
    # The window is closed all the same, and Slack says nothing of a failure.
    return Outcome(ack=ack)


def _answered(world: World, view: OpenView, answer: Json) -> bool:
    """Does what the ack says. False where it cannot be done."""
    modals = world.state.modals
    match answer.get("response_action"):
        case "errors":
            modals.put(replace(view, errors=answer["errors"]))
        case "update":
            if not _free(world, answer["view"], instead_of=view):
                return False
            modals.update(view, answer["view"])
        case "push":
            full = len(modals.stack(view.person)) >= DEEPEST
            if full or not _free(world, answer["view"], instead_of=None):
                return False
            modals.push(view.person, answer["view"], channel=view.channel)
        case "clear":
            modals.close_all(view.person)
        case _:
            modals.close(view)
    return True


def _free(world: World, content: Json, *, instead_of: OpenView | None) -> bool:
    """No other open view has this external_id."""
    external_id = content.get("external_id")
    holder = world.state.view_called(external_id) if external_id else None
    return holder is None or (instead_of is not None and holder.id == instead_of.id)
