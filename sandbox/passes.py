"""What the app is handed for a short while: trigger ids and response_urls."""

from dataclasses import dataclass, replace
from typing import Any

from sandbox.clock import Clock
from sandbox.ids import Ids
from sandbox.strict_rules import rules

TRIGGER_SECONDS = rules().timing["trigger_id_seconds"]
RESPONSE_SECONDS = rules().timing["response_url_seconds"]
RESPONSE_USES = rules().timing["response_url_uses"]
KEPT = 10_000  # of each; far more than can be alive at once


class Spent(Exception):  # noqa: N818  Slack's own code is the message
    """Its only argument is Slack's error code."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """`view` is the modal in which it was born."""

    id: str
    person: str
    channel: str | None
    view: str | None
    born: float
    used: bool = False


@dataclass(frozen=True, slots=True)
class ResponseUrl:
    """`ts` is the message it belongs to, None for that of a command or a submission."""

    secret: str
    person: str
    channel: str
    ts: str | None
    born: float
    uses: int = 0


class Passes:
    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}

    def new_trigger(
        self, person: str, *, channel: str | None = None, view: str | None = None
    ) -> str:
        name = f"{self._ids.number()}.{self._ids.number()}.{self._ids.hexadecimal()}"
        _trim(self._triggers)
        self._triggers[name] = Trigger(name, person, channel, view, self._clock.now())
        return name

    def peek(self, trigger_id: str) -> Trigger:
        """Raises Spent: never given out, used already, or older than three seconds."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise Spent("invalid_trigger_id")
        if trigger.used:
            raise Spent("exchanged_trigger_id")
        if self._clock.now() - trigger.born > TRIGGER_SECONDS:
            raise Spent("expired_trigger_id")
        return trigger

    def use(self, trigger: Trigger) -> None:
        self._triggers[trigger.id] = replace(trigger, used=True)

    def new_response_url(self, person: str, channel: str, ts: str | None = None) -> str:
        """The secret that ends the address."""
        secret = self._ids.secret()
        _trim(self._urls)
        self._urls[secret] = ResponseUrl(secret, person, channel, ts, self._clock.now())
        return secret

    def respond(self, secret: str) -> ResponseUrl:
        """Counts one use. Raises Spent."""
        url = self._urls.get(secret)
        if url is None:
            raise Spent("invalid_url")
        if self._clock.now() - url.born > RESPONSE_SECONDS:
            raise Spent("expired_url")
        if url.uses >= RESPONSE_USES:
            raise Spent("used_url")
        self._urls[secret] = replace(url, uses=url.uses + 1)
        return url

    def move(self, old: str, new: str) -> None:
        """A channel has another id now; what was given out for it stays good."""
        self._triggers = _moved(self._triggers, old, new)
        self._urls = _moved(self._urls, old, new)


def _moved(passes: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    return {
        name: replace(one, channel=new) if one.channel == old else one
        for name, one in passes.items()
    }


def _trim(passes: dict[str, Any]) -> None:
    if len(passes) >= KEPT:
        del passes[next(iter(passes))]
