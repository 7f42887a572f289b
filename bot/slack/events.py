"""Events of Slack's → values: what happened in a workspace, which nobody waits to be answered.

An event may come more than once: Slack sends again what was not acked in time, and its `event_id`
stays. What must count once is claimed by a key first (`bot.services.inputs`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from bot.domain.identity import ChannelId, Person, SlackTs, WorkspaceId
from bot.slack.payloads import Address, Malformed, Payload, Received, text_of, workspace_of

C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Happened(Received, Generic[C]):
    """An event. `carried` is what its address (`blocks.ids.Event`) reads of it, by Slack's names."""

    event_id: str
    person: Person | None
    """Who did it, or whose it is; nobody where Slack names none."""
    app_user: str | None
    """The app's own user in the workspace."""
    carried: C

    @property
    def somebody(self) -> Person:
        """`person`, where there always is one. Raises `Malformed`."""
        if self.person is None:
            raise Malformed("nobody did it")
        return self.person


@dataclass(frozen=True, slots=True)
class Mention:
    """`app_mention`: somebody wrote the app's name in a channel."""

    channel: ChannelId
    ts: SlackTs
    text: str = ""
    """As Slack escaped it."""
    thread_ts: SlackTs | None = None
    bot_id: str | None = None
    edited: dict[str, Any] | None = None
    """There when the message was changed and so is told of again."""


@dataclass(frozen=True, slots=True)
class Joining:
    """`member_joined_channel`: somebody, perhaps the app itself, is in a channel now."""

    channel: ChannelId


@dataclass(frozen=True, slots=True)
class InChannel:
    """`channel_unarchive` and others that name a channel, and nothing else that matters here."""

    channel: ChannelId


@dataclass(frozen=True, slots=True)
class NewId:
    """`channel_id_changed`: it is the same channel."""

    old_channel_id: ChannelId
    new_channel_id: ChannelId


@dataclass(frozen=True, slots=True)
class HomeOpening:
    """`app_home_opened`: somebody looks at one of the app's tabs."""

    tab: str = "home"


@dataclass(frozen=True, slots=True)
class Profile:
    deleted: bool = False
    tz: str | None = None
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """`user_change`: anything of somebody's profile is now as told, changed or not."""

    user: Profile


def happened(body: Payload, address: Address) -> Happened[Any]:
    event: Payload = body["event"]
    bound = _authorization(body)
    workspace = workspace_of({**body, **bound})
    return Happened(
        workspace=workspace,
        event_id=text_of(body, "event_id"),
        person=_who(event, body, workspace),
        app_user=bound.get("user_id") if bound.get("is_bot") else None,
        carried=_carried(event, address),
    )


def _carried(event: Payload, address: Address) -> Any:
    try:
        return msgspec.convert(event, type=address.carries)
    except msgspec.ValidationError as wrong:
        raise Malformed(f"{address.id} tells something else") from wrong


def _authorization(body: Payload) -> Mapping[str, Any]:
    """The installation that the event is sent for: `team_id` beside it may be another company's."""
    return next(iter(body.get("authorizations") or ()), {})


def _who(event: Payload, body: Payload, workspace: WorkspaceId) -> Person | None:
    match event.get("user"):
        case {"id": str(user), **more}:
            team = more.get("team_id")
        case str(user) if user:
            team = event.get("user_team") or event.get("team")
        case _:
            return None
    there = body.get("team_id") or body.get("context_team_id") or workspace
    return Person(team=str(team or there), user=user)
