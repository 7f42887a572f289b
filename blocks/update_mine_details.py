"""What there is still to say of the steps that were chosen to be blocked, moved or given away."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from blocks import inputs, kit, request_rows
from blocks.hiring_request import REASONS, STEP_NAMES
from blocks.ids import Modal
from blocks.update_mine import Pick, pick_of, told
from bot.domain.checklist import BLOCK_TEXT_LIMIT, MOST_WAITED_FOR, BlockedReason, Step
from bot.domain.hiring_request import HiringRequest
from bot.domain.refusals import Field
from bot.domain.update_mine import Way, What


@dataclass(frozen=True, slots=True)
class DetailsRef:
    asked: Mapping[int, tuple[int, str]]
    """Steps by their codes, each with the version that was seen and what was chosen."""
    way: Way

    @property
    def picks(self) -> Iterator[tuple[int, int, Pick]]:
        """Code, version, choice. Raises: ValueError."""
        for code, (seen, chosen) in self.asked.items():
            pick = pick_of(chosen)
            if pick is not None:
                yield code, seen, pick


@dataclass(frozen=True, slots=True)
class Asked:
    """A step of which more is to be said."""

    request: HiringRequest
    step: Step
    code: int
    pick: Pick


DETAILED = Modal("update_mine.detailed", carries=DetailsRef)


def name(field: Field, code: int) -> str:
    """The name of a step's field."""
    return f"{field}.{code}"


def details(asked: Sequence[Asked], way: Way) -> kit.View:
    carried = {one.code: (one.step.version, str(one.pick)) for one in asked}
    return kit.modal(
        DETAILED,
        DetailsRef(carried, way),
        title="A word more",
        submit="Save",
        close="Leave them",
        blocks=[
            *told(way.tally),
            kit.context(
                "These need a word more. Until you save, they stay as they are."
                if len(asked) > 1
                else "This needs a word more. Until you save, it stays as it is."
            ),
            *(block for one in asked for block in _fields(one)),
        ],
    )


def _fields(one: Asked) -> Iterator[kit.Block]:
    chosen = _chosen(one.pick)
    yield kit.divider()
    yield kit.rich(
        kit.line(
            kit.bold(STEP_NAMES[one.step.kind]),
            f"\n{request_rows.named(one.request)}",
            *([f"\n{chosen}"] if chosen else []),
        )
    )
    match one.pick.what:
        case What.BLOCK:
            yield _waits_on(one)
            yield _words(one)
            yield _due(one)
        case What.GIVE:
            yield _to(one)
            yield _due(one)
            if one.request.restricted:
                yield kit.note("Whoever owns a step sees the whole request.")
        case _:
            yield _due(one, optional=False)


def _chosen(pick: Pick) -> str | None:
    match pick:
        case Pick(What.BLOCK, BlockedReason() as reason):
            return f"Blocked: {REASONS[reason].lower()}"
        case _:
            return None


def _waits_on(one: Asked) -> kit.Block:
    return inputs.people(
        name(Field.WAITS_ON, one.code),
        "On whom does it wait?",
        chosen=one.step.blocked.on if one.step.blocked else (),
        optional=True,
        at_most=MOST_WAITED_FOR,
        placeholder="Who can end it",
        hint="For its hiring team only: others are named here, and not told."
        if one.request.restricted
        else "They are told.",
    )


def _words(one: Asked) -> kit.Block:
    return inputs.text_input(
        name(Field.REASON, one.code),
        "In a few words",
        optional=one.pick.about is not BlockedReason.OTHER,
        max_length=BLOCK_TEXT_LIMIT,
    )


def _to(one: Asked) -> kit.Block:
    return inputs.person(name(Field.TO, one.code), "To whom?", placeholder="Choose a colleague")


def _due(one: Asked, *, optional: bool = True) -> kit.Block:
    return inputs.day(
        name(Field.DUE, one.code),
        "Until when?",
        chosen=one.step.due,
        optional=optional,
        placeholder="No date",
    )
