"""A request copied: its form opened anew, filled in with what it has."""

import uuid
from dataclasses import replace

from blocks import hiring_request as shown_as
from blocks.hiring_request import FormRef
from bot.domain.draft import RequestSoFar
from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import RequestNumber
from bot.domain.tree import Tree
from bot.domain.verdict import decide
from bot.guide.values import Guide
from bot.services.hiring_requests import HiringRequests
from bot.slack.directory import Directory
from bot.slack.modals import Modals
from bot.slack.payloads import Acted
from handlers.acting import actor, in_front, today_of
from handlers.hiring_request import form_for


async def opened(
    acted: Acted,
    number: RequestNumber,
    requests: HiringRequests,
    directory: Directory,
    modals: Modals,
    guide: Guide,
) -> None:
    """The form opens at once; who will read it there is told in it as soon as Slack has said."""
    request = await requests.get(number, actor(acted))
    ref = _decided(request, guide.tree)
    typed = _filled_in(request)
    view = await in_front(acted, modals, shown_as.form(ref, typed, audience=None))
    if view is None:
        return
    today = await today_of(acted, directory, requests.clock)
    if typed.start_by and typed.start_by < today:
        typed = replace(typed, start_by=None)
    await modals.update(view.id, await form_for(ref, typed, directory), seen=view.hash)


def _decided(request: HiringRequest, tree: Tree) -> FormRef:
    """The decision that led to it, as the rules have it now; none where the role was known."""
    made, plan = request.decision, request.plan
    draft = str(uuid.uuid4())
    if made.recommended is None or plan is None or plan.roles[0] is not request.role:
        return FormRef(draft, answers={}, plan=None)
    answers = tree.known(made.answers)
    return FormRef(draft, answers, plan, overruled=decide(tree, answers).plan is not plan)


def _filled_in(request: HiringRequest) -> RequestSoFar:
    return RequestSoFar(
        title=request.title,
        problem=request.problem,
        role=request.role,
        seniority=request.seniority,
        openings=request.openings,
        place=request.place,
        start_by=request.start_by,
        recruiters=request.recruiters,
        channel=request.channel,
        confidential=request.confidential,
    )
