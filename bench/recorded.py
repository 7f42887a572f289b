"""Requests as Slack sends them, recorded in the local workspace while somebody acts there."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bot import schema
from bot.app import running
from bot.manifest import manifest
from bot.settings import Settings
from bot.slack.socket_mode import connected
from sandbox.person import Person
from sandbox.traffic import Entry
from sandbox.workspace import Sandbox

TRIGGER = "trigger-of-each-request-"
DIGITS = 12


@dataclass(frozen=True, slots=True)
class Recorded:
    """A request's body, but for the number that makes each one another."""

    name: str
    before: bytes
    after: bytes

    def body(self, number: int) -> bytes:
        return self.before + b"%0*d" % (DIGITS, number) + self.after

    @property
    def size(self) -> int:
        """Bytes of a body."""
        return len(self.before) + DIGITS + len(self.after)


async def recorded() -> list[Recorded]:
    """A command, a submission and a click, from the first steps of a decision."""
    sandbox = Sandbox(manifest(url=None))
    with tempfile.TemporaryDirectory(prefix="hire-ml-bench-") as folder:
        database = f"sqlite:///{Path(folder, 'bench.db')}"
        await schema.prepared(database)
        async with (
            sandbox.serving() as address,
            running(_settings(sandbox, database)) as app,
            connected(app.bolt, sandbox.app_token, app.sessions.app_level(sandbox.app_token)),
            Person.joins(address, "Ana Ruiz") as ana,
        ):
            await ana.goes_to("#hiring-ml")
            await ana.types("/hire-ml")
            await ana.picks("Both at once")
            await ana.presses("Next")
            await ana.presses("Back")
            await ana.sees("1 of 3")
            entries = [one for one in sandbox.traffic if one.kind == "delivery"]
    return [_of(entry) for entry in entries if entry.name.split(":")[0] != "event"]


def _settings(sandbox: Sandbox, database: str) -> Settings:
    return Settings(
        bot_token=sandbox.bot_token,
        signing_secret=None,
        app_token=sandbox.app_token,
        api_url=sandbox.api_url,
        database_url=database,
    )


def _of(entry: Entry) -> Recorded:
    said: dict[str, Any] = entry.request | {"trigger_id": TRIGGER}
    form = said if "command" in said else {"payload": json.dumps(said)}
    before, after = urlencode(form).encode().split(TRIGGER.encode())
    kind = "command" if "command" in said else str(said["type"])
    return Recorded(kind, before + TRIGGER.encode(), after)
