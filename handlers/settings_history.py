"""What a workspace's admins decided, opened and turned."""

from blocks import settings_history as shown_as
from blocks.ids import Nothing
from blocks.settings_history import CHANGES, NEWER, OLDER, ChangesRef
from bot.services.settings_histories import SettingsHistories
from bot.slack.answers import Push, Update
from bot.slack.directory import Directory
from bot.slack.payloads import Clicked
from bot.slack.table import Listeners
from handlers.acting import as_slack_says

listens = Listeners()


@listens.to(CHANGES)
async def opened(
    click: Clicked[Nothing], histories: SettingsHistories, directory: Directory
) -> Push:
    found = await histories.page(await as_slack_says(click, directory))
    return Push(shown_as.changes(found))


async def turned(
    click: Clicked[ChangesRef], histories: SettingsHistories, directory: Directory
) -> Update:
    who = await as_slack_says(click, directory)
    return Update(shown_as.changes(await histories.page(who, click.carried.page)))


for turn in (NEWER, OLDER):
    listens.to(turn)(turned)
