"""What is somebody's in a request, given to a colleague."""

from dataclasses import dataclass, replace

from bot.domain import checklist, lifecycle, refusals
from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import Person, RequestNumber
from bot.domain.refusals import NoPartInIt, Verb, WrongFields


@dataclass(frozen=True, slots=True)
class Part:
    """What is somebody's to do in a request."""

    number: RequestNumber
    title: str
    restricted: bool
    """As `HiringRequest.restricted`."""
    manages: bool
    recruits: bool
    open_steps: int


def has_part_in(request: HiringRequest, person: Person) -> bool:
    """Whether something of it is theirs to do; what they have done is no part."""
    return (
        person == request.manager
        or person in request.recruiters
        or any(step.owner == person and step.done is None for step in request.checklist)
    )


def check_other(whose: Person, to: Person) -> None:
    """Raises: WrongFields."""
    if whose == to:
        raise WrongFields((refusals.SamePerson(),))


def handed_over(request: HiringRequest, whose: Person, to: Person) -> HiringRequest:
    """The request with `to` as whatever `whose` was in it, and as the owner of their open steps.

    Raises:
        NotNow
        NoPartInIt: there is nothing of `whose`.
        WrongFields: they are the same person.
    """
    lifecycle.check(request, Verb.HAND_OVER)
    check_other(whose, to)
    if not has_part_in(request, whose):
        raise NoPartInIt(request.number)
    leads = request.manager == whose
    return replace(
        request,
        manager=to if leads else request.manager,
        manager_has_left=request.manager_has_left and not leads,
        recruiters=tuple(dict.fromkeys(to if one == whose else one for one in request.recruiters)),
        checklist=tuple(
            checklist.assigned(step, to) if step.owner == whose and step.done is None else step
            for step in request.checklist
        ),
    )
