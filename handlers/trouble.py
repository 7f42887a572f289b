"""What a person hears when something went wrong, and what the log keeps of it."""

import logging
from collections.abc import Callable
from typing import Any

from slack_sdk.errors import SlackApiError

from blocks import kit, refusals
from bot import logs
from bot.domain.refusals import Refusal
from bot.slack.answers import Push, Update, View
from bot.slack.client import error_code
from bot.slack.modals import Modals
from bot.slack.pace import NotYet
from bot.slack.payloads import Acted, Clicked, Submitted
from bot.slack.refill import refilled
from bot.slack.telling import Telling
from handlers.acting import in_front

log = logging.getLogger("hire-ml")

LOST_THE_MOMENT = {"expired_trigger_id", "invalid_trigger_id"}


class Conversation:
    """What the listener table asks for when Slack's ack is behind it (`bot.slack.table`)."""

    def __init__(
        self,
        modals: Callable[[Acted], Modals],
        telling: Callable[[Acted], Telling],
    ) -> None:
        self._modals = modals
        self._telling = telling

    def working(self) -> View:
        return refusals.working()

    def again(self, form: Submitted[Any], *sentences: str) -> View:
        return refilled(form.view, [kit.note(sentence) for sentence in sentences])

    async def show(self, acted: Acted, view_id: str, answer: Update | Push) -> bool:
        modals = self._modals(acted)
        if isinstance(answer, Push):
            await modals.push(acted.trigger, answer.view)
            return True
        seen = acted.view.hash if isinstance(acted, Clicked) and acted.view else None
        return await modals.update(view_id, answer.view, seen=seen)

    def of_another_version(self) -> str:
        return refusals.of_another_version()

    def explained(self, error: Exception) -> str:
        match error:
            case Refusal():
                return refusals.refusal(error)
            case SlackApiError() if error_code(error) in LOST_THE_MOMENT:
                log.warning("too late for its trigger")
                return refusals.too_late()
            case NotYet():
                log.warning("throttled by Slack")
                return refusals.throttled()
            case _:
                reference = logs.reference()
                log.error("failed", exc_info=error)
                return refusals.trouble(reference)

    async def tell(self, acted: Acted, sentence: str, error: Exception | None = None) -> None:
        ask = refusals.ask(error)
        try:
            if not await self._shown(acted, refusals.done("Not done", sentence, *ask)):
                said = kit.Message(sentence, [kit.entry(sentence), *ask])
                await self._telling(acted).only(acted, said)
        except Exception as unheard:  # noqa: BLE001 -- the log is all that is left
            log.warning("could not be told", extra={"error": type(unheard).__name__})

    async def _shown(self, acted: Acted, view: View) -> bool:
        """Whether it could be shown where they act: in a modal and in Home nothing else is seen."""
        if not isinstance(acted, Clicked) or acted.view is None:
            return False
        try:
            return await in_front(acted, self._modals(acted), view) is not None
        except (SlackApiError, NotYet):
            return False
