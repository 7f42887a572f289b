"""The least that a request must have to be read at all: what Bolt takes for granted."""

from typing import Any

import msgspec


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


_interaction = msgspec.json.Decoder(Interaction)
_event = msgspec.json.Decoder(Event)


def is_interaction(payload: str) -> bool:
    return _reads(_interaction, payload)


def is_event(body: str) -> bool:
    return _reads(_event, body)


def _reads(decoder: msgspec.json.Decoder[Any], text: str) -> bool:
    try:
        decoder.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return False
    return True
