from pathlib import Path

import pytest

from bot.settings import WrongSetting, environment, for_http

NEEDED = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "secret"}


def test_a_booking_link_stays_as_it_was_written() -> None:
    link = "https://cal.example.com/scoping?with=us"
    real = {**NEEDED, "BOOKING_URL": link}
    assert for_http(environment(real, dotenv=Path("none"))).booking_url == link


def test_without_one_there_is_none() -> None:
    assert for_http(NEEDED).booking_url is None


def test_what_is_no_web_address_is_refused_by_name() -> None:
    with pytest.raises(WrongSetting, match="BOOKING_URL"):
        for_http({**NEEDED, "BOOKING_URL": "javascript:alert(1)"})
