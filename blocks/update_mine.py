"""All of somebody's open steps in one form: of each they choose what has become of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from blocks import inputs, kit
from blocks.hiring_request import REASONS, STEP_NAMES
from blocks.ids import Action, Modal, Nothing
from blocks.request_rows import days_late, short_due
from bot.domain import working_days
from bot.domain.checklist import BlockedReason
from bot.domain.request_list import Found, StepKey, WaitingStep
from bot.domain.update_mine import Tally, Way, What, Why

PAGE_SIZE = 18
"""Steps of one form. Each may ask for more in the next, in five of the hundred blocks of a view."""

MOST_SEEN = 9 * PAGE_SIZE
"""Steps that the forms go through, since each form carries which came before."""


@dataclass(frozen=True, slots=True)
class MineRef:
    """Steps by their codes."""

    shown: Mapping[int, int]
    """Each with its version."""
    way: Way


UPDATE_MINE = Action("update_mine.open", carries=Nothing)
CHOSEN = Modal("update_mine.chosen", carries=MineRef)

AS_IS = "as_is"

SOON = (1, 3, 5, 10)
"""Working days from today to the dates that are offered."""


@dataclass(frozen=True, slots=True)
class Pick:
    """What was chosen for a step."""

    what: What
    about: date | BlockedReason | None = None
    """To which day it is moved, why it is blocked."""

    @property
    def needs_more(self) -> bool:
        """Whether there is something still to be asked."""
        return self.what in {What.BLOCK, What.GIVE} or self == Pick(What.MOVE)

    def __str__(self) -> str:
        match self.about:
            case None:
                return self.what.value
            case date() as day:
                return f"{self.what}:{day.isoformat()}"
            case reason:
                return f"{self.what}:{reason}"


def pick_of(chosen: str) -> Pick | None:
    """Nothing where the step is to stay as it is. Raises: ValueError."""
    if chosen == AS_IS:
        return None
    what, _, about = chosen.partition(":")
    match What(what):
        case What.MOVE if about:
            return Pick(What.MOVE, date.fromisoformat(about))
        case What.BLOCK:
            return Pick(What.BLOCK, BlockedReason(about))
        case one:
            return Pick(one)


def name(code: int) -> str:
    """The name of a step's field."""
    return f"update_mine.{code}"


def button() -> kit.Element:
    return kit.button(UPDATE_MINE, "Update mine")


def page(found: Found[WaitingStep], way: Way, today: date) -> kit.View:
    """`today` is where their owner is; `way` is what they have behind them."""
    return kit.modal(
        CHOSEN,
        MineRef({step.key.code: step.version for step in found.rows}, way),
        title="Update mine",
        submit=f"Save, then {found.left:,} more" if found.left else "Save",
        close="Not now" if way.begins else "Close",
        blocks=[
            *told(way.tally),
            kit.context(_head(found)),
            *(_step(step, today) for step in found.rows),
        ],
    )


def finished(tally: Tally, left: int = 0) -> kit.View:
    """What has come of it all; `left` are those that the forms could not take."""
    said = told(tally) or [kit.section("Nothing was changed.")]
    more = f"{left:,} more are yours: begin again when some of these are done."
    return _window(*said, *([kit.context(more)] if left else []))


def nothing_open() -> kit.View:
    return _window(
        kit.section(
            "No open step is yours. Those that you own in open requests come here, all in one form."
        )
    )


def _window(*blocks: kit.Block) -> kit.View:
    return kit.window("update_mine.finished", Nothing(), title="Update mine", blocks=blocks)


def _head(found: Found[WaitingStep]) -> str:
    shown = len(found.rows)
    many = f"{shown} of {found.total:,} open steps" if found.left else _open_steps(shown)
    return f"{many}, the most pressing first. What you leave alone stays as it is."


def _open_steps(count: int) -> str:
    return "One open step" if count == 1 else f"{count} open steps"


# A step ----------------------------------------------------------------------------------------


def _step(step: WaitingStep, today: date) -> kit.Block:
    return inputs.grouped_select(
        name(step.key.code),
        f"{STEP_NAMES[step.step.kind]} · {step.number} {step.title}",
        [
            ("How it stands", list(_states(step))),
            ("When", list(_dates(step, today))),
            ("What is missing", list(_blocks(step))),
            ("Whose", [(str(Pick(What.GIVE)), "Hand to a colleague…")]),
        ],
        chosen=AS_IS,
        hint=_facts(step, today),
    )


def _states(step: WaitingStep) -> Iterator[inputs.Option]:
    yield AS_IS, "No change"
    yield str(Pick(What.DONE)), "Done"
    if step.step.blocked:
        yield str(Pick(What.FREE)), "It can go on"
    elif not step.started:
        yield str(Pick(What.START)), "In progress"


def _dates(step: WaitingStep, today: date) -> Iterator[inputs.Option]:
    for days in SOON:
        day = working_days.after(today, days)
        if day != step.step.due:
            yield str(Pick(What.MOVE, day)), f"New date: {short_due(day)}"
    yield str(Pick(What.MOVE)), "New date: another…"


def _blocks(step: WaitingStep) -> Iterator[inputs.Option]:
    for reason, name in REASONS.items():
        if reason is not step.step.blocked:
            yield str(Pick(What.BLOCK, reason)), f"Blocked: {name.lower()}"


def _facts(step: WaitingStep, today: date) -> str:
    row = step.step
    late = days_late(row, today)
    due = "due today" if row.due == today else f"due {short_due(row.due)}" if row.due else "no date"
    how = f"blocked: {REASONS[row.blocked].lower()}" if row.blocked else None
    begun = "in progress" if step.started and not row.blocked else None
    said = " · ".join(part for part in (late, due, how, begun) if part)
    return f"{said[0].upper()}{said[1:]}"


# What has come of it -----------------------------------------------------------------------------


COUNTED = {
    What.DONE: "done",
    What.START: "in progress",
    What.FREE: "can go on",
    What.MOVE: "with a new date",
    What.BLOCK: "blocked",
    What.GIVE: "handed over",
}

MISSED = {
    Why.DONE: "somebody else has done it already",
    Why.CHANGED: "somebody changed it meanwhile, so it stays as they left it",
    Why.CLOSED: "its request is not under way any more",
    Why.NOT_THEIRS: "it is not yours any more",
}


def told(tally: Tally) -> list[kit.Block]:
    """How many are as wanted, and which are not, and why."""
    counts = [f"{count} {COUNTED[what]}" for what, count in tally.counts.items()]
    done = [kit.section(f"*✓ {' · '.join(counts)}*")] if counts else []
    return [*done, *_missed(tally)]


def _missed(tally: Tally) -> Sequence[kit.Block]:
    if not tally.missed:
        return []
    rows = []
    for code, why in tally.missed:
        key = StepKey.of_code(code)
        rows.append([f"{STEP_NAMES[key.kind]}, {key.number}: {MISSED[why]}"])
    more = [kit.context(f"and {tally.more_missed} more")] if tally.more_missed else []
    return [kit.rich(kit.line(kit.bold("Not changed")), kit.bullets(*rows)), *more]
