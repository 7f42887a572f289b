"""The page in light and dark, wide and narrow, and its inspector."""

import pytest
from aiohttp import ClientSession
from playwright.async_api import Page, expect
from slack_sdk.errors import SlackApiError

from sandbox.faults import Fault
from tests.browser.conftest import Kitchen
from tests.browser.kitchen import message_blocks, plain

pytestmark = [pytest.mark.browser, pytest.mark.soak]

PHONE = 390


async def _fits(page: Page) -> bool:
    """Nothing outside its own scrolling box is wider than the screen."""
    return bool(
        await page.evaluate(
            """() => ![...document.querySelectorAll(".messages, .dialog-body, .panel")].some(
                (el) => el.scrollWidth > el.clientWidth) &&
                document.documentElement.scrollWidth <= innerWidth"""
        )
    )


async def test_nothing_scrolls_sideways_at_phone_width(kitchen: Kitchen) -> None:
    ts = await kitchen.posts("Everything", message_blocks())
    await kitchen.posts("x" * 300, thread_ts=ts)
    page = await kitchen.page(wide=PHONE)
    await expect(page.get_by_role("article")).to_be_visible()
    assert await _fits(page)
    await page.get_by_role("button", name="1 reply, open thread").click()
    await expect(page.get_by_role("region", name="Thread")).to_be_visible()
    assert await _fits(page)
    await page.get_by_role("button", name="Close thread").click()
    await page.get_by_label("Message #hiring-ml").fill("/kitchen sink")
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Every input")
    await expect(dialog).to_be_visible()
    assert await _fits(page)
    assert await dialog.evaluate("(el) => el.getBoundingClientRect().width") == PHONE


async def test_channels_are_in_a_drawer_at_phone_width(kitchen: Kitchen) -> None:
    page = await kitchen.page(wide=PHONE)
    await expect(page.get_by_role("button", name="general")).to_be_hidden()
    await page.get_by_role("button", name="Channels and people").click()
    await page.get_by_role("button", name="general").click()
    await expect(page.get_by_role("heading", name="#general")).to_be_visible()
    await expect(page.get_by_role("button", name="random")).to_be_hidden()


async def test_the_address_chooses_the_colours_and_the_button_changes_them(
    kitchen: Kitchen,
) -> None:
    page = await kitchen.page(theme="dark")
    dark = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    await page.get_by_role("button", name="Light colours").click()
    await expect(page.get_by_role("button", name="Dark colours")).to_be_visible()
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") != dark


async def test_the_inspector_shows_acks_calls_and_what_the_strict_check_found(
    kitchen: Kitchen,
) -> None:
    page = await kitchen.page()
    await page.keyboard.press("Control+.")
    inspector = page.get_by_role("region", name="Inspector")
    await page.get_by_label("Message #hiring-ml").fill("/kettle")
    await page.keyboard.press("Enter")
    entry = inspector.get_by_role("button", name="/kettle")
    await expect(entry).to_contain_text("acked in")
    await entry.click()
    await expect(inspector.get_by_label("Request")).to_contain_text('"command": "/kettle"')
    too_long = {"type": "header", "text": plain("x" * 151)}
    with pytest.raises(SlackApiError):
        await kitchen.posts("Too long", [too_long])
    refused = inspector.get_by_role("button", name="chat.postMessage")
    await expect(refused).to_contain_text("invalid_blocks")
    await expect(refused).to_contain_text("1 problem")
    await refused.click()
    await expect(inspector.get_by_text("/blocks/0/text/text", exact=True)).to_be_visible()


async def test_a_fault_is_switched_on_and_off_from_the_page(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    await page.keyboard.press("Control+.")
    await page.get_by_role("tab", name="Faults").click()
    await page.get_by_label("Where").fill("chat.update")
    await page.get_by_label("What goes wrong").select_option(label="Delay")
    await page.get_by_label("Seconds", exact=True).fill("2")
    await page.get_by_role("button", name="Switch on").click()
    await expect(page.get_by_text("Delay: 2 s · 1 more time")).to_be_visible()
    (fault,) = kitchen.sandbox.faults
    assert (fault.on, fault.what, fault.seconds, fault.times) == ("chat.update", "delay", 2, 1)
    await page.get_by_role("button", name="Switch off chat.update").click()
    await expect(page.get_by_text("All is well.")).to_be_visible()


async def test_the_seed_of_chance_is_seen_and_set_from_the_page(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    await page.keyboard.press("Control+.")
    await page.get_by_role("tab", name="Faults").click()
    field = page.get_by_label("Seed: which calls a chance hits")
    await expect(field).to_have_value("0")
    await field.fill("42")
    await field.press("Tab")
    await expect(field).to_have_value("42")
    assert kitchen.sandbox.faults.seed == 42


async def test_a_call_before_the_end_of_a_retry_after_stands_out(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    await page.keyboard.press("Control+.")
    with (
        kitchen.sandbox.faults.on(Fault("chat.postMessage", "rate_limit", 1, retry_after=60)),
        pytest.raises(SlackApiError),
    ):
        await kitchen.posts("Refused")
    await kitchen.posts("Too early")
    await page.get_by_role("button", name="Problems").click()
    entries = page.get_by_role("button", name="chat.postMessage")
    await expect(entries).to_have_count(2)
    await expect(entries.first).to_contain_text("s early")
    await entries.first.click()
    await expect(page.get_by_text("Retry-After ran for")).to_be_visible()


async def test_the_page_says_how_many_connections_there_are_and_that_the_app_was_removed(
    kitchen: Kitchen,
) -> None:
    page = await kitchen.page(channel="app")
    await expect(page.get_by_text("App, connected by Socket Mode", exact=True)).to_be_visible()
    async with (
        ClientSession() as session,
        session.ws_connect(kitchen.sandbox.new_socket_address()),
    ):
        await expect(page.get_by_text("Socket Mode, 2 connections")).to_be_visible()
    kitchen.sandbox.uninstall()
    await expect(page.get_by_text("kitchen has been removed from Acme.")).to_be_visible()


async def test_the_clock_leaps_to_monday_morning(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    await page.keyboard.press("Control+.")
    await page.get_by_role("tab", name="Clock").click()
    await page.get_by_role("button", name="Monday, 09:00").click()
    await expect(page.get_by_role("tabpanel")).to_contain_text("09:00")
    await expect(page.get_by_role("tabpanel")).to_contain_text("Mon, ")


NAMELESS = """() => [...document.querySelectorAll("button, a, input, textarea, select, [role=region]")]
    .filter((el) => el.getClientRects().length)
    .filter((el) => !(el.getAttribute("aria-label") || el.textContent.trim() ||
        [...(el.labels ?? [])].some((label) => label.textContent.trim())))
    .map((el) => el.outerHTML)"""


async def test_all_that_can_be_pressed_or_filled_has_a_name(kitchen: Kitchen) -> None:
    await kitchen.posts("Everything", message_blocks())
    page = await kitchen.page()
    await page.keyboard.press("Control+.")
    await expect(page.get_by_role("region", name="Inspector")).to_be_visible()
    assert await page.evaluate(NAMELESS) == []
    await page.get_by_role("tab", name="Faults").click()
    await page.get_by_label("Message #hiring-ml").fill("/kitchen sink")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="Every input")).to_be_visible()
    assert await page.evaluate(NAMELESS) == []
