"""The ways in beside the command: shortcuts, a mention, a channel that the app has just joined."""

from dataclasses import dataclass
from typing import Literal

from blocks import guide, kit
from blocks.guide import PageRef
from blocks.guide_pages import Page
from blocks.ids import MessageShortcut, Shortcut
from blocks.plan import BEGIN, HIRE

WHOM = Shortcut("plan.anywhere")
FROM_MESSAGE = MessageShortcut("plan.from_message")


@dataclass(frozen=True, slots=True)
class Offered:
    """A shortcut as Slack lists it; its name begins with what is done, in 24 characters."""

    opens: Shortcut | MessageShortcut
    where: Literal["global", "message"]
    name: str
    says: str


OFFERED = (
    Offered(WHOM, "global", "Whom do we need?", "Data Scientist or ML Engineer? Plan a hire"),
    Offered(
        FROM_MESSAGE, "message", "Start a hiring request", "With the problem as this message has it"
    ),
)

Asked = Literal["", "guide", "help"]
"""What can be written after the app's name; nothing, for all that it does not know."""


def answer(asked: Asked) -> kit.Message:
    """To a mention, which brings no trigger: a button does."""
    match asked:
        case "guide":
            says, buttons = "The hiring guide opens for you alone.", [_read(primary=True), _begin()]
        case "help":
            says = (
                f"`{HIRE.id} help` lists all that I do. Commands work in the message box of a "
                "channel, not in threads."
            )
            buttons = [_begin(primary=True), _read()]
        case _:
            says = "Data Scientist or ML Engineer? A few questions tell; you alone see them."
            buttons = [_begin(primary=True), _read()]
    return kit.Message(says, [kit.section(says), kit.actions(*buttons)])


def welcome() -> kit.Message:
    """To a channel that the app was brought into."""
    hello = "Hello! I help to decide between a Data Scientist and an ML Engineer."
    then = "What you open here becomes one card, and its thread has the five steps to a hire."
    return kit.Message(
        f"{hello} {then}",
        [
            kit.section(f"*{hello}*\n{then}"),
            kit.actions(_begin(primary=True), _read()),
            kit.context(f"Or type `{HIRE.id}` · `{HIRE.id} help`"),
        ],
    )


def no_words() -> str:
    return "There are no words in that message that I could read. Say the problem in yours."


def too_long(*, linked: bool) -> str:
    where = "the link leads to its end" if linked else "its end is left out"
    return f"The message is longer than fits here: {where}."


def _begin(*, primary: bool = False) -> kit.Element:
    return kit.button(BEGIN, "Whom do we need?", style="primary" if primary else None)


def _read(*, primary: bool = False) -> kit.Element:
    start = PageRef(Page.START)
    return kit.button(guide.OPEN, "Open the guide", start, style="primary" if primary else None)
