"""Whatever is sent, the workspace answers in words and goes on."""

import json
from typing import Any

import pytest
from aiohttp import ClientSession
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sandbox import seed
from sandbox.methods import METHODS
from sandbox.methods.rule import COMMON_ERRORS, RULES
from sandbox.workspace import Sandbox
from tests.sandbox.company import actions, button, checkboxes, modal

ATOMS = (
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats()
    | some.text(max_size=8)
    | some.sampled_from([seed.ANA, seed.HIRING, seed.RANDOM, "act", "go", "steps", "done", "1.1"])
)
JSON = some.recursive(
    ATOMS,
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(
            some.sampled_from(["type", "id", "ts", "channel", "view", "elements", "text"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
FIELDS = [
    "action_id",
    "all",
    "block",
    "block_id",
    "blocks",
    "callback_id",
    "channel",
    "cursor",
    "hash",
    "limit",
    "message",
    "message_ts",
    "metadata",
    "text",
    "thread_ts",
    "trigger_id",
    "ts",
    "types",
    "user",
    "users",
    "value",
    "view",
    "view_id",
    "where",
]
ANYTHING = some.dictionaries(some.sampled_from(FIELDS), JSON, max_size=6)
MANY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def calm(sandbox: Sandbox) -> Sandbox:
    """With a message and a modal to touch, and nothing that slows the test."""
    sandbox.rates.on = False
    sandbox.courier.ack_deadline = 0.01
    sandbox.state.post_as_app(seed.HIRING, "x", [actions(button()), checkboxes()])
    sandbox.state.modals.open(seed.ANA, modal())
    return sandbox


NOT_JSON = {"invalid_json"}
"""What any method answers to Infinity and NaN, which Python writes and JSON does not have."""


async def sent(sandbox: Sandbox, path: str, body: Any, **headers: str) -> tuple[int, str]:
    """Status and text of the answer."""
    async with (
        ClientSession() as session,
        session.post(
            sandbox.base_url + path,
            data=json.dumps(body),
            headers={"Content-Type": "application/json", **headers},
        ) as response,
    ):
        return response.status, await response.text()


async def status_of(sandbox: Sandbox, path: str, body: Any) -> int:
    return (await sent(sandbox, path, body))[0]


@MANY
@given(
    do=some.sampled_from(
        ["click", "close", "command", "fill", "invite", "say", "submit", "suggest"]
    ),
    body=ANYTHING,
)
async def test_no_act_breaks_it(calm: Sandbox, do: str, body: dict[str, Any]) -> None:
    view = calm.state.modals.stack(seed.ANA)
    place = {"view": view[0].id} if view and body.get("view") is True else {}
    act = {**body, **place, "as": seed.ANA, "do": do}
    assert await status_of(calm, "/page/act", act) in (200, 400)


@MANY
@given(method=some.sampled_from(sorted(METHODS)), body=ANYTHING)
async def test_no_call_breaks_it_and_every_refusal_is_slacks_own(
    calm: Sandbox, method: str, body: dict[str, Any]
) -> None:
    token = calm.app_token if method == "apps.connections.open" else calm.bot_token
    headers = {"Authorization": f"Bearer {token}"}
    status, text = await sent(calm, f"/api/{method}", body, **headers)
    assert status == 200
    error = json.loads(text).get("error")
    assert error is None or error in RULES[method].errors | COMMON_ERRORS | NOT_JSON


@MANY
@given(body=JSON | ANYTHING)
async def test_no_answer_breaks_it(calm: Sandbox, body: Any) -> None:
    secret = calm.state.passes.new_response_url(seed.ANA, seed.HIRING)
    assert await status_of(calm, f"/response/{secret}", body) in (200, 400)


@MANY
@given(name=some.sampled_from(["faults", "advance", "channel", "user", "app"]), value=JSON)
async def test_no_control_breaks_it(calm: Sandbox, name: str, value: Any) -> None:
    assert await status_of(calm, "/page/control", {name: value}) in (200, 400)
