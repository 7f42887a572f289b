"""Channels with a digest, and what they read."""

from datetime import date, datetime, time, timedelta

from bot.app import App
from bot.domain.digest import Choices, Hand, State, Subscription
from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import ChannelId, Person
from bot.domain.weekly import Weekly
from bot.services.digests import Digests, Room
from bot.services.hiring_requests import HiringRequests
from bot.store.digests import DigestRepository
from sandbox import seed
from sandbox.values import Message
from sandbox.workspace import Sandbox
from tests import hiring
from tests.running import clock_of
from tests.stories.kept import ACME
from tests.stories.morning import LONDON, goes_on_to, looks, next_monday, now

ANA, SAM, LI, TOM, PRIYA = (
    Person(ACME, user) for user in (seed.ANA, seed.SAM, seed.LI, seed.TOM, seed.PRIYA)
)
HIRING, EXECUTIVES = ChannelId(seed.HIRING), ChannelId(seed.EXECUTIVES)

MONDAYS_AT_NINE = Choices(Weekly(0, time(9), "Europe/London"))


def digests(workspace: Sandbox, bot: App) -> Digests:
    return Digests(bot.database, ACME, clock_of(workspace))


async def gets_one(
    workspace: Sandbox,
    bot: App,
    choices: Choices = MONDAYS_AT_NINE,
    channel: ChannelId = HIRING,
    owner: Person = ANA,
) -> Subscription:
    """A channel is subscribed, without anybody's typing it."""
    room = Room(channel, is_private=channel == EXECUTIVES)
    return await digests(workspace, bot).save(room, choices, choices, Hand(owner, True))


async def subscription(bot: App, channel: ChannelId = HIRING) -> Subscription | None:
    async with bot.database.reading() as connection:
        return await DigestRepository(connection, ACME).get(channel)


async def has_state(bot: App, channel: ChannelId = HIRING) -> State | None:
    found = await subscription(bot, channel)
    return found.state if found else None


async def has(workspace: Sandbox, bot: App, title: str, **changes: object) -> HiringRequest:
    """A request of Ana's, with Sam as recruiter, opened now and shown in its channel."""
    requests = HiringRequests(bot.database, ACME, clock_of(workspace))
    today = now(workspace).date()
    facts = {
        "title": title,
        "recruiters": (SAM,),
        "channel": HIRING,
        "start_by": today + timedelta(days=300),
    }
    request = await requests.open(hiring.form(**(facts | changes)), ANA, today=today)
    await bot.reconciler.bring_up(ACME, request.number)
    return request


async def at(workspace: Sandbox, bot: App, day: date, hour: int = 9) -> None:
    """It is that hour in London, a second later, and the bot has looked."""
    goes_on_to(workspace, datetime(day.year, day.month, day.day, hour, 0, 1, tzinfo=LONDON))
    await looks(bot)


def posted(workspace: Sandbox, channel: ChannelId = HIRING) -> list[Message]:
    """The digests in a channel, the oldest first; not what stands in their threads."""
    return [
        one
        for one in workspace.state.messages()
        if one.channel == channel and one.text.startswith("Hiring this week") and not one.thread_ts
    ]


def monday(workspace: Sandbox) -> date:
    """It is eight in London on the Monday to come."""
    workspace.rates.on = False
    at_eight = next_monday(workspace)
    goes_on_to(workspace, at_eight)
    return at_eight.date()
