"""The local workspace with the bot in it: the only place in the bot that knows the workspace."""

import asyncio
import signal
import sys
import tempfile
import webbrowser
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

from bot import logs, schema
from bot.app import App, running
from bot.domain.decision import decided
from bot.domain.hiring_request import OpeningForm
from bot.domain.identity import ChannelId, Person, WorkspaceId
from bot.domain.permissions import Actor
from bot.domain.role import Seniority, StepKind
from bot.guide.load import load
from bot.guide.values import Guide, WorkedExample
from bot.manifest import manifest
from bot.services.checklist import Checklists
from bot.services.clock import wall_clock
from bot.services.hiring_requests import HiringRequests
from bot.settings import Settings, WrongSetting
from bot.slack.socket_mode import connected
from sandbox import seed
from sandbox.workspace import Sandbox

TITLES = {
    "fintech_churn": "Data Scientist, why customers leave",
    "saas_churn": "ML Engineer, churn service",
}
PROBLEMS = {
    "fintech_churn": "More customers leave each month, and nobody can say why.",
    "saas_churn": "The churn model works in a notebook; support needs it live.",
}
STEPS_DONE = {"fintech_churn": 1, "saas_churn": 2}
WEEKS_TO_START = 12


async def demo(port: int, *, browser: bool) -> int:
    """Serve the workspace until told to stop. Everything is new each time.

    Raises:
        WrongSetting: the port is taken.
    """
    logs.configure("WARNING", "text")
    stop = asyncio.Event()
    for signalled in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signalled, stop.set)
    sandbox = Sandbox(manifest(url=None))
    with tempfile.TemporaryDirectory(prefix="hire-ml-demo-") as folder:
        database = f"sqlite:///{Path(folder, 'demo.db')}"
        async with AsyncExitStack() as stack:
            try:
                address = await stack.enter_async_context(sandbox.serving("127.0.0.1", port))
            except OSError as taken:
                raise WrongSetting(
                    f"PORT {port} cannot be used ({taken.strerror}): try PORT={port + 1}."
                ) from taken
            await _with_bot(sandbox, database, address, stop, browser=browser)
    return 0


async def _with_bot(
    sandbox: Sandbox, database: str, address: str, stop: asyncio.Event, *, browser: bool
) -> None:
    settings = Settings(
        bot_token=sandbox.bot_token,
        signing_secret=None,
        app_token=sandbox.app_token,
        api_url=sandbox.api_url,
        database_url=database,
    )
    await schema.prepared(database)
    async with (
        running(settings) as app,
        connected(app.bolt, sandbox.app_token, app.sessions.app_level(sandbox.app_token)),
    ):
        await _example_data(app)
        sys.stdout.write(
            f"\n  hire-ml is at work in a workspace of its own:  {address}\n"
            "  Type /hire-ml there. Ctrl+C ends it; nothing is kept.\n\n"
        )
        sys.stdout.flush()
        if browser:
            webbrowser.open(address)
        await stop.wait()


async def _example_data(app: App) -> None:
    """Two requests on their way: the guide's two worked examples."""
    guide = load()
    workspace = WorkspaceId(seed.TEAM.id)
    manager, recruiter = (Person(seed.TEAM.id, user) for user in (seed.TOM, seed.SAM))
    requests = HiringRequests(app.database, workspace, wall_clock)
    checklists = Checklists(app.database, workspace, wall_clock)
    today = wall_clock().date()
    for example in guide.examples.examples:
        form = _form(example, guide, recruiter)
        request = await requests.open(form, manager, today=today)
        for step in list(StepKind)[: STEPS_DONE[example.id]]:
            await checklists.set_done(request.number, step, on=True, by=Actor(recruiter))
        await app.reconciler.bring_up(workspace, request.number)


def _form(example: WorkedExample, guide: Guide, recruiter: Person) -> OpeningForm:
    decision = decided(guide.tree, example.answers)
    return OpeningForm(
        draft_id=f"demo-{example.id}",
        title=TITLES[example.id],
        problem=PROBLEMS[example.id],
        role=example.hire,
        plan=decision.recommended,
        seniority=Seniority.SENIOR,
        openings=1,
        place="Remote, Europe",
        start_by=wall_clock().date() + timedelta(weeks=WEEKS_TO_START),
        recruiters=(recruiter,),
        channel=ChannelId(seed.HIRING),
        channel_is_private=False,
        confidential=False,
        decision=decision,
    )
