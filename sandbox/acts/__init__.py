"""What people can do, by the word the page sends for it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from sandbox.acts import members, modal, reach, talk, touch
from sandbox.acts.act import Act, BadAct, Outcome
from sandbox.world import World

_ACTS: Mapping[str, Callable[[Act], Awaitable[Outcome]]] = {
    "click": touch.click,
    "close": modal.close,
    "command": talk.command,
    "delete": reach.delete,
    "dismiss": reach.dismiss,
    "fill": touch.fill,
    "invite": members.invite,
    "join": members.join,
    "leave": members.leave,
    "open_home": reach.open_home,
    "read": reach.read,
    "say": talk.say,
    "shortcut": reach.shortcut,
    "submit": modal.submit,
    "suggest": touch.suggest,
}


async def perform(world: World, body: Any) -> Outcome:
    """Returns once the app has acked or the deadline has passed. Raises BadAct."""
    if not isinstance(body, dict):
        raise BadAct("An act is an object.")
    name, who = body.get("do"), body.get("as")
    if not isinstance(name, str) or name not in _ACTS:
        raise BadAct(f"Nobody can {name!r} here.")
    person = world.state.people.get(who) if isinstance(who, str) else None
    if person is None or person.deleted or person.is_bot:
        raise BadAct(f"There is nobody called {who!r} who could do this.")
    with world.announcer.telling() as told:
        outcome = await _ACTS[name](Act(world, person, body))
        acks = await asyncio.gather(*told)
    # A person is told nothing of an event that failed.
    return replace(outcome, ack=outcome.ack or next(iter(acks), None))
