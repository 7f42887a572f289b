"""What Slack sends, taken up once."""

import logging
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from bot.domain.identity import WorkspaceId
from bot.services.clock import Clock
from bot.store.database import Database
from bot.store.inputs_seen import InputRepository

log = logging.getLogger("hire-ml")


@dataclass(frozen=True, slots=True)
class Inputs:
    """What came of one workspace."""

    database: Database
    workspace: WorkspaceId
    clock: Clock

    async def first_time(self, key: str) -> bool:
        """Whether `key` is claimed by this call: no other gets it within a day.

        It is kept before anything is said, so that nothing is said twice; a process that dies in
        between says nothing.
        """
        async with self.database.writing() as connection:
            first = await InputRepository(connection, self.workspace).first_time(key, self.clock())
            await connection.commit()
        return first

    async def not_heard(self, trigger: str) -> bool:
        """Whether a command is claimed by this call. Where that cannot be kept, it is answered.

        Twice is better than never, of what is only said.
        """
        try:
            return await self.first_time(f"command {trigger}")
        except SQLAlchemyError:
            log.warning("a command cannot be claimed")
            return True
