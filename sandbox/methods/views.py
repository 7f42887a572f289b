"""views.open, .push, .update, .publish."""

from typing import Any

from sandbox.methods.call import Call, Refused, invalid, refused_by_strict
from sandbox.modals import DEEPEST
from sandbox.passes import Spent, Trigger
from sandbox.strict import check_view, error_code
from sandbox.values import Json, OpenView
from sandbox.views import as_slack


def open_modal(call: Call) -> Json:
    trigger = _trigger(call)
    content = _content(call, "modal")
    call.state.passes.use(trigger)
    modals = call.state.modals
    return _shown(call, modals.open(trigger.person, content, channel=trigger.channel))


def push(call: Call) -> Json:
    """Only with a trigger born in the modal that is open."""
    trigger = _trigger(call)
    content = _content(call, "modal")
    stack = call.state.modals.stack(trigger.person)
    if trigger.view not in [view.id for view in stack]:
        raise Refused("not_found")
    if len(stack) >= DEEPEST:
        raise Refused("push_limit_reached")
    call.state.passes.use(trigger)
    pushed = call.state.modals.push(trigger.person, content, channel=trigger.channel)
    return _shown(call, pushed)


def update(call: Call) -> Json:
    view = _addressed(call)
    if view is None:
        raise Refused("not_found")
    content = _content(call, "modal", instead_of=view)
    _check_hash(call, view)
    return _shown(call, call.state.modals.update(view, content))


def publish(call: Call) -> Json:
    """Only for people of this workspace who are still here."""
    person = call.state.people.get(call.needed("user_id"))
    if person is None or person.deleted or person.is_bot:
        raise invalid("invalid `user_id`")
    if not call.state.app.home_tab:
        raise Refused("not_enabled")
    homes = call.state.homes
    before = homes.of(person.id)
    content = _content(call, "home", instead_of=before)
    _check_hash(call, before)
    return _shown(call, homes.publish(person.id, content))


def _check_hash(call: Call, view: OpenView | None) -> None:
    known_hash = call.text("hash")
    if known_hash and (view is None or known_hash != view.hash):
        raise Refused("hash_conflict")


def _shown(call: Call, view: OpenView) -> Json:
    return {"view": as_slack(view, call.state.team, call.state.app)}


def _trigger(call: Call) -> Trigger:
    trigger_id = call.text("trigger_id")
    if not trigger_id:
        raise invalid("missing required field: trigger_id")
    try:
        return call.state.passes.peek(trigger_id)
    except Spent as spent:
        raise Refused(str(spent)) from spent


def _addressed(call: Call) -> OpenView | None:
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if view_id:
        return call.state.modals.find(view_id)
    if external_id:
        return call.state.modals.called(external_id)
    raise invalid("missing required field: view_id")


def _content(call: Call, kind: str, *, instead_of: OpenView | None = None) -> Json:
    view: Any = call.args["view"]
    if not isinstance(view, dict):
        raise invalid("must be an object [json-pointer:/view]")
    problems = check_view(view)
    if problems:
        raise refused_by_strict(error_code(problems, "invalid_arguments"), problems)
    if view["type"] != kind:
        raise invalid(f"must be a {kind} [json-pointer:/view/type]")
    external_id = view.get("external_id")
    holder = call.state.view_called(external_id) if external_id else None
    if holder is not None and (instead_of is None or holder.id != instead_of.id):
        raise Refused("duplicate_external_id")
    return view
