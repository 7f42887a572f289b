"""What became of a request, told to people: who, when, from what to what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from blocks import deleted, kit, request_rows
from blocks.hiring_request import LEVELS, REASONS, STATUS_REASONS, STATUSES, STEP_NAMES
from blocks.ids import Action
from bot.domain.checklist import BlockedReason, StepState
from bot.domain.hiring_request import HiringRequest, Status, StatusReason
from bot.domain.history import Change, Fact, What, decoded, people_in
from bot.domain.identity import RequestNumber
from bot.domain.request_list import Found
from bot.domain.role import Seniority
from bot.domain.settings_history import SettingsChange
from bot.domain.shown import Thing

NAME = "history"

VALUE_SHOWN = 150
"""UTF-16 units of a text as it was or became."""

NOTE_SHOWN = 300
"""The whole of it stands with its step."""


@dataclass(frozen=True, slots=True)
class HistoryRef:
    """A page of a request's history, from 1 on."""

    request: int
    page: int

    @property
    def number(self) -> RequestNumber:
        return RequestNumber(self.request)


NEWER = Action("history.newer", carries=HistoryRef)
OLDER = Action("history.older", carries=HistoryRef)

LABELS = {
    What.STATUS: "Status",
    What.TITLE: "Title",
    What.PROBLEM: "Problem",
    What.SENIORITY: "Level",
    What.OPENINGS: "Openings",
    What.PLACE: "Place",
    What.START_BY: "Start by",
    What.RECRUITERS: "Recruiter",
    What.CONFIDENTIAL: "Confidential",
    What.LINK: "Kept elsewhere",
    What.BEGAN_ON: "Under way since",
    What.MANAGER: "Manager",
    What.FILLED: "Openings filled",
    What.NOTE: "Note",
    What.STEP_STATE: "State",
    What.STEP_OWNER: "Owner",
    What.STEP_DUE: "Due",
    What.STEP_BLOCKED: "Blocked by",
}

STATES = {
    StepState.TO_DO: "to do",
    StepState.IN_PROGRESS: "in progress",
    StepState.BLOCKED: "blocked",
    StepState.DONE: "done",
}


def history(request: HiringRequest, page: Found[Change]) -> kit.View:
    """`page`: its changes, the newest first."""
    ref = HistoryRef(request.number.value, page.page)
    where = [kit.context(f"Page {page.page} of {page.pages}")] if page.pages > 1 else []
    return kit.window(
        NAME,
        ref,
        title="History",
        blocks=[
            kit.entry(request_rows.named(request)),
            told(page.rows, NOTE_SHOWN, with_step=True),
            *where,
            *_turns(ref, page),
        ],
    )


def told(changes: Sequence[Change], note_shown: int, *, with_step: bool) -> kit.Block:
    """What one person did at once stands together, in its own order.

    `changes`: the newest first. `with_step`: say of which step it is.
    """
    rows: list[kit.Element] = []
    for _, at_once in groupby(changes, lambda one: (one.by, one.at)):
        done = list(at_once)[::-1]
        rows.append(kit.line(*by_and_at(done[0])))
        rows.append(kit.bullets(*(_said(one, note_shown, with_step=with_step) for one in done)))
    return kit.rich(*rows)


def by_and_at(change: Change | SettingsChange) -> list[kit.Part]:
    return [kit.mention(change.by), " · ", kit.when(change.at, "{date_short_pretty}, {time}")]


def _turns(ref: HistoryRef, page: Found[Change]) -> list[kit.Block]:
    ways = [
        *([(NEWER, "‹ Newer", page.page - 1)] if page.page > 1 else []),
        *([(OLDER, "Older ›", page.page + 1)] if page.left else []),
    ]
    buttons = [kit.button(action, text, HistoryRef(ref.request, to)) for action, text, to in ways]
    return [kit.actions(*buttons)] if buttons else []


def _said(change: Change, note_shown: int, *, with_step: bool) -> list[kit.Part]:
    if change.what is What.STATUS and change.was is None:
        return ["Opened the request"]
    if change.what is What.BEGAN_ON and change.was is None:
        return ["Under way elsewhere since ", *_value(change.what, change.became)]
    if change.what is What.POSTED_AGAIN:
        return [f"Posted {deleted.things(map(Thing, str(change.became).split()))} again"]
    step = f"{STEP_NAMES[change.step]}: " if change.step and with_step else ""
    if change.what is What.STEP_STATE and change.was is None:
        return [f"{step}{'done' if step else 'Done'} elsewhere"]
    label = LABELS[change.what]
    head = f"{step}{label.lower() if step else label} "
    if change.what is What.NOTE:
        return [head, "“", kit.cut(str(change.became), note_shown), "”"]
    return [head, *_value(change.what, change.was), " → ", *_value(change.what, change.became)]


def _value(what: What, fact: Fact) -> list[kit.Part]:
    match what:
        case What.STATUS:
            return [", ".join(_status(fact))]
        case What.STEP_BLOCKED:
            return list(_block(fact))
        case What.MANAGER | What.RECRUITERS | What.STEP_OWNER:
            return kit.mentions(people_in(fact)) or ["nobody"]
        case What.START_BY | What.BEGAN_ON | What.STEP_DUE:
            return [_day(date.fromisoformat(str(fact))) if fact else "no date"]
        case What.SENIORITY:
            return [LEVELS[Seniority(str(fact))].lower()]
        case What.STEP_STATE:
            return [STATES[StepState(str(fact))]]
        case What.CONFIDENTIAL:
            return ["yes" if fact else "no"]
        case What.OPENINGS | What.FILLED:
            return [str(fact)]
        case _:
            return [f"“{kit.cut(str(fact), VALUE_SHOWN)}”" if fact else "nothing"]


def _status(fact: Fact) -> Iterator[str]:
    (status, *reason), text = decoded(fact)
    yield STATUSES[Status(status)].lower()
    yield from (STATUS_REASONS[StatusReason(one)] for one in reason)
    if text:
        yield f"“{kit.cut(text, VALUE_SHOWN)}”"


def _block(fact: Fact) -> Iterator[kit.Part]:
    if fact is None:
        yield "nothing"
        return
    (reason, *waits), text = decoded(fact)
    yield REASONS[BlockedReason(reason)].lower()
    if waits:
        yield ", waits on "
        yield from kit.mentions(people_in(" ".join(waits)))
    if text:
        yield f", “{kit.cut(text, VALUE_SHOWN)}”"


def _day(day: date) -> str:
    return f"{kit.short_day(day)} {day.year}"
