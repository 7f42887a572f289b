"""`/hire-ml` with `help`, or with a word that there is not."""

from difflib import get_close_matches

from blocks import command as shown_as
from blocks.command import HELP, HELP_WORD, OTHER_WORD, WORDS
from blocks.ids import Nothing
from bot.slack.payloads import Clicked, Typed
from bot.slack.table import Listeners
from bot.slack.telling import Telling

listens = Listeners()

NEAR = 0.7
"""How much of a word must be right, as difflib counts, for it to have been meant."""


@listens.to(HELP_WORD)
async def asked(command: Typed, telling: Telling) -> None:
    await telling.only(command, shown_as.words())


@listens.to(HELP)
async def clicked(click: Clicked[Nothing], telling: Telling) -> None:
    await telling.replaced(click, shown_as.words())


@listens.to(OTHER_WORD)
async def not_known(command: Typed, telling: Telling) -> None:
    near = get_close_matches(command.word, WORDS, n=1, cutoff=NEAR)
    said = shown_as.meant(command.word, near[0]) if near else shown_as.unknown(command.word)
    await telling.only(command, said)
