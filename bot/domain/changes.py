"""What differs between a request and what it was, as history keeps it."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.checklist import Blocked, Step
from bot.domain.hiring_request import HiringRequest, Status
from bot.domain.history import Change, Fact, What, coded, decoded, named
from bot.domain.identity import Person
from bot.domain.shown import Thing


def changes(
    was: HiringRequest | None, now: HiringRequest, *, by: Person, at: datetime
) -> tuple[Change, ...]:
    """Every difference, the request's own before its steps'. `was` is None for a new request."""
    if was is None:
        return tuple(_opening(now, by, at))
    own = (
        Change(now.number, at, by, what, None, before, after)
        for (what, before), (_, after) in zip(_own(was), _own(now), strict=True)
        if before != after
    )
    of_steps = (
        Change(now.number, at, by, what, step.kind, before, after)
        for old, step in zip(was.checklist, now.checklist, strict=True)
        for (what, before), (_, after) in zip(_of(old), _of(step), strict=True)
        if before != after
    )
    return (*own, *of_steps)


def _opening(now: HiringRequest, by: Person, at: datetime) -> Iterator[Change]:
    """That there is a request now, and what had come before it."""
    yield Change(now.number, at, by, What.STATUS, None, None, now.status)
    if now.began_on is not None:
        began = now.began_on.isoformat()
        yield Change(now.number, at, by, What.BEGAN_ON, None, None, began)
    for step in now.checklist:
        if step.done is not None:
            yield Change(now.number, at, by, What.STEP_STATE, step.kind, None, step.state)


def things_changed(was: HiringRequest, now: HiringRequest) -> tuple[Thing, ...]:
    """What of a request looks different: most changes leave the decision as it is."""
    if _decided(was) == _decided(now):
        return (Thing.CARD, Thing.CHECKLIST)
    return (Thing.CARD, Thing.CHECKLIST, Thing.DECISION)


def _decided(request: HiringRequest) -> tuple[object, ...]:
    return (
        request.title,
        request.problem,
        request.decision,
        request.link,
        request.source,
        request.follows,
        request.followed_by,
    )


def _own(request: HiringRequest) -> Iterator[tuple[What, Fact]]:
    yield What.STATUS, _status(request)
    yield What.FILLED, request.filled
    yield What.TITLE, request.title
    yield What.PROBLEM, request.problem
    yield What.SENIORITY, request.seniority
    yield What.OPENINGS, request.openings
    yield What.PLACE, request.place
    yield What.START_BY, request.start_by.isoformat() if request.start_by else None
    yield What.MANAGER, named(request.manager)
    yield What.RECRUITERS, named(*request.recruiters)
    yield What.CONFIDENTIAL, request.confidential
    yield What.LINK, request.link
    yield What.BEGAN_ON, request.began_on.isoformat() if request.began_on else None


def _status(request: HiringRequest) -> str:
    return coded(request.status, request.status_reason or "", text=request.status_text)


def status_in(fact: Fact) -> Status | None:
    """Which status a change was from or to; None from nothing, at the opening."""
    words, _ = decoded(fact)
    return Status(words[0]) if words else None


def _of(step: Step) -> Iterator[tuple[What, Fact]]:
    yield What.STEP_STATE, step.state
    yield What.STEP_OWNER, named(step.owner) if step.owner else None
    yield What.STEP_DUE, step.due.isoformat() if step.due else None
    yield What.STEP_BLOCKED, _block(step.blocked)


def _block(blocked: Blocked | None) -> Fact:
    if blocked is None:
        return None
    return coded(blocked.reason, named(*blocked.on), text=blocked.text)
