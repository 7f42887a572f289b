"""The Home tab: opened, looked through, worked from."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from blocks import guide as guide_as
from blocks import home as shown_as
from blocks.checklist import StepRef
from blocks.guide import PageRef
from blocks.guide_pages import Page
from blocks.home import (
    ALL_OF_MINE,
    ANY_ROLE,
    CHANNEL,
    CLEAR,
    DONE,
    GUIDE,
    NEWER,
    OLDER,
    OWNER,
    ROLE,
    STATUS,
    TYPED,
    UNBLOCK,
    UNDO,
    WORDS,
    TurnTo,
)
from blocks.ids import Event, Nothing
from bot.domain.home import Looking
from bot.domain.identity import ChannelId, Person
from bot.domain.request_list import Filters, StepKey, Which, searched
from bot.domain.role import Role
from bot.guide.values import Guide
from bot.services.changing import Changed
from bot.services.checklist import Checklists
from bot.services.homes import HomeTabs
from bot.services.pay_bands import PayBands
from bot.slack.answers import Then
from bot.slack.directory import Directory
from bot.slack.events import Happened, HomeOpening
from bot.slack.following import Following
from bot.slack.homes import Homes
from bot.slack.modals import Modals
from bot.slack.payloads import Acted, Clicked, Malformed
from bot.slack.table import Listeners
from bot.slack.telling import Telling
from handlers.acting import allowed
from handlers.pay import known_to

T = TypeVar("T")

listens = Listeners()

OPENED = Event("app_home_opened", carries=HomeOpening)


@listens.to(OPENED)
async def opened(
    event: Happened[HomeOpening], tabs: HomeTabs, directory: Directory, homes: Homes
) -> None:
    if event.carried.tab != "home":
        return
    somebody = await directory.somebody(event.somebody)
    await tabs.opened(event.somebody, somebody.zone.key if somebody else None)
    await homes.publish(event.workspace, event.somebody)


# Looking through -------------------------------------------------------------------------------


@listens.to(STATUS)
async def of_status(click: Clicked[Nothing], tabs: HomeTabs, homes: Homes) -> Then:
    chosen = _one(click, Which)
    return await _looks_for(click, tabs, homes, lambda now: replace(now, status=chosen))


@listens.to(ROLE)
async def of_role(click: Clicked[Nothing], tabs: HomeTabs, homes: Homes) -> Then:
    chosen = None if click.selected == (ANY_ROLE,) else _one(click, Role)
    return await _looks_for(click, tabs, homes, lambda now: replace(now, role=chosen))


@listens.to(CHANNEL)
async def of_channel(click: Clicked[Nothing], tabs: HomeTabs, homes: Homes) -> Then:
    chosen = _one(click, ChannelId)
    return await _looks_for(click, tabs, homes, lambda now: replace(now, channel=chosen))


@listens.to(OWNER)
async def of_owner(click: Clicked[Nothing], tabs: HomeTabs, homes: Homes) -> Then:
    chosen = _one(click, partial(Person, click.person.team))
    return await _looks_for(click, tabs, homes, lambda now: replace(now, owner=chosen))


@listens.to(WORDS)
async def with_words(click: Clicked[Nothing], tabs: HomeTabs, homes: Homes) -> Then:
    text = searched(click.seen_view.fields.text(TYPED) or "")
    return await _looks_for(click, tabs, homes, lambda now: replace(now, text=text))


@listens.to(ALL_OF_MINE)
async def all_of_mine(click: Clicked[Nothing], tabs: HomeTabs, homes: Homes) -> Then:
    mine = Filters(owner=click.person)
    return await _looks(click, tabs, homes, lambda now: _cleared(now, mine))


@listens.to(CLEAR)
async def cleared(click: Clicked[Nothing], tabs: HomeTabs, homes: Homes) -> Then:
    return await _looks(click, tabs, homes, lambda now: _cleared(now, Filters()))


async def turned(click: Clicked[TurnTo], tabs: HomeTabs, homes: Homes) -> Then:
    page = max(1, click.carried.page)
    return await _looks(click, tabs, homes, lambda now: replace(now, page=page, done=None))


for way in (NEWER, OLDER):
    listens.to(way)(turned)


def _one(click: Clicked[Nothing], read: Callable[[str], T]) -> T:
    try:
        (chosen,) = click.selected
        return read(chosen)
    except ValueError as odd:
        raise Malformed("not one of the choices") from odd


def _cleared(now: Looking, filters: Filters) -> Looking:
    """With all that the screen keeps of filters forgotten."""
    return Looking(filters, cleared=now.cleared + 1)


async def _looks_for(
    click: Clicked[Nothing], tabs: HomeTabs, homes: Homes, change: Callable[[Filters], Filters]
) -> Then:
    def look(now: Looking) -> Looking:
        return replace(now, filters=change(now.filters), page=1, changed=now.changed + 1, done=None)

    return await _looks(click, tabs, homes, look)


async def _looks(
    acted: Acted, tabs: HomeTabs, homes: Homes, change: Callable[[Looking], Looking]
) -> Then:
    await tabs.look_for(acted.person, change)
    return Then(partial(homes.publish, acted.workspace, acted.person))


# Working ---------------------------------------------------------------------------------------


@listens.to(DONE)
async def done(
    click: Clicked[StepRef],
    checklists: Checklists,
    tabs: HomeTabs,
    directory: Directory,
    following: Following,
) -> Then:
    step = click.carried
    result = await allowed(
        click, directory, lambda who: checklists.set_done(step.number, step.step, on=True, by=who)
    )
    key = StepKey(step.number, step.step) if result.changed else None
    return await _worked(click, result, key, tabs, following)


@listens.to(UNDO)
async def undone(
    click: Clicked[StepRef],
    checklists: Checklists,
    tabs: HomeTabs,
    directory: Directory,
    following: Following,
) -> Then:
    step = click.carried
    result = await allowed(
        click, directory, lambda who: checklists.undo(step.number, step.step, by=who)
    )
    return await _worked(click, result, None, tabs, following)


@listens.to(UNBLOCK)
async def unblocked(
    click: Clicked[StepRef],
    checklists: Checklists,
    tabs: HomeTabs,
    directory: Directory,
    following: Following,
) -> Then:
    step = click.carried
    result = await allowed(
        click, directory, lambda who: checklists.unblock(step.number, step.step, by=who)
    )
    return await _worked(click, result, None, tabs, following)


async def _worked(
    click: Clicked[StepRef],
    result: Changed,
    done: StepKey | None,
    tabs: HomeTabs,
    following: Following,
) -> Then:
    """Their own Home first: it is what they look at."""
    await tabs.look_for(click.person, lambda now: replace(now, done=done))

    async def follow() -> None:
        await following.homes.publish(click.workspace, click.person)
        if result.changed:
            await following.bring_up(click.workspace, click.carried.number)

    return Then(follow)


# Elsewhere -------------------------------------------------------------------------------------


@listens.to(GUIDE)
async def guide_asked(
    click: Clicked[Nothing],
    guide: Guide,
    bands: PayBands,
    directory: Directory,
    modals: Modals,
    telling: Telling,
) -> None:
    """Into their messages: its tables have no place in Home, nor in a window."""
    await modals.open(click.trigger, shown_as.guide_sent())
    known = await known_to(click, bands, directory)
    await telling.only(click, guide_as.page(guide, PageRef(Page.START), known))
