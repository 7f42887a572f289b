"""The checklist in a request's thread, and what only the person who ticked sees."""

from collections.abc import Iterator
from dataclasses import dataclass

from blocks import kit, step_menu
from blocks.hiring_request import REASONS, STEP_NAMES, due
from blocks.ids import Action, versioned
from bot.domain.checklist import Done, Step, StepState, next_step, progress
from bot.domain.hiring_request import HiringRequest, Status
from bot.domain.identity import RequestNumber
from bot.domain.role import StepKind


@dataclass(frozen=True, slots=True)
class StepRef:
    """A step of a request."""

    request: int
    step: StepKind

    @property
    def number(self) -> RequestNumber:
        return RequestNumber(self.request)


TEXT_SHOWN = 200
"""UTF-16 units of what was said of a block; the whole of it stands with the step's notes."""

STATES = {StepState.IN_PROGRESS: "in progress", StepState.BLOCKED: "blocked"}
"""What is worth a word beside a box: it says itself whether its step is done."""

TICK = Action("checklist.tick", carries=StepRef)
UNDO = Action("checklist.undo", carries=StepRef)


def checklist(request: HiringRequest) -> kit.Message:
    """The steps with their boxes; without them where the request is cancelled."""
    done = progress(request.checklist)
    return kit.Message(
        text=kit.escaped(f"{request.number}: checklist, {done} done"),
        blocks=[
            kit.section(f"*Checklist* · {done} done"),
            *_why_it_rests(request),
            *steps(request),
        ],
    )


def steps(request: HiringRequest) -> list[kit.Block]:
    """In the thread, and in the request's window."""
    if request.status is Status.CANCELLED:
        return [_at_rest(request)]
    return [block for row in _rows(request) for block in row]


def _why_it_rests(request: HiringRequest) -> list[kit.Block]:
    words = {
        Status.ON_HOLD: "The request is on hold: nobody is reminded.",
        Status.CANCELLED: "The request is cancelled: its steps rest.",
    }
    return [kit.context(words[request.status])] if request.status in words else []


def _rows(request: HiringRequest) -> Iterator[list[kit.Block]]:
    """One box a step: a group of five would let a stale screen clear a colleague's tick.

    A client keeps what it shows of a box while its block_id stays, so each carries its version.
    """
    for place, step in enumerate(request.checklist, start=1):
        row = kit.actions(
            _box(place, step),
            step_menu.menu(request, step),
            block_id=versioned(StepRef(request.number.value, step.kind), step.version),
        )
        yield [row, *_lacks(step)]


def _at_rest(request: HiringRequest) -> kit.Block:
    return kit.rich(
        kit.bullets(
            *(
                [
                    f"{STEP_NAMES[step.kind]} · ",
                    *(_done(step.done) if step.done else ["not done"]),
                ]
                for step in request.checklist
            ),
            ordered=True,
        )
    )


def _done(done: Done) -> list[kit.Part]:
    if done.elsewhere:
        return ["done elsewhere, says ", kit.mention(done.by)]
    return ["done by ", kit.mention(done.by)]


def _lacks(step: Step) -> list[kit.Block]:
    """Under the row of a step that cannot go on: why, since when, on whom."""
    blocked = step.blocked
    if blocked is None or step.done is not None:
        return []
    since = kit.when(blocked.at, "{date_short}")
    parts: list[kit.Part] = ["Blocked since ", since, f": {REASONS[blocked.reason].lower()}"]
    if blocked.on:
        parts += [" · waits on ", *kit.mentions(blocked.on)]
    if blocked.text:
        parts.append(f"\n{kit.cut(blocked.text, TEXT_SHOWN)}")
    return [kit.rich(kit.quote(*parts))]


def ticked(request: HiringRequest, step: StepKind) -> kit.Message:
    """To the one who ticked: what is done, what comes next, and the way back."""
    place = list(StepKind).index(step) + 1
    following = next_step(request.checklist)
    text = f"Step {place} done. {_next(following)}"
    return kit.Message(
        text=text,
        blocks=[
            kit.section(text),
            kit.actions(kit.button(UNDO, "Undo", StepRef(request.number.value, step))),
        ],
    )


def undone(step: StepKind) -> kit.Message:
    place = list(StepKind).index(step) + 1
    return kit.Message(
        text=f"Step {place} is open again.",
        blocks=[kit.section(f"Step {place} is open again.")],
    )


def not_yours(step: StepKind) -> kit.Message:
    """Somebody else has changed the step since."""
    text = f"Nothing to undo: {STEP_NAMES[step].lower()} has been changed since."
    return kit.Message(text=text, blocks=[kit.section(text)])


def _box(place: int, step: Step) -> kit.Element:
    return kit.checkbox(
        TICK,
        f"{place}  {STEP_NAMES[step.kind]}",
        checked=step.done is not None,
        description=whose(step),
    )


def whose(step: Step) -> str:
    done = step.done
    if done is not None and done.elsewhere:
        return f"Done elsewhere, says {kit.at(done.by)}"
    if done is not None:
        return f"Done by {kit.at(done.by)} · {kit.day_of(done.at)}"
    parts = [kit.at(step.owner) if step.owner else "Needs an owner"]
    if step.due:
        parts.append(f"due {due(step)}")
    if step.state in STATES:
        parts.append(STATES[step.state])
    return " · ".join(parts)


def _next(step: Step | None) -> str:
    if step is None:
        return "That was the last one: ready to interview."
    owner = kit.at(step.owner) if step.owner else "needs an owner"
    when = f", due {due(step)}" if step.due else ""
    return f"Next: {STEP_NAMES[step.kind].lower()}, {owner}{when}."
