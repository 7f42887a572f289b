"""Shortcuts: under ⚡, after a slash, by search, and on a message."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.audit import barriers
from tests.browser.conftest import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.soak]


async def _opens_the_form(page: Page) -> None:
    await expect(page.get_by_role("dialog", name="Step by step")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_global_shortcut_is_beside_the_box_and_after_a_slash(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    await page.get_by_role("button", name="Shortcuts").click()
    await page.get_by_role("menuitem", name="Cook Cook it").click()
    await _opens_the_form(page)
    box = page.get_by_label("Message #hiring-ml")
    await box.press_sequentially("/co")
    await expect(page.get_by_role("option", name="Cook Cook it · kitchen")).to_be_visible()
    await page.keyboard.press("Enter")
    await _opens_the_form(page)
    await expect(box).to_have_value("")
    await expect(box).to_be_focused()


async def test_a_global_shortcut_is_found_by_search_with_the_keyboard(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    await page.get_by_label("Message #hiring-ml").focus()
    await page.keyboard.press("Control+k")
    found = page.get_by_role("dialog", name="Search").get_by_role("option")
    await expect(found.first).to_contain_text("Cook")
    assert await barriers(page) == []
    await page.keyboard.type("ook")
    await expect(found).to_have_count(1)
    await page.keyboard.press("Enter")
    await _opens_the_form(page)
    await expect(page.get_by_label("Message #hiring-ml")).to_be_focused()


async def test_search_leads_to_channels_and_to_the_app(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    await page.get_by_role("button", name="Search", exact=True).click()
    await page.keyboard.type("team")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="#team-search")).to_be_visible()
    await page.keyboard.press("Control+k")
    await page.keyboard.type("nothing like this")
    await expect(page.get_by_text("Nothing here is called so.")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.keyboard.press("Control+k")
    await page.keyboard.type("kitc")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowUp")
    await page.get_by_role("option", name="kitchen App").click()
    await expect(page.get_by_role("tab", name="Messages")).to_be_visible()


async def test_a_message_shortcut_is_under_more_actions_of_a_reply_too(kitchen: Kitchen) -> None:
    ts = await kitchen.posts("The root")
    await kitchen.posts("A reply", thread_ts=ts)
    page = await kitchen.page()
    await page.get_by_role("button", name="1 reply, open thread").click()
    thread = page.get_by_role("region", name="Thread")
    reply = thread.get_by_role("article").filter(has_text="A reply")
    await reply.hover()
    await reply.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Taste Taste it").click()
    await _opens_the_form(page)
    sent = [one for one in kitchen.sandbox.traffic if one.name == "taste"][-1].request
    assert sent["message"]["text"] == "A reply"
    assert sent["message"]["thread_ts"] == ts


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_search_fits_a_phone(kitchen: Kitchen, theme: str) -> None:
    page = await kitchen.page(wide=390, theme=theme)
    await page.get_by_role("button", name="Channels and people").click()
    await page.get_by_role("button", name="Search", exact=True).click()
    await expect(page.get_by_role("dialog", name="Search")).to_be_visible()
    assert await barriers(page) == []
    await page.get_by_role("option", name="#general").click()
    await expect(page.get_by_role("heading", name="#general")).to_be_visible()
