"""What a person reads where an app wrote mrkdwn, rich text, tables and other blocks."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sandbox.values import Json

_TOKENS: Final = re.compile(r"```\n?(.+?)\n?```|`([^`\n]+)`|<([^<>\n]+)>", re.DOTALL)
_MARKS: Final = [
    re.compile(rf"(?<![\w{mark}\\])[{mark}](?=[^\s{mark}])([^\n]*?[^\s\n])[{mark}](?![\w{mark}])")
    for mark in "*_~"
]
_QUOTES: Final = re.compile(r"^(?:&gt;|>) ?", re.MULTILINE)
_DATE_WORDS: Final[Mapping[str, str]] = {
    "date_num": "%Y-%m-%d",
    "date_slash": "%d/%m/%Y",
    "date": "{day} %B %Y",
    "date_short": "{day} %b %Y",
    "date_long": "%A, {day} %B %Y",
    "time": "%H:%M",
    "time_secs": "%H:%M:%S",
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose eyes: names of people and channels by id, the reader's zone, and what time it is."""

    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    zone: str = "Etc/UTC"
    now: float = 0.0

    def person(self, user_id: str) -> str:
        return f"@{self.people.get(user_id, user_id)}"

    def channel(self, channel_id: str) -> str:
        return f"#{self.channels.get(channel_id, 'private channel')}"

    def date(self, seconds: float, pattern: str) -> str:
        """Slack's `{date_short_pretty} at {time}` and its kin; unknown words stay as they are."""
        return re.sub(r"\{(\w+)\}", lambda match: self._date_word(seconds, match), pattern)

    def _date_word(self, seconds: float, match: re.Match[str]) -> str:
        zone = ZoneInfo(self.zone)
        at = datetime.fromtimestamp(seconds, UTC).astimezone(zone)
        today = datetime.fromtimestamp(self.now, UTC).astimezone(zone).date()
        name = match[1]
        near = {0: "Today", -1: "Yesterday", 1: "Tomorrow"}.get((at.date() - today).days)
        if name.endswith("_pretty") and near:
            return near
        shape = _DATE_WORDS.get(name.removesuffix("_pretty"))
        if name == "ago":
            return f"{timedelta(seconds=round(self.now - seconds))} ago"
        return at.strftime(shape.replace("{day}", str(at.day))) if shape else match[0]


def text(value: Any, reader: Reader) -> str:
    """A text object, or a bare string as some blocks have it."""
    if isinstance(value, Mapping):
        words: str = value.get("text", "")
        return mrkdwn(words, reader) if value.get("type") == "mrkdwn" else words
    return value if isinstance(value, str) else ""


def mrkdwn(source: str, reader: Reader) -> str:
    """Marks gone, mentions and links as their names; emoji stay `:as_written:`."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        kept.append(_decoded(code) if code is not None else _angled(match[3], reader))
        return f"\ue000{len(kept) - 1}\ue001"

    words = _QUOTES.sub("", _TOKENS.sub(keep, source))
    for mark in _MARKS:
        words = mark.sub(r"\1", words)
    return re.sub("\ue000(\\d+)\ue001", lambda match: kept[int(match[1])], _decoded(words))


def _angled(inside: str, reader: Reader) -> str:
    target, bar, label = inside.partition("|")
    if target.startswith("@"):
        return reader.person(target[1:])
    if target.startswith("#"):
        known = target[1:] in reader.channels or not label
        return reader.channel(target[1:]) if known else f"#{_decoded(label)}"
    if target.startswith("!date^"):
        seconds, pattern, *_ = [*target[6:].split("^"), ""]
        return reader.date(float(seconds), _decoded(pattern)) if seconds.isdigit() else label
    if target.startswith("!"):
        return _decoded(label) if bar else f"@{target[1:].split('^')[0]}"
    return _decoded(label if bar else target.removeprefix("mailto:"))


def _decoded(source: str) -> str:
    return source.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def rich_text(block: Mapping[str, Any], reader: Reader) -> list[str]:
    """Lines; list items under their bullets or numbers."""
    lines: list[str] = []
    for part in block.get("elements", ()):
        if part["type"] == "rich_text_list":
            indent = "  " * part.get("indent", 0)
            for number, item in enumerate(part["elements"], part.get("offset", 0) + 1):
                sign = f"{number}." if part["style"] == "ordered" else "•"
                lines.append(f"{indent}{sign} {_inline(item, reader)}")
        else:
            lines += _inline(part, reader).removesuffix("\n").split("\n")
    return lines


def _inline(part: Mapping[str, Any], reader: Reader) -> str:
    return "".join(_leaf(leaf, reader) for leaf in part["elements"])


def _leaf(leaf: Mapping[str, Any], reader: Reader) -> str:
    drawn = _LEAVES.get(leaf["type"])
    return drawn(leaf, reader) if drawn else str(leaf.get("text") or leaf.get("url", ""))


_LEAVES: Final[Mapping[str, Callable[[Mapping[str, Any], Reader], str]]] = {
    "user": lambda leaf, reader: reader.person(leaf["user_id"]),
    "channel": lambda leaf, reader: reader.channel(leaf["channel_id"]),
    "emoji": lambda leaf, _: f":{leaf['name']}:",
    "date": lambda leaf, reader: reader.date(leaf["timestamp"], leaf["format"]),
    "broadcast": lambda leaf, _: f"@{leaf['range']}",
    "usergroup": lambda leaf, _: f"@{leaf['usergroup_id']}",
    "team": lambda leaf, _: f"@{leaf['team_id']}",
    "color": lambda leaf, _: str(leaf["value"]),
}


def _table(block: Mapping[str, Any], reader: Reader) -> list[str]:
    rows = [" | ".join(_cell(cell, reader) for cell in row) for row in block["rows"]]
    return [block["caption"], *rows] if "caption" in block else rows


def _cell(cell: Mapping[str, Any], reader: Reader) -> str:
    if cell["type"] == "rich_text":
        return " ".join(rich_text(cell, reader))
    return str(cell.get("text", cell.get("value", "")))


def _chart(block: Mapping[str, Any], _: Reader) -> list[str]:
    chart = block["chart"]
    series = chart.get("series") or [{"name": "", "data": chart.get("segments", [])}]
    return [block["title"], *(_points(one) for one in series)]


def _points(series: Mapping[str, Any]) -> str:
    points = ", ".join(f"{point['label']} {point['value']}" for point in series["data"])
    return f"{series['name']}: {points}" if series["name"] else points


def _section(block: Mapping[str, Any], reader: Reader) -> list[str]:
    parts = [block.get("text"), *block.get("fields", ())]
    accessory = block.get("accessory", {})
    image = [_picture(accessory)] if accessory.get("type") == "image" else []
    return [*(text(part, reader) for part in parts if part), *image]


def _context(block: Mapping[str, Any], reader: Reader) -> list[str]:
    parts = block["elements"]
    return [
        " ".join(_picture(one) if one["type"] == "image" else text(one, reader) for one in parts)
    ]


def _titled(block: Mapping[str, Any], reader: Reader) -> list[str]:
    """Title, subtitle and body, of whichever the block has."""
    rich = rich_text(block["rich_text_title"], reader) if "rich_text_title" in block else []
    parts = (block.get(name) for name in ("title", "subtitle", "body"))
    pictures = [_picture(block[name]) for name in ("hero_image", "icon") if name in block]
    return [*pictures, *rich, *(text(part, reader) for part in parts if part)]


def _task(block: Mapping[str, Any], reader: Reader) -> list[str]:
    long = [
        line for name in ("details", "output") for line in rich_text(block.get(name, {}), reader)
    ]
    sources = [source["text"] for source in block.get("sources", ())]
    return [f"{block['title']} ({block['status'].replace('_', ' ')})", *long, *sources]


def _plan(block: Mapping[str, Any], reader: Reader) -> list[str]:
    return [
        block["title"],
        *(line for task in block.get("tasks", ()) for line in _task(task, reader)),
    ]


def _video(block: Mapping[str, Any], reader: Reader) -> list[str]:
    return [text(block["title"], reader), *filter(None, [text(block.get("description"), reader)])]


def _image(block: Mapping[str, Any], reader: Reader) -> list[str]:
    return [*filter(None, [text(block.get("title"), reader)]), _picture(block)]


def _picture(image: Mapping[str, Any]) -> str:
    return f"(picture: {image['alt_text']})"


def _text_alone(block: Mapping[str, Any], reader: Reader) -> list[str]:
    return [text(block["text"], reader)]


_BLOCKS: Final[Mapping[str, Callable[[Mapping[str, Any], Reader], list[str]]]] = {
    "section": _section,
    "header": _text_alone,
    "alert": _text_alone,
    "markdown": _text_alone,
    "divider": lambda *_: ["———"],
    "context": _context,
    "image": _image,
    "video": _video,
    "rich_text": rich_text,
    "table": _table,
    "data_table": _table,
    "data_visualization": _chart,
    "card": _titled,
    "container": _titled,
    "task_card": _task,
    "plan": _plan,
}


def attachment(old: Mapping[str, Any], reader: Reader) -> Iterator[str]:
    """The words of a legacy attachment; nothing in it can be touched."""
    for name in ("pretext", "author_name", "title", "text", "footer"):
        if old.get(name):
            yield mrkdwn(old[name], reader)
    for one in old.get("fields", ()):
        yield mrkdwn(f"{one.get('title', '')}: {one.get('value', '')}", reader)
    for block in old.get("blocks", ()):
        yield from lines(block, reader)


def lines(block: Json, reader: Reader) -> Iterator[str]:
    """A block's own words; what can be touched in it is not among them (see widgets.py)."""
    drawn = _BLOCKS.get(block["type"])
    for part in drawn(block, reader) if drawn else ():
        yield from part.split("\n")
