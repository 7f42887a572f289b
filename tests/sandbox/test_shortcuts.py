"""Shortcuts, as Slack writes them and as a person finds them."""

import asyncio

import pytest

from sandbox import seed
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.sandbox.company import Page, SocketApp, page_of
from tests.sandbox.recruiting import MANIFEST, recruited

COMMON = {"type", "user", "api_app_id", "token", "team", "enterprise", "is_enterprise_install"}


async def test_a_global_shortcut_says_who_and_nothing_of_where(ana: Page, app: SocketApp) -> None:
    acting = asyncio.create_task(ana.acts("shortcut", callback_id="plan"))
    body = await app.acks()
    await acting
    assert body.keys() == COMMON | {"action_ts", "callback_id", "trigger_id"}
    assert body["user"] == {
        "id": seed.ANA,
        "username": "ana",
        "name": "ana",
        "team_id": seed.TEAM.id,
    }


async def test_a_message_shortcut_says_all_of_the_reply_it_is_on(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    root = sandbox.state.post_as_app(seed.EXECUTIVES, "Whom do we need?")
    told = {"channel": seed.EXECUTIVES, "text": "Somebody for R&D", "thread_ts": root.ts}
    await ana.acts("say", **told)
    reply = await ana.message("Somebody for R&amp;D")
    where = {"channel": seed.EXECUTIVES, "ts": reply["ts"]}
    acting = asyncio.create_task(ana.acts("shortcut", callback_id="for", message=where))
    body = await app.acks()
    await acting
    assert body.keys() == COMMON | {
        *("action_ts", "callback_id", "trigger_id", "response_url"),
        *("message_ts", "channel", "message"),
    }
    assert body["channel"] == {"id": seed.EXECUTIVES, "name": "privategroup"}
    assert body["message_ts"] == reply["ts"]
    said = body["message"]
    assert (said["user"], said["text"], said["thread_ts"]) == (
        seed.ANA,
        "Somebody for R&amp;D",
        root.ts,
    )
    assert said["client_msg_id"]
    assert body["response_url"].startswith(sandbox.base_url)


async def test_only_declared_shortcuts_of_the_right_kind_are_offered() -> None:
    sandbox = Sandbox(MANIFEST)
    async with sandbox.serving(), page_of(sandbox, seed.ANA) as ana:
        names = [one["name"] for one in ana.snapshot["app"]["shortcuts"]]
        assert names == ["Plan a hire", "Hire for this"]
        assert (await ana.acts("shortcut", callback_id="for"))["http"] == 400
        assert (await ana.acts("shortcut", callback_id="nobody"))["http"] == 400


async def test_a_message_shortcut_goes_to_the_reply_in_the_open_thread() -> None:
    async with recruited() as sandbox, Person.joins(sandbox.base_url, "Ana Ruiz") as ana:
        await ana.goes_to("#hiring-ml")
        await ana.types("Churn is up")
        await ana.opens_thread("Churn is up")
        await ana.replies("Churn is up because of prices")
        await ana.uses_message_shortcut("Hire for this", on="because of prices")
        await ana.sees("You said: Churn is up because of prices")


@pytest.mark.parametrize("said", ["Plan a hire", "Plan"])
async def test_a_global_shortcut_works_wherever_a_person_looks(said: str) -> None:
    async with recruited() as sandbox, Person.joins(sandbox.base_url, "Ana Ruiz") as ana:
        await ana.uses_shortcut(said)
        await ana.sees("Whom do we need?")
