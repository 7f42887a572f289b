import asyncio
import json
import sys
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

ROOT = Path(__file__).parents[2]


async def started(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sandbox",
        *arguments,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_it_prints_what_an_app_needs_and_ends_when_told(tmp_path: Path) -> None:
    manifest = {
        "display_information": {"name": "Notes"},
        "oauth_config": {"scopes": {"bot": ["commands"]}},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    process = await started(
        "--port", "0", "--seed", "7", "--manifest", str(tmp_path / "manifest.json")
    )
    assert process.stdout is not None
    lines = [(await process.stdout.readline()).decode().strip() for _ in range(6)]
    assert lines[0].startswith("# The workspace: http://127.0.0.1:")
    assert lines[5] == "# Chance of faults: seed 7"
    settings = dict(line.split("=", 1) for line in lines[1:5])
    assert settings.keys() == {
        "SLACK_API_URL",
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "SLACK_SIGNING_SECRET",
    }
    slack = AsyncWebClient(settings["SLACK_BOT_TOKEN"], base_url=settings["SLACK_API_URL"])
    who = await slack.auth_test()
    assert who["user"] == "Notes"
    assert who.headers["x-oauth-scopes"] == "commands"
    process.terminate()
    async with asyncio.timeout(20):
        assert await process.wait() == 0


async def test_a_broken_manifest_is_told_in_one_line(tmp_path: Path) -> None:
    for content in ("{", "[]", '{"features": {}}', '{"features": 7}'):
        (tmp_path / "manifest.json").write_text(content)
        process = await started("--manifest", str(tmp_path / "manifest.json"))
        _, told = await process.communicate()
        assert process.returncode == 2
        assert told.decode().startswith("The manifest cannot be used: ")
        assert told.count(b"\n") == 1


async def test_a_taken_port_is_told_in_one_line() -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        process = await started("--port", str(port))
        _, told = await process.communicate()
    assert process.returncode == 1
    assert told.decode().startswith(f"Cannot listen on 127.0.0.1:{port}: ")
    assert told.count(b"\n") == 1
