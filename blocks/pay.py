"""What the roles are paid: the workspace's own bands first, then what others say, each with its date.

The guide's salary page and "Show working" have it from here. The guide's medians are an article's
and are called so; what is too thin or too old is withheld, and said to be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from blocks import kit
from blocks.hiring_request import LEVELS
from blocks.remark import beside
from bot.domain.currencies import SIGNS
from bot.domain.pay import FEWEST_POSTINGS, OLDEST, PayBand, Withheld, is_old, withheld
from bot.domain.role import BOTH_ROLES, Role, Seniority
from bot.guide.values import Benchmark, Guide

UNIT = "US dollars a year"
SHORT = {Role.DATA_SCIENTIST: "Data Scientist", Role.ML_ENGINEER: "ML Engineer"}
OLD = f"old: over {OLDEST.days} days, ask for a new one"

ADVERTISED = {
    None: "all levels",
    Seniority.JUNIOR: "entry level",
    Seniority.MID: "mid level",
    Seniority.SENIOR: "senior",
    Seniority.LEAD: "lead",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What changes from workspace to workspace and from day to day."""

    today: date
    bands: tuple[PayBand, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    cells: tuple[str, ...]
    """One for each of `BOTH_ROLES`."""


def panel(guide: Guide, known: Known, *, table: bool = False) -> list[kit.Block]:
    """`table`: the figures as a native table, which messages alone can have."""
    rows = list(_rows(guide, known.today))
    return [
        *_bands(known),
        _as_table(rows) if table else _as_text(rows),
        _of_the_guide(guide),
        *_withheld(guide, known.today),
        *_sources(guide, known.today),
    ]


def _bands(known: Known) -> Iterator[kit.Block]:
    told = [_band(band, known.today) for band in known.bands]
    if len(told) == 1:
        yield kit.rich(kit.line(kit.bold("Your band: "), *told))
    elif told:
        yield kit.rich(kit.line(kit.bold("Your bands")), kit.bullets(*([one] for one in told)))


def _band(band: PayBand, today: date) -> str:
    old = f" · {OLD}" if is_old(band.as_of, today) else ""
    whose = f"{SHORT[band.role]}, {LEVELS[band.seniority].lower()}"
    return f"{whose}: {pays(band)} ({band.approved_by}, {band.as_of:%b %Y}){old}"


def pays(band: PayBand) -> str:
    """How much, and where."""
    sign = SIGNS.get(band.currency, f"{band.currency} ")
    where = f", {band.region}" if band.region else ""
    return f"{sign}{band.low:,}–{band.high:,}{where}"


def in_full(band: PayBand) -> str:
    """With who approved it, and the day."""
    return f"{pays(band)} ({approved(band)})"


def approved(band: PayBand) -> str:
    return f"{band.approved_by}, {kit.short_day(band.as_of)} {band.as_of.year}"


def _rows(guide: Guide, today: date) -> Iterator[_Row]:
    of = guide.pay
    medians = tuple(f"${of.guide.medians[role]:,}" for role in BOTH_ROLES)
    yield _Row("The guide: median total pay", medians)
    for level in of.levels:
        found = [of.benchmark(role, level) for role in BOTH_ROLES]
        if any(_hidden(one, today) is None for one in found):
            label = f"Job ads {found[0].year}: {ADVERTISED[level]}"
            yield _Row(label, tuple(_range(one, today) for one in found))
    if _official_hidden(guide, today) is None:
        counted = tuple(
            f"${of.official.medians[role]:,} ({of.official.counted[role]})" for role in BOTH_ROLES
        )
        yield _Row("Official: median", counted)


def _as_table(rows: Sequence[_Row]) -> kit.Block:
    head = (UNIT, *(SHORT[role] for role in BOTH_ROLES))
    return kit.table(
        [
            [kit.line(kit.bold(cell)) for cell in head],
            *([row.label, *row.cells] for row in rows),
        ]
    )


def _as_text(rows: Sequence[_Row]) -> kit.Block:
    told: list[list[kit.Part]] = [
        [
            kit.bold(f"{row.label}: "),
            ", ".join(
                f"{SHORT[role]} {cell}" for role, cell in zip(BOTH_ROLES, row.cells, strict=True)
            ),
        ]
        for row in rows
    ]
    return kit.rich(kit.line(kit.bold("Pay, "), f"in {UNIT}"), kit.bullets(*told))


def _of_the_guide(guide: Guide) -> kit.Block:
    of = guide.pay.guide
    return kit.note(
        f"The guide’s figures are an article’s, of {of.published:%b %Y}: {of.population}. {of.note}"
    )


def _withheld(guide: Guide, today: date) -> Iterator[kit.Block]:
    """What is known and not shown, and why."""
    hidden = [(one, why) for one in guide.pay.benchmarks if (why := _hidden(one, today))]
    old = [*_old_ads([one for one, why in hidden if why is Withheld.TOO_OLD])]
    if _official_hidden(guide, today):
        old.append(f"official medians of {guide.pay.official.as_of:%b %Y}")
    if old:
        yield kit.note(f"Withheld, older than {OLDEST.days} days: {'; '.join(old)}.")
    few = [
        f"{SHORT[one.role]}, {ADVERTISED[one.level]} ({one.postings})"
        for one, why in hidden
        if why is Withheld.TOO_FEW
    ]
    if few:
        yield kit.note(f"Withheld, fewer than {FEWEST_POSTINGS} job ads: {'; '.join(few)}.")


def _old_ads(old: Sequence[Benchmark]) -> Iterator[str]:
    """Said once for all levels that were counted together."""
    for year, as_of in dict.fromkeys((one.year, one.as_of) for one in old):
        most = {
            role: max(one.postings for one in old if one.role is role)
            for role in dict.fromkeys(one.role for one in old if one.as_of == as_of)
        }
        counted = ", ".join(f"{SHORT[role]} {postings:,}" for role, postings in most.items())
        yield f"job ads of {year} ({counted}; read {as_of:%b %Y})"


def _sources(guide: Guide, today: date) -> Iterator[kit.Block]:
    """Of the figures that are not the guide's: of whom, whose, and of when."""
    of = guide.pay
    told = []
    shown = next((one for one in of.benchmarks if _hidden(one, today) is None), None)
    if shown:
        told.append(
            f"Job ads: {shown.population}, middle of posted lows and highs; "
            f"{shown.source}, read {shown.as_of:%b %Y}."
        )
    if _official_hidden(guide, today) is None:
        official = of.official
        told.append(
            f"Official: {official.population}; {official.source}, {official.as_of:%b %Y}. "
            f"{official.note}"
        )
    if told:
        yield kit.note(" ".join(told))
    if shown:
        yield beside(of.beside)


def _hidden(one: Benchmark, today: date) -> Withheld | None:
    return withheld(one.postings, one.as_of, today)


def _official_hidden(guide: Guide, today: date) -> Withheld | None:
    return withheld(None, guide.pay.official.as_of, today)


def _range(one: Benchmark, today: date) -> str:
    if _hidden(one, today):
        return "withheld"
    low, high = (round(end / 1000) for end in (one.low, one.high))
    return f"${low}k–{high}k ({one.postings:,} ads)"
