"""The ways in beside the command: shortcuts, a mention, a channel that the app has just joined."""

import logging

from slack_sdk.errors import SlackApiError

from blocks import entrances as shown_as
from blocks import kit
from blocks.entrances import FROM_MESSAGE, WHOM, Asked
from blocks.ids import Event
from bot.domain.hiring_request import PROBLEM_LIMIT
from bot.domain.identity import ChannelId, SlackTs
from bot.domain.text import units
from bot.guide.values import Guide
from bot.services.channels import Channels
from bot.services.digests import Digests
from bot.services.drafts import Drafts
from bot.services.inputs import Inputs
from bot.slack.client import error_code
from bot.slack.directory import Directory
from bot.slack.events import Happened, Joining, Mention
from bot.slack.following import Following
from bot.slack.modals import Modals
from bot.slack.posting import CANNOT_POST
from bot.slack.readable import names_in, readable
from bot.slack.shortcuts import Picked, PickedOn
from bot.slack.table import Listeners
from bot.slack.telling import Telling
from handlers.digest_form import room_of
from handlers.plan import begins

log = logging.getLogger("hire-ml")

listens = Listeners()

MENTIONED = Event("app_mention", carries=Mention)
JOINED = Event("member_joined_channel", carries=Joining)

NAMES_SECONDS = 0.8
"""How long names are waited for, of the three seconds that a trigger lives."""


@listens.to(WHOM)
async def picked(shortcut: Picked, modals: Modals, drafts: Drafts, guide: Guide) -> None:
    await begins(shortcut, modals, drafts, guide)


@listens.to(FROM_MESSAGE)
async def picked_on_message(
    shortcut: PickedOn, modals: Modals, drafts: Drafts, directory: Directory, guide: Guide
) -> None:
    """The message's text as the problem, to be changed before anybody else reads it."""
    names = await names_in(shortcut.text, directory, shortcut.person, within=NAMES_SECONDS)
    said = readable(shortcut.text, names).strip()
    notes = []
    if not said:
        notes.append(shown_as.no_words())
    elif units(said) > PROBLEM_LIMIT:
        notes.append(shown_as.too_long(linked=bool(shortcut.permalink)))
    await begins(
        shortcut,
        modals,
        drafts,
        guide,
        channel=shortcut.channel,
        source=shortcut.permalink,
        problem=said,
        notes=notes,
    )


@listens.to(MENTIONED)
async def mentioned(event: Happened[Mention], inputs: Inputs, telling: Telling) -> None:
    """One answer to a message that names the app, in its thread."""
    mention = event.carried
    if event.person is None or mention.bot_id or mention.edited:
        return
    if not await inputs.first_time(f"mention {mention.channel} {mention.ts}"):
        return
    said = shown_as.answer(_asked(mention.text))
    await _posted(event, telling, said, mention.channel, mention.thread_ts or mention.ts)


@listens.to(JOINED)
async def joined(
    event: Happened[Joining],
    inputs: Inputs,
    directory: Directory,
    telling: Telling,
    channels: Channels,
    following: Following,
    digests: Digests,
) -> None:
    """A welcome, once a day however often the app is brought in; in #general it keeps quiet."""
    channel = event.carried.channel
    if event.person is None or event.person.user != event.app_user:
        return
    await channels.opened(channel)
    following.catch_up()
    found = await directory.channel(channel)
    await digests.opened(room_of(channel, found))
    if found is not None and found.is_general:
        return
    if await inputs.first_time(f"welcome {channel}"):
        await _posted(event, telling, shown_as.welcome(), channel)


async def _posted(
    event: Happened[Mention] | Happened[Joining],
    telling: Telling,
    said: kit.Message,
    channel: ChannelId,
    thread: SlackTs | None = None,
) -> None:
    """Where the app may not post, it keeps silent."""
    try:
        await telling.posted(event, said, channel, thread)
    except SlackApiError as refused:
        if error_code(refused) not in CANNOT_POST:
            raise
        log.warning("may not post", extra={"channel": channel, "why": error_code(refused)})


def _asked(text: str) -> Asked:
    """The first word beside the app's name."""
    words = [word for word in text.lower().split() if not word.startswith("<@")]
    match [word.strip(".!?") for word in words[:1]]:
        case ["guide"]:
            return "guide"
        case ["help"]:
            return "help"
        case _:
            return ""
