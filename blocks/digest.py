"""A channel's weekly digest, as it reads: who is needed first, one phone screen, no mention."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from blocks import digest_rows, kit, update_mine
from blocks.digest_figures import chart, medians
from blocks.digest_rows import NEAR, Names, count
from blocks.ids import Action
from blocks.request_rows import short_due
from bot.domain.digest_contents import MOST_IN_THREAD, Digest
from bot.domain.identity import ChannelId

HEAD = "Hiring this week"


@dataclass(frozen=True, slots=True)
class ChannelRef:
    channel: ChannelId


SETTINGS = Action("digest.settings", carries=ChannelRef)


def message(
    digest: Digest,
    names: Names,
    channel: ChannelId,
    *,
    in_thread: int = 0,
    was_due: datetime | None = None,
) -> kit.Message:
    """`in_thread`: how many requests its thread goes on with.

    `was_due`: when, by the channel's clock, where it comes late.
    """
    if digest.is_quiet:
        return quiet(digest, was_due)
    buttons = kit.actions(*_buttons(ChannelRef(channel)))
    figures = digest.figures
    told = [medians(figures)] if figures else []
    needed = count(digest.needed, "needs someone", "need someone")
    sums = ", ".join([*([needed] if digest.needed else []), *_sums(digest)])

    def drawn(some: Digest, left: int) -> kit.Message:
        above = [*shown(some, names, was_due), *_left_out(left), *_goes_on(in_thread)]
        return kit.Message(
            text=f"{HEAD}: {sums}",
            blocks=[*above, *([chart(figures)] if figures else []), *told, buttons],
            plainer=[*above, *told, buttons] if figures else None,
        )

    return _fitting(digest, drawn)


def _buttons(ref: ChannelRef) -> list[kit.Element]:
    return [update_mine.button(), kit.button(SETTINGS, "Settings", ref)]


def quiet(digest: Digest, was_due: datetime | None = None) -> kit.Message:
    """A week in which nothing moved and nobody is needed: a line, without buttons."""
    if digest.open:
        says = f"quiet. {', '.join(_standing(digest))}, all on track."
    else:
        says = f"nothing is open{f', {digest.on_hold} on hold' if digest.on_hold else ''}."
    text = f"{HEAD}: {says}{_late(was_due, digest.today, ' ')}"
    return kit.Message(text=text, blocks=[kit.section(text)])


def continued(digest: Digest, names: Names) -> kit.Message | None:
    """In the thread: what of it is not on the first screen."""
    if not digest.entries:
        return None
    text = f"{HEAD}: {count(len(digest.entries), 'request', 'requests')} more"

    def drawn(some: Digest, left: int) -> kit.Message:
        return kit.Message(text=text, blocks=[*_sections(some, names), *_left_out(left)])

    return _fitting(digest, drawn)


def _fitting(digest: Digest, drawn: Callable[[Digest, int], kit.Message]) -> kit.Message:
    """With as many requests as one post takes; `drawn` is told how many it leaves out."""
    first = digest.first(MOST_IN_THREAD)
    for most in range(len(first.entries), 0, -1):
        message = drawn(first.first(most), len(digest.entries) - most)
        if kit.fits(message):
            return message
    return drawn(first.first(0), len(digest.entries))


def _left_out(left: int) -> list[kit.Block]:
    return [kit.context(f"and {left:,} more: `/hire-ml list`")] if left else []


def shown(digest: Digest, names: Names, was_due: datetime | None = None) -> list[kit.Block]:
    """The digest without its buttons and figures: so it stands in a window, too."""
    late = _late(was_due, digest.today, "\n")
    sums = " · ".join(_sums(digest))
    return [
        kit.header(f"{HEAD} · {short_due(digest.today)}"),
        kit.section(f"{sums}{late}"),
        *_sections(digest, names),
    ]


def _goes_on(in_thread: int) -> list[kit.Block]:
    if not in_thread:
        return []
    return [kit.context(f"{count(in_thread, 'request', 'requests')} more in the thread")]


def _late(was_due: datetime | None, today: date, gap: str) -> str:
    if was_due is None:
        return ""
    day = f"{was_due:%A}" if (today - was_due.date()).days <= NEAR else short_due(was_due.date())
    return f"{gap}Was due {day}, {was_due.hour}:{was_due.minute:02}."


def _standing(digest: Digest) -> Iterator[str]:
    yield f"{digest.open} open"
    if digest.on_hold:
        yield f"{digest.on_hold} on hold"


def _sums(digest: Digest) -> Iterator[str]:
    yield from _standing(digest)
    if digest.hired:
        yield f"{digest.hired} filled"
    if digest.steps_done:
        yield count(digest.steps_done, "step done", "steps done")


def _sections(digest: Digest, names: Names) -> list[kit.Block]:
    sections = (
        ("Needs someone", [digest_rows.need(entry, names) for entry in digest.needs]),
        ("Moved", [digest_rows.moved(entry, names, digest.today) for entry in digest.moved]),
        (
            "On track",
            [digest_rows.on_track(entry, names, digest.today) for entry in digest.on_track],
        ),
        ("Filled", [digest_rows.filled(entry) for entry in digest.filled]),
    )
    return [
        kit.rich(kit.line(kit.bold(name)), kit.bullets(*rows)) for name, rows in sections if rows
    ]
