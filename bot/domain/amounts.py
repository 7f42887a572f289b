"""Amounts of money, read as people type them."""

import re
import unicodedata

from bot.domain.currencies import SIGNS

LONGEST = 30
"""Characters of an amount that is worth reading."""

_SCALES = {"": 1, "K": 1_000, "M": 1_000_000}
_LIKE_AN_APOSTROPHE = str.maketrans({"’": "'", "ʼ": "'", "٬": ","})

# Groups of three, as most people write them, or of two before the last three, as in India. What
# parts the groups does not begin the decimals, too.
_AMOUNT = re.compile(
    r"(?P<whole>\d{1,3}(?P<gap>[ ,.'])(?:\d{2,3}(?P=gap))*\d{3}|\d+)"
    r"(?:(?!(?P=gap))[.,](?P<decimals>\d{1,2}))?"
    r" ?(?P<scale>[KM]?)"
)


def whole_amount(typed: str, currency: str = "") -> int | None:
    """`150,000`, `150 000`, `150.000`, `1,50,000`, `150k`, `0.15m` → 150000.

    The sign or the letters of its own `currency` may stand before or behind. Nothing for what is
    no number, or not a whole one.
    """
    text = unicodedata.normalize("NFKC", typed).translate(_LIKE_AN_APOSTROPHE).strip().upper()
    for mark in filter(None, (currency, SIGNS.get(currency))):
        text = text.removeprefix(mark).removesuffix(mark).strip()
    found = _AMOUNT.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        return None
    whole = "".join(one for one in found["whole"] if one.isdecimal())
    decimals = found["decimals"] or ""
    amount, rest = divmod(int(whole + decimals) * _SCALES[found["scale"]], 10 ** len(decimals))
    return None if rest else amount
