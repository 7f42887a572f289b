"""The gate before every method: tokens, scopes, arguments, rates."""

import json
from importlib.resources import files

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import seed
from sandbox.methods import METHODS
from sandbox.workspace import Sandbox
from tests.sandbox.company import error_of


async def answer(sandbox: Sandbox, method: str, **request: object) -> dict[str, object]:
    async with ClientSession() as session, session.post(sandbox.api_url + method, **request) as r:
        body: dict[str, object] = await r.json()
        return body


async def test_the_bot_learns_who_it_is(slack: AsyncWebClient) -> None:
    who = await slack.auth_test()
    assert who["user_id"] == seed.BOT_USER
    assert who["team_id"] == seed.TEAM.id
    assert who["bot_id"] == seed.BOT_ID


async def test_an_unknown_method_is_called_so(slack: AsyncWebClient) -> None:
    assert await error_of(slack.api_call("hiring.now")) == "unknown_method"


async def test_a_method_that_is_not_done_here_is_unknown_too(slack: AsyncWebClient) -> None:
    assert await error_of(slack.pins_list(channel=seed.HIRING)) == "unknown_method"


async def test_without_a_token_nobody_is_let_in(sandbox: Sandbox) -> None:
    assert (await answer(sandbox, "auth.test"))["error"] == "not_authed"


async def test_a_wrong_token_is_refused(sandbox: Sandbox) -> None:
    headers = {"Authorization": "Bearer xoxb-forged"}
    assert (await answer(sandbox, "auth.test", headers=headers))["error"] == "invalid_auth"


async def test_a_revoked_token_is_told_so_until_it_is_restored(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    sandbox.revoke()
    assert await error_of(slack.auth_test()) == "token_revoked"
    sandbox.revoke(revoked=False)
    assert (await slack.auth_test())["ok"]


async def test_a_token_may_come_in_the_form(sandbox: Sandbox) -> None:
    assert (await answer(sandbox, "auth.test", data={"token": sandbox.bot_token}))["ok"]


async def test_a_token_in_a_json_body_or_an_address_is_none(sandbox: Sandbox) -> None:
    token = {"token": sandbox.bot_token}
    assert (await answer(sandbox, "auth.test", json=token))["error"] == "not_authed"
    assert (await answer(sandbox, "auth.test", params=token))["error"] == "not_authed"


async def test_the_bot_token_opens_no_socket_and_the_app_token_posts_nothing(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    assert await error_of(slack.apps_connections_open(app_token=sandbox.bot_token)) == (
        "not_allowed_token_type"
    )
    posting = slack.chat_postMessage(channel=seed.HIRING, text="Hello", token=sandbox.app_token)
    assert await error_of(posting) == "not_allowed_token_type"


async def test_a_missing_scope_is_named_with_those_there_are(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    sandbox.grant(["commands", "users:read"])
    with pytest.raises(SlackApiError) as refused:
        await slack.chat_postMessage(channel=seed.HIRING, text="Hello")
    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "chat:write"
    assert refused.value.response["provided"] == "commands,users:read"


async def test_a_private_channel_needs_its_own_scope(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    sandbox.grant(["channels:read"])
    assert (await slack.conversations_info(channel=seed.HIRING))["ok"]
    assert await error_of(slack.conversations_info(channel=seed.EXECUTIVES)) == "missing_scope"
    listing = slack.conversations_list(types="public_channel,private_channel")
    assert await error_of(listing) == "missing_scope"


async def test_each_answer_names_the_scopes(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    sandbox.grant(["chat:write", "commands"])
    assert (await slack.auth_test()).headers["x-oauth-scopes"] == "chat:write,commands"


async def test_a_required_argument_is_asked_for_by_name(slack: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        await slack.api_call("chat.update", json={"channel": seed.HIRING, "text": "x"})
    assert refused.value.response["error"] == "invalid_arguments"
    assert refused.value.response["response_metadata"] == {
        "messages": ["[ERROR] missing required field: ts"]
    }


async def test_a_form_only_method_ignores_a_json_body(slack: AsyncWebClient) -> None:
    asked = slack.api_call("conversations.info", json={"channel": seed.HIRING})
    assert await error_of(asked) == "invalid_arguments"
    asked = slack.api_call("conversations.info", params={"channel": seed.HIRING})
    assert (await asked)["ok"]


async def test_json_and_a_form_mean_the_same(slack: AsyncWebClient) -> None:
    blocks = [{"type": "divider", "block_id": "d"}]
    told = {"channel": seed.HIRING, "text": "Hello", "blocks": blocks}
    by_json = await slack.api_call("chat.postMessage", json=told)
    by_form = await slack.api_call("chat.postMessage", data={**told, "blocks": json.dumps(blocks)})
    assert by_json["message"]["blocks"] == by_form["message"]["blocks"] == blocks


@pytest.mark.parametrize("body", ["{", "[1]", "null", '"text"', "[" * 100_000])
async def test_a_body_that_is_no_object_is_invalid_json(sandbox: Sandbox, body: str) -> None:
    headers = {
        "Authorization": f"Bearer {sandbox.bot_token}",
        "Content-Type": "application/json",
    }
    told = await answer(sandbox, "chat.postMessage", data=body, headers=headers)
    assert told["error"] == "invalid_json"


@pytest.mark.parametrize(
    ("argument", "value"),
    [("channel", {"id": 1}), ("channel", ["a"]), ("thread_ts", {}), ("channel", True)],
)
async def test_an_argument_of_the_wrong_kind_is_refused(
    slack: AsyncWebClient, argument: str, value: object
) -> None:
    told = {"channel": seed.HIRING, "text": "Hello", argument: value}
    refusal = await error_of(slack.api_call("chat.postMessage", json=told))
    assert refusal == "invalid_arguments"


async def test_blocks_in_a_form_that_are_no_json_are_refused(slack: AsyncWebClient) -> None:
    told = {"channel": seed.HIRING, "blocks": "[{"}
    refusal = await error_of(slack.api_call("chat.postMessage", data=told))
    assert refusal == "invalid_blocks_format"


async def test_past_its_tier_a_method_answers_429_until_the_minute_has_passed(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    for _ in range(20):
        await slack.users_list()
    with pytest.raises(SlackApiError) as refused:
        await slack.users_list()
    assert refused.value.response.status_code == 429
    assert refused.value.response["error"] == "ratelimited"
    wait = int(refused.value.response.headers["Retry-After"])
    assert 55 <= wait <= 60
    assert (await slack.users_info(user=seed.ANA))["ok"], "other methods go on"
    sandbox.clock.advance(wait)
    assert (await slack.users_list())["ok"]


async def test_messages_are_counted_for_each_channel(slack: AsyncWebClient) -> None:
    for _ in range(60):
        await slack.chat_postMessage(channel=seed.HIRING, text="Hello")
    assert await error_of(slack.chat_postMessage(channel=seed.HIRING, text="x")) == "ratelimited"
    assert (await slack.chat_postMessage(channel=seed.GENERAL, text="Hello"))["ok"]


async def test_bursts_can_be_allowed(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    sandbox.rates.burst = 2
    for _ in range(22):
        assert (await slack.users_list())["ok"]
    assert await error_of(slack.users_list()) == "ratelimited"


async def test_rates_can_be_switched_off(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    sandbox.rates.on = False
    for _ in range(22):
        assert (await slack.users_list())["ok"]


def test_every_method_has_a_rule_and_every_rule_a_method() -> None:
    rules = json.loads((files("sandbox") / "rules" / "methods.json").read_text())
    assert rules["methods"].keys() == METHODS.keys()
