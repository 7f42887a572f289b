"""Everything put together: the one place where all parts meet."""

import logging
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

import handlers
from blocks import digest as drawn_digest
from blocks.card import card
from blocks.channels import closed
from blocks.checklist import checklist
from blocks.decision import decision
from blocks.digest_told import told_stopped
from blocks.home import home as home_tab
from blocks.kit import Message, View
from blocks.notices import written
from blocks.reminders import bundle
from blocks.second_hire import offered
from blocks.unsettled import asked
from bot.domain.hiring_request import HiringRequest
from bot.domain.home import Contents, Home
from bot.domain.identity import RequestNumber, WorkspaceId
from bot.domain.notices import NoticeKind
from bot.domain.shown import Thing
from bot.guide.load import load
from bot.guide.values import Guide
from bot.readiness import Readiness
from bot.services.channels import Channels
from bot.services.checklist import Checklists
from bot.services.clock import Clock, wall_clock
from bot.services.deleted import Deleted
from bot.services.digests import Digests
from bot.services.drafts import Drafts
from bot.services.handing_over import HandingOver
from bot.services.hiring_requests import HiringRequests
from bot.services.histories import Histories
from bot.services.homes import HomeTabs
from bot.services.inputs import Inputs
from bot.services.leaving import Leaving
from bot.services.lifecycle import Lifecycles
from bot.services.pay_bands import PayBands
from bot.services.people import People
from bot.services.policies import Policies
from bot.services.reminders import Reminders
from bot.services.request_lists import RequestLists
from bot.services.settings_histories import SettingsHistories
from bot.services.unsettled import Unsettled
from bot.services.update_mine import UpdateMine
from bot.settings import Settings
from bot.slack.client import Sessions, sessions
from bot.slack.digest_letters import DigestLetters
from bot.slack.digesting import Digesting
from bot.slack.directory import Directory
from bot.slack.following import Following
from bot.slack.guard import OnceEach
from bot.slack.homes import Homes
from bot.slack.installations import Authorization, StaticInstallation
from bot.slack.letters import Writer
from bot.slack.modals import Modals
from bot.slack.names import Names
from bot.slack.outbox import Outbox
from bot.slack.pace import Pace
from bot.slack.plainer import Plainer
from bot.slack.reconciler import Reconciler, Renderer, Things
from bot.slack.reminding import Reminding
from bot.slack.settling import BringUp, Settling
from bot.slack.table import Provider, Table
from bot.slack.tasks import Tasks
from bot.slack.telling import Telling
from bot.store.database import Database
from handlers.forms import Windows
from handlers.trouble import Conversation

log = logging.getLogger("hire-ml")

DRAIN_SECONDS = 5.0
"""What is acked is finished within this after the last answer. Most platforms give ten seconds
from SIGTERM: the last answers may take three of them, letting go of what is broken off one."""


@dataclass(frozen=True, slots=True)
class App:
    """The app at work, however Slack's requests reach it."""

    bolt: AsyncApp
    table: Table
    database: Database
    sessions: Sessions
    installation: StaticInstallation
    reconciler: Reconciler
    outbox: Outbox
    settling: Settling
    homes: Homes
    reminding: Reminding
    digesting: Digesting
    ready: Readiness
    clock: Clock


@asynccontextmanager
async def running(settings: Settings, clock: Clock = wall_clock) -> AsyncIterator[App]:
    """Run the app. At the end of the block, what was acked is finished before things close."""
    guide = replace(load(), booking_url=settings.booking_url)
    tasks = Tasks()
    async with AsyncExitStack() as stack:
        connections = await stack.enter_async_context(sessions(settings.api_url))
        database = Database.open(settings.database_url)
        stack.push_async_callback(database.close)
        installation = _installation(connections, settings, database, clock)
        reconciler = Reconciler(
            database,
            installation.slack,
            renderers(guide),
            tell_closed=lambda workspace, number, why, channel: Channels(
                database, workspace, clock
            ).took_nothing(number, why, channel),
            clock=clock,
        )
        plainer = Plainer(database)
        names = Names(clock)
        outbox = _outbox(guide, database, clock, installation, names)
        homes = Homes(database, installation.slack, drawn_home, clock)
        following = Following(reconciler, outbox, homes)
        reminding = Reminding(
            database,
            installation.slack,
            reminders=lambda workspace: Reminders(database, workspace, clock),
            leaving=lambda workspace: Leaving(database, workspace, clock),
            bring_up=following.bring_up,
            clock=clock,
        )
        settling = _settling(database, clock, installation, outbox, following.bring_up)
        digesting = _digesting(database, clock, outbox)
        provided = {
            **_providers(guide, database, clock, installation, following, plainer),
            Reminding: lambda _: reminding,
            Names: lambda _: names,
        }
        table = Table(
            handlers.LISTENERS,
            provided,
            _conversation(installation, plainer),
            tasks,
            first_time=lambda command: Inputs(database, command.workspace, clock).not_heard(
                command.trigger
            ),
        )
        bolt = _bolt(settings, connections, installation, table)
        loops = (reconciler, outbox, settling, homes, reminding, digesting)
        for loop in loops:
            tasks.hold(loop.run())
        try:
            ready = Readiness(database)
            yield App(
                bolt,
                table,
                database,
                connections,
                installation,
                reconciler,
                outbox,
                settling,
                homes,
                reminding,
                digesting,
                ready,
                clock,
            )
        finally:
            for loop in loops:
                loop.stop()
            if not await tasks.drained(DRAIN_SECONDS):
                log.warning("stopped with work under way; it is taken up at the next start")
                await tasks.cancelled()


@dataclass(frozen=True, slots=True)
class DigestSender:
    """What sends digests, and nothing that goes on by itself."""

    database: Database
    installation: StaticInstallation
    digesting: Digesting
    settling: Settling
    outbox: Outbox


@asynccontextmanager
async def sending_digests(
    settings: Settings, clock: Clock = wall_clock
) -> AsyncIterator[DigestSender]:
    """For a command that ends."""
    async with AsyncExitStack() as stack:
        connections = await stack.enter_async_context(sessions(settings.api_url))
        database = Database.open(settings.database_url)
        stack.push_async_callback(database.close)
        installation = _installation(connections, settings, database, clock)
        outbox = _outbox(load(), database, clock, installation, Names(clock))
        digesting = _digesting(database, clock, outbox)
        settling = _settling(database, clock, installation, outbox, _left_to_others)
        yield DigestSender(database, installation, digesting, settling, outbox)


async def _left_to_others(_workspace: WorkspaceId, _number: RequestNumber) -> None:
    """Whoever serves finds a request behind, and shows it."""


def _installation(
    connections: Sessions, settings: Settings, database: Database, clock: Clock
) -> StaticInstallation:
    return StaticInstallation(
        connections, settings.bot_token, lambda workspace: Pace(database, workspace, clock)
    )


def _outbox(
    guide: Guide, database: Database, clock: Clock, installation: StaticInstallation, names: Names
) -> Outbox:
    digests = DigestLetters(
        database, names, drawn_digest, lambda workspace: Digests(database, workspace, clock), clock
    )
    own = {NoticeKind.DIGEST: digests, NoticeKind.DIGEST_THREAD: digests}
    return Outbox(database, installation.slack, writers(guide), clock, own)


def _settling(
    database: Database,
    clock: Clock,
    installation: StaticInstallation,
    outbox: Outbox,
    bring_up: BringUp,
) -> Settling:
    return Settling(
        database,
        installation.slack,
        bring_up=bring_up,
        say=outbox.follow,
        unseen=lambda post: Unsettled(database, post.workspace, clock).tell(post),
        clock=clock,
    )


def _digesting(database: Database, clock: Clock, outbox: Outbox) -> Digesting:
    return Digesting(
        database, lambda workspace: Digests(database, workspace, clock), outbox.follow, clock
    )


def renderers(guide: Guide) -> Mapping[Thing, Renderer]:
    """How each thing that is shown of a request is drawn."""

    def drawn_card(request: HiringRequest, things: Things) -> Message:
        message = things[Thing.CHECKLIST].message
        return card(request, guide.tree, checklist_url=message.permalink if message else None)

    return {
        Thing.CARD: drawn_card,
        Thing.CHECKLIST: lambda request, _: checklist(request),
        Thing.DECISION: lambda request, _: decision(request, guide),
    }


def drawn_home(home: Home, contents: Contents, now: datetime) -> View:
    """How somebody's Home tab is drawn."""
    return home_tab(home, contents, home.today(now))


def writers(guide: Guide) -> Mapping[NoticeKind, Writer]:
    """How each kind of notice is put into words."""
    return {
        **dict.fromkeys(NoticeKind, written),
        NoticeKind.SECOND_HIRE: lambda told, about, _: offered(told[0], about, guide),
        NoticeKind.CLOSED: lambda told, about, _: closed(told, about),
        NoticeKind.UNSETTLED: lambda told, about, _: asked(told, about),
        NoticeKind.BUNDLE: lambda told, about, _: bundle(told[0], about),
        NoticeKind.DIGEST_STOPPED: lambda told, _, __: told_stopped(told),
    }


ANY_ID = re.compile("")


def _bolt(
    settings: Settings, connections: Sessions, installation: StaticInstallation, table: Table
) -> AsyncApp:
    bolt = AsyncApp(
        name="hire-ml",
        # Bolt reads the environment where it is given nothing; ours was read already.
        signing_secret=settings.signing_secret or "socket-mode-has-none",
        client=connections.asking(None),
        authorize=Authorization(installation),
        before_authorize=OnceEach(),
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    bolt.use(table)

    # While a new version is rolled out, what one process has shown may be answered by an older one.
    @bolt.action(ANY_ID)
    async def _(ack: AsyncAck, body: dict[str, Any]) -> None:
        if table.clicked_elsewhere(body):
            await ack()

    @bolt.view(ANY_ID)
    async def _(ack: AsyncAck, body: dict[str, Any]) -> None:
        if (answer := table.submitted_elsewhere(body)) is not None:
            await ack(answer)

    return bolt


def _conversation(installation: StaticInstallation, plainer: Plainer) -> Conversation:
    return Conversation(
        modals=lambda _: Modals(installation.clients()),
        telling=lambda _: Telling(installation.clients(), plainer),
    )


def _providers(
    guide: Guide,
    database: Database,
    clock: Clock,
    installation: StaticInstallation,
    following: Following,
    plainer: Plainer,
) -> dict[type, Provider]:
    """What a listener may ask for. A service arrives bound to the workspace of its request."""
    return {
        Guide: lambda _: guide,
        Following: lambda _: following,
        Reconciler: lambda _: following.reconciler,
        Homes: lambda _: following.homes,
        HomeTabs: lambda acted: HomeTabs(database, acted.workspace, clock),
        Channels: lambda acted: Channels(database, acted.workspace, clock),
        Checklists: lambda acted: Checklists(database, acted.workspace, clock),
        Deleted: lambda acted: Deleted(database, acted.workspace, clock),
        Digests: lambda received: Digests(database, received.workspace, clock),
        Drafts: lambda acted: Drafts(database, acted.workspace, clock),
        HandingOver: lambda acted: HandingOver(database, acted.workspace, clock),
        HiringRequests: lambda acted: HiringRequests(database, acted.workspace, clock),
        Histories: lambda acted: Histories(database, acted.workspace, clock),
        Inputs: lambda received: Inputs(database, received.workspace, clock),
        Lifecycles: lambda acted: Lifecycles(database, acted.workspace, clock),
        PayBands: lambda acted: PayBands(database, acted.workspace, clock),
        RequestLists: lambda acted: RequestLists(database, acted.workspace, clock),
        Directory: lambda _: Directory(installation.clients()),
        Modals: lambda _: Modals(installation.clients()),
        Leaving: lambda acted: Leaving(database, acted.workspace, clock),
        People: lambda acted: People(database, acted.workspace, clock),
        Policies: lambda acted: Policies(database, acted.workspace, clock),
        Reminders: lambda acted: Reminders(database, acted.workspace, clock),
        SettingsHistories: lambda acted: SettingsHistories(database, acted.workspace),
        Unsettled: lambda acted: Unsettled(database, acted.workspace, clock),
        Telling: lambda _: Telling(installation.clients(), plainer),
        UpdateMine: lambda acted: UpdateMine(database, acted.workspace, clock),
        Windows: lambda acted: Windows(
            RequestLists(database, acted.workspace, clock),
            Directory(installation.clients()),
            Modals(installation.clients()),
        ),
    }
