"""Messages that are deleted: by the app, by who wrote them, by admins; and what stays of them."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import seed
from sandbox.messages import DELETED, SLACKBOT
from sandbox.person import NotThere, Person
from sandbox.workspace import Sandbox
from tests.sandbox.company import Page, actions, button, error_of, page_of
from tests.sandbox.test_events import event_of, listening


@pytest.fixture
async def tom(sandbox: Sandbox) -> AsyncIterator[Page]:
    async with page_of(sandbox, seed.TOM) as page:
        yield page


def where(ts: str) -> dict[str, str]:
    return {"channel": seed.HIRING, "ts": ts}


async def test_a_deleted_message_is_gone_for_every_call(slack: AsyncWebClient, tom: Page) -> None:
    ts = (await slack.chat_postMessage(channel=seed.HIRING, text="x"))["ts"]
    assert (await tom.acts("delete", **where(ts)))["ok"]
    assert (await tom.sees("message_deleted"))["ts"] == ts
    assert await error_of(slack.chat_update(**where(ts), text="y")) == "message_not_found"
    assert await error_of(slack.chat_delete(**where(ts))) == "message_not_found"
    link = slack.chat_getPermalink(channel=seed.HIRING, message_ts=ts)
    assert await error_of(link) == "message_not_found"
    reply = slack.chat_postMessage(channel=seed.HIRING, thread_ts=ts, text="reply")
    assert await error_of(reply) == "thread_not_found"
    assert await error_of(slack.conversations_replies(**where(ts))) == "thread_not_found"


async def test_under_replies_a_stone_stays_until_the_last_of_them_has_gone(
    sandbox: Sandbox, slack: AsyncWebClient, tom: Page
) -> None:
    blocks = [actions(button())]
    ts = (await slack.chat_postMessage(channel=seed.HIRING, text="card", blocks=blocks))["ts"]
    thread = {"channel": seed.HIRING, "thread_ts": ts}
    first = (await slack.chat_postMessage(**thread, text="one"))["ts"]
    assert (await tom.acts("delete", **where(ts)))["ok"]
    frame = await tom.sees("message", lambda one: one["message"]["deleted"])
    stone = frame["message"]
    assert (stone["text"], stone["blocks"], stone["reply_count"]) == (DELETED, [], 1)
    assert await error_of(slack.chat_update(**where(ts), text="y")) == "message_not_found"
    assert await error_of(slack.chat_delete(**where(ts))) == "message_not_found"
    clicked = {"where": where(ts), "block": blocks[0], "block_id": "act", "action_id": "go"}
    assert (await tom.acts("click", **clicked))["http"] == 400, "not even from a stale screen"
    assert (await tom.acts("delete", **where(ts)))["http"] == 400
    second = (await slack.chat_postMessage(**thread, text="two"))["ts"]
    told = (await slack.conversations_replies(**where(ts)))["messages"]
    assert [message["text"] for message in told] == [DELETED, "one", "two"]
    assert (told[0]["subtype"], told[0]["user"], told[0]["hidden"]) == ("tombstone", SLACKBOT, True)
    history = (await slack.conversations_history(channel=seed.HIRING))["messages"]
    assert [message["subtype"] for message in history] == ["tombstone"]
    for reply in (first, second):
        await slack.chat_delete(channel=seed.HIRING, ts=reply)
    assert list(sandbox.state.messages()) == []


async def test_the_app_hears_of_a_stone_as_a_change_and_of_its_end_as_a_deletion() -> None:
    async with listening({"message.channels": ["channels:history"]}) as (sandbox, app, _):
        root = sandbox.state.post_as_app(seed.HIRING, "card")
        reply = sandbox.state.post_as_app(seed.HIRING, "reply", thread_ts=root.ts)
        for _ in range(2):
            await event_of(app)
        sandbox.state.delete(root)
        event = await event_of(app)
        assert event["subtype"] == "message_changed"
        assert event["message"]["subtype"] == "tombstone"
        assert event["previous_message"]["text"] == "card"
        sandbox.state.delete(reply)
        gone = {(await event_of(app))["deleted_ts"] for _ in range(2)}
        assert gone == {root.ts, reply.ts}


async def test_an_admin_deletes_what_anybody_said_and_others_what_they_said_themselves(
    sandbox: Sandbox, slack: AsyncWebClient, ana: Page, tom: Page
) -> None:
    posted = (await slack.chat_postMessage(channel=seed.HIRING, text="x"))["ts"]
    told = await ana.acts("delete", **where(posted))
    assert (told["http"], told["error"]) == (400, "Only admins delete what others have said.")
    await ana.acts("say", channel=seed.HIRING, text="mine")
    await ana.acts("say", channel=seed.HIRING, text="mine too")
    mine, too = (one.ts for one in sandbox.state.messages() if one.user == seed.ANA)
    assert (await ana.acts("delete", **where(mine)))["ok"]
    assert (await tom.acts("delete", **where(too)))["ok"]
    assert (await tom.acts("delete", **where(posted)))["ok"]
    assert (await tom.acts("delete", **where(posted)))["http"] == 400


async def test_what_one_person_alone_sees_is_dismissed_and_not_deleted(
    slack: AsyncWebClient, tom: Page
) -> None:
    whisper = await slack.chat_postEphemeral(channel=seed.HIRING, user=seed.TOM, text="psst")
    told = await tom.acts("delete", **where(whisper["message_ts"]))
    assert (told["http"], told["error"]) == (400, "A message that you alone see can be dismissed.")


async def test_a_person_deletes_by_the_words_on_the_screen(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    async with Person.joins(sandbox.base_url, "Tom Baker", patience=1) as tom:
        await tom.goes_to("#hiring-ml")
        card = await slack.chat_postMessage(channel=seed.HIRING, text="REQ-1 · Ana")
        await slack.chat_postMessage(channel=seed.HIRING, text="Done", thread_ts=card["ts"])
        await slack.chat_postMessage(channel=seed.HIRING, text="REQ-2 · Ana")
        assert (await tom.deletes("REQ-2 · Ana")).ok
        assert (await tom.deletes("REQ-1 · Ana")).ok
        assert tom.screen.splitlines()[1:] == [DELETED, "[1 reply]"]
        await tom.opens_thread(DELETED)
        await tom.sees("Thread", "sample-app: Done")
        await tom.deletes("Done")
        await tom.sees_not("Done", DELETED)
        with pytest.raises(NotThere):
            await tom.deletes("REQ-1 · Ana")


async def test_a_reply_shown_in_the_channel_is_seen_there_and_in_its_thread(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    async with Person.joins(sandbox.base_url, "Ana Ruiz") as ana:
        await ana.goes_to("#hiring-ml")
        card = await slack.chat_postMessage(channel=seed.HIRING, text="REQ-1")
        thread = {"channel": seed.HIRING, "thread_ts": card["ts"]}
        await slack.chat_postMessage(**thread, text="For all", reply_broadcast=True)
        await slack.chat_postMessage(**thread, text="For few")
        await ana.sees("[2 replies]", "sample-app: For all")
        assert "For few" not in ana.screen
        await ana.opens_thread("REQ-1")
        await ana.sees("For few")
        assert ana.screen.count("For all") == 2
