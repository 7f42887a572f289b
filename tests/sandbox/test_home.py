"""The app's Home tab: published, opened, clicked in, typed in."""

import asyncio
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import seed
from sandbox.strict import check_view
from sandbox.workspace import Sandbox
from tests.sandbox.company import (
    Json,
    Page,
    SocketApp,
    actions,
    button,
    error_of,
    modal,
    page_of,
    plain,
)
from tests.sandbox.recruiting import MANIFEST
from tests.sandbox.samples import options, section


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks) or [section("Nothing yet")], **more}


def search() -> Json:
    element = {"type": "plain_text_input", "action_id": "words"}
    label = plain("Search")
    dispatching = {"dispatch_action": True, "label": label, "element": element}
    return {"type": "input", "block_id": "search", **dispatching}


async def test_home_is_published_for_one_person_and_seen_by_them_alone(
    slack: AsyncWebClient, sandbox: Sandbox, ana: Page
) -> None:
    assert ana.snapshot["home"] is None
    answer = await slack.views_publish(user_id=seed.ANA, view=home(callback_id="home"))
    shown = (await ana.sees("home"))["home"]["view"]
    assert shown == answer["view"]
    assert (shown["type"], shown["callback_id"]) == ("home", "home")
    assert (shown["title"]["text"], shown["close"], shown["submit"]) == ("View Title", None, None)
    assert (shown["root_view_id"], shown["previous_view_id"]) == (shown["id"], None)
    async with page_of(sandbox, seed.SAM) as sam:
        assert sam.snapshot["home"] is None
    async with page_of(sandbox, seed.ANA) as again:
        assert again.snapshot["home"]["view"] == shown


async def test_publishing_again_keeps_the_id_and_changes_the_hash(slack: AsyncWebClient) -> None:
    first = (await slack.views_publish(user_id=seed.ANA, view=home()))["view"]
    second = (
        await slack.views_publish(user_id=seed.ANA, view=home(section("More")), hash=first["hash"])
    )["view"]
    assert second["id"] == first["id"]
    assert second["hash"] != first["hash"]
    late = slack.views_publish(user_id=seed.ANA, view=home(), hash=first["hash"])
    assert await error_of(late) == "hash_conflict"


async def test_a_hash_of_nothing_is_a_conflict(slack: AsyncWebClient) -> None:
    early = slack.views_publish(user_id=seed.ANA, view=home(), hash="1.never")
    assert await error_of(early) == "hash_conflict"


@pytest.mark.parametrize("who", ["U0NOBODY", seed.ZOE, seed.BOT_USER, ""])
async def test_home_is_for_people_who_are_here(slack: AsyncWebClient, who: str) -> None:
    assert await error_of(slack.views_publish(user_id=who, view=home())) == "invalid_arguments"


@pytest.mark.parametrize(
    "view",
    [
        modal(),
        home(title=plain("Home")),
        home(submit=plain("Save")),
        home(close=plain("Close")),
        home(private_metadata="x" * 3001),
        home(*[section() for _ in range(101)]),
        {"type": "home", "blocks": []},
        home({"type": "markdown", "text": "no"}),
        home({"type": "table", "rows": [[{"type": "raw_text", "text": "no"}]]}),
        home(actions({"type": "datetimepicker", "action_id": "when"})),
    ],
)
async def test_what_a_home_cannot_hold_is_refused(slack: AsyncWebClient, view: Json) -> None:
    refused = slack.views_publish(user_id=seed.ANA, view=view)
    assert await error_of(refused) == "invalid_arguments"


def test_a_home_of_a_hundred_blocks_is_fine() -> None:
    assert check_view(home(*[section() for _ in range(100)], private_metadata="x" * 3000)) == []


async def test_too_large_a_home_is_refused(slack: AsyncWebClient) -> None:
    huge = home(*[section("x" * 2900) for _ in range(100)])
    assert await error_of(slack.views_publish(user_id=seed.ANA, view=huge)) == "view_too_large"


async def test_an_external_id_is_one_views_alone(slack: AsyncWebClient, sandbox: Sandbox) -> None:
    await slack.views_publish(user_id=seed.ANA, view=home(external_id="mine"))
    await slack.views_publish(user_id=seed.ANA, view=home(external_id="mine"))
    second = slack.views_publish(user_id=seed.SAM, view=home(external_id="mine"))
    assert await error_of(second) == "duplicate_external_id"
    trigger = sandbox.state.passes.new_trigger(seed.ANA)
    opened = slack.views_open(trigger_id=trigger, view=modal(external_id="mine"))
    assert await error_of(opened) == "duplicate_external_id"


async def test_the_home_tab_must_be_switched_on() -> None:
    sandbox = Sandbox(MANIFEST)
    async with sandbox.serving(), page_of(sandbox, seed.ANA) as ana:
        slack = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
        refused = slack.views_publish(user_id=seed.ANA, view=home())
        assert await error_of(refused) == "not_enabled"
        assert (await ana.acts("open_home"))["http"] == 400


async def test_the_app_hears_that_home_was_opened_and_what_stands_there(
    slack: AsyncWebClient, ana: Page, app: SocketApp
) -> None:
    opening = asyncio.create_task(ana.acts("open_home"))
    first = (await app.acks())["event"]
    assert await opening
    assert first["channel"].startswith("D")
    assert first | {"channel": "", "event_ts": ""} == {
        "type": "app_home_opened",
        "user": seed.ANA,
        "channel": "",
        "tab": "home",
        "event_ts": "",
    }
    published = await slack.views_publish(user_id=seed.ANA, view=home())
    opening = asyncio.create_task(ana.acts("open_home"))
    assert (await app.acks())["event"]["view"] == published["view"]
    await opening
    opening = asyncio.create_task(ana.acts("open_home", tab="messages"))
    messages = (await app.acks())["event"]
    assert (messages["tab"], "view" in messages) == ("messages", False)
    await opening
    assert (await ana.acts("open_home", tab="about"))["http"] == 400


async def test_a_click_in_home_is_told_with_the_view_and_without_a_response_url(
    slack: AsyncWebClient, sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    picking = {"type": "static_select", "action_id": "role", "options": options("ds", "mle")}
    view = home(search(), actions(picking, button("open_role"), block_id="act"))
    published = (await slack.views_publish(user_id=seed.ANA, view=view))["view"]
    ids = {"where": {"home": True}, "block_id": "act"}
    quiet = {"view": published["id"], "block_id": "search", "action_id": "words"}
    assert (await ana.acts("fill", **quiet, value="ann"))["ack"] is None
    acting = asyncio.create_task(ana.acts("click", **ids, action_id="role", value="ds"))
    await app.acks()
    await acting
    acting = asyncio.create_task(ana.acts("click", **ids, action_id="open_role"))
    body = await app.acks()
    assert (await acting)["ok"]
    assert body.keys() == {
        *("type", "user", "api_app_id", "token", "team", "enterprise", "is_enterprise_install"),
        *("container", "trigger_id", "view", "actions"),
    }
    assert body["container"] == {"type": "view", "view_id": published["id"]}
    assert (body["view"]["type"], body["view"]["hash"]) == ("home", published["hash"])
    values = body["view"]["state"]["values"]
    assert values["search"]["words"] == {"type": "plain_text_input", "value": "ann"}
    assert values["act"]["role"]["selected_option"]["value"] == "ds"
    assert body["actions"][0]["value"] == "7"
    opened = await slack.views_open(trigger_id=body["trigger_id"], view=modal())
    assert opened["view"]["root_view_id"] != published["id"]


async def test_enter_in_a_search_field_is_told(
    slack: AsyncWebClient, ana: Page, app: SocketApp
) -> None:
    view = (await slack.views_publish(user_id=seed.ANA, view=home(search())))["view"]
    ids = {"view": view["id"], "block_id": "search", "action_id": "words"}
    acting = asyncio.create_task(ana.acts("fill", **ids, value="pay", enter=True))
    action = (await app.acks())["actions"][0]
    await acting
    assert (action["action_id"], action["value"]) == ("words", "pay")


async def test_what_was_typed_stays_while_both_ids_stay(
    slack: AsyncWebClient, ana: Page, sandbox: Sandbox
) -> None:
    view = (await slack.views_publish(user_id=seed.ANA, view=home(search())))["view"]
    ids = {"view": view["id"], "block_id": "search", "action_id": "words"}
    await ana.acts("fill", **ids, value="pay")
    again = await slack.views_publish(user_id=seed.ANA, view=home(section(), search()))
    assert again["view"]["state"]["values"]["search"]["words"]["value"] == "pay"
    afresh = await slack.views_publish(user_id=seed.ANA, view=home(search() | {"block_id": "2"}))
    assert afresh["view"]["state"]["values"]["2"]["words"]["value"] is None


async def test_a_click_from_a_home_that_has_moved_on_is_told(
    slack: AsyncWebClient, ana: Page, app: SocketApp
) -> None:
    old = actions(button("old"), block_id="act")
    await slack.views_publish(user_id=seed.ANA, view=home(old))
    await slack.views_publish(user_id=seed.ANA, view=home())
    where = {"where": {"home": True}, "block_id": "act", "action_id": "old"}
    assert (await ana.acts("click", **where))["http"] == 400
    assert (await ana.acts("click", **where, block={"type": "table"}))["http"] == 400
    acting = asyncio.create_task(ana.acts("click", **where, block=old))
    assert (await app.acks())["actions"][0]["action_id"] == "old"
    assert (await acting)["ok"]


async def test_an_app_that_does_not_answer_a_click_in_home_is_a_notice(
    slack: AsyncWebClient, ana: Page
) -> None:
    where = {"where": {"home": True}, "block_id": "act", "action_id": "go"}
    assert (await ana.acts("click", **where))["http"] == 400
    await slack.views_publish(user_id=seed.ANA, view=home(actions(button(), block_id="act")))
    assert not (await ana.acts("click", **where))["ok"]
    assert "did not answer" in (await ana.sees("notice"))["text"]


async def test_home_cannot_be_submitted_closed_or_pushed_on(
    slack: AsyncWebClient, ana: Page, app: SocketApp
) -> None:
    view = (await slack.views_publish(user_id=seed.ANA, view=home(actions(button()))))["view"]
    assert (await ana.acts("submit", view=view["id"]))["http"] == 400
    assert (await ana.acts("close", view=view["id"]))["http"] == 400
    ids = {"where": {"home": True}, "block_id": "act", "action_id": "go"}
    acting = asyncio.create_task(ana.acts("click", **ids))
    trigger = (await app.acks())["trigger_id"]
    await acting
    pushing = slack.views_push(trigger_id=trigger, view=modal())
    assert await error_of(pushing) == "not_found"
    assert await error_of(slack.views_update(view_id=view["id"], view=modal())) == "not_found"
