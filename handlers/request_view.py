"""One request in a window."""

from blocks.ids import Nothing
from blocks.request_rows import RequestRef
from blocks.request_view import OPEN_REQUEST, TO_THREAD
from bot.slack.payloads import Clicked
from bot.slack.table import Listeners
from handlers.forms import Windows

listens = Listeners()


@listens.to(OPEN_REQUEST)
async def opened(click: Clicked[RequestRef], windows: Windows) -> None:
    await windows.opened(click, click.carried.number)


@listens.to(TO_THREAD)
async def followed_link(click: Clicked[Nothing]) -> None:
    """Slack opens a button's link by itself, and still wants an ack."""
