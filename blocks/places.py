"""Countries and time zones to choose from. A menu takes a hundred options, a group of them as many."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from unicodedata import normalize

from blocks.inputs import Option
from bot.domain.countries import countries, zones

MOST_OPTIONS = 100

Groups = list[tuple[str, list[Option]]]


@cache
def country_groups() -> Groups:
    """By first letter."""

    def letter(option: Option) -> str:
        return normalize("NFD", option[1])[0]

    by_name = sorted(countries().items(), key=lambda one: normalize("NFD", one[1]))
    return [(first, [*group]) for first, group in groupby(by_name, letter)]


def zone_groups(chosen: str) -> Groups:
    """By part of the world. One `chosen` that nobody lives in, such as GMT, stands at the end."""
    others = [] if chosen in zones() else [chosen]
    return [*_regions(), ("Other", [_zone(zone) for zone in (*_placeless(), *others)])]


@cache
def _regions() -> Groups:
    placed = [zone for zone in zones() if "/" in zone]
    return [
        group
        for region, found in groupby(placed, lambda zone: zone.partition("/")[0])
        for group in _halves(region, [_zone(zone) for zone in found])
    ]


def _placeless() -> list[str]:
    return [zone for zone in zones() if "/" not in zone]


def _halves(region: str, options: list[Option]) -> Iterator[tuple[str, list[Option]]]:
    if len(options) <= MOST_OPTIONS:
        yield region, options
        return
    middle = len(options) // 2
    yield f"{region}, first half", options[:middle]
    yield f"{region}, second half", options[middle:]


def _zone(zone: str) -> Option:
    return zone, zone.replace("_", " ")
