"""The words of `/hire-ml`: which there are, and what is said to one that there is not."""

from collections.abc import Mapping

from blocks import kit
from blocks.guide import NAMES, PageRef, turn
from blocks.guide import WORDS as PAGES
from blocks.guide_pages import Page
from blocks.ids import ANY_WORD, Action, Command, Nothing
from blocks.plan import BEGIN, HIRE
from blocks.request_list import EVERYTHING, ListRef
from blocks.settings import CHANGE

HELP_WORD = Command(f"{HIRE.id} help")
OTHER_WORD = Command(f"{HIRE.id} {ANY_WORD}")
HELP = Action("command.help", carries=Nothing)

WORDS: Mapping[str, str] = {
    **{page.value: NAMES[page].says for page in PAGES},
    "list": "the requests; add `mine`, or a word to find",
    "status": "how one stands: `status 12`",
    "digest": "this channel’s weekly digest",
    "settings": "your reminders; for admins, pay bands and rights too",
    "help": "these words",
}
"""Each word, and what it shows."""

USAGE = f"[{' | '.join(WORDS)}]"
"""What Slack shows while the command is typed."""

LONGEST_ECHO = 40


def words() -> kit.Message:
    return kit.Message(text="What /hire-ml can do", blocks=_words())


def meant(typed: str, word: str) -> kit.Message:
    """`typed` is nearly `word`."""
    there = _leads_to(word)
    return kit.Message(
        text=f"Did you mean {HIRE.id} {word}?",
        blocks=[
            kit.rich(kit.line(_no_word(typed), f" Did you mean “{word}”?")),
            kit.actions(*there, kit.button(HELP, "All words", style=None if there else "primary")),
        ],
    )


def _leads_to(word: str) -> list[kit.Element]:
    """A button to what the word shows, where it needs nothing beside it."""
    if word in PAGES:
        return [turn(PageRef(Page(word)), NAMES[Page(word)].title, style="primary")]
    if word == "list":
        return [kit.button(EVERYTHING, "The requests", ListRef(), style="primary")]
    if word == "settings":
        return [kit.button(CHANGE, "Settings", style="primary")]
    return []


def unknown(typed: str) -> kit.Message:
    return kit.Message(
        text="What /hire-ml can do", blocks=[kit.rich(kit.line(_no_word(typed))), *_words()]
    )


def _no_word(typed: str) -> str:
    return f"I do not know “{kit.cut(typed, LONGEST_ECHO)}”."


def _words() -> list[kit.Block]:
    rows = [f"`{HIRE.id} {word}`  {says}" for word, says in WORDS.items()]
    return [
        kit.section("\n".join([f"`{HIRE.id}`  whom to hire, and the request", *rows])),
        kit.actions(
            kit.button(BEGIN, "Whom do we need?", style="primary"),
            turn(PageRef(Page.START), "Open the guide"),
        ),
    ]
