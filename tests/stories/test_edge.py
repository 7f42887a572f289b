"""What comes to `/slack/events` and is not Slack's, or not as Slack sends it."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from urllib.parse import quote_plus, urlencode

import aiohttp
import pytest

from bot.app import App
from sandbox.workspace import Sandbox
from tests.running import over_http

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
async def bot(workspace: Sandbox, database_url: str) -> AsyncIterator[App]:
    async with over_http(workspace, database_url) as app:
        yield app


class Stranger:
    """Somebody with an HTTP client, and perhaps with the signing secret."""

    def __init__(self, workspace: Sandbox, session: aiohttp.ClientSession) -> None:
        self.workspace = workspace
        self._session = session

    @property
    def _url(self) -> str:
        http = self.workspace.courier.http
        assert http is not None
        return http._urls[0]

    async def sends(
        self,
        body: str | bytes,
        *,
        content_type: str = FORM,
        timestamp: str | None = None,
        signature: str | None = None,
        more: dict[str, str] | None = None,
    ) -> tuple[int, str]:
        raw = body.encode() if isinstance(body, str) else body
        at = timestamp if timestamp is not None else str(int(time.time()))
        headers = {
            "content-type": content_type,
            "x-slack-request-timestamp": at,
            "x-slack-signature": signature or self.signed(raw, at),
            **(more or {}),
        }
        async with self._session.post(self._url, data=raw, headers=headers) as answer:
            return answer.status, await answer.text()

    def signed(self, raw: bytes, at: str) -> str:
        secret = self.workspace.signing_secret.encode()
        return "v0=" + hmac.new(secret, f"v0:{at}:".encode() + raw, hashlib.sha256).hexdigest()


@pytest.fixture
async def stranger(workspace: Sandbox, bot: App) -> AsyncIterator[Stranger]:
    async with aiohttp.ClientSession() as session:
        yield Stranger(workspace, session)


def command(workspace: Sandbox, **changes: str) -> str:
    return urlencode(
        {
            "command": "/hire-ml",
            "text": "",
            "team_id": workspace.state.team.id,
            "user_id": "U0ANARUIZ1",
            "channel_id": "C0HIRINGML",
            "trigger_id": "1.2.abc",
            "response_url": f"{workspace.base_url}/response/none",
            **changes,
        }
    )


async def test_a_signed_command_is_answered(stranger: Stranger, workspace: Sandbox) -> None:
    assert (await stranger.sends(command(workspace)))[0] == 200


async def test_a_forged_signature_is_refused(stranger: Stranger, workspace: Sandbox) -> None:
    status, _ = await stranger.sends(command(workspace), signature="v0=" + "0" * 64)
    assert status == 401


# Five minutes either way are fresh; one that is ahead comes nearer while it is under way.
@pytest.mark.parametrize("seconds", [-301, 360])
async def test_a_stale_signature_is_refused(
    stranger: Stranger, workspace: Sandbox, seconds: int
) -> None:
    at = str(int(time.time()) + seconds)
    assert (await stranger.sends(command(workspace), timestamp=at))[0] == 401


async def test_a_replayed_request_is_refused(stranger: Stranger, workspace: Sandbox) -> None:
    at = str(int(time.time()))
    body = command(workspace)
    assert (await stranger.sends(body, timestamp=at))[0] == 200
    assert (await stranger.sends(body, timestamp=at))[0] == 401


async def test_a_changed_body_under_an_old_signature_is_refused(
    stranger: Stranger, workspace: Sandbox
) -> None:
    at = str(int(time.time()))
    good = command(workspace)
    signature = stranger.signed(good.encode(), at)
    forged = command(workspace, user_id="U0SOMEBODY")
    assert (await stranger.sends(forged, timestamp=at, signature=signature))[0] == 401


async def test_another_workspace_is_not_served(stranger: Stranger, workspace: Sandbox) -> None:
    await stranger.sends(command(workspace, team_id="T0ANOTHER1"))
    opened = [entry for entry in workspace.traffic if entry.name == "views.open"]
    assert opened == []


@pytest.mark.parametrize(
    "timestamp", ["", "now", "1e9", "-5", "９", "1700000000.5", " ", "9" * 5000]
)
async def test_a_time_that_is_no_number_is_refused(
    stranger: Stranger, workspace: Sandbox, timestamp: str
) -> None:
    status, said = await stranger.sends(
        command(workspace), timestamp=timestamp.encode("utf-8").decode("latin-1"), signature="v0=x"
    )
    assert (status, said) == (401, "")


@pytest.mark.parametrize(
    "told",
    [
        {"type": "event_callback", "event": {"type": "reaction_added", "user": "U0ANARUIZ1"}},
        {"type": "app_rate_limited", "minute_rate_limited": 1790000040},
    ],
)
async def test_an_event_that_nobody_listens_to_is_acked_so_that_it_is_not_sent_again(
    stranger: Stranger, workspace: Sandbox, told: dict[str, object]
) -> None:
    body = json.dumps({**told, "team_id": workspace.state.team.id})
    assert await stranger.sends(body, content_type="application/json") == (200, "")


def _payload(value: object) -> str:
    return "payload=" + quote_plus(value if isinstance(value, str) else json.dumps(value))


def _malformed(team: str) -> list[tuple[str, bytes, str]]:
    """A hundred and more bodies that Slack never sends, each with a name."""
    user = {"id": "U0ANARUIZ1", "team_id": team}
    base = {"type": "block_actions", "team": {"id": team}, "user": user, "trigger_id": "1.2.x"}
    tick = {"action_id": "checklist.tick", "type": "checkboxes", "selected_options": []}
    view = {"id": "V1", "callback_id": "plan.page", "private_metadata": "{}", "state": {}}
    submit = {"type": "view_submission", "team": {"id": team}, "user": user, "view": view}
    picked = {**base, "callback_id": "plan.from_message", "type": "message_action"}
    there = {"id": "C0HIRINGML", "name": "hiring-ml"}
    said = {"type": "app_mention", "channel": "C0HIRINGML", "ts": "1.2", "user": "U0ANARUIZ1"}
    event = {"type": "event_callback", "team_id": team, "event_id": "Ev1", "event": said}
    odd: list[object] = [None, 0, -1, 1.5, True, "", "x", "\x00", [], [[]], {}, {"id": None}]
    bodies: list[tuple[str, bytes, str]] = [
        ("empty", b"", FORM),
        ("not a form", b"\xff\xfe\x00%%%", FORM),
        ("half an escape", b"payload=%7", FORM),
        ("half of JSON", b"payload=%7B%22type", FORM),
        ("no JSON", b"payload=x", FORM),
        ("deep", _payload("[" * 100_000).encode(), FORM),
        ("a number", _payload(1).encode(), FORM),
        ("a list", _payload([]).encode(), FORM),
        ("null", _payload(None).encode(), FORM),
        ("half a surrogate", _payload('{"type":"\\ud800"}').encode(), FORM),
        ("an empty payload", b"payload=", FORM),
        ("two payloads", _form({**base, "actions": [tick]}) + b"&payload=x", FORM),
        ("JSON called a form", b"{nope", FORM),
        ("no content type", b"payload={}", ""),
        ("XML", b"<a/>", "text/xml"),
        ("empty JSON", b"", "application/json"),
        ("JSON list", b"[]", "application/json"),
        ("JSON string", b'"x"', "application/json"),
        ("an event without one", b'{"type":"event_callback"}', "application/json"),
        ("a command alone", b"command=%2Fhire-ml", FORM),
        ("an unknown command", b"command=%2Fother&team_id=" + team.encode(), FORM),
        ("a huge form", b"payload=" + b"a" * 2_000_000, FORM),
        ("a command with an event's field", b"command=%2Fhire-ml&authorizations=x", FORM),
        ("a form of Slack's API", _form({**submit, "response_urls": ["x"]}), FORM),
        ("a form with an event's field", _form({**submit, "authorizations": ["x"]}), FORM),
        ("a command with a form's field", b"command=%2Fhire-ml&response_urls=x", FORM),
    ]
    bodies.extend(
        (f"{key} {wrong!r}", _form({**base, "actions": [tick], key: wrong}), FORM)
        for key in ("team", "user", "trigger_id", "type")
        for wrong in odd
    )
    for wrong in odd:
        bodies.append((f"actions {wrong!r}", _form({**base, "actions": wrong}), FORM))
        bodies.append((f"action {wrong!r}", _form({**base, "actions": [wrong]}), FORM))
        changed = {**base, "actions": [{**tick, "block_id": wrong}]}
        bodies.append((f"block_id {wrong!r}", _form(changed), FORM))
        bodies.append((f"view {wrong!r}", _form({**submit, "view": wrong}), FORM))
        changed = {**submit, "view": {**view, "private_metadata": wrong}}
        bodies.append((f"private_metadata {wrong!r}", _form(changed), FORM))
        changed = {**submit, "view": {**view, "state": wrong}}
        bodies.append((f"state {wrong!r}", _form(changed), FORM))
        changed = {**submit, "view": {**view, "blocks": [{"type": "input", "block_id": wrong}]}}
        bodies.append((f"input {wrong!r}", _form(changed), FORM))
        changed = {**base, "actions": [{**tick, "selected_options": [wrong]}]}
        bodies.append((f"option {wrong!r}", _form(changed), FORM))
        bodies.append((f"channel {wrong!r}", _form({**picked, "channel": wrong}), FORM))
        changed = {**picked, "channel": there, "trigger_id": wrong or 0, "message": wrong}
        bodies.append((f"message {wrong!r}", _form(changed), FORM))
        for key in ("event_id", "event", "authorizations"):
            odd_event = {**event, key: [wrong] if key == "authorizations" else wrong}
            bodies.append((f"{key} {wrong!r}", json.dumps(odd_event).encode(), "application/json"))
        for key in ("channel", "ts", "user", "team", "thread_ts", "type"):
            odd_event = {**event, "event": {**said, key: wrong}}
            bodies.append(
                (f"event's {key} {wrong!r}", json.dumps(odd_event).encode(), "application/json")
            )
    bodies.append(
        ("input", _form({**submit, "view": {**view, "blocks": [{"type": "input"}]}}), FORM)
    )
    return bodies


def _form(payload: object) -> bytes:
    return _payload(payload).encode()


async def test_no_malformed_body_is_a_500_and_none_stops_the_bot(
    stranger: Stranger, workspace: Sandbox
) -> None:
    bodies = _malformed(workspace.state.team.id)
    assert len(bodies) >= 100
    for name, body, content_type in bodies:
        status, said = await stranger.sends(body, content_type=content_type)
        assert status in {200, 400, 401, 404, 413}, name
        assert "Traceback" not in said, name
    assert (await stranger.sends(command(workspace, text="still there")))[0] == 200


async def test_an_unsigned_malformed_body_learns_nothing(stranger: Stranger) -> None:
    for body in (b"payload=x", b"payload={}", b"", b"command=%2Fhire-ml"):
        _, said = await stranger.sends(body, signature="v0=wrong")
        assert "payload" not in said
        assert "hire-ml" not in said


async def test_a_connection_that_breaks_off_does_no_harm(
    stranger: Stranger, workspace: Sandbox
) -> None:
    http = workspace.courier.http
    assert http is not None
    port = int(http._urls[0].split(":")[2].split("/")[0])
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\npay")
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    assert (await stranger.sends(command(workspace)))[0] == 200
