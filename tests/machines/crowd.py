"""Many people at once, each at their own screen, who do whatever comes to their mind.

They take no turns and wait for nobody: what they do is noted, with what Slack heard of it, and held
against the database afterwards (`afterwards.py`).
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from time import time

from aiohttp import ClientError

from bot.domain.role import StepKind
from sandbox import seed
from sandbox.finding import NotThere
from sandbox.person import Person
from sandbox.values import Channel
from sandbox.values import Person as Known
from sandbox.wire import Answer
from sandbox.workspace import Sandbox
from tests.machines.doing import Forms, Offer, Picks, offers
from tests.machines.reading import STEPS
from tests.stories.ways import comes_to_form

CHANNELS = (seed.HIRING, seed.SEARCH_TEAM, seed.GENERAL)
"""Where they all are, and requests are opened."""

GRACE = 1.8
"""Seconds in which an answer tells that what was asked is kept; a later one tells that it was asked
(decision 2)."""

PATIENCE = 3.0
"""Seconds that somebody waits for what should be on their screen, before they do something else."""

MOST_REQUESTS = 8
FIRST_REQUESTS = 2
"""Before there are as many, nobody does anything else."""
PICKS = 12


def everybody(count: int) -> list[Known]:
    """The company's people who are there, and as many more as make `count`."""
    known = [one for one in seed.people("hire-ml") if not (one.is_app or one.is_bot or one.deleted)]
    more = [
        Known(f"U0MORE{place:04}", f"more{place}", f"More {'ABCDEFGHIJKLMNOPQRST'[place]}")
        for place in range(count)
    ]
    return [*known, *more][:count]


def rooms(people: Iterable[Known]) -> list[Channel]:
    """The company's channels, with all of them in those that are acted in."""
    all_of_them = tuple(one.id for one in people)
    return [
        replace(one, members=(*all_of_them, seed.BOT_USER))
        for one in seed.channels()
        if one.id in CHANNELS
    ]


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did, and whether they were answered that it is so."""

    who: str
    what: str
    kept: bool
    began: float
    ended: float
    number: int = 0
    step: StepKind | None = None
    text: str = ""


@dataclass
class Crowd:
    workspace: Sandbox
    people: dict[str, Person]
    seed: int
    deeds: list[Deed] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)
    opened: int = 0

    @property
    def there(self) -> list[str]:
        return [*self.people]

    async def settles(self) -> None:
        """As long as somebody looks at what they did, before they go on."""
        await asyncio.sleep(0.4)

    async def acts(
        self, seconds: float, *, pause: float, enough: Callable[[], bool] = lambda: False
    ) -> None:
        """Everybody does something, looks up for about `pause` seconds, and does something else.

        They end when it is `enough`.
        """
        until = time() + seconds
        is_over = lambda: enough() or time() > until  # noqa: E731
        await asyncio.gather(*(self._lives(name, is_over, pause) for name in self.people))

    async def _lives(self, name: str, is_over: Callable[[], bool], pause: float) -> None:
        chance = random.Random(f"{self.seed} {name}")  # noqa: S311 -- repeatable on purpose
        one = _One(self, name, chance)
        await asyncio.sleep(chance.uniform(0, pause))
        while not is_over():
            try:
                await one.does_something()
            except NotThere:
                self.count("nothing, as it was not on the screen")
            except ClientError as lost:
                self.count(f"nothing, as their own line broke: {lost!r}")
            await asyncio.sleep(chance.uniform(0, 2 * pause))

    @property
    def told(self) -> str:
        """What was done, and how much of it was answered to be so."""
        answered = sum(one.kept for one in self.deeds)
        return f"{self.done}; {answered} of {len(self.deeds)} held against the database"

    def count(self, what: str) -> None:
        self.done[what] = self.done.get(what, 0) + 1


@asynccontextmanager
async def crowd(workspace: Sandbox, number: int) -> AsyncIterator[Crowd]:
    """All people of a workspace, at their screens; `number` is the seed of what they do."""
    async with AsyncExitStack() as stack:
        people = {
            one.real_name: await stack.enter_async_context(
                Person.joins(workspace.base_url, one.id, patience=PATIENCE)
            )
            for one in workspace.state.people.values()
            if not one.is_bot
        }
        yield Crowd(workspace, people, number)


class _One:
    """Somebody, and what comes to their mind."""

    def __init__(self, crowd: Crowd, name: str, chance: random.Random) -> None:
        self._crowd = crowd
        self._name = name
        self._chance = chance
        self._person = crowd.people[name]
        self._said = 0
        self._titles: dict[str, str] = {}
        self._ways: dict[str, tuple[int, Callable[[], Awaitable[None]]]] = {
            "ticks": (12, self._ticks),
            "notes": (6, self._notes),
            "works": (6, self._works),
            "opens": (3, self._opens),
            "asks": (2, self._asks),
            "home": (2, self._home),
        }

    async def does_something(self) -> None:
        if self._person.modal is not None:
            self._crowd.count("goes on in a window")
            await self._fills_in()
            return
        weights = [weight for weight, _ in self._ways.values()]
        (what,) = self._chance.choices([*self._ways], weights)
        if self._crowd.opened < FIRST_REQUESTS:
            what = "opens"
        elif not any(one.what == "open" for one in self._crowd.deeds):
            return
        self._crowd.count(what)
        await self._ways[what][1]()

    # What they do

    async def _ticks(self) -> None:
        number, boxes = await self._in_a_thread(lambda one: one.spot.widget.type == "checkboxes")
        if not boxes:
            return
        box = self._chance.choice(boxes)
        on = box.words.startswith("ticks")
        step = list(StepKind)[[name in box.words for name in STEPS].index(True)]
        began = self._crowd.workspace.clock.now()
        for answer in await self._once_or_twice(lambda: box.is_taken_by(self._person)):
            self._note("tick" if on else "untick", answer, began, number=number, step=step)

    async def _notes(self) -> None:
        number, menus = await self._in_a_thread(
            lambda one: one.choice is not None and "Notes" in one.choice.label
        )
        if not menus:
            return
        await self._chance.choice(menus).is_taken_by(self._person)
        await self._person.waits_until(lambda _: "Add note" in self._person.screen)
        text = self._something_new("noted")
        await self._person.fills("Add a note", text)
        began = self._crowd.workspace.clock.now()
        for answer in await self._once_or_twice(lambda: self._person.presses("Add note")):
            self._note("note", answer, began, number=number, text=text)
        await self._leaves_window()

    async def _works(self) -> None:
        _, there = await self._in_a_thread(lambda _: True)
        if there:
            await self._chance.choice(there).is_taken_by(self._person)
            await self._fills_in()

    async def _opens(self) -> None:
        if self._crowd.opened >= MOST_REQUESTS:
            await self._ticks()
            return
        self._crowd.opened += 1
        await self._goes_somewhere()
        await comes_to_form(self._person)
        await self._opens_what_is_in_the_form()
        await self._leaves_window()

    async def _opens_what_is_in_the_form(self) -> None:
        """Under a title by which it can be told again; the same one where it is sent once more."""
        top = self._person._eyes.top
        if top is None:
            return
        title = self._titles.setdefault(top["view"]["id"], self._something_new("wanted"))
        await self._person.fills("Title", title)
        began = self._crowd.workspace.clock.now()
        for answer in await self._once_or_twice(lambda: self._person.presses("Open request")):
            self._note("open", answer, began, text=title)

    async def _asks(self) -> None:
        await self._goes_somewhere()
        await self._person.types(self._chance.choice(["/hire-ml list", "/hire-ml status REQ-1"]))

    async def _home(self) -> None:
        await self._person.opens_home()
        there = offers(self._person)
        if there and self._chance.random() < 0.5:
            await self._chance.choice(there).is_taken_by(self._person)
            await self._fills_in()

    # How

    async def _once_or_twice(self, act: Callable[[], Awaitable[Answer]]) -> list[Answer]:
        """Some people click twice."""
        times = self._chance.choice((1, 1, 1, 2))
        answers = await asyncio.gather(*(act() for _ in range(times)), return_exceptions=True)
        for one in answers:
            if isinstance(one, BaseException) and not isinstance(one, NotThere | ClientError):
                raise one
        return [one for one in answers if isinstance(one, Answer)]

    def _note(self, what: str, answer: Answer, began: float, **more: object) -> None:
        said = answer.ack_body if isinstance(answer.ack_body, dict) else {}
        in_time = answer.ack_error is None and (answer.ack_ms or GRACE * 1000) < GRACE * 1000
        kept = answer.ok and in_time and said.get("response_action") in (None, "clear")
        who = self._person._wire.you
        ended = self._crowd.workspace.clock.now()
        self._crowd.deeds.append(Deed(who, what, kept, began, ended, **more))  # type: ignore[arg-type]

    def _something_new(self, verb: str) -> str:
        self._said += 1
        return f"{self._name} {verb} {self._said}"

    async def _goes_somewhere(self) -> None:
        channel = self._crowd.workspace.state.channels[self._chance.choice(CHANNELS)]
        await self._person.goes_to(f"#{channel.name}")

    async def _in_a_thread(self, right: Callable[[Offer], bool]) -> tuple[int, list[Offer]]:
        """What a request's thread offers, and which request it is."""
        eyes = self._person._eyes
        lists = [one for one in eyes.messages.values() if ": checklist, " in str(one["text"])]
        if not lists:
            return 0, []
        there = self._chance.choice(lists)
        await self._person.goes_to(
            f"#{self._crowd.workspace.state.channels[there['channel']].name}"
        )
        eyes.thread = there["thread_ts"]
        of_list = [
            one
            for one in offers(self._person, lambda spot: spot.place[1] == there["ts"])
            if right(one)
        ]
        return int(str(there["text"]).partition(":")[0].removeprefix("REQ-")), of_list

    async def _fills_in(self) -> None:
        numbers = [self._chance.randrange(60) for _ in range(PICKS)]
        forms = _Forms(self._crowd, self._name, Picks(numbers), self._opens_what_is_in_the_form)
        try:
            await forms.are_done_with()
        finally:
            await self._leaves_window()

    async def _leaves_window(self) -> None:
        await self._crowd.settles()
        if self._person.modal is not None:
            await self._person.closes()


class _Forms(Forms):
    """A copy has the title of its original: what is opened so is told by one of its own."""

    def __init__(
        self, crowd: Crowd, who: str, picks: Picks, opens: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__(crowd, who, picks, lambda _: None)
        self._opens = opens

    async def _open(self) -> None:
        await self._opens()
