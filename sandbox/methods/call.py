"""One call of the Web API, and how it is refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sandbox.methods.rule import PageSize, Rule
from sandbox.state import State
from sandbox.strict import Problem, refusal
from sandbox.tokens import Token
from sandbox.values import Channel, Json, Message, Person


class Refused(Exception):  # noqa: N818  as Slack says it; the code is its first argument
    """`error` is Slack's code, `more` what stands beside it in the answer."""

    def __init__(
        self,
        error: str,
        *,
        more: Json | None = None,
        problems: Sequence[Problem] = (),
        retry_after: int | None = None,
    ) -> None:
        super().__init__(error)
        self.error = error
        self.more = more or {}
        self.problems = tuple(problems)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Call:
    """`new_socket` makes a Socket Mode address with a fresh ticket."""

    state: State
    rule: Rule
    token: Token
    args: Json
    new_socket: Callable[[], str] = field(repr=False)

    def text(self, name: str) -> str | None:
        """Numbers count as text, as in a form; raises invalid_arguments for anything else."""
        value = self.args.get(name)
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise invalid(f"must be a string [json-pointer:/{name}]")
        return str(value)

    def needed(self, name: str) -> str:
        return self.text(name) or ""

    def flag(self, name: str) -> bool:
        return self.args.get(name) in (True, "true", "1", 1)

    def person(self, name: str, *, otherwise: str = "user_not_found") -> Person:
        found = self.state.people.get(self.needed(name))
        if found is None:
            raise Refused(otherwise)
        return found

    @property
    def bot(self) -> str:
        return self.state.app.bot_user

    @property
    def page(self) -> PageSize:
        """Of a method that gives lists in pages."""
        if self.rule.page is None:
            raise KeyError(f"rules/methods.json has no `page` for {self.rule.name}")
        return self.rule.page

    def channel(self, name: str = "channel") -> Channel:
        """Raises channel_not_found, also for a private channel in which the bot is not."""
        found = self.state.channels.get(self.needed(name))
        if found is None or not found.seen_by(self.bot):
            raise Refused("channel_not_found")
        return found

    def message(self, channel: Channel, name: str = "ts") -> Message:
        found = self.state.message(channel.id, self.needed(name))
        if found is None or found.tombstone or found.reader is not None:
            raise Refused("message_not_found")
        return found

    def require_scope(self, scope: str) -> None:
        if not self.token.has_any(frozenset({scope})):
            raise missing_scope([scope], self.token)


Method = Callable[[Call], Json]


def invalid(message: str) -> Refused:
    return Refused(
        "invalid_arguments", more={"response_metadata": {"messages": [f"[ERROR] {message}"]}}
    )


def missing_scope(needed: Sequence[str], token: Token) -> Refused:
    return Refused(
        "missing_scope", more={"needed": ",".join(sorted(needed)), "provided": token.provided}
    )


def refused_by_strict(error: str, problems: Sequence[Problem], **more: Any) -> Refused:
    """Slack names the places in `response_metadata.messages`."""
    metadata = {"response_metadata": {"messages": refusal(problems)}}
    return Refused(error, more={**metadata, **more}, problems=problems)
