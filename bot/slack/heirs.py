"""Who keeps a digest on whose owner has left: found by what Slack says of them now."""

from collections.abc import Mapping, Sequence

from slack_sdk.errors import SlackApiError

from bot.domain.digest import Hand, NotTheirDigest, check
from bot.domain.identity import ChannelId, Person
from bot.slack.client import error_code
from bot.slack.directory import Channel, Directory

HIDDEN = {"channel_not_found", "not_in_channel"}
"""What Slack answers where it does not show who is in a channel."""


async def heirs(
    directory: Directory, could: Mapping[ChannelId, Sequence[Person]]
) -> Mapping[ChannelId, Person]:
    """For each channel the first who may keep its digest; none where nobody may."""
    found = {channel: await _heir(directory, channel, people) for channel, people in could.items()}
    return {channel: person for channel, person in found.items() if person is not None}


async def _heir(
    directory: Directory, channel: ChannelId, people: Sequence[Person]
) -> Person | None:
    seen = await directory.channel(channel)
    for person in people:
        if await _may(directory, seen, channel, person):
            return person
    return None


async def _may(
    directory: Directory, seen: Channel | None, channel: ChannelId, person: Person
) -> bool:
    somebody = await directory.somebody(person)
    if somebody is None or somebody.has_left or somebody.is_bot:
        return False
    who = Hand(
        person,
        is_in_channel=seen is not None and await _is_in(directory, person, channel),
        is_admin=somebody.is_admin,
        is_guest=somebody.is_guest,
    )
    try:
        check(who, channel, is_private=seen is None or seen.is_private, owner=None)
    except NotTheirDigest:
        return False
    return True


async def _is_in(directory: Directory, person: Person, channel: ChannelId) -> bool:
    try:
        return await directory.is_in(person, channel)
    except SlackApiError as refused:
        if error_code(refused) in HIDDEN:
            return False
        raise
