"""The workspace's routes."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox import acts, api, control
from sandbox.acts.act import BadAct
from sandbox.changes import Change
from sandbox.incoming import decoded_or_none
from sandbox.stream import Viewer
from sandbox.values import Json, Person

if TYPE_CHECKING:
    from sandbox.workspace import Sandbox

PAGE: Final = Path(__file__).parent / "page"
_FRESH: Final = {"Cache-Control": "no-store"}
_HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_UNKNOWN: Final = 4404
_FOREIGN: Final = 4403


def routes(sandbox: "Sandbox") -> Starlette:
    """Everything this workspace answers."""
    rooms = _Rooms(sandbox)
    return Starlette(
        routes=[
            Route("/", rooms.page),
            Route("/api/{method}", rooms.method, methods=["GET", "POST"]),
            Route("/response/{secret}", rooms.response_url, methods=["POST"]),
            WebSocketRoute("/socket-mode", rooms.socket_mode),
            WebSocketRoute("/page/stream", rooms.stream),
            Route("/page/act", rooms.act, methods=["POST"]),
            Route("/page/control", rooms.control, methods=["POST"]),
            Mount("/page", _Files(directory=PAGE)),
        ]
    )


class _Files(StaticFiles):
    """Never cached: whoever works on the page sees the change with the next reload."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(_FRESH)
        return response


class _Rooms:
    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox

    async def page(self, _: Request) -> Response:
        return FileResponse(PAGE / "index.html", headers=_FRESH)

    async def method(self, request: Request) -> Response:
        if not _same_origin(request):
            return _foreign()
        return await api.serve_method(self._sandbox, request)

    async def response_url(self, request: Request) -> Response:
        if not _same_origin(request):
            return _foreign()
        return await api.serve_response_url(self._sandbox, request)

    async def socket_mode(self, socket: WebSocket) -> None:
        await self._sandbox.sockets.serve(socket)

    async def act(self, request: Request) -> Response:
        if not self._from_here(request):
            return _foreign()
        try:
            outcome = await acts.perform(self._sandbox.world, await _body(request))
        except BadAct as bad:
            return _bad(str(bad))
        return JSONResponse(outcome.as_json())

    async def control(self, request: Request) -> Response:
        if not self._from_here(request):
            return _foreign()
        try:
            await control.apply(self._sandbox, await _body(request))
        except ValueError as bad:
            return _bad(str(bad))
        return JSONResponse({"ok": True})

    async def stream(self, socket: WebSocket) -> None:
        """One frame with everything, then one for each change, until the page has gone."""
        sandbox = self._sandbox
        person = _called(socket.query_params.get("as", ""), sandbox.world.state.people.values())
        if not self._from_here(socket):
            await socket.close(_FOREIGN, "Another site's page may not look in here.")
            return
        await socket.accept()
        if person is None:
            await socket.close(_UNKNOWN, "There is nobody with this id here.")
            return
        viewer = Viewer(sandbox.world, sandbox.faults, sandbox.traffic, person.id)
        frames: asyncio.Queue[Json] = asyncio.Queue()

        def heard(change: Change) -> None:
            for frame in viewer.frames(change):
                frames.put_nowait(frame)

        with sandbox.changes.heard_by(heard):
            frames.put_nowait(viewer.snapshot())
            sending = asyncio.create_task(_send_all(socket, frames))
            try:
                while True:
                    await socket.receive_text()
            except (WebSocketDisconnect, KeyError):
                # KeyError: a page that sends bytes, which means nothing here.
                return
            finally:
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)

    def _from_here(self, connection: HTTPConnection) -> bool:
        """Other sites in the same browser can reach localhost too; they may not act here.

        `Host` is checked because a foreign name may be made to point at this address.
        """
        bound = self._sandbox.host
        try:
            name = urlsplit(f"//{connection.headers.get('host', '')}").hostname
        except ValueError:
            return False
        if not _same_origin(connection):
            return False
        return bound in ("0.0.0.0", "::") or name in _HERE or name == bound  # noqa: S104  compared, not bound


def _called(name: str, people: Iterable[Person]) -> Person | None:
    """By id or name; whoever comes first where none is given, as the page knows nobody yet."""
    return next((one for one in people if name in ("", one.id, one.name, one.real_name)), None)


def _same_origin(connection: HTTPConnection) -> bool:
    """An app's server sends no `Origin`; a page of another site does, and tokens can be guessed."""
    origin = connection.headers.get("origin")
    return origin is None or origin.partition("://")[2] == connection.headers.get("host")


async def _send_all(socket: WebSocket, frames: "asyncio.Queue[Json]") -> None:
    while True:
        await socket.send_json(await frames.get())


async def _body(request: Request) -> Any:
    """None for what is not JSON, which no act and no control is."""
    return decoded_or_none(await request.body())


def _bad(text: str) -> Response:
    return JSONResponse({"ok": False, "error": text, "ack": None}, 400)


def _foreign() -> Response:
    return PlainTextResponse("Another site's page may not act in here.", 403)
