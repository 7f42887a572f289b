"""A small app: one form, one button, and the listener table that a test fills."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from slack_bolt.app.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.routing import Route

from blocks import inputs, kit
from blocks.ids import Action, Command, Modal, Nothing
from bot import schema
from bot.slack.client import Slack, sessions
from bot.slack.guard import Guard
from bot.slack.installations import Authorization, StaticInstallation
from bot.slack.modals import Modals
from bot.slack.pace import Pace
from bot.slack.plainer import Plainer
from bot.slack.table import PATIENCE, Listeners, Table
from bot.slack.tasks import Tasks
from bot.slack.telling import Telling
from bot.store.database import Database
from handlers.trouble import Conversation
from sandbox.workspace import Sandbox
from tests.running import clock_of, reached


@dataclass(frozen=True)
class Which:
    number: int


ASK = Command("/hire-ml")
FORM = Modal("table.form", carries=Which)
BARE = Modal("table.bare", carries=Nothing)
PRESS = Action("table.press", carries=Which)
NOBODYS = Action("table.nobodys", carries=Nothing)


def form(*above: str) -> kit.View:
    return kit.modal(
        FORM,
        Which(7),
        title="A form",
        submit="Send",
        blocks=[
            *(kit.note(text) for text in above),
            inputs.text_input("name", "Name"),
            inputs.text_input("more", "More", optional=True),
            kit.actions(kit.button(PRESS, "Press", Which(3)), kit.button(NOBODYS, "Nobody’s")),
        ],
    )


NOWHERE = Database.open("sqlite:///unused.db")
"""Connects only when first used: a table alone says nothing."""


def said(text: str) -> kit.View:
    return kit.modal(BARE, Nothing(), title="Said", blocks=[kit.note(text)])


@asynccontextmanager
async def at_work(workspace: Sandbox, listens: Listeners) -> AsyncIterator[AsyncApp]:
    """A small app around a table, served over HTTP; at its end all that it holds is done."""
    tasks = Tasks()
    async with sessions(workspace.api_url) as connections, kept() as database:
        installation = StaticInstallation(
            connections, workspace.bot_token, lambda one: Pace(database, one, clock_of(workspace))
        )
        bolt = AsyncApp(
            signing_secret=workspace.signing_secret,
            client=connections.asking(None),
            authorize=Authorization(installation),
        )
        bolt.use(table(listens, installation.clients, tasks, database))
        web = Starlette(routes=[Route("/slack/events", Guard(bolt), methods=["POST"])])
        async with reached(workspace, web):
            yield bolt
        assert await tasks.drained(PATIENCE)


@asynccontextmanager
async def kept() -> AsyncIterator[Database]:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder, 'small.db')}"
        await schema.prepared(url)
        database = Database.open(url)
        yield database
        await database.close()


def table(
    listens: Listeners, slack: Callable[[], Slack], tasks: Tasks, database: Database = NOWHERE
) -> Table:
    plainer = Plainer(database)
    conversation = Conversation(
        modals=lambda _: Modals(slack()), telling=lambda _: Telling(slack(), plainer)
    )
    return Table(listens.all, {Modals: lambda _: Modals(slack())}, conversation, tasks)
