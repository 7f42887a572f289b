"""What a letter says, and where it goes: made out from the requests as they are when it is sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from slack_sdk.errors import SlackApiError

from bot.domain.history import people_in
from bot.domain.identity import ChannelId, Person, RequestNumber, SlackTs
from bot.domain.notices import Notice, NoticeKind
from bot.domain.outbox import Letter, RequestNow
from bot.domain.permissions import Actor, Policy, may
from bot.domain.refusals import Doing
from bot.domain.shown import Shown, Thing
from bot.slack.client import Slack, error_code
from bot.slack.directory import Directory
from bot.slack.plainer import Drawn
from bot.slack.posting import CANNOT_POST
from bot.store.database import Database
from bot.store.hiring_requests import HiringRequestRepository
from bot.store.shown import ShownRepository

LINK_WITHIN = timedelta(minutes=1)
"""How long a letter waits for the request's thread to stand, so that it can lead there."""

WITHOUT_THREAD = {NoticeKind.CLOSED, NoticeKind.UNSETTLED}
"""What says why a thread does not stand."""

UNREACHABLE = {
    "user_disabled",
    "user_not_found",
    "user_not_visible",
    "cannot_dm_bot",
    "messages_tab_disabled",
    "invalid_user_combination",
    "method_not_supported_for_channel_type",
}
"""What Slack answers where somebody can never be written to."""

DELETED = {"message_not_found", "thread_not_found"}

About = Mapping[RequestNumber, RequestNow]
Names = Mapping[Person, str]
Things = Mapping[Thing, Shown]
Writer = Callable[[Sequence[Notice], About, Names], Drawn | None]
"""Notices of a kind to one reader, the requests they are about, people's names for where a mention
would call them → the message; nothing where it is true no more."""


@dataclass(frozen=True, slots=True)
class Place:
    channel: ChannelId
    thread: SlackTs | None = None


class Later(Exception):  # noqa: N818 -- read as a sentence: raise Later
    """It cannot be sent yet, and nothing is wrong."""


class Never(Exception):  # noqa: N818 -- see Later
    """It can never be sent; the argument says why."""


class Own(Protocol):
    """Letters of a kind that are about no request: they know what they say, and where."""

    async def made_out(self, slack: Slack, letter: Letter) -> "tuple[Drawn, Place]":
        """Raises: Later, Never, and what passes."""

    async def refused(self, letter: Letter, code: str) -> bool:
        """Whether it can never be sent there, as Slack answers `code`."""


@dataclass(frozen=True, slots=True)
class Letters:
    database: Database
    writers: Mapping[NoticeKind, Writer]
    clock: Callable[[], datetime]
    own: Mapping[NoticeKind, Own] = field(default_factory=dict)

    async def made_out(self, slack: Slack, mail: Sequence[Letter]) -> tuple[Drawn, Place]:
        """What letters to one reader say together, and where.

        Raises: Later, Never, and what passes.
        """
        own = self.own.get(mail[0].notice.kind)
        if own is not None:
            return await own.made_out(slack, mail[0])
        to, until = mail[0].notice.to, mail[0].notice.until
        if until is not None and until <= self.clock():
            raise Later  # who made it takes it back, and tells of the same another day
        about, things = await self._about(mail)
        if to is None:
            place = _thread(things)
            drawn = self._written(mail, about, await _names(slack, mail))
            return drawn, place
        waits = mail[0].notice.kind not in WITHOUT_THREAD and any(map(_unlinked, things))
        if waits and self.clock() < mail[0].wanted_at + LINK_WITHIN:
            raise Later
        return self._written(mail, about, {}), await _direct(slack, to)

    async def refused(self, mail: Sequence[Letter], code: str) -> bool:
        """Whether letters can never be sent, as Slack answers `code`."""
        own = self.own.get(mail[0].notice.kind)
        if own is not None and await own.refused(mail[0], code):
            return True
        is_line = mail[0].notice.to is None
        return code in UNREACHABLE | DELETED | (CANNOT_POST if is_line else set())

    def _written(self, mail: Sequence[Letter], about: About, names: Names) -> Drawn:
        drawn = self.writers[mail[0].notice.kind]([one.notice for one in mail], about, names)
        if drawn is None:
            raise Never("true no more")
        return drawn

    async def _about(self, mail: Sequence[Letter]) -> tuple[About, Sequence[Things]]:
        """The requests, as far as their reader may know of them, and what Slack shows of each."""
        workspace, to = mail[0].workspace, mail[0].notice.to
        about: dict[RequestNumber, RequestNow] = {}
        things: list[Things] = []
        async with self.database.reading() as connection:
            numbers = list(dict.fromkeys(n for one in mail for n in one.notice.numbers))
            requests = await HiringRequestRepository(connection, workspace).several(numbers)
            shown = await ShownRepository(connection, workspace).of_several(numbers)
        for number in numbers:
            request = requests.get(number)
            if request is None:
                continue
            if to is not None and not may(request, Actor(to), Doing.SEE, Policy()):
                continue
            message = shown[number][Thing.CHECKLIST].message
            about[number] = RequestNow(request, message.permalink if message else None)
            things.append(shown[number])
        return about, things


def _thread(things: Sequence[Things]) -> Place:
    """Of the one request that a line is about. Raises: Later, Never."""
    if not things or things[0][Thing.CARD].gone:
        raise Never("its card was deleted")
    card = things[0][Thing.CARD].message
    if card is None:
        raise Later
    return Place(card.channel, card.ts)


def _unlinked(things: Things) -> bool:
    """Whether a request's thread is still to come."""
    checklist = things[Thing.CHECKLIST]
    linked = checklist.message is not None and checklist.message.permalink is not None
    return not (linked or checklist.gone or things[Thing.CARD].gone)


async def _names(slack: Slack, mail: Sequence[Letter]) -> Names:
    people = [person for one in mail for person in people_in(one.notice.facts.get("by"))]
    found = await Directory(slack).everybody(people)
    return {person: one.name for person, one in zip(people, found, strict=True) if one}


async def _direct(slack: Slack, to: Person) -> Place:
    """Somebody's direct messages. Raises: Never, and what passes."""
    try:
        answer = await slack.steady.conversations_open(users=[to.user])
    except SlackApiError as refused:
        if error_code(refused) in UNREACHABLE:
            raise Never(error_code(refused)) from refused
        raise
    return Place(ChannelId(answer["channel"]["id"]))
