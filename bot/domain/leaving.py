"""What becomes of a request when somebody leaves the company."""

from dataclasses import replace

from bot.domain.checklist import Step, assigned, set_blocked
from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import Person


def concerned(request: HiringRequest | None) -> frozenset[Person]:
    """Whom a request that is under way still wants something of."""
    if request is None or not request.status.under_way:
        return frozenset()
    still_open = [step for step in request.checklist if step.done is None]
    owners = {step.owner for step in still_open if step.owner is not None}
    waited_for = {person for step in still_open if step.blocked for person in step.blocked.on}
    return frozenset({request.manager, *request.recruiters, *owners, *waited_for})


def without(request: HiringRequest, user: str) -> HiringRequest:
    """The request with nothing left to do for somebody; the very same where it wanted nothing.

    The manager stays its manager, of whom it says that they have left, until somebody takes over.
    """
    if not any(person.user == user for person in concerned(request)):
        return request
    changed = replace(
        request,
        manager_has_left=request.manager_has_left or request.manager.user == user,
        recruiters=tuple(one for one in request.recruiters if one.user != user),
        checklist=tuple(_step_without(step, user) for step in request.checklist),
    )
    return request if changed == request else changed


def returned(request: HiringRequest, user: str) -> HiringRequest:
    """Their manager is back; the very same request where that is another."""
    if not request.manager_has_left or request.manager.user != user:
        return request
    return replace(request, manager_has_left=False)


def _step_without(step: Step, user: str) -> Step:
    if step.done is not None:
        return step
    if step.owner is not None and step.owner.user == user:
        step = assigned(step, None)
    if step.blocked is not None:
        on = tuple(one for one in step.blocked.on if one.user != user)
        step = set_blocked(step, replace(step.blocked, on=on))
    return step
