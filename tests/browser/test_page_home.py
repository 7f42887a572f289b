"""The app's place on the page: Home, Messages and About."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.seed import ANA
from sandbox.workspace import Sandbox
from tests.browser.audit import barriers
from tests.browser.conftest import Kitchen
from tests.sandbox.homely import MANIFEST, drawn, requests
from tests.sandbox.recruiting import bolted

pytestmark = [pytest.mark.browser, pytest.mark.soak]

PHONE = 390


@pytest.fixture
async def homely(chromium: Browser) -> AsyncIterator[Kitchen]:
    async with bolted(MANIFEST, requests) as sandbox:
        client = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
        made = Kitchen(sandbox, client, chromium, [])
        yield made
        assert made.broken == []


async def test_the_app_in_the_sidebar_opens_its_home(homely: Kitchen) -> None:
    page = await homely.page()
    await page.get_by_role("button", name="hire-ml connected").click()
    await expect(page.get_by_role("tab", name="Home")).to_have_attribute("aria-selected", "true")
    await expect(page.get_by_role("heading", name="Your requests")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("heading", name="Your requests")).to_be_visible()


async def test_home_changes_without_a_reload(homely: Kitchen) -> None:
    page = await homely.page(channel="app")
    await expect(page.get_by_text("Welcome")).to_be_visible()
    await page.get_by_label("Search").fill("half a wo")
    await homely.client.views_publish(user_id=ANA, view=drawn("Something new"))
    await expect(page.get_by_text("Something new")).to_be_visible()
    await expect(page.get_by_label("Search")).to_have_value("half a wo")
    await expect(page.get_by_label("Search")).to_be_focused()


async def test_everything_in_home_works_with_the_keyboard_alone(homely: Kitchen) -> None:
    page = await homely.page(channel="app")
    await expect(page.get_by_text("Welcome")).to_be_visible()
    await page.get_by_role("tab", name="Home").focus()
    await page.keyboard.press("Tab")
    await expect(page.get_by_label("Search")).to_be_focused()
    await page.keyboard.type("pay")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Looked for pay")).to_be_visible()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Fill row-1")).to_be_visible()
    await page.keyboard.press("Tab")
    await page.keyboard.type("Li")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("REQ-1 owned by @Li Wei")).to_be_visible()
    await page.keyboard.press("Tab")
    await page.keyboard.type("12012026")
    await expect(page.get_by_text("do-1 by 2026-")).to_be_visible()
    await page.get_by_role("button", name="New request").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="New")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("button", name="New request")).to_be_focused()


async def test_the_tabs_go_by_arrow_keys(homely: Kitchen) -> None:
    page = await homely.page(channel="app")
    await page.get_by_role("tab", name="Home").focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("tab", name="Messages")).to_be_focused()
    await expect(page.get_by_label("Message hire-ml")).to_be_visible()
    await page.keyboard.press("End")
    await expect(page.get_by_role("tab", name="About")).to_be_focused()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("heading", name="Your requests")).to_be_visible()


async def test_what_the_app_wrote_waits_at_its_name_until_it_is_read(homely: Kitchen) -> None:
    page = await homely.page()
    await homely.client.chat_postMessage(channel=ANA, text="Your step is due")
    app = page.get_by_role("button", name="hire-ml 1 new")
    await expect(app).to_be_visible()
    await app.click()
    await expect(page.get_by_role("tab", name="Messages")).to_have_attribute(
        "aria-selected", "true"
    )
    await expect(page.get_by_text("Your step is due")).to_be_visible()
    await expect(page.get_by_role("button", name="1 new")).to_have_count(0)
    await page.reload()
    await expect(page.get_by_text("Your step is due")).to_be_visible()
    await page.get_by_role("button", name="general").click()
    await expect(page.get_by_role("button", name="1 new")).to_have_count(0)


async def test_a_stranger_to_the_app_sees_their_own_home(homely: Kitchen) -> None:
    page = await homely.page(channel="app")
    await expect(page.get_by_text("Welcome")).to_be_visible()
    await homely.client.views_publish(user_id=ANA, view=drawn("For Ana alone"))
    await expect(page.get_by_text("For Ana alone")).to_be_visible()
    await page.get_by_role("button", name="Acting as Ana Ruiz").click()
    await page.get_by_role("menuitemradio", name="Sam Cole").click()
    await expect(page.get_by_text("Welcome")).to_be_visible()
    await expect(page.get_by_text("For Ana alone")).to_have_count(0)


async def test_without_a_home_tab_there_is_none(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    await page.get_by_role("button", name="kitchen connected").click()
    await expect(page.get_by_role("tab")).to_have_text(["Messages", "About"])
    await page.get_by_role("tab", name="About").click()
    await expect(page.get_by_text("/kettle")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("wide", [1280, PHONE])
async def test_home_bars_nobody(homely: Kitchen, theme: str, wide: int) -> None:
    page = await homely.page(channel="app", theme=theme, wide=wide)
    await expect(page.get_by_text("Welcome")).to_be_visible()
    assert await barriers(page) == []
    await page.get_by_role("button", name="More options").first.click()
    assert await barriers(page) == []


async def test_an_empty_home_says_so(chromium: Browser) -> None:
    sandbox = Sandbox(MANIFEST)
    async with sandbox.serving():
        nobody = AsyncWebClient(base_url=sandbox.api_url)
        page = await Kitchen(sandbox, nobody, chromium, []).page(channel="app")
        await expect(page.get_by_text("put nothing on your Home yet")).to_be_visible()
        assert await barriers(page) == []


async def test_where_the_app_takes_no_messages_there_is_no_box_to_write_in(
    chromium: Browser,
) -> None:
    app_home = {"messages_tab_enabled": True, "messages_tab_read_only_enabled": True}
    sandbox = Sandbox(MANIFEST | {"features": {"app_home": app_home}})
    async with sandbox.serving():
        app = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
        page = await Kitchen(sandbox, app, chromium, []).page()
        await app.chat_postMessage(channel=ANA, text="Your step is due")
        await page.get_by_role("button", name="hire-ml 1 new").click()
        await expect(page.get_by_text("Your step is due")).to_be_visible()
        await expect(page.get_by_text("it takes no messages")).to_be_visible()
        await expect(page.get_by_role("textbox")).to_have_count(0)
