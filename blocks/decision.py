"""The decision in a request's thread: what was advised and chosen, and the matrix behind it."""

from blocks import from_message, kit, matrix
from blocks.card import PROBLEM_SHOWN
from blocks.remark import source
from bot.domain.decision import Decision
from bot.domain.hiring_request import HiringRequest
from bot.domain.role import Role
from bot.domain.text import units
from bot.domain.tree import UNSURE
from bot.guide.values import Guide


def decision(request: HiringRequest, guide: Guide) -> kit.Message:
    """Three lines, the problem where the card cuts it, and the matrix as a native table."""
    made = request.decision
    blocks = [
        kit.rich(
            kit.line(kit.bold(f"{_headline(request, made, guide)}\n")),
            kit.line(*_how(request, made, guide), *_sequence(request)),
        ),
        *_answers(made, guide),
        *_problem(request),
        *from_message.link(request.source),
    ]
    here = made.answers.get("stage")
    return kit.Message(
        text=kit.escaped(f"{request.number}: {_headline(request, made, guide)}"),
        blocks=[
            *blocks,
            kit.section("*The guide’s matrix*"),
            matrix.table(guide, here),
            source(guide),
        ],
        plainer=[
            *blocks,
            kit.section("*The guide’s matrix*"),
            *matrix.as_text(guide),
            source(guide),
        ],
    )


def _headline(request: HiringRequest, made: Decision, guide: Guide) -> str:
    plan = made.overrule.plan if made.overrule else made.recommended
    if request.role is Role.OTHER:
        plan = None
    return guide.tree.plans[plan].advice if plan else f"Hire: {_role(request)}"


def _role(request: HiringRequest) -> str:
    return request.title if request.role is Role.OTHER else request.role.label


def _how(request: HiringRequest, made: Decision, guide: Guide) -> list[kit.Part]:
    """Without a name: whoever manages it by now may be another."""
    if made.recommended is None or made.certainty is None:
        return ["The manager knew the role already."]
    words = guide.tree.certainties[made.certainty]
    if request.role is Role.OTHER:
        later = guide.tree.plans[made.recommended].short
        return [f"The manager asked for this first. For later: {later}."]
    if made.overrule is None:
        return [f"{words.word}. {words.says}"]
    advised = guide.tree.plans[made.recommended].short
    # The reason stays between the manager and the app: the form promises so.
    return [f"The manager chose this over the advice ({advised})."]


def _sequence(request: HiringRequest) -> list[kit.Part]:
    """The other of two hires, where it may be named."""
    if request.follows:
        return [f"\nThe second of two hires, after {request.follows}."]
    if request.followed_by:
        return [f"\nThe first of two hires, then {request.followed_by}."]
    return []


def _problem(request: HiringRequest) -> list[kit.Block]:
    if units(request.problem) <= PROBLEM_SHOWN:
        return []
    return [kit.rich(kit.quote(request.problem))]


def _answers(made: Decision, guide: Guide) -> list[kit.Block]:
    known = guide.tree.known(made.answers)
    said = [
        f"{question.short}: {question.answer(known[question.id]).short.lower()}"
        for question in guide.tree.questions.values()
        if known.get(question.id, UNSURE) != UNSURE
    ]
    return [kit.context(" · ".join(said))] if said else []
