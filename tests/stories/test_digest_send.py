"""`hire-ml digest send`, as cron runs it: the installed script, which ends when all is sent."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.domain.digest import Choices, Hand, State
from bot.domain.weekly import Weekly
from bot.services.clock import wall_clock
from bot.services.digests import Digests, Room
from bot.settings import NAMES
from bot.store import migrate
from bot.store.database import Database
from bot.store.digests import DigestRepository
from sandbox import seed
from sandbox.faults import Fault
from sandbox.values import Message
from sandbox.workspace import Sandbox
from tests import postgresql
from tests.stories.kept import ACME
from tests.stories.weekly import ANA, EXECUTIVES, HIRING, posted

SCRIPT = Path(sys.executable).with_name("hire-ml")

SOON, LATER = timedelta(days=3), timedelta(days=4)


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=[pytest.mark.postgresql, pytest.mark.soak]),
    ]
)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a schema."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'hire-ml.db'}"
        return
    postgresql.answering()
    with postgresql.fresh() as fresh:
        yield fresh


@dataclass(frozen=True)
class Cron:
    workspace: Sandbox
    database: Database
    database_url: str
    folder: Path

    @property
    def digests(self) -> Digests:
        return Digests(self.database, ACME, wall_clock)

    async def runs(self, *given: str, **settings: str) -> Ended:
        inherited = {name: value for name, value in os.environ.items() if name not in NAMES}
        own = {
            "SLACK_BOT_TOKEN": self.workspace.bot_token,
            "SLACK_API_URL": self.workspace.api_url,
            "DATABASE_URL": self.database_url,
        }
        process = await asyncio.create_subprocess_exec(
            *(str(SCRIPT), "digest", "send", *given),
            cwd=self.folder,
            env=inherited | own | settings,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(120):
            out, err = await process.communicate()
        return Ended(process.returncode or 0, out.decode(), err.decode())

    async def runs_as_of(self, at: datetime) -> Ended:
        return await self.runs("--as-of", at.isoformat())

    async def has_digest(self, due: datetime, channel: str = HIRING) -> None:
        """A channel's, due at that time of the week."""
        choices = Choices(Weekly(due.weekday(), time(due.hour, due.minute), "UTC"))
        room = Room(channel, is_private=channel == EXECUTIVES)
        await self.digests.save(room, choices, choices, Hand(ANA, is_in_channel=True))


@pytest.fixture
def begins() -> None:
    """Now: cron has a clock of its own."""


@pytest.fixture
async def cron(workspace: Sandbox, database_url: str, tmp_path: Path) -> AsyncIterator[Cron]:
    await migrate.upgrade(database_url)
    database = Database.open(database_url)
    yield Cron(workspace, database, database_url, tmp_path)
    await database.close()


def now() -> datetime:
    return datetime.now(UTC)


def all_posted(workspace: Sandbox) -> list[Message]:
    return [*posted(workspace), *posted(workspace, EXECUTIVES)]


async def test_what_is_due_by_a_time_is_sent_once(workspace: Sandbox, cron: Cron) -> None:
    for channel in (HIRING, EXECUTIVES):
        await cron.has_digest(now() + SOON, channel)
    assert await cron.runs() == Ended(0, "No digest is due.\n", "")
    assert await cron.runs_as_of(now() + LATER) == Ended(0, "2 digests sent.\n", "")
    assert len(all_posted(workspace)) == 2
    assert await cron.runs_as_of(now() + LATER) == Ended(0, "No digest is due.\n", "")
    assert await cron.runs_as_of(now() + 2 * LATER) == Ended(0, "No digest is due.\n", "")
    week = timedelta(days=7)
    assert (await cron.runs_as_of(now() + LATER + week)).out == "2 digests sent.\n"
    assert len(all_posted(workspace)) == 4


async def test_two_runs_at_once_send_one(workspace: Sandbox, cron: Cron) -> None:
    await cron.has_digest(now() + SOON)
    at = now() + LATER
    ended = await asyncio.gather(*(cron.runs_as_of(at) for _ in range(3)))
    assert {one.code for one in ended} <= {0, 1}  # one may find it in another's hand
    assert len(all_posted(workspace)) == 1


@pytest.mark.soak
async def test_what_slack_takes_at_the_second_try_is_sent(workspace: Sandbox, cron: Cron) -> None:
    await cron.has_digest(now() + SOON)
    workspace.faults.add(Fault("chat.postMessage", "rate_limit", times=1, retry_after=1))
    assert (await cron.runs_as_of(now() + LATER)).out == "1 digest sent.\n"
    assert len(all_posted(workspace)) == 1


async def test_a_lost_reply_is_told_as_such(workspace: Sandbox, cron: Cron) -> None:
    await cron.has_digest(now() + SOON)
    workspace.faults.add(Fault("chat.postMessage", "lose_reply", times=1))
    ended = await cron.runs_as_of(now() + LATER)
    assert ended.code == 1
    assert "1 perhaps sent: Slack did not answer" in ended.out
    # Slack may still show it: the next run leaves it to a later one to find that out.
    assert (await cron.runs_as_of(now() + LATER)).code == 1
    assert len(all_posted(workspace)) == 1


@pytest.mark.soak
async def test_a_channel_that_takes_none_is_left_out_and_its_owner_told(
    workspace: Sandbox, cron: Cron
) -> None:
    await cron.has_digest(now() + SOON)
    channel = workspace.state.channels[seed.HIRING]
    workspace.state.put_channel(replace(channel, archived=True), by=seed.TOM)
    ended = await cron.runs_as_of(now() + LATER)
    assert ended.code == 0
    assert ended.out.startswith("0 digests sent; 1 left out: ")
    assert [one.text for one in workspace.state.messages() if "cannot be posted" in one.text] == [
        f"The digest of <#{seed.HIRING}> cannot be posted any more: the channel is archived."
    ]
    async with cron.database.reading() as connection:
        kept = await DigestRepository(connection, ACME).get(HIRING)
    assert kept is not None
    assert kept.state is State.ARCHIVED


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("text", ["tomorrow", "9:00", "2026-13-01", ""])
@pytest.mark.soak
async def test_what_is_no_time_is_told(cron: Cron, text: str) -> None:
    ended = await cron.runs("--as-of", text)
    assert ended.code == len(("usage", "error"))
    assert f"{text!r} is no time: write it such as 2026-11-30T09:00+01:00" in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("text", ["2026-01-05", "2026-01-05T09:00", "2026-01-05T09:00+01:00"])
@pytest.mark.soak
async def test_times_are_taken_as_operators_write_them(cron: Cron, text: str) -> None:
    assert (await cron.runs("--as-of", text)).out == "No digest is due.\n"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.soak
async def test_a_token_that_slack_refuses_ends_it_with_one_line(cron: Cron) -> None:
    ended = await cron.runs(SLACK_BOT_TOKEN="xoxb-of-nobody")
    assert ended.code == 1
    (line,) = ended.err.splitlines()
    assert line.startswith("hire-ml: SLACK_BOT_TOKEN is refused by Slack")
