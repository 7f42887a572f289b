"""A channel's digest: when it is owed, what becomes of it, who may, and what it says."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.checklist import BlockedReason
from bot.domain.digest import (
    Choices,
    Hand,
    NotTheirDigest,
    Owed,
    Part,
    QuietWeek,
    State,
    Subscription,
    check,
    looks_back_to,
    merged,
    usual,
)
from bot.domain.digest_contents import Digest, Findings, Need, SeenStep, Turn, Why, digest
from bot.domain.digest_letters import Sending, in_thread_of, key_of, letters, sending_of
from bot.domain.hiring_request import Status, StatusReason
from bot.domain.history import Change, What
from bot.domain.identity import ChannelId, RequestNumber
from bot.domain.notices import NoticeKind
from bot.domain.role import StepKind
from bot.domain.weekly import WEEK, Weekly
from tests.hiring import ACME, ANA, LI, SAM
from tests.house.digests import change, everything, seen, steps

DEFINE, DRAFT, DESIGN, TAKE_HOME, SIGNALS = StepKind
CHANNEL = ChannelId("C0HIRING")
CHOICES = Choices(Weekly(0, time(9), "Europe/Madrid"))
MONDAY = date(2026, 11, 30)
DUE = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)

ON = Subscription(ACME, CHANNEL, False, ANA, CHOICES, State.ON, DUE - WEEK, DUE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


# When it is owed -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "last_week", "owed"),
    [
        (DUE - HOUR, None, None),
        (DUE, None, Owed(MONDAY, DUE)),
        (DUE + HOUR, None, Owed(MONDAY, DUE)),
        (DUE + 6 * DAY, None, Owed(MONDAY, DUE)),
        (DUE + HOUR, MONDAY, None),
        (DUE + HOUR, MONDAY - WEEK, Owed(MONDAY, DUE)),
        (DUE + 3 * WEEK + HOUR, None, Owed(MONDAY + 3 * WEEK, DUE + 3 * WEEK)),
        (DUE + 3 * WEEK - DAY, None, Owed(MONDAY + 2 * WEEK, DUE + 2 * WEEK)),
        (DUE + 3 * WEEK - HOUR, None, None),  # the next is due on the same day
    ],
)
def test_of_what_was_missed_the_latest_is_owed_once(
    by: datetime, last_week: date | None, owed: Owed | None
) -> None:
    assert ON.owed(by, last_week) == owed


def test_nothing_is_owed_while_it_is_not_on() -> None:
    paused = ON.stopped(State.PAUSED, DUE - HOUR)
    assert paused.owed(DUE + WEEK, None) is None
    assert paused.next_due_at is None


def test_clocks_that_were_changed_by_law_meanwhile_count_as_they_are_now() -> None:
    """Kept by old rules an hour too early, it waits; an hour too late, it is owed all the same."""
    early = replace(ON, next_due_at=DUE - HOUR)
    assert early.owed(DUE - HOUR, None) is None
    assert early.scheduled(DUE - HOUR, None).next_due_at == DUE
    late = replace(ON, next_due_at=DUE + HOUR)
    assert late.owed(DUE + HOUR, None) == Owed(MONDAY, DUE)


def test_resumed_it_is_due_next_time_and_is_whose_who_resumed_it() -> None:
    paused = ON.stopped(State.PAUSED, DUE - HOUR)
    resumed = paused.resumed(SAM, DUE + WEEK).scheduled(DUE + WEEK, MONDAY)
    assert (resumed.state, resumed.owner) == (State.ON, SAM)
    assert resumed.next_due_at == DUE + 2 * WEEK
    assert resumed.resumed(LI, DUE + WEEK) is resumed


def test_another_day_in_a_week_that_has_had_its_digest_waits_for_the_next_week() -> None:
    friday = replace(ON, choices=replace(CHOICES, weekly=replace(CHOICES.weekly, weekday=4)))
    assert friday.scheduled(DUE + HOUR, MONDAY).next_due_at == DUE + WEEK + 4 * DAY
    assert friday.scheduled(DUE + HOUR, MONDAY - WEEK).next_due_at == DUE + 4 * DAY


@pytest.mark.parametrize("room", [State.ARCHIVED, State.NOT_IN_CHANNEL, State.UNSEEN])
def test_what_only_the_channel_stopped_goes_on_with_it(room: State) -> None:
    stopped = ON.found(room, DUE)
    assert (stopped.state, stopped.next_due_at) == (room, None)
    assert stopped.found(State.ON, DUE + HOUR).state is State.ON
    paused = stopped.stopped(State.PAUSED, DUE)
    assert paused.found(State.ON, DUE).state is State.PAUSED
    assert paused.found(room, DUE).state is State.PAUSED


def test_what_is_proposed_is_monday_at_nine_where_somebody_is() -> None:
    proposed = usual("Asia/Tokyo")
    assert proposed.weekly == Weekly(0, time(9), "Asia/Tokyo", "JP", moves=True)
    assert usual("UTC").weekly == Weekly(0, time(9), "UTC", None, moves=False)
    assert proposed.parts == frozenset(Part)


def test_of_two_forms_each_changes_what_was_changed_in_it() -> None:
    sams = replace(CHOICES, weekly=replace(CHOICES.weekly, at=time(14)), parts=frozenset())
    anas = replace(CHOICES, weekly=replace(CHOICES.weekly, weekday=3), quiet=QuietWeek.NOTHING)
    both = merged(merged(CHOICES, CHOICES, sams), CHOICES, anas)
    assert both == Choices(
        replace(CHOICES.weekly, weekday=3, at=time(14)), frozenset(), QuietWeek.NOTHING
    )


def test_it_looks_back_to_the_last_one_a_week_or_a_month() -> None:
    assert looks_back_to(DUE, None) == DUE - WEEK
    assert looks_back_to(DUE, DUE - 2 * WEEK) == DUE - 2 * WEEK
    assert looks_back_to(DUE, DUE - 20 * WEEK) == DUE - timedelta(days=31)


# Who may ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hand", "public", "private"),
    [
        (Hand(SAM, is_in_channel=True), True, True),
        (Hand(SAM, is_in_channel=True, is_guest=True), False, False),
        (Hand(SAM, is_in_channel=False), False, False),
        (Hand(ANA, is_in_channel=False), True, False),
        (Hand(SAM, is_in_channel=False, is_admin=True), True, False),
    ],
)
def test_those_in_a_channel_keep_its_digest(hand: Hand, public: bool, private: bool) -> None:
    for is_private, may in ((False, public), (True, private)):
        if may:
            check(hand, CHANNEL, is_private=is_private, owner=ANA)
        else:
            with pytest.raises(NotTheirDigest):
                check(hand, CHANNEL, is_private=is_private, owner=ANA)


# Its letters -----------------------------------------------------------------------------------


@pytest.mark.parametrize("due", [None, DUE])
@pytest.mark.parametrize("parts", [None, frozenset[Part](), frozenset(Part)])
def test_a_letters_facts_say_what_they_were_told(
    due: datetime | None, parts: frozenset[Part] | None
) -> None:
    sending = Sending(CHANNEL, DUE - WEEK, due, parts)
    first, thread = letters("key", sending, [RequestNumber(11), RequestNumber(12)])
    assert (first.kind, thread.kind) == (NoticeKind.DIGEST, NoticeKind.DIGEST_THREAD)
    for letter in (first, thread):
        assert sending_of(letter) == sending
        assert in_thread_of(letter) == {RequestNumber(11), RequestNumber(12)}
        assert letter.numbers == ()
    (alone,) = letters(key_of(CHANNEL, MONDAY), sending)
    assert alone.key == "digest:C0HIRING:2026-11-30"
    assert in_thread_of(alone) == frozenset()


# What it says ----------------------------------------------------------------------------------

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
WEEKLY = Weekly(0, time(9), "UTC")


def of(*requests: object, changes: tuple[Change, ...] = (), weekly: Weekly = WEEKLY) -> Digest:
    return digest(Findings(requests, changes, ()), weekly, frozenset(Part), NOW)  # type: ignore[arg-type]


def step(kind: StepKind, **changes: object) -> SeenStep:
    return replace(SeenStep(kind, SAM, None, False), **changes)


def blocked(kind: StepKind, at: datetime) -> SeenStep:
    return step(kind, blocked=BlockedReason.BUDGET, blocked_at=at, on=(LI,))


def test_who_is_needed_most_comes_first() -> None:
    late = step(DRAFT, due=date(2026, 11, 27))
    told = of(
        seen(1, steps=steps(step(DEFINE, owner=None))),
        seen(2, steps=steps(late)),
        seen(3, steps=steps(step(DRAFT, due=date(2026, 11, 20)))),
        seen(4, steps=steps(blocked(DESIGN, NOW - DAY), late)),
        seen(5, steps=steps(blocked(DESIGN, NOW - 7 * DAY))),
        seen(6, manager_has_left=True, status=Status.ON_HOLD),
        seen(7),
    )
    assert [entry.request.number.value for entry in told.needs] == [6, 5, 4, 3, 2, 1]
    assert [entry.request.number.value for entry in told.on_track] == [7]
    (fourth,) = (entry for entry in told.needs if entry.request.number.value == 4)
    assert [need.why for need in fourth.needs] == [Why.BLOCKED, Why.LATE]


@pytest.mark.parametrize(
    ("since", "country", "days"),
    [
        (datetime(2026, 11, 30, 8, tzinfo=UTC), None, 0),
        (datetime(2026, 11, 27, 8, tzinfo=UTC), None, 1),  # Friday
        (datetime(2026, 11, 23, 8, tzinfo=UTC), None, 5),
        (datetime(2026, 11, 23, 8, tzinfo=UTC), "US", 4),  # Thanksgiving
        (datetime(2026, 11, 26, 8, tzinfo=UTC), "IL", 2),  # Sunday is worked
    ],
)
def test_a_block_is_counted_in_working_days_where_the_team_is(
    since: datetime, country: str | None, days: int
) -> None:
    told = of(seen(1, steps=steps(blocked(DESIGN, since))), weekly=replace(WEEKLY, country=country))
    (need,) = told.needs[0].needs
    assert need == Need(Why.BLOCKED, days, DESIGN, SAM, BlockedReason.BUDGET, (LI,))


def test_a_day_is_the_day_that_it_is_where_the_team_is() -> None:
    """At nine in the evening in London it is Tuesday in Tokyo."""
    due = seen(1, steps=steps(step(DEFINE, due=date(2026, 11, 30))))
    late = digest(
        Findings((due,), (), ()), Weekly(0, time(9), "Asia/Tokyo"), frozenset(), NOW + 12 * HOUR
    )
    assert late.today == date(2026, 12, 1)
    assert late.needs[0].needs[0].why is Why.LATE
    assert of(due).needs == ()


def test_on_hold_nobody_is_waited_for() -> None:
    told = of(seen(1, status=Status.ON_HOLD, steps=steps(blocked(DESIGN, NOW - 7 * DAY))))
    assert told.entries == ()
    assert (told.open, told.on_hold) == (0, 1)
    assert told.is_quiet


def test_only_the_step_that_is_next_wants_an_owner() -> None:
    assert of(seen(1, steps=steps(step(SIGNALS, owner=None)))).needs == ()


@pytest.mark.parametrize(
    ("was", "became", "status", "turn"),
    [
        (None, "open", Status.OPEN, Turn.OPENED),
        ("open", "on_hold budget", Status.ON_HOLD, Turn.HELD),
        (None, "on_hold budget", Status.ON_HOLD, Turn.HELD),
        ("on_hold budget", "open", Status.OPEN, Turn.TAKEN_UP),
        ("filled", "open", Status.OPEN, Turn.REOPENED),
        ("cancelled other: no more", "open", Status.OPEN, Turn.REOPENED),
        ("open", "cancelled duplicate", Status.CANCELLED, Turn.CANCELLED),
        ("open", "open", Status.OPEN, None),
    ],
)
def test_it_tells_how_the_status_changed(
    was: str | None, became: str, status: Status, turn: Turn | None
) -> None:
    told = of(seen(1, status=status), changes=(change(1, What.STATUS, was, became),))
    if turn is None:
        assert told.moved == ()
    else:
        assert [entry.moves.turn for entry in told.moved] == [turn]


def test_what_was_done_and_undone_has_not_moved() -> None:
    told = of(
        seen(1),
        seen(2),
        changes=(
            change(1, What.STEP_STATE, "to_do", "done", DEFINE),
            change(1, What.STEP_STATE, "done", "to_do", DEFINE),
            change(2, What.STATUS, "open", "on_hold budget"),
            change(2, What.STATUS, "on_hold budget", "open"),
            change(2, What.STEP_STATE, "to_do", "in_progress", DRAFT),
        ),
    )
    assert told.moved == ()
    assert told.steps_done == 0
    assert told.is_quiet


def test_every_request_is_told_once_and_its_steps_are_counted() -> None:
    told = everything()
    numbers = [entry.request.number for entry in told.entries]
    assert len(numbers) == len(set(numbers))
    assert [entry.request.number.value for entry in told.filled] == [10]
    assert told.steps_done == 1


def test_whom_it_names_are_owners_and_those_waited_on_once_each() -> None:
    told = of(
        seen(1, steps=steps(blocked(DESIGN, NOW - DAY))),
        seen(2, steps=steps(step(DEFINE, owner=ANA))),
    )
    assert set(told.people) == {SAM, LI, ANA}
    assert len(told.people) == 3


def test_told_of_some_it_keeps_the_sums_of_all() -> None:
    told = everything()
    some = told.told_of(lambda number: number.value < 3)
    assert {entry.request.number.value for entry in some.entries} == {1, 2}
    assert (some.open, some.steps_done, some.figures) == (
        told.open,
        told.steps_done,
        told.figures,
    )


def test_a_request_cancelled_long_ago_and_touched_since_is_not_told() -> None:
    gone = seen(1, status=Status.CANCELLED, status_reason=StatusReason.DUPLICATE)
    told = of(gone, changes=(change(1, What.STATUS, "cancelled duplicate", "cancelled budget"),))
    assert told.entries == ()
