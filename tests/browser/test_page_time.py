"""Instants on the page, in the zone of the person acted as."""

from typing import Any

import pytest

from tests.browser.conftest import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.soak]

ZONES = ("Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Chatham")
CALLS = """async ([name, ...given]) => (await import("/page/time.js"))[name](...given)"""
SEPTEMBER = 1_790_000_040  # a whole minute


async def test_local_time_and_instant_are_two_names_for_the_same(kitchen: Kitchen) -> None:
    page = await kitchen.page()

    async def time(*call: Any) -> Any:
        return await page.evaluate(CALLS, list(call))

    for zone in ZONES:
        for hours in range(0, 24 * 365, 24 * 29 + 5):
            instant = SEPTEMBER + hours * 3600
            assert await time("fromLocal", await time("toLocal", instant, zone), zone) == instant


async def test_monday_is_always_ahead_and_at_nine_on_the_wall(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    for zone in ZONES:
        for day in range(8):
            now = SEPTEMBER + day * 86_400
            ahead = await page.evaluate(CALLS, ["untilMonday", now, zone])
            local = await page.evaluate(CALLS, ["full", now + ahead, zone])
            assert 0 < ahead <= 8 * 86_400
            assert local.startswith("Mon, ")
            assert local.endswith("09:00")


# How months and weekdays are shortened changes with the browser's version: not asserted here.
WORDS = {
    "{date_num} {time}": "2026-09-21 16:14",
    "{date}": "21 September 2026",
    "{date_pretty} {time_secs}": "Today 16:14:00",
    "{ago}": "1 hour ago",
    "{unheard_of}": "{unheard_of}",
}


async def test_slacks_date_words_are_filled_in(kitchen: Kitchen) -> None:
    page = await kitchen.page()
    for pattern, words in WORDS.items():
        call = ["slackDate", SEPTEMBER, pattern, SEPTEMBER + 3600, "Europe/Berlin"]
        assert await page.evaluate(CALLS, call) == words
