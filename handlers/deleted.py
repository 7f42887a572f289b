"""What was deleted in Slack, posted again from Home or from a request's window."""

from dataclasses import replace

from blocks import deleted as shown_as
from blocks.deleted import POST_AGAIN
from blocks.request_rows import RequestRef
from bot.services.deleted import Deleted
from bot.services.homes import HomeTabs
from bot.slack.answers import Then
from bot.slack.directory import Directory
from bot.slack.following import Following
from bot.slack.payloads import Clicked
from bot.slack.reconciler import Came
from bot.slack.table import Listeners
from handlers.acting import allowed
from handlers.forms import Windows

listens = Listeners()


@listens.to(POST_AGAIN)
async def posted_again(
    click: Clicked[RequestRef],
    deleted: Deleted,
    tabs: HomeTabs,
    windows: Windows,
    directory: Directory,
    following: Following,
) -> Then:
    number = click.carried.number
    await allowed(click, directory, lambda who: deleted.post_again(number, by=who))

    async def follow() -> None:
        if click.seen_view.is_home:
            await tabs.look_for(click.person, lambda now: replace(now, posted=number, done=None))
        came = await following.bring_up(click.workspace, number)
        if click.seen_view.is_home:
            await following.homes.publish(click.workspace, click.person)
        else:
            await windows.again(click, number, shown_as.said(shown=came is Came.SHOWN))

    return Then(follow)
