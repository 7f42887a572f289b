"""Whatever is done to a channel's digest, and whenever the process is away: one a week, none missed."""

import asyncio
import shutil
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from bot.domain.digest import Choices, Hand, State
from bot.domain.digest_letters import key_of
from bot.domain.identity import ChannelId, SlackTs
from bot.domain.outbox import LetterState
from bot.domain.weekly import WEEK, Weekly, monday_of
from bot.services.digest_desk import desk
from bot.services.digests import Digests, Room
from bot.store import migrate
from bot.store.database import Database
from bot.store.digests import DigestRepository, digests_due
from bot.store.outbox import OutboxRepository
from bot.store.tables import digest_sends, outbox
from tests.hiring import ACME, ANA

CHANNEL = ChannelId("C0HIRING")
ROOM = Room(CHANNEL, is_private=False)
WHO = Hand(ANA, is_in_channel=True)

ZONES = (
    "UTC",
    "Europe/Madrid",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Apia",
    "Africa/Cairo",
    "Asia/Kathmandu",
)
BEGINS = (
    datetime(2011, 12, 1, tzinfo=UTC),  # Samoa leaves a Friday out
    datetime(2026, 3, 20, tzinfo=UTC),
    datetime(2026, 10, 15, tzinfo=UTC),
    datetime(2026, 12, 18, tzinfo=UTC),
)

weeklies = st.builds(
    Weekly,
    weekday=st.integers(0, 6),
    at=st.builds(time, st.integers(0, 23), st.sampled_from([0, 30])),
    zone=st.sampled_from(ZONES),
    country=st.sampled_from([None, "GB", "JP"]),
    moves=st.booleans(),
)
choices = st.builds(Choices, weekly=weeklies)
hours = st.integers(1, 24 * 25)


@cache
def empty_database() -> Path:
    """A file with the schema, to be copied."""
    file = Path(tempfile.mkdtemp(prefix="hire-ml-machine-")) / "empty.db"
    asyncio.run(migrate.upgrade(f"sqlite:///{file}"))
    return file


class Channel(RuleBasedStateMachine):
    """What should have been sent is reckoned here anew, from nothing but the rules' words."""

    def __init__(self) -> None:
        super().__init__()
        empty_database()
        self.folder = tempfile.TemporaryDirectory()
        file = shutil.copy(empty_database(), Path(self.folder.name) / "hire-ml.db")
        self.runner = asyncio.Runner()
        self.database = Database.open(f"sqlite:///{file}")
        self.now = BEGINS[0]
        self.wanted: Choices | None = None
        self.is_on = False
        self.paused = False
        """By a person: that lasts, while a closed channel is on again once it takes posts."""
        self.since = self.now
        """From when on it is as it is now."""
        self.sent: list[tuple[date, datetime]] = []

    def teardown(self) -> None:
        self.runner.run(self.database.close())
        self.runner.close()
        self.folder.cleanup()

    @property
    def digests(self) -> Digests:
        return Digests(self.database, ACME, lambda: self.now)

    # What happens

    @initialize(begins=st.sampled_from(BEGINS))
    def begins(self, begins: datetime) -> None:
        self.now = self.since = begins

    @rule(wanted=choices)
    def is_set_up(self, wanted: Choices) -> None:
        """Begun, or changed: what was due by then counts as it was."""
        owed = self.owed()
        shown = self.wanted or wanted
        self.runner.run(self.digests.save(ROOM, shown, wanted, WHO))
        self.keep(owed)
        self.is_on = not self.paused
        self.wanted, self.since = wanted, self.now

    @precondition(lambda self: self.wanted is not None)
    @rule()
    def is_paused(self) -> None:
        self.runner.run(self.digests.pause(ROOM, WHO))
        self.is_on, self.paused = False, True

    @precondition(lambda self: self.wanted is not None and not self.is_on)
    @rule()
    def is_resumed(self) -> None:
        self.runner.run(self.digests.resume(ROOM, WHO))
        self.is_on, self.paused, self.since = True, False, self.now

    @precondition(lambda self: self.wanted is not None)
    @rule()
    def is_stopped(self) -> None:
        self.runner.run(self.digests.stop(ROOM, WHO))
        self.wanted, self.is_on, self.paused = None, False, False

    @precondition(lambda self: self.is_on)
    @rule(back=st.booleans())
    def channel_is_closed(self, back: bool) -> None:
        self.runner.run(self.digests.closed(CHANNEL, State.NOT_IN_CHANNEL))
        if back:
            assert self.runner.run(self.digests.opened(ROOM))
            self.since = self.now
        else:
            self.is_on = False

    @rule(on=hours)
    def time_passes_and_the_process_looks(self, on: int) -> None:
        for _ in range(on):
            self.now += timedelta(hours=1)
            if self.is_on:
                self.looks()

    @rule(on=hours)
    def time_passes_without_the_process(self, on: int) -> None:
        self.now += timedelta(hours=on)

    @rule()
    def looks(self) -> None:
        owed = self.owed()
        self.runner.run(self._look())
        self.keep(owed)

    @rule()
    def looks_and_dies_before_the_commit(self) -> None:
        async def dies() -> None:
            async with self.database.writing() as connection:
                repository = DigestRepository(connection, ACME)
                for found in await repository.due([CHANNEL], self.now):
                    here = await desk(connection, ACME, CHANNEL, found, self.now)
                    await here.send_owed(self.now)
                    await repository.schedule([found.scheduled(self.now, here.last_week)])

        self.runner.run(dies())

    @rule(heard=st.booleans())
    def letters_are_sent(self, heard: bool) -> None:
        """Not `heard`: the process dies between the post and its answer."""

        async def send() -> None:
            async with self.database.writing() as connection:
                letters = OutboxRepository(connection, ACME)
                for week, _ in self.sent:
                    key = key_of(CHANNEL, week)
                    if await letters.claim([key], self.now, CHANNEL) and heard:
                        await letters.sent([key], SlackTs("1.1"))
                await connection.commit()

        self.runner.run(send())

    async def _look(self) -> None:
        async with self.database.reading() as connection:
            found = await digests_due(connection, self.now, 10)
        for one in found:
            await self.digests.send_due([one.channel], self.now)

    # What should come of it

    def owed(self) -> tuple[date, datetime] | None:
        """The latest that came due since it is as it is, of a week that has had none."""
        if not self.is_on or self.wanted is None:
            return None
        weekly = self.wanted.weekly
        first = monday_of(self.since.astimezone(weekly.clock).date()) - WEEK
        last = monday_of(self.now.astimezone(weekly.clock).date()) + WEEK
        weeks = [first + n * WEEK for n in range((last - first) // WEEK + 2)]
        had = max((week for week, _ in self.sent), default=date.min)
        due = [(week, weekly.due_in(week)) for week in weeks]
        passed = [one for one in due if self.since < one[1] <= self.now and one[0] > had]
        if not passed:
            return None
        day = self.now.astimezone(weekly.clock).date()
        following = next(at for _, at in due if at > self.now)
        left_to_it = following.astimezone(weekly.clock).date() == day
        if left_to_it and passed[-1][1].astimezone(weekly.clock).date() != day:
            return None
        return passed[-1]

    def keep(self, owed: tuple[date, datetime] | None) -> None:
        """What is owed is wanted now, and nothing else is."""
        if owed is not None:
            self.sent.append(owed)
        if self.wanted is not None and self.is_on:
            # What was passed over, the next one tells.
            self.since = max(self.since, self.now)
        assert self.runner.run(self._weeks()) == self.sent

    async def _weeks(self) -> list[tuple[date, datetime]]:
        async with self.database.reading() as connection:
            rows = await connection.execute(
                select(digest_sends.c.week, digest_sends.c.due_at)
                .where(digest_sends.c.workspace_id == ACME)
                .order_by(digest_sends.c.week)
            )
            return [(row.week, row.due_at) for row in rows]

    @invariant()
    def no_week_has_two(self) -> None:
        weeks = [week for week, _ in self.sent]
        assert weeks == sorted(set(weeks))

    @invariant()
    def a_digest_of_another_week_waits_no_more(self) -> None:
        async def waiting() -> set[str]:
            async with self.database.reading() as connection:
                rows = await connection.execute(
                    select(outbox.c.key).where(
                        outbox.c.workspace_id == ACME,
                        outbox.c.state == LetterState.WANTED,
                        outbox.c.kind == "digest",
                    )
                )
                return set(rows.scalars())

        latest = {key_of(CHANNEL, week) for week, _ in self.sent[-1:]}
        assert self.runner.run(waiting()) <= latest


TestChannel = Channel.TestCase
TestChannel.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
