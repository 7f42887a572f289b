"""All of one's steps at once: only what was chosen changes, only where nobody was faster, once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blocks import update_mine, update_mine_details
from blocks.reminders import bundle
from blocks.update_mine import MOST_SEEN, PAGE_SIZE, UPDATE_MINE, MineRef, Pick, pick_of
from blocks.update_mine_details import Asked, DetailsRef
from bot.domain import checklist
from bot.domain.checklist import Blocked, BlockedReason, Step, StepState, step_of
from bot.domain.hiring_request import HiringRequest, Status, with_step
from bot.domain.identity import Person, RequestNumber
from bot.domain.outbox import RequestNow
from bot.domain.refusals import NoReason, NotNow, SamePerson, UnknownRequest
from bot.domain.reminders import Matter, due, waits
from bot.domain.reminders import bundle as bundle_of
from bot.domain.request_list import Found, StepKey, StepRow, Waiting, WaitingStep
from bot.domain.role import StepKind
from bot.domain.update_mine import (
    MOST_NAMED,
    Done,
    Free,
    Given,
    Moved,
    Outcome,
    Started,
    Stopped,
    Tally,
    Wanted,
    Way,
    What,
    Why,
    Wish,
    flaws,
    refused,
    worked,
)
from sandbox.strict import check_view
from tests.hiring import ANA, LI, NOW, SAM, TODAY, request

LATER = NOW + timedelta(hours=1)
DRAFT, TAKE_HOME = StepKind.DRAFT_JOB_DESCRIPTION, StepKind.CREATE_TAKE_HOME
SOON = date(2026, 12, 4)

people = st.sampled_from([ANA, SAM, LI])
days = st.sampled_from([None, TODAY, SOON])
wanted_things = st.one_of(
    st.just(Done()),
    st.just(Started()),
    st.just(Free()),
    st.builds(Moved, st.sampled_from([TODAY, SOON])),
    st.builds(
        Stopped,
        st.sampled_from([BlockedReason.PAY, BlockedReason.LEGAL]),
        st.sampled_from(["", "frozen"]),
        st.sampled_from([(), (LI,)]),
        days,
    ),
    st.builds(Given, people, days),
)
meanwhile = st.lists(
    st.tuples(
        st.sampled_from(["tick", "untick", "start", "move", "give", "block", "free"]),
        st.sampled_from(StepKind),
        people,
    ),
    max_size=4,
)
FIELDS = {
    What.DONE: {"done"},
    What.START: {"started"},
    What.FREE: {"blocked"},
    What.MOVE: {"due"},
    What.BLOCK: {"blocked", "due"},
    What.GIVE: {"owner", "due"},
}


def acted(step: Step, what: str, by: Person) -> Step:
    match what:
        case "tick" | "untick":
            return checklist.set_done(step, on=what == "tick", by=by, at=NOW)
        case "start":
            return checklist.set_started(step, on=True)
        case "move":
            return checklist.due_on(step, date(2027, 1, 4))
        case "give":
            return checklist.assigned(step, by)
        case "block":
            return checklist.set_blocked(step, Blocked(BlockedReason.BUDGET, "", (), NOW, by))
        case _:
            return checklist.set_blocked(step, None)


def with_steps(was: HiringRequest, acts: Sequence[tuple[str, StepKind, Person]]) -> HiringRequest:
    for what, kind, by in acts:
        new = acted(step_of(was.checklist, kind), what, by)
        was = replace(
            was, checklist=tuple(new if one.kind is kind else one for one in was.checklist)
        )
    return was


def wish(seen: HiringRequest, kind: StepKind, wanted: Wanted) -> Wish:
    return Wish(StepKey(seen.number, kind), step_of(seen.checklist, kind).version, wanted)


def differences(old: Step, new: Step) -> set[str]:
    names = ("owner", "due", "started", "blocked", "done")
    return {name for name in names if getattr(old, name) != getattr(new, name)}


wishes_for = st.dictionaries(st.sampled_from(StepKind), wanted_things, max_size=5)


@given(meanwhile, wishes_for, meanwhile)
def test_only_what_is_wanted_changes_and_only_in_the_steps_that_were_chosen(
    before: list[Any], wanted: dict[StepKind, Wanted], between: list[Any]
) -> None:
    seen = with_steps(request(), before)
    now = with_steps(seen, between)
    after, outcomes = worked(now, [wish(seen, *one) for one in wanted.items()], SAM, LATER)
    assert [one.key.kind for one in outcomes] == list(wanted)
    for old, new in zip(now.checklist, after.checklist, strict=True):
        chosen = wanted.get(old.kind)
        assert differences(old, new) <= (FIELDS[chosen.what] if chosen else set())
    assert replace(after, checklist=now.checklist) == now


@given(meanwhile, wishes_for, meanwhile)
def test_what_others_have_changed_meanwhile_stays_theirs_but_for_a_tick(
    before: list[Any], wanted: dict[StepKind, Wanted], between: list[Any]
) -> None:
    seen = with_steps(request(), before)
    now = with_steps(seen, between)
    after, outcomes = worked(now, [wish(seen, *one) for one in wanted.items()], SAM, LATER)
    for one in outcomes:
        was, new = (step_of(any_.checklist, one.key.kind) for any_ in (now, after))
        if one.why is not None:
            assert new is was
            assert (one.why is Why.DONE) is (was.done is not None)
        elif was.version != step_of(seen.checklist, one.key.kind).version:
            assert one.what is What.DONE or new is was


@given(meanwhile, wishes_for, meanwhile)
def test_the_same_wishes_twice_change_nothing_twice_and_are_told_the_same(
    before: list[Any], wanted: dict[StepKind, Wanted], between: list[Any]
) -> None:
    seen = with_steps(request(), before)
    wishes = [wish(seen, *one) for one in wanted.items()]
    once, told = worked(with_steps(seen, between), wishes, SAM, LATER)
    again, told_again = worked(once, wishes, SAM, LATER + timedelta(minutes=1))
    assert again == once
    assert told_again == told


@given(meanwhile, wishes_for)
def test_what_is_as_it_was_seen_becomes_as_it_is_wanted(
    before: list[Any], wanted: dict[StepKind, Wanted]
) -> None:
    seen = with_steps(request(), before)
    after, outcomes = worked(seen, [wish(seen, *one) for one in wanted.items()], SAM, LATER)
    for one in outcomes:
        step = step_of(after.checklist, one.key.kind)
        if one.why is not None:
            assert step.done is not None
            continue
        match wanted[one.key.kind]:
            case Done():
                assert step.done is not None
            case Started():
                assert step.started
            case Free():
                assert step.blocked is None
            case Moved(due):
                assert step.due == due
            case Stopped(reason, text, on, due):
                assert step.state is StepState.BLOCKED
                assert step.blocked is not None
                block = step.blocked
                assert (block.reason, block.text, block.on, step.due) == (reason, text, on, due)
            case Given(to, due):
                assert (step.owner, step.due) == (to, due)


def test_a_tick_holds_though_somebody_moved_the_date_meanwhile() -> None:
    seen = request()
    now = with_steps(seen, [("move", DRAFT, ANA)])
    after, (one,) = worked(now, [wish(seen, DRAFT, Done())], SAM, LATER)
    assert one.why is None
    step = step_of(after.checklist, DRAFT)
    assert (step.done, step.due) == (checklist.Done(LATER, SAM), date(2027, 1, 4))


def test_who_was_slower_hears_that_it_was_done_or_changed() -> None:
    seen = request()
    now = with_steps(seen, [("tick", DRAFT, ANA), ("give", TAKE_HOME, LI)])
    wishes = [wish(seen, DRAFT, Done()), wish(seen, TAKE_HOME, Moved(SOON))]
    after, outcomes = worked(now, wishes, SAM, LATER)
    assert after == now
    assert [one.why for one in outcomes] == [Why.DONE, Why.CHANGED]


def test_a_request_that_was_cancelled_or_shut_away_keeps_all_its_steps() -> None:
    seen = request()
    wishes = [wish(seen, DRAFT, Done()), wish(seen, TAKE_HOME, Started())]
    with pytest.raises(NotNow) as rests:
        worked(replace(seen, status=Status.CANCELLED), wishes, SAM, LATER)
    assert {one.why for one in refused(wishes, rests.value)} == {Why.CLOSED}
    unknown = refused(wishes, UnknownRequest(seen.number))
    assert [(one.key.kind, one.why) for one in unknown] == [
        (DRAFT, Why.NOT_THEIRS),
        (TAKE_HOME, Why.NOT_THEIRS),
    ]


def test_something_else_needs_words_and_a_colleague_is_somebody_else() -> None:
    assert flaws(Stopped(BlockedReason.OTHER, " ", (), None), SAM) == (NoReason(),)
    assert flaws(Given(SAM, None), SAM) == (SamePerson(),)
    assert flaws(Stopped(BlockedReason.PAY, "", (), None), SAM) == ()
    assert flaws(Given(LI, None), SAM) == ()


# How far one is ----------------------------------------------------------------------------------


def outcome(number: int, why: Why | None = None, what: What = What.DONE) -> Outcome:
    return Outcome(StepKey(RequestNumber(number), DRAFT), what, why)


def test_what_was_changed_meanwhile_comes_again_and_the_rest_does_not() -> None:
    way = Way((12,)).on([22, 32, 42], [outcome(2), outcome(3, Why.CHANGED), outcome(4, Why.DONE)])
    assert way.through == (12, 22, 42)
    assert way.tally == Tally({What.DONE: 1}, ((32, Why.CHANGED), (42, Why.DONE)))
    again = way.on([32], [outcome(3)])
    assert (again.through, again.tally.counts) == ((12, 22, 42, 32), {What.DONE: 2})


def test_of_many_misses_the_first_are_named_and_the_others_counted() -> None:
    tally = Tally()
    for number in range(1, 26):
        tally = tally.plus([outcome(number, Why.CLOSED)])
    assert (len(tally.missed), tally.more_missed) == (MOST_NAMED, 25 - MOST_NAMED)


@given(st.integers(1, 999_999), st.sampled_from(StepKind))
def test_a_step_is_told_from_its_code(number: int, kind: StepKind) -> None:
    key = StepKey(RequestNumber(number), kind)
    assert StepKey.of_code(key.code) == key


@pytest.mark.parametrize("code", [-11, 0, 3, 10, 16])
def test_a_code_of_no_step_is_refused(code: int) -> None:
    with pytest.raises(ValueError):
        StepKey.of_code(code)


# What is shown -----------------------------------------------------------------------------------

picks = st.one_of(
    st.sampled_from([Pick(what) for what in What if what is not What.BLOCK]),
    st.builds(Pick, st.just(What.MOVE), st.dates()),
    st.builds(Pick, st.just(What.BLOCK), st.sampled_from(BlockedReason)),
)


@given(picks)
def test_a_choice_is_read_as_it_was_written(pick: Pick) -> None:
    assert pick_of(str(pick)) == pick


@pytest.mark.parametrize("chosen", ["", "else", "block", "block:weather", "move:soon"])
def test_what_is_no_choice_is_refused(chosen: str) -> None:
    with pytest.raises(ValueError):
        pick_of(chosen)


def steps_of_many(first: int, count: int, title: str) -> list[WaitingStep]:
    row = StepRow(TAKE_HOME, SAM, TODAY, BlockedReason.HIRING_MANAGER, done=False)
    return [
        WaitingStep(
            RequestNumber(number), title, row, True, Waiting.LATE, (LI,), None, version=9999
        )
        for number in range(first, first + count)
    ]


BLOCKS = [Pick(What.BLOCK, reason) for reason in BlockedReason]
TITLES = st.text(min_size=1, max_size=130)
FULL = Tally(
    dict.fromkeys(What, 9999),
    tuple((9_999_994, Why.NOT_THEIRS) for _ in range(MOST_NAMED)),
    9999,
)


@settings(max_examples=25)
@given(TITLES, st.integers(1, PAGE_SIZE))
def test_a_page_is_one_that_slack_takes_however_many_steps_there_are(
    title: str, count: int
) -> None:
    way = Way(tuple(range(9_999_001, 9_999_001 + MOST_SEEN - PAGE_SIZE)), FULL)
    found = Found(steps_of_many(999_900, count, title), 9_999, 1, PAGE_SIZE)
    view = update_mine.page(found, way, TODAY)
    assert check_view(view) == []
    assert msgspec.json.decode(view["private_metadata"], type=MineRef).way == way
    assert check_view(update_mine.finished(FULL, 9_999)) == []


def parsed_by_slack(value: Any) -> Iterator[str]:
    """The texts in which Slack looks for mentions, links and marks."""
    match value:
        case {"type": "mrkdwn", "text": str(text)}:
            yield text
        case Mapping():
            for one in value.values():
                yield from parsed_by_slack(one)
        case list():
            for one in value:
                yield from parsed_by_slack(one)


@given(TITLES | st.sampled_from(["<!channel>", "*bold* <@U0SAM>", "a\ud83d"]))
def test_a_title_never_stands_where_slack_looks_for_mentions(title: str) -> None:
    def texts(title: str) -> list[str]:
        page = update_mine.page(Found(steps_of_many(1, 2, title), 2, 1, 2), Way(), TODAY)
        drawn = replace(request(), title=title)
        asked = Asked(drawn, drawn.checklist[0], 121, Pick(What.GIVE))
        return [*parsed_by_slack([page, update_mine_details.details([asked], Way())])]

    assert texts(title) == texts("x")


@settings(max_examples=25)
@given(TITLES, st.sampled_from([Pick(What.GIVE), Pick(What.MOVE), *BLOCKS]))
def test_all_of_a_page_can_be_asked_more_about(title: str, pick: Pick) -> None:
    way = Way(tuple(range(9_999_001, 9_999_001 + MOST_SEEN)), FULL)
    secret = request(999_999, title="x", channel_is_private=True, confidential=True)
    step = replace(step_of(secret.checklist, DRAFT), version=9999)
    asked = [
        Asked(replace(secret, title=title), step, code, pick)
        for code in range(9_999_001, 9_999_001 + PAGE_SIZE)
    ]
    view = update_mine_details.details(asked, way)
    assert check_view(view) == []
    assert len(msgspec.json.decode(view["private_metadata"], type=DetailsRef).asked) == PAGE_SIZE


def test_a_bundle_of_what_only_waits_on_somebody_offers_no_steps_of_theirs() -> None:
    block = Blocked(BlockedReason.BUDGET, "", (LI,), NOW, ANA)
    step = checklist.due_on(checklist.set_blocked(request().checklist[0], block), TODAY)
    stopped = with_step(request(), step)
    number, kind = stopped.number, StepKind.DEFINE_PROBLEM

    def offers(person: Person, matter: Matter) -> bool:
        told = bundle_of(person, [matter], TODAY, until=LATER)
        said = bundle(told, {number: RequestNow(stopped, None)})
        return said is not None and UPDATE_MINE.id in str(said.blocks)

    assert offers(ANA, due(number, kind, TODAY))
    assert not offers(LI, waits(number, kind, NOW))
