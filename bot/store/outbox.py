"""Messages that are said once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, and_, func, literal, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.history import Fact
from bot.domain.identity import ChannelId, Person, RequestNumber, SlackTs, WorkspaceId
from bot.domain.notices import Notice, NoticeKind
from bot.domain.outbox import TOGETHER, Letter, LetterState
from bot.store.tables import Instant, is_unsent, outbox
from bot.store.upsert import built_once

_facts = msgspec.json.Decoder(dict[str, Fact])

_want = built_once(outbox, lambda insert: insert.on_conflict_do_nothing())


@dataclass(frozen=True, slots=True)
class OutboxRepository:
    connection: AsyncConnection
    workspace: WorkspaceId

    async def want(self, notices: Sequence[Notice], at: datetime) -> None:
        """Have them sent, but for those whose key was wanted before."""
        if not notices:
            return
        await self.connection.execute(
            _want(self.connection),
            [
                {
                    "workspace_id": self.workspace,
                    "key": notice.key,
                    "kind": notice.kind,
                    "number": notice.number and notice.number.value,
                    "person_team": notice.to and notice.to.team,
                    "person_user": notice.to and notice.to.user,
                    "facts": msgspec.json.encode(notice.facts).decode(),
                    "state": LetterState.WANTED,
                    "wanted_at": at,
                }
                for notice in notices
            ],
        )

    async def line_of(self, key: str) -> RequestNumber | None:
        """The request in whose thread it is a line; none where it is to one person."""
        found = await self.connection.execute(
            select(outbox.c.number).where(self._are([key]), outbox.c.person_user.is_(None))
        )
        number = found.scalar_one_or_none()
        return None if number is None else RequestNumber(number)

    async def hasten(self, numbers: Collection[RequestNumber], at: datetime) -> None:
        """Have sent at once what was wanted of some requests for later, and was not tried yet."""
        await self.connection.execute(
            update(outbox)
            .where(
                outbox.c.workspace_id == self.workspace,
                outbox.c.number.in_([number.value for number in numbers]),
                is_unsent,
                outbox.c.tries == 0,
                outbox.c.wanted_at > at,
            )
            .values(wanted_at=at)
        )

    async def knows(self, key: str) -> bool:
        """Whether it was wanted before, whatever became of it."""
        found = await self.connection.execute(select(outbox.c.key).where(self._are([key])))
        return found.first() is not None

    async def place_of(self, key: str) -> tuple[LetterState, ChannelId | None, SlackTs | None]:
        """What became of a letter, and where it stands; given up, where there is none."""
        found = await self.connection.execute(
            select(outbox.c.state, outbox.c.channel_id, outbox.c.ts).where(self._are([key]))
        )
        row = found.one_or_none()
        if row is None:
            return LetterState.GIVEN_UP, None, None
        return LetterState(row.state), row.channel_id, row.ts

    async def waiting_since(
        self, kinds: Collection[NoticeKind], unsure: Collection[str]
    ) -> datetime | None:
        """Since when the oldest letter of some kinds waits to be sent; None where none does.

        Those with the keys `unsure` wait too: perhaps they stand, and perhaps they are sent again.
        """
        waits = or_(is_unsent, outbox.c.key.in_(unsure))
        found = await self.connection.execute(
            select(outbox.c.wanted_at)
            .where(outbox.c.workspace_id == self.workspace, outbox.c.kind.in_(kinds), waits)
            .order_by(outbox.c.wanted_at)
            .limit(1)
        )
        return found.scalar_one_or_none()

    async def counted(
        self, kinds: Collection[NoticeKind], since: datetime
    ) -> Mapping[LetterState, int]:
        """How many letters of some kinds, wanted since then, are in each state."""
        rows = await self.connection.execute(
            select(outbox.c.state, func.count().label("letters"))
            .where(outbox.c.workspace_id == self.workspace, outbox.c.kind.in_(kinds))
            .where(outbox.c.wanted_at >= since)
            .group_by(outbox.c.state)
        )
        return {LetterState(row.state): row.letters for row in rows}

    async def has_had(self, kind: NoticeKind, person: Person) -> bool:
        """Whether somebody was ever to be told something of a kind."""
        found = await self.connection.execute(
            select(outbox.c.key).where(self._of(kind, person)).limit(1)
        )
        return found.first() is not None

    async def due_of(self, number: RequestNumber, at: datetime) -> tuple[Letter, ...]:
        """What is to be sent of a request, and what goes together with it, the oldest first."""
        of_request = await self._due(at, outbox.c.number == number.value)
        to = {one.notice.to.user for one in of_request if one.goes_together and one.notice.to}
        if not to:
            return of_request
        together = and_(outbox.c.kind.in_(TOGETHER), outbox.c.person_user.in_(to))
        return await self._due(at, or_(outbox.c.number == number.value, together))

    async def _due(self, at: datetime, which: ColumnElement[bool]) -> tuple[Letter, ...]:
        rows = await self.connection.execute(
            select(outbox)
            .where(outbox.c.workspace_id == self.workspace, is_unsent, outbox.c.wanted_at <= at)
            .where(which)
            .order_by(outbox.c.wanted_at, outbox.c.number, outbox.c.key)
        )
        return tuple(map(_letter, rows))

    async def claim(self, keys: Collection[str], at: datetime, channel: ChannelId) -> bool:
        """Whether all of them are the caller's to send at `at`; otherwise none is.

        Of two that claim the same, the later waits for the former's commit, and gets nothing; nor
        does one who found it before another failed with it.
        """
        claimed = await self.connection.execute(
            update(outbox)
            .where(self._are(keys), is_unsent, outbox.c.wanted_at <= at)
            .values(state=LetterState.SENDING, channel_id=channel)
        )
        return claimed.rowcount == len(keys)

    async def sent(self, keys: Collection[str], ts: SlackTs) -> None:
        await self._set(keys, LetterState.SENDING, state=LetterState.SENT, ts=ts)

    async def again(self, keys: Collection[str], at: datetime, *, was: LetterState) -> None:
        """Want them sent again, from `at` on: surely nothing was.

        `was` is what the caller knows them to be; what another process has claimed since is its.
        """
        values = {"wanted_at": at, "tries": outbox.c.tries + 1, "channel_id": None}
        await self._set(keys, was, state=LetterState.WANTED, **values)

    async def give_up(self, keys: Collection[str], *, was: LetterState) -> None:
        await self._set(keys, was, state=LetterState.GIVEN_UP)

    async def take_back(self, kind: NoticeKind, person: Person) -> tuple[Letter, ...]:
        """Give up what of a kind waits to be sent to somebody; what that was."""
        rows = await self.connection.execute(
            update(outbox)
            .where(self._of(kind, person), is_unsent)
            .values(state=LetterState.GIVEN_UP)
            .returning(*outbox.c)
        )
        return tuple(map(_letter, rows))

    async def _set(self, keys: Collection[str], was: LetterState, **values: object) -> None:
        if not keys:
            return
        await self.connection.execute(
            update(outbox).where(self._are(keys), outbox.c.state == was).values(**values)
        )

    def _of(self, kind: NoticeKind, person: Person) -> ColumnElement[bool]:
        return and_(
            outbox.c.workspace_id == self.workspace,
            outbox.c.person_user == person.user,
            outbox.c.person_team == person.team,
            outbox.c.kind == kind,
        )

    def _are(self, keys: Collection[str]) -> ColumnElement[bool]:
        return and_(outbox.c.workspace_id == self.workspace, outbox.c.key.in_(keys))


async def unsent(
    connection: AsyncConnection,
    at: datetime,
    limit: int,
    after: Letter | None = None,
    kinds: Collection[NoticeKind] = frozenset(NoticeKind),
) -> tuple[Letter, ...]:
    """What is to be sent in all workspaces, the oldest first: a page of `limit`, from `after` on."""
    key = (outbox.c.wanted_at, outbox.c.workspace_id, outbox.c.key)
    page = select(outbox).where(is_unsent, outbox.c.wanted_at <= at).order_by(*key).limit(limit)
    if set(kinds) != set(NoticeKind):
        page = page.where(outbox.c.kind.in_(sorted(kinds)))
    if after is not None:
        last = (literal(after.wanted_at, Instant()), after.workspace, after.notice.key)
        page = page.where(tuple_(*key) > tuple_(*last))
    rows = await connection.execute(page, execution_options={"all_workspaces": True})
    return tuple(map(_letter, rows))


def _letter(row: Row[Any]) -> Letter:
    return Letter(
        workspace=WorkspaceId(row.workspace_id),
        notice=Notice(
            key=row.key,
            kind=NoticeKind(row.kind),
            number=RequestNumber(row.number) if row.number else None,
            to=Person(row.person_team, row.person_user) if row.person_user else None,
            facts=_facts.decode(row.facts),
        ),
        wanted_at=row.wanted_at,
        tries=row.tries,
    )
