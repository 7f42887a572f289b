"""Whatever people do in a story, Slack takes all that the bot sends."""

from collections.abc import AsyncIterator

import pytest

from sandbox.workspace import Sandbox


@pytest.fixture
async def workspace(workspace: Sandbox) -> AsyncIterator[Sandbox]:
    """The strict check has the last word, once the bot is through with all that it had to do."""
    yield workspace
    refused = {entry.name: entry.problems for entry in workspace.traffic if entry.problems}
    assert refused == {}
