"""Slack's API as a loopback stand-in: it says yes to everything, at once.

python -m bench.slack PORT [ADDRESS of the WebSocket that Socket Mode is to open]
"""

import asyncio
import itertools
import json
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast

import uvloop

HEAD = (
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    "X-OAuth-Scopes: commands,chat:write,users:read,channels:read,groups:read,im:write\r\n"
    "Content-Length: {}\r\n\r\n"
)

CHANNEL = {"id": "C0HIRINGML", "name": "hiring-ml", "is_member": True, "num_members": 5}
USER = {"id": "U0ANARUIZ1", "team_id": "T0ACME0001", "name": "ana", "tz": "Europe/Madrid"}

ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "auth.test": {
        "url": "http://127.0.0.1/",
        "team": "Acme",
        "team_id": "T0ACME0001",
        "user": "hire-ml",
        "user_id": "U0APPBOT01",
        "bot_id": "B0APPBOT01",
        "app_id": "A0APP00001",
    },
    "users.info": {"user": USER | {"profile": {"display_name": "Ana"}}},
    "conversations.info": {"channel": CHANNEL},
    "conversations.open": {"channel": {"id": "D0ANA00001"}},
    "chat.getPermalink": {"permalink": "https://acme.slack.com/archives/C0HIRINGML/p1"},
}
VIEW = {"view": {"id": "V0BENCH001", "hash": "1.1", "root_view_id": "V0BENCH001"}}

Heard = Callable[[str], None]


def nobody(_method: str) -> None:
    """Whom no call is told."""


class Stand(asyncio.Protocol):
    """One connection. Requests come whole or in parts, one after the other."""

    _posts = itertools.count(1)

    def __init__(self, url: str = "", heard: Heard = nobody) -> None:
        """`url`: of Socket Mode. `heard` is told the method of each call, before its answer."""
        self._heard_so_far = b""
        self._url = url
        self._tell = heard

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._heard_so_far += data
        while (length := message_length(self._heard_so_far)) is not None and length <= len(
            self._heard_so_far
        ):
            line = self._heard_so_far.partition(b"\r\n")[0].decode()
            self._heard_so_far = self._heard_so_far[length:]
            method = line.split()[1].partition("?")[0].rpartition("/")[2]
            self._tell(method)
            self._transport.write(self._answer(method))

    def _answer(self, method: str) -> bytes:
        more: Mapping[str, Any] = ANSWERS.get(method, VIEW)
        if method == "apps.connections.open":
            more = {"url": self._url}
        elif method.startswith("chat.post"):
            more = {"channel": "C0HIRINGML", "ts": f"1790000000.{next(self._posts):06}"}
        return answered({"ok": True, **more})


def answered(body: Mapping[str, Any]) -> bytes:
    said = json.dumps(body)
    return (HEAD.format(len(said)) + said).encode()


def message_length(heard: bytes) -> int | None:
    """Of the HTTP message that begins here, its body included; None while its head is not whole."""
    end = heard.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = heard[:end].lower()
    at = head.find(b"content-length:")
    if at < 0:
        return end + 4
    return end + 4 + int(head[at + 15 :].split(b"\r\n", 1)[0])


async def serve(port: int, url: str) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(partial(Stand, url), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), next(iter(sys.argv[2:]), "")))
