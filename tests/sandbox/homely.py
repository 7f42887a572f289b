"""A tiny app with a Home tab on real Bolt, in which everything can be worked."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.company import actions, button, modal, plain
from tests.sandbox.recruiting import Json
from tests.sandbox.samples import options, section

MANIFEST: Json = {
    "display_information": {"name": "hire-ml"},
    "features": {"app_home": {"home_tab_enabled": True, "messages_tab_enabled": True}},
    "oauth_config": {"scopes": {"bot": ["chat:write"]}},
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}},
}


def row(number: int, owner: str) -> list[Json]:
    menu = {"type": "overflow", "action_id": "more", "options": options("Hold", "Fill")}
    recruiter = {"type": "users_select", "action_id": "owner", "placeholder": plain("Owner")}
    return [
        section(f"*REQ-{number}* owned by {owner}", block_id=f"row-{number}", accessory=menu),
        actions(
            recruiter,
            {"type": "datepicker", "action_id": "due", "placeholder": plain("Due")},
            block_id=f"do-{number}",
        ),
    ]


def drawn(said: str, owner: str = "nobody") -> Json:
    field = {"type": "plain_text_input", "action_id": "words"}
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": plain("Your requests")},
            {
                "type": "input",
                "block_id": "search",
                "dispatch_action": True,
                "label": plain("Search"),
                "element": field,
            },
            section(said, block_id="said"),
            *row(1, owner),
            *row(2, "Sam"),
            actions(button("new", "New request"), block_id="new"),
        ],
    }


def requests(app: AsyncApp) -> None:
    async def shows(body: Json, client: AsyncWebClient, **what: str) -> None:
        await client.views_publish(user_id=body["user"]["id"], view=drawn(**what))

    @app.event("app_home_opened")
    async def opened(event: Json, client: AsyncWebClient) -> None:
        if event["tab"] == "home" and "view" not in event:
            await client.views_publish(user_id=event["user"], view=drawn("Welcome"))

    @app.action("words")
    async def searched(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await shows(body, client, said=f"Looked for {body['actions'][0]['value']}")

    @app.action("more")
    async def chosen(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        what = body["actions"][0]["selected_option"]["value"]
        await shows(body, client, said=f"{what} {body['actions'][0]['block_id']}")

    @app.action("owner")
    async def owned(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        action = body["actions"][0]
        who = f"<@{action['selected_user']}>"
        await shows(body, client, said=f"Owner set in {action['block_id']}", owner=who)

    @app.action("due")
    async def due(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        action = body["actions"][0]
        await shows(body, client, said=f"{action['block_id']} by {action['selected_date']}")

    @app.action("new")
    async def asked(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(title=plain("New")))
