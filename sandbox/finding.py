"""Which one thing on a screen a person means by some words."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, TypeVar
from zoneinfo import ZoneInfo

from sandbox.elements import TYPED
from sandbox.eyes import Eyes, Spot
from sandbox.values import Json
from sandbox.widgets import PRESSED, TICKED, Choice, Widget

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_KINDS: Final = ("public", "private", "im")


class NotThere(AssertionError):  # noqa: N818  it reads as what a person would say
    """The words are not on the screen, or fit more than one thing on it."""


@dataclass(frozen=True, slots=True)
class Named(Generic[T_co]):
    """A thing, the words that name it, and the words around it.

    `near` are those of its own block and what that belongs to, `above` those of each block before
    it, `around` all of its message.
    """

    labels: tuple[str, ...]
    thing: T_co
    near: str = ""
    around: str = ""
    above: tuple[str, ...] = ()

    def below(self, words: str) -> int:
        """How many blocks after the last one with these words it comes; 0 where none has them."""
        return next((n for n, text in enumerate(reversed(self.above), 1) if words in text), 0)


def one_of(
    panes: Sequence[Iterable[Named[T]]], said: str, what: str, *, under: str | None = None
) -> T:
    """The thing called `said`, in the first pane that has one.

    Exactly so, else beginning so, else with these words in it. `under` are words near to it, else
    the nearest above it, else any in the same message or view. Raises NotThere, which names what
    there is.
    """
    there: list[str] = []
    for pane in panes:
        named = list(pane)
        there += [one.labels[0] for one in named if one.labels]
        found = _called(named, said) if under is None else _called_under(named, said, under)
        if len(found) == 1:
            return found[0].thing
        if found:
            many = [f"{one.labels[0]!r} near {(one.near or one.around)[:60]!r}" for one in found]
            raise NotThere(f"More than one {what} fits {said!r}: {'; '.join(many)}")
    raise NotThere(
        f"There is no {what} {said!r}; there are: {', '.join(map(repr, there)) or 'none'}"
    )


def _called_under(named: list[Named[T]], said: str, under: str) -> list[Named[T]]:
    return (
        _called([one for one in named if under in one.near], said)
        or _nearest(_called([one for one in named if one.below(under)], said), under)
        or _called([one for one in named if under in one.around], said)
    )


def _nearest(named: list[Named[T]], under: str) -> list[Named[T]]:
    """In each message, what stands closest under the words."""
    least: dict[str, int] = {}
    for one in named:
        least[one.around] = min(one.below(under), least.get(one.around, one.below(under)))
    return [one for one in named if one.below(under) == least[one.around]]


def _called(named: list[Named[T]], said: str) -> list[Named[T]]:
    fits: tuple[Callable[[str], bool], ...] = (
        lambda label: label == said,
        lambda label: label.startswith(said),
        lambda label: said in label,
    )
    for fit in fits:
        found = [one for one in named if any(fit(label) for label in one.labels)]
        if found:
            return found
    return []


def _named_spots(eyes: Eyes, right: Callable[[Widget], bool]) -> list[list[Named[Spot]]]:
    return [
        [
            Named(spot.widget.labels, spot, spot.widget.near, spot.around, spot.widget.above)
            for spot in pane
            if right(spot.widget)
        ]
        for pane in eyes.spots()
    ]


def buttons(eyes: Eyes) -> list[list[Named[Spot]]]:
    return _named_spots(eyes, lambda widget: widget.type in PRESSED)


def text_fields(eyes: Eyes) -> list[list[Named[Spot]]]:
    return _named_spots(eyes, lambda widget: widget.type in TYPED)


def choice_fields(eyes: Eyes) -> list[list[Named[Spot]]]:
    return _named_spots(eyes, lambda widget: widget.is_field and widget.type not in TYPED)


def choices(eyes: Eyes) -> list[list[Named[tuple[Spot, Choice]]]]:
    """Radio buttons and checkboxes, which lie open, before the options of menus."""
    panes = eyes.spots()
    return [[*_choices(pane, open_ones=opened)] for opened in (True, False) for pane in panes]


def _choices(pane: list[Spot], *, open_ones: bool) -> Iterator[Named[tuple[Spot, Choice]]]:
    for spot in pane:
        widget = spot.widget
        if widget.is_field and (widget.type in TICKED) is open_ones:
            for choice in widget.choices:
                around = (widget.near, spot.around, widget.above)
                yield Named((choice.label,), (spot, choice), *around)


def value_of(eyes: Eyes, widget: Widget, said: str) -> object:
    """What `said` stands for in this field: an option's value, an id, a date."""
    if widget.type in ("datepicker", "timepicker"):
        return said
    if widget.type == "datetimepicker":
        return _seconds(said, eyes.reader.zone)
    offered: list[Named[str]] = [Named((one.label,), one.value) for one in widget.choices]
    if "users_select" in widget.type:
        offered = list(_people(eyes))
    elif "channels_select" in widget.type:
        offered = list(_conversations(eyes, {"public"}))
    elif "conversations_select" in widget.type:
        wanted = widget.element.get("filter", {}).get("include", _KINDS)
        offered = list(_conversations(eyes, set(wanted)))
    return one_of([offered], said, "choice")


def _people(eyes: Eyes) -> Iterator[Named[str]]:
    for user in eyes.users.values():
        if not user["deleted"]:
            yield Named((user["real_name"], user["name"], f"@{user['name']}"), user["id"])


def channel(eyes: Eyes, name: str) -> Json:
    """In the sidebar: `#hiring-ml`, or `@Sam Cole` for direct messages. Raises NotThere."""
    for one in eyes.channels.values():
        if one["name"] == name.lstrip("#@") and (one["kind"] == "im") is name.startswith("@"):
            return one
    raise NotThere(f"There is no {name} in the sidebar")


def _conversations(eyes: Eyes, kinds: set[str]) -> Iterator[Named[str]]:
    for channel in eyes.channels.values():
        if channel["kind"] in kinds and not channel["archived"]:
            yield Named((eyes.channel_name(channel["id"]), channel["name"]), channel["id"])


def _seconds(said: str, zone: str) -> int:
    wall = datetime.strptime(said, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone))
    return int(wall.timestamp())
