"""All that is somebody's, given to a colleague."""

from collections.abc import Iterator, Sequence

from blocks import inputs, kit
from blocks.ids import Action, Modal, Nothing
from bot.domain.handing_over import Part
from bot.domain.identity import Person, RequestNumber
from bot.domain.refusals import Field

HAND_ALL = Action("hand_all.open", carries=Nothing)
HANDED_ALL = Modal("hand_all.handed", carries=Nothing)

TITLE = "Hand all of mine over"

MOST_ROWS = 10
"""Requests that are named; more are only counted."""


def offered() -> kit.Block:
    return kit.section(
        "*Going away, or to another team?*\nGive all that is yours in hiring to a colleague.",
        accessory=kit.button(HAND_ALL, "Hand all over…"),
    )


def form(parts: Sequence[Part]) -> kit.View:
    """What will be handed over is said before it is done."""
    many = len(parts)
    left = many - MOST_ROWS
    return kit.modal(
        HANDED_ALL,
        Nothing(),
        title=TITLE,
        submit="Hand it over" if many == 1 else f"Hand over all {many:,}",
        close="Not now",
        blocks=[
            kit.section(f"*{_requests(many)} under way*: {_summed(parts)}."),
            kit.rich(kit.bullets(*(_row(part) for part in parts[:MOST_ROWS]))),
            *([kit.context(f"and {left:,} more")] if left > 0 else []),
            inputs.person(Field.TO, "To whom?", placeholder="Choose a colleague"),
            *_secret(parts),
            kit.note("They are told at once. What is done stays with who did it."),
        ],
    )


def nothing() -> kit.View:
    return _said(kit.section("Nothing under way is yours: there is nothing to hand over."))


def handed(numbers: Sequence[RequestNumber], kept: Sequence[RequestNumber], to: Person) -> kit.View:
    """What has become of it. `kept` could not be handed over."""
    done = (
        f"*✓ {_requests(len(numbers))} handed to* {kit.at(to)}" if numbers else "Nothing changed."
    )
    stay = ", ".join(map(str, kept[:MOST_ROWS]))
    more = f" and {len(kept) - MOST_ROWS:,} more" if len(kept) > MOST_ROWS else ""
    why = "changed meanwhile, so left as they are"
    return _said(kit.section(done), *([kit.context(f"{stay}{more}: {why}.")] if kept else []))


def _said(*blocks: kit.Block) -> kit.View:
    return kit.window("hand_all.said", Nothing(), title=TITLE, blocks=blocks)


def _requests(count: int) -> str:
    return "One request" if count == 1 else f"{count:,} requests"


def _summed(parts: Sequence[Part]) -> str:
    manages, recruits = sum(one.manages for one in parts), sum(one.recruits for one in parts)
    steps = sum(one.open_steps for one in parts)
    said = [
        *([f"you manage {manages:,}"] if manages else []),
        *([f"you recruit for {recruits:,}"] if recruits else []),
        *([f"{_steps(steps)} yours"] if steps else []),
    ]
    return ", ".join(said)


def _steps(count: int) -> str:
    return "one open step is" if count == 1 else f"{count:,} open steps are"


def _row(part: Part) -> list[kit.Part]:
    return [f"{part.number} · {part.title}: {', '.join(_parts(part))}"]


def _parts(part: Part) -> Iterator[str]:
    if part.manages:
        yield "manager"
    if part.recruits:
        yield "recruiter"
    if part.open_steps:
        yield f"{part.open_steps} step{'s' if part.open_steps > 1 else ''}"


def _secret(parts: Sequence[Part]) -> list[kit.Block]:
    many = sum(one.restricted for one in parts)
    if not many:
        return []
    if many == 1:
        said = "One of them is for the hiring team only: whoever takes it over sees all of it."
    else:
        said = f"{many:,} are for their teams only: whoever takes them over sees all of them."
    return [kit.note(f"⚠ {said}")]
