"""Messages on the page: what people do with them, and what stays when they change."""

import pytest
from playwright.async_api import WebSocketRoute, expect

from sandbox.seed import HIRING
from tests.browser.conftest import Kitchen
from tests.browser.kitchen import CONFIRM, button, message_blocks, mrkdwn, ticking
from tests.browser.waiting import A_PRESS

pytestmark = [pytest.mark.browser, pytest.mark.soak]


async def test_an_element_keeps_what_the_screen_shows_while_its_block_id_stays(
    kitchen: Kitchen,
) -> None:
    await kitchen.posts("Ticks", ticking(1, []))
    ana, sam = await kitchen.page("Ana Ruiz"), await kitchen.page("Sam Cole")
    await ana.get_by_role("checkbox", name="Stays, same id").check()
    # The app answers with "Ticked elsewhere" under both ids; only the new one is drawn afresh.
    await expect(ana.get_by_role("checkbox", name="Ticked elsewhere, new id")).to_be_checked()
    await expect(ana.get_by_role("checkbox", name="Ticked elsewhere, same id")).not_to_be_checked()
    await expect(ana.get_by_role("checkbox", name="Stays, same id")).to_be_checked()
    await expect(sam.get_by_role("checkbox", name="Ticked elsewhere, new id")).to_be_checked()
    await expect(sam.get_by_role("checkbox", name="Stays, same id")).not_to_be_checked()
    await expect(sam.get_by_role("checkbox", name="Ticked elsewhere, same id")).not_to_be_checked()


async def test_a_confirm_object_asks_first(kitchen: Kitchen) -> None:
    await kitchen.posts(
        "Bin", [{"type": "actions", "elements": [button("Bin", "bin", confirm=CONFIRM)]}]
    )
    page = await kitchen.page()
    await page.get_by_role("button", name="Bin").click()
    dialog = page.get_by_role("alertdialog", name="Throw it away?")
    await dialog.get_by_role("button", name="Keep").click()
    await expect(dialog).to_have_count(0)
    assert not [entry for entry in kitchen.sandbox.traffic if entry.kind == "delivery"]
    await page.get_by_role("button", name="Bin").click()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("You pressed bin")).to_be_visible()


async def test_a_button_is_pressed_though_a_message_comes_while_it_is_held_down(
    kitchen: Kitchen,
) -> None:
    page = await kitchen.page()
    for number in range(20):
        await kitchen.posts(f"Earlier {number}")
    await kitchen.posts("Bin", [{"type": "actions", "elements": [button("Bin", "bin")]}])
    await page.get_by_role("button", name="Bin").hover()
    await page.mouse.down()
    await kitchen.posts("And now\nsomething\nelse")
    await page.wait_for_timeout(2 * A_PRESS)
    await page.mouse.up()
    await expect(page.get_by_text("You pressed bin")).to_be_visible()
    await expect(page.get_by_text("And now")).to_be_visible()


async def test_an_ephemeral_message_is_seen_by_its_reader_and_can_be_dismissed(
    kitchen: Kitchen,
) -> None:
    await kitchen.posts("Guide", [{"type": "actions", "elements": [button("Guide", "guide")]}])
    ana, sam = await kitchen.page("Ana Ruiz"), await kitchen.page("Sam Cole")
    await ana.get_by_role("button", name="Guide").click()
    await expect(ana.get_by_text("Only visible to you")).to_be_visible()
    await ana.get_by_role("button", name="Dismiss message").click()
    await expect(ana.get_by_text("You pressed guide")).to_have_count(0)
    await expect(sam.get_by_text("You pressed guide")).to_have_count(0)


async def test_a_thread_opens_beside_the_channel_and_is_live_for_both(kitchen: Kitchen) -> None:
    root = await kitchen.posts("REQ-1")
    await kitchen.posts("The checklist", thread_ts=root)
    ana, sam = await kitchen.page("Ana Ruiz"), await kitchen.page("Sam Cole")
    for page in (ana, sam):
        await page.get_by_role("button", name="1 reply, open thread").click()
        await expect(page.get_by_role("region", name="Thread")).to_contain_text("The checklist")
    await ana.get_by_label("Reply to thread").fill("Thanks, @Sam Cole")
    await ana.keyboard.press("Enter")
    await expect(sam.get_by_role("region", name="Thread")).to_contain_text("Thanks, @Sam Cole")
    await expect(sam.get_by_role("button", name="2 replies, open thread")).to_be_visible()
    await sam.keyboard.press("Escape")
    await expect(sam.get_by_role("region", name="Thread")).to_have_count(0)


async def test_an_edit_and_a_deletion_show_without_a_reload(kitchen: Kitchen) -> None:
    ts = await kitchen.posts("First words")
    page = await kitchen.page()
    await expect(page.get_by_text("First words")).to_be_visible()
    await kitchen.client.chat_update(channel=HIRING, ts=ts, text="Second words")
    await expect(page.get_by_text("Second words")).to_be_visible()
    await kitchen.client.chat_delete(channel=HIRING, ts=ts)
    await expect(page.get_by_text("Second words")).to_have_count(0)


async def test_a_draft_and_its_caret_survive_what_others_say(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    box = page.get_by_label("Message #hiring-ml")
    await box.fill("half a thought")
    await box.evaluate("(el) => el.setSelectionRange(4, 4)")
    await kitchen.posts("Interrupting")
    await expect(page.get_by_text("Interrupting")).to_be_visible()
    assert await box.input_value() == "half a thought"
    assert await box.evaluate("(el) => [document.activeElement === el, el.selectionStart]") == [
        True,
        4,
    ]


async def test_a_message_shortcut_opens_its_modal(kitchen: Kitchen) -> None:
    await kitchen.posts("Soup")
    page = await kitchen.page()
    await page.get_by_role("button", name="More actions for message by kitchen").click()
    await page.get_by_role("menuitem", name="Taste").click()
    await expect(page.get_by_role("dialog", name="Step by step")).to_be_visible()


async def test_another_person_takes_over_on_the_same_page(kitchen: Kitchen) -> None:
    await kitchen.posts("For all", [{"type": "section", "text": mrkdwn("<@U0SAMCOLE1>, look")}])
    page = await kitchen.page("Ana Ruiz")
    await page.get_by_role("button", name="Acting as Ana Ruiz").click()
    await page.get_by_role("menuitemradio", name="Sam Cole").click()
    await expect(page.get_by_role("button", name="Acting as Sam Cole")).to_be_visible()
    await page.get_by_label("Message #hiring-ml").fill("Here I am")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("article").last).to_contain_text("Sam Cole")
    assert "as=Sam" in page.url


async def test_the_page_finds_its_way_back_after_a_lost_connection(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    streams: list[WebSocketRoute] = []
    await page.route_web_socket("**/page/stream*", lambda ws: streams.append(_passed_on(ws)))
    await page.reload()
    await expect(page.get_by_text("Connected", exact=True)).to_be_attached()
    await streams[0].close()
    await expect(page.get_by_text("Connection lost, trying again…")).to_be_attached()
    await kitchen.posts("While you were away")
    await expect(page.get_by_text("While you were away")).to_be_visible()
    await expect(page.get_by_text("Connected", exact=True)).to_be_attached()


def _passed_on(ws: WebSocketRoute) -> WebSocketRoute:
    ws.connect_to_server()
    return ws


async def test_what_comes_below_the_fold_of_a_long_thread_is_told_and_can_be_reached(
    kitchen: Kitchen,
) -> None:
    root = await kitchen.posts("REQ-1")
    await kitchen.posts("A long checklist\n" * 60, thread_ts=root)
    page = await kitchen.page()
    await page.get_by_role("button", name="1 reply, open thread").click()
    thread = page.get_by_role("region", name="Thread")
    await expect(thread.get_by_text("REQ-1")).to_be_in_viewport()
    await kitchen.posts("The newest", thread_ts=root)
    await expect(thread.get_by_text("The newest")).not_to_be_in_viewport()
    await thread.get_by_role("button", name="New below").click()
    await expect(thread.get_by_text("The newest")).to_be_in_viewport()
    await expect(thread.get_by_role("button", name="New below")).to_have_count(0)


async def test_what_somebody_says_is_seen_however_far_up_they_read(kitchen: Kitchen) -> None:
    for line in range(30):
        await kitchen.posts(f"Line {line}\n" * 3)
    page = await kitchen.page()
    await expect(page.get_by_text("Line 29").last).to_be_in_viewport()
    await page.get_by_text("Line 2\n").first.scroll_into_view_if_needed()
    await expect(page.get_by_text("Line 29").last).not_to_be_in_viewport()
    await page.get_by_label("Message #hiring-ml").fill("Here I am")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Here I am")).to_be_in_viewport()
    await page.get_by_text("Line 2\n").first.scroll_into_view_if_needed()
    await expect(page.get_by_text("Here I am")).not_to_be_in_viewport()
    await kitchen.posts("The newest")
    await page.get_by_role("button", name="New below").click()
    await expect(page.get_by_text("The newest")).to_be_in_viewport()


async def test_a_list_opens_where_a_reader_has_just_scrolled_up_to(kitchen: Kitchen) -> None:
    await kitchen.posts("Everything", message_blocks())
    page = await kitchen.page()
    await page.get_by_role("combobox", name="Level").click()
    await page.get_by_role("option", name="Senior").click()
    await expect(page.get_by_role("combobox", name="Level")).to_have_value("Senior")
    await expect(page.get_by_role("combobox", name="Level")).to_be_in_viewport()


async def test_a_channel_out_of_sight_counts_what_is_new_for_each_person(kitchen: Kitchen) -> None:
    ana, sam = await kitchen.page("Ana Ruiz", channel="general"), await kitchen.page("Sam Cole")
    await kitchen.posts("News")
    await expect(ana.get_by_role("button", name="hiring-ml 1 new")).to_be_visible()
    await expect(sam.get_by_role("button", name="hiring-ml")).not_to_contain_text("1")
    await ana.get_by_role("button", name="hiring-ml 1 new").click()
    await expect(ana.get_by_text("News")).to_be_visible()
    await ana.reload()
    await ana.get_by_role("button", name="general").click()
    await expect(ana.get_by_role("button", name="hiring-ml")).not_to_contain_text("1")


async def test_an_admin_deletes_a_message_once_asked_and_a_stone_stays_over_its_replies(
    kitchen: Kitchen,
) -> None:
    card = await kitchen.posts("REQ-1")
    await kitchen.posts("The checklist", thread_ts=card)
    await kitchen.posts("A line of its own")
    tom, ana = await kitchen.page("Tom Baker"), await kitchen.page("Ana Ruiz")
    await ana.get_by_label("More actions for message by kitchen").first.click()
    await expect(ana.get_by_role("menuitem", name="Copy text")).to_be_visible()
    await expect(ana.get_by_role("menuitem", name="Delete message")).to_have_count(0)
    more = tom.get_by_label("More actions for message by kitchen")
    await more.last.click()
    await tom.get_by_role("menuitem", name="Delete message").click()
    dialog = tom.get_by_role("alertdialog", name="Delete message")
    await dialog.get_by_role("button", name="Cancel").click()
    await expect(more.last).to_be_focused()
    await expect(tom.get_by_text("A line of its own")).to_be_visible()
    for message in (more.last, more.first):
        await message.click()
        await tom.get_by_role("menuitem", name="Delete message").click()
        await dialog.get_by_role("button", name="Delete", exact=True).click()
        await expect(dialog).to_have_count(0)
    for page in (tom, ana):
        await expect(page.get_by_text("A line of its own")).to_have_count(0)
        stone = page.get_by_role("article", name="Deleted message")
        await expect(stone).to_contain_text("This message was deleted.")
        await stone.get_by_role("button", name="1 reply, open thread").click()
        await expect(page.get_by_role("region", name="Thread")).to_contain_text("The checklist")


async def test_a_reply_for_the_whole_channel_stands_in_both_and_leads_to_its_thread(
    kitchen: Kitchen,
) -> None:
    root = await kitchen.posts("REQ-1")
    await kitchen.posts("Only here", thread_ts=root)
    await kitchen.posts("For all", thread_ts=root, reply_broadcast=True)
    page = await kitchen.page()
    messages = page.get_by_label("Messages", exact=True)
    await expect(messages.get_by_text("For all")).to_be_visible()
    await expect(messages.get_by_text("Only here")).to_have_count(0)
    await messages.get_by_role("button", name="Replied to a thread").click()
    thread = page.get_by_role("region", name="Thread")
    for words in ("REQ-1", "Only here", "For all"):
        await expect(thread.get_by_text(words)).to_be_visible()
