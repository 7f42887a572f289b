"""What each thing that people do costs of Slack's: the calls that it makes, the blocks that it draws.

Neither hangs on the machine. Where one of them grows, somebody waits longer; where that is wanted, the
number here is changed with it.
"""

import pytest

from bot.app import App
from sandbox.person import Person
from sandbox.traffic import Entry
from sandbox.workspace import Sandbox
from tests.settling import settled
from tests.stories.people import People
from tests.stories.ways import comes_to_form

STEP = "Define the business problem"


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
async def ana(people: People) -> Person:
    return await people.joins("Ana Ruiz")


class Costs:
    """What has come of what people did since the last look."""

    def __init__(self, workspace: Sandbox, bot: App) -> None:
        self._workspace = workspace
        self._bot = bot
        self._seen = 0

    async def since(self) -> list[str]:
        """Calls of Slack's API in ABC, each with how many blocks it brought; answers with a view."""
        await settled(self._workspace, self._bot)
        new = [one for one in self._workspace.traffic if one.id > self._seen]
        self._seen = max((one.id for one in new), default=self._seen)
        return sorted(cost for cost in map(_cost, new) if cost)


def _cost(entry: Entry) -> str:
    if entry.kind == "delivery":
        answer = entry.response if isinstance(entry.response, dict) else {}
        return f"ack {len(answer['view']['blocks'])}" if "view" in answer else ""
    said = entry.request if isinstance(entry.request, dict) else {}
    blocks = said.get("view", said).get("blocks")
    name = entry.name if entry.kind == "api" else entry.kind
    return name if blocks is None else f"{name} {len(blocks)}"


async def test_each_thing_that_people_do_makes_few_calls_with_few_blocks(
    workspace: Sandbox, bot: App, ana: Person
) -> None:
    costs = Costs(workspace, bot)
    await costs.since()
    await ana.types("/hire-ml")
    assert await costs.since() == ["auth.test", "views.open 5"]
    await ana.picks("Both at once")
    await ana.presses("Next")
    assert await costs.since() == ["ack 4"]
    await ana.presses("Back")
    await ana.sees("1 of 3")
    assert await costs.since() == ["views.update 5"]
    await ana.closes()
    await comes_to_form(ana)
    await ana.chooses("Recruiter", ["Sam Cole"])
    assert await costs.since() == [
        "conversations.info",
        "conversations.info",
        "views.open 5",
        "views.update 12",
        "views.update 7",
    ]
    await ana.presses("Open request")
    await ana.opens_thread("ML Engineer, churn service")
    await ana.sees("Checklist · 0 of 5 done")
    assert await costs.since() == [
        "chat.getPermalink",
        "chat.postMessage 3",
        "chat.postMessage 4",
        "chat.postMessage 6",
        "chat.update 3",
        "conversations.info",
        *["users.info"] * 4,
    ]
    await ana.ticks(STEP)
    await ana.sees("Step 1 done.")
    assert await costs.since() == [
        "chat.postMessage 3",
        "chat.update 3",
        "chat.update 6",
        "conversations.open",
        "response_url 2",
    ]
    await ana.opens_home()
    await ana.sees("Your requests")
    assert await costs.since() == ["users.info", "views.publish 16"]
    await ana.goes_to("#hiring-ml")
    await ana.types("/hire-ml list")
    await ana.sees("One request under way")
    assert await costs.since() == ["response_url 4", "users.info"]
