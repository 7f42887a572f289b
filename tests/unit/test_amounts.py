"""Amounts of money, as people type them."""

import pytest

from bot.domain.amounts import LONGEST, whole_amount

AS_PEOPLE_TYPE = [
    "150000",
    "150,000",
    "150.000",
    "150 000",
    "150\u202f000",
    "150'000",
    "150’000",
    "1,50,000",
    "150k",
    " 150 K ",
    "0.15m",
    "0,15 M",
    "150,000.00",
    "150.000,00",
    "$150,000",
    "150k USD",
    "usd 150k",
    "１５０，０００",
    "١٥٠٬٠٠٠",
]


@pytest.mark.parametrize("typed", AS_PEOPLE_TYPE)
def test_an_amount_is_read_as_it_is_typed(typed: str) -> None:
    assert whole_amount(typed, "USD") == 150_000


@pytest.mark.parametrize(
    ("typed", "amount"), [("82.5k", 82_500), ("82,5k", 82_500), ("15,00,000", 1_500_000)]
)
def test_parts_of_a_thousand_and_groups_of_two_are_read_too(typed: str, amount: int) -> None:
    assert whole_amount(typed) == amount


@pytest.mark.parametrize(
    "typed",
    ["", "k", "a lot", "-150", "150-190k", "1e5", "150.50", "1,000,00", "150,000 190,000"],
)
def test_what_is_no_whole_number_is_none(typed: str) -> None:
    assert whole_amount(typed) is None


def test_what_nobody_is_paid_is_none() -> None:
    assert whole_amount("9" * LONGEST) == int("9" * LONGEST)
    assert whole_amount("9" * (LONGEST + 1)) is None


@pytest.mark.parametrize(("typed", "currency"), [("€150k", "USD"), ("$150k", "CAD")])
def test_the_sign_of_another_currency_is_not_taken(typed: str, currency: str) -> None:
    assert whole_amount(typed, currency) is None
