"""`/page/control`, and who may use the page's surface at all."""

import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import seed
from sandbox.workspace import Sandbox
from tests.sandbox.company import HttpApp, Page, error_of


async def test_the_clock_moves_on_every_screen(sandbox: Sandbox, ana: Page) -> None:
    before = sandbox.clock.now()
    await ana.controls(advance=86_400)
    assert (await ana.sees("clock"))["offset"] == 86_400
    assert sandbox.clock.now() - before >= 86_400


async def test_messages_after_a_leap_carry_the_later_time(
    sandbox: Sandbox, slack: AsyncWebClient, ana: Page
) -> None:
    await ana.controls(advance=3600)
    posted = await slack.chat_postMessage(channel=seed.HIRING, text="x")
    assert abs(float(posted["ts"]) - sandbox.clock.now()) < 60


async def test_channels_and_people_change_on_every_screen(ana: Page) -> None:
    await ana.controls(channel={"id": seed.HIRING, "archived": True, "topic": "Done"})
    changed = (await ana.sees("channel"))["channel"]
    assert (changed["archived"], changed["topic"], changed["name"]) == (True, "Done", "hiring-ml")
    await ana.controls(user={"id": seed.SAM, "deleted": True})
    assert (await ana.sees("user"))["user"]["deleted"] is True


async def test_a_channel_made_private_closes_to_outsiders_and_opens_again_with_its_messages(
    sandbox: Sandbox, ana: Page
) -> None:
    channel = {"name": "quiet", "kind": "private", "members": [seed.SAM]}
    await ana.controls(channel={**channel, "id": "C0QUIET001"})
    sandbox.state.post_as_app("C0QUIET001", "Said before")
    await ana.controls(channel={"id": "C0QUIET001", "kind": "public"})
    await ana.message("Said before")
    await ana.controls(channel={"id": "C0QUIET001", "kind": "private"})
    assert (await ana.sees("channel_gone"))["channel"] == "C0QUIET001"


async def test_new_channels_and_people_come_in(sandbox: Sandbox, ana: Page) -> None:
    await ana.controls(user={"name": "noor", "real_name": "Noor Aziz", "tz": "Africa/Nairobi"})
    person = (await ana.sees("user"))["user"]
    assert (person["real_name"], person["tz_offset"]) == ("Noor Aziz", 10_800)
    await ana.controls(channel={"name": "new-team", "members": [person["id"], seed.ANA]})
    channel = (await ana.sees("channel"))["channel"]
    assert (channel["name"], channel["members"]) == ("new-team", [person["id"], seed.ANA])


async def test_the_app_is_kicked_by_the_members_of_a_channel(
    slack: AsyncWebClient, ana: Page
) -> None:
    await ana.controls(channel={"id": seed.HIRING, "members": [seed.ANA]})
    assert await error_of(slack.chat_postMessage(channel=seed.HIRING, text="x")) == "not_in_channel"


async def test_scopes_and_tokens_are_taken_and_given_back(slack: AsyncWebClient, ana: Page) -> None:
    await ana.controls(app={"scopes": ["commands"]})
    assert await error_of(slack.users_list()) == "missing_scope"
    await ana.controls(app={"scopes": None, "revoked": True})
    assert await error_of(slack.users_list()) == "token_revoked"
    await ana.controls(app={"revoked": False})
    assert (await slack.users_list())["ok"]


async def test_the_way_to_the_app_can_be_changed(ana: Page, http: HttpApp) -> None:
    assert await ana.controls(app={"request_url": None}) == 200
    answer = await ana.acts("command", channel=seed.HIRING, text="/hire-ml")
    assert answer["ack"]["error"] == "dispatch_failed"
    assert http.requests == []


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"weather": "fine"},
        {"advance": -1},
        {"advance": "1"},
        {"advance": True},
        {"advance": float("inf")},
        {"advance": float("nan")},
        {"faults": {}},
        {"faults": [{"on": "*"}]},
        {"channel": 7},
        {"channel": {}},
        {"channel": {"id": seed.HIRING, "archived": "yes"}},
        {"channel": {"id": seed.HIRING, "members": ["U0NOBODY"]}},
        {"channel": {"id": seed.HIRING, "members": [[]]}},
        {"channel": {"id": seed.HIRING, "kind": "mpim"}},
        {"channel": {"id": []}},
        {"channel": {"kind": "im", "members": [seed.ANA, seed.ANA]}},
        {"channel": {"id": 7, "name": "x"}},
        {"user": {}},
        {"user": {"id": seed.ANA, "tz": ""}},
        {"user": {"id": seed.ANA, "tz": "Mars/Base"}},
        {"user": {"id": seed.ANA, "tz": "../etc/passwd"}},
        {"user": {"id": seed.ANA, "name": 7}},
        {"user": {"name": 7}},
        {"app": {"disconnect": "please"}},
        {"app": {"revoked": "no"}},
        {"app": {"scopes": [7]}},
        {"app": {"request_url": 7}},
        {"app": {"name": "x"}},
        {"app": {"uninstalled": "yes"}},
        {"app": {"marketplace": 1}},
        {"app": {"disconnect": {"reason": "warning", "connection": 0}}},
        {"app": {"disconnect": {"reason": "please", "connection": 0}}},
        {"seed": "7"},
        {"seed": True},
    ],
)
async def test_what_makes_no_sense_is_told_in_words(ana: Page, body: object) -> None:
    async with ana._session.post("/page/control", json=body) as response:
        assert response.status == 400
        assert len((await response.json())["error"]) > 10


@pytest.mark.parametrize("path", ["/page/act", "/page/control"])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://["}, 403),
        ({"Host": "evil.example"}, 403),
        ({"Host": "["}, 403),
        ({"Host": "evil.example", "Origin": "http://evil.example"}, 403),
        ({}, 400),
    ],
)
async def test_another_sites_page_may_not_act(
    sandbox: Sandbox, path: str, headers: dict[str, str], status: int
) -> None:
    async with (
        ClientSession() as session,
        session.post(sandbox.base_url + path, data="{", headers=headers) as response,
    ):
        assert response.status == status


@pytest.mark.parametrize("path", ["/api/auth.test", "/response/secret"])
async def test_another_sites_page_may_not_pass_for_the_app(sandbox: Sandbox, path: str) -> None:
    headers = {"Origin": "https://evil.example", "Authorization": f"Bearer {sandbox.bot_token}"}
    async with (
        ClientSession() as session,
        session.post(sandbox.base_url + path, headers=headers) as response,
    ):
        assert response.status == 403


async def test_the_page_itself_may_act(sandbox: Sandbox) -> None:
    headers = {"Origin": sandbox.base_url}
    async with (
        ClientSession() as session,
        session.post(
            f"{sandbox.base_url}/page/control", json={"advance": 1}, headers=headers
        ) as response,
    ):
        assert response.status == 200


async def test_another_sites_page_may_not_look_in(sandbox: Sandbox) -> None:
    stream = f"{sandbox.base_url}/page/stream?as={seed.ANA}"
    async with ClientSession() as session:
        with pytest.raises(WSServerHandshakeError):
            await session.ws_connect(stream, origin="https://evil.example")


async def test_nobodys_stream_is_closed_with_a_reason(sandbox: Sandbox) -> None:
    async with (
        ClientSession() as session,
        session.ws_connect(f"{sandbox.base_url}/page/stream?as=U0NOBODY") as socket,
    ):
        await socket.receive()
        assert socket.close_code == 4404


async def test_the_page_is_never_cached(sandbox: Sandbox) -> None:
    async with ClientSession(sandbox.base_url) as session:
        for path in ("/", "/page/index.html"):
            async with session.get(path) as response:
                assert response.status == 200
                assert response.headers["Cache-Control"] == "no-store"
        async with session.get("/page/nothing.js") as response:
            assert response.status == 404
