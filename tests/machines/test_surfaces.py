"""Card, checklist, Home, list, status and window agree after any sequence of what people do.

Several people act on whatever their screens offer, also on screens and forms that others have made
stale. After each step all that everybody sees is read as people read it, and held against the
database. `make soak` tells longer stories than `make test` has time for.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from bot.domain.checklist import Step
from bot.domain.hiring_request import HiringRequest
from bot.domain.history import Change, What
from bot.slack.posting import nonce_of
from bot.store.tables import outbox
from sandbox.person import Person
from sandbox.values import Message
from tests.machines.company import PEOPLE, Company, Lived
from tests.machines.doing import Forms, Offer, Picks, of_thread, offers
from tests.machines.explaining import explains
from tests.machines.surfaces import Surfaces, all_requests, reader
from tests.machines.truth import USERS
from tests.stories import kept
from tests.stories.ways import comes_to_form

STORIES = int(os.environ.get("STORIES", "6"))
LENGTH = int(os.environ.get("STORY_LENGTH", "12"))

WHO = st.sampled_from(list(PEOPLE))
NUMBER = st.integers(0, 999)
PICKS = st.lists(st.integers(0, 59), min_size=6, max_size=6)

MOST_REQUESTS = 4

Versioned = HiringRequest | Step


class People(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.lived = Lived()
        self.company = self.lived.company
        self.turn = 0
        self.requests: dict[int, HiringRequest] = {}
        self.opened: dict[int, HiringRequest] = {}
        self.before: dict[int, HiringRequest] = {}
        self.history: dict[int, tuple[Change, ...]] = {}
        self.acting: set[str] = set()
        self.heard = 0

    def teardown(self) -> None:
        self.lived.ends()

    def do(self, work: Coroutine[Any, Any, None], *who: str) -> None:
        self.acting = {USERS[one] for one in who}
        self.lived.run(work)
        self.lived.run(self.company.settles())
        found = self.lived.run(all_requests(self.company))
        self.requests = {one.number.value: one for one in found}
        for number, request in self.requests.items():
            self.opened.setdefault(number, request)

    # What people do ------------------------------------------------------------------------------

    @initialize(who=st.sampled_from(["Ana Ruiz", "Tom Baker"]), private=st.booleans())
    def begins(self, who: str, private: bool) -> None:
        self.do(self._begins(who, private), who)

    async def _begins(self, who: str, private: bool) -> None:
        for person in PEOPLE:
            await self.company.opens_home(person)
        await self._opens(who, private=private, confidential=False, openings=2)

    @precondition(lambda self: len(self.requests) < MOST_REQUESTS)
    @rule(
        who=st.sampled_from(["Ana Ruiz", "Tom Baker"]),
        private=st.booleans(),
        confidential=st.booleans(),
        openings=st.integers(1, 2),
    )
    def opens(self, who: str, private: bool, confidential: bool, openings: int) -> None:
        if who in self.company.there:
            self.do(self._opens(who, private, private and confidential, openings), who)

    async def _opens(self, who: str, private: bool, confidential: bool, openings: int) -> None:
        channel = "#exec-hiring" if private else "#hiring-ml"
        person = self.company.people[who]
        await person.goes_to(channel)
        title = f"Search {'ABCDEFGH'[len(self.requests)]}"
        note(f"{who} opens {title} in {channel}{', confidential' * confidential}")
        await comes_to_form(person, title)
        if "Sam Cole" in self.company.there:
            await person.chooses("Recruiter", ["Sam Cole"])
        await person.fills("Openings", str(openings))
        if confidential:
            await person.ticks("Listed for the hiring team only")
        await person.presses("Open request")

    @rule(who=WHO, which=NUMBER, what=NUMBER, picks=PICKS)
    def works_in_thread(self, who: str, which: int, what: int, picks: list[int]) -> None:
        if self._is_there(who, which):
            self.do(self._works_in_thread(who, which, what, picks), who)

    async def _works_in_thread(self, who: str, which: int, what: int, picks: list[int]) -> None:
        await self._goes_to_thread(who, which)
        await self._takes(who, self._offer(who, which, what))
        await self._fills_in(who, picks)

    @rule(who=WHO, which=NUMBER, picks=PICKS)
    def works_in_window(self, who: str, which: int, picks: list[int]) -> None:
        if who in self.company.there and reader(self.company, who).sees(self._request(which)):
            self.do(self._works_in_window(who, which, picks), who)

    async def _works_in_window(self, who: str, which: int, picks: list[int]) -> None:
        person, request = self.company.people[who], self._request(which)
        await person.goes_to(PEOPLE[who])
        await person.types(f"/hire-ml status {request.number}")
        await self.company.settles()
        await person.presses("Work on it")
        await self._dismisses(person)
        await self._fills_in(who, picks)

    async def _dismisses(self, person: Person) -> None:
        for message in [*person._eyes.messages.values()]:
            if message["ephemeral"] and "[Work on it]" in person._eyes.message_text(
                message, in_thread=True
            ):
                await person._wire.act("dismiss", channel=message["channel"], ts=message["ts"])

    @rule(who=WHO, what=NUMBER, picks=PICKS)
    def works_from_home(self, who: str, what: int, picks: list[int]) -> None:
        if who in self.company.there:
            self.do(self._works_from_home(who, what, picks), who)

    async def _works_from_home(self, who: str, what: int, picks: list[int]) -> None:
        await self.company.opens_home(who)
        await self.company.settles()
        await self._takes_any(who, offers(self.company.people[who]), what)
        await self._fills_in(who, picks)

    @rule(who=WHO, what=NUMBER, picks=PICKS)
    def answers_a_message(self, who: str, what: int, picks: list[int]) -> None:
        if who in self.company.there and "hire-ml" in self.company.people[who].direct_messages:
            self.do(self._answers_a_message(who, what, picks), who)

    async def _answers_a_message(self, who: str, what: int, picks: list[int]) -> None:
        person = self.company.people[who]
        await person.goes_to("@hire-ml")
        await self._takes_any(who, offers(person), what)
        await self._fills_in(who, picks)

    @rule(who=WHO, other=WHO, which=NUMBER, what=NUMBER, others=NUMBER, picks=PICKS)
    def fills_in_a_form_that_another_has_overtaken(
        self, who: str, other: str, which: int, what: int, others: int, picks: list[int]
    ) -> None:
        if who != other and self._is_there(who, which) and self._is_there(other, which):
            self.do(self._overtaken(who, other, which, what, others, picks), who, other)

    async def _overtaken(
        self, who: str, other: str, which: int, what: int, others: int, picks: list[int]
    ) -> None:
        await self._goes_to_thread(who, which)
        await self._takes(who, self._offer(who, which, what))
        await self._works_in_thread(other, which, others, picks[::-1])
        await self._fills_in(who, picks)

    @rule(who=WHO, other=WHO, which=NUMBER, what=NUMBER, others=NUMBER, picks=PICKS)
    def acts_on_a_stale_screen(
        self, who: str, other: str, which: int, what: int, others: int, picks: list[int]
    ) -> None:
        if who != other and self._is_there(who, which) and self._is_there(other, which):
            self.do(self._stale(who, other, which, what, others, picks), who, other)

    async def _stale(
        self, who: str, other: str, which: int, what: int, others: int, picks: list[int]
    ) -> None:
        await self._goes_to_thread(who, which)
        offer = self._offer(who, which, what)
        with self.company.people[who].stale_screen():
            await self._works_in_thread(other, which, others, picks[::-1])
            await self._takes(who, offer)
        await self._fills_in(who, picks)

    @rule(who=WHO, other=WHO, which=NUMBER, what=NUMBER, others=NUMBER)
    def press_at_once(self, who: str, other: str, which: int, what: int, others: int) -> None:
        if who != other and self._is_there(who, which) and self._is_there(other, which):
            self.do(self._at_once(who, other, which, what, others), who, other)

    async def _at_once(self, who: str, other: str, which: int, what: int, others: int) -> None:
        for one in (who, other):
            await self._goes_to_thread(one, which)
        both = (
            self._takes(who, self._offer(who, which, what)),
            self._takes(other, self._offer(other, which, others)),
        )
        await asyncio.gather(*both)
        for one in (who, other):
            await self._fills_in(one, [0, 1, 2])

    @rule(who=st.sampled_from(["Ana Ruiz", "Sam Cole", "Li Wei", "Kenji Mori"]))
    def leaves_or_comes_back(self, who: str) -> None:
        leaves = who in self.company.there
        note(f"{who} {'leaves' if leaves else 'comes back'}")
        self.do(self.company.has(who, left=leaves), who)

    @rule(days=st.integers(1, 20))
    def days_pass(self, days: int) -> None:
        self.do(self._days_pass(days))

    async def _days_pass(self, days: int) -> None:
        note(f"{days} days pass")
        self.company.workspace.clock.advance(timedelta(days=days).total_seconds())
        await self.company.settles()
        for who in PEOPLE:
            if who in self.company.there:
                await self.company.opens_home(who)

    # How -----------------------------------------------------------------------------------------

    def _request(self, which: int) -> HiringRequest:
        return list(self.requests.values())[which % len(self.requests)]

    def _is_there(self, who: str, which: int) -> bool:
        channel = self.company.workspace.state.channels[self._request(which).channel]
        return who in self.company.there and USERS[who] in channel.members

    def _thread(self, which: int) -> str:
        return self._card(self._request(which)).ts

    def _card(self, request: HiringRequest) -> Message:
        """The one that there is."""
        (card,) = [
            one
            for one in self.company.workspace.state.messages()
            if one.bot_id and one.thread_ts is None and one.reader is None
            if one.channel == request.channel and one.text.startswith(f"{request.number} ")
        ]
        return card

    async def _goes_to_thread(self, who: str, which: int) -> None:
        person = self.company.people[who]
        name = self.company.workspace.state.channels[self._request(which).channel].name
        await person.goes_to(f"#{name}")
        person._eyes.thread = self._thread(which)

    def _offer(self, who: str, which: int, what: int) -> Offer:
        person = self.company.people[who]
        there = offers(person, of_thread(person, self._thread(which)))
        return there[what % len(there)]

    async def _takes(self, who: str, offer: Offer) -> None:
        note(f"{who}: {offer.words}")
        await offer.is_taken_by(self.company.people[who])

    async def _takes_any(self, who: str, there: list[Offer], what: int) -> None:
        if there:
            await self._takes(who, there[what % len(there)])

    async def _fills_in(self, who: str, picks: list[int]) -> None:
        await Forms(self.company, who, Picks(picks), note).are_done_with()

    # What is always so ---------------------------------------------------------------------------

    @invariant()
    def all_surfaces_agree(self) -> None:
        if self.requests:
            self.turn += 1
            self.lived.run(self._all_surfaces_agree())

    async def _all_surfaces_agree(self) -> None:
        surfaces = Surfaces(self.company, [*self.requests.values()])
        there = self.company.there
        for who in there:
            surfaces.cards_and_checklists(who)
            surfaces.home(who)
        asking = there[self.turn % len(there)]
        await surfaces.lists(asking)
        await surfaces.statuses(asking)

    @invariant()
    def history_only_grows_and_explains_what_is(self) -> None:
        for number, request in self.requests.items():
            before = self.history.get(number, ())
            now = self.lived.run(kept.history(self.company.bot, number))
            assert now[: len(before)] == before, f"{request.number}: its history was rewritten"
            by = {one.by.user for one in now[len(before) :]}
            gone = {USERS[who] for who in PEOPLE if who not in self.company.there}
            assert by <= self.acting | gone
            self.history[number] = now
            explains(now, request, self.opened[number])

    @invariant()
    def versions_grow_with_each_change(self) -> None:
        for number, request in self.requests.items():
            before = self.before.get(number, request)
            assert _grew(before, request), f"{request.number}: from {before} to {request}"
            for old, step in zip(before.checklist, request.checklist, strict=True):
                assert _grew(old, step), f"{request.number}: from {old} to {step}"
        self.before = dict(self.requests)

    @invariant()
    def nothing_is_said_twice(self) -> None:
        messages = [one for one in self.company.workspace.state.messages() if one.bot_id]
        letters = self.lived.run(_letters(self.company))
        nonces = Counter(nonce_of({"metadata": one.metadata}) for one in messages)
        assert [nonce for nonce, times in nonces.items() if nonce and times > 1] == []
        for number, request in self.requests.items():
            card = self._card(request)
            thread = [one for one in messages if one.thread_ts == card.ts and one.reader is None]
            assert sum(one.ts not in letters for one in thread) == len(("checklist", "decision"))
            lines = [one for one in thread if letters.get(one.ts, "").startswith("status:")]
            told = {one.at for one in self.history[number] if _is_told_in_thread(one)}
            assert len(lines) == len(told), f"{request.number}: {lines} of {told}"

    @invariant()
    def slack_takes_all_and_nothing_goes_wrong(self) -> None:
        new = [one for one in self.company.workspace.traffic if one.id > self.heard]
        assert {one.name: one.problems for one in new if one.problems} == {}
        assert [one for one in new if "Something went wrong" in str(one.request)] == []
        assert [one for one in new if one.kind == "delivery" and one.error] == []
        self.heard = max((one.id for one in new), default=self.heard)


def _is_told_in_thread(change: Change) -> bool:
    return change.what is What.FILLED or (change.what is What.STATUS and change.was is not None)


def _grew(old: Versioned, new: Versioned) -> bool:
    """Whether its version tells that it changed, if it did."""
    return new.version > old.version or new == old


async def _letters(company: Company) -> dict[str, str]:
    """By its ts, the key of each letter that was sent."""
    async with company.bot.database.reading() as connection:
        rows = await connection.execute(
            select(outbox.c.ts, outbox.c.key).where(
                outbox.c.workspace_id == kept.ACME, outbox.c.ts.is_not(None)
            )
        )
        return {row.ts: row.key for row in rows}


def _stories(count: int, length: int) -> settings:
    return settings(
        max_examples=count,
        stateful_step_count=length,
        # What a story is about is told by its notes; why it fails, by the screen in its message.
        phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)[
            : int(os.environ.get("PHASES", "4"))
        ],
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.timeout(3600)
class TestShortStories(People.TestCase):
    settings = _stories(1, 10)


@pytest.mark.soak
@pytest.mark.timeout(3600)
class TestLongStories(People.TestCase):
    settings = _stories(STORIES, LENGTH)
