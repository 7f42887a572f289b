"""People and channels, as Slack knows them now."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from slack_sdk.errors import SlackApiError

from bot.domain.identity import ChannelId, Person
from bot.slack.client import Slack, error_code


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that the app can see."""

    id: ChannelId
    name: str
    is_private: bool
    members: int | None
    """How many there are beside the app itself."""
    is_archived: bool
    is_general: bool
    is_external: bool
    """Shared with other companies (Slack Connect)."""
    app_is_in: bool


@dataclass(frozen=True, slots=True)
class Somebody:
    person: Person
    name: str
    is_bot: bool
    has_left: bool
    is_admin: bool
    """Of the workspace: one of its owners, or of those they made admins."""
    is_guest: bool
    """Let into some channels only, or of another company in a shared one."""
    zone: ZoneInfo


GUESTS = ("is_restricted", "is_ultra_restricted", "is_stranger")
"""How Slack says that somebody is no full member here."""


MEMBERS_PAGE = 1000
"""The most that Slack gives at once."""


class Directory:
    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def channel(self, channel: ChannelId) -> Channel | None:
        """Nothing for one that does not exist or that the app cannot see: Slack tells no more."""
        try:
            answer = await self._slack.steady.conversations_info(
                channel=channel, include_num_members=True
            )
        except SlackApiError as refused:
            if error_code(refused) == "channel_not_found":
                return None
            raise
        found: dict[str, Any] = answer["channel"]
        members: int | None = found.get("num_members")
        app_is_in = bool(found.get("is_member"))
        return Channel(
            id=channel,
            name=str(found.get("name") or ""),
            is_private=bool(found.get("is_private")),
            members=members - app_is_in if members else members,
            is_archived=bool(found.get("is_archived")),
            is_general=bool(found.get("is_general")),
            is_external=bool(found.get("is_ext_shared")),
            app_is_in=app_is_in,
        )

    async def is_in(self, person: Person, channel: ChannelId) -> bool:
        """Whether somebody is in a channel that the app can see."""
        cursor = ""
        while True:
            answer = await self._slack.steady.conversations_members(
                channel=channel, limit=MEMBERS_PAGE, cursor=cursor
            )
            if person.user in answer["members"]:
                return True
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return False

    async def somebody(self, person: Person) -> Somebody | None:
        """Nothing for one whom the app cannot see."""
        try:
            answer = await self._slack.steady.users_info(user=person.user)
        except SlackApiError as refused:
            if error_code(refused) in {"user_not_found", "user_not_visible"}:
                return None
            raise
        found: dict[str, Any] = answer["user"]
        return Somebody(
            person=Person(team=str(found.get("team_id") or person.team), user=person.user),
            name=str(found.get("real_name") or found.get("name") or ""),
            is_bot=bool(found.get("is_bot")) or person.user == "USLACKBOT",
            has_left=bool(found.get("deleted")),
            is_admin=bool(found.get("is_admin") or found.get("is_owner")),
            is_guest=any(found.get(sign) for sign in GUESTS),
            zone=_zone(found.get("tz")),
        )

    async def everybody(self, people: Sequence[Person]) -> list[Somebody | None]:
        return list(await asyncio.gather(*(self.somebody(person) for person in people)))


def _zone(name: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
