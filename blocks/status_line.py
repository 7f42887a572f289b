"""A line in a request's thread: its status has changed, or more of its openings are filled."""

from blocks import kit
from blocks.hiring_request import STATUS_REASONS
from bot.domain.hiring_request import HiringRequest, Status, StatusReason
from bot.domain.notices import Notice


def status_line(told: Notice, request: HiringRequest, by: str) -> kit.Message:
    """`by` is a name in plain text: a mention here would call somebody who knows."""
    what = _what(told)
    typed = str(told.facts.get("text") or "")
    quoted = [kit.quote(typed)] if typed else []
    return kit.Message(
        text=kit.escaped(f"{request.number}: {what}"),
        blocks=[kit.rich(kit.line(kit.bold(what), f" · {by}"), *quoted)],
    )


def _what(told: Notice) -> str:
    facts = told.facts
    filled, openings = facts.get("filled"), facts.get("openings")
    match facts.get("status"):
        case Status.ON_HOLD if facts.get("was") != Status.ON_HOLD:
            return f"On hold{_why(told)}"
        case Status.CANCELLED:
            return f"Cancelled{_why(told)}"
        case Status.FILLED:
            return "Filled" if openings == 1 else f"Filled: {filled} of {openings} openings"
        case Status.OPEN if facts.get("was") != Status.OPEN:
            return "Open again"
        case _:
            return f"{filled} of {openings} openings filled"


def _why(told: Notice) -> str:
    reason = told.facts.get("reason")
    return f": {STATUS_REASONS[StatusReason(reason)]}" if isinstance(reason, str) else ""
