"""The guide's pages: what Slack takes, how they turn. `test_guide_facts` reads them."""

from dataclasses import replace
from datetime import date

import pytest

from blocks import command
from blocks.guide import WORDS, PageRef, page, shared
from blocks.guide_pages import Page, parts
from blocks.kit import Message
from blocks.pay import Known
from bot.guide.load import load
from sandbox.strict import check_message
from tests import hiring

GUIDE = replace(load(), booking_url="https://example.com/book?with=us")

WHEN_ALL_WAS_NEW = Known(date(2025, 6, 1))
"""A day on which no figure is withheld."""

ALL = [(at, part) for at in Page for part in range(len(parts(GUIDE, at, WHEN_ALL_WAS_NEW)))]


@pytest.mark.parametrize(("at", "part"), ALL)
def test_slack_takes_every_page_in_both_forms(at: Page, part: int) -> None:
    ref = PageRef(at, part)
    for message in (
        page(GUIDE, ref, WHEN_ALL_WAS_NEW),
        page(GUIDE, ref, WHEN_ALL_WAS_NEW, shared=True),
        shared(GUIDE, ref, hiring.ANA, WHEN_ALL_WAS_NEW.today),
    ):
        for blocks in (message.blocks, message.plainer or message.blocks):
            assert check_message({"text": message.text, "blocks": blocks}) == []


@pytest.mark.parametrize("word", command.WORDS)
def test_slack_takes_every_answer_to_a_word_that_there_is_not(word: str) -> None:
    for typed in ("x", "<!channel>", "&" * 5000, "\u202e", "👩🏽‍🔬" * 40):
        for message in (command.meant(typed, word), command.unknown(typed)):
            assert check_message({"text": message.text, "blocks": message.blocks}) == []


def test_only_text_forms_are_without_a_table() -> None:
    for at, part in ALL:
        message = page(GUIDE, PageRef(at, part), WHEN_ALL_WAS_NEW)
        has_table = any(block["type"] == "table" for block in message.blocks)
        assert has_table == (message.plainer is not None)
        assert all(block["type"] != "table" for block in message.plainer or [])


def test_a_part_that_is_there_no_more_is_the_first() -> None:
    beyond, first = (page(GUIDE, PageRef(Page.ROLES, n), WHEN_ALL_WAS_NEW) for n in (7, 0))
    assert beyond == first


def test_without_a_booking_link_there_is_no_button_to_it() -> None:
    def links(message: Message) -> list[str]:
        rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
        return [one["url"] for row in rows for one in row if "url" in one]

    assert links(page(GUIDE, PageRef(Page.NEXT), WHEN_ALL_WAS_NEW)) == [GUIDE.booking_url]
    assert links(page(load(), PageRef(Page.NEXT), WHEN_ALL_WAS_NEW)) == []


def test_each_page_has_its_word() -> None:
    assert {word.id for word in WORDS.values()} < {f"/hire-ml {word}" for word in command.WORDS}
