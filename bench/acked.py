"""The bot whose listeners all ack, and do nothing else.

python -m bench.acked serve|socket
"""

import os
import sys
from dataclasses import replace
from typing import Any

import uvloop

import handlers
from bot import run
from bot.settings import for_http


async def _nothing(**_: Any) -> None:
    """What a listener does of which only the ack is measured."""


async def main(how: str) -> None:
    handlers.LISTENERS = tuple(
        replace(one, function=_nothing, at_once=False, acked_first=True)
        for one in handlers.LISTENERS
    )
    settings = for_http(os.environ)
    await (run.serve(settings) if how == "serve" else run.socket(settings))


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
