"""The listener table: (kind, id) → listener, in one Bolt middleware.

Bolt tries its own listeners one after the other, each with its matchers, and polls for their ack
every 10 ms. This middleware stands behind Bolt's verification and authorization, finds the one
listener by a look-up and answers by itself; what it does not know goes on to Bolt.

A listener's signature says what it takes and when Slack is answered:

    def answered(form: Submitted[PlanSoFar], guide: Guide) -> Update
        is the ack.
    async def opened(form: Submitted[Draft], requests: HiringRequests) -> Close | Errors
        is the ack, within `PATIENCE`; past that a view says that work goes on, and then the result,
        or the form again with everything typed.
    async def back(click: Clicked[Nothing], drafts: Drafts) -> Update | Push
    async def ticked(tick: Clicked[StepRef], checklists: Checklists) -> Then
        runs, up to its commit, before Slack is answered, within `PATIENCE`: what was answered is
        kept. Then comes what it says: a changed view (Slack takes none as a click's ack), the rest.
    async def typed(command: Typed, modals: Modals) -> None
        promises nothing: Slack is answered, then it runs. So does every listener of an event.
"""

import asyncio
import inspect
import logging
import types
import typing
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol

from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot import logs
from bot.slack import events, payloads, shortcuts
from bot.slack.answers import Close, Errors, Push, Then, Update, View
from bot.slack.modals import Modals
from bot.slack.payloads import Acted, Address, Clicked, Received, Submitted, Typed
from bot.slack.tasks import Tasks

log = logging.getLogger("hire-ml.table")

PATIENCE = 2.0
"""Seconds that a listener may take before Slack is answered without it (Slack waits for 3)."""

Function = Callable[..., Any]
Provider = Callable[[Received], Any]


class Conversation(Protocol):
    """What the table needs for what follows an ack: `app` gives it."""

    def working(self) -> View:
        """The view that says that work goes on."""

    def again(self, form: Submitted[Any], *sentences: str) -> View:
        """The form with everything typed still in it, and `sentences` above it."""

    async def show(self, acted: Acted, view_id: str, answer: Update | Push) -> bool:
        """Whether the view was still there to be changed."""

    def of_another_version(self) -> str:
        """What a person hears who acts in what this version does not know."""

    def explained(self, error: Exception) -> str:
        """Log `error`; what a person hears of it."""

    async def tell(self, acted: Acted, sentence: str, error: Exception | None = None) -> None:
        """Tell the person, where that is possible; of an `error`, who can help beside it."""


@dataclass(frozen=True, slots=True)
class Listener:
    address: Address
    function: Function
    parameters: Mapping[str, type]
    """Parameter name → what it asks for."""
    at_once: bool
    """A plain function: its result is there without waiting."""
    acked_first: bool
    """It promises nothing that Slack's answer could hold: `-> None`."""


@dataclass(frozen=True, slots=True)
class _Anything:
    """An address of another version: what it carries is not looked at."""

    kind: str = ""
    id: str = ""
    carries: type[Any] = object


_ANYTHING = _Anything()


class Listeners:
    """The listeners of one handlers module, in the order they were written."""

    def __init__(self) -> None:
        self.all: list[Listener] = []

    def to(self, address: Address) -> Callable[[Function], Function]:
        def listens(function: Function) -> Function:
            self.all.append(_listener(address, function))
            return function

        return listens


class Table(AsyncMiddleware):
    def __init__(
        self,
        listeners: Iterable[Listener],
        providers: Mapping[type, Provider],
        conversation: Conversation,
        tasks: Tasks,
        first_time: Callable[[Typed], Awaitable[bool]] | None = None,
    ) -> None:
        """`first_time`: whether no process has taken up a command before."""
        self._first_time = first_time
        self._listeners: dict[tuple[str, str], Listener] = {}
        self._providers = providers
        self._conversation = conversation
        self._tasks = tasks
        for listener in listeners:
            self._add(listener)

    def _add(self, listener: Listener) -> None:
        key = (listener.address.kind, listener.address.id)
        if key in self._listeners:
            raise ValueError(f"two listeners for {key}")
        for name, wanted in listener.parameters.items():
            if wanted not in self._providers and not issubclass(wanted, Received):
                raise TypeError(
                    f"{listener.function.__qualname__}: nobody provides {name}: {wanted}"
                )
        if listener.address.kind == "event" and not listener.acked_first:
            raise TypeError(f"{listener.function.__qualname__}: an event is acked first")
        self._listeners[key] = listener

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 -- Bolt's signature
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 -- Bolt's name
    ) -> BoltResponse | None:
        logs.begin()
        since = monotonic()
        try:
            addresses = payloads.addresses_of(req.body)
            listener = self._nearest(addresses)
            if listener is None:
                # Bolt answers what nobody listens to with a 404; an event would be sent again.
                is_event = any(kind == "event" for kind, _ in addresses)
                return _ack() if is_event else await next()
            received = _read(req.body, listener.address)
        except payloads.Malformed:
            return BoltResponse(status=400, body="")
        answer = await self._answer(listener, received)
        log.info(
            "answered",
            extra={
                "workspace": received.workspace,
                listener.address.kind: listener.address.id,
                "ms": round((monotonic() - since) * 1000),
            },
        )
        return answer

    def clicked_elsewhere(self, body: Mapping[str, Any]) -> bool:
        """Tell who clicked what no listener is for: it was shown by another version of the app.

        False where it is no click as Slack sends it.
        """
        try:
            click = payloads.clicked(body, _ANYTHING)
        except payloads.MISSHAPEN:
            return False
        sentence = self._conversation.of_another_version()
        self._tasks.hold(self._conversation.tell(click, sentence))
        return True

    def submitted_elsewhere(self, body: Mapping[str, Any]) -> dict[str, Any] | None:
        """As `clicked_elsewhere`, for a form: what Slack is answered, so that all typed stays."""
        try:
            form = payloads.submitted(body, _ANYTHING)
        except payloads.MISSHAPEN:
            return None
        return self._refused(form, self._conversation.of_another_version())

    def _nearest(self, addresses: Iterable[tuple[str, str]]) -> Listener | None:
        known = (self._listeners[one] for one in addresses if one in self._listeners)
        return next(known, None)

    async def _answer(self, listener: Listener, received: Received) -> BoltResponse:
        match received:
            case Submitted() if not listener.acked_first:
                return await self._submission(listener, received)
            case Acted() if not listener.acked_first:
                return await self._click(listener, received)
            case Typed() if self._first_time and Modals not in listener.parameters.values():
                work = self._if_first(received, self._first_time, listener)
                self._tasks.hold(self._follow(received, work))
                return _ack()
            case _:
                self._tasks.hold(self._follow(received, self._call(listener, received)))
                return _ack()

    async def _if_first(
        self,
        command: Typed,
        first_time: Callable[[Typed], Awaitable[bool]],
        listener: Listener,
    ) -> None:
        """What only says something would say it twice.

        What opens a window does so once by itself: Slack takes a trigger once, and waits three
        seconds for it, so that there is no time to ask a database.
        """
        if await first_time(command):
            await self._call(listener, command)

    async def _call(self, listener: Listener, received: Received) -> Any:
        result = self._begun(listener, received)
        return result if listener.at_once else await result

    def _begun(self, listener: Listener, received: Received) -> Any:
        """What the listener says, or its work to be awaited."""
        found = {
            name: received if issubclass(wanted, Received) else self._providers[wanted](received)
            for name, wanted in listener.parameters.items()
        }
        return listener.function(**found)

    async def _submission(self, listener: Listener, form: Submitted[Any]) -> BoltResponse:
        try:
            if listener.at_once:
                return self._ack_of(form, self._begun(listener, form))
            work = self._tasks.hold(self._call(listener, form))
            await asyncio.wait({work}, timeout=PATIENCE)
            if work.done():
                return self._ack_of(form, work.result())
            self._tasks.hold(self._follow(form, self._late(form, work)))
            return _ack({"response_action": "update", "view": self._conversation.working()})
        except Exception as error:  # noqa: BLE001 -- whatever it was, what was typed must stay
            return self._refusal(form, self._conversation.explained(error))

    def _refusal(self, form: Submitted[Any], sentence: str) -> BoltResponse:
        return _ack(self._refused(form, sentence))

    def _refused(self, form: Submitted[Any], sentence: str) -> dict[str, Any]:
        """The form stays, with `sentence` under its first field, or on top where it has none."""
        if form.view.inputs:
            return {"response_action": "errors", "errors": {form.view.inputs[0]: sentence}}
        again = self._conversation.again(form, sentence)
        return {"response_action": "update", "view": again}

    def _ack_of(self, form: Submitted[Any], answer: Any) -> BoltResponse:
        match answer:
            case Update(view, then):
                if then is not None:
                    self._tasks.hold(self._follow(form, then()))
                return _ack({"response_action": "update", "view": view})
            case Push(view):
                return _ack({"response_action": "push", "view": view})
            case Errors(at):
                return _ack({"response_action": "errors", "errors": dict(at)})
            case Close(_, then):
                if then is not None:
                    self._tasks.hold(self._follow(form, then()))
                return _ack()
            case _:
                raise TypeError(f"not an answer to a form: {answer!r}")

    async def _late(self, form: Submitted[Any], work: "asyncio.Task[Any]") -> None:
        """The working view is up: show in it what came of the work."""
        try:
            answer = await work
        except Exception as error:  # noqa: BLE001 -- whatever it was, what was typed comes back
            sentence = self._conversation.explained(error)
            refilled = Update(self._conversation.again(form, sentence))
            if not await self._conversation.show(form, form.view.id, refilled):
                await self._conversation.tell(form, sentence, error)
            return
        match answer:
            case Update() | Push():
                shown = Update(answer.view)
            case Errors(at):
                shown = Update(self._conversation.again(form, *at.values()))
            case Close(done):
                shown = Update(done)
            case _:
                raise TypeError(f"not an answer to a form: {answer!r}")
        seen = await self._conversation.show(form, form.view.id, shown)
        if isinstance(answer, Errors) and not seen:
            await self._conversation.tell(form, " ".join(answer.at.values()))
        if isinstance(answer, Close | Update) and answer.then is not None:
            await answer.then()

    async def _click(self, listener: Listener, acted: Acted) -> BoltResponse:
        work = self._tasks.hold(self._call(listener, acted))
        await asyncio.wait({work}, timeout=PATIENCE)
        self._tasks.hold(self._follow(acted, self._rest(acted, work)))
        return _ack()

    async def _rest(self, acted: Acted, work: "asyncio.Task[Any]") -> None:
        match await work:
            case Then(run):
                await run()
            case (Update() | Push()) as answer if isinstance(acted, Clicked) and acted.view:
                await self._conversation.show(acted, acted.view.id, answer)
            case None:
                pass
            case other:
                raise TypeError(f"not an answer to a click: {other!r}")

    async def _follow(self, received: Received, work: Awaitable[Any]) -> None:
        try:
            await work
        except Exception as error:  # noqa: BLE001 -- a held task's errors are told and logged here
            sentence = self._conversation.explained(error)
            if isinstance(received, Acted):  # of an event, nobody waits to hear
                await self._conversation.tell(received, sentence, error)


def _listener(address: Address, function: Function) -> Listener:
    hints = typing.get_type_hints(function)
    returns = hints.pop("return")
    return Listener(
        address=address,
        function=function,
        parameters={name: typing.get_origin(hint) or hint for name, hint in hints.items()},
        at_once=not inspect.iscoroutinefunction(function),
        acked_first=returns is types.NoneType,
    )


def _read(body: Mapping[str, Any], address: Address) -> Received:
    try:
        match address.kind:
            case "command":
                return payloads.typed(body)
            case "view":
                return payloads.submitted(body, address)
            case "action":
                return payloads.clicked(body, address)
            case "shortcut":
                return shortcuts.picked(body)
            case "message_shortcut":
                return shortcuts.picked_on(body)
            case "event":
                return events.happened(body, address)
            case other:
                raise payloads.Malformed(f"no parser for {other}")
    except payloads.MISSHAPEN as odd:
        raise payloads.Malformed("not of the shape that Slack promises") from odd


def _ack(body: Mapping[str, Any] | None = None) -> BoltResponse:
    if body is None:
        return BoltResponse(status=200, body="")
    return BoltResponse(status=200, body=dict(body))
