"""The bundle: what is late, due today or waits on somebody, in one message a day at most."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from blocks import kit, update_mine
from blocks.hiring_request import REASONS, STEP_NAMES
from blocks.ids import Action, Nothing
from blocks.notices import MOST_ROWS, About
from blocks.settings import CHANGE
from bot.domain import working_days
from bot.domain.checklist import Step, step_of
from bot.domain.countries import countries
from bot.domain.hiring_request import Status
from bot.domain.notices import Notice
from bot.domain.outbox import RequestNow
from bot.domain.reminders import What, matters_of


@dataclass(frozen=True, slots=True)
class BundleRef:
    """The bundle of a day, as it was where its reader is."""

    on: date


@dataclass(frozen=True, slots=True)
class CountryRef:
    country: str


SNOOZE_DAY = Action("reminders.snooze_day", carries=BundleRef)
SNOOZE_WEEK = Action("reminders.snooze_week", carries=BundleRef)
MUTE = Action("reminders.mute", carries=Nothing)
UNMUTE = Action("reminders.unmute", carries=Nothing)
RIGHT = Action("reminders.country_right", carries=CountryRef)

Row = list[kit.Part]


@dataclass(frozen=True, slots=True)
class Rows:
    late: list[Row]
    due: list[Row]
    waiting: list[Row]


def bundle(told: Notice, about: About) -> kit.Message | None:
    """What is still so of it; nothing where nothing is."""
    today = date.fromisoformat(str(told.facts["on"]))
    rows = _rows(told, about, today)
    groups = [
        (f"{len(rows.late)} late", "Late", rows.late),
        (f"{len(rows.due)} due today", "Due today", rows.due),
        (f"{len(rows.waiting)} waiting on you", "Waits on you", rows.waiting),
    ]
    there = [group for group in groups if group[2]]
    if not there:
        return None
    head = f"Today: {', '.join(count for count, _, _ in there)}"
    ref = BundleRef(today)
    return kit.Message(
        text=head,
        blocks=[
            kit.section(f"*{head}*"),
            *_listed([(name, found) for _, name, found in there]),
            kit.actions(
                *([update_mine.button()] if rows.late or rows.due else []),
                kit.button(SNOOZE_DAY, "Remind me tomorrow", ref),
                kit.button(SNOOZE_WEEK, "In a week", ref),
                kit.button(MUTE, "Mute", Nothing()),
            ),
            *_country(told),
        ],
    )


def snoozed(until: date) -> kit.Message:
    text = f"Quiet until {until:%A}, {kit.short_day(until)}. Then you hear of these again."
    return kit.Message(text=text, blocks=[kit.section(text)])


def muted() -> kit.Message:
    text = (
        "No reminders any more. What becomes your turn, or waits on you, still reaches you at once."
    )
    again = kit.button(UNMUTE, "Remind me again", Nothing())
    return kit.Message(text=text, blocks=[kit.section(text), kit.actions(again)])


def unmuted() -> kit.Message:
    text = "You are reminded again, once a day at most."
    return kit.Message(text=text, blocks=[kit.section(text)])


def country_kept(country: str) -> kit.Message:
    text = f"Noted: {countries()[country]}."
    return kit.Message(text=text, blocks=[kit.section(text)])


def _rows(told: Notice, about: About, today: date) -> Rows:
    rows = Rows([], [], [])
    for number, kind, whats in matters_of(told):
        now = about.get(number)
        if now is None or now.request.status is not Status.OPEN:
            continue
        step = step_of(now.request.checklist, kind)
        if step.done is not None:
            continue
        if What.DUE in whats and step.owner == told.to and step.due and step.due <= today:
            row = _row(now, step, *_late(step.due, today), *_blocked(step))
            (rows.late if step.due < today else rows.due).append(row)
        if What.WAITS in whats and step.blocked and told.to in step.blocked.on:
            since = kit.short_day(step.blocked.at.date())
            rows.waiting.append(_row(now, step, f"since {since}: {_lack(step)}"))
    return rows


def _row(now: RequestNow, step: Step, *more: str) -> Row:
    request = now.request
    says = " · ".join([STEP_NAMES[step.kind].lower(), *more])
    return [kit.link(now.url, f"{request.number} {request.title}"), f": {says}"]


def _late(due: date, today: date) -> Iterator[str]:
    days = working_days.late(due, today)
    if days:
        yield f"{days} day{'s' if days > 1 else ''} late"


def _blocked(step: Step) -> Iterator[str]:
    if step.blocked is not None:
        yield f"blocked: {_lack(step)}"


def _lack(step: Step) -> str:
    return REASONS[step.blocked.reason].lower() if step.blocked else ""


def _listed(groups: Sequence[tuple[str, list[Row]]]) -> Iterator[kit.Block]:
    """As many rows as a phone takes, those that are latest first."""
    room, left_out = MOST_ROWS, 0
    for name, rows in groups:
        shown = rows[:room]
        room -= len(shown)
        left_out += len(rows) - len(shown)
        if shown:
            yield kit.rich(kit.line(kit.bold(name)), kit.bullets(*shown))
    if left_out:
        yield kit.context(f"and {left_out} more, on my Home tab")


def _country(told: Notice) -> list[kit.Block]:
    """Asked once: whether the guess at the reader's country is right."""
    guess = told.facts.get("guess")
    if not isinstance(guess, str):
        return []
    name = countries()[guess]
    return [
        kit.context(f"No reminders on public holidays: {name}, by your time zone."),
        kit.actions(
            kit.button(RIGHT, "That is right", CountryRef(guess)),
            kit.button(CHANGE, "Change…", Nothing()),
        ),
    ]
