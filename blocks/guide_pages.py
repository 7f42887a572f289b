"""What stands on each page of the guide, between its title and its buttons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from blocks import kit, matrix, pay
from blocks.hiring_request import STEP_NAMES
from blocks.pay import Known
from blocks.plan import HIRE
from blocks.remark import beside
from bot.domain.role import BOTH_ROLES, Role, StepKind
from bot.guide.values import Guide, RoleProfile, StepsOfRole, WorkedExample


class Page(StrEnum):
    """In their order; each is the word that goes to it."""

    START = "guide"
    MATRIX = "matrix"
    ROLES = "roles"
    EXAMPLES = "examples"
    SALARY = "salary"
    CHECKLIST = "checklist"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Part:
    """As much of a page as is shown at once."""

    name: str
    """A button's words; said only where a page has several."""
    blocks: list[kit.Block]
    plainer: list[kit.Block] | None = None
    """The same without a table."""


def _start(guide: Guide) -> tuple[Part, ...]:
    of = guide.start
    said = [
        kit.rich(
            kit.line(kit.bold(of.question)),
            kit.bullets(
                *(
                    _named(f"{profile.when}, {role.with_article}", profile.gist)
                    for role, profile in guide.roles.roles.items()
                )
            ),
            kit.line(f"{of.contrast}\n{of.why}"),
        ),
        kit.context(f"`{HIRE.id}` leads from your need to the hire, in a few questions."),
        kit.note(of.readers),
    ]
    return (Part("Start", said),)


def _matrix(guide: Guide) -> tuple[Part, ...]:
    gist, remark = kit.rich(kit.line(guide.matrix.gist)), beside(guide.matrix.beside)
    plainer = [gist, *matrix.as_text(guide), remark]
    return (Part("Matrix", [gist, matrix.table(guide), remark], plainer),)


def _roles(guide: Guide) -> tuple[Part, ...]:
    said = [
        kit.rich(
            kit.line(kit.bold(f"{profile.title}\n"), profile.job),
            kit.bullets(
                _named("Does", ", ".join(profile.tasks)),
                _named("Knows", ", ".join(profile.skills)),
                _named("Uses", ", ".join(profile.tools)),
                _named("Delivers", profile.deliverable),
            ),
        )
        for profile in guide.roles.roles.values()
    ]
    return (Part("Roles", said),)


def _examples(guide: Guide) -> tuple[Part, ...]:
    return tuple(Part(told.short, _example(told)) for told in guide.examples.examples)


def _example(told: WorkedExample) -> list[kit.Block]:
    return [
        kit.rich(kit.line(kit.bold(f"{told.title}\n"), told.company)),
        kit.rich(
            kit.bullets(
                _named("Goal", told.goal),
                _named("Right hire", f"{told.hire.with_article}. {told.why}"),
            ),
        ),
        kit.rich(
            kit.bullets(*(_named(step.title, step.says) for step in told.steps), ordered=True),
        ),
        kit.rich(kit.line(kit.bold("Delivers: "), f"{told.deliverable} {told.effect}")),
        *([beside(told.beside)] if told.beside else []),
    ]


def _salary(guide: Guide, known: Known) -> tuple[Part, ...]:
    of = guide.pay.guide
    told = kit.rich(
        kit.bullets(_named("Why they differ", of.why), _named("Before an offer", of.use))
    )
    return (
        Part("Pay", [*pay.panel(guide, known, table=True), told], [*pay.panel(guide, known), told]),
        Part("Levels, and who first", _levels(guide)),
    )


def _levels(guide: Guide) -> list[kit.Block]:
    levels = _by_role(guide, _from_junior_to_senior)
    first = _by_role(guide, lambda profile: profile.first)
    return [
        kit.rich(kit.line(kit.bold("Levels")), kit.bullets(*levels)),
        kit.rich(kit.line(kit.bold("Who comes first")), kit.bullets(*first)),
    ]


def _checklist(guide: Guide) -> tuple[Part, ...]:
    return tuple(Part(f"For {role.with_article}", _steps(guide, role)) for role in BOTH_ROLES)


def _steps(guide: Guide, role: Role) -> list[kit.Block]:
    of_role = guide.steps.roles[role]
    blocks = [kit.rich(kit.line(kit.bold(f"For {role.with_article}\n"), guide.steps.gist))]
    for place, step in enumerate(StepKind, start=1):
        name = kit.line(kit.bold(f"{place}  {STEP_NAMES[step]}"))
        blocks.append(kit.rich(name, kit.bullets(*_of_step(step, of_role))))
        if step in guide.steps.beside:
            blocks.append(beside(guide.steps.beside[step]))
    return blocks


def _next(guide: Guide) -> tuple[Part, ...]:
    rows = [_named(step.title, step.says) for step in guide.start.next]
    return (Part("Next", [kit.rich(kit.bullets(*rows, ordered=True))]),)


def _by_role(guide: Guide, told: Callable[[RoleProfile], str]) -> list[list[kit.Part]]:
    return [_named(profile.title, told(profile)) for profile in guide.roles.roles.values()]


def _from_junior_to_senior(of: RoleProfile) -> str:
    return f"a junior one {of.junior}; a senior one {of.senior}."


def _named(name: str, text: str) -> list[kit.Part]:
    return [kit.bold(f"{name}: "), text]


def _of_step(step: StepKind, role: StepsOfRole) -> list[list[kit.Part]]:
    match step:
        case StepKind.DEFINE_PROBLEM:
            return [[role.project]]
        case StepKind.DRAFT_JOB_DESCRIPTION:
            return [
                _named("Keywords", ", ".join(role.keywords)),
                _named("Tools", ", ".join(role.tools)),
            ]
        case StepKind.DESIGN_INTERVIEW_LOOP:
            return [[held] for held in role.rounds]
        case StepKind.CREATE_TAKE_HOME:
            return [_named("Give", role.given), _named("Ask", role.asked)]
        case StepKind.EVALUATE_SIGNALS:
            return [_named("Strong", role.signal)]


_PARTS: Mapping[Page, Callable[[Guide], tuple[Part, ...]]] = {
    Page.START: _start,
    Page.MATRIX: _matrix,
    Page.ROLES: _roles,
    Page.EXAMPLES: _examples,
    Page.CHECKLIST: _checklist,
    Page.NEXT: _next,
}


def parts(guide: Guide, page: Page, known: Known) -> tuple[Part, ...]:
    """`known` is of the page about pay: all others stand as they are."""
    return _salary(guide, known) if page is Page.SALARY else _PARTS[page](guide)
