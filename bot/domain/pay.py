"""What may be said of pay: a workspace's own bands, and when a figure is too thin or too old.

The limits are those of `hiring/research.md` 4.3. Nothing is converted from one currency to another.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.currencies import CURRENCIES
from bot.domain.refusals import Refusal
from bot.domain.role import BOTH_ROLES, Role, Seniority
from bot.domain.text import units

FEWEST_POSTINGS = 30
OLDEST = timedelta(days=400)

MOST_PAY = 2_000_000_000
"""A year, in the currencies with the smallest coins; what a database's integer holds."""
REGION_LIMIT, APPROVED_BY_LIMIT = 60, 60
"""In UTF-16 units."""


class Withheld(StrEnum):
    """Why a figure is not shown."""

    TOO_FEW = "too_few"
    TOO_OLD = "too_old"


def withheld(postings: int | None, as_of: date, today: date) -> Withheld | None:
    """Why not to show a figure, if so. `postings` is None for one that was not counted so."""
    if postings is not None and postings < FEWEST_POSTINGS:
        return Withheld.TOO_FEW
    return Withheld.TOO_OLD if is_old(as_of, today) else None


def is_old(as_of: date, today: date) -> bool:
    return today - as_of > OLDEST


@dataclass(frozen=True, slots=True)
class PayBand:
    """What a workspace pays, a year, by its own decision."""

    role: Role
    seniority: Seniority
    low: int
    high: int
    currency: str
    """Three letters, as in ISO 4217."""
    region: str
    """Where it holds; may be empty."""
    approved_by: str
    """As it was typed: "People team"."""
    as_of: date


class BandField(StrEnum):
    ROLE = "role"
    LOW = "low"
    HIGH = "high"
    CURRENCY = "currency"
    REGION = "region"
    APPROVED_BY = "approved_by"
    AS_OF = "as_of"


class BandFault(StrEnum):
    """What keeps a band from being kept, at which field."""

    OTHER_ROLE = "other_role"
    NO_LOW = "no_low"
    NO_HIGH = "no_high"
    UPSIDE_DOWN = "upside_down"
    NO_CURRENCY = "no_currency"
    LONG_REGION = "long_region"
    NOBODY = "nobody"
    LONG_NAME = "long_name"
    NOT_YET = "not_yet"

    @property
    def field(self) -> BandField:
        return _FIELDS[self]


@dataclass(eq=False)
class CannotKeepBand(Refusal):
    """A band with faults: all of them."""

    faults: tuple[BandFault, ...]


_FIELDS = {
    BandFault.OTHER_ROLE: BandField.ROLE,
    BandFault.NO_LOW: BandField.LOW,
    BandFault.NO_HIGH: BandField.HIGH,
    BandFault.UPSIDE_DOWN: BandField.HIGH,
    BandFault.NO_CURRENCY: BandField.CURRENCY,
    BandFault.LONG_REGION: BandField.REGION,
    BandFault.NOBODY: BandField.APPROVED_BY,
    BandFault.LONG_NAME: BandField.APPROVED_BY,
    BandFault.NOT_YET: BandField.AS_OF,
}


def tidied(band: PayBand) -> PayBand:
    return replace(
        band,
        currency=band.currency.strip().upper(),
        region=" ".join(band.region.split()),
        approved_by=" ".join(band.approved_by.split()),
    )


def faults(band: PayBand, today: date) -> tuple[BandFault, ...]:
    """What is wrong with a band, one fault a field at most; `today` is where its admin is."""
    return tuple(_faults(tidied(band), today))


def _faults(band: PayBand, today: date) -> Iterator[BandFault]:
    if band.role not in BOTH_ROLES:
        yield BandFault.OTHER_ROLE
    if not _is_pay(band.low):
        yield BandFault.NO_LOW
    if not _is_pay(band.high):
        yield BandFault.NO_HIGH
    elif _is_pay(band.low) and band.high < band.low:
        yield BandFault.UPSIDE_DOWN
    if band.currency not in CURRENCIES:
        yield BandFault.NO_CURRENCY
    if units(band.region) > REGION_LIMIT:
        yield BandFault.LONG_REGION
    if not band.approved_by:
        yield BandFault.NOBODY
    elif units(band.approved_by) > APPROVED_BY_LIMIT:
        yield BandFault.LONG_NAME
    if band.as_of > today:
        yield BandFault.NOT_YET


def _is_pay(amount: int) -> bool:
    return 0 < amount <= MOST_PAY
