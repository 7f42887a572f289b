"""The guide's facts and figures as values. Each set says whose it is and of when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.nearest import Nearness, nearness
from bot.domain.role import Plan, Role, Seniority, Stage, StepKind
from bot.domain.tree import UNSURE, Answers, Tree


@dataclass(frozen=True, slots=True)
class Remark:
    """What is better known than the guide has it: shown beside the guide's fact, never for it."""

    says: str
    source: str
    year: int


@dataclass(frozen=True, slots=True)
class NextStep:
    id: str
    title: str
    says: str


@dataclass(frozen=True, slots=True)
class Start:
    """The guide in short, and what to do once it is read."""

    source: str
    published: date
    author: str
    url: str
    question: str
    contrast: str
    why: str
    readers: str
    next: tuple[NextStep, ...]


@dataclass(frozen=True, slots=True)
class StageRow:
    """A row of the decision matrix: what at this stage calls for which role."""

    title: str
    data_scientist: str
    ml_engineer: str


@dataclass(frozen=True, slots=True)
class Matrix:
    source: str
    published: date
    gist: str
    stages: Mapping[Stage, StageRow]
    beside: Remark


@dataclass(frozen=True, slots=True)
class RoleProfile:
    """`junior` and `senior` complete "a junior one …"; `first` is what hiring this role first does."""

    title: str
    when: str
    """What it is hired for, before its name."""
    gist: str
    job: str
    tasks: tuple[str, ...]
    skills: tuple[str, ...]
    tools: tuple[str, ...]
    deliverable: str
    junior: str
    senior: str
    first: str


@dataclass(frozen=True, slots=True)
class Roles:
    source: str
    published: date
    roles: Mapping[Role, RoleProfile]


@dataclass(frozen=True, slots=True)
class GuidePay:
    """The guide's own figures: US dollars a year."""

    source: str
    published: date
    population: str
    note: str
    why: str
    use: str
    """What the figures are good for."""
    medians: Mapping[Role, int]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A range that was advertised: the medians of posted lows and of posted highs, in US dollars."""

    role: Role
    low: int
    high: int
    population: str
    year: int
    postings: int
    source: str
    url: str
    as_of: date
    level: Seniority | None = None
    """None: all levels together."""


@dataclass(frozen=True, slots=True)
class OfficialPay:
    """Medians from official statistics: US dollars a year."""

    source: str
    as_of: date
    population: str
    note: str
    medians: Mapping[Role, int]
    counted: Mapping[Role, str]
    """The occupation that stands for each role."""


@dataclass(frozen=True, slots=True)
class Pay:
    guide: GuidePay
    benchmarks: tuple[Benchmark, ...]
    official: OfficialPay
    beside: Remark

    @property
    def levels(self) -> tuple[Seniority | None, ...]:
        """The levels that there are benchmarks of, in their order; None is all together."""
        return tuple(dict.fromkeys(one.level for one in self.benchmarks))

    def benchmark(self, role: Role, level: Seniority | None = None) -> Benchmark:
        return next(one for one in self.benchmarks if (one.role, one.level) == (role, level))


@dataclass(frozen=True, slots=True)
class ExampleStep:
    title: str
    says: str


@dataclass(frozen=True, slots=True)
class WorkedExample:
    id: str
    title: str
    short: str
    """A button's words."""
    company: str
    hire: Role
    why: str
    """Why this hire."""
    goal: str
    steps: tuple[ExampleStep, ...]
    deliverable: str
    effect: str
    answers: Mapping[str, str]
    """What its manager would have answered."""
    beside: Remark | None = None


@dataclass(frozen=True, slots=True)
class Examples:
    source: str
    published: date
    examples: tuple[WorkedExample, ...]

    def nearest(self, answers: Answers, role: Role) -> "Nearest | None":
        """The one at the smallest distance, of those that share an answer at all.

        Of two as near, the one that hired `role`; of two that did, the first.
        """
        near = [(one, nearness(answers, one.answers)) for one in self.examples]
        there = [(one, how) for one, how in near if how.shared]
        if not there:
            return None
        told, how = min(there, key=lambda pair: (pair[1].distance, pair[0].hire is not role))
        tied = sum(other.distance == how.distance for _, other in there) > 1
        return Nearest(told, how, tied=tied)


@dataclass(frozen=True, slots=True)
class Nearest:
    """The example nearest to somebody's answers. `tied`: another is as near."""

    example: WorkedExample
    how: Nearness
    tied: bool


@dataclass(frozen=True, slots=True)
class StepsOfRole:
    """What the checklist's five steps hold for a role, from the first to the last."""

    project: str
    keywords: tuple[str, ...]
    tools: tuple[str, ...]
    rounds: tuple[str, ...]
    given: str
    """What a candidate gets for the take-home; `asked` is what they do with it."""
    asked: str
    signal: str


@dataclass(frozen=True, slots=True)
class Steps:
    source: str
    published: date
    gist: str
    roles: Mapping[Role, StepsOfRole]
    beside: Mapping[StepKind, Remark]


@dataclass(frozen=True, slots=True)
class HandedOver:
    title: str
    says: str


@dataclass(frozen=True, slots=True)
class ByAnswer:
    """A text for each answer to a question."""

    question: str
    says: Mapping[str, str]

    def by(self, answers: Answers) -> str:
        return self.says[answers.get(self.question, UNSURE)]


@dataclass(frozen=True, slots=True)
class Brief:
    """A trial before any hiring. The last three are what to do then, by how it went."""

    title: str
    asks: ByAnswer
    time_box: str
    reached: str
    short_of: str
    neither: str


@dataclass(frozen=True, slots=True)
class Briefs:
    measure: ByAnswer
    data: ByAnswer
    briefs: Mapping[str, Brief]


@dataclass(frozen=True, slots=True)
class Guide:
    tree: Tree
    start: Start
    matrix: Matrix
    roles: Roles
    pay: Pay
    examples: Examples
    steps: Steps
    briefs: Briefs
    handoff: Mapping[Plan, tuple[HandedOver, ...]]
    """What the first of two hires hands to the second. Both at once: as if one came first."""
    booking_url: str | None = None
    """Where a scoping call is booked: the operator's own setting."""
