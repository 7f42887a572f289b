"""What was still to be said of steps that were chosen to be blocked, moved or given away."""

import asyncio
from collections.abc import Mapping

from blocks import refusals
from blocks.update_mine import Pick
from blocks.update_mine_details import DETAILED, DetailsRef, name
from bot.domain.checklist import BlockedReason
from bot.domain.identity import Person
from bot.domain.refusals import Field
from bot.domain.request_list import StepKey
from bot.domain.update_mine import Given, Moved, Stopped, Wanted, What, Wish, flaws
from bot.services.request_lists import RequestLists
from bot.services.update_mine import UpdateMine
from bot.slack.answers import Errors, Update
from bot.slack.directory import Directory
from bot.slack.following import Following
from bot.slack.payloads import Submitted
from bot.slack.table import Listeners
from handlers.acting import actor
from handlers.forms import people_chosen
from handlers.update_mine import answer, what_comes

listens = Listeners()


@listens.to(DETAILED)
async def detailed(
    form: Submitted[DetailsRef],
    lists: RequestLists,
    mine: UpdateMine,
    directory: Directory,
    following: Following,
) -> Update | Errors:
    people, wrong = await _people(form, directory)
    wishes = []
    for code, seen, pick in form.carried.picks:
        wanted = _wanted(form, code, pick, people)
        if wanted is None:
            field, missing = _missing(pick)
            wrong.setdefault(name(field, code), missing)
            continue
        wishes.append(Wish(StepKey.of_code(code), seen, wanted))
        for flaw in flaws(wanted, form.person):
            wrong[name(flaw.field, code)] = refusals.flaw(flaw)
    if wrong:
        return Errors(wrong)
    updated = await mine.update(wishes, by=actor(form))
    way = form.carried.way.on(form.carried.asked, updated.outcomes)
    return answer(form, await what_comes(form, way, lists, directory), updated, following)


async def _people(
    form: Submitted[DetailsRef], directory: Directory
) -> tuple[Mapping[str, Person], dict[str, str]]:
    """Whom Slack's ids stand for, each asked for once; and what is wrong with whom, at the fields."""
    named: dict[str, tuple[str, ...]] = {}
    for code in form.carried.asked:
        to = form.fields.user(name(Field.TO, code))
        named[name(Field.TO, code)] = (to,) if to else ()
        named[name(Field.WAITS_ON, code)] = form.fields.users(name(Field.WAITS_ON, code))
    users = list({user for those in named.values() for user in those})
    answers = await asyncio.gather(*(people_chosen(form, directory, [user]) for user in users))
    people, unfit = {}, {}
    for user, (found, why) in zip(users, answers, strict=True):
        if why is None:
            people[user] = found[0]
        else:
            unfit[user] = why
    wrong = {
        field: unfit[user] for field, those in named.items() for user in those if user in unfit
    }
    return people, wrong


def _wanted(
    form: Submitted[DetailsRef], code: int, pick: Pick, people: Mapping[str, Person]
) -> Wanted | None:
    """Nothing where a field that has to be filled is empty, or names nobody who can be meant."""
    fields = form.fields
    due = fields.date(name(Field.DUE, code))
    match pick:
        case Pick(What.BLOCK, BlockedReason() as reason):
            text = fields.text(name(Field.REASON, code)) or ""
            users = fields.users(name(Field.WAITS_ON, code))
            return Stopped(reason, text, tuple(people[one] for one in users if one in people), due)
        case Pick(What.GIVE):
            to = people.get(fields.user(name(Field.TO, code)) or "")
            return Given(to, due) if to else None
        case _:
            return Moved(due) if due else None


def _missing(pick: Pick) -> tuple[Field, str]:
    """The field that has to be filled, and what is said under it where it is not."""
    if pick.what is What.GIVE:
        return Field.TO, refusals.no_colleague()
    return Field.DUE, refusals.no_day()
