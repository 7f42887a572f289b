"""The five steps, worked from a request's thread."""

from functools import partial

from blocks import checklist as shown_as
from blocks.checklist import TICK, UNDO, StepRef
from bot.domain.refusals import NotAllowed, NotNow, Refusal
from bot.services.checklist import Checklists
from bot.slack.answers import Then
from bot.slack.directory import Directory
from bot.slack.following import Following
from bot.slack.payloads import Clicked
from bot.slack.table import Listeners
from bot.slack.telling import Telling
from handlers.acting import allowed
from handlers.forms import Windows

listens = Listeners()


@listens.to(TICK)
async def ticked(
    tick: Clicked[StepRef],
    checklists: Checklists,
    windows: Windows,
    directory: Directory,
    following: Following,
    telling: Telling,
) -> Then:
    """In the thread, or in the request's window."""
    step = tick.carried
    try:
        result = await allowed(
            tick,
            directory,
            lambda who: checklists.set_done(step.number, step.step, on=tick.on, by=who),
        )
    except (NotAllowed, NotNow) as refused:
        # Their screen shows what they ticked, until the box is drawn in another version.
        await checklists.redraw(step.number, step.step)
        return Then(partial(_put_back, tick, windows, following, refused))

    async def follow() -> None:
        await windows.again(tick, step.number)
        await following.bring_up(tick.workspace, step.number)
        if result.changed and tick.on and tick.place:
            await telling.only(tick, shown_as.ticked(result.request, step.step))

    return Then(follow)


async def _put_back(
    tick: Clicked[StepRef], windows: Windows, following: Following, refused: Refusal
) -> None:
    await windows.again(tick, tick.carried.number)
    await following.bring_up(tick.workspace, tick.carried.number)
    raise refused


@listens.to(UNDO)
async def undone(
    click: Clicked[StepRef],
    checklists: Checklists,
    directory: Directory,
    following: Following,
    telling: Telling,
) -> Then:
    step = click.carried
    result = await allowed(
        click, directory, lambda who: checklists.undo(step.number, step.step, by=who)
    )

    async def follow() -> None:
        await following.bring_up(click.workspace, step.number)
        said = shown_as.undone(step.step) if result.changed else shown_as.not_yours(step.step)
        await telling.replaced(click, said)

    return Then(follow)
