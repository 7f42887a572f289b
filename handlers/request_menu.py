"""What is done with a request as a whole: at once, or by a form that is opened for it."""

from blocks import edit_form, fill_form, hand_over_form, reason_form
from blocks.card import TO_CHECKLIST
from blocks.ids import Nothing
from blocks.request_menu import BUTTONS, MENU, NEEDS, TO_ORIGIN, UPDATE, Do, MenuRef
from blocks.request_rows import RequestRef
from blocks.request_view import FormRef
from bot.domain import lifecycle
from bot.domain.handing_over import has_part_in
from bot.domain.hiring_request import HiringRequest, Status
from bot.domain.permissions import Actor, Policy, may
from bot.domain.refusals import Doing, NotNow, Verb
from bot.guide.values import Guide
from bot.services.hiring_requests import HiringRequests
from bot.services.histories import Histories
from bot.services.lifecycle import Lifecycles
from bot.slack.answers import Then, View
from bot.slack.directory import Directory
from bot.slack.following import Following
from bot.slack.modals import Modals
from bot.slack.payloads import Clicked
from bot.slack.table import Listeners
from handlers import copying, history
from handlers.acting import actor, allowed, in_front, today_of
from handlers.forms import Windows, is_over_window

listens = Listeners()


@listens.to(UPDATE)
async def updating(click: Clicked[RequestRef], windows: Windows) -> None:
    await windows.opened(click, click.carried.number)


async def chosen(
    click: Clicked[MenuRef],
    requests: HiringRequests,
    lifecycles: Lifecycles,
    histories: Histories,
    windows: Windows,
    directory: Directory,
    modals: Modals,
    following: Following,
    guide: Guide,
) -> Then | None:
    number, do = click.carried.number, click.carried.do
    match do:
        case Do.MORE:
            await windows.opened(click, number)
        case Do.HISTORY:
            await history.opened(click, number, histories, modals)
        case Do.COPY:
            await copying.opened(click, number, requests, directory, modals, guide)
        case Do.RESUME:
            return await _resumed(click, lifecycles, windows, directory, following)
        case _:
            request = await _for(click, do, requests, directory)
            lifecycle.check(request, NEEDS[do])
            if do is Do.REOPEN and request.status is Status.CANCELLED:
                return await _reopened(click, lifecycles, windows, directory, following)
            form = await _form(click, request, lifecycles, directory)
            await in_front(click, modals, form)
    return None


for one in (MENU, *BUTTONS.values()):
    listens.to(one)(chosen)


async def _for(
    click: Clicked[MenuRef], do: Do, requests: HiringRequests, directory: Directory
) -> HiringRequest:
    """The request, for somebody who may do it. Raises: UnknownRequest, NotAllowed."""
    number = click.carried.number
    if do is Do.HAND_OVER:
        request = await requests.get(number, actor(click))
        if has_part_in(request, click.person):
            return request
    return await allowed(click, directory, lambda who: requests.get(number, who, Doing.CHANGE))


async def _form(
    click: Clicked[MenuRef], request: HiringRequest, lifecycles: Lifecycles, directory: Directory
) -> View:
    over_window = is_over_window(click)
    ref = FormRef(request.number.value, over_window)
    match click.carried.do:
        case Do.HOLD:
            return reason_form.hold(request, ref)
        case Do.CANCEL:
            return reason_form.cancel(request, ref)
        case Do.EDIT:
            return edit_form.edit(request, over_window=over_window)
        case Do.HAND_OVER:
            whose = click.person if has_part_in(request, click.person) else request.manager
            leads = whose != click.person or may(request, Actor(whose), Doing.CHANGE, Policy())
            return hand_over_form.hand_over(request, whose, ref, leads=leads)
        case do:
            before = await lifecycles.fillings(request.number, actor(click))
            if do is Do.REOPEN:
                return fill_form.reopen(request, before, over_window=over_window)
            today = await today_of(click, directory, lifecycles.clock)
            return fill_form.fill(request, before, today, over_window=over_window)


async def _resumed(
    click: Clicked[MenuRef],
    lifecycles: Lifecycles,
    windows: Windows,
    directory: Directory,
    following: Following,
) -> Then:
    number = click.carried.number
    result = await allowed(click, directory, lambda who: lifecycles.resume(number, by=who))

    async def follow() -> None:
        await windows.again(click, number)
        await following.bring_up(click.workspace, number)
        if not result.changed:
            raise NotNow(number, Verb.RESUME, result.request.status)

    return Then(follow)


async def _reopened(
    click: Clicked[MenuRef],
    lifecycles: Lifecycles,
    windows: Windows,
    directory: Directory,
    following: Following,
) -> Then:
    """What was cancelled goes on as it was."""
    number = click.carried.number
    await allowed(click, directory, lambda who: lifecycles.reopen(number, by=who))

    async def follow() -> None:
        await windows.again(click, number)
        await following.bring_up(click.workspace, number)

    return Then(follow)


@listens.to(TO_CHECKLIST)
async def followed_to_checklist(click: Clicked[Nothing]) -> None:
    """Slack opens a button's link by itself, and still wants an ack."""


@listens.to(TO_ORIGIN)
async def followed_to_origin(click: Clicked[Nothing]) -> None:
    """As to the checklist."""
