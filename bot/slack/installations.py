"""Which token speaks for a workspace."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize

from bot.domain.identity import WorkspaceId
from bot.slack.client import Sessions, Slack
from bot.slack.pace import Pace


@dataclass(frozen=True, slots=True)
class Installation:
    workspace: WorkspaceId
    team: str
    enterprise: str | None
    bot: str
    bot_user: str
    token: str


class StaticInstallation:
    """The one workspace that `SLACK_BOT_TOKEN` is for.

    Asked of Slack once; a failure is not kept, so that a start without a network heals.
    """

    def __init__(self, sessions: Sessions, token: str, pace: Callable[[WorkspaceId], Pace]) -> None:
        self._sessions = sessions
        self._token = token
        self._pace = pace
        self._found: tuple[Installation, Slack] | None = None
        self._asking = asyncio.Lock()

    async def installation(self) -> Installation:
        """Raises slack_sdk's `SlackApiError` where Slack refuses the token."""
        async with self._asking:
            if self._found is None:
                answer = await self._sessions.asking(self._token).auth_test()
                team: str = answer["team_id"]
                enterprise: str | None = answer.get("enterprise_id")
                org_wide = enterprise if answer.get("is_enterprise_install") else None
                found = Installation(
                    workspace=WorkspaceId(org_wide or team),
                    team=team,
                    enterprise=enterprise,
                    bot=answer["bot_id"],
                    bot_user=answer["user_id"],
                    token=self._token,
                )
                slack = self._sessions.slack(self._token, self._pace(found.workspace))
                self._found = found, slack
            return self._found[0]

    async def slack(self, workspace: WorkspaceId) -> Slack | None:
        """The workspace's clients; nothing where the app is not installed in it."""
        found = await self.installation()
        return self.clients() if found.workspace == workspace else None

    def clients(self) -> Slack:
        """The clients of a workspace whose request Bolt has authorized."""
        if self._found is None:
            raise RuntimeError("nobody was authorized yet")
        return self._found[1]


class Authorization(AsyncAuthorize):
    """Bolt's question for each request: whose token answers it.

    As a class of Bolt's own it is asked as it stands; a function's arguments Bolt looks up anew.
    """

    def __init__(self, installation: StaticInstallation) -> None:
        self._installation = installation

    async def __call__(self, *, enterprise_id: str | None, team_id: str | None, **_: Any) -> Any:
        """None for a workspace that the token is not for: Bolt takes that, though its types do not."""
        found = await self._installation.installation()
        if found.workspace not in {enterprise_id, team_id}:
            return None
        return AuthorizeResult(
            enterprise_id=found.enterprise,
            team_id=found.team,
            bot_id=found.bot,
            bot_user_id=found.bot_user,
            bot_token=found.token,
        )
