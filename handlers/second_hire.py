"""The second request of a sequence, asked for and opened."""

import uuid

from blocks import second_hire as shown_as
from blocks.hiring_request import FormRef
from blocks.request_rows import RequestRef
from blocks.second_hire import OFFER, OFFERED, OPEN_SECOND
from bot.domain import sequence
from bot.domain.draft import First, RequestSoFar
from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import RequestNumber
from bot.domain.refusals import Doing
from bot.guide.values import Guide
from bot.services.hiring_requests import HiringRequests
from bot.slack.answers import Update, View
from bot.slack.directory import Directory
from bot.slack.modals import Modals
from bot.slack.payloads import Acted, Clicked, Submitted
from bot.slack.table import Listeners
from handlers.acting import allowed, in_front
from handlers.hiring_request import form_for

listens = Listeners()


@listens.to(OFFER)
async def offer_asked_for(
    click: Clicked[RequestRef],
    requests: HiringRequests,
    directory: Directory,
    modals: Modals,
    guide: Guide,
) -> None:
    """From a request's own window, or a message."""
    first = await _first(click, click.carried.number, requests, directory)
    await in_front(click, modals, shown_as.offer(first, guide))


@listens.to(OPEN_SECOND)
async def asked_for(
    click: Clicked[RequestRef], requests: HiringRequests, directory: Directory, modals: Modals
) -> None:
    view = await _form(click, click.carried.number, requests, directory)
    await modals.open(click.trigger, view)


@listens.to(OFFERED)
async def taken_up(
    form: Submitted[RequestRef], requests: HiringRequests, directory: Directory
) -> Update:
    return Update(await _form(form, form.carried.number, requests, directory))


async def _form(
    acted: Acted, number: RequestNumber, requests: HiringRequests, directory: Directory
) -> View:
    """The form, filled in with what the second request has from the first.

    Raises: what `_first` does.
    """
    first = await _first(acted, number, requests, directory)
    if first.plan is None:
        raise sequence.NothingFollows(number)
    ref = FormRef(
        draft=str(uuid.uuid4()),
        answers=first.decision.answers,
        plan=first.plan,
        origin=first.channel,
        follows=First(
            request=first.number.value,
            plan=first.plan,
            only_in=first.channel if first.restricted else None,
        ),
    )
    typed = RequestSoFar(
        title=ref.role.label if ref.role else "",
        problem=first.problem,
        seniority=first.seniority,
        place=first.place,
        recruiters=first.recruiters,
        channel=first.channel,
        confidential=first.confidential,
        follows=ref.follows,
    )
    return await form_for(ref, typed, directory)


async def _first(
    acted: Acted, number: RequestNumber, requests: HiringRequests, directory: Directory
) -> HiringRequest:
    """The request to be followed, for somebody who may see to that.

    Raises:
        UnknownRequest, NotAllowed, NothingFollows, AlreadyFollowed
    """
    first = await allowed(acted, directory, lambda who: requests.get(number, who, Doing.CHANGE))
    sequence.check(first)
    return first
