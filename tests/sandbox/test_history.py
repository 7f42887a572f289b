"""conversations.history and conversations.replies."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import seed
from sandbox.values import Message
from sandbox.workspace import Sandbox
from tests.sandbox.company import Page, error_of

METADATA = {"event_type": "sent", "event_payload": {"nonce": "n-1"}}
ALL_OF_THEM = "channels:history,groups:history,im:history,mpim:history"


def texts(answer: Any) -> list[str]:
    return [message["text"] for message in answer["messages"]]


def said(sandbox: Sandbox, count: int, **more: Any) -> list[str]:
    """So many messages of the app, by their ts."""
    posted = (sandbox.state.post_as_app(seed.HIRING, str(n), **more) for n in range(count))
    return [message.ts for message in posted]


def just_before(stamps: list[str]) -> Iterator[str]:
    """A microsecond before each of them."""
    for ts in stamps:
        seconds, micros = ts.split(".")
        yield f"{seconds}.{int(micros) - 1:06d}"


async def test_the_newest_comes_first_and_replies_stay_in_their_threads(
    slack: AsyncWebClient,
) -> None:
    first = await slack.chat_postMessage(channel=seed.HIRING, text="first")
    thread = {"channel": seed.HIRING, "thread_ts": first["ts"]}
    await slack.chat_postMessage(**thread, text="hidden")
    await slack.chat_postMessage(**thread, text="shown", reply_broadcast=True)
    await slack.chat_postMessage(channel=seed.HIRING, text="last")
    answer = await slack.conversations_history(channel=seed.HIRING)
    assert texts(answer) == ["last", "shown", "first"]
    assert answer["has_more"] is False
    assert "response_metadata" not in answer.data
    shown, parent = answer["messages"][1:]
    assert (shown["subtype"], shown["root"]["text"]) == ("thread_broadcast", "first")
    assert (parent["reply_count"], parent["reply_users"]) == (2, [seed.BOT_USER])
    assert parent["latest_reply"] == shown["ts"]


async def test_a_thread_comes_from_its_root_on(slack: AsyncWebClient) -> None:
    root = await slack.chat_postMessage(channel=seed.HIRING, text="root")
    for text in ("one", "two"):
        await slack.chat_postMessage(channel=seed.HIRING, thread_ts=root["ts"], text=text)
    answer = await slack.conversations_replies(channel=seed.HIRING, ts=root["ts"])
    assert texts(answer) == ["root", "one", "two"]
    assert answer["messages"][1]["parent_user_id"] == seed.BOT_USER
    assert {message["thread_ts"] for message in answer["messages"]} == {root["ts"]}
    alone = await slack.conversations_replies(channel=seed.HIRING, ts=answer["messages"][1]["ts"])
    assert texts(alone) == ["one"], "a reply's ts gives that reply"


async def test_a_message_has_slacks_shape(
    sandbox: Sandbox, slack: AsyncWebClient, ana: Page
) -> None:
    await ana.acts("say", channel=seed.HIRING, text="Hello")
    blocks = [{"type": "divider", "block_id": "line"}]
    posted = await slack.chat_postMessage(channel=seed.HIRING, text="Mine", blocks=blocks)
    await slack.chat_update(channel=seed.HIRING, ts=posted["ts"], text="Ours", blocks=blocks)
    ours, hello = (await slack.conversations_history(channel=seed.HIRING))["messages"]
    assert hello.pop("client_msg_id")
    assert hello == {
        "type": "message",
        "user": seed.ANA,
        "text": "Hello",
        "ts": hello["ts"],
        "team": seed.TEAM.id,
        "blocks": [],
    }
    assert ours == {
        "type": "message",
        "user": seed.BOT_USER,
        "bot_id": seed.BOT_ID,
        "app_id": seed.APP_ID,
        "text": "Ours",
        "ts": posted["ts"],
        "team": seed.TEAM.id,
        "blocks": blocks,
        "edited": {"user": seed.BOT_USER, "ts": ours["edited"]["ts"]},
    }


async def test_what_one_person_alone_saw_is_never_told(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    root = await slack.chat_postMessage(channel=seed.HIRING, text="root")
    whispered = {"channel": seed.HIRING, "user": seed.ANA, "text": "psst"}
    told = await slack.chat_postEphemeral(**whispered)
    await slack.chat_postEphemeral(**whispered, thread_ts=root["ts"])
    assert texts(await slack.conversations_history(channel=seed.HIRING)) == ["root"]
    thread = await slack.conversations_replies(channel=seed.HIRING, ts=root["ts"])
    assert texts(thread) == ["root"]
    asked = slack.conversations_replies(channel=seed.HIRING, ts=told["message_ts"])
    assert await error_of(asked) == "thread_not_found"


async def test_metadata_comes_where_it_is_asked_for_and_may_be_read(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    posted = await slack.chat_postMessage(channel=seed.HIRING, text="x", metadata=METADATA)

    async def told(**more: Any) -> list[object]:
        history = await slack.conversations_history(channel=seed.HIRING, **more)
        thread = await slack.conversations_replies(channel=seed.HIRING, ts=posted["ts"], **more)
        return [answer["messages"][0].get("metadata") for answer in (history, thread)]

    assert await told(include_all_metadata=True) == [METADATA, METADATA]
    assert await told() == [None, None]
    sandbox.grant(["channels:history", "metadata.message:read"])
    assert await told(include_all_metadata=True) == [METADATA, METADATA]
    sandbox.grant(["channels:history"])
    assert await told(include_all_metadata=True) == [None, None]


async def test_the_ends_of_a_span_belong_to_it_only_if_asked_for(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    stamps = said(sandbox, 5)

    async def told(**span: Any) -> list[str]:
        return texts(await slack.conversations_history(channel=seed.HIRING, **span))

    ends = {"oldest": stamps[1], "latest": stamps[3]}
    assert await told(**ends) == ["2"]
    assert await told(**ends, inclusive=True) == ["3", "2", "1"]
    assert await told(oldest=stamps[1]) == ["4", "3", "2"]
    assert await told(latest=stamps[1]) == ["0"]
    assert await told(oldest=stamps[2], latest=stamps[2], inclusive=True) == ["2"]
    before = list(just_before(stamps))
    assert await told(oldest=before[1], latest=before[3]) == ["2", "1"]
    assert await told(oldest=stamps[4].partition(".")[0], latest="0") == []
    assert len(await told(oldest="0")) == 5


async def test_a_threads_root_leads_whatever_the_span(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    root = said(sandbox, 1)[0]
    stamps = said(sandbox, 4, thread_ts=root)

    async def told(**more: Any) -> list[str]:
        return [
            message["ts"]
            for message in (
                await slack.conversations_replies(channel=seed.HIRING, ts=root, **more)
            )["messages"]
        ]

    assert await told(oldest=stamps[1]) == [root, *stamps[2:]]
    assert await told(oldest=stamps[1], inclusive=True) == [root, *stamps[1:]]
    assert await told(latest=stamps[1]) == [root, stamps[0]]
    assert await told(limit=1) == [root]
    assert await told(limit=3) == [root, *stamps[:2]]


@pytest.mark.parametrize("limit", [1, 2, 4, 5, 6, 7])
async def test_all_pages_together_are_all_there_is(
    sandbox: Sandbox, slack: AsyncWebClient, limit: int
) -> None:
    root, *_ = said(sandbox, 6)
    said(sandbox, 5, thread_ts=root)
    for call, more in (
        (slack.conversations_history, {}),
        (slack.conversations_replies, {"ts": root}),
    ):
        found: list[str] = []
        answer = await call(channel=seed.HIRING, limit=limit, **more)
        found += texts(answer)
        while answer["has_more"]:
            assert len(answer["messages"]) == limit
            cursor = answer["response_metadata"]["next_cursor"]
            assert base64.b64decode(cursor).startswith(b"next_ts:")
            answer = await call(channel=seed.HIRING, limit=limit, cursor=cursor, **more)
            found += texts(answer)
        assert "response_metadata" not in answer.data
        assert sorted(found) == sorted(
            ["0", "1", "2", "3", "4", "5"] if not more else ["0", "0", "1", "2", "3", "4"]
        )


async def test_a_page_begins_where_the_last_one_ended_though_something_is_said_and_deleted(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    stamps = said(sandbox, 4)
    first = await slack.conversations_history(channel=seed.HIRING, limit=2)
    said(sandbox, 3)
    deleted = sandbox.state.message(seed.HIRING, stamps[1])
    assert deleted is not None
    sandbox.state.delete(deleted)
    cursor = first["response_metadata"]["next_cursor"]
    second = await slack.conversations_history(channel=seed.HIRING, limit=2, cursor=cursor)
    assert texts(first) + texts(second) == ["3", "2", "0"]


@pytest.mark.parametrize(
    ("limit", "count"), [(None, 100), (0, 100), (998, 998), (999, 999), (1000, 999), (5000, 999)]
)
async def test_a_page_of_history_has_999_messages_at_most(
    sandbox: Sandbox, slack: AsyncWebClient, limit: int | None, count: int
) -> None:
    said(sandbox, 1001)
    answer = await slack.conversations_history(channel=seed.HIRING, limit=limit)
    assert len(answer["messages"]) == count
    assert answer["has_more"]


@pytest.mark.parametrize(("limit", "count"), [(None, 1000), (1000, 1000), (1001, 1000)])
async def test_a_page_of_a_thread_has_1000_messages_at_most(
    sandbox: Sandbox, slack: AsyncWebClient, limit: int | None, count: int
) -> None:
    root = said(sandbox, 1)[0]
    said(sandbox, 1000, thread_ts=root)
    answer = await slack.conversations_replies(channel=seed.HIRING, ts=root, limit=limit)
    assert len(answer["messages"]) == count
    assert answer["has_more"]


async def test_an_app_sold_outside_the_marketplace_gets_15_objects_once_a_minute(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    sandbox.rates.marketplace = False
    root, *_ = said(sandbox, 16)
    said(sandbox, 15, thread_ts=root)
    for call, more in (
        (slack.conversations_history, {}),
        (slack.conversations_replies, {"ts": root}),
    ):
        for limit, count in ((None, 15), (14, 14), (15, 15), (16, 15)):
            answer = await call(channel=seed.HIRING, limit=limit, **more)
            assert (len(answer["messages"]), answer["has_more"]) == (count, True)
            with pytest.raises(SlackApiError) as refused:
                await call(channel=seed.GENERAL, limit=1, **more)
            assert refused.value.response["error"] == "ratelimited"
            wait = int(refused.value.response.headers["Retry-After"])
            assert 58 <= wait <= 60
            sandbox.clock.advance(wait)


async def test_an_internal_app_reads_fifty_times_a_minute(slack: AsyncWebClient) -> None:
    for _ in range(50):
        await slack.conversations_history(channel=seed.HIRING, limit=1)
    assert await error_of(slack.conversations_history(channel=seed.HIRING)) == "ratelimited"


async def test_the_switch_is_the_pages_too(slack: AsyncWebClient, ana: Page) -> None:
    assert await ana.controls(app={"marketplace": False}) == 200
    await slack.conversations_history(channel=seed.HIRING)
    assert await error_of(slack.conversations_history(channel=seed.HIRING)) == "ratelimited"
    assert await ana.controls(app={"marketplace": True}) == 200
    assert (await slack.conversations_history(channel=seed.HIRING))["ok"]


@pytest.mark.parametrize(
    ("channel", "scope"),
    [(seed.HIRING, "channels:history"), (seed.EXECUTIVES, "groups:history"), (None, "im:history")],
)
async def test_each_kind_of_conversation_has_its_own_scope(
    sandbox: Sandbox, slack: AsyncWebClient, channel: str | None, scope: str
) -> None:
    channel = channel or sandbox.state.open_im(seed.ANA, seed.BOT_USER).id
    root = sandbox.state.post_as_app(channel, "x").ts
    sandbox.grant([scope])
    assert texts(await slack.conversations_history(channel=channel)) == ["x"]
    assert texts(await slack.conversations_replies(channel=channel, ts=root)) == ["x"]
    others = {"channels:history", "groups:history", "im:history"} - {scope}
    sandbox.grant(others)
    for asked in (
        slack.conversations_history(channel=channel),
        slack.conversations_replies(channel=channel, ts=root),
    ):
        with pytest.raises(SlackApiError) as refused:
            await asked
        assert refused.value.response["error"] == "missing_scope"
        assert refused.value.response["needed"] == scope
        assert refused.value.response["provided"] == ",".join(sorted(others))


async def test_without_any_of_the_scopes_all_are_named(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    sandbox.grant(["chat:write", "channels:read"])
    with pytest.raises(SlackApiError) as refused:
        await slack.conversations_history(channel=seed.HIRING)
    assert refused.value.response["needed"] == ALL_OF_THEM


async def test_where_the_bot_is_not_it_reads_nothing(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    ts = sandbox.state.next_ts()
    sandbox.state.post(Message(channel=seed.RANDOM, ts=ts, user=seed.SAM, text="x"))
    sandbox.state.remove_member(sandbox.state.channels[seed.EXECUTIVES], seed.BOT_USER)
    for channel, error in (
        (seed.RANDOM, "not_in_channel"),
        (seed.EXECUTIVES, "channel_not_found"),
        ("C0NOWHERE1", "channel_not_found"),
    ):
        assert await error_of(slack.conversations_history(channel=channel)) == error
        assert await error_of(slack.conversations_replies(channel=channel, ts=ts)) == error


async def test_an_archived_channel_can_still_be_read(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    sandbox.state.post_as_app(seed.OLD_PROJECTS, "long ago")
    assert texts(await slack.conversations_history(channel=seed.OLD_PROJECTS)) == ["long ago"]


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"oldest": "yesterday"}, "invalid_ts_oldest"),
        ({"oldest": "-1"}, "invalid_ts_oldest"),
        ({"oldest": "1.1.1"}, "invalid_ts_oldest"),
        ({"oldest": "9" * 5000}, "invalid_ts_oldest"),
        ({"latest": "now"}, "invalid_ts_latest"),
        ({"latest": "1790000000.1234567"}, "invalid_ts_latest"),
        ({"cursor": "nonsense"}, "invalid_cursor"),
        ({"cursor": base64.b64encode(b"next:3").decode()}, "invalid_cursor"),
        ({"cursor": base64.b64encode(b"next_ts:soon").decode()}, "invalid_cursor"),
        ({"limit": "many"}, "invalid_arguments"),
        ({"limit": "-1"}, "invalid_arguments"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_name(
    sandbox: Sandbox, slack: AsyncWebClient, asked: dict[str, Any], error: str
) -> None:
    root = said(sandbox, 1)[0]
    assert await error_of(slack.conversations_history(channel=seed.HIRING, **asked)) == error
    replies = slack.conversations_replies(channel=seed.HIRING, ts=root, **asked)
    assert await error_of(replies) == error


async def test_a_message_that_never_was_has_no_thread(slack: AsyncWebClient) -> None:
    for ts in ("1790000000.000001", "nonsense"):
        asked = slack.conversations_replies(channel=seed.HIRING, ts=ts)
        assert await error_of(asked) == "thread_not_found"


async def test_history_takes_json_and_replies_only_forms(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    root = said(sandbox, 1)[0]
    body = {"channel": seed.HIRING, "ts": root}
    assert (await slack.api_call("conversations.history", json=body))["ok"]
    asked = slack.api_call("conversations.replies", json=body)
    assert await error_of(asked) == "invalid_arguments"
    assert (await slack.api_call("conversations.replies", data=body))["ok"]
