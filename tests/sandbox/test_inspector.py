import asyncio
import json

from slack_sdk.web.async_client import AsyncWebClient

from sandbox import seed
from sandbox.traffic import KEPT, Entry, masked
from sandbox.workspace import Sandbox
from tests.sandbox.company import Page, SocketApp, post, response_url_of_a_command


async def test_a_delivery_is_shown_before_and_after_its_ack(ana: Page, app: SocketApp) -> None:
    typing = asyncio.create_task(ana.acts("command", channel=seed.HIRING, text="/hire-ml"))
    under_way = (await ana.sees("traffic"))["entry"]
    assert (under_way["kind"], under_way["name"]) == ("delivery", "/hire-ml")
    assert under_way["direction"] == "to_app"
    assert under_way["ms"] is None
    await app.acks({"text": "Hello"})
    done = (await ana.sees("traffic"))["entry"]
    assert (done["id"], done["ok"], done["response"]) == (under_way["id"], True, {"text": "Hello"})
    assert done["ms"] >= 0
    await typing


async def test_an_api_call_is_shown_with_its_answer(slack: AsyncWebClient, ana: Page) -> None:
    await slack.users_info(user=seed.ANA)
    entry = (await ana.sees("traffic", lambda one: one["entry"]["status"]))["entry"]
    assert (entry["kind"], entry["name"], entry["direction"]) == ("api", "users.info", "from_app")
    assert entry["request"] == {"user": seed.ANA}
    assert entry["response"]["user"]["real_name"] == "Ana Ruiz"


async def test_no_secret_is_ever_shown(
    sandbox: Sandbox, slack: AsyncWebClient, ana: Page, app: SocketApp
) -> None:
    await slack.api_call("auth.test", data={"token": sandbox.bot_token})
    await slack.chat_postMessage(
        channel=seed.HIRING, text=f"oops {sandbox.bot_token} {sandbox.app_token}"
    )
    url = await response_url_of_a_command(ana, app)
    await post(url, {"text": "x"})
    await ana.sees("traffic", lambda one: one["entry"]["name"] == "response_url")
    shown = json.dumps([one for one in ana.frames if one["kind"] == "traffic"])
    shown += json.dumps([entry.as_json() for entry in sandbox.traffic])
    for secret in (
        sandbox.bot_token,
        sandbox.app_token,
        sandbox.signing_secret,
        url.rpartition("/")[2],
    ):
        assert secret not in shown


async def test_a_socket_address_is_shown_without_its_ticket(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    opened = await slack.apps_connections_open(app_token=sandbox.app_token)
    ticket = opened["url"].partition("ticket=")[2]
    assert len(ticket) > 10
    assert ticket not in json.dumps([entry.as_json() for entry in sandbox.traffic])


async def test_only_the_last_five_hundred_are_kept(sandbox: Sandbox) -> None:
    first = sandbox.traffic.next_id()
    for number in range(first, first + KEPT + 5):
        sandbox.traffic.put(Entry(number, 0.0, "api", "auth.test", "from_app", {}))
    assert [entry.id for entry in sandbox.traffic] == list(range(first + 5, first + KEPT + 5))


def test_masking_reaches_every_depth() -> None:
    assert masked({"a": [{"b": "Bearer xoxb-1-2"}], "token": 7}) == {
        "a": [{"b": "Bearer …"}],
        "token": "…",
    }
