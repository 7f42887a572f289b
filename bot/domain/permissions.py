"""Who may see a hiring request, work its steps, and change it; and who decides about that."""

from dataclasses import dataclass

from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import ChannelId, Person
from bot.domain.refusals import Doing, NotAdmin, NotAllowed, UnknownRequest


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who wants something with a request."""

    person: Person
    is_admin: bool = False
    """Of the workspace, as Slack says."""
    channel: ChannelId | None = None
    """Where they act: from those in a request's own channel it cannot be hidden."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a workspace's admins have decided."""

    steps_by_team_only: bool = False


def may(request: HiringRequest, who: Actor, doing: Doing, policy: Policy) -> bool:
    if who.person in request.team:
        return doing is not Doing.CHANGE or _leads(request, who)
    if request.restricted:
        return False
    match doing:
        case Doing.SEE:
            return True
        case Doing.WORK:
            return who.is_admin or not policy.steps_by_team_only
        case Doing.CHANGE:
            return who.is_admin


def check(request: HiringRequest, who: Actor, doing: Doing, policy: Policy) -> None:
    """Raises:

    UnknownRequest: for somebody who may not even know that there is such a request.
    NotAllowed: with whom to ask.
    """
    if may(request, who, doing, policy):
        return
    if who.channel != request.channel and not may(request, who, Doing.SEE, policy):
        raise UnknownRequest(request.number)
    raise NotAllowed(request.number, doing, ask=request.leaders)


def check_admin(who: Actor) -> None:
    """Raises: NotAdmin: for whoever does not decide for the whole workspace."""
    if not who.is_admin:
        raise NotAdmin


def _leads(request: HiringRequest, who: Actor) -> bool:
    return who.is_admin or who.person == request.manager or who.person in request.leaders
