"""The process dies while it tells somebody something: they hear it once."""

import asyncio

import pytest

from bot.slack.rounds import LOOK_EVERY
from sandbox.person import Person
from sandbox.traffic import Entry
from tests.kill.office import Office
from tests.running import until
from tests.stories.test_main_flow import STEPS
from tests.stories.trouble import calls
from tests.stories.ways import opens_request

pytestmark = [
    pytest.mark.kill,
    pytest.mark.parametrize("transport", ["http"], indirect=True),
]


def heard(office: Office) -> int:
    """How often Sam was told that it is his turn."""
    return sum(
        message.text.startswith("Your turn") for message in office.workspace.state.messages()
    )


def opens_direct_messages(entry: Entry) -> bool:
    return entry.name == "conversations.open"


def tells(entry: Entry) -> bool:
    return entry.name == "chat.postMessage" and str(entry.request.get("channel")).startswith("D")


async def test_what_was_not_sent_when_the_process_died_is_sent_by_the_next(
    office: Office, ana: Person
) -> None:
    await opens_request(ana)
    async with office.dying(opens_direct_messages):
        await ana.ticks(STEPS[0])
    await until(office.workspace, lambda: heard(office) > 0)
    assert heard(office) == 1


async def test_what_was_sent_when_the_process_died_is_found_and_not_sent_again(
    office: Office, ana: Person
) -> None:
    await opens_request(ana)
    async with office.dying(tells):
        await ana.ticks(STEPS[0])
    await until(office.workspace, lambda: bool(calls(office.workspace, "conversations.history")))
    await asyncio.sleep(LOOK_EVERY + 2)
    assert heard(office) == 1
