"""The command line, as an operator uses it: the installed script, in an empty folder."""

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import aiohttp
import pytest

from bot.settings import NAMES
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests import postgresql
from tests.running import STOP_SECONDS, Process, free_port
from tests.stories.trouble import locked

SCRIPT = Path(sys.executable).with_name("hire-ml")

COMMANDS = (
    "serve",
    "socket",
    "demo",
    "manifest",
    "db",
    "db upgrade",
    "db check",
    "digest",
    "digest send",
)

each_a_process = pytest.mark.soak
"""For what is one process for each line of a table, and seconds for each process."""

GOOD = {
    "SLACK_BOT_TOKEN": "xoxb-1-2-three",
    "SLACK_SIGNING_SECRET": "0123456789abcdef",
    "SLACK_APP_TOKEN": "xapp-1-A1-2-three",
}


@dataclass(frozen=True)
class Operator:
    """Somebody at a shell."""

    folder: Path

    def runs(self, command: str, **settings: str) -> subprocess.CompletedProcess[str]:
        inherited = {name: value for name, value in os.environ.items() if name not in NAMES}
        return subprocess.run(
            [SCRIPT, *command.split()],
            cwd=self.folder,
            env=inherited | settings,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a schema."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'hire-ml.db'}"
        return
    postgresql.answering()
    with postgresql.fresh() as fresh:
        yield fresh


@contextmanager
def taken() -> Iterator[int]:
    """A port that somebody else listens at, on every address."""
    with socket.create_server(("0.0.0.0", 0)) as other:  # noqa: S104 -- as the bot would
        yield other.getsockname()[1]


def refused(ended: subprocess.CompletedProcess[str], *names: str) -> bool:
    """Whether it ended with one line that names what is wrong, and nothing else."""
    [line] = ended.stderr.splitlines()
    assert ended.stdout == ""
    return ended.returncode == 1 and line.startswith("hire-ml: ") and all(n in line for n in names)


# Help


@pytest.mark.parametrize("command", COMMANDS)
@each_a_process
def test_every_command_says_what_it_is_for(operator: Operator, command: str) -> None:
    told = operator.runs(f"{command} --help")
    assert told.returncode == 0
    assert told.stdout.startswith(f"usage: hire-ml {command}")
    assert told.stderr == ""


def test_the_help_names_every_command(operator: Operator) -> None:
    told = operator.runs("--help").stdout
    assert [name for name in COMMANDS if f"    {name.split()[0]} " not in told] == []


@pytest.mark.parametrize("command", ["", "serv", "db", "db down", "serve now", "digest"])
@each_a_process
def test_what_is_no_command_is_answered_with_the_usage(operator: Operator, command: str) -> None:
    told = operator.runs(command)
    assert told.returncode == len(("usage", "error"))
    assert told.stderr.startswith("usage: hire-ml")
    assert "Traceback" not in told.stderr


# Settings


@pytest.mark.parametrize(
    ("command", "name", "value"),
    [
        ("serve", "SLACK_BOT_TOKEN", ""),
        ("serve", "SLACK_BOT_TOKEN", "xoxp-of-a-person"),
        ("serve", "SLACK_SIGNING_SECRET", ""),
        ("socket", "SLACK_BOT_TOKEN", ""),
        ("digest send", "SLACK_BOT_TOKEN", ""),
        ("socket", "SLACK_APP_TOKEN", ""),
        ("socket", "SLACK_APP_TOKEN", "xoxb-of-a-bot"),
        ("serve", "SLACK_API_URL", "slack.com/api"),
        ("serve", "HOST", "no.such.host.invalid"),
        ("serve", "PORT", "http"),
        ("serve", "PORT", "0"),
        ("serve", "PORT", "65536"),
        ("demo", "PORT", "-1"),
        ("serve", "BASE_URL", "example.com"),
        ("serve", "BASE_URL", "http://"),
        ("manifest", "BASE_URL", "example.com"),
        ("serve", "LOG_LEVEL", "LOUD"),
        ("serve", "LOG_FORMAT", "xml"),
        *(
            (command, "DATABASE_URL", url)
            for command in ("serve", "db check")
            for url in (
                "hire-ml.db",
                "mysql://localhost/hire",
                "sqlite://",
                "sqlite:////no/such/folder/hire-ml.db",
                "postgresql://somebody:secret@127.0.0.1:1/hire",
            )
        ),
    ],
)
@each_a_process
def test_a_wrong_setting_ends_the_process_with_a_line_that_names_it(
    operator: Operator, command: str, name: str, value: str
) -> None:
    ended = operator.runs(command, **{**GOOD, name: value})
    assert refused(ended, name)
    assert "secret" not in ended.stderr


def test_a_port_that_is_taken_is_named(operator: Operator, tmp_path: Path) -> None:
    with taken() as port:
        assert refused(operator.runs("serve", **GOOD, PORT=str(port)), "PORT", str(port))


@each_a_process
def test_a_demo_whose_port_is_taken_says_what_to_do(operator: Operator) -> None:
    with taken() as port:
        ended = operator.runs("demo --no-browser", PORT=str(port))
    assert refused(ended, f"PORT {port} cannot be used", f"try PORT={port + 1}")


def test_settings_are_read_from_a_file_beside_and_the_environment_wins(operator: Operator) -> None:
    (operator.folder / ".env").write_text("DATABASE_URL=sqlite:///written.db\n")
    assert operator.runs("db upgrade").returncode == 0
    assert [file.name for file in operator.folder.glob("*.db")] == ["written.db"]
    assert operator.runs("db upgrade", DATABASE_URL="sqlite:///set.db").returncode == 0
    assert {file.name for file in operator.folder.glob("*.db")} == {"written.db", "set.db"}


def test_an_empty_variable_is_as_good_as_none(operator: Operator) -> None:
    assert operator.runs("db upgrade", DATABASE_URL="").returncode == 0
    assert [file.name for file in operator.folder.glob("*.db")] == ["hire-ml.db"]


# The database


def test_a_database_is_behind_until_it_is_upgraded(operator: Operator, database_url: str) -> None:
    behind = operator.runs("db check", DATABASE_URL=database_url)
    assert behind.returncode == 1
    assert "run hire-ml db upgrade" in behind.stdout
    for _ in range(2):
        upgraded = operator.runs("db upgrade", DATABASE_URL=database_url)
        assert (upgraded.returncode, upgraded.stdout) == (0, "The database is up to date.\n")
    checked = operator.runs("db check", DATABASE_URL=database_url)
    assert checked.returncode == 0
    assert "up to date" in checked.stdout


@pytest.mark.postgresql
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("command", ["serve", "socket"])
@each_a_process
def test_nothing_is_served_on_a_postgresql_that_is_behind(
    operator: Operator, database_url: str, command: str
) -> None:
    ended = operator.runs(command, **GOOD, DATABASE_URL=database_url)
    assert refused(ended, "DATABASE_URL", "run hire-ml db upgrade")


# The manifest

RULES = json.loads(Path(__file__).with_name("manifest_rules.json").read_text())


@pytest.mark.parametrize("url", [None, "https://hire.example.com", "https://hire.example.com/"])
@each_a_process
def test_slack_would_take_the_manifest(operator: Operator, url: str | None) -> None:
    told = operator.runs("manifest" if url is None else f"manifest --url {url}")
    assert (told.returncode, told.stderr) == (0, "")
    manifest = json.loads(told.stdout)
    limits = RULES["limits"]
    shown, features = manifest["display_information"], manifest["features"]
    assert 0 < len(shown["name"]) <= limits["display_name_max"]
    assert 0 < len(shown["description"]) <= limits["description_max"]
    assert 0 < len(features["bot_user"]["display_name"]) <= limits["bot_display_name_max"]
    assert 0 < len(features["slash_commands"]) <= limits["slash_commands_max"]
    for command in features["slash_commands"]:
        assert command["command"].startswith("/")
        assert len(command["command"]) <= limits["command_max"]
        assert 0 < len(command["description"]) <= limits["command_description_max"]
        assert len(command["usage_hint"]) <= limits["usage_hint_max"]
    assert {one["type"] for one in features["shortcuts"]} == {"global", "message"}
    assert len(features["shortcuts"]) <= limits["shortcuts_max"]
    for shortcut in features["shortcuts"]:
        assert 0 < len(shortcut["name"]) <= limits["shortcut_name_max"]
        assert 0 < len(shortcut["callback_id"]) <= limits["callback_id_max"]
        assert 0 < len(shortcut["description"]) <= limits["shortcut_description_max"]
    scopes = manifest["oauth_config"]["scopes"]["bot"]
    assert len(scopes) <= limits["scopes_max"]
    assert set(scopes) <= set(RULES["known_bot_scopes"])
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert {"app_mention", "member_joined_channel"} <= set(events)
    assert len(events) <= limits["bot_events_max"]
    needed = [RULES["event_scopes"][event] for event in events]
    assert [one for one in needed if one and not set(one) & set(scopes)] == []
    assert manifest["settings"]["socket_mode_enabled"] is (url is None)
    assert addresses(manifest) == ([] if url is None else [EVENTS, EVENTS, EVENTS])


EVENTS = "https://hire.example.com/slack/events"


def addresses(manifest: object) -> list[str]:
    """Every address in it that Slack is to send to."""
    match manifest:
        case dict():
            found = [manifest[name] for name in ("url", "request_url") if name in manifest]
            return found + [one for value in manifest.values() for one in addresses(value)]
        case list():
            return [one for value in manifest for one in addresses(value)]
        case _:
            return []


def test_the_public_address_may_be_a_setting(operator: Operator) -> None:
    told = operator.runs("manifest", BASE_URL="https://hire.example.com")
    assert addresses(json.loads(told.stdout)) == [EVENTS, EVENTS, EVENTS]


@pytest.mark.parametrize("url", ["hire.example.com", "http://hire.example.com", "https://"])
@each_a_process
def test_an_address_that_slack_cannot_reach_is_refused(operator: Operator, url: str) -> None:
    assert refused(operator.runs(f"manifest --url {url}"), "--url", "https://")


# Probes and the demo


@pytest.fixture
async def process(
    workspace: Sandbox, database_url: str, operator: Operator, tmp_path: Path
) -> AsyncIterator[Process]:
    assert operator.runs("db upgrade", DATABASE_URL=database_url).returncode == 0
    process = Process(workspace, database_url, tmp_path / "log")
    await process.start()
    yield process
    await process.killed()


async def probed(process: Process, path: str) -> int:
    async with aiohttp.ClientSession() as session, session.get(process.url + path) as answer:
        return answer.status


async def test_a_process_that_can_work_is_alive_and_ready(process: Process) -> None:
    assert await probed(process, "/healthz") == HTTPStatus.OK
    assert await probed(process, "/readyz") == HTTPStatus.OK


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_process_locked_out_of_its_database_is_alive_and_not_ready(
    process: Process, database_url: str
) -> None:
    async with locked(database_url):
        assert await probed(process, "/readyz") == HTTPStatus.SERVICE_UNAVAILABLE
        assert await probed(process, "/healthz") == HTTPStatus.OK
    assert await probed(process, "/readyz") == HTTPStatus.OK


@pytest.mark.postgresql
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_process_whose_database_is_gone_is_alive_and_not_ready(
    process: Process, database_url: str
) -> None:
    name = database_url.rpartition("/")[2]
    await postgresql.run(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
    await postgresql.run(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608
    )
    assert await probed(process, "/readyz") == HTTPStatus.SERVICE_UNAVAILABLE
    assert await probed(process, "/healthz") == HTTPStatus.OK
    await postgresql.run(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
    assert await probed(process, "/readyz") == HTTPStatus.OK


async def test_a_process_that_never_reached_slack_stops_when_it_is_told(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        SCRIPT,
        "socket",
        cwd=tmp_path,
        env=os.environ | GOOD | {"SLACK_API_URL": f"http://127.0.0.1:{free_port()}/api/"},
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    async with asyncio.timeout(60):
        await process.stderr.readuntil(b"Failed to connect")
    process.terminate()
    async with asyncio.timeout(2 * STOP_SECONDS):
        await process.communicate()
    assert process.returncode == 0


async def test_the_demo_prints_its_address_and_serves_the_page_with_the_bot_in_it(
    tmp_path: Path,
) -> None:
    demo = await asyncio.create_subprocess_exec(
        *(SCRIPT, "demo", "--no-browser"),
        cwd=tmp_path,
        env=os.environ | {"PORT": str(free_port())},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert demo.stdout is not None
        async with asyncio.timeout(60):
            said = (await demo.stdout.readuntil(b"Ctrl+C")).decode()
        found = re.search(r"http://\S+", said)
        assert found is not None
        address = found[0]
        async with aiohttp.ClientSession() as session, session.get(address) as page:
            assert "<html" in await page.text()
        async with Person.joins(address, "Ana Ruiz") as ana:
            await ana.goes_to("#hiring-ml")
            there = ana.screen  # without a wait: who opens the address finds them
            assert all(f"REQ-{number} · " in there for number in (1, 2))
            assert there.count("[Checklist") == 2
            await ana.types("/hire-ml")
            await ana.sees("Whom do we need?")
    finally:
        demo.terminate()
        async with asyncio.timeout(2 * STOP_SECONDS):
            assert await demo.wait() == 0
    assert os.listdir(tmp_path) == []  # noqa: PTH208 -- nothing to wait for in an empty folder


@pytest.mark.parametrize("command", ["serve", "socket"])
@each_a_process
async def test_a_token_that_slack_refuses_ends_the_process_with_one_line(
    workspace: Sandbox, operator: Operator, command: str
) -> None:
    workspace.revoke()
    tokens = {
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_SIGNING_SECRET": workspace.signing_secret,
    }
    ended = await asyncio.to_thread(
        operator.runs, command, SLACK_API_URL=workspace.api_url, PORT=str(free_port()), **tokens
    )
    assert refused(ended, "SLACK_BOT_TOKEN", "token_revoked")
