"""Pay bands and their changes on screen, whatever was typed in them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from blocks import kit, pay_bands, settings_history
from blocks.pay_bands import BandKey
from bot.domain import pay
from bot.domain.pay import APPROVED_BY_LIMIT, MOST_PAY, REGION_LIMIT, PayBand
from bot.domain.permissions import Policy
from bot.domain.request_list import Found
from bot.domain.role import BOTH_ROLES, Seniority
from bot.domain.settings_history import BandChange, PolicyChange
from bot.domain.text import storable
from bot.services.settings_histories import PAGE
from sandbox.strict import check_view
from tests import hiring
from tests.unit.shown import said
from tests.unit.test_pay import BAND, TODAY

SAMPLES = ["x", "ж" * 60, "👩🏽‍🔬" * 20, "<!channel> *b* <https://x.y|z> & `c`", "\u202eabc\u0007"]
typed_texts = (st.sampled_from(SAMPLES) | st.text(st.characters(codec=None), max_size=60)).map(
    storable
)
KEY = BandKey(BAND.role, BAND.seniority)


def kept(region: str, approved_by: str) -> PayBand | None:
    """A band as an admin typed it, as large as can be; None where it would be refused."""
    band = replace(BAND, low=MOST_PAY, high=MOST_PAY, region=region, approved_by=approved_by)
    return None if pay.faults(band, TODAY) else pay.tidied(band)


def views(band: PayBand) -> Iterator[kit.View]:
    """Every view that shows it, each with as much of it as there can be."""
    every = [
        replace(band, role=role, seniority=seniority)
        for role in BOTH_ROLES
        for seniority in Seniority
    ]
    change = BandChange(hiring.NOW, hiring.ANA, band.role, band.seniority, band, band)
    yield pay_bands.pay_bands(every, TODAY)
    yield pay_bands.band_form(KEY, every, TODAY)
    yield pay_bands.band_form_again(band, change, TODAY)
    yield pay_bands.overtaken(change)
    yield settings_history.changes(Found((change,) * PAGE, 3 * PAGE, 2, PAGE))


def parsed(value: Any) -> Iterator[str]:
    """What Slack looks for marks and mentions in."""
    match value:
        case {"type": "mrkdwn", "text": str(text)}:
            yield text
        case dict():
            yield from (text for one in value.values() for text in parsed(one))
        case list():
            yield from (text for one in value for text in parsed(one))


def carried(view: kit.View) -> set[str]:
    return set(json.loads(view["private_metadata"]))


PLAIN = [{*parsed(view)} for view in views(BAND)]


@given(typed_texts, typed_texts)
def test_slack_takes_every_view_and_parses_nothing_that_was_typed(
    region: str, approved_by: str
) -> None:
    band = kept(region[:REGION_LIMIT], approved_by[:APPROVED_BY_LIMIT])
    if band is None:
        return
    for view, plain in zip(views(band), PLAIN, strict=True):
        assert check_view(view) == []
        assert {*parsed(view)} == plain
        assert carried(view) <= {"role", "seniority", "seen"}


def test_every_role_and_level_is_listed_with_what_is_set_and_what_is_missing() -> None:
    shown = said(pay_bands.pay_bands([BAND], TODAY)["blocks"])
    assert "Senior: $190,000–240,000, US-CA\nPeople team, 1 Sep 2026" in shown
    assert shown.count(": none") == len(BOTH_ROLES) * len(Seniority) - 1


def test_a_new_band_begins_with_the_currency_and_place_of_another() -> None:
    lead = BandKey(BAND.role, Seniority.LEAD)
    form = pay_bands.band_form(lead, [BAND], TODAY)
    elements = {one["block_id"]: one["element"] for one in form["blocks"] if "element" in one}
    assert elements["currency"]["initial_value"] == "USD"
    assert elements["region"]["initial_value"] == "US-CA"
    assert "initial_value" not in elements["low"]
    assert elements["as_of"]["initial_date"] == TODAY.isoformat()


def test_a_change_says_from_what_to_what() -> None:
    policy = PolicyChange(hiring.NOW, hiring.ANA, Policy(), Policy(steps_by_team_only=True))
    gone = BandChange(hiring.NOW, hiring.SAM, BAND.role, BAND.seniority, BAND, None)
    shown = said(settings_history.changes(Found((gone, policy), 2, 1, PAGE))["blocks"])
    assert (
        "Pay band, ML Engineer, senior: $190,000–240,000, US-CA (People team, 1 Sep 2026) → none"
        in shown
    )
    assert "everybody who sees the request → its hiring team only" in shown
    assert "Nobody has set" in said(settings_history.changes(Found())["blocks"])
