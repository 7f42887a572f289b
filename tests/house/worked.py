"""Everything that is shown of a request that is worked, in each of its states."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from blocks import (
    card,
    checklist,
    edit_form,
    fill_form,
    hand_over_form,
    history,
    reason_form,
    request_menu,
    request_view,
    step_details,
    step_form,
    step_menu,
)
from bot.domain.checklist import Blocked, BlockedReason, set_blocked, set_done, set_started
from bot.domain.filling import Filling
from bot.domain.hiring_request import HiringRequest, Status, StatusReason, with_step
from bot.domain.history import Change, What
from bot.domain.request_list import Found
from bot.domain.role import StepKind
from bot.domain.shown import Thing
from bot.domain.tree import Tree
from tests import hiring

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
BLOCKS = (
    card,
    checklist,
    edit_form,
    fill_form,
    hand_over_form,
    history,
    reason_form,
    request_menu,
    request_view,
    step_details,
    step_form,
    step_menu,
)

WAITS = Blocked(BlockedReason.BUDGET, "frozen", (hiring.LI,), NOW, hiring.ANA)
FILLING = Filling(2, 1, NOW.date(), "J. D.", NOW, hiring.SAM)
NOTED = Change(
    hiring.request().number, NOW, hiring.ANA, What.NOTE, StepKind.DEFINE_PROBLEM, None, "Noted"
)


def requests() -> Iterator[HiringRequest]:
    """One of each status; the open one with steps in each of their states."""
    begun = hiring.request(
        openings=2,
        link="https://jobs.example.com/12",
        began_on=NOW.date(),
        done=(StepKind.EVALUATE_SIGNALS,),
    )
    steps = begun.checklist
    for step in (
        set_done(steps[0], on=True, by=hiring.ANA, at=NOW),
        set_started(steps[1], on=True),
        set_blocked(steps[2], WAITS),
    ):
        begun = with_step(begun, step)
    yield replace(begun, filled=1)
    why = {"status_at": NOW, "status_reason": StatusReason.BUDGET, "status_text": "frozen"}
    yield replace(begun, status=Status.ON_HOLD, **why)
    yield replace(begun, status=Status.CANCELLED, **why)
    yield replace(begun, status=Status.FILLED, status_at=NOW, filled=2)


def views(tree: Tree) -> Iterator[dict[str, Any]]:
    for request in requests():
        for message in (
            card.card(request, tree, checklist_url="https://example.com"),
            checklist.checklist(request),
        ):
            yield {"blocks": message.blocks}
        for leads in (True, False):
            yield request_view.view(
                request, "https://example.com", list(Thing), leads=leads, has_part=True
            )
        ref = request_view.FormRef(request.number.value, over_window=True)
        step = step_form.StepFormRef(ref.request, StepKind.DESIGN_INTERVIEW_LOOP, True)
        note = step_details.NoteRef(ref.request, StepKind.DESIGN_INTERVIEW_LOOP, "once")
        yield reason_form.hold(request, ref)
        yield reason_form.cancel(request, ref)
        yield fill_form.fill(request, [FILLING], NOW.date(), over_window=True)
        yield fill_form.reopen(request, [FILLING], over_window=True)
        yield edit_form.edit(request, over_window=True)
        for leads in (True, False):
            yield hand_over_form.hand_over(request, hiring.ANA, ref, leads=leads)
        yield step_form.arrange(request, step.step, over_window=True)
        yield step_form.block(request, step)
        for may_note in (True, False):
            yield step_details.details(request, [NOTED], [], note, may_note=may_note)
        for page in (1, 2, 3):
            yield history.history(request, Found((NOTED,), 3, page, 1))
