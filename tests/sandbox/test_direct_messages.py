"""What the app writes to one person: where it waits, how it is read and answered."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox import seed
from sandbox.person import NotThere, Person
from sandbox.workspace import Sandbox
from tests.sandbox.company import actions, button, error_of, page_of
from tests.sandbox.recruiting import Json, bolted
from tests.sandbox.samples import section

MANIFEST: Json = {
    "display_information": {"name": "hire-ml"},
    "features": {"app_home": {"messages_tab_enabled": True}},
    "oauth_config": {"scopes": {"bot": ["chat:write", "im:write", "im:history"]}},
    "settings": {"event_subscriptions": {"bot_events": ["message.im"]}},
}


def with_app_home(**switches: bool) -> Json:
    return MANIFEST | {"features": {"app_home": switches}}


def reminding(app: AsyncApp) -> None:
    @app.action("go")
    async def done(ack: Any, body: Json) -> None:
        await ack()
        answer = AsyncWebhookClient(body["response_url"])
        await answer.send(text="Done, thank you.", replace_original=True)

    @app.event("message")
    async def said(event: Json, client: AsyncWebClient) -> None:
        if "bot_id" not in event and "subtype" not in event:
            await client.chat_postMessage(channel=event["channel"], text=f"You: {event['text']}")


@pytest.fixture
async def workspace() -> AsyncIterator[Sandbox]:
    async with bolted(MANIFEST, reminding) as sandbox:
        yield sandbox


@pytest.fixture
def client(workspace: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token=workspace.bot_token, base_url=workspace.api_url)


@pytest.fixture
async def ana(workspace: Sandbox) -> AsyncIterator[Person]:
    async with Person.joins(workspace.base_url, "Ana Ruiz") as ana:
        yield ana


async def reminded(client: AsyncWebClient, person: str = seed.ANA) -> Json:
    blocks = [section("Your step is due"), actions(button("go", "Done"))]
    sent = await client.chat_postMessage(channel=person, text="Your step is due", blocks=blocks)
    return dict(sent.data)  # type: ignore[arg-type]  JSON, not bytes


async def test_what_the_app_writes_waits_until_it_is_read(
    client: AsyncWebClient, ana: Person
) -> None:
    assert ana.direct_messages == {}
    await ana.goes_to("#hiring-ml")
    sent = await reminded(client)
    assert sent["channel"].startswith("D")
    await reminded(client)
    await ana.waits_until(lambda _: ana.direct_messages == {"hire-ml": 2})
    assert ana.unread("@hire-ml") == 2
    assert "Your step is due" in await ana.reads_dm()
    assert ana.unread("@hire-ml") == 0
    await reminded(client)
    await ana.goes_to("#hiring-ml")
    assert ana.direct_messages == {"hire-ml": 0}
    await client.chat_postMessage(channel=seed.GENERAL, text="To all")
    await ana.waits_until(lambda _: ana.unread("#general") == 1)


async def test_others_see_nothing_of_it(
    client: AsyncWebClient, workspace: Sandbox, ana: Person
) -> None:
    await reminded(client)
    async with Person.joins(workspace.base_url, "Sam Cole", patience=0.2) as sam:
        assert sam.direct_messages == {}
        with pytest.raises(NotThere, match="no @Ana Ruiz in the sidebar"):
            await sam.reads_dm("Ana Ruiz")


async def test_a_button_there_is_answered_through_its_response_url(
    client: AsyncWebClient, ana: Person
) -> None:
    await reminded(client)
    await ana.reads_dm("hire-ml")
    await ana.presses("Done", under="Your step")
    await ana.sees("Done, thank you.")
    await ana.sees_not("Your step is due")


async def test_the_app_hears_what_is_said_to_it_and_not_itself_for_ever(ana: Person) -> None:
    await ana.reads_dm()
    await ana.types("help")
    await ana.sees("Ana Ruiz: help", "hire-ml: You: help")
    await asyncio.sleep(0.1)
    assert ana.screen.count("You:") == 1


async def test_opening_them_once_or_twice_leads_to_the_same_place(client: AsyncWebClient) -> None:
    sent = await reminded(client)
    opened = await client.conversations_open(users=seed.ANA)
    assert opened["channel"]["id"] == sent["channel"]
    assert opened["already_open"]
    again = await client.chat_postMessage(channel=sent["channel"], text="Still due")
    assert again["channel"] == sent["channel"]


@pytest.mark.parametrize("who", [seed.ZOE, seed.BOT_USER, seed.STANDUP_BOT, "U0NOBODY"])
async def test_nobody_who_is_not_here_can_be_written_to(client: AsyncWebClient, who: str) -> None:
    refused = client.chat_postMessage(channel=who, text="hello")
    assert await error_of(refused) == "channel_not_found"


async def test_the_messages_tab_can_be_switched_off() -> None:
    sandbox = Sandbox(with_app_home(messages_tab_enabled=False))
    async with sandbox.serving(), page_of(sandbox, seed.ANA) as ana:
        slack = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
        refused = slack.chat_postMessage(channel=seed.ANA, text="hello")
        assert await error_of(refused) == "messages_tab_disabled"
        assert (await ana.acts("open_home", tab="messages"))["http"] == 400


async def test_in_a_read_only_tab_people_say_nothing() -> None:
    sandbox = Sandbox(with_app_home(messages_tab_read_only_enabled=True))
    async with sandbox.serving(), page_of(sandbox, seed.ANA) as ana:
        slack = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
        channel = (await slack.chat_postMessage(channel=seed.ANA, text="hello"))["channel"]
        answer = await ana.acts("say", channel=channel, text="hello")
        assert answer["error"] == "hire-ml takes no messages."
        assert (await ana.acts("command", channel=channel, text="/hire-ml"))["http"] == 400


async def test_whoever_comes_into_a_channel_counts_what_was_said_there_once(
    workspace: Sandbox, ana: Person
) -> None:
    workspace.state.post_as_app(seed.EXECUTIVES, "one")
    workspace.state.post_as_app(seed.EXECUTIVES, "two")
    async with Person.joins(workspace.base_url, "Li Wei") as li:
        await ana.goes_to("#exec-hiring")
        await ana.types("/invite @li")
        await li.waits_until(lambda _: li.unread("#exec-hiring") == 2)
