"""Whether a request's history explains what the request is."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from bot.domain import changes
from bot.domain.hiring_request import HiringRequest
from bot.domain.history import Change, Fact, What
from bot.domain.role import StepKind


def explains(
    history: Sequence[Change], now: HiringRequest, opened: HiringRequest | None = None
) -> None:
    """Change by change, from what it was when it was `opened`, where that is known, to `now`."""
    was = facts(opened) if opened else {}
    for key, fact in facts(now).items():
        of_key = [one for one in history if (one.what, one.step) == key]
        for one, after in pairwise(of_key):
            assert one.became == after.was, f"{now.number}: {one}, and then {after}"
        if of_key or opened:
            assert fact == (of_key[-1].became if of_key else was[key]), f"{now.number}: {key}"


def facts(request: HiringRequest) -> Mapping[tuple[What, StepKind | None], Fact]:
    of_steps = {
        (what, step.kind): fact for step in request.checklist for what, fact in changes._of(step)
    }
    return {(what, None): fact for what, fact in changes._own(request)} | of_steps
