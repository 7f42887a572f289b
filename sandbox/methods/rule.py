"""rules/methods.json, read once: what Slack asks of a call before it does the work."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from sandbox.tokens import TokenKind


@dataclass(frozen=True, slots=True)
class PageSize:
    """How many objects come where nobody says, and at most."""

    usual: int
    most: int


@dataclass(frozen=True, slots=True)
class Rule:
    """`any_scope`: one of these is enough. `errors`: Slack's codes for this method alone.

    `limited_by` is the argument for each of whose values `per_minute` counts; `together` is how
    many calls a minute there may be of all of them. `outside` is the same rule for an app that is
    sold outside the Marketplace, where Slack has another for it.
    """

    name: str
    token: TokenKind
    json_body: bool
    per_minute: int
    any_scope: frozenset[str]
    required: tuple[str, ...]
    errors: frozenset[str]
    limited_by: str | None = None
    together: int | None = None
    page: PageSize | None = None
    outside: "Rule | None" = None


def _rule(name: str, raw: Mapping[str, Any], tiers: Mapping[str, int]) -> Rule:
    rule = Rule(
        name=name,
        token=raw["token"],
        json_body=raw["json_body"],
        per_minute=raw.get("calls_per_minute") or tiers[raw["tier"]],
        any_scope=frozenset(raw["any_scope"]),
        required=tuple(raw["required"]),
        errors=frozenset(raw["errors"]),
        limited_by=raw.get("limited_by"),
        together=raw.get("together_per_minute"),
        page=PageSize(**raw["page"]) if "page" in raw else None,
    )
    less = raw.get("outside_marketplace")
    if less is None:
        return rule
    page = PageSize(**less["page"])
    return replace(rule, outside=replace(rule, per_minute=less["calls_per_minute"], page=page))


_FILE = json.loads((files("sandbox") / "rules" / "methods.json").read_text(encoding="utf-8"))

RULES: Mapping[str, Rule] = {
    name: _rule(name, raw, _FILE["calls_per_minute"]) for name, raw in _FILE["methods"].items()
}
READ_SCOPES: Mapping[str, str] = _FILE["read_scopes"]
HISTORY_SCOPES: Mapping[str, str] = _FILE["history_scopes"]
METADATA_SCOPE: str = _FILE["metadata_scope"]
COMMON_ERRORS = frozenset(_FILE["common_errors"])
