"""Pay: what is shown, what is withheld and said to be, what a band must be."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks import refusals
from blocks.guide import PageRef, page, shared
from blocks.guide_pages import Page
from blocks.pay import Known, panel
from bot.domain import pay
from bot.domain.pay import FEWEST_POSTINGS, OLDEST, BandFault, PayBand, Withheld, withheld
from bot.domain.role import Role, Seniority
from bot.guide.load import load
from bot.guide.values import Guide
from sandbox.strict import check_message, check_view
from tests import hiring
from tests.unit.shown import said

GUIDE = load()
TODAY = date(2026, 11, 24)
WHEN_ALL_WAS_NEW = date(2025, 6, 1)
BAND = PayBand(
    role=Role.ML_ENGINEER,
    seniority=Seniority.SENIOR,
    low=190_000,
    high=240_000,
    currency="USD",
    region="US-CA",
    approved_by="People team",
    as_of=date(2026, 9, 1),
)


def test_thirty_postings_and_four_hundred_days_are_the_limits() -> None:
    assert withheld(FEWEST_POSTINGS, TODAY - OLDEST, TODAY) is None
    assert withheld(FEWEST_POSTINGS - 1, TODAY, TODAY) is Withheld.TOO_FEW
    assert withheld(None, TODAY - OLDEST - timedelta(days=1), TODAY) is Withheld.TOO_OLD
    assert (FEWEST_POSTINGS, OLDEST.days) == (30, 400)


def test_what_is_too_old_is_withheld_in_a_sentence_and_the_guides_medians_stay() -> None:
    shown = said(panel(GUIDE, Known(TODAY)))
    assert "Data Scientist $154,000, ML Engineer $159,000" in shown
    assert "The guide’s figures are an article’s, of Feb 2026" in shown
    assert (
        "Withheld, older than 400 days: job ads of 2024 (Data Scientist 3,997, ML Engineer 2,052; "
        "read Jan 2025); official medians of May 2024." in shown
    )
    assert not any(
        figure in shown for figure in ("$124k", "$250k", "112,590", "133,080", "quarter")
    )


def test_what_is_new_enough_comes_with_population_date_and_postings() -> None:
    shown = said(panel(GUIDE, Known(WHEN_ALL_WAS_NEW)))
    assert "Job ads 2024: all levels: Data Scientist $124k–190k (3,997 ads)" in shown
    assert "US, full time, advertised base pay" in shown
    assert "read Jan 2025" in shown
    assert "Withheld" not in shown


def few(guide: Guide, role: Role, level: Seniority) -> Guide:
    benchmarks = tuple(
        replace(one, postings=16) if (one.role, one.level) == (role, level) else one
        for one in guide.pay.benchmarks
    )
    return replace(guide, pay=replace(guide.pay, benchmarks=benchmarks))


def test_too_few_postings_are_withheld_in_a_sentence_that_counts_them() -> None:
    guide = few(GUIDE, Role.ML_ENGINEER, Seniority.SENIOR)
    shown = said(panel(guide, Known(WHEN_ALL_WAS_NEW)))
    assert "senior: Data Scientist $136k–205k (2,420 ads), ML Engineer withheld" in shown
    assert "Withheld, fewer than 30 job ads: ML Engineer, senior (16)." in shown


def test_the_workspaces_own_band_comes_first_with_its_date_and_who_approved_it() -> None:
    shown = said(panel(GUIDE, Known(TODAY, (BAND,))))
    assert shown.startswith(
        "Your band: ML Engineer, senior: $190,000–240,000, US-CA (People team, Sep 2026)"
    )
    assert "old:" not in shown


def test_a_band_keeps_its_currency() -> None:
    for currency, money in (("EUR", "€80,000–95,000"), ("CAD", "CAD 80,000–95,000")):
        band = replace(BAND, low=80_000, high=95_000, currency=currency)
        assert money in said(panel(GUIDE, Known(TODAY, (band,))))


def test_an_old_band_is_shown_and_called_old() -> None:
    old = replace(BAND, as_of=TODAY - OLDEST - timedelta(days=1))
    shown = said(panel(GUIDE, Known(TODAY, (BAND, old))))
    assert shown.startswith("Your bands")
    assert shown.count("old: over 400 days") == 1
    assert "Oct 2025" in shown


def test_a_page_that_is_shared_has_no_band_in_it() -> None:
    ref = PageRef(Page.SALARY)
    assert "Your band" in said(page(GUIDE, ref, Known(TODAY, (BAND,))).blocks)
    assert "Your band" not in said(shared(GUIDE, ref, hiring.ANA, TODAY).blocks)


SCRIPTS = st.sampled_from(
    ["x", "ж", "機", "👩🏽‍🔬", "<!channel> *b* <https://x.y|z> & ", "\u202eabc"]
)


@given(SCRIPTS, st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_slack_takes_the_panel_with_every_band_there_can_be(script: str, today: date) -> None:
    bands = tuple(
        replace(BAND, role=role, seniority=level, region=script * 9, approved_by=script * 9)
        for role in (Role.DATA_SCIENTIST, Role.ML_ENGINEER)
        for level in Seniority
    )
    for table in (True, False):
        blocks = panel(GUIDE, Known(today, bands), table=table)
        assert check_message({"text": "Pay", "blocks": blocks}) == []
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Pay"}, "blocks": blocks}
    assert check_view(view) == []


FAULTS: dict[BandFault, dict[str, Any]] = {
    BandFault.OTHER_ROLE: {"role": Role.OTHER},
    BandFault.NO_LOW: {"low": 0},
    BandFault.NO_HIGH: {"high": pay.MOST_PAY + 1},
    BandFault.UPSIDE_DOWN: {"low": 240_001},
    BandFault.NO_CURRENCY: {"currency": "USB"},
    BandFault.LONG_REGION: {"region": "x" * 61},
    BandFault.NOBODY: {"approved_by": " \n"},
    BandFault.LONG_NAME: {"approved_by": "x" * 61},
    BandFault.NOT_YET: {"as_of": TODAY + timedelta(days=1)},
}


@pytest.mark.parametrize("fault", BandFault)
def test_each_fault_of_a_band_is_found_and_has_its_sentence(fault: BandFault) -> None:
    assert pay.faults(replace(BAND, **FAULTS[fault]), TODAY) == (fault,)
    assert refusals.band_fault(fault).endswith(".")


def test_what_is_no_number_is_not_compared_with_the_other_one() -> None:
    assert pay.faults(replace(BAND, low=0, high=1), TODAY) == (BandFault.NO_LOW,)
    assert pay.faults(replace(BAND, low=0, high=0), TODAY) == (BandFault.NO_LOW, BandFault.NO_HIGH)


def test_a_band_is_tidied_before_it_is_judged() -> None:
    typed = replace(BAND, currency=" usd ", region=" US  CA ", approved_by=" People\nteam ")
    assert pay.faults(typed, TODAY) == ()
    assert pay.tidied(typed) == replace(BAND, region="US CA")
