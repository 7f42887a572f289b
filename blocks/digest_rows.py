"""A request's row in a digest: in each of its parts, once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from blocks import kit
from blocks.hiring_request import REASONS, STATUS_REASONS
from bot.domain.digest_contents import Entry, Need, Seen, SeenStep, Turn, Why
from bot.domain.hiring_request import Status
from bot.domain.identity import Person
from bot.domain.role import StepKind

NEAR = 6
"""Days within which a weekday alone says which day it is."""

THINGS = {
    StepKind.DEFINE_PROBLEM: "business problem",
    StepKind.DRAFT_JOB_DESCRIPTION: "job description",
    StepKind.DESIGN_INTERVIEW_LOOP: "interview loop",
    StepKind.CREATE_TAKE_HOME: "take-home",
    StepKind.EVALUATE_SIGNALS: "candidate signals",
}
"""What each step is about, in the middle of a line."""

Names = Mapping[Person, str]
Row = list[kit.Part]


def need(entry: Entry, names: Names) -> Row:
    first, *others = entry.needs
    return [
        *_named(entry.request),
        kit.bold(_says(first)),
        *_below(_about(first, names)),
        *_below([f"also {', '.join(map(_briefly, others))}"] if others else []),
    ]


def _says(need: Need) -> str:
    match need.why:
        case Why.NO_MANAGER:
            return "needs a manager"
        case Why.BLOCKED:
            return f"blocked {_days(need.days)}" if need.days else "blocked since today"
        case Why.LATE:
            return f"{_days(need.days)} late"
        case Why.NO_OWNER:
            return "needs an owner"


def _about(need: Need, names: Names) -> list[str]:
    if need.step is None:
        return []
    about = [THINGS[need.step]]
    if need.reason is not None:
        about.append(REASONS[need.reason].lower())
    if need.why is Why.BLOCKED:
        waited = ", ".join(_name(person, names) for person in need.on)
        about.append(f"waits on {waited or 'nobody'}")
    elif need.why is Why.LATE:
        about.append(_name(need.owner, names))
    return about


def _briefly(need: Need) -> str:
    return f"{THINGS[need.step]} {_says(need)}" if need.step else _says(need)


def moved(entry: Entry, names: Names, today: date) -> Row:
    request, what = entry.request, ", ".join(_moves(entry))
    below = []
    if request.status is Status.OPEN:
        below = [str(request.progress), *_next(request, names, today)]
    return [*_named(request), what, *_below(below)]


def _moves(entry: Entry) -> Iterator[str]:
    request, moves = entry.request, entry.moves
    if moves.turn is not None:
        yield _turned(request, moves.turn)
    if moves.filled and moves.turn is not Turn.FILLED:
        yield f"{request.filled} of {request.openings} openings filled"
    if moves.done:
        yield f"{_listed(moves.done)} done"
    if moves.undone:
        yield f"{_listed(moves.undone)} open again"
    if moves.goes_on:
        yield f"{_listed(moves.goes_on)} can go on"


def _turned(request: Seen, turn: Turn) -> str:
    reason = f": {STATUS_REASONS[request.status_reason]}" if request.status_reason else ""
    match turn:
        case Turn.OPENED:
            return "opened"
        case Turn.HELD:
            return f"on hold{reason}"
        case Turn.TAKEN_UP:
            return "taken up again"
        case Turn.REOPENED:
            return "open again"
        case Turn.CANCELLED:
            return f"cancelled{reason}"
        case Turn.FILLED:
            return "filled"


def on_track(entry: Entry, names: Names, today: date) -> Row:
    request = entry.request
    return [
        *_named(request),
        " · ".join([str(request.progress), *_next(request, names, today)]),
    ]


def _next(request: Seen, names: Names, today: date) -> Iterator[str]:
    step = request.next
    if step is None:
        yield "ready to interview"
        return
    when = f" due {_due(step, today)}" if step.due else ""
    yield f"{THINGS[step.kind]}{when}, {_name(step.owner, names)}"


def _due(step: SeenStep, today: date) -> str:
    if step.due is None:
        return ""
    return f"{step.due:%a}" if 0 <= (step.due - today).days <= NEAR else kit.short_day(step.due)


def filled(entry: Entry) -> Row:
    request = entry.request
    days = round((request.status_at - request.began_at) / timedelta(days=1))
    after = f"after {_days(days)}" if days else "within a day"
    openings = f" · {request.openings} openings" if request.openings > 1 else ""
    return [*_named(request), f"{after}{openings}"]


def _named(request: Seen) -> list[kit.Part]:
    return [kit.link(request.thread, f"{request.number} {request.title}"), ": "]


def _below(parts: Sequence[str]) -> list[kit.Part]:
    return ["\n" + " · ".join(parts)] if parts else []


def _name(person: Person | None, names: Names) -> str:
    """In plain text: a mention would call somebody who has heard directly."""
    return "nobody yet" if person is None else names.get(person, "somebody")


def _listed(kinds: Sequence[StepKind]) -> str:
    *others, last = (THINGS[kind] for kind in kinds)
    return f"{', '.join(others)} and {last}" if others else last


def _days(number: int) -> str:
    return count(number, "day", "days")


def count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
