"""What becomes of a request: held, resumed, cancelled, filled, reopened.

Each verb gives the request as it shall be, the very same where nothing differs, and raises
`NotNow` where its status does not allow it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.domain import refusals
from bot.domain.filling import BY_WHOM_LIMIT, Filling
from bot.domain.hiring_request import (
    MOST_OPENINGS,
    REASON_LIMIT,
    HiringRequest,
    Status,
    StatusReason,
    noon,
    overlong,
)
from bot.domain.refusals import Field, Flaw, NotNow, Verb, WrongFields

HOLD_REASONS = (
    StatusReason.BUDGET,
    StatusReason.APPROVAL,
    StatusReason.HIRING_MANAGER,
    StatusReason.NO_CANDIDATES,
    StatusReason.PAY,
    StatusReason.LEGAL,
    StatusReason.OTHER,
)
CANCEL_REASONS = (
    StatusReason.BUDGET,
    StatusReason.RESCOPED,
    StatusReason.FILLED_INTERNALLY,
    StatusReason.DUPLICATE,
    StatusReason.OTHER,
)

UNDER_WAY = frozenset({Status.OPEN, Status.ON_HOLD})
CLOSED = frozenset({Status.FILLED, Status.CANCELLED})

_WHERE = {
    Verb.WORK: UNDER_WAY | {Status.FILLED},
    Verb.EDIT: UNDER_WAY,
    Verb.HOLD: frozenset({Status.OPEN}),
    Verb.RESUME: frozenset({Status.ON_HOLD}),
    Verb.CANCEL: UNDER_WAY,
    Verb.FILL: UNDER_WAY,
    Verb.REOPEN: CLOSED,
    Verb.HAND_OVER: UNDER_WAY,
}
"""In which status a verb makes sense. The steps of a filled request can still be tidied up."""


def allows(request: HiringRequest, verb: Verb) -> bool:
    taken_back = verb is Verb.REOPEN and request.filled > 0
    return request.status in _WHERE[verb] or taken_back


def check(request: HiringRequest, verb: Verb) -> None:
    """Raises: NotNow."""
    if not allows(request, verb):
        raise NotNow(request.number, verb, request.status)


def held(request: HiringRequest, reason: StatusReason, text: str, at: datetime) -> HiringRequest:
    """Raises: NotNow, WrongFields."""
    check(request, Verb.HOLD)
    return _with_status(request, Status.ON_HOLD, at, reason, text)


def resumed(request: HiringRequest, at: datetime) -> HiringRequest:
    """Raises: NotNow. One that is open already stays as it is."""
    if request.status is Status.OPEN:
        return request
    check(request, Verb.RESUME)
    return _with_status(request, Status.OPEN, at)


def cancelled(
    request: HiringRequest, reason: StatusReason, text: str, at: datetime
) -> HiringRequest:
    """Raises: NotNow, WrongFields."""
    check(request, Verb.CANCEL)
    return _with_status(request, Status.CANCELLED, at, reason, text)


def filled(
    request: HiringRequest, filling: Filling, before: Sequence[Filling], today: date
) -> HiringRequest:
    """With some of its openings filled; with all of them, it is filled itself.

    `before` are those that were there already, `today` is where the one is who records it.

    Raises:
        NotNow
        WrongFields
    """
    check(request, Verb.FILL)
    found = tuple(_filling_flaws(request, filling, today))
    if found:
        raise WrongFields(found)
    now = replace(request, filled=request.filled + filling.openings)
    if now.openings_left:
        return now
    last = max(one.on for one in (*before, filling))
    return _with_status(now, Status.FILLED, _instant_of(last, request, filling.recorded_at))


def reopened(
    request: HiringRequest,
    taken_back: Collection[Filling],
    more: int,
    at: datetime,
) -> HiringRequest:
    """With somebody to look for again: in place of who does not come after all, or beside them.

    Raises:
        NotNow
        WrongFields: every opening would be filled.
    """
    check(request, Verb.REOPEN)
    most = MOST_OPENINGS - request.openings
    if not 0 <= more <= most:
        raise WrongFields(
            (refusals.OpeningsOutOfRange(more, least=0, most=most, field=Field.OPENINGS_MORE),)
        )
    now = replace(
        request,
        openings=request.openings + more,
        filled=request.filled - sum(one.openings for one in taken_back),
    )
    if not now.openings_left:
        raise WrongFields((refusals.NothingToFill(),))
    return now if now.status in UNDER_WAY else _with_status(now, Status.OPEN, at)


def with_openings(request: HiringRequest, openings: int, at: datetime) -> HiringRequest:
    """With another number of openings; where no more are wanted than are filled, it is filled."""
    now = replace(request, openings=openings)
    done = 0 < now.filled == openings and now.status in UNDER_WAY
    return _with_status(now, Status.FILLED, at) if done else now


def _with_status(
    request: HiringRequest,
    status: Status,
    at: datetime,
    reason: StatusReason | None = None,
    text: str = "",
) -> HiringRequest:
    text = text.strip()
    if reason is StatusReason.OTHER and not text:
        raise WrongFields((refusals.NoReason(),))
    if found := tuple(overlong((Field.REASON, text, REASON_LIMIT))):
        raise WrongFields(found)
    return replace(request, status=status, status_at=at, status_reason=reason, status_text=text)


def _filling_flaws(request: HiringRequest, filling: Filling, today: date) -> Iterator[Flaw]:
    if not 1 <= filling.openings <= request.openings_left:
        yield refusals.MoreThanLeft(filling.openings, request.openings_left)
    if filling.on > today:
        yield refusals.DateAhead(filling.on, today)
    yield from overlong((Field.BY_WHOM, filling.by_whom, BY_WHOM_LIMIT))


def _instant_of(day: date, request: HiringRequest, now: datetime) -> datetime:
    """As `noon`; no time to come, none before its search began."""
    return max(request.began_at, min(now, noon(day)))
