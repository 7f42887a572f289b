import asyncio
import time
from collections.abc import Awaitable

import pytest
from aiohttp import ServerDisconnectedError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import seed
from sandbox.faults import BadFault, Fault, Faults, fault_from
from sandbox.workspace import Sandbox
from tests.sandbox.company import (
    HttpApp,
    Page,
    SocketApp,
    error_of,
    post,
    response_url_of_a_command,
)


def posting(slack: AsyncWebClient, text: str = "x") -> Awaitable[object]:
    return slack.chat_postMessage(channel=seed.HIRING, text=text)


async def test_an_error_is_answered_and_nothing_is_done(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    sandbox.faults.add(Fault("chat.postMessage", "error", times=1, error="fatal_error"))
    assert await error_of(posting(slack)) == "fatal_error"
    assert not list(sandbox.state.messages())
    assert (await slack.chat_postMessage(channel=seed.HIRING, text="x"))["ok"], "once was enough"


async def test_throttling_says_when_to_come_back(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    with sandbox.faults.on(Fault("chat.postMessage", "rate_limit", retry_after=7)):
        with pytest.raises(SlackApiError) as refused:
            await slack.chat_postMessage(channel=seed.HIRING, text="x")
        assert refused.value.response.status_code == 429
        assert refused.value.response.headers["Retry-After"] == "7"
        assert (await slack.auth_test())["ok"]
    assert (await slack.chat_postMessage(channel=seed.HIRING, text="x"))["ok"]


async def test_a_lost_reply_leaves_the_work_done(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    with (
        sandbox.faults.on(Fault("chat.postMessage", "lose_reply")),
        pytest.raises(ServerDisconnectedError),
    ):
        await slack.chat_postMessage(channel=seed.HIRING, text="Sent")
    assert [message.text for message in sandbox.state.messages()] == ["Sent"]


async def test_a_server_error_is_no_json(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    with (
        sandbox.faults.on(Fault("*", "http_500")),
        pytest.raises(SlackApiError) as refused,
    ):
        await slack.auth_test()
    assert refused.value.response.status_code == 500


async def test_a_delay_is_only_that(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    began = time.monotonic()
    with sandbox.faults.on(Fault("auth.test", "delay", seconds=0.2)):
        assert (await slack.auth_test())["ok"]
    assert time.monotonic() - began >= 0.2


async def test_a_doubled_call_posts_twice(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    with sandbox.faults.on(Fault("chat.postMessage", "duplicate")):
        await slack.chat_postMessage(channel=seed.HIRING, text="Twice")
    assert [message.text for message in sandbox.state.messages()] == ["Twice", "Twice"]


async def test_a_lost_ack_is_a_timeout_for_the_person(
    sandbox: Sandbox, ana: Page, http: HttpApp
) -> None:
    with sandbox.faults.on(Fault("delivery:slash_commands", "lose_reply")):
        answer = await ana.acts("command", channel=seed.HIRING, text="/hire-ml")
    assert answer["ack"]["error"] == "operation_timeout"
    assert len(http.requests) == 1


async def test_a_delivery_can_fail_before_the_app_hears_of_it(
    sandbox: Sandbox, ana: Page, http: HttpApp
) -> None:
    for what, error in (("http_500", "http_service_error"), ("error", "internal_error")):
        with sandbox.faults.on(Fault("delivery:slash_commands", what)):  # type: ignore[arg-type]
            answer = await ana.acts("command", channel=seed.HIRING, text="/hire-ml")
        assert answer["ack"]["error"] == error
    assert http.requests == []


async def test_a_doubled_delivery_brings_the_same_payload_twice(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    with sandbox.faults.on(Fault("delivery:slash_commands", "duplicate")):
        typing = asyncio.create_task(ana.acts("command", channel=seed.HIRING, text="/hire-ml"))
        first, second = await app.acks(), await app.acks()
        assert (await typing)["ok"]
    assert first == second


async def test_dropped_sockets_are_gone_without_a_word(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    sandbox.faults.add(Fault("socket", "drop_socket", times=1))
    answer = await ana.acts("command", channel=seed.HIRING, text="/hire-ml")
    assert answer["ack"]["error"] == "dispatch_failed"
    assert sandbox.sockets.connections == 0
    assert list(sandbox.faults) == []


async def test_a_call_does_not_use_up_a_fault_of_sockets(
    sandbox: Sandbox, slack: AsyncWebClient, ana: Page, app: SocketApp
) -> None:
    sandbox.faults.add(Fault("*", "drop_socket", times=1))
    assert (await slack.auth_test())["ok"]
    await ana.acts("command", channel=seed.HIRING, text="/hire-ml")
    assert sandbox.sockets.connections == 0


async def test_a_response_url_can_fail_too(sandbox: Sandbox, ana: Page, app: SocketApp) -> None:
    url = await response_url_of_a_command(ana, app)
    with sandbox.faults.on(Fault("response_url", "http_500")):
        assert (await post(url, {"text": "x"}))[0] == 500
    assert (await post(url, {"text": "x"}))[0] == 200


async def test_the_page_switches_faults_and_sees_them_used_up(
    sandbox: Sandbox, slack: AsyncWebClient, ana: Page
) -> None:
    fault = {"on": "auth.test", "what": "error", "times": 2, "chance": 1}
    assert await ana.controls(faults=[fault]) == 200
    assert (await ana.sees("faults"))["faults"][0]["times"] == 2
    await error_of(slack.auth_test())
    assert (await ana.sees("faults"))["faults"][0]["times"] == 1
    await error_of(slack.auth_test())
    assert (await ana.sees("faults"))["faults"] == []


def test_chance_is_the_same_for_the_same_seed() -> None:
    def hits(seed_: int) -> list[bool]:
        faults = Faults(seed_)
        faults.add(Fault("*", "error", chance=0.5))
        return [bool(faults.strike("auth.test")) for _ in range(50)]

    assert hits(1) == hits(1)
    assert hits(1) != hits(2)
    assert 10 < sum(hits(1)) < 40


def test_whether_a_call_is_hit_hangs_on_no_other_method_nor_on_what_comes_between() -> None:
    def hits(between: int) -> list[bool]:
        faults = Faults(7)
        faults.add(Fault("*", "error", chance=0.5))
        found = []
        for _ in range(20):
            found.append(bool(faults.strike("chat.postMessage")))
            for _ in range(between):
                faults.strike("chat.update")
        return found

    assert hits(0) == hits(1) == hits(3)


async def test_the_seed_of_chance_can_be_set_and_begins_anew(sandbox: Sandbox, ana: Page) -> None:
    assert ana.snapshot["fault_seed"] == sandbox.faults.seed == 0

    def hits() -> list[bool]:
        return [bool(sandbox.faults.strike("auth.test")) for _ in range(20)]

    with sandbox.faults.on(Fault("*", "error", chance=0.5)):
        assert await ana.controls(seed=7) == 200
        assert (await ana.sees("faults", lambda one: one["fault_seed"] == 7))["faults"]
        first = hits()
        assert hits() != first
        sandbox.faults.seed = 7
        assert hits() == first


def test_a_fault_used_up_inside_does_not_come_back() -> None:
    faults = Faults(0)
    faults.add(Fault("auth.test", "error", times=2))
    with faults.on(Fault("auth.test", "delay", times=1)):
        assert len(faults.strike("auth.test")) == 2
    assert [(fault.what, fault.times) for fault in faults] == [("error", 1)]


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "x",
        {},
        {"on": "x"},
        {"on": "x", "what": "explode"},
        {"on": 7, "what": "error"},
        {"on": "x", "what": ["error"]},
        {"on": "x", "what": "error", "times": 0},
        {"on": "x", "what": "error", "times": "2"},
        {"on": "x", "what": "error", "chance": True},
        {"on": "x", "what": "delay", "seconds": -1},
        {"on": "x", "what": "error", "error": 7},
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(raw: object) -> None:
    with pytest.raises(BadFault):
        fault_from(raw)
