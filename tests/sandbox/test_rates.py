"""Tiers and other limits on the virtual clock, and who does not wait for the end of a Retry-After."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import seed
from sandbox.clock import Clock
from sandbox.faults import Fault
from sandbox.rates import Rates
from sandbox.workspace import Sandbox
from tests.sandbox.company import Page, error_of

POST = "chat.postMessage"


async def test_a_channel_takes_sixty_messages_a_minute_by_whatever_name_it_goes(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    for _ in range(58):
        sandbox.rates.take([((POST, seed.HIRING), 60)])
    assert (await slack.chat_postMessage(channel="#hiring-ml", text="59"))["ok"]
    assert (await slack.chat_postMessage(channel="hiring-ml", text="60"))["ok"]
    for name in (seed.HIRING, "#hiring-ml"):
        assert await error_of(slack.chat_postMessage(channel=name, text="x")) == "ratelimited"
    direct = sandbox.state.open_im(seed.ANA, seed.BOT_USER)
    for _ in range(60):
        sandbox.rates.take([((POST, direct.id), 60)])
    assert await error_of(slack.chat_postMessage(channel=seed.ANA, text="x")) == "ratelimited"
    assert (await slack.chat_postMessage(channel=seed.GENERAL, text="x"))["ok"]


async def test_the_whole_workspace_takes_three_hundred_messages_a_minute(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    for number in range(299):
        sandbox.rates.take([((POST, f"C{number}"), 60), ((POST, ""), 300)])
    assert (await slack.chat_postMessage(channel=seed.HIRING, text="300"))["ok"]
    for channel in (seed.HIRING, seed.GENERAL):
        assert await error_of(slack.chat_postMessage(channel=channel, text="x")) == "ratelimited"
    assert {early.target for early in sandbox.rates.early} == {seed.GENERAL}
    sandbox.clock.advance(60)
    assert (await slack.chat_postMessage(channel=seed.HIRING, text="x"))["ok"]


async def test_a_minute_is_one_of_the_virtual_clock(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    for _ in range(10):
        await slack.users_list()
    sandbox.clock.advance(30)
    for _ in range(10):
        await slack.users_list()
    with pytest.raises(SlackApiError) as refused:
        await slack.users_list()
    assert 25 <= int(refused.value.response.headers["Retry-After"]) <= 30
    sandbox.clock.advance(30)
    for _ in range(10):
        await slack.users_list()
    assert await error_of(slack.users_list()) == "ratelimited"
    assert sandbox.rates.throttled == {"users.list": 2}


async def test_a_call_before_the_end_of_its_retry_after_is_early(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    def posting(channel: str = seed.HIRING) -> object:
        return slack.chat_postMessage(channel=channel, text="x")

    with sandbox.faults.on(Fault(POST, "rate_limit", times=1, retry_after=30)):
        assert await error_of(posting()) == "ratelimited"  # type: ignore[arg-type]
    assert list(sandbox.rates.early) == []
    sandbox.clock.advance(10)
    await slack.chat_postMessage(channel=seed.GENERAL, text="another channel is not held back")
    await slack.auth_test()
    assert list(sandbox.rates.early) == []
    await slack.chat_postMessage(channel="#hiring-ml", text="too early")
    (early,) = sandbox.rates.early
    assert (early.method, early.target) == (POST, seed.HIRING)
    assert 10 <= early.since < 12
    assert 18 < early.left <= 20
    assert abs(early.at - sandbox.clock.now()) < 5
    sandbox.clock.advance(20)
    await slack.chat_postMessage(channel=seed.HIRING, text="in time")
    assert len(sandbox.rates.early) == 1


async def test_an_early_call_stands_out_in_the_inspector(
    sandbox: Sandbox, slack: AsyncWebClient, ana: Page
) -> None:
    with sandbox.faults.on(Fault("users.list", "rate_limit", times=1, retry_after=60)):
        await error_of(slack.users_list())
    await slack.users_list()
    first, second = (entry for entry in sandbox.traffic if entry.name == "users.list")
    assert first.early is None
    assert second.early is not None
    shown = await ana.sees("traffic", lambda one: one["entry"]["id"] == second.id)
    assert 58 <= shown["entry"]["early"] <= 60


async def test_what_is_posted_with_metadata_shows_it_in_the_inspector(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    metadata = {"event_type": "sent", "event_payload": {"nonce": "n-1"}}
    await slack.chat_postMessage(channel=seed.HIRING, text="x", metadata=metadata)
    (entry,) = sandbox.traffic
    assert entry.request["metadata"] == entry.response["message"]["metadata"] == metadata


def test_a_pause_begins_anew_with_each_refusal() -> None:
    clock = Clock()
    rates = Rates(clock)
    rates.pause((POST, "C1"), 5)
    clock.advance(4)
    rates.pause((POST, "C1"), 5)
    clock.advance(4)
    assert rates.called(POST, "C1") is not None
    clock.advance(1)
    assert rates.called(POST, "C1") is None
    assert rates.throttled[POST] == 2


def test_a_refused_call_counts_against_no_limit() -> None:
    rates = Rates(Clock())
    narrow, wide = ((POST, "C1"), 1), ((POST, ""), 3)
    assert rates.take([narrow, wide]) == 0
    assert 0 < rates.take([narrow, wide]) <= 60
    assert [rates.take([((POST, channel), 1), wide]) for channel in ("C2", "C3")] == [0, 0]
    assert 0 < rates.take([((POST, "C4"), 1), wide]) <= 60
    assert rates.take([((POST, "C4"), 1)]) == 0
