"""What the app says of itself: commands, shortcuts, scopes, events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.subscriptions import complaint
from sandbox.values import Json


@dataclass(frozen=True, slots=True)
class Manifest:
    """`scopes` of None means all.

    The defaults are for an app that came without a manifest: it gets whatever command is typed,
    and the events that name it or bring it somewhere.
    """

    name: str = "sample-app"
    commands: tuple[Json, ...] = ()
    shortcuts: tuple[Json, ...] = ()
    events: frozenset[str] = frozenset({"app_home_opened", "app_mention", "member_joined_channel"})
    scopes: frozenset[str] | None = None
    takes_anything: bool = True
    home_tab: bool = True
    messages_tab: bool = True
    read_only: bool = False

    def command(self, name: str) -> Json | None:
        """The command as declared; one without a description where any is taken."""
        declared = next((one for one in self.commands if one["command"] == name), None)
        if declared is None and self.takes_anything:
            return {"command": name, "should_escape": True}
        return declared

    def shortcut(self, callback_id: str, kind: str) -> Json | None:
        found = (one for one in self.shortcuts if one["callback_id"] == callback_id)
        declared = next((one for one in found if one["type"] == kind), None)
        if declared is None and self.takes_anything:
            return {"callback_id": callback_id, "type": kind}
        return declared

    def wants(self, event: str) -> bool:
        return event in self.events


def manifest_from(raw: Mapping[str, Any] | None) -> Manifest:
    """Raises ValueError, with the key's name where one is missing."""
    if raw is None:
        return Manifest()
    features = raw.get("features", {})
    try:
        app_home = features.get("app_home", {})
        declared = Manifest(
            name=features.get("bot_user", {}).get("display_name")
            or raw["display_information"]["name"],
            commands=_with(features.get("slash_commands", ()), "command"),
            shortcuts=_with(features.get("shortcuts", ()), "callback_id", "name", "type"),
            events=frozenset(_settings(raw, "event_subscriptions").get("bot_events", ())),
            scopes=frozenset(raw.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
            takes_anything=False,
            home_tab=bool(app_home.get("home_tab_enabled")),
            messages_tab=bool(app_home.get("messages_tab_enabled", True)),
            read_only=bool(app_home.get("messages_tab_read_only_enabled")),
        )
    except KeyError as missing:
        raise ValueError(f"The manifest lacks {missing}.") from missing
    except (AttributeError, TypeError) as wrong:
        raise ValueError("The manifest is not of Slack's shape.") from wrong
    unfit = complaint(declared.events, declared.scopes or frozenset())
    if unfit is not None:
        raise ValueError(unfit)
    return declared


def _settings(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    settings: Mapping[str, Any] = raw.get("settings", {}).get(name, {})
    return settings


def _with(entries: Iterable[Json], *keys: str) -> tuple[Json, ...]:
    for entry in entries:
        for key in keys:
            entry[key]
    return tuple(entries)
