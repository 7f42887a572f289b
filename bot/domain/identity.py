"""Who, where and which: the names that everything else is bound to.

Slack's own ids stay strings, told apart by type, so that a channel never lands where a person is
asked for.
"""

from dataclasses import dataclass
from typing import NewType

WorkspaceId = NewType("WorkspaceId", str)
"""A team id (`T…`), or the enterprise id (`E…`) where the app is installed for a whole org."""

ChannelId = NewType("ChannelId", str)
SlackTs = NewType("SlackTs", str)
"""A message's `ts` in its channel, as Slack writes it: `1790000000.000100`."""


@dataclass(frozen=True, slots=True, order=True)
class Person:
    """Somebody in Slack. Their own team may differ from the workspace (Slack Connect, Grid)."""

    team: str
    user: str


@dataclass(frozen=True, slots=True, order=True)
class RequestNumber:
    """A hiring request's number in its workspace, shown as `REQ-12`."""

    value: int

    def __str__(self) -> str:
        return f"REQ-{self.value}"
