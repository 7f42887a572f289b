"""Requests that are there before a story begins, without anybody's typing them."""

from bench.many import copied
from bot.app import App
from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import ChannelId, Person
from bot.domain.request_list import MOST_LISTED
from sandbox import seed
from tests import hiring
from tests.stories import kept


def who(user: str) -> Person:
    return Person(seed.TEAM.id, user)


ANA, SAM, LI, TOM = map(who, (seed.ANA, seed.SAM, seed.LI, seed.TOM))


async def has(
    bot: App, title: str, *, manager: Person = ANA, recruiter: Person = SAM, **changes: object
) -> HiringRequest:
    """One that `manager` opened, today."""
    requests = kept.requests(bot)
    facts = {"title": title, "recruiters": (recruiter,), "channel": ChannelId(seed.HIRING)}
    form = hiring.form(**(facts | changes))
    return await requests.open(form, manager, today=requests.clock().date())


async def has_secret(bot: App, title: str = "Secret search") -> HiringRequest:
    """One that Ana, Sam and Tom are in on, in the executives' channel."""
    return await has(
        bot,
        title,
        channel=ChannelId(seed.EXECUTIVES),
        channel_is_private=True,
        confidential=True,
        manager=TOM,
    )


async def has_many(bot: App, count: int) -> None:
    """`count` in all, by Ana, Li and Tom in turns, of two roles, in two channels."""
    for number, manager in enumerate((ANA, LI, TOM), start=1):
        await has(bot, f"Search {number}", manager=manager)
    await has(bot, "Growth", manager=LI, recruiter=LI, channel=ChannelId(seed.GENERAL))
    await copied(bot.database, kept.ACME, count)


def counted(count: int) -> str:
    """How a list says so many."""
    return f"{count:,} requests" if count <= MOST_LISTED else f"More than {MOST_LISTED:,} requests"
