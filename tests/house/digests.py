"""Everything that is shown of a channel's digest, in each of its states."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from blocks import digest, digest_form, digest_preview, digest_told, kit
from bot.domain.checklist import BlockedReason
from bot.domain.digest import Part, QuietWeek, State, Subscription, usual
from bot.domain.digest_contents import Digest, Findings, Seen, SeenStep
from bot.domain.digest_contents import digest as made
from bot.domain.digest_letters import cannot_go_on
from bot.domain.hiring_request import Status, StatusReason
from bot.domain.history import Change, Fact, What
from bot.domain.identity import ChannelId, RequestNumber
from bot.domain.role import StepKind
from bot.domain.time_in_step import Timed
from tests import hiring

BLOCKS = (digest, digest_form)

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
WEEK_AGO = NOW - timedelta(days=7)
CHANNEL = ChannelId("C0HIRING")
CHOICES = usual("Europe/London")
NAMES = {hiring.ANA: "Ana Ruiz", hiring.SAM: "Sam Cole"}

KEPT = Subscription(
    hiring.ACME, CHANNEL, False, hiring.ANA, CHOICES, State.ON, WEEK_AGO, NOW + timedelta(days=7)
)


def steps(*changed: SeenStep) -> tuple[SeenStep, ...]:
    by_kind = {step.kind: step for step in changed}
    return tuple(
        by_kind.get(kind, SeenStep(kind, hiring.SAM, NOW.date() + timedelta(days=4), False))
        for kind in StepKind
    )


def seen(number: int, title: str = "ML Engineer, churn", **changes: Any) -> Seen:
    """An open request, all on track."""
    request = Seen(
        number=RequestNumber(number),
        title=title,
        status=Status.OPEN,
        status_reason=None,
        status_at=WEEK_AGO,
        began_at=NOW - timedelta(days=41),
        openings=1,
        filled=0,
        manager_has_left=False,
        thread=f"https://acme.slack.com/p{number}",
        steps=steps(),
    )
    return replace(request, **changes)


def change(
    number: int, what: What, was: Fact, became: Fact, step: StepKind | None = None
) -> Change:
    return Change(
        RequestNumber(number), NOW - timedelta(days=1), hiring.ANA, what, step, was, became
    )


def of(*requests: Seen, changes: tuple[Change, ...] = (), timed: int = 0) -> Digest:
    done = {StepKind.DEFINE_PROBLEM: WEEK_AGO + timedelta(days=2)}
    one = Timed(WEEK_AGO, done, [(WEEK_AGO, Status.OPEN)])
    return made(Findings(requests, changes, (one,) * timed), CHOICES.weekly, frozenset(Part), NOW)


def everything(title: str = "ML Engineer, churn") -> Digest:
    """A request of each kind that there is."""
    late = SeenStep(StepKind.DRAFT_JOB_DESCRIPTION, None, NOW.date() - timedelta(days=5), False)
    define = StepKind.DEFINE_PROBLEM
    waits = SeenStep(
        define, hiring.SAM, None, False, BlockedReason.APPROVAL, WEEK_AGO, (hiring.LI, hiring.SAM)
    )
    held = {"status": Status.ON_HOLD, "status_reason": StatusReason.BUDGET}
    over = {"status": Status.CANCELLED, "status_reason": StatusReason.DUPLICATE}
    filled = {"status": Status.FILLED, "status_at": NOW, "openings": 2, "filled": 2}
    return of(
        seen(1, title, steps=steps(waits, late)),
        seen(2, title, steps=steps(late), manager_has_left=True),
        seen(3, title, steps=steps(SeenStep(define, None, None, False))),
        seen(4, title, openings=3, filled=1),
        seen(5, title, **held),
        seen(6, title, **over),
        seen(7, title),
        seen(8, title),
        seen(9, title, steps=tuple(replace(step, done=True) for step in steps())),
        seen(10, title, **filled),
        seen(11, title, thread=None),
        changes=(
            change(4, What.FILLED, 0, 1),
            change(4, What.STEP_STATE, "to_do", "done", define),
            change(4, What.STEP_STATE, "blocked", "to_do", StepKind.CREATE_TAKE_HOME),
            change(5, What.STATUS, "open", "on_hold budget"),
            change(6, What.STATUS, "open", "cancelled duplicate"),
            change(7, What.STATUS, None, "open"),
            change(8, What.STATUS, "on_hold budget", "open"),
            change(8, What.STEP_STATE, "done", "to_do", define),
            change(10, What.STATUS, "open", "filled"),
        ),
        timed=5,
    )


def messages(title: str = "ML Engineer, churn") -> Iterator[kit.Message]:
    told = everything(title)
    late = NOW - timedelta(days=1)
    yield digest.message(told, NAMES, CHANNEL)
    yield digest.message(told, {}, CHANNEL, in_thread=3, was_due=late)
    yield from filter(None, [digest.continued(told, NAMES)])
    yield digest.quiet(of(seen(1)), late)
    yield digest.quiet(of())
    for why in digest_told.WHY_NOT:
        stopped = replace(KEPT, state=why, next_due_at=None)
        yield digest_told.told_stopped([cannot_go_on(stopped)])


def views(title: str = "ML Engineer, churn") -> Iterator[dict[str, Any]]:
    ref = digest_form.FormRef(CHANNEL, CHOICES, "once")
    yield digest_form.pick()
    yield digest_form.form(ref, CHOICES, None, ["A note"])
    for state in State:
        due = KEPT.next_due_at if state is State.ON else None
        kept = replace(KEPT, state=state, next_due_at=due)
        yield digest_form.form(ref, CHOICES, kept)
        yield digest_told.saved(kept)
    yield digest_told.stopped(CHANNEL)
    nothing = replace(CHOICES, quiet=QuietWeek.NOTHING)
    for choices in (CHOICES, nothing):
        for told in (everything(title), of(seen(1))):
            yield digest_preview.preview(CHANNEL, choices, told, NAMES, "Mon 30 Nov, 9:00")
