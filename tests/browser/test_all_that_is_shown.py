"""All that the app shows a person, in chromium: light and dark, on a desk and on a phone.

On each of these screens nothing may be cut, pale, nameless or wider than its pane. PICTURES names
a folder for pictures of them, to be looked at.
"""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bench.many import copied
from blocks.command import WORDS
from blocks.guide_pages import Page as Word
from bot.app import App
from bot.manifest import manifest
from sandbox.workspace import Sandbox
from tests.browser import flow
from tests.browser.audit import barriers
from tests.browser.waiting import PATIENCE
from tests.hiring import NOW
from tests.stories import kept, stock

pytestmark = [pytest.mark.browser, pytest.mark.soak]

PICTURES = os.environ.get("PICTURES", "")
THEMES = ("light", "dark")
OF_TWO_PARTS = {Word.EXAMPLES, Word.SALARY, Word.CHECKLIST}
"""Pages whose first button turns to their other part."""


@pytest.fixture
def transport() -> str:
    return "socket"


@pytest.fixture
async def workspace() -> AsyncIterator[Sandbox]:
    """As patient as the tests, and never out of breath: each word is typed at once."""
    sandbox = Sandbox(manifest(url=None), at=NOW, ack_deadline=PATIENCE / 1000)
    sandbox.rates.on = False
    async with sandbox.serving():
        yield sandbox


@dataclass
class Ana:
    """One person at a desk and at a phone: both show what she does at the desk."""

    address: str
    desk: Page
    phone: Page
    found: dict[str, list[str]] = field(default_factory=dict)

    async def goes_to(self, channel: str) -> None:
        for page in (self.desk, self.phone):
            await page.goto(f"{self.address}/?as=Ana%20Ruiz&channel={channel}")
            await expect(page.get_by_text("Connected", exact=True)).to_be_attached()

    async def looks(self, at: str, seen: str) -> None:
        """Once `seen` is there: `found` gets what bars somebody, on each of the four screens."""
        for name, page in (("desk", self.desk), ("phone", self.phone)):
            await expect(page.get_by_text(seen).last).to_be_attached()
            for theme in THEMES:
                await page.evaluate(
                    "(it) => { document.documentElement.dataset.theme = it }", theme
                )
                if barred := await barriers(page):
                    self.found[f"{at}, {name}, {theme}"] = barred
                if PICTURES:
                    await self._pictured(page, f"{at}, {name}, {theme}")

    async def _pictured(self, page: Page, title: str) -> None:
        """As on a screen so high that nothing is scrolled away."""
        size = page.viewport_size
        assert size is not None
        await page.set_viewport_size({"width": size["width"], "height": 2400})
        await page.screenshot(path=Path(PICTURES, f"{title}.png"))
        await page.set_viewport_size(size)

    async def types(self, line: str) -> Locator:
        """The answer."""
        box = flow.message_box(self.desk)
        await box.fill(line)
        await box.press("Enter")
        return self.desk.get_by_role("main").get_by_role("article").last

    async def dismisses(self) -> None:
        await self.desk.get_by_role("button", name="Dismiss message").last.click()
        for page in (self.desk, self.phone):
            await expect(page.get_by_role("button", name="Dismiss message")).to_have_count(0)

    async def closes(self) -> None:
        await self.desk.get_by_role("button", name="Close window").click()
        for page in (self.desk, self.phone):
            await expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.fixture
async def ana(workspace: Sandbox, bot: App, chromium: Browser) -> AsyncIterator[Ana]:
    del bot
    complaints: list[str] = []
    at = [
        await flow.at_desk(chromium, workspace.base_url, "Ana Ruiz", screen, complaints.append)
        for screen in (flow.DESKTOP, flow.PHONE)
    ]
    for page in at:
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        page.on(
            "request", lambda sent: _is_here(workspace, sent.url) or complaints.append(sent.url)
        )
    sits = Ana(workspace.base_url, *at)
    yield sits
    assert complaints == []
    assert sits.found == {}


def _is_here(workspace: Sandbox, url: str) -> bool:
    """The page needs nothing from elsewhere."""
    return url.startswith((workspace.base_url, "data:"))


async def test_every_word_of_help_and_every_part_of_the_guide(ana: Ana) -> None:
    for word in WORDS:
        answer = await ana.types(f"/hire-ml {word}")
        window = ana.desk.get_by_role("dialog")
        await expect(answer.get_by_text("Only visible to you").or_(window)).to_be_visible()
        if await window.is_visible():
            await ana.looks(word, await window.get_by_role("heading").first.inner_text())
            await ana.closes()
            continue
        await ana.looks(word, "Dismiss message")
        if word in OF_TWO_PARTS:
            turn = answer.get_by_role("button").first
            says = await turn.inner_text()
            await turn.click()
            await expect(answer.get_by_role("button", name=says, exact=True)).to_have_count(0)
            await expect(ana.phone.get_by_role("button", name=says, exact=True)).to_have_count(0)
            await ana.looks(f"{word}, {says}", "Dismiss message")
        await ana.dismisses()
    await ana.types("/hire-ml matirx")
    await ana.looks("a near miss", "Did you mean")
    await ana.dismisses()
    page = await ana.types("/hire-ml matrix")
    await page.get_by_role("button", name="Share here").click()
    await ana.desk.get_by_role("button", name="Share", exact=True).click()
    await ana.looks("a shared page", "shared this page")


async def test_home_the_list_and_a_requests_windows(ana: Ana, bot: App, workspace: Sandbox) -> None:
    await ana.goes_to("app")
    await ana.looks("Home with none", "opens the first.")
    request = await stock.has(bot, "Churn service")
    await bot.reconciler.bring_up(request.workspace, request.number)
    await ana.goes_to("app")
    await ana.looks("Home with one", "REQ-1 · Churn service")
    await ana.desk.get_by_role("button", name="Open REQ-1 Churn service").first.click()
    await ana.looks("a request's window", "Put on hold…")
    for button, seen in {
        "History": "Opened the request",
        "Edit…": "Kept elsewhere, too",
        "Put on hold…": "Its people are not reminded",
        "Fill…": "For its hiring team alone",
        "Cancel the request…": "Nothing is deleted",
        "Hand over…": "They are told at once",
        "Copy…": "Listed for the hiring team only",
    }.items():
        window = ana.desk.get_by_role("dialog")
        await window.get_by_role("button", name=button, exact=True).click()
        await ana.looks(button, seen)
        await window.get_by_role("button", name="Back", exact=True).click()
        await expect(window.get_by_role("button", name="History")).to_be_visible()
    for entry, seen in {
        "Owner and date…": "Until when?",
        "Blocked…": "What is missing?",
        "Notes and history…": "Add a note",
    }.items():
        await window.get_by_role("button", name="More options").first.click()
        await ana.desk.get_by_role("menuitem", name=entry).click()
        await ana.looks(entry, seen)
        await window.get_by_role("button", name="Back", exact=True).click()
        await expect(window.get_by_role("button", name="History")).to_be_visible()
    await ana.closes()
    card = next(one for one in workspace.state.messages() if one.bot_id and not one.thread_ts)
    workspace.state.delete(card)
    await ana.desk.get_by_role("button", name="Done").first.click()
    await ana.looks("Home, its card deleted", "was deleted")
    await ana.desk.get_by_role("button", name="Post it again").first.click()
    for page in (ana.desk, ana.phone):
        await expect(page.get_by_text("was deleted")).to_have_count(0)
    await stock.has_many(bot, 200)
    await ana.goes_to("app")
    await ana.looks("Home with 200", "200 requests under way")
    await ana.desk.get_by_role("button", name="Older ›").click()
    await ana.looks("Home, further on", "Page 2 of")
    await ana.goes_to("hiring-ml")
    await ana.types("/hire-ml list")
    await ana.looks("200 in a list", "Page 1 of 25")
    await ana.dismisses()
    await copied(bot.database, kept.ACME, 600)
    await ana.types("/hire-ml list")
    await ana.looks("more than are listed", "Page 1 of 63, the latest 500.")
    await ana.goes_to("old-projects")
    await ana.looks("an archived channel", "is archived")
    await ana.goes_to("partners")
    await ana.looks("a shared channel", "Shared with another company")
