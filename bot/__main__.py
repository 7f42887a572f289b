"""The command line: `python -m bot …`, or `hire-ml …`."""

import argparse
import asyncio
import gc
import json
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

from bot import settings
from bot.settings import WrongSetting

Given = dict[str, str]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command. A wrong setting ends it at once, with one line that names it."""
    asked = _parser().parse_args(arguments)
    given = settings.environment(os.environ)
    for name in settings.NAMES:
        os.environ.pop(name, None)  # Bolt reads some of them by itself, and complains of it
    try:
        sys.exit(asked.run(asked, given))
    except WrongSetting as wrong:
        sys.exit(f"hire-ml: {wrong}")
    except KeyboardInterrupt:
        sys.exit(130)


def _serve(_: argparse.Namespace, given: Given) -> int:
    gc.disable()  # until it has started: `run.settled`
    from bot import run  # noqa: PLC0415 -- each command imports what it needs

    return _in_loop(lambda: run.serve(settings.for_http(given)))


def _socket(_: argparse.Namespace, given: Given) -> int:
    gc.disable()  # see _serve
    from bot import run  # noqa: PLC0415 -- see _serve

    return _in_loop(lambda: run.socket(settings.for_socket_mode(given)))


def _demo(asked: argparse.Namespace, given: Given) -> int:
    from bot import demo  # noqa: PLC0415 -- see _serve

    return _in_loop(lambda: demo.demo(port=settings.port(given), browser=not asked.no_browser))


def _db_upgrade(_: argparse.Namespace, given: Given) -> int:
    from bot import schema  # noqa: PLC0415 -- see _serve

    return _in_loop(lambda: schema.upgrade(settings.database_url(given)))


def _db_check(_: argparse.Namespace, given: Given) -> int:
    from bot import schema  # noqa: PLC0415 -- see _serve

    return _in_loop(lambda: schema.check(settings.database_url(given)))


def _digest_send(asked: argparse.Namespace, given: Given) -> int:
    from bot import sending  # noqa: PLC0415 -- see _serve

    return _in_loop(lambda: sending.send(settings.for_sending(given), asked.as_of))


def _instant(text: str) -> datetime:
    """A time as operators write it; UTC where they name no zone."""
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no time: write it such as 2026-11-30T09:00+01:00"
        ) from None
    return given if given.tzinfo else given.replace(tzinfo=UTC)


def _manifest(asked: argparse.Namespace, given: Given) -> int:
    from bot.manifest import manifest  # noqa: PLC0415 -- see _serve

    if asked.url is None:
        url = settings.base_url(given)
    else:
        url = settings.public_address(asked.url, "--url")
    sys.stdout.write(json.dumps(manifest(url), indent=2, ensure_ascii=False) + "\n")
    return 0


def _in_loop(command: Callable[[], Awaitable[int]]) -> int:
    async def run() -> int:
        return await command()

    try:
        import uvloop  # noqa: PLC0415 -- not on every platform
    except ImportError:
        return asyncio.run(run())
    return uvloop.run(run())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hire-ml", description="A Slack app that tells which ML role to hire, and helps do it."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace, Given], int], says: str
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=says, description=says)
        made.set_defaults(run=run)
        return made

    command("serve", _serve, "Answer Slack over HTTP.")
    command("socket", _socket, "Answer Slack over Socket Mode, without a public address.")
    demo = command("demo", _demo, "The local workspace in a web page, with the bot in it.")
    demo.add_argument("--no-browser", action="store_true", help="do not open a browser")
    made = command("manifest", _manifest, "The app manifest to paste into Slack.")
    made.add_argument("--url", help="the public https:// address; without it, for Socket Mode")
    database = commands.add_parser("db", help="The database's schema.")
    steps = database.add_subparsers(required=True, metavar="COMMAND")
    for name, run, says in (
        ("upgrade", _db_upgrade, "Bring the schema up to date."),
        ("check", _db_check, "Say whether the schema is up to date."),
    ):
        made = steps.add_parser(name, help=says, description=says)
        made.set_defaults(run=run)
    digest = commands.add_parser("digest", help="The channels' weekly digests.")
    steps = digest.add_subparsers(required=True, metavar="COMMAND")
    says = "Send every digest that is due, once; for cron."
    made = steps.add_parser("send", help=says, description=says)
    made.set_defaults(run=_digest_send)
    made.add_argument(
        "--as-of",
        type=_instant,
        metavar="TIME",
        help="those due by then, such as 2026-11-30T09:00+01:00; without it, by now",
    )
    return parser


if __name__ == "__main__":
    main()
