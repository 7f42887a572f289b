"""`POST /page/control`: faults, the clock, people, channels and the app itself."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.deliver.socket_mode import DISCONNECTS
from sandbox.faults import fault_from
from sandbox.state import State
from sandbox.values import Channel, Person

if TYPE_CHECKING:
    from sandbox.workspace import Sandbox


class BadControl(ValueError):  # noqa: N818  the words are for a person
    """What was sent makes no sense here."""


async def apply(sandbox: "Sandbox", body: Any) -> None:
    """Raises ValueError, its subclasses BadControl and BadFault too, with words for a person."""
    if not isinstance(body, dict) or not body:
        raise BadControl("Send `faults`, `seed`, `advance`, `channel`, `user` or `app`.")
    for name, value in body.items():
        match name:
            case "faults":
                sandbox.faults.replace([fault_from(one) for one in _list(value, "`faults`")])
            case "seed":
                sandbox.faults.seed = _whole(value, "The `seed` of chance")
            case "advance":
                sandbox.clock.advance(_seconds(value))
            case "channel":
                _put_channel(sandbox, _object(value))
            case "user":
                _put_person(sandbox, _object(value))
            case "app":
                await _change_app(sandbox, _object(value))
            case _:
                raise BadControl(f"Nothing here is called {name!r}.")


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadControl("A user, a channel and the app are objects.")
    return value


def _whole(value: Any, what: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadControl(f"{what} is a whole number, not {value!r}.")
    return value


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadControl("`advance` is a number of seconds.")
    return value


def _put_channel(sandbox: "Sandbox", given: dict[str, Any]) -> None:
    """A channel without an id that is known here is a new one."""
    state = sandbox.state
    if "new_id" in given or "deleted" in given:
        _end_channel(state, given)
        return
    channel_id = _id(given) or state.ids.new("C")
    base = state.channels.get(channel_id) or Channel(channel_id, "")
    if "members" in given:
        members = _strings(given["members"])
        if not set(members) <= state.people.keys():
            raise BadControl("`members` are people's ids.")
        given = {**given, "members": members}
    if given.get("kind", base.kind) not in ("public", "private", "im"):
        raise BadControl("`kind` is public, private or im.")
    channel = replace(base, **_known_fields(base, given))
    if channel.kind == "im" and len(set(channel.members)) != 2:  # noqa: PLR2004  what direct means
        raise BadControl("Direct messages are between two.")
    if not channel.name and channel.kind != "im":
        raise BadControl("A new channel needs a `name`.")
    state.put_channel(channel)


def _end_channel(state: State, given: dict[str, Any]) -> None:
    """It goes, or goes on under another id."""
    known = state.channels.get(_id(given) or "")
    if known is None or known.kind == "im":
        raise BadControl(f"There is no channel {given.get('id')!r}.")
    match given:
        case {"id": _, "deleted": True, **more} if not more:
            state.delete_channel(known)
        case {"id": _, "new_id": str(new), **more} if (
            new and new not in state.channels and not more
        ):
            state.move_channel(known, new)
        case _:
            raise BadControl("A channel is `deleted`: true, or gets a `new_id` that no other has.")


def _put_person(sandbox: "Sandbox", given: dict[str, Any]) -> None:
    state = sandbox.state
    person_id = _id(given) or state.ids.new("U")
    base = state.people.get(person_id) or Person(person_id, "", "")
    person = replace(base, **_known_fields(base, given))
    person = replace(person, real_name=person.real_name or person.name)
    try:
        ZoneInfo(person.tz)
    except (ZoneInfoNotFoundError, ValueError, OSError) as wrong:
        raise BadControl(f"There is no time zone {person.tz!r}.") from wrong
    if not person.real_name.strip() or not person.name:
        raise BadControl("A new person needs a `name`.")
    state.put_person(person)


def _id(given: Mapping[str, Any]) -> str | None:
    value = given.get("id")
    if value is not None and not isinstance(value, str):
        raise BadControl("An `id` is a string.")
    return value


def _list(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadControl(f"{what} is a list.")
    return value


def _strings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadControl(f"{value!r} is not a list of strings.")
    return tuple(value)


def _known_fields(base: Channel | Person, given: Mapping[str, Any]) -> dict[str, Any]:
    """Those of `given` that this value has, each of the type it has there."""
    found = {}
    for field in fields(base):
        if field.name not in given or field.name == "id":
            continue
        value = given[field.name]
        if not isinstance(value, type(getattr(base, field.name))):
            raise BadControl(f"`{field.name}` cannot be {value!r}.")
        found[field.name] = value
    return found


async def _change_app(sandbox: "Sandbox", given: dict[str, Any]) -> None:
    """`request_url`, `scopes`, `revoked` …; see docs/workspace.md."""
    for name, value in given.items():
        match name, value:
            case "request_url", str() | None:
                sandbox.deliver_to(value)
            case "scopes", scopes:
                sandbox.grant(None if scopes is None else _strings(scopes))
            case "revoked", bool():
                sandbox.revoke(revoked=value)
            case "uninstalled", True:
                sandbox.uninstall()
            case "uninstalled", False:
                sandbox.install()
            case "marketplace", bool():
                sandbox.rates.marketplace = value
            case "disconnect", reason if reason in DISCONNECTS:
                await sandbox.sockets.disconnect(reason)
            case "disconnect", {"reason": reason, "connection": int(one)} if (
                reason in DISCONNECTS and 0 <= one < sandbox.sockets.connections
            ):
                await sandbox.sockets.disconnect(reason, connection=one)
            case _:
                raise BadControl(f"The app's {name!r} cannot be {value!r}.")
