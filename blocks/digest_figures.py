"""How long steps take in a channel: medians, each with of how many requests it is."""

from blocks import kit
from bot.domain.role import StepKind
from bot.domain.time_in_step import Figures

SHORT = {
    StepKind.DEFINE_PROBLEM: "Problem",
    StepKind.DRAFT_JOB_DESCRIPTION: "Description",
    StepKind.DESIGN_INTERVIEW_LOOP: "Interviews",
    StepKind.CREATE_TAKE_HOME: "Take-home",
    StepKind.EVALUATE_SIGNALS: "Signals",
}
"""Each step in a word: a chart's label takes 20 characters."""

TITLE = "Median days in step"


def chart(figures: Figures) -> kit.Block:
    points = [(SHORT[one.step], round(one.days, 1)) for one in figures.steps]
    return kit.bars(TITLE, "Days", points)


def medians(figures: Figures) -> kit.Block:
    """With how many requests each is of, which a chart has no room for."""
    told = " · ".join(f"{SHORT[one.step]} {_days(one.days)} ({one.n})" for one in figures.steps)
    return kit.context(
        f"*{TITLE}* (of how many): {told}\n"
        f"Of the latest {figures.requests} requests here, without the time on hold."
    )


def _days(days: float) -> str:
    return f"{days:.0f}" if days >= 1 else "under 1"
