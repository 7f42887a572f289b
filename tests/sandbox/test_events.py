"""Events: which reach the app, what is in them, and how often they are told."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import seed
from sandbox.values import Channel
from sandbox.workspace import Sandbox
from tests.sandbox.company import (
    HttpApp,
    Json,
    Page,
    SocketApp,
    actions,
    button,
    http_app,
    page_of,
    socket_app,
)

EVERYTHING: dict[str, list[str]] = {
    "app_mention": ["app_mentions:read"],
    "member_joined_channel": ["channels:read", "groups:read"],
    "member_left_channel": [],
    "user_change": ["users:read"],
    "team_join": [],
    "channel_created": [],
    "channel_archive": [],
    "channel_unarchive": [],
    "channel_rename": [],
    "channel_left": [],
    "group_archive": [],
    "group_unarchive": [],
    "group_rename": [],
    "group_left": [],
    "channel_deleted": [],
    "group_deleted": [],
    "channel_id_changed": [],
    "tokens_revoked": [],
    "app_uninstalled": [],
}
MESSAGES = {
    "message.channels": ["channels:history"],
    "message.groups": ["groups:history"],
    "message.im": ["im:history"],
}


def manifest(events: dict[str, list[str]]) -> Json:
    scopes = [one for scopes in events.values() for one in scopes]
    return {
        "display_information": {"name": "hire-ml"},
        "oauth_config": {"scopes": {"bot": ["chat:write", "im:write", *scopes]}},
        "settings": {"event_subscriptions": {"bot_events": list(events)}},
    }


@asynccontextmanager
async def listening(
    events: dict[str, list[str]],
) -> AsyncIterator[tuple[Sandbox, SocketApp, Page]]:
    """Ana, and an app on Socket Mode that asked for these events."""
    sandbox = Sandbox(manifest(events), ack_deadline=0.5)
    async with (
        sandbox.serving(),
        socket_app(sandbox) as app,
        page_of(sandbox, seed.ANA) as ana,
    ):
        yield sandbox, app, ana


async def event_of(app: SocketApp) -> Json:
    event: Json = (await app.acks())["event"]
    assert event.pop("event_ts")
    return event


async def test_an_event_comes_in_slacks_envelope() -> None:
    async with listening(EVERYTHING) as (sandbox, app, ana):
        saying = asyncio.create_task(ana.acts("say", channel=seed.PARTNERS, text="@hire-ml hi"))
        body = await app.acks()
        await saying
        assert body["type"] == "event_callback"
        assert body["event_id"].startswith("Ev")
        assert abs(body["event_time"] - sandbox.clock.now()) < 5
        assert body["api_app_id"] == seed.APP_ID
        assert body["is_ext_shared_channel"] is True
        assert body["authorizations"] == [
            {
                "enterprise_id": None,
                "team_id": seed.TEAM.id,
                "user_id": seed.BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ]


async def test_a_mention_reaches_the_app_where_it_is() -> None:
    async with listening(EVERYTHING) as (sandbox, app, ana):
        saying = asyncio.create_task(ana.acts("say", channel=seed.HIRING, text="@hire-ml & you"))
        event = await event_of(app)
        await saying
        assert event.pop("client_msg_id")
        assert event == {
            "type": "app_mention",
            "user": seed.ANA,
            "text": f"<@{seed.BOT_USER}> &amp; you",
            "ts": event["ts"],
            "channel": seed.HIRING,
            "team": seed.TEAM.id,
            "blocks": [],
        }
        thread = {"channel": seed.HIRING, "thread_ts": event["ts"], "text": "@hire-ml there?"}
        saying = asyncio.create_task(ana.acts("say", **thread))
        assert (await event_of(app))["thread_ts"] == event["ts"]
        await saying
        await ana.acts("say", channel=seed.RANDOM, text="@hire-ml are you here?")
        sandbox.state.post_as_app(seed.HIRING, f"I am <@{seed.BOT_USER}>")
        assert len(list(sandbox.traffic)) == 2


async def test_the_app_hears_who_comes_and_goes_and_that_it_was_brought_and_sent() -> None:
    async with listening(EVERYTHING) as (sandbox, app, ana):
        inviting = asyncio.create_task(ana.acts("invite", channel=seed.RANDOM, user=seed.BOT_USER))
        assert await event_of(app) == {
            "type": "member_joined_channel",
            "user": seed.BOT_USER,
            "channel": seed.RANDOM,
            "channel_type": "C",
            "team": seed.TEAM.id,
            "inviter": seed.ANA,
        }
        await inviting
        leaving = asyncio.create_task(ana.acts("leave", channel=seed.HIRING))
        assert await event_of(app) == {
            "type": "member_left_channel",
            "user": seed.ANA,
            "channel": seed.HIRING,
            "channel_type": "C",
            "team": seed.TEAM.id,
        }
        await leaving
        for channel, kind in ((seed.RANDOM, "channel_left"), (seed.EXECUTIVES, "group_left")):
            typed = {"channel": channel, "text": "/remove @hire-ml"}
            removing = asyncio.create_task(ana.acts("command", **typed))
            event = await event_of(app)
            assert event == {"type": kind, "channel": channel, "actor_id": seed.ANA}
            await removing
        # It is not there any more, and hears nothing of whoever comes now.
        await ana.acts("invite", channel=seed.EXECUTIVES, user=seed.LI)
        assert len(list(sandbox.traffic)) == 4


async def test_the_app_hears_what_becomes_of_channels() -> None:
    async with listening(EVERYTHING) as (sandbox, app, ana):
        typing = asyncio.create_task(
            ana.acts("command", channel=seed.HIRING, text="/rename hiring-all")
        )
        event = await event_of(app)
        await typing
        assert event["type"] == "channel_rename"
        assert event["channel"] == {
            "id": seed.HIRING,
            "is_channel": True,
            "is_mpim": False,
            "name": "hiring-all",
            "name_normalized": "hiring-all",
            "created": 0,
        }
        typing = asyncio.create_task(ana.acts("command", channel=seed.HIRING, text="/archive"))
        archived = {"type": "channel_archive", "channel": seed.HIRING, "user": seed.ANA}
        assert await event_of(app) == archived
        await typing
        assert await ana.controls(channel={"id": seed.HIRING, "archived": False}) == 200
        assert (await event_of(app))["type"] == "channel_unarchive"
        private = sandbox.state.channels[seed.EXECUTIVES]
        sandbox.state.put_channel(replace(private, archived=True))
        assert (await event_of(app))["type"] == "group_archive"
        sandbox.state.put_channel(replace(private, name="exec"))
        kinds = {(await event_of(app))["type"], (await event_of(app))["type"]}
        assert kinds == {"group_rename", "group_unarchive"}


async def test_the_app_hears_of_a_channel_that_is_deleted_or_gets_another_id() -> None:
    async with listening(EVERYTHING) as (sandbox, app, ana):
        new = {"id": seed.EXECUTIVES, "new_id": "C0NOWSHARD"}
        assert await ana.controls(channel=new) == 200
        assert await event_of(app) == {
            "type": "channel_id_changed",
            "old_channel_id": seed.EXECUTIVES,
            "new_channel_id": "C0NOWSHARD",
        }
        assert await ana.controls(channel={"id": "C0NOWSHARD", "deleted": True}) == 200
        event = await event_of(app)
        assert abs(event.pop("date_deleted") - sandbox.clock.now()) < 5
        assert event == {"type": "group_deleted", "channel": "C0NOWSHARD", "actor_id": ""}
        sandbox.state.delete_channel(sandbox.state.channels[seed.HIRING], by=seed.TOM)
        deleted = {"type": "channel_deleted", "channel": seed.HIRING, "actor_id": seed.TOM}
        assert await event_of(app) == deleted
        # Of a channel it is not in, it hears no new id; of a private one, nothing at all.
        sandbox.state.move_channel(sandbox.state.channels[seed.RANDOM], "C0RANDOM02")
        secret = Channel("C0SECRET01", "secret", "private", (seed.ANA,))
        sandbox.state.put_channel(secret)
        sandbox.state.delete_channel(secret)
        assert len(list(sandbox.traffic)) == 3


async def test_the_app_hears_that_its_token_was_revoked() -> None:
    async with listening(EVERYTHING) as (sandbox, app, ana):
        assert await ana.controls(app={"revoked": True}) == 200
        tokens = {"oauth": [], "bot": [seed.BOT_USER]}
        assert await event_of(app) == {"type": "tokens_revoked", "tokens": tokens}
        assert await ana.controls(app={"revoked": False}) == 200
        assert len(list(sandbox.traffic)) == 1


async def test_the_app_hears_that_it_was_removed_and_then_nothing_more() -> None:
    async with listening(EVERYTHING) as (sandbox, app, ana):
        assert await ana.controls(app={"uninstalled": True}) == 200
        kinds = [(await event_of(app))["type"] for _ in range(2)]
        assert kinds == ["tokens_revoked", "app_uninstalled"]
        await ana.acts("say", channel=seed.HIRING, text="@hire-ml are you there?")
        await ana.acts("invite", channel=seed.HIRING, user=seed.PRIYA)
        assert len(list(sandbox.traffic)) == 2


@pytest.mark.parametrize("line", ["/rename Not This", "/rename general", "/rename"])
async def test_a_channel_gets_no_name_that_slack_would_not_take(ana: Page, line: str) -> None:
    assert (await ana.acts("command", channel=seed.HIRING, text=line))["http"] == 400
    assert (await ana.acts("command", channel=seed.GENERAL, text="/archive"))["http"] == 400


async def test_a_changed_person_comes_whole() -> None:
    async with listening(EVERYTHING) as (sandbox, app, ana):
        assert await ana.controls(user={"id": seed.SAM, "deleted": True}) == 200
        event = await event_of(app)
        assert event["type"] == "user_change"
        user = event["user"]
        assert (user["id"], user["deleted"], user["tz"]) == (seed.SAM, True, "Europe/London")
        assert user["profile"]["real_name"] == "Sam Cole"
        slack = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
        info = (await slack.users_info(user=seed.SAM))["user"]
        assert info.keys() == user.keys()
        assert await ana.controls(user={"name": "nora"}) == 200
        joined = await event_of(app)
        assert (joined["type"], joined["user"]["name"]) == ("team_join", "nora")


async def test_messages_are_told_of_where_they_were_asked_for() -> None:
    async with listening(MESSAGES) as (sandbox, app, ana):
        slack = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
        direct = sandbox.state.open_im(seed.ANA, seed.BOT_USER)
        saying = asyncio.create_task(ana.acts("say", channel=direct.id, text="help"))
        event = await event_of(app)
        await saying
        assert (event["type"], event["channel_type"], event["text"]) == ("message", "im", "help")
        own = asyncio.create_task(slack.chat_postMessage(channel=direct.id, text="hi"))
        event = await event_of(app)
        ts = (await own)["ts"]
        assert (event["bot_id"], event["app_id"]) == (seed.BOT_ID, seed.APP_ID)
        await slack.chat_update(channel=direct.id, ts=ts, text="hello")
        event = await event_of(app)
        assert (event["subtype"], event["hidden"]) == ("message_changed", True)
        assert event["message"]["text"] == "hello"
        assert event["previous_message"]["text"] == "hi"
        await slack.chat_delete(channel=direct.id, ts=ts)
        event = await event_of(app)
        assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", ts)
        assert event["previous_message"]["text"] == "hello"
        await slack.chat_postEphemeral(channel=seed.HIRING, user=seed.ANA, text="psst")
        saying = asyncio.create_task(ana.acts("say", channel=seed.EXECUTIVES, text="secret"))
        assert (await event_of(app))["channel_type"] == "group"
        await saying


async def test_an_event_needs_its_scope() -> None:
    events = {"member_joined_channel": ["channels:read"]}
    async with listening(events) as (sandbox, app, ana):
        # In a private channel it is groups:read that counts.
        await ana.acts("invite", channel=seed.EXECUTIVES, user=seed.LI)
        joining = asyncio.create_task(ana.acts("invite", channel=seed.HIRING, user=seed.PRIYA))
        assert (await event_of(app))["channel"] == seed.HIRING
        await joining
        sandbox.grant(["chat:write"])
        await ana.acts("invite", channel=seed.SEARCH_TEAM, user=seed.PRIYA)
        assert len(list(sandbox.traffic)) == 1


@pytest.mark.parametrize(
    ("events", "words"),
    [
        (["app_mention"], "app_mention.* needs the scope app_mentions:read"),
        (["member_left_channel"], "channels:read or groups:read"),
        (["app_mentioned"], "no event 'app_mentioned'"),
    ],
)
def test_a_manifest_that_slack_would_refuse_is_refused(events: list[str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Sandbox(manifest({event: [] for event in events}))


@asynccontextmanager
async def failing(status: int, **headers: str) -> AsyncIterator[tuple[Sandbox, HttpApp, Page]]:
    sandbox = Sandbox(manifest(EVERYTHING), ack_deadline=0.5)
    async with sandbox.serving(), http_app(sandbox) as app, page_of(sandbox, seed.ANA) as ana:
        app.status, app.headers = status, headers
        yield sandbox, app, ana


async def tries(app: HttpApp, count: int) -> list[tuple[str | None, str | None, str]]:
    """Number, reason and event_id of each, once there are so many; and there are no more."""
    async with asyncio.timeout(5):
        while len(app.requests) < count:
            app.came.clear()
            await app.came.wait()
    await asyncio.sleep(0.05)
    assert len(app.requests) == count
    return [
        (
            headers.get("X-Slack-Retry-Num"),
            headers.get("X-Slack-Retry-Reason"),
            json.loads(body)["event_id"],
        )
        for headers, body in app.requests
    ]


async def test_what_the_app_does_not_take_is_told_three_times_more() -> None:
    async with failing(500) as (sandbox, app, ana):
        await ana.acts("say", channel=seed.HIRING, text="@hire-ml hi")
        first, second = await tries(app, 2)
        assert first[:2] == (None, None)
        assert second == ("1", "http_error", first[2])
        sandbox.clock.advance(58)
        await tries(app, 2)
        sandbox.clock.advance(3)
        assert (await tries(app, 3))[2] == ("2", "http_error", first[2])
        sandbox.clock.advance(301)
        assert (await tries(app, 4))[3] == ("3", "http_error", first[2])
        sandbox.clock.advance(3600)
        await tries(app, 4)
        assert [one.retry for one in sandbox.traffic] == [None, 1, 2, 3]


async def test_an_app_that_takes_it_the_second_time_is_left_alone() -> None:
    async with failing(500) as (sandbox, app, ana):
        await ana.acts("say", channel=seed.HIRING, text="@hire-ml hi")
        await tries(app, 2)
        app.status = 200
        sandbox.clock.advance(61)
        await tries(app, 3)
        sandbox.clock.advance(3600)
        await tries(app, 3)


async def test_an_app_may_ask_not_to_be_told_again() -> None:
    async with failing(500, **{"X-Slack-No-Retry": "1"}) as (sandbox, app, ana):
        await ana.acts("say", channel=seed.HIRING, text="@hire-ml hi")
        sandbox.clock.advance(3600)
        await tries(app, 1)


async def test_silence_is_a_timeout_and_clicks_are_never_told_again() -> None:
    async with failing(200) as (sandbox, app, ana):
        app.release = asyncio.Event()
        await ana.acts("say", channel=seed.HIRING, text="@hire-ml hi")
        assert (await tries(app, 2))[1][1] == "http_timeout"
        app.release.set()
        app.status = 500
        card = sandbox.state.post_as_app(seed.HIRING, "x", [actions(button())])
        where = {"channel": seed.HIRING, "ts": card.ts}
        await ana.acts("click", where=where, block_id="act", action_id="go")
        names = [one.name for one in sandbox.traffic]
        assert names == ["app_mention", "app_mention", "go"]


async def test_over_socket_mode_the_envelope_counts_the_tries() -> None:
    async with listening(EVERYTHING) as (sandbox, app, ana):
        saying = asyncio.create_task(ana.acts("say", channel=seed.HIRING, text="@hire-ml hi"))
        first = await app.envelope()
        assert (first["retry_attempt"], first["retry_reason"]) == (0, "")
        second = await app.envelope()
        await saying
        assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
        assert second["payload"] == first["payload"]
        await app.socket.send_json({"envelope_id": second["envelope_id"]})
        sandbox.clock.advance(3600)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await app.socket.receive_json()


async def test_what_happened_before_anybody_served_is_not_told() -> None:
    sandbox = Sandbox(manifest(EVERYTHING))
    channel = sandbox.state.channels[seed.HIRING]
    sandbox.state.put_channel(replace(channel, archived=True))
    async with sandbox.serving(), socket_app(sandbox):
        assert list(sandbox.traffic) == []
