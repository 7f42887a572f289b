"""A tiny app on real Bolt, for tests of the person who uses it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.workspace import Sandbox
from tests.sandbox.samples import modal, mrkdwn, options, plain, section

Json = dict[str, Any]


MANIFEST: Json = {
    "display_information": {"name": "hire-ml"},
    "features": {
        "slash_commands": [{"command": "/hire", "description": "Find out whom you need"}],
        "shortcuts": [
            {
                "name": "Plan a hire",
                "type": "global",
                "callback_id": "plan",
                "description": "A form",
            },
            {
                "name": "Hire for this",
                "type": "message",
                "callback_id": "for",
                "description": "A form",
            },
        ],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands"]}},
    "settings": {"interactivity": {"is_enabled": True}},
}


def field(label: str, element: Json, **more: Any) -> Json:
    made = {"type": "input", "block_id": label, "label": plain(label), "element": element}
    element.setdefault("action_id", "it")
    return made | more


def radios(*labels: str) -> Json:
    return {"type": "radio_buttons", "options": options(*labels)}


def text_input(**more: Any) -> Json:
    return {"type": "plain_text_input", **more}


def pressable(action_id: str, label: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(label), **more}


def first_view() -> Json:
    return modal(
        {"type": "header", "block_id": "head", "text": plain("Whom do we need?")},
        field("What is the problem?", text_input(), optional=True),
        field("Level", radios("Junior", "Senior", "Not sure")),
        field("Stage", radios("Prototype", "Not sure")),
        field("Recruiter", {"type": "users_select"}),
        field("Post in", {"type": "conversations_select"}),
        field("Start by", {"type": "datepicker"}, optional=True),
        field(
            "Teams", {"type": "multi_static_select", "options": options("Search", "Ads", "Growth")}
        ),
        {
            "type": "actions",
            "block_id": "aside",
            "elements": [pressable("aside", "I know already")],
        },
        title=plain("New request"),
        submit=plain("Open request"),
        close=plain("Cancel"),
    )


def card(version: int, done: list[Json]) -> list[Json]:
    ticks: Json = {"type": "checkboxes", "action_id": "tick", "options": options("Define", "Draft")}
    if done:
        ticks["initial_options"] = done
    menu = {"type": "overflow", "action_id": "menu", "options": options("Hold", "Fill")}
    sure = {
        "title": plain("Cancel it?"),
        "text": mrkdwn("Nobody will be *hired*."),
        "confirm": plain("Yes, cancel"),
        "deny": plain("Keep it"),
    }
    return [
        section(f"*REQ-1* · <@U0SAMCOLE1> · {len(done)} of 2", block_id="head"),
        {"type": "actions", "block_id": f"ticks.{version}", "elements": [ticks]},
        {
            "type": "actions",
            "block_id": "buttons",
            "elements": [pressable("drop", "Drop", confirm=sure), menu],
        },
    ]


def recruiting(app: AsyncApp) -> None:
    versions: dict[str, int] = {}

    @app.command("/hire")
    async def asked(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(
            trigger_id=body["trigger_id"], view=first_view() | {"callback_id": "new"}
        )

    @app.shortcut("plan")
    async def planned(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=first_view())

    @app.shortcut("for")
    async def needed(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        view = modal(section(f"You said: {body['message']['text']}"))
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.action("aside")
    async def knows(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        pushed = modal(section("Then say so."), title=plain("Aside"))
        await client.views_push(trigger_id=body["trigger_id"], view=pushed)

    @app.view("new")
    async def submitted(ack: Any, view: Json, client: AsyncWebClient) -> None:
        values = view["state"]["values"]
        if values["What is the problem?"]["it"]["value"] == "?":
            await ack(response_action="errors", errors={"What is the problem?": "Say it in words."})
            return
        await ack()
        channel = values["Post in"]["it"]["selected_conversation"]
        posted = await client.chat_postMessage(channel=channel, text="REQ-1", blocks=card(0, []))
        await client.chat_postMessage(channel=channel, text=said_of(values), thread_ts=posted["ts"])

    @app.action("tick")
    async def ticked(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        chosen = body["actions"][0]["selected_options"]
        ts = body["message"]["ts"]
        versions[ts] = versions.get(ts, 0) + 1
        await client.chat_update(
            channel=body["channel"]["id"], ts=ts, text="REQ-1", blocks=card(versions[ts], chosen)
        )

    @app.action("menu")
    async def picked(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.chat_postEphemeral(
            channel=body["channel"]["id"],
            user=body["user"]["id"],
            text=f"Done: {body['actions'][0]['selected_option']['value']}",
        )

    @app.action("drop")
    async def dropped(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.chat_delete(channel=body["channel"]["id"], ts=body["message"]["ts"])


def said_of(values: Json) -> str:
    teams = [one["value"] for one in values["Teams"]["it"]["selected_options"]]
    level = values["Level"]["it"]["selected_option"]["value"]
    start = values["Start by"]["it"]["selected_date"]
    return f"{level} for {', '.join(teams)}, recruited by <@{values['Recruiter']['it']['selected_user']}>, from {start}"


@asynccontextmanager
async def recruited() -> AsyncIterator[Sandbox]:
    """A workspace with that app on Socket Mode."""
    async with bolted(MANIFEST, recruiting) as sandbox:
        yield sandbox


@asynccontextmanager
async def bolted(manifest: Json, listens: Callable[[AsyncApp], None]) -> AsyncIterator[Sandbox]:
    """A workspace with an app on Socket Mode that listens as told."""
    sandbox = Sandbox(manifest)
    async with sandbox.serving():
        client = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
        app = AsyncApp(client=client, token=sandbox.bot_token)
        listens(app)
        handler = AsyncSocketModeHandler(app, sandbox.app_token)
        await handler.connect_async()
        try:
            yield sandbox
        finally:
            await handler.close_async()
