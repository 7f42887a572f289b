"""Direct messages of a single thing: what it is, where, and what can be done about it at once.

Each is drawn from the request as it is when the message is sent, and is nothing where that has
made it untrue.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from blocks import kit
from blocks.digest import SETTINGS, ChannelRef
from blocks.hiring_request import LEVELS, REASONS, STEP_NAMES, due
from blocks.ids import Action, Nothing
from blocks.status_line import status_line
from bot.domain.checklist import Blocked, Step, step_of
from bot.domain.hiring_request import HiringRequest, Status
from bot.domain.history import people_in
from bot.domain.identity import ChannelId, Person, RequestNumber
from bot.domain.notices import Notice, NoticeKind
from bot.domain.outbox import RequestNow
from bot.domain.role import Role, StepKind

PROBLEM_SHOWN = 300
"""UTF-16 units of the problem in a message; the whole of it stands in the thread."""

WORDS_SHOWN = 120
"""UTF-16 units of what somebody said of a block, in a row among others."""

MOST_ROWS = 10
"""Of one message, on a phone."""

About = Mapping[RequestNumber, RequestNow]


@dataclass(frozen=True, slots=True)
class TurnRef:
    """A step that a direct message is about, and its thread."""

    request: int
    step: StepKind
    url: str | None

    @property
    def number(self) -> RequestNumber:
        return RequestNumber(self.request)


TO_THREAD = Action("notices.to_thread", carries=Nothing)
DONE = Action("notices.done", carries=TurnRef)
UNDO = Action("notices.undo", carries=TurnRef)
UNBLOCK = Action("notices.unblock", carries=TurnRef)


@dataclass(frozen=True, slots=True)
class Told:
    """A notice of one step, with the step and its request as they are now."""

    notice: Notice
    request: HiringRequest
    step: Step
    url: str | None

    @property
    def what(self) -> str:
        return STEP_NAMES[self.step.kind].lower()

    @property
    def ref(self) -> TurnRef:
        return TurnRef(self.request.number.value, self.step.kind, self.url)

    @property
    def goes_on(self) -> bool:
        return self.request.status is Status.OPEN and self.step.done is None


def written(
    told: Sequence[Notice], about: About, names: Mapping[Person, str]
) -> kit.Message | None:
    """The message that notices of one kind to one reader make. `names` are of people in facts."""
    match told[0].kind:
        case NoticeKind.STATUS:
            return _status(told[0], about, names)
        case NoticeKind.YOUR_TURN:
            return _your_turns(list(_of_steps(told, about)))
        case NoticeKind.BLOCKED:
            return _all_blocked(list(_of_steps(told, about)))
        case NoticeKind.UNBLOCKED:
            found = next(_of_steps(told, about), None)
            return _unblocked(found) if found is not None and found.goes_on else None
        case NoticeKind.HANDED_OVER:
            return _handed_over(told, about)
        case NoticeKind.NEEDS_OWNER:
            return _needs_owner(told, about)
        case other:
            raise ValueError(f"not a notice of one thing: {other}")


def _status(told: Notice, about: About, names: Mapping[Person, str]) -> kit.Message | None:
    (request,) = [one.request for one in about.values()]
    by = next(iter(people_in(told.facts.get("by"))), None)
    return status_line(told, request, names.get(by, "somebody") if by else "somebody")


# One step --------------------------------------------------------------------------------------


def _of_steps(told: Iterable[Notice], about: About) -> Iterator[Told]:
    for notice in told:
        now = about.get(notice.number) if notice.number else None
        if now is not None:
            step = step_of(now.request.checklist, StepKind(str(notice.facts["step"])))
            yield Told(notice, now.request, step, now.url)


def your_turn(request: HiringRequest, kind: StepKind, url: str | None) -> kit.Message:
    """What its owner needs to begin."""
    step = step_of(request.checklist, kind)
    ref = TurnRef(request.number.value, kind, url)
    problem = kit.cut(request.problem, PROBLEM_SHOWN)
    return kit.Message(
        text=kit.escaped(f"Your turn: {STEP_NAMES[kind].lower()}, {_title(request)}"),
        blocks=[
            kit.section(f"*Your turn:* {STEP_NAMES[kind].lower()}"),
            kit.rich(
                kit.line(kit.link(url, _title(request)), _by_when(step) + "\n"),
                kit.line(" · ".join(_facts(request))),
                *([kit.quote(problem)] if problem else []),
            ),
            *([kit.rich(_lacks(step.blocked))] if step.blocked else []),
            kit.actions(*_to_thread(url), kit.button(DONE, "Done", ref)),
        ],
    )


def _your_turns(told: Sequence[Told]) -> kit.Message | None:
    true = [one for one in told if one.goes_on and one.step.owner == one.notice.to]
    if not true:
        return None
    if len(true) == 1:
        return your_turn(true[0].request, true[0].step.kind, true[0].url)
    return _many(
        f"Your turn: {len(true)} steps are yours to do now",
        [_row(one.url, one.request, f": {one.what}{_by_when(one.step)}") for one in true],
    )


def done(request: HiringRequest, ref: TurnRef) -> kit.Message:
    """In place of "Your turn", once its step is ticked."""
    what = f"Done: {STEP_NAMES[ref.step].lower()}"
    return kit.Message(
        text=kit.escaped(f"{what}, {_title(request)}"),
        blocks=[
            kit.rich(kit.line(kit.bold(what), "\n", kit.link(ref.url, _title(request)))),
            kit.actions(*_to_thread(ref.url), kit.button(UNDO, "Undo", ref)),
        ],
    )


def _all_blocked(told: Sequence[Told]) -> kit.Message | None:
    true = [(one, one.step.blocked) for one in told if one.goes_on and one.step.blocked]
    if not true:
        return None
    if len(true) == 1:
        return _blocked(*true[0])
    all_on_reader = all(one.notice.to in blocked.on for one, blocked in true)
    head = "Waiting on you" if all_on_reader else "Blocked"
    rows = []
    for one, blocked in true:
        words = f". {kit.cut(blocked.text, WORDS_SHOWN)}" if blocked.text else ""
        on_reader = one.notice.to in blocked.on and not all_on_reader
        waits = " · waits on you" if on_reader else ""
        says = f": {one.what}, {REASONS[blocked.reason].lower()}{words}{waits}"
        rows.append(_row(one.url, one.request, says))
    return _many(f"{head}: {len(true)} steps", rows)


def _blocked(told: Told, blocked: Blocked) -> kit.Message:
    on_reader = told.notice.to in blocked.on
    head = "Waits on you" if on_reader else "Blocked"
    others = [person for person in blocked.on if person != told.notice.to]
    waits = [" · waits on ", *_listed(others)] if others and not on_reader else []
    unblock = [kit.button(UNBLOCK, "It can go on", told.ref)] if on_reader else []
    buttons = [*_to_thread(told.url), *unblock]
    return kit.Message(
        text=kit.escaped(f"{head}: {told.what}, {_title(told.request)}"),
        blocks=[
            kit.section(f"*{head}:* {told.what}"),
            kit.rich(kit.line(kit.link(told.url, _title(told.request)), *waits)),
            kit.rich(_lacks(blocked)),
            kit.context(f"{kit.at(blocked.by)} said so · {kit.day_of(blocked.at)}"),
            *([kit.actions(*buttons)] if buttons else []),
        ],
    )


def _unblocked(told: Told) -> kit.Message | None:
    if told.step.blocked is not None or told.step.owner != told.notice.to:
        return None
    (by,) = people_in(told.notice.facts.get("by"))
    return kit.Message(
        text=kit.escaped(f"It can go on: {told.what}, {_title(told.request)}"),
        blocks=[
            kit.section(f"*It can go on:* {told.what}"),
            kit.rich(
                kit.line(kit.link(told.url, _title(told.request)), _by_when(told.step) + "\n"),
                kit.line(kit.mention(by), " took the block away."),
            ),
            kit.actions(*_to_thread(told.url), kit.button(DONE, "Done", told.ref)),
        ],
    )


def unblocked(request: HiringRequest, ref: TurnRef, *, changed: bool) -> kit.Message:
    """In place of "Waits on you"."""
    step = step_of(request.checklist, ref.step)
    what = f"It can go on: {STEP_NAMES[ref.step].lower()}"
    told: list[kit.Part] = (
        [kit.mention(step.owner), " has been told."]
        if changed and step.owner
        else ["Nobody has to be told." if changed else "Somebody was faster than you."]
    )
    return kit.Message(
        text=kit.escaped(f"{what}, {_title(request)}"),
        blocks=[
            kit.rich(
                kit.line(kit.bold(what), "\n"),
                kit.line(kit.link(ref.url, _title(request)), "\n"),
                kit.line(*told),
            )
        ],
    )


# Whole requests --------------------------------------------------------------------------------


def _handed_over(told: Sequence[Notice], about: About) -> kit.Message | None:
    rows: list[list[kit.Part]] = []
    givers: list[Person] = []
    for notice in told:
        now = about.get(notice.number) if notice.number else None
        if now is None or not now.request.status.under_way:
            continue
        part = _part(now.request, notice.to)
        if part is not None:
            rows.append(_row(now.url, now.request, f": {part}"))
            givers += people_in(notice.facts.get("by"))
    if not rows:
        return None
    head = "Handed to you" if len(rows) == 1 else f"Handed to you: {len(rows)} requests"
    by = kit.rich(kit.line("By ", *_listed(list(dict.fromkeys(givers)))))
    return _many(head, rows, by)


def _part(request: HiringRequest, person: Person | None) -> str | None:
    """What somebody has to do in a request."""
    if person == request.manager:
        return "you manage it now"
    if person in request.recruiters:
        return "you recruit now"
    theirs = [step.kind for step in request.checklist if step.owner == person and not step.done]
    return _enumerated([STEP_NAMES[kind].lower() for kind in theirs]) if theirs else None


def _needs_owner(told: Sequence[Notice], about: About) -> kit.Message | None:
    """What those who went leave, in one message; what has an owner again by now is left out."""
    rows: list[list[kit.Part]] = []
    left: list[Person] = []
    digests = [notice for notice in told if "channel" in notice.facts]
    for notice in told:
        now = about.get(notice.number) if notice.number else None
        if now is None or not now.request.status.under_way:
            continue
        needs = [*_without_owner(notice, now.request), *_without_answer(notice, now.request)]
        if notice.facts.get("leads") and now.request.manager_has_left:
            needs.insert(0, "it needs a manager: hand it over")
        if needs:
            rows.append(_row(now.url, now.request, f": {'; '.join(needs)}"))
            left += people_in(notice.facts.get("by")) if notice.facts.get("left") else []
    if not rows and not digests:
        return None
    left += [person for notice in digests for person in people_in(notice.facts.get("by"))]
    gone = list(dict.fromkeys(left))
    return _many("Somebody is needed", rows, *_who_left(gone), below=list(_digests_of(digests)))


def _digests_of(told: Sequence[Notice]) -> Iterator[kit.Block]:
    """Those that their reader keeps from now on."""
    for notice in told[:MOST_ROWS]:
        ref = ChannelRef(ChannelId(str(notice.facts["channel"])))
        is_on = notice.facts.get("on")
        goes_on = "It goes on as it was." if is_on else "It is not sent now: Settings says why."
        yield kit.section(
            f"The weekly digest of <#{ref.channel}> is yours to look after now. {goes_on}",
            accessory=kit.button(SETTINGS, "Settings", ref),
        )


def _who_left(gone: Sequence[Person]) -> list[kit.Block]:
    if not gone:
        return []
    verb = " has left the company." if len(gone) == 1 else " have left the company."
    return [kit.rich(kit.line(*_listed(gone), verb))]


def _without_owner(notice: Notice, request: HiringRequest) -> Iterator[str]:
    kinds = [StepKind(one) for one in str(notice.facts.get("steps") or "").split()]
    open_steps = [step for kind in kinds if (step := step_of(request.checklist, kind)).done is None]
    bare = [step.kind for step in open_steps if step.owner is None]
    names = [STEP_NAMES[kind].lower() for kind in bare]
    places = [str(list(StepKind).index(kind) + 1) for kind in bare]
    if len(names) == 1:
        yield f"no owner for {names[0]}"
    elif names:
        yield f"no owner for steps {_enumerated(places)}"


def _without_answer(notice: Notice, request: HiringRequest) -> Iterator[str]:
    for kind in str(notice.facts.get("waits") or "").split():
        step = step_of(request.checklist, StepKind(kind))
        if step.blocked is not None and not step.blocked.on and step.done is None:
            reason = REASONS[step.blocked.reason].lower()
            yield f"{STEP_NAMES[step.kind].lower()} is blocked ({reason}) and waits on nobody now"


# Parts -----------------------------------------------------------------------------------------


def _many(
    head: str,
    rows: Sequence[list[kit.Part]],
    *above: kit.Block,
    below: Sequence[kit.Block] = (),
) -> kit.Message:
    shown, more = rows[:MOST_ROWS], len(rows) - MOST_ROWS
    return kit.Message(
        text=head,
        blocks=[
            kit.section(f"*{head}*"),
            *above,
            *([kit.rich(kit.bullets(*shown))] if shown else []),
            *([kit.context(f"and {more} more, on my Home tab")] if more > 0 else []),
            *below,
        ],
    )


def _row(url: str | None, request: HiringRequest, *more: kit.Part) -> list[kit.Part]:
    return [kit.link(url, _title(request)), *more]


def _title(request: HiringRequest) -> str:
    return f"{request.number} {request.title}"


def _facts(request: HiringRequest) -> Iterator[str]:
    level = LEVELS[request.seniority]
    yield level if request.role is Role.OTHER else f"{level} {request.role.label}"
    if request.openings > 1:
        yield f"{request.openings} openings"
    if request.place:
        yield request.place
    if request.start_by:
        yield f"start by {kit.short_day(request.start_by)} {request.start_by.year}"


def _by_when(step: Step) -> str:
    return f" · due {due(step)}" if step.due else ""


def _lacks(blocked: Blocked) -> kit.Element:
    reason = f"Why: {REASONS[blocked.reason].lower()}"
    return kit.quote(f"{reason}. {blocked.text}" if blocked.text else reason)


def _enumerated(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _listed(people: Sequence[Person]) -> list[kit.Part]:
    parts: list[kit.Part] = []
    for person in people:
        parts += [", ", kit.mention(person)] if parts else [kit.mention(person)]
    return parts


def _to_thread(url: str | None) -> list[kit.Element]:
    return [kit.button(TO_THREAD, "Open the thread", url=url)] if url else []
