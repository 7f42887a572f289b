"""A post that is sent again, since somebody has seen that it is not there."""

from blocks import unsettled as shown_as
from blocks.unsettled import SEND_AGAIN, SEND_DIGEST_AGAIN, DigestRef, PostRef
from bot.services.digests import Digests
from bot.services.unsettled import Unsettled
from bot.slack.answers import Then
from bot.slack.directory import Directory
from bot.slack.following import Following
from bot.slack.payloads import Clicked
from bot.slack.table import Listeners
from bot.slack.telling import Telling
from handlers.acting import allowed
from handlers.digest_form import seated

listens = Listeners()


@listens.to(SEND_AGAIN)
async def sent_again(
    click: Clicked[PostRef],
    unsettled: Unsettled,
    directory: Directory,
    following: Following,
    telling: Telling,
) -> Then:
    ref = click.carried
    await allowed(click, directory, lambda who: unsettled.send_again(ref.number, ref.nonce, by=who))

    async def follow() -> None:
        await following.bring_up(click.workspace, ref.number)
        await telling.replaced(click, shown_as.sent_again(ref.number))

    return Then(follow)


@listens.to(SEND_DIGEST_AGAIN)
async def digest_sent_again(
    click: Clicked[DigestRef],
    digests: Digests,
    directory: Directory,
    following: Following,
    telling: Telling,
) -> Then:
    ref = click.carried
    seat = await seated(click, ref.channel, directory)
    await digests.send_again(seat.room, ref.nonce, seat.who)
    following.outbox.follow()

    async def follow() -> None:
        await telling.replaced(click, shown_as.digest_sent_again(ref.channel))

    return Then(follow)
