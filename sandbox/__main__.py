"""`python -m sandbox`: a workspace for any Slack app."""

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sandbox.workspace import Sandbox


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options().parse_args(arguments)
    try:
        manifest = _manifest(options.manifest)
        sandbox = Sandbox(manifest, options.request_url, seed=options.seed)
    except (OSError, ValueError) as wrong:
        print(f"The manifest cannot be used: {wrong}", file=sys.stderr)  # noqa: T201  a command line's voice
        return 2
    try:
        asyncio.run(_serve(sandbox, options.host, options.port))
    except OSError as taken:
        print(f"Cannot listen on {options.host}:{options.port}: {taken}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def introduction(sandbox: Sandbox) -> str:
    """The page's address, and lines for the app's .env."""
    return "\n".join(
        (
            f"# The workspace: {sandbox.base_url}",
            f"SLACK_API_URL={sandbox.api_url}",
            f"SLACK_BOT_TOKEN={sandbox.bot_token}",
            f"SLACK_APP_TOKEN={sandbox.app_token}",
            f"SLACK_SIGNING_SECRET={sandbox.signing_secret}",
            f"# Chance of faults: seed {sandbox.faults.seed}",
        )
    )


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="A local Slack workspace for any app."
    )
    parser.add_argument("--manifest", type=Path, help="the app's manifest, as JSON")
    parser.add_argument("--request-url", help="where to deliver by HTTP; without: Socket Mode")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=3000)
    parser.add_argument(
        "--seed",
        type=int,
        default=0,
        help="another one gives other tokens, and faults other chances",
    )
    return parser


def _manifest(path: Path | None) -> Any:
    if path is None:
        return None
    manifest = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(manifest, dict):
        raise ValueError("it is not a JSON object.")  # noqa: TRY004  bad input, not a bad call
    return manifest


async def _serve(sandbox: Sandbox, host: str, port: int) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, ended.set)
    async with sandbox.serving(host, port):
        print(introduction(sandbox), flush=True)  # noqa: T201
        await ended.wait()


if __name__ == "__main__":
    sys.exit(main())
