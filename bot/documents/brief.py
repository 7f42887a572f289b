"""The brief of a trial that comes before any hiring: a draft from its person's answers."""

from datetime import date

from bot.documents.rendering import rendered
from bot.domain.tree import UNSURE, Answers
from bot.guide.values import Guide


def brief(
    guide: Guide, kind: str, answers: Answers, *, problem: str, advice: str, today: date
) -> str:
    """`kind` is a brief of the guide's (`Gate.brief`).

    `advice` is what the answers come to, in a line; `problem` may be empty.
    """
    tree, texts = guide.tree, guide.briefs
    told = texts.briefs[kind]
    return rendered(
        "brief.md.j2",
        title=told.title,
        drafted=f"{today.day} {today:%b %Y}",
        problem=problem.strip(),
        asks=told.asks.by(answers),
        measure=texts.measure.by(answers),
        data=texts.data.by(answers),
        time_box=told.time_box,
        reached=told.reached,
        short_of=told.short_of,
        neither=told.neither,
        advice=advice,
        answers=[
            (question.short, question.answer(answers[question.id]).short)
            for question in tree.questions.values()
            if answers.get(question.id, UNSURE) != UNSURE
        ],
    )
