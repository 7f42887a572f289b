"""How near somebody's answers are to others': a count, without weights."""

from dataclasses import dataclass

from bot.domain.tree import UNSURE, Answers


@dataclass(frozen=True, slots=True)
class Nearness:
    """Of the answers compared with: how many are shared, and how many are contrary."""

    shared: int
    contrary: int
    of: int

    @property
    def distance(self) -> int:
        """Nothing for an answer that is shared, one for a question left open, two for another."""
        left_open = self.of - self.shared - self.contrary
        return left_open + 2 * self.contrary


def nearness(answers: Answers, to: Answers) -> Nearness:
    shared = sum(answers.get(question) == answer for question, answer in to.items())
    answered = sum(answers.get(question, UNSURE) != UNSURE for question in to)
    return Nearness(shared, answered - shared, len(to))
