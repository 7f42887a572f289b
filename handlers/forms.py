"""What the forms about a request have in common: opened over its window or alone, and answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from blocks import refusals
from blocks.request_view import NAME, view
from bot.domain.handing_over import has_part_in
from bot.domain.identity import Person, RequestNumber
from bot.domain.permissions import Actor, Policy, may
from bot.domain.refusals import Doing, Refusal, WrongFields
from bot.services.request_lists import RequestLists
from bot.slack.answers import Close, Errors, View
from bot.slack.directory import Directory
from bot.slack.following import Following
from bot.slack.modals import Modals
from bot.slack.payloads import Acted, Clicked, Submitted
from handlers.acting import actor, in_front


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows of requests, each as its reader may see it."""

    lists: RequestLists
    directory: Directory
    modals: Modals

    async def opened(self, acted: Acted, number: RequestNumber) -> None:
        """Raises: UnknownRequest, NotAllowed."""
        await in_front(acted, self.modals, await self._drawn(acted, number))

    async def again(self, acted: Acted, number: RequestNumber, *notes: str) -> None:
        """Draw the window anew that was clicked in, or that a submitted form lay on."""
        shown = _window(acted)
        if shown is None:
            return
        try:
            drawn = await self._drawn(acted, number, *notes)
        except Refusal as refused:  # handed over, it may be theirs to see no more
            sentence, ask = refusals.refusal(refused), refusals.ask(refused)
            drawn = refusals.done(str(number), sentence, *ask)
        await self.modals.update(shown, drawn)

    async def _drawn(self, acted: Acted, number: RequestNumber, *notes: str) -> View:
        whole = await self.lists.whole(number, actor(acted))
        request = whole.request
        who = Actor(acted.person)
        leads = may(request, who, Doing.CHANGE, Policy())
        if not leads:
            somebody = await self.directory.somebody(acted.person)
            admin = Actor(acted.person, is_admin=bool(somebody and somebody.is_admin))
            leads = may(request, admin, Doing.CHANGE, Policy())
        has_part = has_part_in(request, acted.person)
        return view(request, whole.thread, whole.deleted, *notes, leads=leads, has_part=has_part)


def is_over_window(click: Clicked[Any]) -> bool:
    return click.view is not None and click.view.name == NAME


def _window(acted: Acted) -> str | None:
    match acted:
        case Clicked() if is_over_window(acted) and acted.view:
            return acted.view.id
        case Submitted() if acted.carried.over_window:
            return acted.view.previous_id
        case _:
            return None


def closed(
    form: Submitted[Any], number: RequestNumber, said: str, windows: Windows, following: Following
) -> Close:
    """The form is done with; `said` stands in it where the answer came too late."""

    async def follow() -> None:
        await windows.again(form, number)
        await following.bring_up(form.workspace, number)

    return Close(refusals.done(str(number), said), then=follow)


def errors(form: Submitted[Any], wrong: WrongFields) -> Errors:
    """Each flaw at its field; at the first one where the form has no such field."""
    at: dict[str, str] = {}
    for flaw in wrong.flaws:
        there = flaw.field in form.view.inputs
        at.setdefault(flaw.field if there else form.view.inputs[0], refusals.flaw(flaw))
    return Errors(at)


async def people_chosen(
    acted: Acted, directory: Directory, users: Sequence[str], known: Sequence[Person] = ()
) -> tuple[tuple[Person, ...], str | None]:
    """Whom Slack's ids stand for; and what is wrong with one of them.

    Who is `known` to be there is not looked at again: they may have left meanwhile.
    """
    there = {one.user: one for one in known}
    new = [Person(acted.person.team, user) for user in users if user not in there]
    found = await directory.everybody(new)
    for one in found:
        if one is None:
            return (), refusals.unseen_person()
        if one.is_bot:
            return (), refusals.is_bot(one.name)
        if one.has_left:
            return (), refusals.has_left(one.name)
        there[one.person.user] = one.person
    return tuple(there[user] for user in dict.fromkeys(users)), None
