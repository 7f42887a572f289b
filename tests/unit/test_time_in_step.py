"""How long steps take."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.hiring_request import Status
from bot.domain.role import StepKind
from bot.domain.time_in_step import Figures, InStep, Timed, figures

DEFINE, DRAFT, DESIGN, TAKE_HOME, SIGNALS = StepKind
OPENED = datetime(2026, 11, 2, 9, tzinfo=UTC)


def day(number: float) -> datetime:
    return OPENED + timedelta(days=number)


def timed(*done: float, statuses: tuple[tuple[float, Status], ...] = ()) -> Timed:
    """A request whose first steps were done on some days after its opening."""
    return Timed(
        OPENED,
        {kind: day(at) for kind, at in zip(StepKind, done, strict=False)},
        [(OPENED, Status.OPEN), *((day(at), status) for at, status in statuses)],
    )


def of(*ones: Timed) -> dict[StepKind, tuple[float, int]]:
    """Of those and four more that were done in a day."""
    found = figures([*ones, *([timed(1)] * 4)])
    assert found is not None
    return {one.step: (one.days, one.n) for one in found.steps}


def test_each_step_runs_from_when_the_one_before_it_was_done() -> None:
    assert of(timed(1, 3, 6, 10, 15)) == {
        DEFINE: (1, 5),
        DRAFT: (2, 1),
        DESIGN: (3, 1),
        TAKE_HOME: (4, 1),
        SIGNALS: (5, 1),
    }


def test_time_on_hold_is_left_out() -> None:
    held = ((3, Status.ON_HOLD), (8, Status.OPEN))
    assert of(timed(1, 10, statuses=held))[DRAFT] == (4, 1)


def test_time_after_it_was_filled_or_cancelled_is_left_out() -> None:
    assert of(timed(1, 10, statuses=((4, Status.FILLED),)))[DRAFT] == (3, 1)
    back = ((4, Status.CANCELLED), (9, Status.OPEN))
    assert of(timed(1, 10, statuses=back))[DRAFT] == (4, 1)


def test_what_was_done_before_the_one_before_it_has_no_time() -> None:
    assert of(timed(5, 2, 8)) == {DEFINE: (1, 5), DESIGN: (3, 1)}


def test_what_was_done_when_the_request_was_opened_has_no_time() -> None:
    found = figures([*([timed(1)] * 5), timed(0, 0, 3)])
    assert found is not None
    assert {one.step: one.n for one in found.steps} == {DEFINE: 5, DESIGN: 1}


@pytest.mark.parametrize("many", range(5))
def test_fewer_than_five_requests_tell_nothing(many: int) -> None:
    assert figures([timed(1)] * many + [timed()] * 9) is None


def test_the_median_stands_with_of_how_many_it_is() -> None:
    found = figures(timed(days) for days in (1, 2, 3, 10, 30, 40))
    assert found == Figures(6, (InStep(DEFINE, 6.5, 6),))
