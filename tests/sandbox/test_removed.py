"""What is left where the app, or a channel, is removed; and a channel under another id."""

import asyncio

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import seed
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.sandbox.company import (
    Page,
    SocketApp,
    actions,
    button,
    error_of,
    post,
    response_url_of_a_command,
)


async def test_a_removed_apps_token_is_inactive_until_it_is_installed_again(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    sandbox.uninstall()
    assert await error_of(slack.auth_test()) == "account_inactive"
    assert (await slack.apps_connections_open(app_token=sandbox.app_token))["ok"]
    sandbox.install()
    assert (await slack.auth_test())["ok"]
    posting = slack.chat_postMessage(channel=seed.HIRING, text="x")
    assert await error_of(posting) == "not_in_channel", "it has to be invited again"
    assert (await slack.chat_postMessage(channel=seed.ANA, text="x"))["ok"]


async def test_nobody_reaches_a_removed_app(sandbox: Sandbox, ana: Page, app: SocketApp) -> None:
    card = sandbox.state.post_as_app(seed.HIRING, "x", [actions(button())])
    assert await ana.controls(app={"uninstalled": True}) == 200
    frame = await ana.sees("app", lambda one: not one["app"]["installed"])
    assert (frame["app"]["connected"], frame["app"]["connections"]) == (None, 1)
    typed = await ana.acts("command", channel=seed.HIRING, text="/hire-ml")
    assert (typed["ok"], typed["error"]) == (False, "/hire-ml is not a valid command.")
    where = {"channel": seed.HIRING, "ts": card.ts}
    clicked = await ana.acts("click", where=where, block_id="act", action_id="go")
    assert clicked["ack"]["error"] == "dispatch_failed"
    assert not (await ana.acts("shortcut", callback_id="plan"))["ok"]
    assert (await ana.acts("open_home"))["error"] == "sample-app has been removed."
    invited = await ana.acts("invite", channel=seed.HIRING, user=seed.BOT_USER)
    assert (invited["http"], invited["error"]) == (400, "sample-app has been removed.")
    assert list(sandbox.traffic) == []
    assert await ana.controls(app={"uninstalled": False}) == 200
    typing = asyncio.create_task(ana.acts("command", channel=seed.HIRING, text="/hire-ml"))
    await app.acks()
    assert (await typing)["ok"]


async def test_what_was_said_in_a_channel_goes_with_it_to_its_new_id(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    root = (await slack.chat_postMessage(channel=seed.EXECUTIVES, text="root"))["ts"]
    await slack.chat_postMessage(channel=seed.EXECUTIVES, text="reply", thread_ts=root)
    async with Person.joins(sandbox.base_url, "Ana Ruiz") as ana:
        await ana.goes_to("#exec-hiring")
        sandbox.state.move_channel(sandbox.state.channels[seed.EXECUTIVES], "C0NOWSHARD")
        await ana.sees_not("exec-hiring")
        await ana.goes_to("#exec-hiring")
        await ana.sees("root", "[1 reply]")
        await ana.types("I am here")
        assert ana.unread("#exec-hiring") == 0
    old = slack.chat_postMessage(channel=seed.EXECUTIVES, text="x")
    assert await error_of(old) == "channel_not_found"
    edited = await slack.chat_update(channel="C0NOWSHARD", ts=root, text="root again")
    assert edited["message"]["reply_count"] == 1
    thread = await slack.conversations_replies(channel="C0NOWSHARD", ts=root)
    assert [message["text"] for message in thread["messages"]] == ["root again", "reply"]
    history = await slack.conversations_history(channel="C0NOWSHARD")
    assert [message["text"] for message in history["messages"]] == ["I am here", "root again"]


async def test_a_response_url_leads_to_the_channel_as_it_is_called_now_and_not_beyond_its_end(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    url = await response_url_of_a_command(ana, app)
    moved = sandbox.state.move_channel(sandbox.state.channels[seed.HIRING], "C0HIRING02")
    assert (await post(url, {"text": "Still here"}))[0] == 200
    assert (await ana.message("Still here"))["channel"] == moved.id
    sandbox.state.delete_channel(moved)
    status, said = await post(url, {"text": "Gone"})
    assert (status, "channel_not_found" in said) == (400, True)


async def test_a_deleted_channel_is_gone_for_everybody(
    sandbox: Sandbox, slack: AsyncWebClient, ana: Page
) -> None:
    ts = (await slack.chat_postMessage(channel=seed.HIRING, text="x"))["ts"]
    assert await ana.controls(channel={"id": seed.HIRING, "deleted": True}) == 200
    assert (await ana.sees("channel_gone"))["channel"] == seed.HIRING
    for call in (
        slack.chat_update(channel=seed.HIRING, ts=ts, text="y"),
        slack.chat_postMessage(channel=seed.HIRING, text="x"),
        slack.conversations_info(channel=seed.HIRING),
        slack.conversations_history(channel=seed.HIRING),
    ):
        assert await error_of(call) == "channel_not_found"
    assert list(sandbox.state.messages()) == []
    assert (await ana.acts("say", channel=seed.HIRING, text="x"))["http"] == 400


@pytest.mark.parametrize(
    "channel",
    [
        {"new_id": "C0NEW00001"},
        {"deleted": True},
        {"id": "C0NOWHERE1", "deleted": True},
        {"id": seed.HIRING, "deleted": False},
        {"id": seed.HIRING, "new_id": seed.GENERAL},
        {"id": seed.HIRING, "new_id": seed.HIRING},
        {"id": seed.HIRING, "new_id": ""},
        {"id": seed.HIRING, "new_id": 7},
        {"id": seed.HIRING, "new_id": "C0NEW00001", "name": "x"},
        {"id": seed.HIRING, "new_id": "C0NEW00001", "deleted": True},
    ],
)
async def test_a_channels_end_that_makes_no_sense_is_refused(
    sandbox: Sandbox, ana: Page, channel: dict[str, object]
) -> None:
    before = dict(sandbox.state.channels)
    assert await ana.controls(channel=channel) == 400
    assert sandbox.state.channels == before
