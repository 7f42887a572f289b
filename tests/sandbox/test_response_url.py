import asyncio

from sandbox import seed
from sandbox.workspace import Sandbox
from tests.sandbox.company import (
    Json,
    Page,
    SocketApp,
    actions,
    button,
    post,
    response_url_of_a_command,
)


async def of_a_click(
    sandbox: Sandbox, ana: Page, app: SocketApp, **message: str
) -> tuple[str, str]:
    """The address, and the ts of the message clicked."""
    posted = sandbox.state.post_as_app(seed.HIRING, "Original", [actions(button())], **message)
    where = {"channel": seed.HIRING, "ts": posted.ts}
    clicking = asyncio.create_task(ana.acts("click", where=where, block_id="act", action_id="go"))
    body = await app.acks()
    await clicking
    return str(body["response_url"]), posted.ts


async def test_an_answer_is_for_the_asker_alone_unless_it_says_otherwise(
    ana: Page, app: SocketApp
) -> None:
    url = await response_url_of_a_command(ana, app)
    assert (await post(url, {"text": "Quietly"}))[0] == 200
    assert (await ana.message("Quietly"))["ephemeral"]
    await post(url, {"text": "Aloud", "response_type": "in_channel"})
    assert not (await ana.message("Aloud"))["ephemeral"]


async def test_it_works_five_times(ana: Page, app: SocketApp) -> None:
    url = await response_url_of_a_command(ana, app)
    for _ in range(5):
        assert (await post(url, {"text": "x"}))[0] == 200
    status, text = await post(url, {"text": "x"})
    assert (status, "used_url" in text) == (404, True)


async def test_it_lives_for_half_an_hour(sandbox: Sandbox, ana: Page, app: SocketApp) -> None:
    url = await response_url_of_a_command(ana, app)
    sandbox.clock.advance(29 * 60)
    assert (await post(url, {"text": "x"}))[0] == 200
    sandbox.clock.advance(61)
    status, text = await post(url, {"text": "x"})
    assert (status, "expired_url" in text) == (404, True)


async def test_it_replaces_and_deletes_the_message_it_came_from(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    url, ts = await of_a_click(sandbox, ana, app)
    await post(url, {"text": "Changed", "replace_original": True})
    changed = sandbox.state.message(seed.HIRING, ts)
    assert changed is not None
    assert (changed.text, list(changed.blocks)) == ("Changed", [])
    await post(url, {"delete_original": True})
    assert sandbox.state.message(seed.HIRING, ts) is None


async def test_an_ephemeral_message_is_replaced_and_stays_one(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    url, ts = await of_a_click(sandbox, ana, app, reader=seed.ANA)
    replacing = {"text": "Changed", "replace_original": True, "response_type": "in_channel"}
    await post(url, replacing)
    changed = sandbox.state.message(seed.HIRING, ts)
    assert changed is not None
    assert (changed.text, changed.reader) == ("Changed", seed.ANA)


async def test_an_answer_to_a_click_in_a_thread_stands_there(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    parent = sandbox.state.post_as_app(seed.HIRING, "parent")
    url, _ = await of_a_click(sandbox, ana, app, thread_ts=parent.ts)
    await post(url, {"text": "There", "replace_original": False})
    assert (await ana.message("There"))["thread_ts"] == parent.ts


async def test_what_slack_would_not_show_is_refused(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    url = await response_url_of_a_command(ana, app)
    refused: list[tuple[object, str]] = [
        ({"text": "x", "blocks": [{"type": "header"}]}, "invalid_blocks"),
        ({"text": "x", "thread_ts": {}}, "invalid_blocks"),
        ({}, "no_text"),
        (["x"], "invalid_payload"),
    ]
    for body, error in refused:
        status, text = await post(url, body)
        assert (status, error in text) == (400, True)
    entries: list[Json] = [e.as_json() for e in sandbox.traffic if e.kind == "response_url"]
    assert entries[0]["problems"][0]["where"].startswith("/blocks/0")


async def test_an_address_nobody_gave_answers_nothing(sandbox: Sandbox) -> None:
    status, _ = await post(f"{sandbox.base_url}/response/forged", {"text": "x"})
    assert status == 404
