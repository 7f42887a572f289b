"""All that shows what people typed: every view, and every message."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from blocks import (
    advice,
    before_hiring,
    card,
    channels,
    checklist,
    command,
    decision,
    edit_form,
    fill_form,
    hand_over_form,
    hiring_request,
    history,
    home,
    kit,
    notices,
    plan,
    reason_form,
    refusals,
    reminders,
    request_list,
    request_status,
    request_view,
    second_hire,
    status_line,
    step_details,
    step_form,
    unsettled,
)
from bot.documents.brief import brief
from bot.domain import hiring_request as hiring_request_of
from bot.domain import home as home_of
from bot.domain import reminders as reminders_of
from bot.domain.address import host_of
from bot.domain.changes import changes
from bot.domain.checklist import Blocked, BlockedReason, set_blocked, step_of
from bot.domain.draft import Overrule, PlanDraft
from bot.domain.filling import Filling
from bot.domain.hiring_request import HiringRequest, OpeningForm, Status, StatusReason, flaws
from bot.domain.history import Change, What, named
from bot.domain.identity import ChannelId, RequestNumber
from bot.domain.notices import Notice, NoticeKind
from bot.domain.outbox import RequestNow
from bot.domain.plan import recommend
from bot.domain.request_list import Filters, Found, Waiting, WaitingStep, row_of, searched
from bot.domain.role import Plan, StepKind
from bot.domain.shown import Thing
from bot.guide.load import load
from handlers import request_form
from handlers.plan_draft import shown
from tests import hiring
from tests.house import digests
from tests.stories.typed import Typed

GUIDE = load()
TREE = GUIDE.tree
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HIRING = ChannelId("C0HIRING")
URL = "https://example.com/p1"
DESIGN = StepKind.DESIGN_INTERVIEW_LOOP
REF = hiring_request.FormRef("0" * 36, {}, Plan.BOTH, overruled=True)


def views(typed: Typed) -> Iterator[kit.View]:
    """Every view that shows what was typed; `form` and those before it for any text."""
    yield from _before_it_is_opened(typed)
    for request in requests(typed):
        yield from _forms_of(request, typed.read)
        yield from _past_of(request, typed.read)
        yield request_view.view(request, URL, list(Thing), leads=True, has_part=True)
        yield second_hire.offer(request, GUIDE)
        yield refusals.done("Request opened", f"{request.number} {request.title} is open.")
        yield from digests.views(request.title)
        yield _home(request, typed.read)


def messages(typed: Typed) -> Iterator[kit.Message]:
    """Every message that shows what was typed, its plainer form too."""
    for message in _messages(typed):
        yield message
        if message.plainer is not None:
            yield replace(message, blocks=message.plainer)


def opening(typed: Typed) -> OpeningForm:
    """The form of the request, as it is submitted."""
    so_far = request_form.so_far(typed.fields, hiring.ANA, REF)
    overrule = Overrule(Plan.BOTH, typed.read.reason)
    return hiring.form(
        title=so_far.title,
        problem=so_far.problem,
        place=so_far.place,
        link=typed.read.link,
        done=(StepKind.DEFINE_PROBLEM,),
        began_on=hiring.TODAY,
        plan=Plan.BOTH,
        role=Plan.BOTH.roles[0],
        openings=2,
        decision=replace(hiring.DECISION, overrule=overrule),
    )


def form(typed: Typed) -> kit.View:
    """The form of the request, as far as it is filled in."""
    so_far = request_form.so_far(typed.fields, hiring.ANA, REF)
    return hiring_request.form(REF, so_far, audience=None)


def requests(typed: Typed) -> Iterator[HiringRequest]:
    """The request of it in each status, with a step that is blocked; none where it has a flaw."""
    whole = opening(typed)
    if host_of(whole.link.strip()) is None:
        whole = replace(whole, link="")
    if flaws(whole, hiring.TODAY):
        return
    read = typed.read
    opened = hiring.request(**{name: getattr(whole, name) for name in whole.__slots__})
    block = Blocked(BlockedReason.BUDGET, read.lack, (hiring.LI, hiring.SAM), NOON, hiring.ANA)
    stopped = set_blocked(step_of(opened.checklist, DESIGN), block)
    worked = replace(hiring_request_of.with_step(opened, stopped), filled=1)
    yield worked
    why = {"status_at": NOON, "status_reason": StatusReason.BUDGET, "status_text": read.why}
    yield replace(worked, status=Status.ON_HOLD, **why)


# Views -----------------------------------------------------------------------------------------


def _before_it_is_opened(typed: Typed) -> Iterator[kit.View]:
    read = typed.read
    now = plan.begun(TREE, REF.draft, NOON, HIRING)
    so_far = request_form.so_far(typed.fields, hiring.ANA, REF)
    yield plan.page(TREE, now, problem=read.problem)
    yield shown(
        TREE, PlanDraft(REF.draft, NOON, NOON, None, read.problem, {}, now.page, TREE.version)
    )
    overrule = Overrule(Plan.BOTH, read.reason)
    yield advice.advice(TREE, now, recommend(TREE, {}), overrule=overrule)
    yield advice.disagree(TREE, now, Plan.ML_ENGINEER)
    yield before_hiring.read(before_hiring.Briefed("pilot", now), "Pilot brief", _brief(read))
    yield form(typed)
    from_message = replace(REF, origin=HIRING, source=URL)
    begins_here = replace(so_far, elsewhere=None)
    yield hiring_request.form(from_message, begins_here, audience=None)


def _forms_of(request: HiringRequest, read: Typed) -> Iterator[kit.View]:
    ref = request_view.FormRef(request.number.value, over_window=True)
    fillings = [Filling(2, 1, hiring.TODAY, read.whom, NOON, hiring.SAM)]
    yield edit_form.edit(request, over_window=True)
    yield hand_over_form.hand_over(request, hiring.ANA, ref, leads=False)
    yield reason_form.hold(request, ref)
    yield reason_form.cancel(request, ref)
    yield fill_form.fill(request, fillings, hiring.TODAY, over_window=True)
    yield fill_form.reopen(request, fillings, over_window=True)
    yield step_form.arrange(request, DESIGN, over_window=True)
    yield step_form.block(request, step_form.StepFormRef(ref.request, DESIGN, over_window=True))


def _past_of(request: HiringRequest, read: Typed) -> Iterator[kit.View]:
    """What its texts were and became, and what was noted."""
    untold = hiring.request(title="Before", problem="Before", place="Before")
    past = [
        change
        for was, now in ((untold, request), (request, untold))
        for change in changes(was, now, by=hiring.ANA, at=NOON)
    ]
    notes = [Change(request.number, NOON, hiring.SAM, What.NOTE, DESIGN, None, read.note)]
    yield history.history(request, Found([*past, *notes], 99, 2, 30))
    ref = step_details.NoteRef(request.number.value, DESIGN, "once")
    of_step = [one for one in past if one.step]
    for may_note in (True, False):
        yield step_details.details(request, notes, [*of_step, *notes], ref, may_note=may_note)


def _home(request: HiringRequest, read: Typed) -> kit.View:
    row = row_of(request, URL)
    waiting = [
        WaitingStep(request.number, request.title, row.steps[2], False, why, (hiring.LI,), URL, 1)
        for why in Waiting
    ]
    contents = home_of.Contents(
        Found(waiting, 9, 1, len(waiting)), Found((row,), 3, 1, 1), Found((row,), 3, 2, 1)
    )
    looking = home_of.Looking(Filters(text=searched(read.word)))
    of = home_of.Home(hiring.ACME, hiring.SAM, NOON, NOON, None, looking, 0, 1, "")
    return home.home(of, contents, hiring.TODAY)


# Messages --------------------------------------------------------------------------------------


def _messages(typed: Typed) -> Iterator[kit.Message]:
    read = typed.read
    yield command.unknown(read.word)
    yield command.meant(read.word, "guide")
    yield request_status.which(read.word, [], hiring.TODAY)
    yield before_hiring.sent("Pilot brief", _brief(read))
    for request in requests(typed):
        yield card.card(request, TREE, checklist_url=URL)
        yield checklist.checklist(request)
        yield checklist.ticked(request, StepKind.DEFINE_PROBLEM)
        yield decision.decision(request, GUIDE)
        yield request_status.status(request, URL, list(Thing), hiring.TODAY)
        row = row_of(request, URL)
        ref = request_list.ListRef(text=searched(read.word))
        yield request_list.listed(ref, Found((row,), 3, 2, 1), hiring.TODAY)
        yield request_status.which(read.word, [row], hiring.TODAY)
        yield from filter(None, _told(request, read))
        yield from digests.messages(request.title)


def _told(request: HiringRequest, read: Typed) -> Iterator[kit.Message | None]:
    """The line of its status, and every direct message."""
    number = request.number
    free = replace(step_of(request.checklist, DESIGN), blocked=None)
    for now in (
        request,
        hiring_request_of.with_step(request, free),
        hiring_request_of.with_step(request, replace(free, owner=None)),
    ):
        about = {number: RequestNow(now, URL), RequestNumber(13): RequestNow(now, None)}
        for to_whom in (hiring.ANA, hiring.SAM, hiring.LI):
            for kind in NoticeKind:
                facts = {"step": DESIGN, "by": named(hiring.LI), "steps": DESIGN, "waits": DESIGN}
                notice = Notice("key", kind, number, to_whom, facts)
                yield _written(notice, about, read)
    ref = notices.TurnRef(number.value, DESIGN, URL)
    yield notices.your_turn(request, DESIGN, URL)
    yield notices.done(request, ref)
    yield notices.unblocked(request, ref, changed=True)


def _written(notice: Notice, about: notices.About, read: Typed) -> kit.Message | None:
    """As `notice`'s kind is worded (`bot.app`)."""
    match notice.kind:
        case NoticeKind.SECOND_HIRE:
            return second_hire.offered(notice, about, GUIDE)
        case NoticeKind.BUNDLE:
            matters = [reminders_of.waits(one, DESIGN, NOON) for one in about]
            due = reminders_of.due(notice.number, DESIGN, hiring.TODAY)
            told = reminders_of.bundle(notice.to, [*matters, due], hiring.TODAY, until=NOON)
            return reminders.bundle(told, about)
        case NoticeKind.CLOSED:
            return channels.closed([notice], about)
        case NoticeKind.UNSETTLED:
            return unsettled.asked([replace(notice, facts={"nonce": "0"})], about)
        case NoticeKind.DIGEST | NoticeKind.DIGEST_THREAD | NoticeKind.DIGEST_STOPPED:
            return None  # about no request: `tests.house.digests` has them
        case NoticeKind.STATUS:
            facts = {"was": "open", "status": "on_hold", "reason": "other", "text": read.why}
            return status_line.status_line(
                replace(notice, facts=facts), about[notice.number].request, read.name
            )
        case _:
            return notices.written([notice, replace(notice, number=RequestNumber(13))], about, {})


def _brief(read: Typed) -> str:
    return brief(
        GUIDE, "pilot", {}, problem=read.problem, advice="Too early to say", today=hiring.TODAY
    )
