"""People's names in plain text, where a mention would call them.

Kept for an hour: digests name the same few people again and again, and Slack counts the questions.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from bot.domain.identity import Person, WorkspaceId
from bot.slack.directory import Directory

KEPT_FOR = timedelta(hours=1)
MOST_KEPT = 5000

Key = tuple[WorkspaceId, Person]


class Names:
    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._known: dict[Key, tuple[str | None, datetime]] = {}
        self._asking: WeakValueDictionary[WorkspaceId, asyncio.Lock] = WeakValueDictionary()

    async def of(
        self, workspace: WorkspaceId, directory: Directory, people: Sequence[Person]
    ) -> Mapping[Person, str]:
        """Those that Slack tells; raises what its answer does."""
        asking = self._asking.setdefault(workspace, asyncio.Lock())
        async with asking:  # of two digests at once, the second finds what the first has asked
            now = self._clock()
            new = [one for one in people if not self._is_known((workspace, one), now)]
            if new:
                if len(self._known) + len(new) > MOST_KEPT:
                    self._known.clear()
                for person, found in zip(new, await directory.everybody(new), strict=True):
                    self._known[workspace, person] = (found.name if found else None, now)
        named = {person: self._known[workspace, person][0] for person in people}
        return {person: name for person, name in named.items() if name}

    def _is_known(self, key: Key, now: datetime) -> bool:
        known = self._known.get(key)
        return known is not None and now - known[1] < KEPT_FOR
