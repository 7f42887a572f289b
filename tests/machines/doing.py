"""What people do with whatever their screens offer, by picks that somebody else makes for them."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar

from sandbox.eyes import Spot
from sandbox.person import Person
from sandbox.widgets import Choice
from sandbox.wire import Answer
from sandbox.workspace import Sandbox

T = TypeVar("T")

MOST_FORMS = 4
"""Windows and forms that lead to each other, before everything is closed."""

ELSEWHERE = {"Checklist", "Thread", "Open the thread", "Guide", "Settings", "Whom do we need?"}
"""Buttons that lead away from requests."""


class Picks:
    """Numbers that choose: the same numbers choose the same, as long as the screens are the same."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._numbers = list(numbers)
        self._next = 0

    def of(self, there: Sequence[T]) -> T:
        number = self._numbers[self._next % len(self._numbers)]
        self._next += 1
        return there[number % len(there)]

    def yes(self) -> bool:
        return self.of((False, True))


@dataclass(frozen=True)
class Offer:
    """Something on a screen that can be pressed or ticked."""

    words: str
    spot: Spot
    choice: Choice | None = None

    @property
    def what(self) -> tuple[object, ...]:
        """Two with the same are one."""
        widget, chosen = self.spot.widget, self.choice.value if self.choice else None
        return self.spot.place, widget.block["block_id"], widget.element["action_id"], chosen

    async def is_taken_by(self, person: Person) -> Answer:
        widget = self.spot.widget
        if self.choice is None:
            return await person._touches(self.spot, widget.value)
        if widget.type == "checkboxes":
            return await person._ticked(self.spot, self.choice, on=not widget.holds(self.choice))
        return await person._touches(self.spot, self.choice.value)


def offers(person: Person, right: Callable[[Spot], bool] = lambda _: True) -> list[Offer]:
    """All that can be done in what is in front of somebody."""
    spots = [spot for pane in person._eyes.spots() for spot in pane if right(spot)]
    # A card stands in its channel and on top of its thread: what it offers is one thing.
    return list({one.what: one for spot in spots for one in _offered(spot)}.values())


def _offered(spot: Spot) -> Iterator[Offer]:
    widget = spot.widget
    label, near = widget.labels[0] if widget.labels else "", widget.near.split("\n")[0]
    if widget.type == "button" and label not in ELSEWHERE and "url" not in widget.element:
        yield Offer(f"[{label}] near “{near}”", spot)
    elif widget.type == "overflow":
        yield from (Offer(f"⋯ {one.label} near “{near}”", spot, one) for one in widget.choices)
    elif widget.type == "checkboxes" and widget.block["type"] == "actions":
        for one in widget.choices:
            verb = "unticks" if widget.holds(one) else "ticks"
            yield Offer(f"{verb} {one.label}", spot, one)


def of_thread(person: Person, thread: str) -> Callable[[Spot], bool]:
    """Whether something stands in a request's thread, its card, or what one reader sees there."""

    def right(spot: Spot) -> bool:
        message = person._eyes.messages.get(spot.place)
        return message is not None and thread in (message["ts"], message["thread_ts"])

    return right


# Forms -----------------------------------------------------------------------------------------


class Around(Protocol):
    """Where people are, and who is there with them."""

    @property
    def workspace(self) -> Sandbox: ...

    @property
    def people(self) -> Mapping[str, Person]: ...

    @property
    def there(self) -> list[str]: ...

    async def settles(self) -> None:
        """Until what somebody just did has been answered."""


class Forms:
    """Fills in whatever form is in front of somebody, and whatever comes of it."""

    def __init__(
        self, company: Around, who: str, picks: Picks, told: Callable[[str], None]
    ) -> None:
        self._company = company
        self._who = who
        self._person = company.people[who]
        self._picks = picks
        self._told = told

    async def are_done_with(self) -> None:
        """Until nothing lies in front of anything any more."""
        for _ in range(MOST_FORMS):
            await self._company.settles()
            title = self._person.modal
            if title is None:
                return
            if title.startswith("REQ-"):
                await self._works_in_window()
            elif (way := self._way(title)) is not None:
                self._told(f"{self._who} fills in “{title}”")
                await way()
            else:
                break
        await self._company.settles()
        if self._person.modal is not None:
            shown = self._person.screen.replace("\n", " / ")[:200]
            self._told(f"{self._who} closes {shown}")
            await self._person.closes()
            await self._company.settles()

    async def _works_in_window(self) -> None:
        there = offers(self._person)
        if not there:
            await self._person.closes()
            return
        chosen = self._picks.of(there)
        self._told(f"{self._who}, in the window: {chosen.words}")
        await chosen.is_taken_by(self._person)

    async def _chooses(self, label: str, options: Iterable[str | None]) -> None:
        await self._person.chooses(label, self._picks.of(list(options)))

    async def _why(self, submit: str, *reasons: str) -> None:
        reason = self._picks.of(reasons)
        await self._person.chooses("Why?", reason)
        if self._picks.yes() or reason == "Something else":
            await self._person.fills("In a few words", f"{self._who} says so\nand more")
        await self._person.presses(submit)

    async def _hold(self) -> None:
        await self._why("Put on hold", "Budget", "An approval", "No fitting candidates")

    async def _cancel(self) -> None:
        await self._why("Cancel request", "The need has changed", "Budget", "Something else")

    async def _fill(self) -> None:
        if "How many of the" in self._person.screen and self._picks.yes():
            await self._person.fills("How many of the", "2")
        if self._picks.yes():
            await self._person.fills("By whom?", "J. D.")
        await self._person.presses("Record")

    async def _reopen(self) -> None:
        if self._picks.yes():
            await self._person.fills("How many more", "1")
        else:
            (spot,) = [one for one in self._spots() if one.widget.type == "multi_static_select"]
            if spot.widget.choices:
                chosen = [self._picks.of(spot.widget.choices).label]
                await self._person.chooses("Who does not come", chosen)
        await self._person.presses("Reopen")

    def _spots(self) -> list[Spot]:
        return [spot for pane in self._person._eyes.spots() for spot in pane]

    def _today(self) -> datetime:
        return datetime.fromtimestamp(self._company.workspace.clock.now(), UTC)

    def _some_people(self) -> list[str]:
        there = self._company.there
        count = self._picks.of((0, 1, 2))
        return list(dict.fromkeys(self._picks.of(there) for _ in range(count)))

    def _some_day(self) -> str | None:
        days = self._picks.of((None, 1, 30, 200, -3))
        return f"{self._today() + timedelta(days=days):%Y-%m-%d}" if days else None

    async def _edit(self) -> None:
        picks, person = self._picks, self._person
        if picks.yes():
            await person.fills("Title", picks.of(("Renamed", "Open · 5 of 5", "Next: nobody")))
        if picks.yes():
            await person.fills("Openings", picks.of(("1", "2", "3")))
        if picks.yes():
            await person.chooses("Recruiter", self._some_people())
        if picks.yes():
            await person.chooses("Start by", self._some_day())
        if picks.yes():
            await person.ticks("Move the dates")
        if "Listed for the hiring team only" in person.screen and picks.yes():
            (spot,) = [one for one in self._spots() if one.widget.labels[:1] == ("Confidential",)]
            (box,) = spot.widget.choices
            await person._ticked(spot, box, on=not spot.widget.holds(box))
        await person.presses("Save")

    async def _hand_over(self) -> None:
        if "Whose part?" in self._person.screen and self._picks.yes():
            await self._chooses("Whose part?", self._company.there)
        await self._chooses("To whom?", self._company.there)
        await self._person.presses("Hand over")

    async def _arrange(self) -> None:
        if self._picks.yes():
            await self._chooses("Who does it?", (*self._company.there, None))
        if self._picks.yes():
            await self._person.chooses("Until when?", self._some_day())
        await self._person.presses("Save")

    async def _block(self) -> None:
        await self._chooses("What is missing?", ("Budget", "Pay", "A legal question"))
        if self._picks.yes():
            await self._person.fills("In a few words", "Finance has to *sign* first")
        await self._person.chooses("On whom does it wait?", self._some_people())
        await self._person.presses("Save" if "[Save]" in self._person.screen else "Mark as blocked")

    async def _note(self) -> None:
        if "[Add note]" in self._person.screen and self._picks.yes():
            await self._person.fills("Add a note", f"{self._who} was here")
            await self._person.presses("Add note")
        else:
            await self._person.closes()

    async def _open(self) -> None:
        await self._person.presses("Open request")

    def _way(self, title: str) -> Callable[[], Awaitable[None]] | None:
        if title.startswith("Edit REQ-"):
            return self._edit
        return {
            "Put on hold": self._hold,
            "Cancel the request": self._cancel,
            "Fill": self._fill,
            "Reopen": self._reopen,
            "Hand over": self._hand_over,
            "Owner and date": self._arrange,
            "What blocks it?": self._block,
            "Notes and history": self._note,
            "Open the request": self._open,
        }.get(title)
