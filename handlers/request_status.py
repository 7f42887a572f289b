"""`/hire-ml status REQ-12`: how one request stands."""

from blocks import request_status as shown_as
from blocks.kit import Message
from blocks.request_rows import RequestRef
from blocks.request_status import MOST_EXAMPLES, SHOW, STATUS_WORD
from bot.domain.identity import RequestNumber
from bot.domain.permissions import Actor
from bot.domain.request_list import Filters, Which, number_in
from bot.services.request_lists import RequestLists
from bot.slack.directory import Directory
from bot.slack.payloads import Acted, Clicked, Typed
from bot.slack.table import Listeners
from bot.slack.telling import Telling
from handlers.acting import today_of

listens = Listeners()


@listens.to(STATUS_WORD)
async def asked(
    command: Typed, lists: RequestLists, directory: Directory, telling: Telling
) -> None:
    number = number_in(command.rest)
    if number is None:
        said = await _which(command, lists, directory)
    else:
        said = await _status(command, number, lists, directory)
    await telling.only(command, said)


@listens.to(SHOW)
async def chosen(
    click: Clicked[RequestRef], lists: RequestLists, directory: Directory, telling: Telling
) -> None:
    said = await _status(click, click.carried.number, lists, directory)
    await telling.replaced(click, said)


async def _status(
    acted: Acted, number: RequestNumber, lists: RequestLists, directory: Directory
) -> Message:
    # By their person alone: who may not see it hears what they would hear of one that is not there.
    whole = await lists.whole(number, Actor(acted.person))
    today = await today_of(acted, directory, lists.clock)
    return shown_as.status(whole.request, whole.thread, whole.deleted, today)


async def _which(command: Typed, lists: RequestLists, directory: Directory) -> Message:
    """With examples: their own, or else whatever there is."""
    today = await today_of(command, directory, lists.clock)
    for filters in (Filters(owner=command.person), Filters(status=Which.ANY)):
        found = await lists.page(command.person, filters, page=1, size=MOST_EXAMPLES)
        if found.rows:
            break
    return shown_as.which(command.rest, found.rows, today)
