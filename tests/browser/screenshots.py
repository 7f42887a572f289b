"""Takes README's screenshots again: `make screenshots`.

`python -m tests.browser.screenshots --all FOLDER` writes every step of the way into FOLDER
instead, in light and dark, on a desk and on a phone.
"""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, Page, async_playwright

from bot.manifest import manifest
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.browser import flow
from tests.browser.conftest import ARGS, CHROMIUM
from tests.hiring import NOW
from tests.running import ROOT, over_socket_mode

IMAGES = ROOT / "docs" / "images"
README = {"advice", "card", "thread"}
SCREENS = (flow.DESKTOP, flow.DARK_DESKTOP, flow.PHONE, flow.DARK_PHONE)


@asynccontextmanager
async def desks(chromium: Browser, screen: flow.Screen) -> AsyncIterator[tuple[Page, Page]]:
    """A manager's page and a recruiter's, in a new workspace where people have talked a little."""
    sandbox = Sandbox(manifest(url=None), at=NOW)
    with TemporaryDirectory() as folder:
        async with (
            sandbox.serving() as address,
            over_socket_mode(sandbox, f"sqlite:///{Path(folder, 'hire-ml.db')}"),
        ):
            await _says(address, "Tom Baker", "Churn is up again, and the model only runs by hand.")
            await _says(address, "Mia Khan", "Support would use it every day if it were live.")
            manager = await flow.at_desk(chromium, address, "Ana Ruiz", screen)
            recruiter = await flow.at_desk(chromium, address, "Sam Cole", screen)
            yield manager, recruiter
            await manager.context.close()
            await recruiter.context.close()


async def _says(address: str, name: str, words: str) -> None:
    async with Person.joins(address, name) as person:
        await person.goes_to("#hiring-ml")
        await person.types(words)


async def for_readme(chromium: Browser) -> None:
    async with desks(chromium, flow.DESKTOP) as (manager, recruiter):
        async for seen in flow.whole_way(manager, recruiter):
            if seen.name in README:
                await _taken(seen.page, IMAGES / f"{seen.name}.png")


async def everything(chromium: Browser, folder: Path) -> None:
    for screen in SCREENS:
        async with desks(chromium, screen) as (manager, recruiter):
            number = 0
            async for seen in flow.whole_way(manager, recruiter):
                number += 1
                name = f"{screen.width}-{screen.theme}-{number:02}-{seen.name}.png"
                await _taken(seen.page, folder / name)


async def _taken(page: Page, path: Path) -> None:
    await page.screenshot(path=path, animations="disabled")
    sys.stdout.write(f"{path}\n")


async def main(folder: Path | None) -> None:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        await (everything(chromium, folder) if folder else for_readme(chromium))
        await chromium.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER", dest="folder")
    asyncio.run(main(parser.parse_args().folder))
