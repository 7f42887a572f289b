"""People who leave the company, and who come back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.domain import leaving
from bot.domain.digest_letters import passed_on
from bot.domain.hiring_request import HiringRequest, next_version
from bot.domain.identity import ChannelId, Person, RequestNumber, WorkspaceId
from bot.domain.office_hours import next_opening
from bot.services.changing import kept
from bot.services.clock import Clock
from bot.store.database import Database
from bot.store.digest_owners import DigestOwnerRepository
from bot.store.digests import DigestRepository
from bot.store.hiring_requests import HiringRequestRepository
from bot.store.outbox import OutboxRepository
from bot.store.people import Looked, PeopleRepository
from bot.store.workspaces import WorkspaceRepository


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who leaves one workspace.

    Slack's user id decides: which team comes with it depends on who says it.
    """

    database: Database
    workspace: WorkspaceId
    clock: Clock

    async def profile_changed(self, person: Person, *, left: bool, zone: ZoneInfo | None) -> bool:
        """Keep what Slack now says of somebody; whether they are to be looked at for it.

        Most people of a workspace have nothing to do with hiring: that is found out by reading.
        """
        async with self.database.reading() as connection:
            people = PeopleRepository(connection, self.workspace)
            known = await people.with_user(person.user)
            named = (
                *await people.in_teams(person.user),
                *await DigestOwnerRepository(connection, self.workspace).owners(person.user),
            )
        fresh = [
            one for one in known if one.has_left != left or (zone and one.wishes.zone != zone.key)
        ]
        unknown = {*named} - {one.person for one in known} if left else set()
        if not fresh and not unknown:
            return False
        now = self.clock()
        async with self.database.writing() as connection:
            await WorkspaceRepository(connection, self.workspace).ensure()
            people = PeopleRepository(connection, self.workspace)
            for one in fresh:
                if one.has_left != left:
                    await people.set_left(one.person, now, left=left)
                elif zone is not None and one.wishes.zone is not None:
                    wishes = replace(one.wishes, zone=zone.key)
                    opening = next_opening(now, wishes.clock, wishes.is_working)
                    await people.save(one.person, wishes, opening)
            for one_more in sorted(unknown):
                await people.set_left(one_more, now, left=True)
            await connection.commit()
        return True

    async def digests_of(self, one: Looked) -> Mapping[ChannelId, Sequence[Person]]:
        """The channels whose digest is somebody's, with those who could keep it after them."""
        async with self.database.reading() as connection:
            digests = DigestOwnerRepository(connection, self.workspace)
            return {
                channel: [
                    person
                    for person in await digests.could_keep(channel)
                    if person.user != one.person.user
                ]
                for channel in await digests.owned_by(one.person.user)
            }

    async def left(
        self, one: Looked, heirs: Mapping[ChannelId, Person]
    ) -> tuple[RequestNumber, ...]:
        """Take somebody who has left off everything that is under way; what has changed by it.

        `heirs` keep their digests from now on, and hear of it. Each request and each digest is a
        transaction of its own. They are looked at until there is nothing left.
        """
        for channel, heir in heirs.items():
            await self._passed_on(channel, one.person, heir)
        async with self.database.reading() as connection:
            numbers = await PeopleRepository(connection, self.workspace).work_of(one.person.user)
        changed = await self._each(numbers, one.person, leaving.without, left=True)
        async with self.database.writing() as connection:
            await PeopleRepository(connection, self.workspace).settled(one)
            await connection.commit()
        return changed

    async def returned(self, person: Person) -> tuple[RequestNumber, ...]:
        """Say no longer of somebody's requests that their manager has left."""
        async with self.database.reading() as connection:
            numbers = await PeopleRepository(connection, self.workspace).orphaned_by(person.user)
        return await self._each(numbers, person, leaving.returned)

    async def _passed_on(self, channel: ChannelId, owner: Person, heir: Person) -> None:
        async with self.database.writing() as connection:
            digests = DigestRepository(connection, self.workspace)
            was = await digests.locked(channel)
            if was is None or was.owner.user != owner.user:
                return
            await digests.save(replace(was, owner=heir))
            outbox = OutboxRepository(connection, self.workspace)
            await outbox.want([passed_on(was, heir, self.clock())], self.clock())
            await connection.commit()

    async def _each(
        self,
        numbers: tuple[RequestNumber, ...],
        by: Person,
        change: Callable[[HiringRequest, str], HiringRequest],
        *,
        left: bool = False,
    ) -> tuple[RequestNumber, ...]:
        changed = []
        for number in numbers:
            async with self.database.writing() as connection:
                requests = HiringRequestRepository(connection, self.workspace)
                was = await requests.locked(number)
                now = change(was, by.user)
                if now == was:
                    continue
                now = next_version(now)
                await requests.save(now, was)
                await kept(connection, was, now, by=by, at=self.clock(), left=left)
                await connection.commit()
            changed.append(number)
        return tuple(changed)
