"""Who is in which channel, and what becomes of it: by the page's buttons, and by Slack's commands."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from sandbox.acts.act import Act, BadAct, Outcome
from sandbox.values import Channel, Person

_NAME: Final = re.compile(r"[a-z0-9_-]{1,80}")


async def join(act: Act) -> Outcome:
    channel = act.channel()
    if channel.kind != "public":
        raise BadAct("One is invited to a private channel.")
    return await _add(act, channel, act.person, inviter=None)


async def invite(act: Act) -> Outcome:
    return await _invite(act, act.channel(), act.other())


async def leave(act: Act) -> Outcome:
    return await _take_out(act, act.channel(), act.person)


async def _typed_invite(act: Act, channel: Channel, text: str) -> Outcome:
    return await _invite(act, channel, _named(act, text))


async def _typed_remove(act: Act, channel: Channel, text: str) -> Outcome:
    return await _take_out(act, channel, _named(act, text))


async def _typed_leave(act: Act, channel: Channel, _: str) -> Outcome:
    return await _take_out(act, channel, act.person)


async def _archive(act: Act, channel: Channel, _: str) -> Outcome:
    return _changed(act, channel, archived=True)


async def _rename(act: Act, channel: Channel, text: str) -> Outcome:
    name = text.removeprefix("#")
    if not _NAME.fullmatch(name):
        raise BadAct("A channel's name has small letters, digits, - and _, 80 at most.")
    if any(one.name == name for one in act.world.state.channels.values()):
        raise BadAct(f"There is a channel #{name} already.")
    return _changed(act, channel, name=name)


def _changed(act: Act, channel: Channel, **what: Any) -> Outcome:
    if act.person.id not in channel.members or channel.kind == "im" or channel.general:
        raise BadAct("You cannot do that here.")
    act.world.state.put_channel(replace(channel, **what), by=act.person.id)
    return Outcome()


BUILT_IN: Final[Mapping[str, Callable[[Act, Channel, str], Awaitable[Outcome]]]] = {
    "/invite": _typed_invite,
    "/remove": _typed_remove,
    "/leave": _typed_leave,
    "/archive": _archive,
    "/rename": _rename,
}


async def _invite(act: Act, channel: Channel, whom: Person) -> Outcome:
    if act.person.id not in channel.members:
        raise BadAct(f"You are not in #{channel.name} yourself.")
    app = act.world.state.app
    if whom.id == app.bot_user and not app.installed:
        raise BadAct(f"{app.name} has been removed.")
    if whom.deleted:
        raise BadAct(f"{whom.real_name} has left {act.world.state.team.name}.")
    return await _add(act, channel, whom, inviter=act.person)


async def _add(act: Act, channel: Channel, whom: Person, *, inviter: Person | None) -> Outcome:
    state = act.world.state
    if channel.archived or channel.kind == "im":
        raise BadAct("Nobody can be added here.")
    if whom.id in channel.members:
        return Outcome(ok=False, error=f"{whom.real_name} is in #{channel.name} already.")
    state.add_member(channel, whom.id, by=inviter.id if inviter else None)
    return Outcome()


async def _take_out(act: Act, channel: Channel, whom: Person) -> Outcome:
    if channel.kind == "im" or channel.general:
        raise BadAct("Nobody can leave here.")
    if act.person.id not in channel.members or whom.id not in channel.members:
        return Outcome(ok=False, error=f"Not in #{channel.name}.")
    act.world.state.remove_member(channel, whom.id, by=act.person.id)
    return Outcome()


def _named(act: Act, text: str) -> Person:
    name = text.removeprefix("@")
    for person in act.world.state.people.values():
        if name in (person.name, person.real_name, f"<@{person.id}>"):
            return person
    raise BadAct(f"There is nobody called {text!r} here.")
