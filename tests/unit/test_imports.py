"""What a process loads before it serves: each of these takes longer than a person should wait."""

import subprocess
import sys

import pytest

HEAVY = {
    "alembic": "only where the schema is behind",
    "asyncpg": "only with PostgreSQL",
    "bot.demo": "only `demo`",
    "holidays": "the first time that a country is looked up",
    "jinja2": "with the first document",
    "sandbox": "only `demo`",
    "websockets": "the local workspace's",
}
"""Modules, and when they are loaded."""


@pytest.mark.parametrize("command", ["run", "sending", "schema"])
def test_no_command_loads_what_it_does_not_need(command: str) -> None:
    asked = f"import sys, bot.{command}; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    names = set(loaded.stdout.split())
    assert not names & HEAVY.keys()


def test_the_guide_is_all_that_is_read_of_files_at_a_start() -> None:
    """Templates, countries and time zones are read when they are needed."""
    asked = (
        "import sys, builtins; opened = []; "
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None); "
        "import bot.run; from bot.guide.load import load; load(); "
        "print(*[one for one in opened if one.endswith(('.toml', '.j2', '.tab', '.zi', '.json'))], sep='\\n')"
    )
    read = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    files = [line for line in read.stdout.splitlines() if line]
    assert files
    assert all("/bot/guide/" in one for one in files)
