"""Whose the facts are that a screen shows: the guide's, and what is better known beside them."""

from blocks import kit
from bot.guide.values import Guide, Remark


def source(guide: Guide) -> kit.Block:
    """Under whatever shows the guide's facts: who wrote it, and when."""
    of = guide.start
    published = f"{kit.short_day(of.published)} {of.published.year}"
    return kit.context(f"After <{of.url}|{of.author}’s guide>, {published}")


def beside(remark: Remark) -> kit.Block:
    return kit.note(f"Beside the guide: {remark.says} ({remark.source}, {remark.year})")
