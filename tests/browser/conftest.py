"""Debian's chromium, and the kitchen: a workspace with an app that shows every block."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.async_api import Browser, Page, async_playwright
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.seed import HIRING
from sandbox.workspace import Sandbox
from tests.browser.kitchen import Json, served_kitchen
from tests.browser.waiting import PATIENCE

CHROMIUM = "/usr/bin/chromium"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START = 3 * PATIENCE  # milliseconds that chromium may take to start


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=ARGS, timeout=START
        )
        yield browser
        await browser.close()


@dataclass(frozen=True, slots=True)
class Kitchen:
    """`broken` collects what the pages' scripts complained of."""

    sandbox: Sandbox
    client: AsyncWebClient
    chromium: Browser
    broken: list[str]

    async def page(self, person: str = "Ana Ruiz", *, wide: int = 1280, **query: str) -> Page:
        context = await self.chromium.new_context(
            viewport={"width": wide, "height": 844}, locale="en-GB"
        )
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        page.on("pageerror", lambda error: self.broken.append(str(error)))
        words = urlencode({"as": person, "channel": "hiring-ml", **query})
        await page.goto(f"{self.sandbox.base_url}/?{words}")
        await page.get_by_text("Connected", exact=True).wait_for(state="attached")
        return page

    async def posts(self, text: str, blocks: list[Json] | None = None, **more: Any) -> str:
        """Gives the message's ts."""
        answer = await self.client.chat_postMessage(
            channel=HIRING, text=text, blocks=blocks, **more
        )
        return str(answer["ts"])


@pytest.fixture
async def kitchen(chromium: Browser) -> AsyncIterator[Kitchen]:
    async with served_kitchen() as (sandbox, client):
        made = Kitchen(sandbox, client, chromium, [])
        yield made
        assert made.broken == []
