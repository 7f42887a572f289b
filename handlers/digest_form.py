"""The form of a channel's digest: read, and who stands before which channel, as Slack shows both."""

import asyncio
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from blocks.digest_form import AT, COUNTRY, DAY, MOVES, PARTS, QUIET, ZONE
from bot.domain.countries import countries
from bot.domain.digest import Choices, Hand, Part, QuietWeek, State
from bot.domain.identity import ChannelId
from bot.domain.weekly import Weekly
from bot.services.digests import Room
from bot.slack.directory import Channel, Directory
from bot.slack.payloads import Acted, Fields, Malformed, Typed


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody before a channel's digest, as Slack shows both."""

    room: Room
    name: str
    """The channel's."""
    is_external: bool
    """Whether people of other companies read there."""
    who: Hand
    zone: str


async def seated(acted: Acted, channel: ChannelId, directory: Directory) -> Seat:
    found, somebody = await asyncio.gather(
        directory.channel(channel), directory.somebody(acted.person)
    )
    # A command is typed by those who are in its channel; of one that it does not show the app,
    # Slack does not say who is in it.
    is_in = (
        isinstance(acted, Typed) or found is None or await directory.is_in(acted.person, channel)
    )
    return Seat(
        room=room_of(channel, found),
        name=found.name if found else "",
        is_external=bool(found and found.is_external),
        who=Hand(
            somebody.person if somebody else acted.person,
            is_in_channel=is_in,
            is_admin=bool(somebody and somebody.is_admin),
            is_guest=somebody is None or somebody.is_guest,
        ),
        zone=somebody.zone.key if somebody else "UTC",
    )


def room_of(channel: ChannelId, found: Channel | None) -> Room:
    """A channel as Slack shows it; nothing for one that it does not show the app."""
    if found is None:
        return Room(channel, is_private=True, state=State.UNSEEN)
    if found.is_archived:
        state = State.ARCHIVED
    else:
        state = State.ON if found.app_is_in else State.NOT_IN_CHANNEL
    return Room(channel, found.is_private, state)


def chosen(fields: Fields, shown: Choices) -> Choices:
    """What stands in the form; what is not in it stays as it was shown."""
    weekly = shown.weekly
    day, at, zone = fields.choice(DAY), fields.time(AT), fields.choice(ZONE)
    quiet, country = fields.choice(QUIET), fields.choice(COUNTRY)
    try:
        found = Choices(
            weekly=Weekly(
                weekday=int(day) if day else weekly.weekday,
                at=at or weekly.at,
                zone=ZoneInfo(zone).key if zone else weekly.zone,
                country=country,
                moves=fields.ticked(MOVES),
            ),
            parts=frozenset(map(Part, fields.choices(PARTS))),
            quiet=QuietWeek(quiet) if quiet else shown.quiet,
        )
    except (ValueError, ZoneInfoNotFoundError) as odd:
        raise Malformed("no such choice") from odd
    known = (None, *countries())
    if found.weekly.weekday not in range(7) or found.weekly.country not in known:
        raise Malformed("no such choice")
    return found
