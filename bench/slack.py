"""Slack's API as a loopback stand-in: it says yes to everything, at once.

python -m bench.slack PORT
"""

import asyncio
import json
import sys
from typing import cast

import uvloop

ANSWER = json.dumps(
    {
        "ok": True,
        "url": "http://127.0.0.1/",
        "team": "Acme",
        "team_id": "T0ACME0001",
        "user": "hire-ml",
        "user_id": "U0APPBOT01",
        "bot_id": "B0APPBOT01",
        "app_id": "A0APP00001",
        "channel": {"id": "C0HIRINGML"},
        "ts": "1.1",
        "view": {"id": "V0BENCH001", "hash": "1.1", "root_view_id": "V0BENCH001"},
    }
).encode()

HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    b"X-OAuth-Scopes: commands,chat:write,users:read,channels:read,groups:read,im:write\r\n"
    b"Content-Length: %d\r\n\r\n" % len(ANSWER)
)


class Stand(asyncio.Protocol):
    """One connection. Requests come whole or in parts, one after the other."""

    def __init__(self) -> None:
        self._heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while (length := message_length(self._heard)) is not None and length <= len(self._heard):
            self._heard = self._heard[length:]
            self._transport.write(HEAD + ANSWER)


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


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Stand, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
