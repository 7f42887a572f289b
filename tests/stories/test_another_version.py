"""While a new version is rolled out: what it has shown is answered by one that does not know it."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import App
from sandbox import seed
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.running import until
from tests.stories.people import People

SAYS = "I am just being updated, and do not know this yet. Nothing is lost"


def process_of(workspace: Sandbox) -> AsyncWebClient:
    """What another process of the app, of another version, calls Slack with."""
    return AsyncWebClient(workspace.bot_token, base_url=workspace.api_url)


def button(carries: str) -> dict[str, Any]:
    text = {"type": "plain_text", "text": "A newer verb"}
    return {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "newer.verb", "text": text, "value": carries},
        ],
    }


@pytest.fixture
async def ana(people: People) -> Person:
    return await people.joins("Ana Ruiz")


@pytest.mark.parametrize("carries", ['{"number":1,"newer":true}', "{}"])
async def test_who_presses_a_newer_button_hears_that_it_is_for_a_minute_later(
    ana: Person, workspace: Sandbox, bot: App, carries: str
) -> None:
    newer = process_of(workspace)
    await newer.chat_postMessage(channel=seed.HIRING, text="Newer", blocks=[button(carries)])
    assert (await ana.presses("A newer verb")).ok
    await ana.sees(SAYS)


async def test_a_newer_form_stays_with_everything_typed(
    ana: Person, workspace: Sandbox, bot: App
) -> None:
    await ana.types("/hire-ml guide")
    await until(workspace, lambda: any(one.name == "/hire-ml" for one in workspace.traffic))
    (command,) = [one for one in workspace.traffic if one.name == "/hire-ml"]
    field = {
        "type": "input",
        "block_id": "newer",
        "label": {"type": "plain_text", "text": "Something newer"},
        "element": {"type": "plain_text_input", "action_id": "newer"},
    }
    form = {
        "type": "modal",
        "callback_id": "newer.form",
        "private_metadata": '{"newer":1}',
        "title": {"type": "plain_text", "text": "Newer"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [field],
    }
    newer = process_of(workspace)
    await newer.views_open(trigger_id=command.request["trigger_id"], view=form)
    await ana.fills("Something newer", "Words")
    await ana.presses("Send")
    await ana.sees(SAYS, "[Words]")
    assert ana.errors["Something newer"].startswith(SAYS)
