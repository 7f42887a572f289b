"""Two hires, one after the other: which comes second, and when it is time to ask for it."""

from dataclasses import dataclass

from bot.domain.checklist import step_of
from bot.domain.hiring_request import HiringRequest, Status
from bot.domain.identity import RequestNumber
from bot.domain.refusals import Refusal
from bot.domain.role import Role, StepKind


@dataclass(eq=False)
class AlreadyFollowed(Refusal):
    """Somebody asks for the second request of a sequence that has one."""

    number: RequestNumber
    second: RequestNumber


@dataclass(eq=False)
class NothingFollows(Refusal):
    """Somebody asks for a second request after one that is no first of two."""

    number: RequestNumber


def second_role(request: HiringRequest) -> Role | None:
    """Whom to hire after this request, where its plan has two roles and it is the first."""
    roles = request.plan.roles if request.plan else ()
    if len(roles) > 1 and request.follows is None and request.role is roles[0]:
        return roles[1]
    return None


def may_be_offered(request: HiringRequest) -> bool:
    """Whether a second request can be asked for, early or not."""
    return (
        second_role(request) is not None
        and request.followed_by is None
        and request.status is not Status.CANCELLED
    )


def sign(was: HiringRequest | None, now: HiringRequest) -> str | None:
    """What has just come about that makes it time for the second request; None for nothing.

    `was` is None for a new request: it may have come about elsewhere.

    The signs that a plan names are for people to see; these are the two that can be seen from here:
    somebody to hire has been found, and whoever was to be hired has been.
    """
    if not may_be_offered(now):
        return None
    if now.status is Status.FILLED and (was is None or was.status is not Status.FILLED):
        return "filled"
    before, after = (one is not None and _evaluated(one) for one in (was, now))
    return "evaluated" if after and not before else None


def _evaluated(request: HiringRequest) -> bool:
    return step_of(request.checklist, StepKind.EVALUATE_SIGNALS).done is not None


def check(request: HiringRequest) -> Role:
    """Whom the second request is for.

    Raises:
        NothingFollows
        AlreadyFollowed
    """
    role = second_role(request)
    if role is None or request.status is Status.CANCELLED:
        raise NothingFollows(request.number)
    if request.followed_by is not None:
        raise AlreadyFollowed(request.number, request.followed_by)
    return role


def may_be_named(request: HiringRequest, beside: HiringRequest) -> bool:
    """Whether whoever sees `beside` may know of `request`.

    Who is in a private channel may; a request's own channel never changes.
    """
    return not request.restricted or request.channel == beside.channel
