"""Requests as Slack sends them, recorded in the local workspace while somebody acts there."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from bench.processes import free_port
from bench.slack import Stand
from bot import schema
from bot.app import running
from bot.manifest import manifest
from bot.settings import Settings
from bot.slack.socket_mode import connected
from sandbox.person import Person
from sandbox.traffic import Entry
from sandbox.workspace import Sandbox

NUMBER = "909090909090"
"""Stands in a recorded request where each is to be another."""

DRAFT = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-)[0-9a-f]{12}")
"""A draft's id: a form that is sent twice opens one request."""

STEP = "Define the business problem"

DONE = ("/hire-ml", "plan.page", "plan.back", "checklist.tick", "hiring_request.open")
"""What of all that was done is sent again."""


@dataclass(frozen=True, slots=True)
class Template:
    """Bytes, but for the number that makes each another."""

    parts: tuple[bytes, ...]

    @classmethod
    def of(cls, text: str) -> "Template":
        return cls(tuple(text.encode().split(NUMBER.encode())))

    def filled(self, number: int) -> bytes:
        return (b"%0*d" % (len(NUMBER), number)).join(self.parts)

    @property
    def size(self) -> int:
        """Bytes of what is filled in."""
        return len(self.filled(0))


@dataclass(frozen=True, slots=True)
class Recorded:
    """A request, as it comes over HTTP and in Socket Mode's envelope."""

    name: str
    form: Template
    envelope: Template


@dataclass(frozen=True, slots=True)
class Recording:
    """What was done, and the database that it was done in: REQ-1 is open, none of it is done."""

    command: Recorded
    next_page: Recorded
    """The submission of the first page of questions."""
    back: Recorded
    """The click that leads back to it."""
    tick: Recorded
    untick: Recorded
    opening: Recorded
    """The submission that opens a request, each another one."""
    database: Path


@asynccontextmanager
async def recording() -> AsyncIterator[Recording]:
    """The database is there for as long as the block runs, and who hears what answers requests."""
    sandbox = Sandbox(manifest(url=None))
    with TemporaryDirectory(prefix="hire-ml-bench-") as folder:
        database = Path(folder, "recorded.db")
        url = f"sqlite:///{database}"
        await schema.prepared(url)
        async with (
            sandbox.serving() as address,
            running(_settings(sandbox, url)) as app,
            connected(app.bolt, sandbox.app_token, app.sessions.app_level(sandbox.app_token)),
            Person.joins(address, "Ana Ruiz") as ana,
        ):
            await ana.goes_to("#hiring-ml")
            await ana.types("/hire-ml")
            await ana.picks("Both at once")
            await ana.presses("Next")
            await ana.presses("Back")
            await ana.sees("1 of 3")
            await ana.presses("I know the role already")
            await ana.picks("Machine Learning Engineer")
            await ana.fills("Title", "ML Engineer, churn service")
            await ana.presses("Open request")
            await ana.opens_thread("ML Engineer, churn service")
            await ana.sees("Checklist · 0 of 5 done")
            await ana.ticks(STEP)
            await ana.sees("Checklist · 1 of 5 done")
            await ana.unticks(STEP)
            await ana.sees("Checklist · 0 of 5 done")
            done = [one for one in sandbox.traffic if one.kind == "delivery"]
        port = free_port()
        loop = asyncio.get_running_loop()
        answers = await loop.create_server(Stand, "127.0.0.1", port)
        url = f"http://127.0.0.1:{port}/response"
        of = {name: [_of(one, url) for one in done if one.name == name] for name in DONE}
        tick, untick, *_ = of["checklist.tick"]
        yield Recording(
            command=of["/hire-ml"][0],
            next_page=of["plan.page"][0],
            back=of["plan.back"][0],
            tick=tick,
            untick=untick,
            opening=of["hiring_request.open"][0],
            database=database,
        )
        answers.close()


def _settings(sandbox: Sandbox, database: str) -> Settings:
    return Settings(
        bot_token=sandbox.bot_token,
        signing_secret=None,
        app_token=sandbox.app_token,
        api_url=sandbox.api_url,
        database_url=database,
    )


def _of(entry: Entry, response_url: str) -> Recorded:
    said: dict[str, Any] = entry.request | {"trigger_id": f"trigger-{NUMBER}"}
    if said.get("response_url"):
        said["response_url"] = response_url
    payload = DRAFT.sub(rf"\g<1>{NUMBER}", json.dumps(said))
    is_command = "command" in said
    form = said if is_command else {"payload": payload}
    kind = "slash_commands" if is_command else "interactive"
    return Recorded(
        name=entry.name,
        form=Template.of(urlencode(form)),
        envelope=Template.of(
            f'{{"envelope_id":"{NUMBER}","type":"{kind}","accepts_response_payload":true,'
            f'"payload":{payload}}}'
        ),
    )
