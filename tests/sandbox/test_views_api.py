import asyncio

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import seed
from sandbox.workspace import Sandbox
from tests.sandbox.company import (
    Json,
    Page,
    SocketApp,
    actions,
    button,
    error_of,
    modal,
    option,
    plain,
    text_input,
)


def trigger(sandbox: Sandbox, person: str = seed.ANA, *, born_in: str | None = None) -> str:
    return sandbox.state.passes.new_trigger(person, channel=seed.HIRING, view=born_in)


async def test_an_opened_modal_is_on_the_screen_of_that_person_alone(
    sandbox: Sandbox, slack: AsyncWebClient, ana: Page
) -> None:
    opened = await slack.views_open(trigger_id=trigger(sandbox), view=modal())
    shown = (await ana.modal())["view"]
    assert shown == opened["view"]
    assert shown["root_view_id"] == shown["id"]
    assert shown["previous_view_id"] is None
    assert shown["state"]["values"] == {
        "title": {"value": {"type": "plain_text_input", "value": None}}
    }
    assert sandbox.state.modals.stack(seed.SAM) == ()


async def test_a_trigger_works_once(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    once = trigger(sandbox)
    await slack.views_open(trigger_id=once, view=modal())
    again = slack.views_open(trigger_id=once, view=modal())
    assert await error_of(again) == "exchanged_trigger_id"


async def test_a_trigger_dies_after_three_seconds(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    fresh, old = trigger(sandbox), trigger(sandbox)
    sandbox.clock.advance(1.5)
    assert (await slack.views_open(trigger_id=fresh, view=modal()))["ok"]
    sandbox.clock.advance(1.6)
    late = slack.views_open(trigger_id=old, view=modal())
    assert await error_of(late) == "expired_trigger_id"


async def test_a_trigger_nobody_gave_is_invalid(slack: AsyncWebClient) -> None:
    assert await error_of(slack.views_open(trigger_id="1.2.f", view=modal())) == (
        "invalid_trigger_id"
    )


async def test_a_refused_view_leaves_its_trigger_good(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    once = trigger(sandbox)
    with pytest.raises(SlackApiError) as refused:
        await slack.views_open(trigger_id=once, view=modal(title=plain("x" * 25)))
    assert refused.value.response["error"] == "invalid_arguments"
    assert refused.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    assert (await slack.views_open(trigger_id=once, view=modal()))["ok"]


async def test_a_view_of_more_than_250_kilobytes_is_too_large(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}
    view = modal(*[section] * 90)
    opening = slack.views_open(trigger_id=trigger(sandbox), view=view)
    assert await error_of(opening) == "view_too_large"


async def test_an_update_changes_the_hash_and_keeps_what_was_typed(
    sandbox: Sandbox, slack: AsyncWebClient, ana: Page
) -> None:
    opened = (await slack.views_open(trigger_id=trigger(sandbox), view=modal()))["view"]
    await ana.acts("fill", view=opened["id"], block_id="title", action_id="value", value="Typed")
    view = modal(text_input(element={"initial_value": "Not this"}), text_input("other"))
    updated = (await slack.views_update(view_id=opened["id"], view=view))["view"]
    assert updated["hash"] != opened["hash"]
    assert updated["state"]["values"]["title"]["value"]["value"] == "Typed"
    assert updated["state"]["values"]["other"]["value"]["value"] is None


async def test_a_pick_whose_option_the_app_took_away_is_gone(
    sandbox: Sandbox, slack: AsyncWebClient, ana: Page
) -> None:
    def picking(*texts: str) -> Json:
        element = {
            "type": "radio_buttons",
            "action_id": "who",
            "options": [option(one) for one in texts],
        }
        return modal(text_input(element=element))

    view = picking("One", "Two")
    opened = (await slack.views_open(trigger_id=trigger(sandbox), view=view))["view"]
    await ana.acts("fill", view=opened["id"], block_id="title", action_id="who", value="one")
    kept = await slack.views_update(view_id=opened["id"], view=picking("One", "Three"))
    assert kept["view"]["state"]["values"]["title"]["who"]["selected_option"] == option("One")
    gone = await slack.views_update(view_id=opened["id"], view=picking("Two", "Three"))
    assert gone["view"]["state"]["values"]["title"]["who"]["selected_option"] is None


async def test_an_input_under_a_new_id_is_drawn_afresh(
    sandbox: Sandbox, slack: AsyncWebClient, ana: Page
) -> None:
    opened = (await slack.views_open(trigger_id=trigger(sandbox), view=modal()))["view"]
    await ana.acts("fill", view=opened["id"], block_id="title", action_id="value", value="Typed")
    view = modal(text_input("title2", element={"initial_value": "New"}))
    updated = (await slack.views_update(view_id=opened["id"], view=view))["view"]
    assert updated["state"]["values"]["title2"]["value"]["value"] == "New"


async def test_an_update_with_an_old_hash_is_a_conflict(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    opened = (await slack.views_open(trigger_id=trigger(sandbox), view=modal()))["view"]
    update = slack.views_update
    assert (await update(view_id=opened["id"], view=modal(), hash=opened["hash"]))["ok"]
    stale = update(view_id=opened["id"], view=modal(), hash=opened["hash"])
    assert await error_of(stale) == "hash_conflict"


async def test_a_closed_view_is_not_found(
    sandbox: Sandbox, slack: AsyncWebClient, ana: Page
) -> None:
    opened = (await slack.views_open(trigger_id=trigger(sandbox), view=modal()))["view"]
    await ana.acts("close", view=opened["id"])
    update = slack.views_update(view_id=opened["id"], view=modal())
    assert await error_of(update) == "not_found"


async def test_a_view_goes_by_its_external_id_which_only_one_can_have(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    view = modal(external_id="draft-1")
    opened = (await slack.views_open(trigger_id=trigger(sandbox), view=view))["view"]
    updated = await slack.views_update(external_id="draft-1", view=view)
    assert updated["view"]["id"] == opened["id"]
    other = slack.views_open(trigger_id=trigger(sandbox, seed.SAM), view=view)
    assert await error_of(other) == "duplicate_external_id"


async def test_three_views_lie_on_each_other_and_no_fourth(
    sandbox: Sandbox, slack: AsyncWebClient, ana: Page
) -> None:
    root = (await slack.views_open(trigger_id=trigger(sandbox), view=modal()))["view"]
    below = root
    for _ in range(2):
        born = trigger(sandbox, born_in=below["id"])
        pushed = (await slack.views_push(trigger_id=born, view=modal()))["view"]
        assert pushed["previous_view_id"] == below["id"]
        assert pushed["root_view_id"] == root["id"]
        below = pushed
    fourth = slack.views_push(trigger_id=trigger(sandbox, born_in=below["id"]), view=modal())
    assert await error_of(fourth) == "push_limit_reached"


async def test_only_a_trigger_born_in_the_modal_can_push(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    await slack.views_open(trigger_id=trigger(sandbox), view=modal())
    push = slack.views_push(trigger_id=trigger(sandbox), view=modal())
    assert await error_of(push) == "not_found"


async def test_a_click_in_a_modal_brings_a_trigger_that_can_push(
    sandbox: Sandbox, slack: AsyncWebClient, ana: Page, app: SocketApp
) -> None:
    view = modal(actions(button()))
    opened = (await slack.views_open(trigger_id=trigger(sandbox), view=view))["view"]
    click = asyncio.create_task(
        ana.acts("click", where={"view": opened["id"]}, block_id="act", action_id="go")
    )
    body = await app.acks()
    pushed = await slack.views_push(trigger_id=body["trigger_id"], view=modal())
    assert pushed["view"]["previous_view_id"] == opened["id"]
    assert (await click)["ok"]


async def test_a_select_can_begin_with_the_conversation_it_was_opened_in(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    select = {
        "type": "conversations_select",
        "action_id": "value",
        "default_to_current_conversation": True,
    }
    block = {"type": "input", "block_id": "where", "label": plain("Where"), "element": select}
    opened = await slack.views_open(trigger_id=trigger(sandbox), view=modal(block))
    values = opened["view"]["state"]["values"]
    assert values["where"]["value"]["selected_conversation"] == seed.HIRING
