"""How Slack writes down what a person typed."""

import re
from collections.abc import Callable

from sandbox.state import State

_MENTION = re.compile(r"(?<![\w@#<])([@#])([\w.-]+)")
_BROADCASTS = {"channel": "<!channel>", "here": "<!here>", "everyone": "<!everyone>"}


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_message(state: State, text: str) -> str:
    """Escaped, with the mentions Slack's composer makes: people, channels, @here and the like."""
    return _mentions(state, escaped(text), lambda _, name: f"<#{name}>", broadcasts=True)


def as_command(state: State, text: str) -> str:
    """A command's text where it has `should_escape`: `<@U…|name>` and `<#C…|name>`."""
    return _mentions(state, escaped(text), lambda name, one: f"<#{one}|{name}>", broadcasts=False)


def _mentions(
    state: State, text: str, channel_link: Callable[[str, str], str], *, broadcasts: bool
) -> str:
    # Full names have spaces in them, so they are looked for first, the longest first.
    for person in sorted(state.people.values(), key=lambda one: -len(one.real_name)):
        text = re.sub(
            rf"(?<![\w@])@{re.escape(escaped(person.real_name))}(?![\w-])", f"<@{person.id}>", text
        )
    handles = {person.name: person.id for person in state.people.values()}
    channels = {one.name: one.id for one in state.channels.values() if one.kind == "public"}

    def linked(match: re.Match[str]) -> str:
        sign, name = match.groups()
        whole, dots = name.rstrip(".-"), name[len(name.rstrip(".-")) :]
        if sign == "@" and whole in handles:
            return f"<@{handles[whole]}>{dots}"
        if sign == "@" and broadcasts and whole in _BROADCASTS:
            return _BROADCASTS[whole] + dots
        if sign == "#" and whole in channels:
            return channel_link(whole, channels[whole]) + dots
        return match.group()

    return _MENTION.sub(linked, text)
