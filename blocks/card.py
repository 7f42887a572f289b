"""The card that shows a request in its channel: one message, edited in place."""

from datetime import date

from blocks import kit, request_menu
from blocks.hiring_request import (
    LEVELS,
    REASONS,
    STATUS_REASONS,
    STATUSES,
    STEP_NAMES,
    bar,
    due,
)
from blocks.ids import Action, Nothing
from blocks.request_menu import UPDATE
from blocks.request_rows import RequestRef
from bot.domain.checklist import Blocked, next_step, progress
from bot.domain.hiring_request import HiringRequest, Status
from bot.domain.role import Role
from bot.domain.tree import UNSURE, Tree

PROBLEM_SHOWN = 200
"""UTF-16 units of the problem on the card; the whole of it stands in the thread."""

TO_CHECKLIST = Action("hiring_request.to_checklist", carries=Nothing)


def card(request: HiringRequest, tree: Tree, *, checklist_url: str | None) -> kit.Message:
    """`checklist_url` is None until the checklist is posted."""
    done = progress(request.checklist)
    problem = kit.cut(request.problem, PROBLEM_SHOWN)
    lines = [
        kit.line(*standing(request), "\n"),
        kit.line(" · ".join(_facts(request, tree)) + "\n"),
        kit.line(*people(request), "\n"),
        kit.line(kit.bold(f"{bar(done.done, done.of)} {done}"), *_next(request), "\n"),
        *_blocks(request),
    ]
    return kit.Message(
        text=kit.escaped(
            f"{request.number} {request.title}: {STATUSES[request.status].lower()}, {done} done"
        ),
        blocks=[
            kit.header(f"{request.number} · {request.title}"),
            *([kit.rich(kit.quote(problem))] if problem else []),
            kit.rich(*lines),
            kit.actions(
                *(
                    [kit.button(TO_CHECKLIST, "Checklist", url=checklist_url)]
                    if checklist_url
                    else []
                ),
                kit.button(UPDATE, "Update…", RequestRef(request.number.value)),
                *request_menu.began_elsewhere(request),
                request_menu.menu(request),
            ),
        ],
    )


def standing(request: HiringRequest) -> list[kit.Part]:
    """The status in words that stay true: "On hold since 3 Dec: budget"."""
    reason = request.status_reason
    why: list[kit.Part] = [f": {STATUS_REASONS[reason]}"] if reason else []
    some = f"{request.filled} of {request.openings} openings filled"
    is_partly = 0 < request.filled < request.openings
    partly: list[kit.Part] = [" · ", kit.bold(some)] if is_partly else []
    match request.status:
        case Status.OPEN:
            return [kit.bold("Open"), " · ", *_since(request), *partly]
        case Status.ON_HOLD:
            return [kit.bold("On hold"), " since ", _day_of(request), *why, *partly]
        case Status.CANCELLED:
            return [kit.bold("Cancelled"), " ", _day_of(request), *why, *partly]
        case Status.FILLED:
            many = f" · {request.openings} openings" if request.openings > 1 else ""
            return [kit.bold("Filled"), f" {_after(request)}{many}"]


def _since(request: HiringRequest) -> list[kit.Part]:
    if request.began_on is None:
        return ["opened ", kit.when(request.opened_at, "{ago}")]
    return [f"under way since {_day(request.began_on)}"]


def _day_of(request: HiringRequest) -> kit.Element:
    return kit.when(request.status_at, "{date_short}")


def _after(request: HiringRequest) -> str:
    days = request.days_to_status
    return f"after {days} day{'s' if days > 1 else ''}" if days else "within a day"


def _facts(request: HiringRequest, tree: Tree) -> list[str]:
    level = LEVELS[request.seniority]
    named = f"{level.lower()} {request.role.label}" if request.role is not Role.OTHER else level
    facts = [*_project(request, tree), named]
    if request.openings > 1 and request.status is not Status.FILLED:  # which says so itself
        facts.append(f"{request.openings} openings")
    if request.place:
        facts.append(request.place)
    if request.follows:
        facts.append(f"after {request.follows}")
    if request.followed_by:
        facts.append(f"then {request.followed_by}")
    first, *others = facts
    return [first[:1].upper() + first[1:], *others]


def _project(request: HiringRequest, tree: Tree) -> list[str]:
    """What has to exist first, and how far the project is, where the manager said so."""
    known = tree.known(request.decision.answers)
    return [
        tree.questions[question].answer(known[question]).short.lower()
        for question in (tree.rules.root, "stage")
        if known.get(question, UNSURE) != UNSURE
    ]


def people(request: HiringRequest) -> list[kit.Part]:
    parts: list[kit.Part] = ["Needs a manager"]
    if not request.manager_has_left:
        parts = ["Manager ", kit.mention(request.manager)]
    if request.recruiters:
        parts += [" · Recruiter ", *kit.mentions(request.recruiters)]
    if request.start_by:
        parts.append(f" · start by {_day(request.start_by)}")
    return parts


def _next(request: HiringRequest) -> list[kit.Part]:
    if request.status is not Status.OPEN:
        return []
    step = next_step(request.checklist)
    if step is None:
        return [" · ready to interview"]
    owner = kit.mention(step.owner) if step.owner else "needs an owner"
    when = [f", {due(step)}"] if step.due else []
    return [f" · next: {STEP_NAMES[step.kind].lower()}, ", owner, *when]


def _blocks(request: HiringRequest) -> list[kit.Element]:
    """A line for each step that cannot go on."""
    if not request.status.under_way:
        return []
    return [
        kit.line(
            "⛔ ", kit.bold("Blocked"), f": {STEP_NAMES[step.kind].lower()}", *lacks(blocked), "\n"
        )
        for step in request.checklist
        if (blocked := step.blocked) and step.done is None
    ]


def lacks(blocked: Blocked) -> list[kit.Part]:
    """Why, and on whom: ", budget, waits on Priya"."""
    waits = [", waits on ", *kit.mentions(blocked.on)] if blocked.on else []
    return [f", {REASONS[blocked.reason].lower()}", *waits]


def _day(day: date) -> str:
    return f"{kit.short_day(day)} {day.year}"
