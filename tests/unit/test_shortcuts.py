"""What a shortcut is read as, and the address that is made for its message."""

from typing import Any

import pytest

from bot.domain.identity import Person
from bot.slack import payloads, shortcuts

TS = "1790000000.000200"


def picked_on(**more: Any) -> dict[str, Any]:
    return {
        "type": "message_action",
        "callback_id": "plan.from_message",
        "user": {"id": "U0ANA", "team_id": "T0ACME"},
        "team": {"id": "T0ACME", "domain": "acme"},
        "trigger_id": "1.2.3",
        "response_url": "https://hooks.slack.com/app/T0ACME/333/abc",
        "message_ts": TS,
        "channel": {"id": "C0HIRING", "name": "ml-hiring"},
        "message": {"type": "message", "user": "U0LI", "text": "R&amp;D\0", "ts": TS},
    } | more


def test_a_global_shortcut_says_who_picked_it() -> None:
    body = {key: picked_on()[key] for key in ("user", "team", "trigger_id", "callback_id")}
    body |= {"type": "shortcut"}
    assert payloads.addresses_of(body) == (("shortcut", "plan.from_message"),)
    picked = shortcuts.picked(body)
    assert (picked.workspace, picked.person) == ("T0ACME", Person("T0ACME", "U0ANA"))
    assert picked.trigger == "1.2.3"


def test_a_message_shortcut_brings_its_message() -> None:
    assert payloads.addresses_of(picked_on()) == (("message_shortcut", "plan.from_message"),)
    picked = shortcuts.picked_on(picked_on())
    assert (picked.text, picked.channel) == ("R&amp;D", "C0HIRING")
    assert picked.permalink == "https://acme.slack.com/archives/C0HIRING/p1790000000000200"


def test_a_reply_is_found_in_its_thread() -> None:
    message = {"text": "So", "ts": TS, "thread_ts": "1790000000.000100"}
    assert shortcuts.picked_on(picked_on(message=message)).permalink == (
        "https://acme.slack.com/archives/C0HIRING/p1790000000000200"
        "?thread_ts=1790000000.000100&cid=C0HIRING"
    )


def test_the_first_message_of_a_thread_is_found_in_its_channel() -> None:
    message = {"text": "So", "ts": TS, "thread_ts": TS}
    assert "?" not in shortcuts.picked_on(picked_on(message=message)).permalink


def test_a_government_workspace_has_its_own_host() -> None:
    body = picked_on(response_url="https://hooks.slack-gov.com/app/1/2/3")
    assert shortcuts.picked_on(body).permalink.startswith("https://acme.slack-gov.com/archives/")


@pytest.mark.parametrize(
    "channel",
    [
        {"id": "D0ANALI", "name": "directmessage"},
        {"id": "G0THREE", "name": "mpdm-ana--li--sam-1"},
        {"id": "C0THREE", "name": "mpdm-ana--li--sam-1"},
    ],
)
def test_a_direct_message_stays_between_its_people(channel: dict[str, str]) -> None:
    picked = shortcuts.picked_on(picked_on(channel=channel))
    assert (picked.channel, picked.permalink, picked.text) == (None, "", "R&amp;D")


@pytest.mark.parametrize(
    "more",
    [
        {"team": {"id": "T0ACME"}},
        {"team": {"id": "T0ACME", "domain": "evil.example/"}},
        {"message_ts": "../p1"},
        {"channel": {"id": "C0/../..", "name": "x"}},
    ],
)
def test_an_address_is_made_of_what_is_sure_or_not_at_all(more: dict[str, Any]) -> None:
    assert shortcuts.picked_on(picked_on(**more)).permalink == ""


def test_a_bots_message_without_words_is_a_message_too() -> None:
    body = picked_on(message={"subtype": "bot_message", "bot_id": "B0X", "ts": TS})
    assert shortcuts.picked_on(body).text == ""
