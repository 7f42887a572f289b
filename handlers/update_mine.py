"""All of somebody's open steps gone through in one form; what needs a word more is asked next."""

from collections.abc import Mapping
from datetime import date

from blocks import update_mine as shown_as
from blocks import update_mine_details as details
from blocks.ids import Nothing
from blocks.update_mine import CHOSEN, MOST_SEEN, PAGE_SIZE, UPDATE_MINE, MineRef, Pick, pick_of
from blocks.update_mine_details import Asked
from bot.domain.checklist import step_of
from bot.domain.request_list import StepKey
from bot.domain.update_mine import (
    Done,
    Free,
    Moved,
    Outcome,
    Started,
    Wanted,
    Way,
    What,
    Why,
    Wish,
    moved_on,
)
from bot.services.request_lists import RequestLists
from bot.services.update_mine import Updated, UpdateMine
from bot.slack.answers import Update, View
from bot.slack.directory import Directory
from bot.slack.following import Following
from bot.slack.modals import Modals
from bot.slack.payloads import Acted, Clicked, Submitted
from bot.slack.table import Listeners
from handlers.acting import actor, in_front, today_of

listens = Listeners()


@listens.to(UPDATE_MINE)
async def opened(
    click: Clicked[Nothing], lists: RequestLists, directory: Directory, modals: Modals
) -> None:
    await in_front(click, modals, await what_comes(click, Way(), lists, directory))


async def what_comes(acted: Acted, way: Way, lists: RequestLists, directory: Directory) -> View:
    """The steps that come next; or the end."""
    today = await today_of(acted, directory, lists.clock)
    without = tuple(map(StepKey.of_code, way.through))
    found = await lists.owned(acted.person, today, size=PAGE_SIZE, without=without)
    if found.rows and len(way.through) + PAGE_SIZE <= MOST_SEEN:
        return shown_as.page(found, way, today)
    return shown_as.nothing_open() if way.begins else shown_as.finished(way.tally, found.total)


@listens.to(CHOSEN)
async def chosen(
    form: Submitted[MineRef],
    lists: RequestLists,
    mine: UpdateMine,
    directory: Directory,
    following: Following,
) -> Update:
    """What needs nothing more is done at once, so that closing what comes next loses nothing."""
    seen = form.carried.shown
    picks = {
        code: pick
        for code in seen
        if (pick := pick_of(form.fields.choice(shown_as.name(code)) or shown_as.AS_IS))
    }
    wishes = [
        Wish(StepKey.of_code(code), seen[code], _wanted(pick))
        for code, pick in picks.items()
        if not pick.needs_more
    ]
    updated = await mine.update(wishes, by=actor(form))
    more = {code: pick for code, pick in picks.items() if pick.needs_more}
    asked, too_late = await _asked(form, more, mine)
    way = form.carried.way.on(seen, [*updated.outcomes, *too_late])
    if asked:
        return answer(form, details.details(asked, way), updated, following)
    return answer(form, await what_comes(form, way, lists, directory), updated, following)


def _wanted(pick: Pick) -> Wanted:
    """What is wanted where nothing more is to be said."""
    match pick:
        case Pick(What.DONE):
            return Done()
        case Pick(What.START):
            return Started()
        case Pick(What.FREE):
            return Free()
        case Pick(What.MOVE, date() as day):
            return Moved(day)
        case other:
            raise ValueError(f"more is to be said: {other}")


async def _asked(
    form: Submitted[MineRef], picks: Mapping[int, Pick], mine: UpdateMine
) -> tuple[list[Asked], list[Outcome]]:
    """The steps of which more is to be said; and those for which it is too late."""
    keys = {code: StepKey.of_code(code) for code in picks}
    numbers = sorted({key.number for key in keys.values()})
    requests = {one.number: one for one in await mine.requests(numbers, actor(form))}
    asked, too_late = [], []
    for code, pick in picks.items():
        key = keys[code]
        request = requests.get(key.number)
        if request is None:
            too_late.append(Outcome(key, pick.what, Why.NOT_THEIRS))
            continue
        step = step_of(request.checklist, key.kind)
        why = moved_on(step, form.carried.shown[code])
        if why is None:
            asked.append(Asked(request, step, code, pick))
        else:
            too_late.append(Outcome(key, pick.what, why))
    return asked, too_late


def answer(acted: Acted, view: View, updated: Updated, following: Following) -> Update:
    """The form becomes `view`, and what Slack shows follows."""

    async def follow() -> None:
        for number in updated.changed:
            await following.bring_up(acted.workspace, number)

    return Update(view, then=follow)
