"""A request in two lines, and its steps: how every list, Home and `status` show it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from blocks import kit
from blocks.hiring_request import REASONS, STATUSES, STEP_NAMES, bar
from bot.domain.checklist import Step
from bot.domain.hiring_request import HiringRequest, Status
from bot.domain.identity import RequestNumber
from bot.domain.request_list import RequestRow, StepRow, row_of
from bot.domain.role import Role
from bot.domain.shown import Thing

THINGS = {
    Thing.CARD: "card",
    Thing.CHECKLIST: "checklist",
    Thing.DECISION: "decision",
}


@dataclass(frozen=True, slots=True)
class RequestRef:
    request: int

    @property
    def number(self) -> RequestNumber:
        return RequestNumber(self.request)


def row(request: RequestRow, today: date, *, press: kit.Element | None = None) -> list[kit.Block]:
    """`today` is where its reader is; `press` is what can be pressed beside it."""
    return [kit.entry(named(request), accessory=press), facts(request, today)]


def named(request: RequestRow | HiringRequest) -> str:
    return f"{request.number} · {request.title}"


def facts(request: RequestRow, today: date) -> kit.Block:
    """How it stands, in small print of our own words."""
    role = [request.role.label] if request.role is not Role.OTHER else []
    done = request.progress
    lacks = _lacks(request) if request.status.under_way else []
    how = " · ".join([status_word(request), *role, f"{bar(done.done, done.of)} {done}", *lacks])
    return kit.context("\n".join([how, *_goes_on(request, today)]))


def status_word(request: RequestRow | HiringRequest) -> str:
    """The status in a word; and how many openings have somebody, where some still have nobody."""
    word = STATUSES[request.status]
    some = 0 < request.filled < request.openings
    return f"{word}, {request.filled} of {request.openings} filled" if some else word


def steps(request: HiringRequest, today: date) -> kit.Block:
    """Each step in a line: whether it is done, whose it is, what is in its way."""
    rows = row_of(request, None).steps
    both = zip(request.checklist, rows, strict=True)
    return kit.rich(
        *(
            kit.line(
                f"{'☑' if row.done else '☐'} {place}  ",
                *_step(step),
                # Of one that is on hold or closed, nobody is waited for.
                *(_late(row, today) if request.status is Status.OPEN else []),
                "\n",
            )
            for place, (step, row) in enumerate(both, start=1)
        )
    )


def days_late(step: StepRow, today: date) -> str | None:
    days = step.days_late(today)
    return f"{days} day{'s' if days > 1 else ''} late" if days else None


def short_due(due: date) -> str:
    return f"{due:%a} {kit.short_day(due)}"


def _lacks(request: RequestRow) -> Iterator[str]:
    if request.needs_manager:
        yield "*needs a manager*"
    if request.deleted:
        yield f"*its {THINGS[request.deleted]} was deleted in Slack*"


def _goes_on(request: RequestRow, today: date) -> Iterator[str]:
    if not request.status.under_way:
        return
    following = request.next
    if following is None:
        yield "Ready to interview"
        return
    parts = [f"Next: {STEP_NAMES[following.kind].lower()}"]
    parts.append(kit.at(following.owner) if following.owner else "nobody yet")
    if following.due:
        parts.append(short_due(following.due))
    said = ", ".join(parts)
    if request.status is Status.OPEN:
        said = " · ".join([said, *_in_its_way(request, following, today)])
    yield said


def _in_its_way(request: RequestRow, following: StepRow, today: date) -> Iterator[str]:
    blocked = request.blocked
    if blocked and blocked.blocked:
        what = "" if blocked is following else f"{STEP_NAMES[blocked.kind].lower()} "
        yield f"*{what}blocked: {REASONS[blocked.blocked].lower()}*"
    late = [step for step in request.steps if step.days_late(today)]
    latest = max(late, key=lambda step: step.days_late(today), default=None)
    if latest is not None:
        what = "" if latest is following else f"{STEP_NAMES[latest.kind].lower()} "
        yield f"*{what}{days_late(latest, today)}*"


def _step(step: Step) -> Sequence[kit.Part]:
    name = STEP_NAMES[step.kind]
    if step.done is not None:
        return [f"{name} · ", "elsewhere" if step.done.elsewhere else kit.mention(step.done.by)]
    parts: list[kit.Part] = [f"{name} · "]
    parts.append(kit.mention(step.owner) if step.owner else "nobody yet")
    if step.due:
        parts.append(f", due {short_due(step.due)}")
    if step.started and not step.blocked:
        parts.append(" · in progress")
    if step.blocked:
        parts += [" · ", kit.bold(f"blocked: {REASONS[step.blocked.reason].lower()}")]
        for place, person in enumerate(step.blocked.on):
            parts += [", " if place else ", waits on ", kit.mention(person)]
    return parts


def _late(row: StepRow, today: date) -> Sequence[kit.Part]:
    late = days_late(row, today)
    return [" · ", kit.bold(late)] if late else []
