"""When all is over: the database has each thing that was done once, and Slack shows what it has."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import time
from typing import Any

from sqlalchemy import ColumnElement, func, select

from bot.app import renderers
from bot.domain.hiring_request import HiringRequest, Status
from bot.domain.history import Change, What
from bot.domain.identity import RequestNumber
from bot.domain.notices import NoticeKind
from bot.domain.outbox import LetterState
from bot.domain.role import StepKind
from bot.domain.shown import Shown, Thing
from bot.guide.load import load
from bot.slack.posting import nonce_of
from bot.store.database import Database
from bot.store.hiring_requests import HiringRequestRepository
from bot.store.history import HistoryRepository
from bot.store.shown import ShownRepository
from bot.store.tables import (
    digest_sends,
    digest_subscriptions,
    hiring_requests,
    outbox,
    posts,
    shown,
)
from sandbox.values import Message
from sandbox.workspace import Sandbox
from tests.machines.crowd import Deed
from tests.machines.explaining import explains
from tests.stories.kept import ACME

DONE = "done"

AT_MOST = 120.0
"""Real seconds until nothing is left to be done any more."""

Passes = Callable[[float], Awaitable[None]]
"""Lets time pass, and whoever looks look."""


@dataclass(frozen=True, slots=True)
class Kept:
    """All that the database has of one request."""

    request: HiringRequest
    history: Sequence[Change]
    things: dict[Thing, Shown]


@dataclass(frozen=True, slots=True)
class Afterwards:
    workspace: Sandbox
    database: Database

    async def settled(self, passes: Passes) -> None:
        """Until nothing is behind, unsettled or left to be said."""
        pause, until = 50.0, time() + AT_MOST
        while left := await self._left():
            if time() > until:
                raise AssertionError(f"still left to be done: {left}")
            await passes(pause)
            pause = min(2 * pause, 2000.0)

    async def every_deed_is_kept_once(self, deeds: Sequence[Deed]) -> None:
        kept = await self._all()
        notes = Counter(
            str(one.became) for of in kept for one in of.history if one.what is What.NOTE
        )
        titles = Counter(_opened_as(of) for of in kept)
        for deed in deeds:
            match deed.what:
                case "note":
                    _stands_once(deed, notes[deed.text])
                case "open":
                    _stands_once(deed, titles[deed.text])
        for of in kept:
            explains(of.history, of.request)
            for step in StepKind:
                _ticks_are_kept_once(of, step, deeds)

    async def every_message_tells_the_truth(self) -> None:
        drawn = renderers(load())
        for of in await self._all():
            for thing, seen in of.things.items():
                said = drawn[thing](of.request, of.things)
                message = self._message(seen)
                assert message is not None, f"{thing} of {of.request.number} stands nowhere: {seen}"
                blocks = [_without_ids(one) for one in message.blocks]
                wanted = [_without_ids(one) for one in said.blocks]
                assert blocks == wanted, f"{thing} of {of.request.number} is behind: {seen}"

    async def nothing_stands_twice(self) -> None:
        """Each message under a nonce is one that the database knows, and stands there once.

        Without one, answers to what somebody has just done are sent: once, or not at all.
        """
        messages = [one for one in self._said() if nonce_of({"metadata": one.metadata})]
        nonces = Counter(nonce_of({"metadata": one.metadata}) for one in messages)
        assert [nonce for nonce, times in nonces.items() if nonce and times > 1] == [], nonces
        known = [
            *(await self._column(select(shown.c.ts).where(shown.c.workspace_id == ACME))),
            # Letters to one person that go together share a message.
            *{*await self._column(select(outbox.c.ts).where(outbox.c.workspace_id == ACME))},
        ]
        there = Counter(one.ts for one in messages)
        assert there == Counter(ts for ts in known if ts), [
            (one.channel, one.ts, one.text) for one in messages if one.ts not in known
        ]

    async def every_digest_went_out_once(self, weeks: dict[str, int]) -> None:
        """`weeks` are how many each channel is to have had."""
        said = Counter(
            one.channel
            for one in self._said()
            if one.text.startswith("Hiring this week") and not one.thread_ts
        )
        assert said == Counter(weeks), f"{said} of {weeks} stand there"
        sends = await self._column(
            select(digest_sends.c.channel_id).where(digest_sends.c.workspace_id == ACME)
        )
        assert Counter(sends) == Counter(weeks), f"{Counter(sends)} of {weeks} were due"

    # How

    async def _left(self) -> dict[str, int]:
        async with self.database.reading() as connection:
            now = self.workspace.clock.now()
            wanted = select(outbox.c.wanted_at, outbox.c.kind).where(
                outbox.c.workspace_id == ACME, outbox.c.state == LetterState.WANTED
            )
            rows = await connection.execute(wanted)
            # A bundle that came too late for its day waits for the next.
            to_say = [
                row
                for row in rows
                if row.kind != NoticeKind.BUNDLE and row.wanted_at.timestamp() < now + 3600
            ]
            due = digest_subscriptions.c.next_due_at <= datetime.fromtimestamp(now, UTC)
            counts = {
                "digests due": await self._count(
                    connection, digest_subscriptions.c.workspace_id, due
                ),
                "to say": len(to_say),
                "in hand": await self._count(
                    connection, outbox.c.workspace_id, outbox.c.state == LetterState.SENDING
                ),
                "behind": await self._count(
                    connection,
                    shown.c.workspace_id,
                    shown.c.shown_version < shown.c.wanted_version,
                    shown.c.gone.is_(False),
                ),
                "unsettled": await self._count(connection, posts.c.workspace_id),
            }
        return {what: count for what, count in counts.items() if count}

    async def _count(
        self, connection: Any, workspace: ColumnElement[str], *where: ColumnElement[bool]
    ) -> int:
        of = select(func.count()).select_from(workspace.table)
        found = await connection.scalar(of.where(workspace == ACME, *where))
        return int(found or 0)

    async def _all(self) -> list[Kept]:
        numbers = await self._column(
            select(hiring_requests.c.number).where(hiring_requests.c.workspace_id == ACME)
        )
        async with self.database.reading() as connection:
            return [
                Kept(
                    await HiringRequestRepository(connection, ACME).get(RequestNumber(number)),
                    await HistoryRepository(connection, ACME).of(RequestNumber(number)),
                    {**await ShownRepository(connection, ACME).of(RequestNumber(number))},
                )
                for number in sorted(numbers)
            ]

    async def _column(self, wanted: Any) -> list[Any]:
        async with self.database.reading() as connection:
            return [*(await connection.scalars(wanted))]

    def _message(self, seen: Shown) -> Message | None:
        place = seen.message
        return next(
            (one for one in self._said() if place and one.ts == place.ts),
            None,
        )

    def _said(self) -> list[Message]:
        """What the app has said, and not to one reader's eyes alone."""
        return [one for one in self.workspace.state.messages() if one.bot_id and one.reader is None]


def _stands_once(deed: Deed, times: int) -> None:
    assert times == 1 or (times == 0 and not deed.kept), f"{times} times: {deed}"


def _ticks_are_kept_once(of: Kept, step: StepKind, deeds: Iterable[Deed]) -> None:
    """Each tick that was answered is in the history, unless the step was so already, or at rest."""
    number = of.request.number.value
    ticks = [
        one
        for one in deeds
        if (one.number, one.step) == (number, step) and one.what in ("tick", "untick")
    ]
    states = [one for one in of.history if one.what is What.STEP_STATE and one.step is step]
    for deed in ticks:
        if not deed.kept:
            continue
        on = deed.what == "tick"
        during = _during(states, deed, start=None)
        was_so = any((state == DONE) is on for state in during)
        rests = any(
            not str(one).startswith(Status.OPEN) for one in _during(_statuses(of), deed, start=None)
        )
        assert was_so or rests, f"it was lost: {deed}, of {during} in\n{states}"


def _opened_as(of: Kept) -> str:
    """Its first title."""
    renamed = [str(one.was) for one in of.history if one.what is What.TITLE]
    return renamed[0] if renamed else of.request.title


def _statuses(of: Kept) -> list[Change]:
    return [one for one in of.history if one.what is What.STATUS]


def _during(changes: Sequence[Change], deed: Deed, *, start: object) -> list[object]:
    """What was so at some time while somebody waited for an answer."""
    before = [one.became for one in changes if one.at.timestamp() < deed.began]
    within = [one.became for one in changes if deed.began <= one.at.timestamp() <= deed.ended]
    return [before[-1] if before else start, *within]


def _without_ids(value: Any) -> Any:
    """Slack gives a block an id where it has none."""
    match value:
        case dict():
            return {key: _without_ids(one) for key, one in value.items() if key != "block_id"}
        case list() | tuple():
            return [_without_ids(one) for one in value]
        case _:
            return value
