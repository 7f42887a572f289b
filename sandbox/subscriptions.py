"""rules/events.json, read once: what an app may hear of, and which scopes it needs for that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sandbox.strict_rules import read
from sandbox.values import ChannelKind

_FILE: Final[Mapping[str, Any]] = read("events.json")
RETRY_SECONDS: Final[tuple[float, ...]] = tuple(_FILE["retry_seconds"])
RETRY_REASONS: Final[Mapping[str, str]] = _FILE["retry_reasons"]


@dataclass(frozen=True, slots=True)
class Subscription:
    """`any_scope`: one of these is enough, `by_kind` where the channel's kind decides."""

    any_scope: frozenset[str]
    by_kind: Mapping[str, frozenset[str]]

    def needs(self, kind: ChannelKind | None) -> frozenset[str]:
        return self.by_kind.get(kind or "", self.any_scope)


def _subscription(raw: Any) -> Subscription:
    by_kind = raw if isinstance(raw, dict) else {}
    every = [one for scopes in by_kind.values() for one in scopes] if by_kind else raw
    return Subscription(
        frozenset(every), {kind: frozenset(scopes) for kind, scopes in by_kind.items()}
    )


SUBSCRIPTIONS: Final[Mapping[str, Subscription]] = {
    name: _subscription(raw["any_scope"]) for name, raw in _FILE["events"].items()
}


def complaint(events: Iterable[str], scopes: frozenset[str]) -> str | None:
    """Why Slack would not take a manifest that subscribes to these events with these scopes."""
    for event in sorted(events):
        known = SUBSCRIPTIONS.get(event)
        if known is None:
            return f"This workspace has no event {event!r}."
        if known.any_scope and not known.any_scope & scopes:
            return f"The event {event!r} needs the scope {' or '.join(sorted(known.any_scope))}."
    return None
