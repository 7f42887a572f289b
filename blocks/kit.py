"""Raw Block Kit is made here, and its inputs in `blocks.inputs`; nowhere else.

What people typed goes into `plain_text` objects and `rich_text` leaves alone: Slack parses neither,
so a typed `<!channel>`, link or `*star*` stays what it is, without an escape that could be
forgotten. `mrkdwn` holds our own words, mentions and dates.

Text limits are spent here, in UTF-16 units (Slack does not say how it counts; this is the larger).
How many things to show is the caller's decision, in the caller's sight.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from blocks.ids import Action, Carried, Modal, encode
from bot.domain.identity import Person
from bot.domain.text import units

Block = dict[str, Any]
Element = dict[str, Any]
View = dict[str, Any]
Part = str | Element


@dataclass(frozen=True, slots=True)
class Message:
    """A message: its blocks, and the text that notifications and screen readers have."""

    text: str
    blocks: list[Block] = field(repr=False)
    plainer: list[Block] | None = field(default=None, repr=False)
    """The same without what some workspaces refuse (tables, charts)."""


MESSAGE = 12_000
"""Bytes of JSON that a posted message's blocks may have. Slack says nowhere where it ends: those who
measured it were refused from some 13,200 characters on (`msg_blocks_too_long`)."""

CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30
CHART_TITLE, CHART_LABEL = 50, 20
BUTTON, OPTION, LABEL, HEADER, TITLE, SECTION, PLACEHOLDER = 75, 75, 2000, 150, 24, 3000, 150


def fits(message: Message) -> bool:
    """Whether Slack takes as much as that in one post."""
    return len(encode(message.blocks).encode()) <= MESSAGE


def cut(text: str, limit: int) -> str:
    """At most `limit` UTF-16 units of `text`, ending in `…` where something is left out."""
    if units(text) <= limit:
        return text
    kept, spent = 0, 1
    for character in text:
        spent += units(character)
        if spent > limit:
            break
        kept += 1
    while kept > 1 and unicodedata.combining(text[kept]):
        kept -= 1
    return text[:kept].rstrip() + "…"


def cut_before(text: str, limit: int) -> str:
    """The last of `text`, which is ASCII, with `…` where something is left out before."""
    return text if len(text) <= limit else f"…{text[1 - limit :]}"


def shown(text: str) -> str:
    """Typed text that Slack will take: never empty, and without halves of surrogate pairs."""
    clean = text.encode("utf-8", "replace").decode()
    return clean if clean.strip() else "–"


def plain(text: str, limit: int = SECTION) -> Element:
    return {"type": "plain_text", "text": cut(shown(text), limit), "emoji": True}


def mrkdwn(ours: str) -> Element:
    return {"type": "mrkdwn", "text": cut(ours, SECTION)}


# Texts -------------------------------------------------------------------------------------------


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, HEADER)}


def divider() -> Block:
    return {"type": "divider"}


def section(ours: str, *, accessory: Element | None = None, block_id: str | None = None) -> Block:
    """A paragraph of our own words, in mrkdwn."""
    return with_({"type": "section", "text": mrkdwn(ours)}, accessory=accessory, block_id=block_id)


def entry(text: str, *, accessory: Element | None = None) -> Block:
    """A line that may hold what people typed, with something to press beside it."""
    return with_({"type": "section", "text": plain(text)}, accessory=accessory)


def context(*ours: str) -> Block:
    """Small print in our own words, in mrkdwn."""
    return {"type": "context", "elements": [mrkdwn(text) for text in ours]}


def note(text: str) -> Block:
    """Small print that may hold what people typed."""
    return {"type": "context", "elements": [plain(text)]}


def rich(*rows: Element, block_id: str | None = None) -> Block:
    """Lines and lists, any of which may hold what people typed."""
    return with_({"type": "rich_text", "elements": list(rows)}, block_id=block_id)


def line(*parts: Part) -> Element:
    return {"type": "rich_text_section", "elements": [_leaf(part) for part in parts]}


def bullets(*rows: Sequence[Part], ordered: bool = False) -> Element:
    style = "ordered" if ordered else "bullet"
    return {"type": "rich_text_list", "style": style, "elements": [line(*row) for row in rows]}


def quote(*parts: Part) -> Element:
    return {"type": "rich_text_quote", "elements": [_leaf(part) for part in parts]}


def preformatted(text: str) -> Block:
    """A document as it is, line by line; what people typed may be in it."""
    leaves = [{"type": "text", "text": piece} for piece in _pieces(shown(text))]
    return rich({"type": "rich_text_preformatted", "elements": leaves})


def _pieces(text: str) -> list[str]:
    """All of `text`, in pieces of what one leaf takes (no character has more than two units)."""
    size = SECTION // 2
    return [text[at : at + size] for at in range(0, len(text), size)]


def bold(text: str) -> Element:
    return {"type": "text", "text": cut(shown(text), SECTION), "style": {"bold": True}}


def mention(person: Person) -> Element:
    return {"type": "user", "user_id": person.user}


def when(instant: datetime, pattern: str) -> Element:
    """An instant in its reader's own zone, by Slack's tokens: `{date_short_pretty}`, `{ago}`."""
    return {
        "type": "date",
        "timestamp": int(instant.timestamp()),
        "format": pattern,
        "fallback": short_day(instant.astimezone(UTC).date()),
    }


def mentions(people: Sequence[Person]) -> list[Part]:
    """Several people: "Sam, Li"."""
    parts: list[Part] = []
    for person in people:
        parts += [", ", mention(person)] if parts else [mention(person)]
    return parts


def link(url: str | None, text: str, *, strong: bool = False) -> Element:
    """A link whose text may be typed; the text alone where there is nowhere to lead."""
    leaf = {"type": "text", "text": cut(shown(text), SECTION)}
    if url is not None:
        leaf = {"type": "link", "url": url, "text": leaf["text"]}
    return with_(leaf, style={"bold": True} if strong else None)


def at(person: Person) -> str:
    """A mention in mrkdwn."""
    return f"<@{person.user}>"


def moment(instant: datetime) -> str:
    """An instant in mrkdwn, shown in its reader's own zone."""
    fallback = instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"<!date^{int(instant.timestamp())}^{{date_short_pretty}} {{time}}|{fallback}>"


def linked(ours: str, text: str) -> str:
    """A link in mrkdwn to an address that the app made or knows, in our own words."""
    return f"<{ours.replace('&', '&amp;')}|{text}>"


def day_of(instant: datetime) -> str:
    """The day of an instant in mrkdwn, as it is in its reader's own zone."""
    fallback = short_day(instant.astimezone(UTC).date())
    return f"<!date^{int(instant.timestamp())}^{{date_short_pretty}}|{fallback}>"


def short_day(day: date) -> str:
    """A day as people write it: `1 Feb`."""
    return f"{day.day} {day:%b}"


INERT = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "*": "∗", "_": "＿", "~": "∼", "`": "ˋ"}
)


def escaped(text: str) -> str:
    """Typed text for the one place that Slack parses it: a message's top-level `text`.

    Slack has no escape for the marks of bold, italic, struck and code: their looks stand for them.
    """
    return shown(text).translate(INERT)


# Actions -----------------------------------------------------------------------------------------


def actions(*elements: Element, block_id: str | None = None) -> Block:
    return with_({"type": "actions", "elements": list(elements)}, block_id=block_id)


def button(
    action: Action[Carried],
    text: str,
    carried: Carried | None = None,
    *,
    style: str | None = None,
    url: str | None = None,
    label: str | None = None,
    confirm: Element | None = None,
) -> Element:
    """A button. `style` is `primary` or `danger`; `label` is what a screen reader says."""
    return with_(
        {"type": "button", "action_id": action.id, "text": plain(text, BUTTON)},
        value=None if carried is None else encode(carried),
        style=style,
        url=url,
        accessibility_label=None if label is None else cut(label, BUTTON),
        confirm=confirm,
    )


def overflow(action: Action[Carried], entries: Sequence[tuple[str, Carried]]) -> Element:
    """A menu behind three dots: Slack takes up to five entries."""
    return {
        "type": "overflow",
        "action_id": action.id,
        "options": [
            {"text": plain(text, OPTION), "value": encode(carried)} for text, carried in entries
        ],
    }


def confirm(title: str, text: str, *, yes: str, no: str) -> Element:
    """A button's question before it does anything; all of it plain text."""
    return {
        "title": plain(title, CONFIRM_TITLE),
        "text": plain(text, CONFIRM_TEXT),
        "confirm": plain(yes, CONFIRM_BUTTON),
        "deny": plain(no, CONFIRM_BUTTON),
    }


def checkbox(
    action: Action[Carried], text: str, *, checked: bool, description: str | None = None
) -> Element:
    """One tick box, whose block's block_id carries which it is: an emptied box names no option.

    `description` is mrkdwn of our own words and mentions.
    """
    option = with_(
        {"text": plain(text, OPTION), "value": "on"},
        description=None if description is None else {"type": "mrkdwn", "text": description},
    )
    return with_(
        {"type": "checkboxes", "action_id": action.id, "options": [option]},
        initial_options=[option] if checked else None,
    )


# Tables, charts and views ------------------------------------------------------------------------


def table(rows: Sequence[Sequence[str | Element]], *, wrapped: bool = True) -> Block:
    """A native table, for messages only. A cell is text, or a rich_text `line`."""
    columns = len(rows[0])
    return {
        "type": "table",
        "column_settings": [{"is_wrapped": wrapped} for _ in range(columns)],
        "rows": [[_cell(cell) for cell in row] for row in rows],
    }


def bars(title: str, name: str, points: Sequence[tuple[str, float]]) -> Block:
    """A native bar chart of one series, for messages only: up to 20 points, whose labels differ."""
    return {
        "type": "data_visualization",
        "title": cut(title, CHART_TITLE),
        "chart": {
            "type": "bar",
            "series": [
                {
                    "name": cut(name, CHART_LABEL),
                    "data": [
                        {"label": cut(label, CHART_LABEL), "value": value}
                        for label, value in points
                    ],
                }
            ],
            "axis_config": {"categories": [cut(label, CHART_LABEL) for label, _ in points]},
        },
    }


def modal(
    modal_id: Modal[Carried],
    carried: Carried,
    *,
    title: str,
    blocks: Sequence[Block],
    submit: str | None = None,
    close: str = "Cancel",
) -> View:
    return with_(
        {
            "type": "modal",
            "callback_id": modal_id.id,
            "private_metadata": encode(carried),
            "title": plain(title, TITLE),
            "close": plain(close, TITLE),
            "blocks": list(blocks),
        },
        submit=None if submit is None else plain(submit, TITLE),
    )


def window(name: str, carried: object, *, title: str, blocks: Sequence[Block]) -> View:
    """A modal that is read and clicked in, with nothing to submit. `name` tells it from others."""
    return {
        "type": "modal",
        "callback_id": name,
        "private_metadata": encode(carried),
        "title": plain(title, TITLE),
        "close": plain("Close", TITLE),
        "blocks": list(blocks),
    }


def with_(made: Element, **more: Any) -> Element:
    made.update({key: value for key, value in more.items() if value is not None})
    return made


def _leaf(part: Part) -> Element:
    if isinstance(part, str):
        return {"type": "text", "text": cut(part or " ", SECTION)}
    return part


def _cell(cell: str | Element) -> Element:
    if isinstance(cell, str):
        return {"type": "raw_text", "text": shown(cell)}
    return {"type": "rich_text", "elements": [cell]}
