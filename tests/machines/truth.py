"""What the database holds, said as each screen has to say it to somebody: told from the values
alone, and not by what draws the screens."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.domain.checklist import BlockedReason, Step
from bot.domain.hiring_request import HiringRequest, Status, StatusReason
from bot.domain.identity import Person
from sandbox import seed
from tests.machines.reading import Facts

NAMES: Final = {one.id: one.real_name for one in seed.people("hire-ml")}
USERS: Final = {name: user for user, name in NAMES.items()}

WORDS: Final = {
    Status.OPEN: "Open",
    Status.ON_HOLD: "On hold",
    Status.FILLED: "Filled",
    Status.CANCELLED: "Cancelled",
}
LACKS: Final = {
    BlockedReason.BUDGET: "budget",
    BlockedReason.APPROVAL: "an approval",
    BlockedReason.HIRING_MANAGER: "an answer from the hiring manager",
    BlockedReason.NO_CANDIDATES: "no fitting candidates",
    BlockedReason.PAY: "pay",
    BlockedReason.LEGAL: "a legal question",
    BlockedReason.OTHER: "something else",
}
WHY: Final = {
    StatusReason.BUDGET: "budget",
    StatusReason.APPROVAL: "an approval",
    StatusReason.HIRING_MANAGER: "no time of the hiring manager",
    StatusReason.NO_CANDIDATES: "no fitting candidates",
    StatusReason.PAY: "pay",
    StatusReason.LEGAL: "a legal question",
    StatusReason.RESCOPED: "the need has changed",
    StatusReason.FILLED_INTERNALLY: "filled from inside",
    StatusReason.DUPLICATE: "another request covers it",
    StatusReason.OTHER: "something else",
}
UNDER_WAY: Final = (Status.OPEN, Status.ON_HOLD)


@dataclass(frozen=True)
class Reader:
    """Somebody who looks, and the day it is where they are."""

    name: str
    today: date

    def is_in(self, people: Iterable[Person]) -> bool:
        return any(one.user == USERS[self.name] for one in people)

    def sees(self, request: HiringRequest) -> bool:
        open_to_all = not (request.confidential or request.channel_is_private)
        return open_to_all or self.belongs_to(request)

    def belongs_to(self, request: HiringRequest) -> bool:
        """Whether they are of its hiring team."""
        owners = [step.owner for step in request.checklist if step.owner]
        return self.is_in([request.manager, *request.recruiters, *owners])


def name(person: Person | None) -> str | None:
    return NAMES[person.user] if person else None


def names(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(NAMES[one.user] for one in people)


def day(due: date | None) -> str | None:
    return f"{due:%a} {due.day} {due:%b}" if due else None


def days_late(step: Step, today: date) -> int:
    """In working days, at least one; 0 of a step that is not late."""
    if step.done or step.due is None or step.due >= today:
        return 0
    since = (step.due + timedelta(days=n) for n in range(1, (today - step.due).days + 1))
    return max(1, sum(one.weekday() < 5 for one in since))


# Of a request ----------------------------------------------------------------------------------


def card(request: HiringRequest) -> Facts:
    facts = {**_head(request), **_people(request)}
    if request.status is Status.OPEN:
        facts["next"] = _next(request)
    if request.status in UNDER_WAY:
        facts |= dict(_blocks(request))
    return facts


def checklist(request: HiringRequest) -> Facts:
    facts: Facts = {"done": _done(request), **_steps(request)}
    if request.status in (Status.ON_HOLD, Status.CANCELLED):
        facts["status"] = WORDS[request.status]
    return facts


def window(request: HiringRequest) -> Facts:
    return {**_head(request), **_people(request), **_steps(request)}


def row(request: HiringRequest, today: date) -> Facts:
    facts = _head(request)
    facts.pop("why", None)
    if request.status in UNDER_WAY:
        facts["next"] = _next(request)
        if request.manager_has_left:
            facts["lacks"] = "a manager"
    if request.status is Status.OPEN and facts["next"] != "ready":
        facts |= dict(_in_its_way(request, today))
    return facts


def status(request: HiringRequest, today: date) -> Facts:
    facts = {**row(request, today), **_people(request), **_steps(request, whole=True)}
    if request.status is Status.OPEN:
        late = {number: days_late(step, today) for number, step in _numbered(request)}
        facts |= {f"{number} late": days for number, days in late.items() if days}
    return facts


def _head(request: HiringRequest) -> Facts:
    facts: Facts = {
        "title": request.title,
        "status": WORDS[request.status],
        "done": _done(request),
    }
    if 0 < request.filled < request.openings:
        facts["filled"] = (request.filled, request.openings)
    if request.status_reason:
        facts["why"] = WHY[request.status_reason]
    return facts


def _people(request: HiringRequest) -> Facts:
    manager = None if request.manager_has_left else name(request.manager)
    return {"manager": manager, "recruiters": names(request.recruiters)}


def _numbered(request: HiringRequest) -> Iterator[tuple[int, Step]]:
    return enumerate(request.checklist, start=1)


def _done(request: HiringRequest) -> int:
    return sum(step.done is not None for step in request.checklist)


def _next(request: HiringRequest) -> object:
    for number, step in _numbered(request):
        if step.done is None:
            return number, name(step.owner), day(step.due)
    return "ready"


def _blocks(request: HiringRequest) -> Iterator[tuple[str, object]]:
    for number, step in _numbered(request):
        if step.blocked and step.done is None:
            yield f"{number} reason", LACKS[step.blocked.reason]
            yield f"{number} waits", names(step.blocked.on)


def _in_its_way(request: HiringRequest, today: date) -> Iterator[tuple[str, object]]:
    still_open = [(number, step) for number, step in _numbered(request) if step.done is None]
    for number, step in still_open:
        if step.blocked:
            yield "stopped", (number, LACKS[step.blocked.reason])
            break
    number, step = max(still_open, key=lambda one: days_late(one[1], today))
    if days := days_late(step, today):
        yield "late", (number, days)


def _steps(request: HiringRequest, *, whole: bool = False) -> Facts:
    """`whole`: also of a cancelled request, of whose steps a checklist says less."""
    facts: Facts = {}
    for number, step in _numbered(request):
        of_step: Facts = {"done": step.done is not None}
        if step.done:
            of_step["by"] = name(step.done.by)
        elif request.status is not Status.CANCELLED or whole:
            of_step |= {"owner": name(step.owner), "due": day(step.due), "state": _state(step)}
            if step.blocked:
                of_step["reason"] = LACKS[step.blocked.reason]
                of_step["waits"] = names(step.blocked.on)
        facts |= {f"{number} {what}": fact for what, fact in of_step.items()}
    return facts


def _state(step: Step) -> str:
    if step.blocked:
        return "blocked"
    return "in progress" if step.started else "to do"


# Of what waits ---------------------------------------------------------------------------------


def waiting(requests: Iterable[HiringRequest], reader: Reader) -> dict[tuple[int, int], Facts]:
    """The steps that wait for somebody, by request and number."""
    found: dict[tuple[int, int], Facts] = {}
    for request in requests:
        if request.status is Status.OPEN and reader.sees(request):
            before = False
            for number, step in _numbered(request):
                if step.done is None:
                    facts = _waits(request, step, reader, is_next=not before)
                    before = True
                    if facts:
                        found[request.number.value, number] = facts
    return found


def _waits(request: HiringRequest, step: Step, reader: Reader, *, is_next: bool) -> Facts | None:
    on_reader = step.blocked is not None and reader.is_in(step.blocked.on)
    late = days_late(step, reader.today)
    is_due = step.due == reader.today
    owns = step.owner is not None and reader.is_in([step.owner])
    if not on_reader and not (owns and (late or step.blocked or is_due or is_next)):
        return None
    facts: Facts = {"title": request.title, "button": "Done"}
    if on_reader:
        facts |= {"button": "It can go on", "Waits on you": True}
        if step.owner:
            facts["owner"] = name(step.owner)
    elif step.blocked and not late:
        facts["button"] = "Open"
    if late:
        facts["late"] = late
    if step.blocked:
        facts["reason"] = LACKS[step.blocked.reason]
        if step.blocked.on and not on_reader:
            facts["waits"] = names(step.blocked.on)
    if not (on_reader or late or step.blocked or is_due):
        facts["In progress" if step.started else "Your turn"] = True
    if is_due:
        facts["Due today"] = True
    elif step.due:
        facts["due"] = day(step.due)
    return facts
