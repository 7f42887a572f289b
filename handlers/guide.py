"""The guide: opened at a page, turned, shared."""

from slack_sdk.errors import SlackApiError

from blocks import guide as shown_as
from blocks import kit, refusals
from blocks.guide import BOOK, OPEN, SHARE, TURNS, WORDS, PageRef
from blocks.guide_pages import Page
from blocks.ids import Nothing
from blocks.pay import Known
from bot.guide.values import Guide
from bot.services.pay_bands import PayBands
from bot.slack.client import error_code
from bot.slack.directory import Directory
from bot.slack.payloads import Acted, Clicked, Malformed, Typed
from bot.slack.posting import CANNOT_POST
from bot.slack.table import Listeners
from bot.slack.telling import Telling
from handlers.pay import known_to

listens = Listeners()


async def opened(
    command: Typed, guide: Guide, telling: Telling, bands: PayBands, directory: Directory
) -> None:
    ref = PageRef(Page(command.word))
    await telling.only(
        command, shown_as.page(guide, ref, await _known(command, ref, bands, directory))
    )


for word in WORDS.values():
    listens.to(word)(opened)


@listens.to(OPEN)
async def opened_from_shared(
    click: Clicked[PageRef], guide: Guide, telling: Telling, bands: PayBands, directory: Directory
) -> None:
    known = await _known(click, click.carried, bands, directory)
    await telling.only(click, shown_as.page(guide, click.carried, known))


async def turned(
    click: Clicked[PageRef], guide: Guide, telling: Telling, bands: PayBands, directory: Directory
) -> None:
    known = await _known(click, click.carried, bands, directory)
    await telling.replaced(click, shown_as.page(guide, click.carried, known))


for turn in TURNS.values():
    listens.to(turn)(turned)


@listens.to(SHARE)
async def shared(
    click: Clicked[PageRef], guide: Guide, telling: Telling, bands: PayBands, directory: Directory
) -> None:
    """To everybody where the page is read; its reader's copy then offers it no more."""
    place = click.place
    if place is None:
        raise Malformed("not in a message")
    page = shown_as.shared(guide, click.carried, by=click.person, today=bands.today)
    try:
        await telling.posted(click, page, place.channel, place.thread)
    except SlackApiError as refused:
        if error_code(refused) not in CANNOT_POST:
            raise
        sentence = refusals.not_shared()
        await telling.only(click, kit.Message(sentence, [kit.entry(sentence)]))
        return
    known = await _known(click, click.carried, bands, directory)
    await telling.replaced(click, shown_as.page(guide, click.carried, known, shared=True))


@listens.to(BOOK)
async def followed_link(click: Clicked[Nothing]) -> None:
    """Slack opens a button's link by itself, and still wants an ack."""


async def _known(acted: Acted, ref: PageRef, bands: PayBands, directory: Directory) -> Known:
    if ref.page is Page.SALARY:
        return await known_to(acted, bands, directory)
    return Known(bands.today)
