"""The second request of a sequence: when to open it, what the first hands over, the way to it."""

from collections.abc import Mapping

from blocks import kit
from blocks.ids import Action, Modal
from blocks.request_rows import RequestRef
from bot.domain.hiring_request import HiringRequest, Status
from bot.domain.identity import RequestNumber
from bot.domain.notices import Notice
from bot.domain.outbox import RequestNow
from bot.domain.role import Plan, Role
from bot.domain.sequence import check, may_be_offered, second_role
from bot.guide.values import Guide, HandedOver

OFFER = Action("second_hire.offer", carries=RequestRef)
OPEN_SECOND = Action("second_hire.open", carries=RequestRef)
OFFERED = Modal("second_hire.offered", carries=RequestRef)

TITLE = "The second hire"
SHORT = {Role.DATA_SCIENTIST: "a Data Scientist", Role.ML_ENGINEER: "an ML Engineer"}


def ways(request: HiringRequest) -> list[kit.Element]:
    """The button that asks for the second request, early or not; none where there can be none."""
    if not may_be_offered(request):
        return []
    return [kit.button(OFFER, "Second request…", RequestRef(request.number.value))]


def offer(request: HiringRequest, guide: Guide, *, opened: bool = False) -> kit.View:
    """To somebody who asks, or who has just `opened` the first.

    Raises: what `bot.domain.sequence.check` does.
    """
    role = check(request)
    is_open = [kit.header(f"{request.number} is open")] if opened else []
    return kit.modal(
        OFFERED,
        RequestRef(request.number.value),
        title=TITLE,
        submit="Open second request",
        close="Not now",
        blocks=[*is_open, *_told(request, role, guide)],
    )


def offered(
    notice: Notice, about: Mapping[RequestNumber, RequestNow], guide: Guide
) -> kit.Message | None:
    """In the first request's thread, when it is time; nothing where it no longer is."""
    now = about.get(notice.number) if notice.number else None
    role = second_role(now.request) if now else None
    if now is None or role is None or not may_be_offered(now.request):
        return None
    request = now.request
    filled = request.status is Status.FILLED
    why = "is filled" if filled else "has candidates who were looked at"
    text = f"{request.number} {why}. Next in the plan: {SHORT[role]}."
    return kit.Message(
        text=text,
        blocks=[
            kit.section(f"*{text}*"),
            *_told(request, role, guide),
            kit.actions(
                kit.button(
                    OPEN_SECOND,
                    "Open the second request",
                    RequestRef(request.number.value),
                    style="primary",
                )
            ),
        ],
    )


def _told(request: HiringRequest, role: Role, guide: Guide) -> list[kit.Block]:
    return [kit.section(_when(request, role, guide)), _handed_over(request, role, guide)]


def _when(request: HiringRequest, role: Role, guide: Guide) -> str:
    if request.plan is None or request.plan is Plan.BOTH:
        return (
            f"*Both are funded: ask for {SHORT[role]} now.* "
            "Name one person who answers for what goes from one to the other."
        )
    return f"*Open it for {SHORT[role]} when* {guide.tree.plans[request.plan].later}."


def _handed_over(request: HiringRequest, role: Role, guide: Guide) -> kit.Block:
    rows = [_item(one) for one in guide.handoff[_order(role)]]
    return kit.rich(
        kit.line(kit.bold(f"What the {request.role.label} hands over")), kit.bullets(*rows)
    )


def _order(second: Role) -> Plan:
    if second is Role.ML_ENGINEER:
        return Plan.DATA_SCIENTIST_THEN_ML_ENGINEER
    return Plan.ML_ENGINEER_THEN_DATA_SCIENTIST


def _item(one: HandedOver) -> list[kit.Part]:
    return [kit.bold(f"{one.title}: "), one.says]
