"""What one person alone is told, and what they share with the others."""

import json
import logging
from http import HTTPStatus
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.domain.identity import ChannelId, SlackTs
from bot.slack.client import PATIENCE, Slack, error_code
from bot.slack.pace import NotYet, seconds_to_wait
from bot.slack.payloads import Acted, Clicked, Received
from bot.slack.plainer import Blocks, Drawn, Plainer

log = logging.getLogger("hire-ml")


RESPONSE_URL = "response_url"
"""All of them wait where one was told to."""


class Telling:
    def __init__(self, slack: Slack, plainer: Plainer) -> None:
        self._slack = slack
        self._plainer = plainer

    async def only(self, acted: Acted, said: Drawn) -> None:
        """Tell the one who acted, where they acted; in their direct messages if that was a modal.

        Raises slack_sdk's `SlackApiError` where Slack refuses that message.
        """
        if acted.response_url is None:
            await self.posted(acted, said, ChannelId(acted.person.user))
            return
        how: dict[str, Any] = {"response_type": "ephemeral", "replace_original": False}
        thread = _thread(acted)
        if thread:
            how["thread_ts"] = thread
        await self._respond(acted, acted.response_url, said, how)

    async def replaced(self, acted: Acted, said: Drawn) -> None:
        """Put `said` in place of the message, seen by one person alone, that they acted in."""
        if acted.response_url:
            await self._respond(acted, acted.response_url, said, {"replace_original": True})

    async def posted(
        self, received: Received, said: Drawn, channel: ChannelId, thread: SlackTs | None = None
    ) -> None:
        """Post `said` where everybody in `channel` sees it.

        Raises slack_sdk's `SlackApiError` where Slack refuses.
        """

        async def send(blocks: Blocks) -> None:
            await self._slack.posts.chat_postMessage(
                channel=channel,
                text=said.text,
                blocks=blocks,
                thread_ts=thread,
                unfurl_links=False,
                unfurl_media=False,
            )

        await self._plainer.say(received.workspace, said, send)

    async def _respond(
        self, acted: Acted, response_url: str, said: Drawn, how: dict[str, Any]
    ) -> None:
        """A response_url lives half an hour and five uses: what it refuses is only logged."""
        client = AsyncWebhookClient(
            response_url, session=self._slack.steady.session, retry_handlers=[]
        )

        async def send(blocks: Blocks) -> None:
            while True:
                await self._slack.pace.wait(RESPONSE_URL, PATIENCE)
                answer = await client.send_dict({**how, "text": said.text, "blocks": blocks})
                if answer.status_code != HTTPStatus.TOO_MANY_REQUESTS:
                    break
                self._slack.pace.heard(RESPONSE_URL, "", seconds_to_wait(answer.headers))
            _raise_if_refused(answer.status_code, answer.body)

        try:
            await self._plainer.say(acted.workspace, said, send)
        except SlackApiError as refused:
            log.warning("a response_url refused", extra={"why": error_code(refused)})
        except NotYet:
            log.warning("a response_url refused", extra={"why": "ratelimited"})


def _raise_if_refused(status: int, body: str) -> None:
    """A response_url answers `ok`; a refusal is a JSON body or a bare code such as invalid_blocks."""
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        code = body.strip() if body.strip().isidentifier() else f"http_{status}"
        told = {"ok": status == HTTPStatus.OK, "error": code}
    if not told.get("ok"):
        raise SlackApiError("the response_url refused", told)


def _thread(acted: Acted) -> str | None:
    """The thread that a click was made in, so that its answer appears where they look.

    Its first message stands in the channel, too, and is mostly clicked there.
    """
    place = acted.place if isinstance(acted, Clicked) else None
    return place.thread if place and place.thread != place.ts else None
