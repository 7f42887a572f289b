"""What is somebody's, given to a colleague: in one request, or in all."""

from dataclasses import dataclass

from bot.domain import handing_over
from bot.domain.handing_over import Part
from bot.domain.identity import Person, RequestNumber, WorkspaceId
from bot.domain.permissions import Actor
from bot.domain.refusals import Doing, Refusal
from bot.services.changing import Changed, Changing
from bot.services.clock import Clock
from bot.store.database import Database
from bot.store.handing_over import PartRepository


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What became of all of somebody's requests."""

    handed: tuple[RequestNumber, ...]
    kept: tuple[RequestNumber, ...]
    """What could not be handed over: it was cancelled or handed over meanwhile."""


@dataclass(frozen=True, slots=True)
class HandingOver:
    """Of the requests of one workspace."""

    database: Database
    workspace: WorkspaceId
    clock: Clock

    async def hand_over(
        self, number: RequestNumber, whose: Person, to: Person, *, by: Actor
    ) -> Changed:
        """Give what is `whose` in a request to a colleague. Everybody may give what is theirs.

        Raises:
            UnknownRequest
            NotAllowed
            NotNow
            NoPartInIt
            WrongFields
        """
        # Who has a part in a request is of its team, and so may work it.
        doing = Doing.WORK if whose == by.person else Doing.CHANGE
        return await self._changing.change(
            number, by, doing, lambda old, _: handing_over.handed_over(old, whose, to)
        )

    async def parts(self, person: Person) -> tuple[Part, ...]:
        """All that somebody could hand over: of each request under way, the oldest first."""
        async with self.database.reading() as connection:
            return await PartRepository(connection, self.workspace).of(person)

    async def hand_over_all(self, by: Actor, to: Person) -> HandedOver:
        """Give all that is theirs to a colleague, a request at a time; what cannot be stays.

        The colleague hears of it once all is theirs.

        Raises:
            WrongFields: they would give it to themselves.
        """
        handing_over.check_other(by.person, to)
        changing = self._changing.held_back()
        handed, stays = [], []
        for part in await self.parts(by.person):
            try:
                await changing.change(
                    part.number,
                    by,
                    Doing.WORK,
                    lambda old, _: handing_over.handed_over(old, by.person, to),
                )
            except Refusal:
                stays.append(part.number)
            else:
                handed.append(part.number)
        await changing.tell(handed)
        return HandedOver(tuple(handed), tuple(stays))

    @property
    def _changing(self) -> Changing:
        return Changing(self.database, self.workspace, self.clock)
