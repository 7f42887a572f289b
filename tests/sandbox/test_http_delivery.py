"""Signed HTTP, as the app's own server meets it."""

import asyncio
import json
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from sandbox import seed
from sandbox.deliver.http import signature
from sandbox.workspace import Sandbox
from tests.sandbox.company import HttpApp, Page, actions, button, http_app


def test_the_signature_is_that_of_slacks_own_example() -> None:
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
        b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
        b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2F"
        b"commands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    signed = signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body)
    assert signed == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


async def test_a_command_comes_as_a_signed_form(sandbox: Sandbox, ana: Page, http: HttpApp) -> None:
    answer = await ana.acts("command", channel=seed.HIRING, text="/hire-ml guide R&D")
    assert answer["ok"]
    assert answer["ack"]["status"] == 200
    headers, body = http.requests[0]
    assert SignatureVerifier(sandbox.signing_secret).is_valid_request(body, headers)
    form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    assert (
        form.items()
        >= {
            "command": "/hire-ml",
            "text": "guide R&amp;D",
            "user_id": seed.ANA,
            "channel_id": seed.HIRING,
            "channel_name": "hiring-ml",
            "team_id": seed.TEAM.id,
            "is_enterprise_install": "false",
        }.items()
    )
    assert form["response_url"].startswith(f"{sandbox.base_url}/response/")
    assert form["trigger_id"].count(".") == 2


async def test_a_click_comes_as_a_payload_in_a_form(
    sandbox: Sandbox, ana: Page, http: HttpApp
) -> None:
    message = sandbox.state.post_as_app(seed.HIRING, "x", [actions(button())])
    where = {"channel": seed.HIRING, "ts": message.ts}
    await ana.acts("click", where=where, block_id="act", action_id="go")
    headers, body = http.requests[0]
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    payload = json.loads(parse_qs(body.decode())["payload"][0])
    assert payload["type"] == "block_actions"
    assert payload["container"]["message_ts"] == message.ts


async def test_an_event_comes_as_json(ana: Page, http: HttpApp) -> None:
    await ana.acts("say", channel=seed.HIRING, text="@sample-app status of <R&D>")
    bodies = [json.loads(body) for _, body in http.requests]
    mention = next(one for one in bodies if one["event"]["type"] == "app_mention")
    assert mention["event"]["text"] == f"<@{seed.BOT_USER}> status of &lt;R&amp;D&gt;"
    assert mention["type"] == "event_callback"
    assert mention["authorizations"][0]["user_id"] == seed.BOT_USER


@pytest.mark.parametrize(
    ("status", "error"),
    [(500, "http_service_error"), (404, "http_client_error"), (302, "http_client_error")],
)
async def test_a_failing_app_is_named_to_the_person(
    ana: Page, http: HttpApp, status: int, error: str
) -> None:
    http.status = status
    answer = await ana.acts("command", channel=seed.HIRING, text="/hire-ml")
    assert (answer["ok"], answer["ack"]["error"]) == (False, error)
    notice = await ana.sees("notice")
    assert notice["text"] == f"/hire-ml failed with the error “{error}”"
    assert notice["level"] == "error"


async def test_an_app_that_is_too_slow_times_out(ana: Page, http: HttpApp) -> None:
    http.release = asyncio.Event()
    answer = await ana.acts("command", channel=seed.HIRING, text="/hire-ml")
    assert answer["ack"]["error"] == "operation_timeout"
    assert answer["ack"]["ms"] >= 500


async def test_where_nothing_listens_dispatch_fails(sandbox: Sandbox, ana: Page) -> None:
    sandbox.deliver_to("http://127.0.0.1:9/slack/events")
    answer = await ana.acts("command", channel=seed.HIRING, text="/hire-ml")
    assert answer["ack"]["error"] == "dispatch_failed"


async def test_replicas_are_asked_in_turns_and_the_next_one_where_one_is_dead(
    sandbox: Sandbox, ana: Page, http: HttpApp
) -> None:
    (alive,) = sandbox._request_urls
    async with http_app(sandbox) as other:
        (second,) = sandbox._request_urls
        sandbox.deliver_to(alive, "http://127.0.0.1:9/slack/events", second)
        for _ in range(4):
            answer = await ana.acts("command", channel=seed.HIRING, text="/hire-ml")
            assert answer["ok"]
        assert (len(http.requests), len(other.requests)) == (2, 2)


async def test_what_a_replica_has_taken_is_not_given_to_another(
    sandbox: Sandbox, ana: Page, http: HttpApp
) -> None:
    (first,) = sandbox._request_urls
    http.release = asyncio.Event()
    async with http_app(sandbox) as other:
        sandbox.deliver_to(first, *sandbox._request_urls)
        answer = await ana.acts("command", channel=seed.HIRING, text="/hire-ml")
        assert answer["ack"]["error"] == "operation_timeout"
        assert other.requests == []


async def test_a_text_in_the_ack_is_seen_by_the_asker_alone(ana: Page, http: HttpApp) -> None:
    http.body = "Only for you"
    await ana.acts("command", channel=seed.HIRING, text="/hire-ml")
    assert (await ana.message("Only for you"))["ephemeral"]


async def test_an_ack_can_answer_in_the_channel(ana: Page, http: HttpApp) -> None:
    http.body = {"response_type": "in_channel", "text": "For all"}
    await ana.acts("command", channel=seed.HIRING, text="/hire-ml")
    assert not (await ana.message("For all"))["ephemeral"]


async def test_an_ack_that_slack_would_refuse_is_told_and_inspected(
    ana: Page, http: HttpApp
) -> None:
    http.body = {"text": "x", "blocks": [{"type": "header"}]}
    answer = await ana.acts("command", channel=seed.HIRING, text="/hire-ml")
    assert not answer["ok"]
    notice = await ana.sees("notice")
    assert notice["text"] == "/hire-ml failed with the error “invalid_command_response”"
    inspected = next(
        frame["entry"]
        for frame in ana.frames
        if frame["kind"] == "traffic" and frame["entry"]["problems"]
    )
    assert inspected["problems"][0]["where"].startswith("/blocks/0")


async def test_the_request_url_is_verified_by_its_echo(sandbox: Sandbox, http: HttpApp) -> None:
    assert not await sandbox.verifies_url()
    challenge = json.loads(http.requests[0][1])["challenge"]
    assert len(challenge) > 40


@pytest.mark.parametrize("said", ["6", "null", "true"])
async def test_a_bare_word_is_a_message_even_where_it_looks_like_json(
    ana: Page, http: HttpApp, said: str
) -> None:
    http.body = said
    assert (await ana.acts("command", channel=seed.HIRING, text="/roll"))["ok"]
    await ana.message(said)


async def test_an_answer_in_no_known_charset_is_read_as_well_as_can_be(
    ana: Page, http: HttpApp
) -> None:
    http.body = b"caf\xe9"
    assert (await ana.acts("command", channel=seed.HIRING, text="/hire-ml"))["ok"]
    await ana.message("caf\ufffd")
