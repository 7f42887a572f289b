"""A step as people know it: how it stands, what was noted of it, what became of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from blocks import history, inputs, kit
from blocks.checklist import whose
from blocks.hiring_request import REASONS
from blocks.ids import Modal
from blocks.step_form import head
from bot.domain.checklist import NOTE_LIMIT, Step, step_of
from bot.domain.hiring_request import HiringRequest
from bot.domain.history import Change
from bot.domain.identity import RequestNumber
from bot.domain.refusals import Field
from bot.domain.role import StepKind

NAME = "step_details"


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A note that may be added. `once`: what makes it the same note, sent again."""

    request: int
    step: StepKind
    once: str

    @property
    def number(self) -> RequestNumber:
        return RequestNumber(self.request)


NOTE = Modal("step_details.note", carries=NoteRef)


def details(
    request: HiringRequest,
    notes: Sequence[Change],
    changes: Sequence[Change],
    ref: NoteRef,
    *,
    may_note: bool,
) -> kit.View:
    """`notes` and `changes`: the latest, the newest first."""
    step = step_of(request.checklist, ref.step)
    above = [*head(request, step), kit.context(whose(step)), *_blocked(step), *_notes(notes)]
    below = [
        kit.section("*What happened*"),
        history.told(changes, NOTE_LIMIT, with_step=False) if changes else kit.note("Nothing yet."),
    ]
    if not may_note:
        return kit.window(NAME, ref, title="Notes and history", blocks=[*above, *below])
    note = inputs.text_input(
        Field.NOTE,
        "Add a note",
        multiline=True,
        max_length=NOTE_LIMIT,
        hint="It stays for good, and everybody who sees the request reads it: "
        "write nothing of candidates.",
    )
    return kit.modal(
        NOTE,
        ref,
        title="Notes and history",
        submit="Add note",
        close="Close",
        blocks=[*above, note, *below],
    )


def _notes(notes: Sequence[Change]) -> Iterator[kit.Block]:
    for note in notes:
        yield kit.rich(kit.line(*history.by_and_at(note)), kit.quote(str(note.became)))


def _blocked(step: Step) -> list[kit.Block]:
    """All that was said of a block: elsewhere it is cut."""
    blocked = step.blocked
    if blocked is None or step.done is not None:
        return []
    waits = [" · waits on ", *kit.mentions(blocked.on)] if blocked.on else []
    said = [f"\n{blocked.text}"] if blocked.text else []
    return [kit.rich(kit.line("⛔ ", REASONS[blocked.reason], *waits, *said))]
