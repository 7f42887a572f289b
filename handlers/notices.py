"""Answers to what somebody was told in their direct messages."""

from blocks import checklist as thread
from blocks import notices as shown_as
from blocks.ids import Nothing
from blocks.notices import DONE, TO_THREAD, UNBLOCK, UNDO, TurnRef
from bot.services.changing import Changed
from bot.services.checklist import Checklists
from bot.slack.answers import Then
from bot.slack.directory import Directory
from bot.slack.following import Following
from bot.slack.payloads import Clicked
from bot.slack.plainer import Drawn
from bot.slack.table import Listeners
from bot.slack.telling import Telling
from handlers.acting import allowed

listens = Listeners()


@listens.to(DONE)
async def done(
    click: Clicked[TurnRef],
    checklists: Checklists,
    directory: Directory,
    following: Following,
    telling: Telling,
) -> Then:
    ref = click.carried
    result = await allowed(
        click,
        directory,
        lambda who: checklists.set_done(ref.number, ref.step, on=True, by=who),
    )
    return _then(click, result, following, telling, shown_as.done(result.request, ref))


@listens.to(UNDO)
async def undone(
    click: Clicked[TurnRef],
    checklists: Checklists,
    directory: Directory,
    following: Following,
    telling: Telling,
) -> Then:
    ref = click.carried
    result = await allowed(
        click, directory, lambda who: checklists.undo(ref.number, ref.step, by=who)
    )
    back = shown_as.your_turn(result.request, ref.step, ref.url)
    said = back if result.changed else thread.not_yours(ref.step)
    return _then(click, result, following, telling, said)


@listens.to(UNBLOCK)
async def unblocked(
    click: Clicked[TurnRef],
    checklists: Checklists,
    directory: Directory,
    following: Following,
    telling: Telling,
) -> Then:
    ref = click.carried
    result = await allowed(
        click, directory, lambda who: checklists.unblock(ref.number, ref.step, by=who)
    )
    said = shown_as.unblocked(result.request, ref, changed=result.changed)
    return _then(click, result, following, telling, said)


@listens.to(TO_THREAD)
async def followed_link(click: Clicked[Nothing]) -> None:
    """Slack opens a button's link by itself, and still wants an ack."""


def _then(
    click: Clicked[TurnRef], result: Changed, following: Following, telling: Telling, said: Drawn
) -> Then:
    async def follow() -> None:
        await telling.replaced(click, said)
        if result.changed:
            await following.bring_up(click.workspace, click.carried.number)

    return Then(follow)
