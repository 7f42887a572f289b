"""What comes before hiring: a brief read and sent, a request for another job."""

from blocks import before_hiring as shown_as
from blocks.advice import headline
from blocks.before_hiring import ANOTHER, BRIEF, BRIEFED, Briefed, GateRef
from blocks.plan import PlanSoFar
from blocks.refusals import done
from bot.documents.brief import brief
from bot.domain.identity import Person
from bot.domain.plan import recommend
from bot.domain.tree import Gate, Tree
from bot.guide.values import Guide
from bot.services.drafts import Drafts
from bot.services.hiring_requests import HiringRequests
from bot.slack.answers import Close, Push, Update
from bot.slack.directory import Directory
from bot.slack.payloads import Clicked, Malformed, Submitted
from bot.slack.table import Listeners
from bot.slack.telling import Telling
from handlers import request_form
from handlers.hiring_request import entered
from handlers.plan_draft import kept, so_far

listens = Listeners()


@listens.to(BRIEF)
async def brief_read(click: Clicked[GateRef], drafts: Drafts, guide: Guide) -> Push:
    briefed = Briefed(_gate(guide.tree, click.carried).brief, so_far(click.seen_view))
    title, document = await _written(briefed, click.person, drafts, guide)
    return Push(shown_as.read(briefed, title, document))


@listens.to(BRIEFED)
async def brief_sent(
    form: Submitted[Briefed], drafts: Drafts, guide: Guide, telling: Telling
) -> Close:
    title, document = await _written(form.carried, form.person, drafts, guide)

    async def send() -> None:
        await telling.only(form, shown_as.sent(title, document))

    return Close(done(title, "It is in your messages with me."), then=send)


@listens.to(ANOTHER)
async def another_asked_for(
    click: Clicked[GateRef],
    drafts: Drafts,
    requests: HiringRequests,
    directory: Directory,
    guide: Guide,
) -> Update:
    """On to the form, for a job that is neither of the two."""
    view = click.seen_view
    title = _gate(guide.tree, click.carried).another
    draft = await kept(drafts, guide.tree, click.person, so_far(view), view.fields)
    ref = request_form.ref_of(guide.tree, draft, another=True)
    return Update(await entered(ref, draft, click.person, requests, directory, another=title))


async def _written(
    briefed: Briefed, person: Person, drafts: Drafts, guide: Guide
) -> tuple[str, str]:
    """Title and text."""
    now: PlanSoFar = briefed.now
    draft = await drafts.of(person)
    theirs = draft is not None and draft.draft_id == now.draft_id
    document = brief(
        guide,
        briefed.kind,
        now.answers,
        problem=draft.problem if draft and theirs else "",
        advice=headline(guide.tree, recommend(guide.tree, now.answers)),
        today=drafts.clock().date(),
    )
    return guide.briefs.briefs[briefed.kind].title, document


def _gate(tree: Tree, ref: GateRef) -> Gate:
    found = next((gate for gate in tree.gates if gate.id == ref.gate), None)
    if found is None:
        raise Malformed("no such gate")
    return found
