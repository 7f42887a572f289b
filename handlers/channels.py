"""Channels that are archived and opened, left, and given new ids."""

from collections.abc import Awaitable, Callable

from blocks import channels as shown_as
from blocks.channels import TRY_AGAIN
from blocks.ids import Event
from blocks.request_rows import RequestRef
from bot.domain.digest import State
from bot.domain.refusals import Doing
from bot.services.channels import Channels
from bot.services.digests import Digests
from bot.services.hiring_requests import HiringRequests
from bot.slack.answers import Then
from bot.slack.directory import Directory
from bot.slack.events import Happened, InChannel, NewId
from bot.slack.following import Following
from bot.slack.payloads import Clicked
from bot.slack.reconciler import Came
from bot.slack.table import Listeners
from bot.slack.telling import Telling
from handlers.acting import allowed
from handlers.digest_form import room_of

listens = Listeners()

OPENED = Event("channel_unarchive", carries=InChannel)
CLOSED = {
    Event("channel_archive", carries=InChannel): State.ARCHIVED,
    Event("group_archive", carries=InChannel): State.ARCHIVED,
    Event("channel_left", carries=InChannel): State.NOT_IN_CHANNEL,
    Event("group_left", carries=InChannel): State.NOT_IN_CHANNEL,
    Event("channel_deleted", carries=InChannel): State.UNSEEN,
}
RENUMBERED = Event("channel_id_changed", carries=NewId)


@listens.to(OPENED)
async def opened(
    event: Happened[InChannel],
    channels: Channels,
    digests: Digests,
    directory: Directory,
    following: Following,
) -> None:
    """What it did not take meanwhile is shown now, and its digest goes on."""
    channel = event.carried.channel
    await channels.opened(channel)
    following.catch_up()
    await digests.opened(room_of(channel, await directory.channel(channel)))


def _closes(why: State) -> Callable[[Happened[InChannel], Digests], Awaitable[None]]:
    async def closed(event: Happened[InChannel], digests: Digests) -> None:
        """Its digest stops, and its owner is told; requests wait until something changes."""
        await digests.closed(event.carried.channel, why)

    return closed


for one, why in CLOSED.items():
    listens.to(one)(_closes(why))


@listens.to(RENUMBERED)
async def renumbered(event: Happened[NewId], channels: Channels, following: Following) -> None:
    await channels.renumbered(event.carried.old_channel_id, event.carried.new_channel_id)
    following.catch_up()


@listens.to(TRY_AGAIN)
async def tried_again(
    click: Clicked[RequestRef],
    requests: HiringRequests,
    channels: Channels,
    directory: Directory,
    following: Following,
    telling: Telling,
) -> Then:
    number = click.carried.number
    request = await allowed(click, directory, lambda who: requests.get(number, who, Doing.CHANGE))
    await channels.opened(request.channel)

    async def follow() -> None:
        came = await following.bring_up(click.workspace, number)
        await telling.replaced(click, shown_as.tried_again(number, shown=came is Came.SHOWN))

    return Then(follow)
