"""What an operator finds in the log, and what nobody finds there."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.faults import Fault, Faults
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.running import Process
from tests.stories.test_main_flow import STEPS


@pytest.fixture
async def process(
    workspace: Sandbox, database_url: str, transport: str, tmp_path: Path
) -> AsyncIterator[Process]:
    """The real one, as chatty as it can be made."""
    process = Process(workspace, database_url, tmp_path / "log", transport, LOG_LEVEL="DEBUG")
    await process.start()
    yield process
    await process.killed()


async def test_the_reference_that_a_person_is_told_stands_in_the_log(
    workspace: Sandbox, process: Process, faults: Faults
) -> None:
    async with Person.joins(workspace.base_url, "Ana Ruiz") as ana:
        await ana.goes_to("#hiring-ml")
        faults.add(Fault("views.open", "error", times=1, error="internal_error"))
        await ana.types("/hire-ml")
        await ana.sees("Something went wrong on our side")
        told = re.search(r"quote (\w+) to", ana.screen)
    assert told is not None
    [line] = [line for line in process.logged.splitlines() if told[1] in line]
    assert "failed" in line
    assert "internal_error" in process.logged


async def test_no_token_and_no_typed_text_is_ever_logged(
    workspace: Sandbox, process: Process, faults: Faults
) -> None:
    typed = ["Their Secret Title", "their secret problem", "Their Secret Place"]
    async with Person.joins(workspace.base_url, "Ana Ruiz") as ana:
        await ana.goes_to("#hiring-ml")
        await ana.types("/hire-ml")
        await ana.fills("What is the problem?", typed[1])
        await ana.presses("I know the role already")
        await ana.picks("Machine Learning Engineer")
        await ana.fills("Title", typed[0])
        await ana.fills("Place, or remote", typed[2])
        with faults.on(Fault("users.info", "http_500")):
            await ana.presses("Open request")
            await ana.waits_until(lambda _: bool(ana.errors) or "went wrong" in ana.screen)
        await ana.presses("Open request")
        await ana.sees("[Checklist")
        await ana.opens_thread(typed[0])
        await ana.ticks(STEPS[0])
        await ana.sees("Step 1 done.")
        with faults.on(Fault("chat.update", "error", error="invalid_blocks")):
            await ana.ticks(STEPS[1])
            await ana.sees("Step 2 done.")
    assert await process.stopped() == 0
    assert "Traceback" in process.logged
    assert "invalid_blocks" in process.logged
    secrets = [workspace.bot_token, workspace.app_token, workspace.signing_secret, "/response/"]
    assert [secret for secret in (*secrets, *typed) if secret in process.logged] == []
