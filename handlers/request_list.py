"""`/hire-ml list`: the requests that somebody may see."""

from dataclasses import replace

from blocks import request_list as shown_as
from blocks.kit import Message
from blocks.request_list import (
    EVERYTHING,
    LIST_WORD,
    MINE,
    NEWER,
    OLDER,
    PAGE_SIZE,
    STATUS,
    WHOSE,
    ListRef,
)
from bot.domain.request_list import Which, searched
from bot.services.request_lists import RequestLists
from bot.slack.directory import Directory
from bot.slack.payloads import Acted, Clicked, Malformed, Typed
from bot.slack.table import Listeners
from bot.slack.telling import Telling
from handlers.acting import today_of

listens = Listeners()

STATUSES = {
    "open": Which.OPEN,
    "hold": Which.ON_HOLD,
    "held": Which.ON_HOLD,
    "filled": Which.FILLED,
    "cancelled": Which.CANCELLED,
    "canceled": Which.CANCELLED,
    "any": Which.ANY,
    "all": Which.ANY,
}


@listens.to(LIST_WORD)
async def asked(
    command: Typed, lists: RequestLists, directory: Directory, telling: Telling
) -> None:
    said = await _drawn(command, asked_for(command.rest), lists, directory)
    await telling.only(command, said)


async def turned(
    click: Clicked[ListRef], lists: RequestLists, directory: Directory, telling: Telling
) -> None:
    await telling.replaced(click, await _drawn(click, click.carried, lists, directory))


for way in (NEWER, OLDER, EVERYTHING):
    listens.to(way)(turned)


@listens.to(STATUS)
async def of_status(
    click: Clicked[ListRef], lists: RequestLists, directory: Directory, telling: Telling
) -> None:
    ref = replace(click.carried, status=_which(click), page=1)
    await telling.replaced(click, await _drawn(click, ref, lists, directory))


@listens.to(WHOSE)
async def of_whom(
    click: Clicked[ListRef], lists: RequestLists, directory: Directory, telling: Telling
) -> None:
    ref = replace(click.carried, mine=click.selected == (MINE,), page=1)
    await telling.replaced(click, await _drawn(click, ref, lists, directory))


def asked_for(words: str) -> ListRef:
    """What was typed after the word: `mine`, a status, and whatever else is looked for."""
    ref = ListRef()
    left = []
    for word in words.split():
        known = word.lower()
        if known == "mine":
            ref = replace(ref, mine=True)
        elif known in STATUSES:
            ref = replace(ref, status=STATUSES[known])
        else:
            left.append(word)
    return replace(ref, text=searched(" ".join(left)))


def _which(click: Clicked[ListRef]) -> Which:
    try:
        (chosen,) = click.selected
        return Which(chosen)
    except ValueError as odd:
        raise Malformed("no such status") from odd


async def _drawn(acted: Acted, ref: ListRef, lists: RequestLists, directory: Directory) -> Message:
    today = await today_of(acted, directory, lists.clock)
    filters = ref.filters(acted.person)
    found = await lists.page(acted.person, filters, page=max(1, ref.page), size=PAGE_SIZE)
    return shown_as.listed(ref, found, today)
