import asyncio
from contextlib import AsyncExitStack

import pytest
from aiohttp import ClientSession, WSMsgType, WSServerHandshakeError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import seed
from sandbox.workspace import Sandbox
from tests.sandbox.company import Page, SocketApp, socket_app


async def test_the_first_frame_is_hello(app: SocketApp) -> None:
    assert app.hello["type"] == "hello"
    assert app.hello["num_connections"] == 1
    assert app.hello["connection_info"] == {"app_id": seed.APP_ID}


async def test_a_ticket_opens_one_connection(sandbox: Sandbox) -> None:
    address = sandbox.new_socket_address()
    async with ClientSession() as session:
        async with session.ws_connect(address):
            pass
        with pytest.raises(WSServerHandshakeError):
            await session.ws_connect(address)


async def test_a_forged_ticket_opens_none(sandbox: Sandbox) -> None:
    address = sandbox.new_socket_address() + "x"
    async with ClientSession() as session:
        with pytest.raises(WSServerHandshakeError):
            await session.ws_connect(address)


async def test_a_command_comes_in_an_envelope_and_is_acked_with_a_message(
    ana: Page, app: SocketApp
) -> None:
    typing = asyncio.create_task(ana.acts("command", channel=seed.HIRING, text="/hire-ml list"))
    envelope = await app.envelope()
    assert envelope["type"] == "slash_commands"
    assert envelope["accepts_response_payload"] is True
    assert envelope["payload"]["text"] == "list"
    ack = {"envelope_id": envelope["envelope_id"], "payload": {"text": "Your list"}}
    await app.socket.send_json(ack)
    assert (await typing)["ok"]
    assert (await ana.message("Your list"))["ephemeral"]


async def test_an_event_takes_no_payload_back(ana: Page, app: SocketApp) -> None:
    home = asyncio.create_task(ana.acts("open_home"))
    envelope = await app.envelope()
    assert envelope["type"] == "events_api"
    assert envelope["accepts_response_payload"] is False
    assert envelope["retry_attempt"] == 0
    assert envelope["payload"]["event"]["type"] == "app_home_opened"
    await app.socket.send_json({"envelope_id": envelope["envelope_id"]})
    assert (await home)["ok"]


async def test_envelopes_go_round_all_connections(sandbox: Sandbox, ana: Page) -> None:
    async with socket_app(sandbox) as first, socket_app(sandbox) as second:
        assert second.hello["num_connections"] == 2
        for connection in (first, second, first):
            typing = asyncio.create_task(ana.acts("command", channel=seed.HIRING, text="/x"))
            await connection.acks()
            assert (await typing)["ok"]


async def test_an_eleventh_connection_is_told_that_there_are_too_many(sandbox: Sandbox) -> None:
    async with AsyncExitStack() as connections:
        for number in range(1, 11):
            app = await connections.enter_async_context(socket_app(sandbox))
            assert app.hello["num_connections"] == number
        app = await connections.enter_async_context(socket_app(sandbox))
        assert (app.hello["type"], app.hello["reason"]) == ("disconnect", "too_many_websockets")
        assert (await app.socket.receive()).type is WSMsgType.CLOSE
        assert sandbox.sockets.connections == 10


async def test_frames_that_mean_nothing_leave_the_connection_open(
    ana: Page, app: SocketApp
) -> None:
    for frame in (
        "ping",
        "[]",
        "7",
        '{"envelope_id": "unknown"}',
        '{"envelope_id": [1]}',
        "[" * 99_999,
    ):
        await app.socket.send_str(frame)
    typing = asyncio.create_task(ana.acts("command", channel=seed.HIRING, text="/hire-ml"))
    await app.acks()
    assert (await typing)["ok"]


async def test_without_a_connection_dispatch_fails(ana: Page) -> None:
    answer = await ana.acts("command", channel=seed.HIRING, text="/hire-ml")
    assert answer["ack"]["error"] == "dispatch_failed"
    told = (await ana.sees("notice"))["text"]
    assert told == "/hire-ml failed with the error “dispatch_failed”"


async def test_an_envelope_without_an_ack_times_out(ana: Page, app: SocketApp) -> None:
    answer = await ana.acts("command", channel=seed.HIRING, text="/hire-ml")
    assert answer["ack"]["error"] == "operation_timeout"


async def test_a_warning_comes_ten_seconds_before_the_end_and_a_refresh_is_the_end(
    sandbox: Sandbox, ana: Page
) -> None:
    async with socket_app(sandbox) as first, socket_app(sandbox) as second:
        assert await ana.controls(app={"disconnect": {"reason": "warning", "connection": 0}}) == 200
        assert (await first.envelope())["reason"] == "warning"
        sandbox.clock.advance(9)
        for app in (first, second):
            typing = asyncio.create_task(ana.acts("command", channel=seed.HIRING, text="/x"))
            await app.acks()
            assert (await typing)["ok"], "a warned connection is still one"
        sandbox.clock.advance(1)
        assert (await first.socket.receive()).type is WSMsgType.CLOSE
        assert sandbox.sockets.connections == 1
        assert await ana.controls(app={"disconnect": "refresh_requested"}) == 200
        assert (await second.envelope())["reason"] == "refresh_requested"
        assert (await second.socket.receive()).type is WSMsgType.CLOSE
        assert sandbox.sockets.connections == 0


async def test_all_or_one_of_several_connections_can_be_cut_off(
    sandbox: Sandbox, ana: Page
) -> None:
    async with AsyncExitStack() as connections:
        apps = [await connections.enter_async_context(socket_app(sandbox)) for _ in range(3)]
        await sandbox.sockets.disconnect("link_disabled", connection=1)
        assert (await apps[1].envelope())["reason"] == "link_disabled"
        for number in (0, 2):
            typing = asyncio.create_task(ana.acts("command", channel=seed.HIRING, text="/x"))
            await apps[number].acks()
            assert (await typing)["ok"]
        await sandbox.sockets.disconnect("refresh_requested")
        for number in (0, 2):
            assert (await apps[number].envelope())["reason"] == "refresh_requested"
        assert sandbox.sockets.connections == 0


async def test_an_event_whose_connection_dies_before_the_ack_comes_again_to_another(
    sandbox: Sandbox, ana: Page
) -> None:
    async with socket_app(sandbox) as dying, socket_app(sandbox) as other:
        home = asyncio.create_task(ana.acts("open_home"))
        told = await dying.envelope()
        await dying.socket.close()
        again = await other.envelope()
        assert (told["retry_attempt"], again["retry_attempt"]) == (0, 1)
        assert again["retry_reason"] == "timeout"
        assert again["envelope_id"] != told["envelope_id"]
        assert again["payload"]["event_id"] == told["payload"]["event_id"]
        await other.socket.send_json({"envelope_id": again["envelope_id"]})
        await home


async def test_the_sdks_own_clients_share_the_work_and_come_back_after_a_disconnect(
    sandbox: Sandbox, ana: Page
) -> None:
    heard: list[tuple[int, str]] = []

    async with AsyncExitStack() as stack:
        for number in range(2):
            slack = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
            # It takes four silent intervals for a lost connection: a busy machine has such moments.
            client = SocketModeClient(sandbox.app_token, web_client=slack, ping_interval=1)
            stack.push_async_callback(client.close)

            async def answers(
                client: AsyncBaseSocketModeClient, request: SocketModeRequest, number: int = number
            ) -> None:
                heard.append((number, request.payload["text"]))
                await client.send_socket_mode_response(SocketModeResponse(request.envelope_id))

            client.socket_mode_request_listeners.append(answers)
            await client.connect()

        async def connected(count: int) -> None:
            await ana.sees("app", lambda one: one["app"]["connections"] == count)

        await connected(2)
        for text in ("one", "two"):
            assert (await ana.acts("command", channel=seed.HIRING, text=f"/x {text}"))["ok"]
        assert sorted(heard) == [(0, "one"), (1, "two")]
        await sandbox.sockets.disconnect("refresh_requested", connection=0)
        await connected(1)
        await connected(2)
        for text in ("three", "four"):
            assert (await ana.acts("command", channel=seed.HIRING, text=f"/x {text}"))["ok"]
        assert {number for number, _ in heard[2:]} == {0, 1}


async def test_the_page_is_told_when_the_app_comes_and_goes(sandbox: Sandbox, ana: Page) -> None:
    assert ana.snapshot["app"]["connected"] is None
    async with socket_app(sandbox):
        assert (await ana.sees("app"))["app"]["connected"] == "socket"
    assert (await ana.sees("app"))["app"]["connected"] is None
