"""How often Slack may be called, and when again: kept to by all processes, through the database."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.identity import WorkspaceId
from bot.store.database import Database
from bot.store.paces import PaceRepository

THROTTLED = {"ratelimited", "rate_limited"}
TOO_MANY_REQUESTS = 429

USUAL_PAUSE = 30
"""Seconds, where Slack does not say how long."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A call every so often; what was not used is saved up for a while, and may be used at once."""

    every: timedelta
    saved: timedelta


@dataclass(frozen=True, slots=True)
class Rates:
    """A method's: of all its calls together, and of those to each channel where Slack counts them."""

    of_all: Rate
    of_channel: Rate | None = None


SAVED = timedelta(seconds=30)
"""Half a minute's calls at once, after half a minute without any: Slack lets short bursts pass, and
says so by a 429 where it does not."""


def _a_minute(calls: int, saved: timedelta = SAVED) -> Rate:
    return Rate(timedelta(minutes=1) / calls, saved)


RATES: Mapping[str, Rates] = {
    "chat.postMessage": Rates(_a_minute(240, timedelta(seconds=12)), of_channel=_a_minute(60)),
    "chat.update": Rates(_a_minute(50)),
    "chat.delete": Rates(_a_minute(50)),
    "views.publish": Rates(_a_minute(100)),
}
"""What goes out by itself, and so in crowds (contract.md, 3). Whatever else is called, a person
asked for; it waits only where Slack has said so. Of posts to all channels Slack takes "several
hundred" a minute: with what is saved up, never more than 300 of them go out in one."""


NEVER = datetime.fromtimestamp(0, UTC)


class NotYet(Exception):  # noqa: N818 -- read as a sentence: raise NotYet
    """It is too early for a call. Nothing was sent."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"not before {until.isoformat(timespec='seconds')}")
        self.until = until


class Pace:
    """The turns of one workspace's calls."""

    def __init__(
        self, database: Database, workspace: WorkspaceId, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._workspace = workspace
        self._clock = clock
        self._held: dict[tuple[str, str], datetime] = {}

    async def turn(self, method: str, channel: str, patience: timedelta) -> None:
        """Wait for a call's turn, where it comes within `patience`. Raises `NotYet`."""
        now = self._clock()
        latest = now + patience
        at = max(await self._turn_at(method, channel, now, latest), self._heard(method, channel))
        while at > (now := self._clock()):
            if at > latest:
                raise NotYet(at)
            await asyncio.sleep((at - now).total_seconds())
            # Another call, of whichever process, may have been told to wait meanwhile.
            at = await self._held_until(method, channel)

    def check(self, method: str) -> None:
        """As `turn` for a call that cannot wait, by what this process was told alone.

        Raises `NotYet`.
        """
        until = self._held.get((method, ""))
        if until is not None and until > self._clock():
            raise NotYet(until)

    async def wait(self, method: str, patience: timedelta) -> None:
        """As `check`, for a call that can wait so long and asks no database. Raises `NotYet`."""
        try:
            self.check(method)
        except NotYet as early:
            seconds = (early.until - self._clock()).total_seconds()
            if seconds > patience.total_seconds():
                raise
            await asyncio.sleep(max(0.0, seconds))

    def heard(self, method: str, channel: str, seconds: float) -> datetime:
        """Until when to wait, as Slack has just said; this process does from now on."""
        until = self._clock() + timedelta(seconds=seconds)
        for row in _rows(method, channel):
            self._held[method, row] = until
        return until

    async def hold(self, method: str, channel: str, seconds: float) -> datetime:
        """Let all processes wait, as Slack has just said; until when."""
        until = self.heard(method, channel, seconds)
        async with self._database.writing() as connection:
            paces = PaceRepository(connection, self._workspace)
            for row in _rows(method, channel):
                await paces.hold(method, row, _ms(until))
            await connection.commit()
        return until

    async def _held_until(self, method: str, channel: str) -> datetime:
        async with self._database.reading() as connection:
            paces = PaceRepository(connection, self._workspace)
            held = await paces.held_until(method, _rows(method, channel))
        return max(_instant(held), self._heard(method, channel))

    def _heard(self, method: str, channel: str) -> datetime:
        """Known at once, while it is still being written down for the others."""
        return max(self._held.get((method, row), NEVER) for row in _rows(method, channel))

    async def _turn_at(
        self, method: str, channel: str, now: datetime, latest: datetime
    ) -> datetime:
        rates = _rates(method, channel)
        if not rates:
            async with self._database.reading() as connection:
                free = await PaceRepository(connection, self._workspace).free_at(method, "")
            return now if free is None else _instant(free)
        turns = [now]
        async with self._database.writing() as connection:
            paces = PaceRepository(connection, self._workspace)
            for row, rate in rates.items():
                taken = await paces.take(
                    method,
                    row,
                    now=_ms(now),
                    every=_span(rate.every),
                    burst=_span(rate.saved),
                    until=_ms(latest),
                )
                if taken is None:  # without a commit, the turns that it has got are no one's
                    free = await paces.free_at(method, row)
                    return latest + rate.every if free is None else _instant(free)
                turns.append(_instant(taken))
            await connection.commit()
        return max(turns)


def _rates(method: str, channel: str) -> Mapping[str, Rate]:
    """What a call has to keep to, by the row that it stands in: the channel's, and that of all."""
    rates = RATES.get(method)
    if rates is None:
        return {}
    of_all = {"": rates.of_all}
    return of_all if rates.of_channel is None else {channel: rates.of_channel} | of_all


def _rows(method: str, channel: str) -> Collection[str]:
    """Which rows a pause holds: Slack does not say which of its limits a call has come upon."""
    return _rates(method, channel) or {""}


class Patient(AsyncWebClient):
    """Waits for its calls' turns, and calls again after a 429 as long as that is within `patience`.

    Raises `NotYet` where it is not. `again` is false for calls whose caller decides that anew.
    """

    def __init__(self, *, pace: Pace, patience: timedelta, again: bool, **more: Any) -> None:
        super().__init__(**more)
        self._pace = pace
        self._patience = patience
        self._again = again

    async def api_call(self, api_method: str, **how: Any) -> AsyncSlackResponse:
        channel = _channel(how)
        while True:
            await self._pace.turn(api_method, channel, self._patience)
            try:
                return await super().api_call(api_method, **how)
            except SlackApiError as refused:
                seconds = retry_after(refused)
                if seconds is None:
                    raise
                until = await self._pace.hold(api_method, channel, seconds)
                if not self._again:
                    raise NotYet(until) from refused


class Hasty(AsyncWebClient):
    """For calls that a trigger waits for: made at once or not at all, without the database."""

    def __init__(self, *, pace: Pace, **more: Any) -> None:
        super().__init__(**more)
        self._pace = pace

    async def api_call(self, api_method: str, **how: Any) -> AsyncSlackResponse:
        self._pace.check(api_method)
        try:
            return await super().api_call(api_method, **how)
        except SlackApiError as refused:
            seconds = retry_after(refused)
            if seconds is None:
                raise
            raise NotYet(self._pace.heard(api_method, "", seconds)) from refused


def retry_after(refused: SlackApiError) -> float | None:
    """How many seconds Slack says to wait; None for another refusal."""
    told = refused.response
    if isinstance(told, dict):
        return None
    code = told.get("error") if isinstance(told.data, dict) else None
    if told.status_code != TOO_MANY_REQUESTS and code not in THROTTLED:
        return None
    return seconds_to_wait(told.headers)


def seconds_to_wait(headers: Mapping[str, Any]) -> float:
    """What Retry-After says."""
    said = {name.lower(): value for name, value in headers.items()}.get("retry-after", "")
    said = said[0] if isinstance(said, list) else said
    return float(said) if str(said).isdecimal() else USUAL_PAUSE


def _channel(how: Mapping[str, Any]) -> str:
    given = {**(how.get("params") or {}), **(how.get("json") or {})}
    return str(given.get("channel") or "")


def _ms(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)


def _span(span: timedelta) -> int:
    return int(span / timedelta(milliseconds=1))


def _instant(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
