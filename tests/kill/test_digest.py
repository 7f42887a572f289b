"""The process dies while a digest is on its way: the channel reads it once."""

import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.digest import Choices, Hand
from bot.domain.identity import ChannelId, WorkspaceId
from bot.domain.identity import Person as PersonId
from bot.domain.weekly import Weekly
from bot.services.digests import Digests, Room
from bot.slack.rounds import LOOK_EVERY
from sandbox import seed
from sandbox.person import Person
from sandbox.traffic import Entry
from tests.kill.office import Office
from tests.running import until
from tests.stories.ways import opens_request
from tests.stories.weekly import posted

pytestmark = [
    pytest.mark.kill,
    pytest.mark.parametrize("transport", ["http"], indirect=True),
]

ACME = WorkspaceId(seed.TEAM.id)


async def is_due(office: Office) -> None:
    """A digest that was due yesterday: what looks next makes it up."""
    began = datetime.now(UTC) - timedelta(days=2)
    yesterday = began + timedelta(days=1)
    weekly = Weekly(yesterday.weekday(), time(yesterday.hour, yesterday.minute), "UTC")
    room = Room(ChannelId(seed.HIRING), is_private=False)
    ana = Hand(PersonId(ACME, seed.ANA), is_in_channel=True)
    choices = Choices(weekly)
    await Digests(office.database, ACME, lambda: began).save(room, choices, choices, ana)


def asks_for_names(entry: Entry) -> bool:
    return entry.name == "users.info"


def posts(entry: Entry) -> bool:
    return entry.name == "chat.postMessage" and "Hiring this week" in str(entry.request)


async def test_what_was_not_posted_when_the_process_died_is_posted_by_the_next(
    office: Office, ana: Person
) -> None:
    await opens_request(ana)
    async with office.dying(asks_for_names):
        await is_due(office)
    await until(office.workspace, lambda: bool(posted(office.workspace)))
    await asyncio.sleep(LOOK_EVERY + 2)
    assert len(posted(office.workspace)) == 1


async def test_what_was_posted_when_the_process_died_is_not_posted_again(
    office: Office, ana: Person
) -> None:
    await opens_request(ana)
    async with office.dying(posts):
        await is_due(office)
    await asyncio.sleep(LOOK_EVERY + 2)
    assert len(posted(office.workspace)) == 1
