"""A small app for the page's own tests: every block and element, and a few things that react."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.workspace import Sandbox
from tests.browser.waiting import PATIENCE

Json = dict[str, Any]

MANIFEST: Json = {
    "display_information": {"name": "kitchen"},
    "features": {
        "bot_user": {"display_name": "kitchen"},
        "slash_commands": [
            {"command": "/kitchen", "description": "Show a modal", "usage_hint": "[sink | steps]"},
            {"command": "/kettle", "description": "Boil some water"},
        ],
        "shortcuts": [
            {"type": "global", "callback_id": "cook", "name": "Cook", "description": "Cook it"},
            {"type": "message", "callback_id": "taste", "name": "Taste", "description": "Taste it"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "users:read"]}},
}


def plain(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def mrkdwn(words: str) -> Json:
    return {"type": "mrkdwn", "text": words}


def option(words: str, value: str, more: str | None = None) -> Json:
    return {"text": plain(words), "value": value} | ({"description": plain(more)} if more else {})


def button(words: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(words), "action_id": action_id, **more}


def field(label: str, element: Json, **more: Any) -> Json:
    name = label.lower().replace(" ", "_")
    element = {"action_id": "value", **element}
    return {"type": "input", "block_id": name, "label": plain(label), "element": element, **more}


CONFIRM: Json = {
    "title": plain("Throw it away?"),
    "text": plain("It cannot be brought back."),
    "confirm": plain("Throw away"),
    "deny": plain("Keep"),
    "style": "danger",
}
LEVELS = [option("Junior", "junior"), option("Senior", "senior", "Five years or more")]


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def words(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text} | ({"style": style} if style else {})


def rich_section(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def rich_list(style: str, *items: str, indent: int = 0) -> Json:
    sections = [rich_section(words(item)) for item in items]
    return {"type": "rich_text_list", "style": style, "indent": indent, "elements": sections}


MRKDWN = (
    "*bold* _italic_ ~struck~ `code` and <https://example.com/guide|a link>, <@U0ANARUIZ1>, "
    "<#C0HIRINGML>, <!here>, :tada: :not_known:, 3 &lt; 4 &amp;amp; 5\n"
    "> a quote\n> of two lines\n• one\n• two\n```\nfor x in rows:\n    print(x)\n```\n"
    "On <!date^1790000000^{date_short_pretty} at {time}|a day>; snake_case_stays, 2*3*4 too."
)

TABLE: Json = {
    "type": "table",
    "column_settings": [{"is_wrapped": True}, {"align": "right"}, {"align": "center"}],
    "rows": [
        [{"type": "raw_text", "text": t} for t in ("Stage", "Points", "Role", "Why")],
        [
            {
                "type": "raw_text",
                "text": "Prototype, with a name long enough to need a second line",
            },
            {"type": "raw_text", "text": "4"},
            rich(rich_section(words("Data Scientist", bold=True))),
            {"type": "raw_text", "text": "Nothing goes live before somebody knows what works"},
        ],
    ],
}


CHART: Json = {
    "type": "data_visualization",
    "title": "Median days in step",
    "chart": {
        "type": "bar",
        "series": [
            {
                "name": "Days",
                "data": [{"label": "Problem", "value": 2}, {"label": "Interviews", "value": 6.5}],
            }
        ],
        "axis_config": {"categories": ["Problem", "Interviews"], "y_label": "days"},
    },
}


def message_blocks() -> list[Json]:
    return [
        {"type": "header", "text": plain("Everything in the kitchen :tada:")},
        {"type": "section", "text": mrkdwn(MRKDWN)},
        {"type": "divider"},
        {
            "type": "section",
            "fields": [
                mrkdwn(f"*{name}*\n{value}")
                for name, value in (
                    ("Role", "ML Engineer"),
                    ("Stage", "Prototype"),
                    ("Manager", "Ana"),
                    ("Start", "1 Feb"),
                )
            ],
            "accessory": {
                "type": "overflow",
                "action_id": "more",
                "options": [option("Hold", "hold"), option("Cancel", "cancel")],
            },
        },
        {
            "type": "context",
            "elements": [mrkdwn("*2 of 5* · next: interview loop"), plain("plain words")],
        },
        {
            "type": "section",
            "block_id": "tick-1",
            "text": mrkdwn("Steps"),
            "accessory": {
                "type": "checkboxes",
                "action_id": "ticks",
                "options": [
                    option("Define the problem", "1", "Ana, 24 Nov"),
                    option("Draft the description", "2"),
                ],
            },
        },
        {
            "type": "actions",
            "elements": [
                button("Checklist", "checklist", style="primary"),
                button("Throw away", "throw", style="danger", confirm=CONFIRM),
                button("Guide", "guide", url="https://example.com/guide"),
                {
                    "type": "static_select",
                    "action_id": "level",
                    "placeholder": plain("Level"),
                    "options": LEVELS,
                },
                {"type": "datepicker", "action_id": "day", "initial_date": "2026-12-01"},
            ],
        },
        rich(
            rich_section(
                words("Rich "),
                words("bold", bold=True),
                words(" and "),
                words("struck", strike=True),
                words(" "),
                words("code", code=True),
                words(" "),
                {"type": "user", "user_id": "U0SAMCOLE1"},
                words(" "),
                {"type": "emoji", "name": "rocket"},
                words(" "),
                {"type": "link", "url": "https://example.com", "text": "link"},
            ),
            rich_list("bullet", "first", "second"),
            rich_list("bullet", "under second", indent=1),
            rich_list("ordered", "one", "two"),
            {"type": "rich_text_quote", "elements": [words("as somebody said")]},
            {"type": "rich_text_preformatted", "elements": [words("x = 1")]},
        ),
        TABLE,
        CHART,
        {
            "type": "markdown",
            "text": "## Markdown\n\nWith **bold**, *italic*, `code`, [a link](https://example.com).\n\n- [x] done\n- [ ] not yet\n\n1. one\n2. two\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n> quoted",
        },
        {
            "type": "image",
            "image_url": "https://example.invalid/churn.png",
            "alt_text": "Churn by month",
            "title": plain("Churn"),
        },
        {
            "type": "card",
            "title": mrkdwn("A card"),
            "subtitle": mrkdwn("with a subtitle"),
            "body": mrkdwn("and a *body*"),
            "actions": [button("Take", "take")],
        },
        {
            "type": "carousel",
            "elements": [
                {"type": "card", "title": mrkdwn(f"Card {n}"), "body": mrkdwn("Short")}
                for n in (1, 2, 3)
            ],
        },
        {
            "type": "container",
            "title": plain("A container"),
            "subtitle": plain("that folds"),
            "is_collapsible": True,
            "child_blocks": [{"type": "section", "text": mrkdwn("Inside")}],
        },
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": "rated",
                    "positive_button": {"text": plain("Good"), "value": "good"},
                    "negative_button": {"text": plain("Bad"), "value": "bad"},
                },
                {
                    "type": "icon_button",
                    "action_id": "bin",
                    "icon": "trash",
                    "text": plain("Delete"),
                },
            ],
        },
    ]


def sink() -> Json:
    """A modal with every input."""
    users: Json = {"type": "users_select", "placeholder": plain("Who")}
    return {
        "type": "modal",
        "callback_id": "sink",
        "title": plain("Every input"),
        "submit": plain("Save"),
        "close": plain("Cancel"),
        "blocks": [
            {"type": "alert", "level": "warning", "text": mrkdwn("Seen by *you alone*")},
            field(
                "Name",
                {
                    "type": "plain_text_input",
                    "max_length": 40,
                    "placeholder": plain("Short"),
                    "focus_on_load": True,
                },
            ),
            field(
                "Story",
                {"type": "plain_text_input", "multiline": True},
                optional=True,
                hint=plain("A few lines"),
            ),
            field(
                "Goal",
                {
                    "type": "radio_buttons",
                    "options": [
                        option("Answers", "answers", "Why it happens"),
                        option("A live service", "live"),
                    ],
                },
            ),
            field(
                "Extras",
                {
                    "type": "checkboxes",
                    "options": [option("Remote", "remote"), option("Visa", "visa")],
                },
                optional=True,
            ),
            field(
                "Level",
                {
                    "type": "static_select",
                    "option_groups": [
                        {"label": plain("Early"), "options": LEVELS[:1]},
                        {"label": plain("Later"), "options": LEVELS[1:]},
                    ],
                },
            ),
            field("Recruiter", users),
            field("Interviewers", {"type": "multi_users_select"}, optional=True),
            field(
                "Tools",
                {
                    "type": "multi_static_select",
                    "options": [
                        option("PyTorch", "pytorch"),
                        option("SQL", "sql"),
                        option("Docker", "docker"),
                    ],
                },
                optional=True,
            ),
            field("City", {"type": "external_select", "min_query_length": 2}, optional=True),
            field(
                "Channel", {"type": "conversations_select", "default_to_current_conversation": True}
            ),
            field("Start", {"type": "datepicker"}, optional=True),
            field("At", {"type": "timepicker", "initial_time": "09:30"}, optional=True),
            field(
                "Deadline",
                {"type": "datetimepicker", "initial_date_time": 1796119200},
                optional=True,
            ),
            field("Mail", {"type": "email_text_input"}, optional=True),
            field("Link", {"type": "url_text_input"}, optional=True),
            field(
                "Openings",
                {"type": "number_input", "is_decimal_allowed": False, "initial_value": "1"},
                optional=True,
            ),
            field("Note", {"type": "rich_text_input"}, optional=True),
            {"type": "actions", "block_id": "side", "elements": [button("Disagree…", "disagree")]},
        ],
    }


def steps(page: int) -> Json:
    """A modal that is updated in place; the text field keeps its ids, the choice does not."""
    choice = {
        "type": "radio_buttons",
        "action_id": "choice",
        "options": [option(f"Answer {page}{letter}", letter) for letter in "ab"],
    }
    return {
        "type": "modal",
        "callback_id": "steps",
        "private_metadata": str(page),
        "title": plain("Step by step"),
        "submit": plain("Next"),
        "blocks": [
            {"type": "context", "elements": [mrkdwn(f"{page} of 3")]},
            field("Problem", {"type": "plain_text_input"}, optional=True),
            {
                "type": "input",
                "block_id": f"choice-{page}",
                "label": plain(f"Question {page}"),
                "element": choice,
                "optional": True,
            },
            {"type": "actions", "block_id": "go", "elements": [button("Look again", "again")]},
        ],
    }


def ticking(version: int, ticked: list[str]) -> list[Json]:
    """A checkbox under a block_id that stays, and one under an id that changes with each edit."""
    options = [option("Stays", "stays"), option("Ticked elsewhere", "elsewhere")]
    chosen = [one for one in options if one["value"] in ticked]
    return [
        {
            "type": "actions",
            "block_id": block_id,
            "elements": [
                {
                    "type": "checkboxes",
                    "action_id": "box",
                    "options": [
                        {**one, "text": plain(f"{one['text']['text']}, {name}")} for one in options
                    ],
                }
                | (
                    {
                        "initial_options": [
                            {**one, "text": plain(f"{one['text']['text']}, {name}")}
                            for one in chosen
                        ]
                    }
                    if chosen
                    else {}
                )
            ],
        }
        for block_id, name in (("kept", "same id"), (f"new-{version}", "new id"))
    ]


def kitchen_app(client: AsyncWebClient) -> AsyncApp:
    app = AsyncApp(client=client, request_verification_enabled=False)

    @app.command("/kitchen")
    async def opens(ack: Any, body: Json) -> None:
        await ack()
        view = steps(1) if body["text"] == "steps" else sink()
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.command("/kettle")
    async def boils(ack: Any) -> None:
        await ack("It boils.")

    @app.shortcut("cook")
    @app.shortcut("taste")
    async def cooks(ack: Any, body: Json) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=steps(1))

    @app.view("sink")
    async def saved(ack: Any, view: Json) -> None:
        if view["state"]["values"]["name"]["value"]["value"] == "taken":
            await ack(response_action="errors", errors={"name": "This name is taken."})
        else:
            await ack()

    @app.view("steps")
    async def next_step(ack: Any, view: Json) -> None:
        await ack(response_action="update", view=steps(int(view["private_metadata"]) + 1))

    @app.options("value")
    async def cities(ack: Any, body: Json) -> None:
        known = ("Berlin", "Bern", "Madrid")
        found = [one for one in known if one.lower().startswith(body["value"].lower())]
        await ack(options=[option(one, one) for one in found])

    @app.action("again")
    async def looks_again(ack: Any, body: Json) -> None:
        await ack()
        view = body["view"]
        await client.views_update(view_id=view["id"], view=steps(int(view["private_metadata"]) + 1))

    @app.action("disagree")
    async def pushes(ack: Any, body: Json) -> None:
        await ack()
        view = {**steps(1), "title": plain("I disagree")}
        await client.views_push(trigger_id=body["trigger_id"], view=view)

    @app.action("box")
    async def ticked(ack: Any, body: Json) -> None:
        await ack()
        version = int(float(body["actions"][0]["action_ts"]) * 1000)
        blocks = ticking(version, ["elsewhere"])
        channel, ts = body["channel"]["id"], body["message"]["ts"]
        await client.chat_update(channel=channel, ts=ts, text="Ticks", blocks=blocks)

    @app.action(re.compile(".*"))
    async def anything(ack: Any, body: Json) -> None:
        await ack()
        action = body["actions"][0]
        channel, user = body["container"].get("channel_id"), body["user"]["id"]
        if channel:
            text = f"You pressed {action['action_id']}"
            await client.chat_postEphemeral(channel=channel, user=user, text=text)

    return app


@asynccontextmanager
async def served_kitchen(port: int = 0) -> AsyncIterator[tuple[Sandbox, AsyncWebClient]]:
    """The workspace with this app connected by Socket Mode."""
    sandbox = Sandbox(MANIFEST, ack_deadline=PATIENCE / 1000)
    async with sandbox.serving(port=port):
        client = AsyncWebClient(sandbox.bot_token, base_url=sandbox.api_url)
        handler = AsyncSocketModeHandler(kitchen_app(client), sandbox.app_token)
        handler.client.web_client.base_url = sandbox.api_url
        await handler.connect_async()
        try:
            yield sandbox, client
        finally:
            await handler.close_async()
