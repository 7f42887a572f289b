"""A request's body, read once: of the least shape that Bolt and the table take for granted."""

from typing import Any

import msgspec

from bot.slack.form import fields, text

Body = dict[str, Any]

PAYLOAD = "payload"


class Team(msgspec.Struct):
    id: str


class User(msgspec.Struct):
    id: str
    team_id: str | None = None


class Enterprise(msgspec.Struct):
    id: str | None = None


class Step(msgspec.Struct):
    """One of a payload's actions."""

    action_id: str
    type: str | None = None
    block_id: str | None = None


class State(msgspec.Struct):
    values: dict[str, dict[str, dict[str, Any]]] = {}


class Seen(msgspec.Struct):
    """A view in a payload."""

    id: str
    callback_id: str | None = None
    private_metadata: str | None = None
    hash: str | None = None
    state: State | None = None
    blocks: list[dict[str, Any]] = []


class Interaction(msgspec.Struct):
    """What stands in `payload=`."""

    type: str
    user: User
    team: Team | None = None
    enterprise: Enterprise | None = None
    trigger_id: str | None = None
    callback_id: str | None = None
    response_url: str | None = None
    actions: list[Step] = []
    view: Seen | msgspec.UnsetType = msgspec.UNSET
    container: dict[str, Any] | None = None
    message: dict[str, Any] | None = None
    channel: dict[str, Any] | None = None


class Happening(msgspec.Struct):
    """An event, in which Bolt looks for who and where."""

    type: str | None = None
    user: str | dict[str, Any] | None = None
    team: str | dict[str, Any] | None = None
    channel: str | dict[str, Any] | None = None
    thread_ts: str | None = None


class Event(msgspec.Struct):
    """A JSON body of the Events API."""

    type: str
    team_id: str | None = None
    enterprise_id: str | None = None
    event_id: str | None = None
    event: Happening | msgspec.UnsetType = msgspec.UNSET
    authorizations: list[dict[str, Any]] | None = None


NOT_JSON = (msgspec.DecodeError, RecursionError, UnicodeError)
"""What reading text comes to that is none."""

_json = msgspec.json.Decoder(Body)


def form(body: bytes) -> Body | None:
    """What a form holds: an interaction, or a command's own fields. None for another shape."""
    found = fields(body)
    match [value for name, value in found if name == PAYLOAD]:
        case []:
            return {name: text(value) for name, value in found}
        case [payload]:
            return _read(payload, Interaction)
        case _:
            return None


def event(body: bytes) -> Body | None:
    """What is told of an event. None for another shape."""
    return _read(body, Event)


def _read(json: bytes, shape: type[msgspec.Struct]) -> Body | None:
    try:
        body = _json.decode(json)
        msgspec.convert(body, shape)
    except NOT_JSON:
        return None
    return body
