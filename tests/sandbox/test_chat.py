import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import seed
from sandbox.values import Message
from sandbox.workspace import Sandbox
from tests.sandbox.company import Page, actions, button, error_of


async def test_a_message_is_posted_and_seen_at_once(slack: AsyncWebClient, ana: Page) -> None:
    posted = await slack.chat_postMessage(channel=seed.HIRING, text="Hello")
    assert posted["message"]["bot_id"] == seed.BOT_ID
    seen = await ana.message("Hello")
    assert (seen["channel"], seen["ts"], seen["user"]) == (
        posted["channel"],
        posted["ts"],
        seed.BOT_USER,
    )


async def test_no_two_messages_have_the_same_ts_and_each_is_later(slack: AsyncWebClient) -> None:
    posted = [await slack.chat_postMessage(channel=seed.HIRING, text="x") for _ in range(5)]
    stamps = [message["ts"] for message in posted]
    assert stamps == sorted(set(stamps))


async def test_blocks_without_ids_get_some(slack: AsyncWebClient) -> None:
    nameless = {"type": "actions", "elements": [{"type": "button", "text": button()["text"]}]}
    posted = await slack.chat_postMessage(channel=seed.HIRING, text="x", blocks=[nameless])
    block = posted["message"]["blocks"][0]
    assert block["block_id"]
    assert block["elements"][0]["action_id"]


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0NOWHERE1", "channel_not_found"),
        (seed.RANDOM, "not_in_channel"),
        (seed.OLD_PROJECTS, "is_archived"),
        (seed.ZOE, "channel_not_found"),
    ],
)
async def test_where_the_bot_cannot_write_it_is_told_why(
    slack: AsyncWebClient, channel: str, error: str
) -> None:
    assert await error_of(slack.chat_postMessage(channel=channel, text="x")) == error


async def test_a_private_channel_without_the_bot_is_not_there_for_it(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    sandbox.state.remove_member(sandbox.state.channels[seed.EXECUTIVES], seed.BOT_USER)
    posting = slack.chat_postMessage(channel=seed.EXECUTIVES, text="x")
    assert await error_of(posting) == "channel_not_found"
    assert await error_of(slack.conversations_info(channel=seed.EXECUTIVES)) == "channel_not_found"


async def test_with_the_scope_for_it_the_bot_posts_in_any_public_channel(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    sandbox.grant(["chat:write", "chat:write.public"])
    assert (await slack.chat_postMessage(channel=seed.RANDOM, text="x"))["ok"]


async def test_a_channel_goes_by_its_name_too(slack: AsyncWebClient) -> None:
    posted = await slack.chat_postMessage(channel="#hiring-ml", text="x")
    assert posted["channel"] == seed.HIRING


async def test_a_message_to_a_person_opens_their_direct_messages(slack: AsyncWebClient) -> None:
    first = await slack.chat_postMessage(channel=seed.ANA, text="x")
    second = await slack.conversations_open(users=seed.ANA)
    assert first["channel"] == second["channel"]["id"]
    assert first["channel"].startswith("D")


async def test_nothing_to_say_is_no_text(slack: AsyncWebClient) -> None:
    silent = slack.api_call("chat.postMessage", json={"channel": seed.HIRING, "text": ""})
    assert await error_of(silent) == "no_text"


async def test_a_refused_block_is_named_by_its_place(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    with pytest.raises(SlackApiError) as refused:
        await slack.chat_postMessage(channel=seed.HIRING, text="x", blocks=[header])
    assert refused.value.response["error"] == "invalid_blocks"
    said = refused.value.response["response_metadata"]["messages"]
    assert said == ["[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"]
    assert refused.value.response["errors"] == [one.removeprefix("[ERROR] ") for one in said]
    entry = list(sandbox.traffic)[-1]
    assert [problem.where for problem in entry.problems] == ["/blocks/0/text/text"]
    assert not list(sandbox.state.messages())


async def test_a_posted_text_is_cut_where_slack_cuts_it(slack: AsyncWebClient) -> None:
    posted = await slack.chat_postMessage(channel=seed.HIRING, text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000


async def test_an_updated_text_that_is_too_long_is_refused(slack: AsyncWebClient) -> None:
    posted = await slack.chat_postMessage(channel=seed.HIRING, text="x")
    update = slack.chat_update(channel=seed.HIRING, ts=posted["ts"], text="x" * 4001)
    assert await error_of(update) == "msg_too_long"


async def test_text_without_blocks_takes_the_blocks_away(slack: AsyncWebClient) -> None:
    posted = await slack.chat_postMessage(channel=seed.HIRING, text="x", blocks=[actions(button())])
    updated = await slack.chat_update(channel=seed.HIRING, ts=posted["ts"], text="y")
    assert updated["message"]["blocks"] == []


async def test_an_update_keeps_the_metadata_unless_it_is_sent(slack: AsyncWebClient) -> None:
    metadata = {"event_type": "opened", "event_payload": {"number": 12}}
    posted = await slack.chat_postMessage(channel=seed.HIRING, text="x", metadata=metadata)
    kept = await slack.chat_update(channel=seed.HIRING, ts=posted["ts"], text="y")
    assert kept["message"]["metadata"] == metadata
    cleared = await slack.api_call(
        "chat.update",
        json={"channel": seed.HIRING, "ts": posted["ts"], "text": "z", "metadata": {}},
    )
    assert "metadata" not in cleared["message"]


async def test_only_its_own_messages_can_the_bot_change(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    ts = sandbox.state.next_ts()
    sandbox.state.post(Message(channel=seed.HIRING, ts=ts, user=seed.SAM, text="mine"))
    update = slack.chat_update(channel=seed.HIRING, ts=ts, text="x")
    assert await error_of(update) == "cant_update_message"
    assert await error_of(slack.chat_delete(channel=seed.HIRING, ts=ts)) == "cant_delete_message"
    update = slack.chat_update(channel=seed.HIRING, ts="1.000001", text="x")
    assert await error_of(update) == "message_not_found"


async def test_in_an_archived_channel_a_message_is_frozen(
    sandbox: Sandbox, slack: AsyncWebClient, ana: Page
) -> None:
    posted = await slack.chat_postMessage(channel=seed.HIRING, text="x")
    await ana.controls(channel={"id": seed.HIRING, "archived": True})
    update = slack.chat_update(channel=seed.HIRING, ts=posted["ts"], text="y")
    assert await error_of(update) == "is_inactive"


async def test_a_deleted_message_leaves_every_screen(slack: AsyncWebClient, ana: Page) -> None:
    posted = await slack.chat_postMessage(channel=seed.HIRING, text="x")
    await slack.chat_delete(channel=seed.HIRING, ts=posted["ts"])
    gone = await ana.sees("message_deleted")
    assert (gone["channel"], gone["ts"]) == (seed.HIRING, posted["ts"])


async def test_a_reply_counts_on_its_parent_and_a_reply_to_a_reply_too(
    slack: AsyncWebClient, ana: Page
) -> None:
    parent = await slack.chat_postMessage(channel=seed.HIRING, text="parent")
    reply = await slack.chat_postMessage(channel=seed.HIRING, text="reply", thread_ts=parent["ts"])
    last = await slack.chat_postMessage(channel=seed.HIRING, text="again", thread_ts=reply["ts"])
    frame = await ana.sees("message", lambda one: one["message"]["reply_count"] == 2)
    assert frame["message"]["ts"] == parent["ts"]
    assert frame["message"]["reply_users"] == [seed.BOT_USER]
    assert frame["message"]["latest_reply"] == last["ts"]
    assert last["message"]["thread_ts"] == parent["ts"]


async def test_an_ephemeral_message_is_for_a_member_alone(slack: AsyncWebClient) -> None:
    post = slack.chat_postEphemeral
    assert (await post(channel=seed.HIRING, user=seed.ANA, text="x"))["message_ts"]
    for stranger in (seed.KENJI, "U0NOBODY", seed.ZOE):
        told = post(channel=seed.HIRING, user=stranger, text="x")
        assert await error_of(told) == "user_not_in_channel"


async def test_an_ephemeral_message_carries_no_metadata(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    await slack.api_call(
        "chat.postEphemeral",
        json={"channel": seed.HIRING, "user": seed.ANA, "text": "x", "metadata": {"x": 1}},
    )
    assert [message.metadata for message in sandbox.state.messages()] == [None]


async def test_an_ephemeral_message_cannot_be_updated(slack: AsyncWebClient) -> None:
    told = await slack.chat_postEphemeral(channel=seed.HIRING, user=seed.ANA, text="x")
    update = slack.chat_update(channel=seed.HIRING, ts=told["message_ts"], text="y")
    assert await error_of(update) == "message_not_found"


async def test_a_permalink_leads_into_the_thread(slack: AsyncWebClient) -> None:
    parent = await slack.chat_postMessage(channel=seed.HIRING, text="parent")
    reply = await slack.chat_postMessage(channel=seed.HIRING, text="x", thread_ts=parent["ts"])
    link = await slack.chat_getPermalink(channel=seed.HIRING, message_ts=reply["ts"])
    assert link["permalink"] == (
        f"https://acme.slack.com/archives/{seed.HIRING}/p{reply['ts'].replace('.', '')}"
        f"?thread_ts={parent['ts']}&cid={seed.HIRING}"
    )
