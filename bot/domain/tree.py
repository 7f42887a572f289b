"""The decision tree as values: questions, what their answers weigh, what the rules look at.

`bot.guide` reads it from its file and checks it; `bot.domain.plan` walks it. A tree that was loaded
holds together: every id that is named exists.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from bot.domain.role import Plan, Role

UNSURE = "unsure"
"""The answer that every question has, and what a question counts as that nobody answered."""

ADVICE = "advice"
"""The page that ends the asking."""

Answers = Mapping[str, str]
"""Question id → answer id."""

Wording = str | Mapping[str, str]
"""One text, or one for each answer of the question that this one hangs on."""


class Certainty(StrEnum):
    """How sure the advice is."""

    CLEAR = "clear"
    LEANING = "leaning"
    TENSION = "tension"
    """The points agree, yet what the plan needs is not there."""
    MIXED = "mixed"
    CONTRADICTION = "contradiction"
    """The root answer points one way and the sum of all answers the other."""
    TOO_EARLY = "too_early"
    """Nothing that tells the roles apart is known."""


@dataclass(frozen=True, slots=True)
class Points:
    data_scientist: int = 0
    ml_engineer: int = 0

    @property
    def role(self) -> Role | None:
        """The role that they speak for."""
        if self.ml_engineer == self.data_scientist:
            return None
        return Role.ML_ENGINEER if self.ml_engineer > self.data_scientist else Role.DATA_SCIENTIST

    @property
    def weight(self) -> int:
        return abs(self.ml_engineer - self.data_scientist)


NO_POINTS = Points()


@dataclass(frozen=True, slots=True)
class Answer:
    id: str
    says: Wording
    short: str
    """As it is quoted among the answers so far."""
    detail: str = ""
    points: Points = NO_POINTS
    because: Wording = ""
    """The reason that it gives, as a sentence to its person."""
    neutral: bool = False
    """It is there to be chosen, and changes nothing."""


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    asks: str
    short: str
    answers: tuple[Answer, ...]
    hangs_on: str | None = None
    """The question whose answer gives this one its words; without that answer it is not asked."""
    find_out: str = ""
    """What to find out, and whom to ask, where nothing is known."""

    def answer(self, answer: str) -> Answer:
        return next(one for one in self.answers if one.id == answer)

    def worded(self, wording: Wording, answers: Answers) -> str:
        """`wording` as it reads after `answers`."""
        if isinstance(wording, str):
            return wording
        return wording[answers[self.hangs_on or ""]]


@dataclass(frozen=True, slots=True)
class Page:
    """One view of the asking."""

    id: str
    title: str
    questions: tuple[str, ...]
    next: str
    more: str | None = None
    """A further page for those who want it."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """Any of these answers to one question."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What makes a plan of points. `lean` and `clear` are distances between the roles' sums."""

    root: str
    lean: int
    clear: int
    mixed: Trigger
    both_at_once: Trigger
    engineer_first: Trigger
    only_one: Trigger


@dataclass(frozen=True, slots=True)
class Tension:
    id: str
    when: Mapping[str, tuple[str, ...]]
    """Holds where each of these questions has one of these answers."""
    says: str
    plan: Plan | None = None
    """The only plan that it is told of; None for all."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Something to do before hiring."""

    id: str
    when: Mapping[str, tuple[str, ...]]
    title: str
    says: str
    heads: bool
    """Whether it may stand above the advice; otherwise it is only ever a note."""
    does: str
    """A button's words: what to do about it. Either of the two that follow."""
    brief: str = ""
    """The brief to write (`bot.guide.values.Briefs`)."""
    another: str = ""
    """The title of a job that is asked for instead of these two roles."""


@dataclass(frozen=True, slots=True)
class CertaintyWords:
    word: str
    says: str


@dataclass(frozen=True, slots=True)
class PlanWords:
    advice: str
    short: str
    other_way: str
    """What the other role first would bring and cost."""
    only_one: str = ""
    """The advice where a single hire is funded, for a plan of two."""
    second: str = ""
    later: str = ""
    """The sign to open the second request, after "when"."""
    default: str = ""
    """Why this plan, where no answer speaks for its first role."""
    instead: str = ""
    """What others would do instead, and who says so."""


class Tally(NamedTuple):
    """What answers add up to. One answer's part is a Tally too.

    So trying another answer is an addition. A tuple, because one piece of advice makes hundreds.
    """

    data_scientist: int = 0
    ml_engineer: int = 0
    root: int = 0
    """The root answer's own lean: above nought towards the ML Engineer."""
    known: int = 0
    """Questions that tell the roles apart and have an answer."""
    mixed: int = 0
    both_at_once: int = 0
    engineer_first: int = 0

    @property
    def lean(self) -> int:
        return self.ml_engineer - self.data_scientist

    def plus(self, other: "Tally") -> "Tally":
        return Tally(*[mine + theirs for mine, theirs in zip(self, other, strict=True)])

    def minus(self, other: "Tally") -> "Tally":
        return Tally(*[mine - theirs for mine, theirs in zip(self, other, strict=True)])


@dataclass(frozen=True, slots=True)
class Tree:
    version: str
    rules: Rules
    questions: Mapping[str, Question]
    pages: tuple[Page, ...]
    """In the order they are asked."""
    gates: tuple[Gate, ...]
    """Costliest to overlook first."""
    tensions: tuple[Tension, ...]
    certainties: Mapping[Certainty, CertaintyWords]
    plans: Mapping[Plan, PlanWords]
    parts: Mapping[str, Mapping[str, Tally]] = field(init=False, repr=False, compare=False)
    """What each answer adds to the tally, for the questions that can change a plan."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", dict(_parts(self.rules, self.questions)))

    def page(self, page: str) -> Page:
        return next(one for one in self.pages if one.id == page)

    def skippable(self, question: str) -> bool:
        """Whether it stands on a page that can be passed over: there, "not sure" is preset."""
        return any(question in page.questions for page in self.pages if page.next == ADVICE)

    def asked(self, question: str, answers: Answers) -> bool:
        """Whether the question can be asked after `answers`."""
        parent = self.questions[question].hangs_on
        return parent is None or answers.get(parent, UNSURE) != UNSURE

    def known(self, answers: Mapping[str, str]) -> dict[str, str]:
        """The answers that this tree knows (others come from drafts under older rules)."""
        found = {
            question.id: answers[question.id]
            for question in self.questions.values()
            if any(answer.id == answers.get(question.id) for answer in question.answers)
        }
        return {
            question: answer for question, answer in found.items() if self.asked(question, found)
        }

    def with_answers(self, answers: Answers, given: Mapping[str, str | None]) -> dict[str, str]:
        """`answers` with those of `given` that are not None.

        A changed answer clears the answers that hung on it, unless they are given too.
        """
        changed = {question: answer for question, answer in given.items() if answer is not None}
        kept = {
            question: answer
            for question, answer in answers.items()
            if not self._overtaken(question, answers, changed)
        }
        return self.known({**kept, **changed})

    def _overtaken(self, question: str, answers: Answers, changed: Answers) -> bool:
        asked = self.questions.get(question)
        if asked is None or asked.hangs_on is None or asked.hangs_on not in changed:
            return False
        return changed[asked.hangs_on] != answers.get(asked.hangs_on)


def _parts(
    rules: Rules, questions: Mapping[str, Question]
) -> Iterator[tuple[str, dict[str, Tally]]]:
    for question in questions.values():
        scores = any(answer.points != NO_POINTS for answer in question.answers)
        parts = {
            answer.id: Tally(
                data_scientist=answer.points.data_scientist,
                ml_engineer=answer.points.ml_engineer,
                root=_lean(answer.points) if question.id == rules.root else 0,
                known=scores and answer.id != UNSURE,
                mixed=_pulls(rules.mixed, question, answer),
                both_at_once=_pulls(rules.both_at_once, question, answer),
                engineer_first=_pulls(rules.engineer_first, question, answer),
            )
            for answer in question.answers
        }
        if any(any(part) for part in parts.values()):
            yield question.id, parts


def _lean(points: Points) -> int:
    return points.ml_engineer - points.data_scientist


def _pulls(trigger: Trigger, question: Question, answer: Answer) -> bool:
    return question.id == trigger.question and answer.id in trigger.answers
