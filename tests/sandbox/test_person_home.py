"""A person and the Home tab of a small app on real Bolt."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.person import NotThere, Person
from sandbox.workspace import Sandbox
from tests.sandbox.homely import MANIFEST, requests
from tests.sandbox.recruiting import Json, bolted
from tests.sandbox.samples import section


@pytest.fixture
async def workspace() -> AsyncIterator[Sandbox]:
    async with bolted(MANIFEST, requests) as sandbox:
        yield sandbox


@pytest.fixture
async def ana(workspace: Sandbox) -> AsyncIterator[Person]:
    async with Person.joins(workspace.base_url, "Ana Ruiz") as ana:
        yield ana


async def test_home_is_seen_as_text(ana: Person) -> None:
    assert "no Home yet" in ana.home
    await ana.opens_home()
    await ana.sees("─── hire-ml: Home ───", "Your requests", "Welcome", "REQ-1 owned by nobody")
    assert "[New request]" in ana.home


async def test_everything_in_home_can_be_worked(ana: Person) -> None:
    await ana.opens_home()
    await ana.fills("Search", "pay", enter=True)
    await ana.sees("Looked for pay", "[pay]")
    await ana.presses("More options", then="Fill", under="REQ-2")
    await ana.sees("Fill row-2")
    await ana.chooses("Owner", "Li Wei", under="REQ-1")
    await ana.sees("Owner set in do-1", "REQ-1 owned by @Li Wei", "Owner: [Li Wei]")
    await ana.chooses("Due", "2026-12-01", under="REQ-2")
    await ana.sees("do-2 by 2026-12-01")


async def test_a_form_opens_over_home_and_leads_back(ana: Person) -> None:
    await ana.opens_home()
    await ana.presses("New request")
    await ana.sees("═══ New ═══")
    with pytest.raises(NotThere, match="in the way"):
        await ana.opens_home()
    await ana.closes()
    await ana.sees("Your requests")
    await ana.goes_to("#hiring-ml")
    await ana.sees_not("Your requests")
    assert "Your requests" in ana.home


async def test_a_click_on_a_stale_home_reaches_the_app(workspace: Sandbox, ana: Person) -> None:
    await ana.opens_home()
    await ana.sees("Welcome")
    slack = AsyncWebClient(token=workspace.bot_token, base_url=workspace.api_url)
    with ana.stale_screen():
        empty: Json = {"type": "home", "blocks": [section("Gone")]}
        await slack.views_publish(user_id="U0ANARUIZ1", view=empty)
        await ana.presses("More options", then="Hold", under="REQ-1")
    await ana.sees("Hold row-1")
