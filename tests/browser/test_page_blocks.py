"""Block Kit as the page draws it."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.browser.conftest import Kitchen
from tests.browser.kitchen import button, message_blocks, mrkdwn, plain, rich, rich_section

pytestmark = [pytest.mark.browser, pytest.mark.soak]


async def _message(kitchen: Kitchen) -> Locator:
    await kitchen.posts("Everything", message_blocks())
    return (await kitchen.page()).get_by_role("article")


async def test_every_block_is_drawn(kitchen: Kitchen) -> None:
    message = await _message(kitchen)
    await expect(
        message.get_by_role("heading", name="Everything in the kitchen 🎉")
    ).to_be_visible()
    await expect(message.get_by_role("table").first).to_contain_text("Nothing goes live before")
    await expect(message.get_by_role("columnheader", name="Points")).to_be_visible()
    await expect(message.get_by_role("figure", name="Median days")).to_contain_text("Interviews6.5")
    await expect(message.get_by_role("checkbox", name="Define the problem")).not_to_be_checked()
    await expect(message.get_by_role("combobox", name="Level")).to_be_visible()
    await expect(message.get_by_role("img", name="Churn by month")).to_be_visible()
    await expect(message.get_by_text("Card 3")).to_be_visible()
    await expect(message.get_by_text("Inside")).to_be_visible()
    await expect(message.get_by_role("button", name="Good")).to_be_visible()
    await expect(message.get_by_text("not drawn")).to_have_count(0)


async def test_mrkdwn_becomes_styles_links_mentions_and_dates(kitchen: Kitchen) -> None:
    message = await _message(kitchen)
    await expect(message.locator("strong", has_text=re.compile("^bold$")).first).to_be_visible()
    await expect(message.get_by_role("link", name="a link").first).to_have_attribute(
        "href", "https://example.com/guide"
    )
    await expect(message).to_contain_text("@Ana Ruiz, #hiring-ml, @here, 🎉 :not_known:")
    await expect(message).to_contain_text(
        re.compile(r"On 21 Sept? 2026 at 16:13; snake_case_stays, 2\*3\*4 too\.")
    )


async def test_entities_are_decoded_once_in_mrkdwn_and_not_at_all_in_plain_text(
    kitchen: Kitchen,
) -> None:
    await kitchen.posts(
        "R&D",
        [
            {"type": "section", "text": mrkdwn("3 &lt; 4 &amp;lt; 5")},
            {"type": "section", "text": plain("R&amp;D")},
        ],
    )
    message = (await kitchen.page()).get_by_role("article")
    await expect(message).to_contain_text("3 < 4 &lt; 5")
    await expect(message).to_contain_text("R&amp;D")


HOSTILE = (
    "<img src=x onerror=\"document.title='pwned'\">",
    "<script>document.title='pwned'</script>",
    "<javascript:document.title='pwned'|press me>",
    "<data:text/html,hello|and me>",
)


@pytest.mark.parametrize("words", HOSTILE)
async def test_hostile_text_stays_text(kitchen: Kitchen, words: str) -> None:
    leaf = {"type": "text", "text": words}
    link = {"type": "link", "url": "javascript:document.title='pwned'", "text": "rich link"}
    await kitchen.posts(
        words,
        [
            {"type": "section", "text": mrkdwn(words)},
            {"type": "section", "text": plain(words)},
            {"type": "markdown", "text": f"{words} [md](javascript:document.title='pwned')"},
            rich(rich_section(leaf, link)),
            {"type": "actions", "elements": [button(words[:75], "odd")]},
        ],
    )
    page = await kitchen.page()
    message = page.get_by_role("article")
    await expect(message.get_by_text("rich link")).to_be_visible()
    await expect(message.get_by_text(words, exact=False).first).to_be_visible()
    assert await message.locator("img, script").count() == 0
    assert await message.get_by_role("link").count() == 0
    assert await page.title() != "pwned"


async def test_a_block_the_page_cannot_draw_takes_nothing_else_with_it(kitchen: Kitchen) -> None:
    await kitchen.posts("A call", [{"type": "section", "text": mrkdwn("Known")}])
    page = await kitchen.page()
    await page.evaluate(
        """async () => {
            const { state } = await import("/page/state.js");
            const { redrawNow } = await import("/page/redraw.js");
            for (const messages of state.messages.values())
                for (const message of messages.values()) message.blocks.push({ type: "hologram" }, { type: "table" });
            redrawNow();
        }"""
    )
    await expect(page.get_by_text("Block not drawn: hologram")).to_be_visible()
    await expect(page.get_by_text("Block not drawn: table")).to_be_visible()
    await expect(page.get_by_text("Known")).to_be_visible()
