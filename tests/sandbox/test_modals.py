"""Submitting and closing, and what the app's ack does to the screen."""

import asyncio
from typing import Any

import pytest

from sandbox import seed
from sandbox.workspace import Sandbox
from tests.sandbox.company import Json, Page, SocketApp, actions, button, modal, plain, text_input


def opened(sandbox: Sandbox, content: Json | None = None, *, pushed: int = 0) -> str:
    """The id of the view on top of Ana's stack."""
    modals = sandbox.state.modals
    view = modals.open(seed.ANA, content or modal(), channel=seed.HIRING)
    for _ in range(pushed):
        view = modals.push(seed.ANA, content or modal())
    return view.id


async def submits(ana: Page, app: SocketApp, view: str, ack: Any = None) -> tuple[Json, Json]:
    """The answer to the person, and what the app was told."""
    submitting = asyncio.create_task(ana.acts("submit", view=view))
    body = await app.acks(ack)
    return await submitting, body


OPTIONAL = text_input(optional=True)


async def test_what_was_typed_and_picked_is_in_the_state(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    static = {"type": "static_select", "action_id": "value", "options": [_option("Senior")]}
    people = {"type": "multi_users_select", "action_id": "value"}
    day = {"type": "datepicker", "action_id": "value"}
    blocks = [
        text_input(),
        *(
            {**text_input(name), "element": element}
            for name, element in (("level", static), ("panel", people), ("start", day))
        ),
    ]
    view = opened(sandbox, modal(*blocks, private_metadata="REQ-12"))
    for block_id, value in (
        ("title", "Senior engineer"),
        ("level", "senior"),
        ("panel", [seed.LI, seed.SAM]),
        ("start", "2026-12-01"),
    ):
        filled = await ana.acts(
            "fill", view=view, block_id=block_id, action_id="value", value=value
        )
        assert filled["ok"]
    answer, body = await submits(ana, app, view)
    assert answer["ok"]
    assert body["view"]["private_metadata"] == "REQ-12"
    assert body["view"]["state"]["values"] == {
        "title": {"value": {"type": "plain_text_input", "value": "Senior engineer"}},
        "level": {"value": {"type": "static_select", "selected_option": _option("Senior")}},
        "panel": {"value": {"type": "multi_users_select", "selected_users": [seed.LI, seed.SAM]}},
        "start": {"value": {"type": "datepicker", "selected_date": "2026-12-01"}},
    }


async def test_an_empty_ack_closes_the_view_and_shows_the_one_below(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    view = opened(sandbox, modal(OPTIONAL), pushed=1)
    await submits(ana, app, view)
    assert len(sandbox.state.modals.stack(seed.ANA)) == 1


async def test_errors_stand_under_their_fields_and_typing_takes_them_away(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    view = opened(sandbox, modal(OPTIONAL))
    errors = {"response_action": "errors", "errors": {"title": "Too short"}}
    answer, _ = await submits(ana, app, view, errors)
    assert answer["ok"]
    top = sandbox.state.modals.stack(seed.ANA)[-1]
    assert (dict(top.errors), top.busy) == ({"title": "Too short"}, False)
    await ana.acts("fill", view=view, block_id="title", action_id="value", value="Longer")
    assert not sandbox.state.modals.stack(seed.ANA)[-1].errors


async def test_errors_of_no_field_are_trouble(sandbox: Sandbox, ana: Page, app: SocketApp) -> None:
    view = opened(sandbox, modal(OPTIONAL))
    errors = {"response_action": "errors", "errors": {"nothing": "Too short"}}
    answer, _ = await submits(ana, app, view, errors)
    assert not answer["ok"]
    top = sandbox.state.modals.stack(seed.ANA)[-1]
    assert top.trouble == "We had some trouble connecting. Try again?"
    assert not top.busy
    assert list(sandbox.traffic)[-1].problems


async def test_an_ack_can_update_push_and_clear(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    view = opened(sandbox, modal(OPTIONAL))
    second = modal(OPTIONAL, title=plain("Second"))
    await submits(ana, app, view, {"response_action": "update", "view": second})
    stack = sandbox.state.modals.stack(seed.ANA)
    assert [(one.id, one.content["title"]["text"]) for one in stack] == [(view, "Second")]
    await submits(ana, app, view, {"response_action": "push", "view": modal(OPTIONAL)})
    stack = sandbox.state.modals.stack(seed.ANA)
    assert stack[1].previous_id == view
    await submits(ana, app, stack[1].id, {"response_action": "clear"})
    assert sandbox.state.modals.stack(seed.ANA) == ()


async def test_a_fourth_view_cannot_be_pushed_by_an_ack(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    view = opened(sandbox, modal(OPTIONAL), pushed=2)
    await submits(ana, app, view, {"response_action": "push", "view": modal(OPTIONAL)})
    stack = sandbox.state.modals.stack(seed.ANA)
    assert len(stack) == 3
    assert stack[-1].trouble


async def test_an_app_that_does_not_answer_keeps_all_that_was_typed(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    view = opened(sandbox)
    await ana.acts("fill", view=view, block_id="title", action_id="value", value="Typed")
    answer = await ana.acts("submit", view=view)
    assert answer["ack"]["error"] == "operation_timeout"
    top = sandbox.state.modals.stack(seed.ANA)[-1]
    assert top.trouble
    assert top.values == {"title": {"value": "Typed"}}


@pytest.mark.parametrize(
    ("element", "value", "complaint"),
    [
        ({}, None, "Please complete this required field."),
        ({}, "   ", "Please complete this required field."),
        ({"min_length": 3}, "ab", "Please write at least 3 characters."),
        ({"max_length": 3}, "abcd", "Please write 3 characters at most."),
        ({"max_length": 3}, "😀😀", "Please write 3 characters at most."),
        ({"type": "email_text_input"}, "ana@", "Please enter a valid e-mail address."),
        ({"type": "url_text_input"}, "ftp://x", "Please enter a valid URL."),
        ({"type": "datepicker"}, "2026-02-31", "Please enter a valid date."),
        ({"type": "datepicker"}, "20261201", "Please enter a valid date."),
        ({"type": "timepicker"}, "24:00", "Please enter a valid time."),
        ({"type": "number_input", "is_decimal_allowed": False}, "1_0", "Please enter a number."),
        ({"type": "number_input", "is_decimal_allowed": False}, "NaN", "Please enter a number."),
        ({"type": "number_input", "is_decimal_allowed": False}, "x", "Please enter a number."),
        (
            {"type": "number_input", "is_decimal_allowed": False},
            "1.5",
            "Please enter a whole number.",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": True, "min_value": "2"},
            "1.5",
            "Please enter a number of 2 or more.",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": True, "max_value": "2"},
            "2.5",
            "Please enter a number of 2 or less.",
        ),
        ({"type": "multi_users_select"}, [], "Please complete this required field."),
        (
            {"type": "multi_users_select", "max_selected_items": 1},
            [seed.ANA, seed.SAM],
            "Please pick 1 at most.",
        ),
    ],
)
async def test_slacks_client_refuses_by_itself(
    sandbox: Sandbox, ana: Page, app: SocketApp, element: Json, value: Any, complaint: str
) -> None:
    view = opened(sandbox, modal(text_input(element=element)))
    await ana.acts("fill", view=view, block_id="title", action_id="value", value=value)
    answer = await ana.acts("submit", view=view)
    assert (answer["ok"], answer["ack"]) == (False, None)
    assert sandbox.state.modals.stack(seed.ANA)[-1].errors == {"title": complaint}
    assert not list(sandbox.traffic), "the app hears nothing of it"


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"min_length": 3, "max_length": 3}, "abc"),
        ({"type": "email_text_input"}, "ana@acme.example"),
        ({"type": "url_text_input"}, "https://acme.example/x"),
        ({"type": "datepicker"}, "2028-02-29"),
        ({"type": "timepicker"}, "23:59"),
        ({"type": "number_input", "is_decimal_allowed": False, "min_value": "2"}, "2"),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "0"}, "-.5"),
        ({"type": "datetimepicker"}, 1_796_119_200),
    ],
)
async def test_what_is_right_goes_through(
    sandbox: Sandbox, ana: Page, app: SocketApp, element: Json, value: Any
) -> None:
    view = opened(sandbox, modal(text_input(element=element)))
    await ana.acts("fill", view=view, block_id="title", action_id="value", value=value)
    answer, _ = await submits(ana, app, view)
    assert answer["ok"]


async def test_cancel_tells_of_that_view_and_the_x_of_the_root(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    view = opened(sandbox, modal(notify_on_close=True), pushed=2)
    root = sandbox.state.modals.stack(seed.ANA)[0].id
    closing = asyncio.create_task(ana.acts("close", view=view))
    body = await app.acks()
    assert (body["type"], body["view"]["id"], body["is_cleared"]) == ("view_closed", view, False)
    await closing
    below = sandbox.state.modals.stack(seed.ANA)[-1].id
    closing = asyncio.create_task(ana.acts("close", view=below, all=True))
    body = await app.acks()
    assert (body["view"]["id"], body["is_cleared"]) == (root, True)
    await closing
    assert sandbox.state.modals.stack(seed.ANA) == ()


async def test_a_view_that_did_not_ask_is_closed_without_a_word(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    answer = await ana.acts("close", view=opened(sandbox))
    assert (answer["ok"], answer["ack"]) == (True, None)


async def test_a_view_that_clears_on_close_takes_the_stack_with_it(
    sandbox: Sandbox, ana: Page
) -> None:
    view = opened(sandbox, modal(clear_on_close=True), pushed=1)
    await ana.acts("close", view=view)
    assert sandbox.state.modals.stack(seed.ANA) == ()


async def test_a_second_submit_waits_for_the_first(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    view = opened(sandbox, modal(OPTIONAL))
    first = asyncio.create_task(ana.acts("submit", view=view))
    envelope = await app.envelope()
    assert (await ana.acts("submit", view=view))["ack"] is None
    await app.socket.send_json({"envelope_id": envelope["envelope_id"]})
    assert (await first)["ok"]


async def test_an_input_is_silent_unless_it_asks_to_be_heard(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    on_enter = text_input("enter", dispatch_action=True)
    config = {"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
    each = text_input("each", dispatch_action=True, element=config)
    view = opened(sandbox, modal(text_input("silent"), on_enter, each))
    quiet = {"view": view, "action_id": "value", "value": "a"}
    for silent in ("silent", "enter"):
        assert (await ana.acts("fill", block_id=silent, **quiet))["ack"] is None
    assert (await ana.acts("fill", block_id="silent", enter=True, **quiet))["ack"] is None
    for block_id, enter in (("enter", True), ("each", False)):
        filling = asyncio.create_task(ana.acts("fill", block_id=block_id, enter=enter, **quiet))
        body = await app.acks()
        assert body["actions"][0] | {"action_ts": ""} == {
            "type": "plain_text_input",
            "action_id": "value",
            "block_id": block_id,
            "value": "a",
            "action_ts": "",
        }
        assert body["container"] == {"type": "view", "view_id": view}
        assert (await filling)["ack"]["status"] == 200


async def test_a_pick_in_an_input_is_heard_where_it_asks_to_be(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    select = {"type": "users_select", "action_id": "value"}
    block = {**text_input("who", dispatch_action=True), "element": select}
    view = opened(sandbox, modal(block))
    filling = asyncio.create_task(
        ana.acts("fill", view=view, block_id="who", action_id="value", value=seed.SAM)
    )
    body = await app.acks()
    assert body["actions"][0]["selected_user"] == seed.SAM
    assert body["view"]["state"]["values"]["who"]["value"]["selected_user"] == seed.SAM
    await filling


async def test_a_window_without_a_submit_button_is_not_sent(sandbox: Sandbox, ana: Page) -> None:
    silent = modal(actions(button()))
    del silent["submit"]
    assert (await ana.acts("submit", view=opened(sandbox, silent)))["http"] == 400
    assert not list(sandbox.traffic)


async def test_an_ack_cannot_put_a_home_tab_into_a_window(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    home = {"type": "home", "blocks": [actions(button())]}
    view = opened(sandbox, modal(OPTIONAL))
    answer, _ = await submits(ana, app, view, {"response_action": "update", "view": home})
    assert answer["error"] == "invalid_ack"
    assert sandbox.state.modals.stack(seed.ANA)[-1].content["type"] == "modal"


async def test_only_the_window_on_top_can_be_sent(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    opened(sandbox, modal(OPTIONAL), pushed=1)
    root = sandbox.state.modals.stack(seed.ANA)[0].id
    assert (await ana.acts("submit", view=root))["http"] == 400


async def test_a_view_pushed_by_an_ack_may_not_take_anothers_external_id(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    sandbox.state.modals.open(seed.SAM, modal(external_id="draft"))
    view = opened(sandbox, modal(OPTIONAL))
    for action in ("push", "update"):
        ack = {"response_action": action, "view": modal(OPTIONAL, external_id="draft")}
        await submits(ana, app, view, ack)
        top = sandbox.state.modals.stack(seed.ANA)[-1]
        assert (top.id, bool(top.trouble)) == (view, True)


async def test_an_unanswered_click_in_a_modal_is_trouble(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    view = opened(sandbox, modal(actions(button())))
    await ana.acts("click", where={"view": view}, block_id="act", action_id="go")
    assert sandbox.state.modals.stack(seed.ANA)[-1].trouble


async def test_an_external_select_asks_the_app_and_keeps_the_whole_option(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    element = {"type": "external_select", "action_id": "value", "min_query_length": 0}
    view = opened(sandbox, modal({**text_input("who"), "element": element}))
    where = {"where": {"view": view}, "block_id": "who", "action_id": "value"}
    asking = asyncio.create_task(ana.acts("suggest", value="dan", **where))
    body = await app.acks({"options": [_option("Dana")]})
    assert (body["type"], body["value"], body["block_id"]) == ("block_suggestion", "dan", "who")
    assert (await asking)["ack"]["body"]["options"] == [_option("Dana")]
    assert (await ana.acts("fill", view=view, **{**where, "value": "eve"}))["http"] == 400
    await ana.acts("fill", view=view, **{**where, "value": "dana"})
    assert (await ana.sees("views", lambda one: one["stack"][-1]["values"]["who"]["value"]))[
        "stack"
    ][-1]["values"] == {"who": {"value": "dana"}}
    _, body = await submits(ana, app, view)
    held = body["view"]["state"]["values"]["who"]["value"]
    assert held["selected_option"] == _option("Dana")


async def test_a_picked_conversation_can_come_with_a_response_url(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    element = {
        "type": "conversations_select",
        "action_id": "value",
        "response_url_enabled": True,
        "initial_conversation": seed.HIRING,
    }
    view = opened(sandbox, modal({**text_input("where"), "element": element}))
    _, body = await submits(ana, app, view)
    assert body["response_urls"][0]["channel_id"] == seed.HIRING
    assert body["response_urls"][0]["response_url"].startswith(sandbox.base_url)


def _option(text: str) -> Json:
    return {"text": plain(text), "value": text.lower()}
