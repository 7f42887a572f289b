"""Somebody who uses the workspace by the words on the screen: the tests' only hand.

    async with Person.joins(sandbox.base_url, "Ana Ruiz") as ana:
        await ana.goes_to("#hiring-ml")
        await ana.types("/hire-ml")
        await ana.sees("Whom do we need?")
        await ana.presses("Next")

Every act waits until what it names is on the screen, and fails with the whole screen in its
message when it does not come, or when the words fit more than one thing.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Final

from sandbox import finding
from sandbox.eyes import Spot, view_buttons
from sandbox.finding import Named, NotThere
from sandbox.looking import Asked, Onlooker, Press
from sandbox.values import Json
from sandbox.widgets import Choice
from sandbox.wire import Answer, Wire

PATIENCE: Final = 20.0
"""Seconds that a person waits for something to come: more than a busy machine needs."""


class Person(Onlooker):
    """`screen`, `modal`, `errors` and `notices` are what is seen now; acts answer with an Answer."""

    def __init__(self, patience: float = PATIENCE) -> None:
        super().__init__(patience)
        self._wire: Wire

    @staticmethod
    @asynccontextmanager
    async def joins(
        base_url: str, who: str, *, patience: float = PATIENCE
    ) -> AsyncIterator["Person"]:
        """`who` is an id, a name or a full name."""
        person = Person(patience)
        async with Wire.opened(base_url, who, person._see) as wire:
            person._wire = wire
            yield person

    # Going about

    async def goes_to(self, channel: str) -> None:
        """`#hiring-ml`, or `@Sam Cole` for direct messages; what waited there is read."""
        await self._reads(await self._until(partial(self._channel, channel)))

    async def reads_dm(self, name: str | None = None) -> str:
        """The direct messages with somebody, with the app where nobody is named; as text."""
        app = str(self._eyes.app["name"])
        if name is None or name.lstrip("@") == app:
            self._in_the_open("the messages")
            answer = await self._wire.act("open_home", tab="messages")
            if not answer.ok:
                raise self._lost(str(answer.error))
        await self.goes_to(f"@{(name or app).lstrip('@')}")
        return self.screen

    async def opens_home(self) -> Answer:
        """The app's Home tab; until `goes_to`, its buttons and fields are those that are meant."""
        self._in_the_open("Home")
        answer = await self._wire.act("open_home")
        if not answer.ok:
            raise self._lost(str(answer.error))
        self._looks_at(home=True)
        return answer

    async def types(self, text: str) -> Answer:
        """A message or a slash command, in the box under the channel."""
        self._in_the_open(text)
        does = "command" if text.startswith("/") else "say"
        return await self._wire.act(does, channel=self._eyes.channel, text=text)

    async def replies(self, text: str) -> Answer:
        """A message into the open thread."""
        self._in_the_open(text)
        if self._eyes.thread is None:
            raise self._lost("No thread is open")
        return await self._wire.act(
            "say", channel=self._eyes.channel, text=text, thread_ts=self._eyes.thread
        )

    async def opens_thread(self, said: str) -> None:
        """Of the message in the channel that shows these words."""
        self._eyes.thread = str((await self._message(said))["ts"])
        self._changed.set()

    def closes_thread(self) -> None:
        self._eyes.thread = None

    async def uses_shortcut(self, name: str) -> Answer:
        """A global one: beside the box one writes in, after a slash, or by search."""
        return await self._wire.act("shortcut", callback_id=self._shortcut(name, "global"))

    async def uses_message_shortcut(self, name: str, *, on: str) -> Answer:
        """Under "more actions" of the message that shows the words `on`; an open thread goes first."""
        callback_id = self._shortcut(name, "message")
        message = await self._message(on, in_threads=True)
        where = {"channel": message["channel"], "ts": message["ts"]}
        return await self._wire.act("shortcut", callback_id=callback_id, message=where)

    async def deletes(self, said: str) -> Answer:
        """The message that shows these words, in an open thread first; admins anybody's."""
        message = await self._message(said, in_threads=True)
        return await self._wire.act("delete", channel=message["channel"], ts=message["ts"])

    # Touching

    async def presses(
        self, label: str, *, then: str | None = None, under: str | None = None
    ) -> Answer:
        """A button by its words; of a menu, `then` the entry. `under` are words near to it."""

        def look() -> Press:
            press = finding.one_of(self._presses(), label, "button", under=under)
            if self._eyes.top is not None and self._eyes.top["busy"]:
                raise NotThere("The modal is still at work")
            return self._press_of(press, then) if isinstance(press, Spot) else press

        return await (await self._until(look))()

    async def picks(self, label: str, *, under: str | None = None) -> Answer:
        """A radio button, a checkbox, or an option of a menu, by its own words."""
        spot, choice = await self._choice(label, under)
        if isinstance(spot.widget.value, list):
            return await self._ticked(spot, choice, on=True)
        return await self._touches(spot, choice.value)

    async def ticks(self, label: str, *, under: str | None = None) -> Answer:
        return await self._ticked(*await self._choice(label, under), on=True)

    async def unticks(self, label: str, *, under: str | None = None) -> Answer:
        return await self._ticked(*await self._choice(label, under), on=False)

    async def fills(
        self, label: str, text: str, *, under: str | None = None, enter: bool = False
    ) -> Answer:
        """Types into a field; `enter` presses Enter in it."""
        spot = await self._until(
            lambda: finding.one_of(finding.text_fields(self._eyes), label, "field", under=under)
        )
        return await self._touches(spot, text, **({"enter": True} if enter else {}))

    async def chooses(
        self, label: str, what: str | Sequence[str] | None, *, under: str | None = None
    ) -> Answer:
        """In a field that opens; a list where it takes several, None clears it.

        `what` is an option, `Sam Cole`, `#hiring-ml`, `2026-12-01`, `09:30`, `2026-12-01 09:30`.
        """

        def look() -> tuple[Spot, list[object]]:
            fields = finding.choice_fields(self._eyes)
            spot = finding.one_of(fields, label, "field", under=under)
            said = [what] if isinstance(what, str) else what or ()
            return spot, [finding.value_of(self._eyes, spot.widget, one) for one in said]

        spot, values = await self._until(look)
        if isinstance(spot.widget.value, list):
            return await self._touches(spot, values)
        return await self._touches(spot, values[0] if values else None)

    async def closes(self) -> Answer:
        """The x in the modal's corner: it and all below it are gone."""
        if self._eyes.top is None:
            raise self._lost("There is no modal to close")
        return await self._wire.act("close", view=self._eyes.top["view"]["id"], all=True)

    # How

    def _presses(self) -> list[list[Named[Spot | Press]]]:
        if self._asked is not None:
            return [[*self._yes_or_no(self._asked)]]
        panes: list[list[Named[Spot | Press]]] = [[*pane] for pane in finding.buttons(self._eyes)]
        if self._eyes.top is not None:
            panes[0] += self._modals_own(self._eyes.top["view"])
        elif not self._eyes.at_home:
            panes[0] += self._messages_own(self._eyes.messages_in_thread())
            panes[1] += self._messages_own(self._eyes.messages_here())
        return panes

    def _press_of(self, spot: Spot, then: str | None) -> Press:
        """Raises NotThere where a menu has no entry `then`: it may be still to come."""
        value = spot.widget.value
        if spot.widget.type == "overflow":
            entries = [Named((one.label,), one.value) for one in spot.widget.choices]
            value = finding.one_of([entries], then or "", "entry of this menu")
        return partial(self._touches, spot, value)

    def _modals_own(self, view: Json) -> list[Named[Press]]:
        acts = ("close", "submit")
        return [
            Named((label,), partial(self._wire.act, does, view=view["id"]))
            for does, label in zip(acts, view_buttons(view), strict=False)
        ]

    def _messages_own(self, messages: list[Json]) -> list[Named[Press]]:
        return [
            Named(
                ("Dismiss message",),
                partial(self._wire.act, "dismiss", channel=one["channel"], ts=one["ts"]),
                around=self._eyes.message_text(one, in_thread=True),
            )
            for one in messages
            if one["ephemeral"]
        ]

    def _yes_or_no(self, asked: Asked) -> list[Named[Press]]:
        async def no() -> Answer:
            self._asked = None
            return Answer(ok=True)

        async def yes() -> Answer:
            self._asked = None
            return await asked.then()

        return [
            Named((asked.confirm["deny"]["text"],), no),
            Named((asked.confirm["confirm"]["text"],), yes),
        ]

    async def _choice(self, label: str, under: str | None) -> tuple[Spot, Choice]:
        return await self._until(
            lambda: finding.one_of(finding.choices(self._eyes), label, "choice", under=under)
        )

    async def _ticked(self, spot: Spot, choice: Choice, *, on: bool) -> Answer:
        if not isinstance(spot.widget.value, list):
            raise self._lost(f"{choice.label!r} cannot be ticked")
        ticked = {*spot.widget.value, choice.value} if on else {*spot.widget.value} - {choice.value}
        in_order = [one.value for one in spot.widget.choices if one.value in ticked]
        return await self._touches(spot, in_order)

    async def _touches(self, spot: Spot, value: Any, **more: Any) -> Answer:
        confirm = spot.widget.element.get("confirm")
        if confirm is None:
            return await self._sends(spot, value, **more)
        self._asked = Asked(confirm, partial(self._sends, spot, value, **more))
        return Answer(ok=True)

    async def _sends(self, spot: Spot, value: Any, **more: Any) -> Answer:
        block, element = spot.widget.block, spot.widget.element
        ids = {"block_id": block["block_id"], "action_id": element["action_id"], "value": value}
        if spot.widget.is_field:
            self._eyes.keep(spot, value)
        channel, name = spot.place
        if not channel and block["type"] == "input":
            return await self._wire.act("fill", view=name, **ids, **more)
        where = {"channel": channel, "ts": name} if channel else {"view": name}
        return await self._wire.act("click", where=where, block=block, **ids, **more)

    def _shortcut(self, name: str, kind: str) -> str:
        self._in_the_open(name)
        offered = [one for one in self._eyes.app["shortcuts"] if one["type"] == kind]
        named: list[Named[str]] = [Named((one["name"],), one["callback_id"]) for one in offered]
        try:
            return finding.one_of([named], name, f"{kind} shortcut")
        except NotThere as missing:
            raise self._lost(str(missing)) from None

    async def _message(self, said: str, *, in_threads: bool = False) -> Json:
        """In the channel, or before that in the open thread."""
        eyes = self._eyes

        def look() -> Json:
            thread = eyes.messages_in_thread() if in_threads else []
            panes = [
                [Named((eyes.message_text(one, in_thread=False),), one) for one in messages]
                for messages in (thread, eyes.messages_here())
            ]
            return finding.one_of(panes, said, "message")

        self._in_the_open(said)
        return await self._until(look)

    def _channel(self, name: str) -> str:
        return str(finding.channel(self._eyes, name)["id"])

    async def _reads(self, channel: str) -> None:
        """What came while the last one was on the screen has been read, too."""
        left = self._eyes.channel
        self._looks_at(channel=channel)
        for one in dict.fromkeys(filter(None, (left, channel))):
            if self._eyes.channels.get(one, {}).get("unread"):
                await self._wire.act("read", channel=one)

    def _looks_at(self, *, channel: str = "", home: bool = False) -> None:
        self._eyes.channel, self._eyes.at_home, self._eyes.thread = channel, home, None
        self._changed.set()

    def _in_the_open(self, doing: str) -> None:
        if self._eyes.top is not None:
            raise self._lost(f"A modal is in the way of {doing!r}")
