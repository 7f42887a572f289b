"""A request's history, opened and turned."""

from blocks import history as shown_as
from blocks.history import NEWER, OLDER, HistoryRef
from bot.domain.identity import RequestNumber
from bot.services.histories import Histories
from bot.slack.answers import Update
from bot.slack.modals import Modals
from bot.slack.payloads import Acted, Clicked
from bot.slack.table import Listeners
from handlers.acting import actor, in_front

listens = Listeners()


async def opened(acted: Acted, number: RequestNumber, histories: Histories, modals: Modals) -> None:
    found = await histories.of_request(number, actor(acted))
    await in_front(acted, modals, shown_as.history(found.request, found.page))


async def turned(click: Clicked[HistoryRef], histories: Histories) -> Update:
    ref = click.carried
    found = await histories.of_request(ref.number, actor(click), page=ref.page)
    return Update(shown_as.history(found.request, found.page))


for turn in (NEWER, OLDER):
    listens.to(turn)(turned)
