"""What the tests of the workspace act with: a page without a screen, and small apps."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, web
from aiohttp.test_utils import TestServer
from slack_sdk.errors import SlackApiError

from sandbox import seed
from sandbox.workspace import Sandbox

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def text_input(block_id: str = "title", action_id: str = "value", **more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": action_id, **more.pop("element", {})}
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain("Title"),
        "element": element,
        **more,
    }


def button(action_id: str = "go", text: str = "Go", **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), "value": "7", **more}


def actions(*elements: Json, block_id: str = "act") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def option(text: str) -> Json:
    return {"text": plain(text), "value": text.lower()}


def checkboxes(*ticked: str, block_id: str = "steps") -> Json:
    element: Json = {
        "type": "checkboxes",
        "action_id": "done",
        "options": [option("One"), option("Two")],
    }
    if ticked:
        element["initial_options"] = [option(text) for text in ticked]
    return actions(element, block_id=block_id)


def modal(*blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("A form"),
        "submit": plain("Send"),
        "blocks": list(blocks) or [text_input()],
        **more,
    }


class Page:
    """The protocol of docs/workspace.md, spoken for one person."""

    def __init__(
        self, session: ClientSession, socket: ClientWebSocketResponse, person: str
    ) -> None:
        self._session = session
        self._socket = socket
        self.person = person
        self.snapshot: Json = {}
        self.frames: list[Json] = []

    async def acts(self, do: str, **more: Any) -> Json:
        async with self._session.post("/page/act", json={"as": self.person, "do": do, **more}) as r:
            answer: Json = await r.json()
            return {**answer, "http": r.status}

    async def controls(self, **what: Any) -> int:
        async with self._session.post("/page/control", json=what) as response:
            return response.status

    async def sees(self, kind: str, when: Callable[[Json], Any] = lambda _: True) -> Json:
        """The next frame of this kind for which `when` holds; those before it are in `frames`."""
        async with asyncio.timeout(20):
            while True:
                frame: Json = await self._socket.receive_json()
                self.frames.append(frame)
                if frame["kind"] == kind and when(frame):
                    return frame

    async def message(self, text: str) -> Json:
        frame = await self.sees("message", lambda one: one["message"]["text"] == text)
        message: Json = frame["message"]
        return message

    async def modal(self) -> Json:
        """The modal on top, once there is one that is not busy."""
        frame = await self.sees("views", lambda one: one["stack"] and not one["stack"][-1]["busy"])
        top: Json = frame["stack"][-1]
        return top


@asynccontextmanager
async def page_of(sandbox: Sandbox, person: str) -> AsyncIterator[Page]:
    async with (
        ClientSession(sandbox.base_url) as session,
        session.ws_connect(f"/page/stream?as={person}") as socket,
    ):
        page = Page(session, socket, person)
        page.snapshot = await page.sees("snapshot")
        yield page


class HttpApp:
    """Takes signed deliveries and answers what `answers` says."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.status = 200
        self.body: Any = ""
        self.headers: dict[str, str] = {}
        self.came = asyncio.Event()
        self.release: asyncio.Event | None = None

    async def handle(self, request: web.Request) -> web.Response:
        self.requests.append((dict(request.headers), await request.read()))
        self.came.set()
        if self.release is not None:
            await self.release.wait()
        if isinstance(self.body, dict):
            return web.json_response(self.body, status=self.status, headers=self.headers)
        if isinstance(self.body, bytes):
            return web.Response(body=self.body, content_type="text/plain", status=self.status)
        return web.Response(text=self.body, status=self.status, headers=self.headers)


@asynccontextmanager
async def http_app(sandbox: Sandbox) -> AsyncIterator[HttpApp]:
    app = HttpApp()
    routes = web.Application()
    routes.router.add_post("/slack/events", app.handle)
    async with TestServer(routes) as server:
        sandbox.deliver_to(str(server.make_url("/slack/events")))
        try:
            yield app
        finally:
            if app.release is not None:
                app.release.set()
            sandbox.deliver_to(None)


class SocketApp:
    """One Socket Mode connection, spoken by hand."""

    def __init__(self, socket: ClientWebSocketResponse, hello: Json) -> None:
        self.socket = socket
        self.hello = hello

    async def envelope(self) -> Json:
        async with asyncio.timeout(20):
            envelope: Json = await self.socket.receive_json()
            return envelope

    async def acks(self, payload: Any = None) -> Json:
        """Takes the next envelope, acks it, and gives what was in it."""
        envelope = await self.envelope()
        ack = {"envelope_id": envelope["envelope_id"]}
        await self.socket.send_json(ack if payload is None else {**ack, "payload": payload})
        body: Json = envelope["payload"]
        return body


@asynccontextmanager
async def socket_app(sandbox: Sandbox) -> AsyncIterator[SocketApp]:
    async with (
        ClientSession() as session,
        session.ws_connect(sandbox.new_socket_address()) as socket,
    ):
        yield SocketApp(socket, await socket.receive_json())


async def error_of(call: Awaitable[object]) -> str:
    """Slack's code, of a call that must be refused."""
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


async def post(url: str, body: object) -> tuple[int, str]:
    async with ClientSession() as session, session.post(url, json=body) as response:
        return response.status, await response.text()


async def response_url_of_a_command(ana: Page, app: SocketApp) -> str:
    typing = asyncio.create_task(ana.acts("command", channel=seed.HIRING, text="/hire-ml"))
    body = await app.acks()
    await typing
    return str(body["response_url"])
