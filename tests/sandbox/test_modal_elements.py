"""Elements outside input blocks: in a modal's sections and actions, several rows of one shape."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import seed
from sandbox.person import NotThere, Person
from sandbox.workspace import Sandbox
from tests.sandbox.company import actions, button, modal, plain
from tests.sandbox.recruiting import Json, bolted
from tests.sandbox.samples import mrkdwn, options, section

MANIFEST: Json = {
    "display_information": {"name": "hire-ml"},
    "features": {"shortcuts": [{"name": "Update", "type": "global", "callback_id": "update"}]},
    "oauth_config": {"scopes": {"bot": ["commands"]}},
}
STEPS = ("Define", "Draft", "Publish")


def row(step: str) -> list[Json]:
    owner = {"type": "users_select", "action_id": "owner", "placeholder": plain("Owner")}
    state = {
        "type": "static_select",
        "action_id": "state",
        "options": options("open", "blocked", "done"),
        "initial_option": options("open")[0],
    }
    due = {"type": "datepicker", "action_id": "due", "placeholder": plain("Due")}
    ticks = {"type": "checkboxes", "action_id": "tick", "options": options("Done", "Skipped")}
    menu = {"type": "overflow", "action_id": "more", "options": options("Note", "Hide")}
    return [
        section(f"*{step}*", block_id=f"{step}.owner", accessory=owner),
        {"type": "context", "elements": [mrkdwn("of REQ-1, for Search")]},
        actions(state, due, block_id=f"{step}.do"),
        actions(ticks, menu, button("hold", "Hold"), block_id=f"{step}.tick"),
    ]


class Heard:
    """What the small app was told."""

    def __init__(self) -> None:
        self.clicks: list[Json] = []
        self.values: Json = {}

    def listens(self, app: AsyncApp) -> None:
        @app.shortcut("update")
        async def asked(ack: Any, body: Json, client: AsyncWebClient) -> None:
            await ack()
            view = modal(*(block for step in STEPS for block in row(step)), title=plain("Mine"))
            await client.views_open(trigger_id=body["trigger_id"], view=view)

        for action_id in ("owner", "state", "due", "tick", "more", "hold"):

            @app.action(action_id)
            async def clicked(ack: Any, body: Json) -> None:
                await ack()
                self.clicks.append(body)

        @app.view("form")
        async def submitted(ack: Any, view: Json) -> None:
            await ack()
            self.values = view["state"]["values"]


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
async def workspace(heard: Heard) -> AsyncIterator[Sandbox]:
    async with bolted(MANIFEST, heard.listens) as sandbox:
        yield sandbox


@pytest.fixture
async def ana(workspace: Sandbox) -> AsyncIterator[Person]:
    async with Person.joins(workspace.base_url, "Ana Ruiz") as ana:
        await ana.uses_shortcut("Update")
        await ana.sees("═══ Mine ═══")
        yield ana


async def test_all_that_stands_in_them_is_in_the_submission(ana: Person, heard: Heard) -> None:
    await ana.chooses("Owner", "Li Wei", under="Draft")
    await ana.picks("blocked", under="Draft")
    await ana.chooses("Due", "2026-12-01", under="Publish")
    await ana.ticks("Done", under="Define")
    await ana.presses("Send")
    assert list(heard.values) == [f"{s}.{part}" for s in STEPS for part in ("owner", "do", "tick")]
    assert heard.values["Draft.owner"] == {
        "owner": {"type": "users_select", "selected_user": seed.LI}
    }
    assert heard.values["Draft.do"]["state"] == {
        "type": "static_select",
        "selected_option": options("blocked")[0],
    }
    assert heard.values["Define.do"]["state"]["selected_option"] == options("open")[0]
    assert heard.values["Publish.do"]["due"] == {
        "type": "datepicker",
        "selected_date": "2026-12-01",
    }
    assert heard.values["Define.do"]["due"]["selected_date"] is None
    assert heard.values["Define.tick"] == {
        "tick": {"type": "checkboxes", "selected_options": options("Done")}
    }


async def test_each_pick_is_told_with_all_that_stands_there(ana: Person, heard: Heard) -> None:
    await ana.chooses("Owner", "Li Wei", under="Draft")
    await ana.picks("blocked", under="Publish")
    first, second = heard.clicks
    assert first["actions"][0]["selected_user"] == seed.LI
    assert second["actions"][0]["block_id"] == "Publish.do"
    values = second["view"]["state"]["values"]
    assert values["Draft.owner"]["owner"]["selected_user"] == seed.LI
    assert values["Publish.do"]["state"]["selected_option"]["value"] == "blocked"
    assert "response_url" not in second


@pytest.mark.parametrize("step", STEPS)
async def test_a_person_says_which_row_by_the_words_over_it(
    ana: Person, heard: Heard, step: str
) -> None:
    await ana.presses("Hold", under=step)
    await ana.presses("More options", then="Hide", under=step)
    assert [one["actions"][0]["block_id"] for one in heard.clicks] == [f"{step}.tick"] * 2


async def test_without_such_words_none_of_the_rows_is_meant(workspace: Sandbox) -> None:
    async with Person.joins(workspace.base_url, "Sam Cole", patience=0.2) as sam:
        await sam.uses_shortcut("Update")
        with pytest.raises(NotThere, match="More than one button fits 'Hold'"):
            await sam.presses("Hold")
