"""Writing, with the keyboard."""

import pytest
from playwright.async_api import Page, expect

from sandbox.faults import Fault
from tests.browser.conftest import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.soak]


async def _focused(page: Page) -> str:
    return str(await page.evaluate("document.activeElement.getAttribute('aria-label')"))


async def test_a_command_is_completed_with_the_arrow_keys(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    box = page.get_by_label("Message #hiring-ml")
    await box.press_sequentially("/ki")
    await expect(page.get_by_role("option", name="/kitchen [sink | steps]")).to_be_visible()
    await box.fill("/k")
    await expect(page.get_by_role("listbox", name="Commands").get_by_role("option")).to_have_count(
        2
    )
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Tab")
    await expect(box).to_have_value("/kettle ")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("It boils.")).to_be_visible()
    await expect(box).to_have_value("")


async def test_a_command_typed_whole_is_sent_by_one_enter(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    await page.get_by_label("Message #hiring-ml").fill("/kettle")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("It boils.")).to_be_visible()


async def test_a_failed_command_says_so_and_stands_in_the_box_again(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    kitchen.sandbox.faults.add(
        Fault("delivery:slash_commands", "error", 1, error="operation_timeout")
    )
    box = page.get_by_label("Message #hiring-ml")
    await box.fill("/kettle now")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text(
        "/kettle failed with the error “operation_timeout”"
    )
    await expect(box).to_have_value("/kettle now")


async def test_a_command_in_a_thread_is_refused_in_words(kitchen: Kitchen) -> None:
    await kitchen.posts("Root")
    page = await kitchen.page()
    await page.get_by_role("button", name="Reply in thread to kitchen").click()
    await page.get_by_label("Reply to thread").fill("/kettle")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text(
        "Slash commands do not work in threads."
    )


async def test_an_archived_channel_can_be_read_only_and_a_foreign_one_joined(
    kitchen: Kitchen,
) -> None:
    page = await kitchen.page(channel="old-projects")
    await expect(page.get_by_text("#old-projects is archived")).to_be_visible()
    await page.get_by_role("button", name="team-search").click()
    await expect(page.get_by_label("Message #team-search")).to_be_visible()
    sam = await kitchen.page("Sam Cole", channel="team-search")
    await sam.get_by_role("button", name="Join channel").click()
    await expect(sam.get_by_label("Message #team-search")).to_be_visible()


async def test_all_of_it_can_be_done_from_the_keyboard(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    await page.keyboard.press("F6")
    for _ in range(8):
        if await _focused(page) == "Message #hiring-ml":
            break
        await page.keyboard.press("F6")
    await page.keyboard.type("/kitchen steps")
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Step by step")
    await expect(dialog).to_be_visible()
    await page.keyboard.press("Tab")  # the x
    await page.keyboard.press("Tab")
    await page.keyboard.type("Churn rises")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await expect(dialog.get_by_role("radio", name="Answer 1a")).to_be_checked()
    for _ in range(12):
        await page.keyboard.press("Tab")
        assert await dialog.evaluate("(el) => el.contains(document.activeElement)")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    assert await _focused(page) == "Message #hiring-ml"
