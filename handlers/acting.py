"""Whoever acts, as permissions know them."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date
from typing import TypeVar

from bot.domain.permissions import Actor
from bot.domain.refusals import NotAllowed
from bot.services.clock import Clock
from bot.slack.answers import View
from bot.slack.directory import Directory
from bot.slack.modals import Modals, OpenView
from bot.slack.payloads import Acted, Clicked

T = TypeVar("T")


def actor(acted: Acted) -> Actor:
    """Somebody who acts, as far as their click says who they are."""
    place = acted.place if isinstance(acted, Clicked) else None
    return Actor(acted.person, channel=place.channel if place else None)


async def allowed(acted: Acted, directory: Directory, act: Callable[[Actor], Awaitable[T]]) -> T:
    """What `act` gives. Slack is asked whether somebody is an admin only where that decides.

    Raises:
        NotAllowed: they may not, and are no admin either.
    """
    who = actor(acted)
    try:
        return await act(who)
    except NotAllowed:
        somebody = await directory.somebody(acted.person)
        if somebody is None or not somebody.is_admin:
            raise
    return await act(replace(who, is_admin=True))


async def as_slack_says(acted: Acted, directory: Directory) -> Actor:
    """Somebody who acts, and whether they are an admin now, whatever an old window shows them."""
    somebody = await directory.somebody(acted.person)
    return replace(actor(acted), is_admin=somebody is not None and somebody.is_admin)


async def today_of(acted: Acted, directory: Directory, clock: Clock) -> date:
    """The day it is where somebody is, as Slack says."""
    somebody = await directory.somebody(acted.person)
    return clock().astimezone(somebody.zone if somebody else UTC).date()


async def in_front(acted: Acted, modals: Modals, view: View) -> OpenView | None:
    """Show a modal: on top of the one that was clicked in, or else alone."""
    if isinstance(acted, Clicked) and acted.view is not None and not acted.view.is_home:
        return await modals.push(acted.trigger, view)
    return await modals.open(acted.trigger, view)
