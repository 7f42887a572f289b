"""What people are reminded of, each on their own working day."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.domain.identity import Person, WorkspaceId
from bot.domain.notices import NoticeKind
from bot.domain.office_hours import closing, is_open, next_opening
from bot.domain.reminders import Matter, bundle, bundle_key, to_say
from bot.domain.wishes import Wishes
from bot.services.clock import Clock
from bot.store.database import Database
from bot.store.outbox import OutboxRepository
from bot.store.people import Looked, PeopleRepository
from bot.store.told import ToldRepository


@dataclass(frozen=True, slots=True)
class Reminders:
    """The reminders of one workspace."""

    database: Database
    workspace: WorkspaceId
    clock: Clock

    async def has_something(self, one: Looked) -> bool:
        """Whether somebody is to be told something now, as far as their zone is still right."""
        now, wishes = self.clock(), one.wishes
        if wishes.zone is None or not is_open(now, wishes.clock, wishes.is_working):
            return False
        today = now.astimezone(wishes.clock).date()
        async with self.database.reading() as connection:
            told = ToldRepository(connection, self.workspace)
            return bool(await self._to_say(told, one.person, wishes, today))

    async def look(self, person: Person, zone: ZoneInfo | None = None) -> None:
        """Want their bundle sent, where they have one now, and say when to look again.

        `zone`: where they are, as Slack has it now. All is one transaction: a bundle, what is kept
        as heard by it, and the next look. Who is in another process's hand is left to it.
        """
        now = self.clock()
        async with self.database.writing() as connection:
            people = PeopleRepository(connection, self.workspace)
            kept = await people.due(person, now)
            if kept is None:
                return
            wishes = replace(kept.wishes, zone=zone.key) if zone else kept.wishes
            if self._has_begun(kept, wishes) and is_open(now, wishes.clock, wishes.is_working):
                today = now.astimezone(wishes.clock).date()
                told = ToldRepository(connection, self.workspace)
                outbox = OutboxRepository(connection, self.workspace)
                await self._tell(told, outbox, person, wishes, today)
            await people.save(person, wishes, next_opening(now, wishes.clock, wishes.is_working))
            await connection.commit()

    def _has_begun(self, kept: Looked, wishes: Wishes) -> bool:
        """Whether there was a nine o'clock of theirs since they were to be looked at.

        Who is new or back is looked at at any time.
        """
        if kept.next_look_at is None:
            return False
        known = kept.wishes if kept.wishes.zone is not None else wishes
        since = kept.next_look_at - timedelta(seconds=1)
        return next_opening(since, known.clock, known.is_working) <= self.clock()

    async def _tell(
        self,
        told: ToldRepository,
        outbox: OutboxRepository,
        person: Person,
        wishes: Wishes,
        today: date,
    ) -> None:
        # A bundle that Slack did not take all day is told with today's.
        for unsent in await outbox.take_back(NoticeKind.BUNDLE, person):
            await told.unsay(person, date.fromisoformat(str(unsent.notice.facts["on"])))
        matters = await told.matters(person, today)
        gone = {*await told.of(person)} - {matter.key for matter in matters}
        await told.forget(person, gone)
        say = await self._to_say(told, person, wishes, today)
        if not say or await outbox.knows(bundle_key(person, today)):
            return
        await told.say([(person, matter) for matter in say], today)
        guess = wishes.country if wishes.chosen_country is None else None
        if await outbox.has_had(NoticeKind.BUNDLE, person):
            guess = None
        notice = bundle(
            person,
            say,
            today,
            until=closing(today, wishes.clock),
            guess=guess if wishes.takes_holidays else None,
        )
        await outbox.want([notice], self.clock())

    async def _to_say(
        self, told: ToldRepository, person: Person, wishes: Wishes, today: date
    ) -> tuple[Matter, ...]:
        if wishes.quiet_on(today):
            return ()
        matters = await told.matters(person, today)
        return to_say(matters, await told.of(person), today, wishes.is_working)

    async def snooze(self, person: Person, bundle_on: date, *, days: int) -> date:
        """Nothing for some days, and then anew what was told with the bundle of a day.

        Gives the day on which they hear of it again.
        """
        now = self.clock()
        async with self.database.writing() as connection:
            people = PeopleRepository(connection, self.workspace)
            kept = await people.get(person)
            wishes = kept.wishes if kept else Wishes()
            until = now.astimezone(wishes.clock).date() + timedelta(days=days)
            wishes = replace(wishes, snoozed_until=until)
            await people.save(person, wishes, next_opening(now, wishes.clock, wishes.is_working))
            await ToldRepository(connection, self.workspace).unsay(person, bundle_on)
            await connection.commit()
        return wishes.working_day_from(until)
