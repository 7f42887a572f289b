"""Who may call what: the tokens of the installation."""

from dataclasses import dataclass
from typing import Literal

TokenKind = Literal["bot", "app"]


@dataclass(frozen=True, slots=True)
class Token:
    """`scopes` of None: all there are; `dead` is Slack's word for why it opens nothing any more."""

    value: str
    kind: TokenKind
    team: str
    scopes: frozenset[str] | None
    dead: str | None = None

    def has_any(self, scopes: frozenset[str]) -> bool:
        return not scopes or self.scopes is None or bool(self.scopes & scopes)

    @property
    def provided(self) -> str:
        """As `missing_scope` and the `x-oauth-scopes` header give them."""
        return ",".join(sorted(self.scopes or ()))
