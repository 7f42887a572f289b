"""What somebody in the workspace sees now, and waiting for what is to come."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from sandbox import finding, words
from sandbox.eyes import Eyes, title
from sandbox.finding import NotThere
from sandbox.values import Json
from sandbox.wire import Answer

Found = TypeVar("Found")
Press = Callable[[], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A confirmation dialog, and what a yes would do."""

    confirm: Json
    then: Press


class Onlooker:
    """`screen`, `modal`, `errors` and `notices` are what is seen now."""

    def __init__(self, patience: float) -> None:
        self._eyes = Eyes()
        self._patience = patience
        self._changed = asyncio.Event()
        self._held_back: list[Json] | None = None
        self._asked: Asked | None = None

    @property
    def screen(self) -> str:
        """All that is visible, as text: a modal hides what lies behind it."""
        eyes = self._eyes
        parts = [f"🔔 {notice}" for notice in eyes.notices]
        if self._asked is not None:
            parts.append(self._dialog(self._asked.confirm))
        elif eyes.top is not None:
            parts.append(eyes.modal_text(eyes.top))
        elif eyes.at_home:
            parts += [f"─── {eyes.app['name']}: Home ───", eyes.home_text()]
        else:
            parts.append(f"─── {eyes.channel_name(eyes.channel)} ───")
            parts += [eyes.message_text(one, in_thread=False) for one in eyes.messages_here()]
            if eyes.thread is not None:
                parts.append("─── Thread ───")
                thread = eyes.messages_in_thread()
                parts += [eyes.message_text(one, in_thread=True) for one in thread]
        return "\n".join(parts)

    @property
    def home(self) -> str:
        """What the app's Home shows, whether this person looks at it or not."""
        return self._eyes.home_text()

    @property
    def direct_messages(self) -> dict[str, int]:
        """With whom this person has any, the app too, and how many wait to be read."""
        channels = self._eyes.channels.values()
        direct = sorted(one["name"] for one in channels if one["kind"] == "im")
        return {name: self.unread(f"@{name}") for name in direct}

    def unread(self, name: str) -> int:
        """How many wait in `#hiring-ml` or from `@Sam Cole`; none where this person looks."""
        channel = finding.channel(self._eyes, name)
        return 0 if channel["id"] == self._eyes.channel else int(channel["unread"])

    @property
    def modal(self) -> str | None:
        """The title of the modal on top."""
        return title(self._eyes.top["view"]) if self._eyes.top else None

    @property
    def errors(self) -> dict[str, str]:
        """What stands under fields of the modal on top, by the field's label."""
        if self._eyes.top is None:
            return {}
        view, errors = self._eyes.top["view"], self._eyes.top["errors"]
        labelled = {block["block_id"]: block for block in view["blocks"]}
        return {
            words.text(labelled[block_id].get("label"), self._eyes.reader): text
            for block_id, text in errors.items()
        }

    @property
    def notices(self) -> Sequence[str]:
        """What Slack's client has told this person in passing, oldest first."""
        return tuple(self._eyes.notices)

    async def sees(self, *said: str) -> None:
        """Waits until all of these are on the screen."""
        await self.waits_until(lambda screen: all(one in screen for one in said), f"{said}")

    async def sees_not(self, *said: str) -> None:
        """Waits until none of these is on the screen."""
        await self.waits_until(
            lambda screen: not any(one in screen for one in said), f"none of {said}"
        )

    async def waits_until(
        self, right: Callable[[str], bool], what: str = "what was waited for"
    ) -> None:
        def look() -> bool:
            if not right(self.screen):
                raise NotThere(f"Did not see {what}")
            return True

        await self._until(look)

    @contextmanager
    def stale_screen(self) -> Iterator[None]:
        """The screen stays as it is: what comes meanwhile is seen at the end."""
        held: list[Json] = []
        self._held_back = held
        try:
            yield
        finally:
            self._held_back = None
            for frame in held:
                self._see(frame)

    def _dialog(self, confirm: Json) -> str:
        reader = self._eyes.reader
        head, body = words.text(confirm["title"], reader), words.text(confirm["text"], reader)
        return f"═══ {head} ═══\n{body}\n[{confirm['deny']['text']}] [{confirm['confirm']['text']}]"

    def _see(self, frame: Json) -> None:
        if self._held_back is not None:
            self._held_back.append(frame)
            return
        self._eyes.apply(frame)
        self._changed.set()

    async def _until(self, look: Callable[[], Found]) -> Found:
        """What `look` finds, as soon as it does."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._patience
        while True:
            self._changed.clear()
            try:
                return look()
            except NotThere as missing:
                left = deadline - loop.time()
                if left <= 0 or self._held_back is not None:
                    raise self._lost(str(missing)) from None
            try:
                await asyncio.wait_for(self._changed.wait(), left)
            except TimeoutError:
                continue

    def _lost(self, why: str) -> NotThere:
        return NotThere(f"{why}. The screen:\n{self.screen}")
