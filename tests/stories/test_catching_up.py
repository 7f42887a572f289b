"""What the database holds and Slack does not show comes to be shown."""

import re
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

import pytest

from bot import schema
from bot.app import App
from bot.domain.identity import ChannelId, RequestNumber
from bot.domain.identity import Person as PersonId
from bot.domain.permissions import Actor
from bot.domain.role import StepKind
from bot.services.checklist import Checklists
from bot.services.hiring_requests import HiringRequests
from bot.slack.rounds import LOOK_EVERY
from bot.store.database import Database
from sandbox import seed
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.hiring import NOW, form
from tests.running import clock_of, over_http, over_socket_mode
from tests.stories.kept import ACME
from tests.stories.trouble import before_first, calls
from tests.stories.ways import comes_to_form, opens_request

TITLE = "ML Engineer, churn service"

over_http_alone = pytest.mark.parametrize("transport", ["http"], indirect=True)


@over_http_alone
async def test_who_opens_into_a_channel_archived_meanwhile_is_told_and_sees_it_once_it_is_back(
    workspace: Sandbox, bot: App
) -> None:
    hiring = workspace.state.channels[seed.HIRING]
    async with Person.joins(workspace.base_url, "Ana Ruiz", patience=3 * LOOK_EVERY) as ana:
        await ana.goes_to("#hiring-ml")
        await comes_to_form(ana, TITLE)
        archived = replace(hiring, archived=True)
        with before_first(
            workspace, "chat.postMessage", lambda: workspace.state.put_channel(archived)
        ):
            await ana.presses("Open request")
            await ana.goes_to("@hire-ml")
            await ana.sees("I cannot show REQ-1 in its channel: it is archived. Unarchive it")
        workspace.state.put_channel(hiring)
        await ana.goes_to("#hiring-ml")
        await ana.sees(f"REQ-1 · {TITLE}", "[Checklist")


@over_http_alone
async def test_what_was_committed_elsewhere_is_shown_without_a_restart(
    workspace: Sandbox, bot: App
) -> None:
    async with Person.joins(workspace.base_url, "Ana Ruiz", patience=2 * LOOK_EVERY) as ana:
        await ana.goes_to("#hiring-ml")
        await opens_request(ana, TITLE)
        await ana.sees("[Checklist")
        await ticks_unseen(bot.database, RequestNumber(1), StepKind.DEFINE_PROBLEM)
        await ana.sees("1 of 5")


async def test_at_the_start_what_slack_does_not_show_is_posted_oldest_first(
    workspace: Sandbox, database_url: str, transport: str
) -> None:
    await schema.prepared(database_url)
    database = Database.open(database_url)
    requests = HiringRequests(database, ACME, clock_of(workspace))
    titles = ["The first search", "The second search", "The third search"]
    for title in titles:
        opening = form(title=title, channel=ChannelId(seed.HIRING), recruiters=())
        await requests.open(opening, PersonId(ACME, seed.ANA), today=NOW.date())
    async with (
        started(transport, workspace, database_url),
        Person.joins(workspace.base_url, "Ana Ruiz") as ana,
    ):
        await ana.goes_to("#hiring-ml")
        await ana.waits_until(lambda screen: screen.count("[Checklist") == len(titles))
        cards = re.findall(r"REQ-\d · (The \w+ search)", ana.screen)
        assert cards == titles
    await ticks_unseen(database, RequestNumber(2), StepKind.DEFINE_PROBLEM)
    await database.close()
    async with (
        started(transport, workspace, database_url),
        Person.joins(workspace.base_url, "Ana Ruiz") as ana,
    ):
        await ana.goes_to("#hiring-ml")
        await ana.sees("1 of 5")
        assert len(calls(workspace, "chat.postMessage")) == 3 * len(titles)


async def ticks_unseen(database: Database, number: RequestNumber, step: StepKind) -> None:
    """A tick that a process committed, and did not live to show."""
    checklists = Checklists(database, ACME, lambda: NOW)
    await checklists.set_done(number, step, on=True, by=Actor(PersonId(ACME, seed.ANA)))


def started(
    transport: str, workspace: Sandbox, database_url: str
) -> AbstractAsyncContextManager[App]:
    way = over_http if transport == "http" else over_socket_mode
    return way(workspace, database_url)
