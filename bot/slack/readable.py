"""A message's text, as Slack keeps it, made into what a person would type.

Slack escapes what was typed, writes mentions and links in angle brackets, and marks what is bold,
italic, struck or code. In a text field all of that would stand as it is.
"""

import asyncio
import re
from collections.abc import Mapping

from bot.domain.identity import ChannelId, Person
from bot.domain.text import unescaped
from bot.slack.directory import Directory

MOST_NAMES = 10
"""Of people and of channels each, that are worth asking Slack for."""


def _marked(mark: str, name: str) -> str:
    """Text between two `mark`s as Slack sees them: words lean on them inside, none outside."""
    return (
        rf"(?<![\w{mark}]){mark}(?=[^\s{mark}])"
        rf"(?P<{name}>(?:<[^<>]*>|[^{mark}\n<])+)(?<=\S){mark}(?![\w{mark}])"
    )


_PIECE = re.compile(
    "|".join(
        (
            r"```\n?(?P<block>.*?)\n?```",
            r"`(?P<code>[^`\n]+)`",
            r"<(?P<bracketed>[^<>]+)>",
            _marked(r"\*", "bold"),
            _marked("_", "italic"),
            _marked("~", "struck"),
        )
    ),
    re.DOTALL,
)
_MENTIONED = re.compile(r"<([@#])(\w+)\|?>")
_BRACKETED = re.compile(r"<([^<>]+)>")
_SCHEME = re.compile(r"^(https?://|mailto:|tel:)")
_BROADCASTS = {"here", "channel", "everyone"}


def readable(text: str, names: Mapping[str, str]) -> str:
    """`text` without Slack's signs. `names`: of people and channels, by id, as far as known."""

    def plain(piece: re.Match[str]) -> str:
        kind, inside = piece.lastgroup, piece[piece.lastgroup or 0]
        if kind == "bracketed":
            return _said(inside, names)
        if kind in {"block", "code"}:
            return unescaped(_BRACKETED.sub(lambda one: _said(one[1], names), inside))
        return readable(inside, names)

    pieces: list[str] = []
    end = 0
    for piece in _PIECE.finditer(text):
        pieces += [unescaped(text[end : piece.start()]), plain(piece)]
        end = piece.end()
    return "".join([*pieces, unescaped(text[end:])])


def _said(inside: str, names: Mapping[str, str]) -> str:
    """What a person reads where Slack has `<inside>`."""
    target, _, label = inside.partition("|")
    label = unescaped(label)
    match target[:1], target[1:]:
        case "@", who:
            return "@" + (label or names.get(who) or "somebody").removeprefix("@")
        case "#", channel:
            name = label or names.get(channel)
            return f"#{name.removeprefix('#')}" if name else "a channel"
        case "!", command:
            word = command.partition("^")[0]
            return label or (f"@{word}" if word in _BROADCASTS else "@a group")
        case _:
            return _link(unescaped(target), label)


def _link(address: str, label: str) -> str:
    """As it was typed, where it was typed bare; otherwise with both its words and its address."""
    bare = _SCHEME.sub("", address)
    if not label:
        return address
    return label if label.rstrip("/") in {bare.rstrip("/"), address} else f"{label} ({address})"


async def names_in(
    text: str, directory: Directory, reader: Person, *, within: float
) -> dict[str, str]:
    """Names for whom and what `text` mentions by id alone: those that Slack tells in `within` s.

    A private channel stays without a name: the app may be in it where `reader` is not.
    """

    async def of_person(user: str) -> str | None:
        found = await directory.somebody(Person(reader.team, user))
        return found.name if found else None

    async def of_channel(channel: str) -> str | None:
        found = await directory.channel(ChannelId(channel))
        return found.name if found and not found.is_private else None

    asked: dict[asyncio.Task[str | None], str] = {}
    for sign, ask in (("@", of_person), ("#", of_channel)):
        ids = dict.fromkeys(one for kind, one in _MENTIONED.findall(text) if kind == sign)
        asked |= {asyncio.ensure_future(ask(one)): one for one in list(ids)[:MOST_NAMES]}
    if not asked:
        return {}
    told, late = await asyncio.wait(asked, timeout=within)
    for task in late:
        task.cancel()
    names = {asked[one]: one.result() for one in told if one.exception() is None}
    return {one: name for one, name in names.items() if name}
