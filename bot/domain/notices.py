"""What is said once, and to whom, because a request changed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.checklist import Step, next_step, step_of
from bot.domain.hiring_request import HiringRequest, Status
from bot.domain.history import Fact, named
from bot.domain.identity import Person, RequestNumber
from bot.domain.sequence import sign


class NoticeKind(StrEnum):
    STATUS = "status"
    """A line in the request's thread: held, filled, cancelled, open again."""
    YOUR_TURN = "your_turn"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    HANDED_OVER = "handed_over"
    """Somebody has a part in a request who had none, or leads it now."""
    NEEDS_OWNER = "needs_owner"
    """Something that was somebody's is nobody's now."""
    SECOND_HIRE = "second_hire"
    """It is time for the second request of a sequence."""
    CLOSED = "closed"
    """A request's channel takes nothing of what is to be shown in it."""
    UNSETTLED = "unsettled"
    """Nobody can see whether a post of a request is there."""
    BUNDLE = "bundle"
    """What is due, late or waits on somebody: once a working day at most."""
    DIGEST = "digest"
    """To a channel: its weekly digest, or one asked for in between (`bot.domain.digest`)."""
    DIGEST_THREAD = "digest_thread"
    """To the thread of a digest: what of it does not fit on one screen."""
    DIGEST_STOPPED = "digest_stopped"
    """A channel's digest cannot go on."""


UNTIL = "until"
"""A fact: after that instant it is too late in the day to be sent."""


@dataclass(frozen=True, slots=True)
class Notice:
    key: str
    """What makes it the same notice: of one key, one is sent."""
    kind: NoticeKind
    number: RequestNumber | None
    to: Person | None
    """None: to the request's thread, or to the channel that its kind knows of."""
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def until(self) -> datetime | None:
        said = self.facts.get(UNTIL)
        return datetime.fromisoformat(said) if isinstance(said, str) else None

    @property
    def numbers(self) -> tuple[RequestNumber, ...]:
        """The requests that it is about. A bundle names them in its facts: `12/create_take_home`."""
        if self.number is not None:
            return (self.number,)
        steps = (fact.partition("/") for fact in self.facts)
        return tuple(dict.fromkeys(RequestNumber(int(one)) for one, slash, _ in steps if slash))


def notices(
    was: HiringRequest | None, now: HiringRequest, by: Person, *, left: bool = False
) -> tuple[Notice, ...]:
    """For a new request, `was` is None. Nobody is told what they did themselves.

    `left`: the change is what becomes of a request when `by` leaves the company.
    """
    if was is None:
        return (*_your_turn(was, now, by), *_second_hire(was, now))
    turn = tuple(_your_turn(was, now, by))
    handed = tuple(_handed_over(was, now, by, {one.to for one in turn}))
    told = {one.to for one in handed}
    return (
        *_status(was, now, by),
        *handed,
        *(one for one in turn if one.to not in told),
        *_blocked(was, now, by),
        *_unblocked(was, now, by),
        *_needs_owner(was, now, by, left=left),
        *_second_hire(was, now),
    )


def _second_hire(was: HiringRequest | None, now: HiringRequest) -> Iterator[Notice]:
    """To the thread, where the whole team reads what is to be handed over; once for each sign."""
    found = sign(was, now)
    if found:
        # What is wanted at one instant is said in the order of its keys: after the `status:`.
        key = f"then_second:{now.number}:{found}"
        yield Notice(key=key, kind=NoticeKind.SECOND_HIRE, number=now.number, to=None)


def _status(was: HiringRequest, now: HiringRequest, by: Person) -> Iterator[Notice]:
    if (was.status, was.filled) == (now.status, now.filled):
        return
    yield Notice(
        key=f"status:{now.number}:{now.version}",
        kind=NoticeKind.STATUS,
        number=now.number,
        to=None,
        facts={
            "was": was.status,
            "status": now.status,
            "reason": now.status_reason,
            "text": now.status_text,
            "filled": now.filled,
            "openings": now.openings,
            "by": named(by),
        },
    )


def _your_turn(was: HiringRequest | None, now: HiringRequest, by: Person) -> Iterator[Notice]:
    """The owner of the step that comes next, when it has become theirs to do; once."""
    step = next_step(now.checklist)
    if now.status is not Status.OPEN or step is None or step.owner is None or step.owner == by:
        return
    owner = step.owner
    done = step_of(was.checklist, step.kind).done if was is not None else None
    if done is not None and not done.elsewhere:
        return  # a tick was taken back: it was their turn before
    before = next_step(was.checklist) if was is not None else None
    if before is None or (before.kind, before.owner) != (step.kind, owner):
        yield Notice(
            key=f"turn:{now.number}:{step.kind}:{named(owner)}",
            kind=NoticeKind.YOUR_TURN,
            number=now.number,
            to=owner,
            facts={"step": step.kind},
        )


def _blocked(was: HiringRequest, now: HiringRequest, by: Person) -> Iterator[Notice]:
    for old, step in _steps(was, now):
        if step.blocked is None or step.blocked == old.blocked:
            continue
        before = set(old.blocked.on) if old.blocked else set()
        told = {*step.blocked.on} - before
        if now.restricted:
            told &= now.team
        if old.blocked is None:
            told |= {now.manager, *([step.owner] if step.owner else [])}
        for person in sorted(told - {by}):
            yield Notice(
                key=f"blocked:{now.number}:{step.kind}:{step.version}:{named(person)}",
                kind=NoticeKind.BLOCKED,
                number=now.number,
                to=person,
                facts={"step": step.kind, "by": named(by)},
            )


def _unblocked(was: HiringRequest, now: HiringRequest, by: Person) -> Iterator[Notice]:
    for old, step in _steps(was, now):
        ended = old.blocked is not None and step.blocked is None and step.done is None
        if ended and step.owner is not None and step.owner != by:
            yield Notice(
                key=f"unblocked:{now.number}:{step.kind}:{step.version}",
                kind=NoticeKind.UNBLOCKED,
                number=now.number,
                to=step.owner,
                facts={"step": step.kind, "by": named(by)},
            )


def _handed_over(
    was: HiringRequest, now: HiringRequest, by: Person, in_turn: Collection[Person | None]
) -> Iterator[Notice]:
    """To who leads it now, and to who has come to its hiring team, but for those `in_turn`."""
    if not now.status.under_way:
        return
    leads = {now.manager, *now.recruiters} - {was.manager, *was.recruiters}
    joins = {person for person in now.team - was.team if person not in in_turn}
    for person in sorted((leads | joins) - {by}):
        yield Notice(
            key=f"handed:{now.number}:{now.version}:{named(person)}",
            kind=NoticeKind.HANDED_OVER,
            number=now.number,
            to=person,
            facts={"by": named(by)},
        )


def _needs_owner(
    was: HiringRequest, now: HiringRequest, by: Person, *, left: bool
) -> Iterator[Notice]:
    """To the manager; to the recruiters where it is the manager who left."""
    steps = [
        step.kind
        for old, step in _steps(was, now)
        if old.owner is not None and step.owner is None and step.done is None
    ]
    waits = [
        step.kind
        for old, step in _steps(was, now)
        if left and old.blocked and step.blocked and len(step.blocked.on) < len(old.blocked.on)
    ]
    leads = left and now.manager_has_left and not was.manager_has_left
    if not now.status.under_way or not (steps or waits or leads):
        return
    to = now.recruiters if now.manager_has_left else (now.manager,)
    for person in sorted({*to} - {by}):
        yield Notice(
            key=f"owner:{now.number}:{now.version}:{named(person)}",
            kind=NoticeKind.NEEDS_OWNER,
            number=now.number,
            to=person,
            facts={
                "by": named(by),
                "left": left,
                "leads": leads,
                "steps": " ".join(steps),
                "waits": " ".join(waits),
            },
        )


def _steps(was: HiringRequest, now: HiringRequest) -> Iterator[tuple[Step, Step]]:
    return zip(was.checklist, now.checklist, strict=True)
