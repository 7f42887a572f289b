"""People who leave the company: nothing waits on them, and somebody is told what needs an owner."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import App
from bot.domain.checklist import BlockedReason, step_of
from bot.domain.history import What, named
from bot.domain.identity import ChannelId, RequestNumber
from bot.domain.identity import Person as PersonId
from bot.domain.permissions import Actor
from bot.domain.role import StepKind
from bot.services.checklist import Checklists
from bot.services.hiring_requests import HiringRequests
from bot.services.leaving import Leaving
from bot.store.people import PeopleRepository
from sandbox import seed
from sandbox.workspace import Sandbox
from tests.hiring import form
from tests.running import clock_of, over_http
from tests.stories import kept
from tests.stories.kept import ACME, comes_to_be
from tests.stories.morning import goes_on_to, looks, now
from tests.stories.people import People
from tests.stories.weekly import gets_one, subscription

ANA, SAM, LI, TOM = (PersonId(ACME, one) for one in (seed.ANA, seed.SAM, seed.LI, seed.TOM))
DEFINE, DRAFT, DESIGN, TAKE_HOME, SIGNALS = StepKind


@pytest.fixture
def transport() -> str:
    return "http"


async def opens(workspace: Sandbox, bot: App, title: str, **more: object) -> RequestNumber:
    requests = HiringRequests(bot.database, ACME, clock_of(workspace))
    opening = form(
        **{"title": title, "channel": ChannelId(seed.HIRING), "recruiters": (SAM,)} | more
    )
    request = await requests.open(opening, ANA, today=now(workspace).date())
    await bot.reconciler.bring_up(ACME, request.number)
    return request.number


@pytest.fixture
async def two_requests(workspace: Sandbox, bot: App) -> None:
    """Ana's, with Sam as recruiter."""
    for title in ("ML Engineer", "Data Scientist"):
        await opens(workspace, bot, title)


def steps(workspace: Sandbox, bot: App) -> Checklists:
    return Checklists(bot.database, ACME, clock_of(workspace))


def leaves(workspace: Sandbox, user: str, *, deleted: bool = True) -> None:
    """An admin deactivates them."""
    workspace.state.put_person(replace(workspace.state.people[user], deleted=deleted))


async def owners(number: int, bot: App) -> dict[StepKind, PersonId | None]:
    return {step.kind: step.owner for step in (await kept.request(bot, number)).checklist}


async def test_the_steps_of_who_left_need_an_owner_and_the_manager_hears_it_once(
    workspace: Sandbox, bot: App, two_requests: None, people: People
) -> None:
    ana = await people.joins("Ana Ruiz")
    await steps(workspace, bot).set_done(RequestNumber(2), DRAFT, on=True, by=Actor(SAM))
    leaves(workspace, seed.SAM)
    await ana.goes_to("@hire-ml")
    await ana.sees(
        "Somebody is needed",
        "@Sam Cole has left",
        "REQ-1 ML Engineer: no owner for steps 2, 4 and 5",
        "REQ-2 Data Scientist: no owner for steps 4 and 5",
    )
    assert ana.screen.count("Somebody is needed") == 1
    assert await owners(1, bot) == {
        DEFINE: ANA,
        DRAFT: None,
        DESIGN: ANA,
        TAKE_HOME: None,
        SIGNALS: None,
    }
    assert (await owners(2, bot))[DRAFT] == SAM  # it is done: it stays theirs
    assert (await kept.request(bot)).recruiters == ()
    await ana.goes_to("#hiring-ml")
    await ana.opens_thread("REQ-1")
    await ana.sees("2  Draft the job description – Needs an owner")


async def test_each_step_taken_off_somebody_is_in_the_history(
    workspace: Sandbox, bot: App, two_requests: None, people: People
) -> None:
    ana = await people.joins("Ana Ruiz")
    leaves(workspace, seed.SAM)
    await ana.goes_to("@hire-ml")
    await ana.sees("Somebody is needed")
    rows = [one for one in await kept.history(bot) if one.what is What.STEP_OWNER]
    assert [(one.step, one.was, one.became) for one in rows] == [
        (kind, named(SAM), None) for kind in (DRAFT, TAKE_HOME, SIGNALS)
    ]
    assert {one.by for one in rows} == {SAM}


async def test_told_again_and_again_it_changes_nothing_more(
    workspace: Sandbox, bot: App, two_requests: None, people: People
) -> None:
    ana = await people.joins("Ana Ruiz")
    leaves(workspace, seed.SAM)
    await ana.goes_to("@hire-ml")
    await ana.sees("Somebody is needed")
    before = await kept.history(bot)
    for _ in range(3):
        leaves(workspace, seed.SAM)
    await looks(bot)
    assert await kept.history(bot) == before
    assert ana.screen.count("Somebody is needed") == 1


async def test_a_block_that_waited_on_them_waits_on_nobody(
    workspace: Sandbox, bot: App, two_requests: None, people: People
) -> None:
    ana = await people.joins("Ana Ruiz")
    await steps(workspace, bot).block(
        RequestNumber(1), DEFINE, BlockedReason.BUDGET, "", (LI,), by=Actor(ANA)
    )
    leaves(workspace, seed.LI)
    await ana.goes_to("@hire-ml")
    await ana.sees(
        "@Li Wei has left", "define the business problem is blocked (budget) and waits on nobody"
    )
    block = step_of((await kept.request(bot)).checklist, DEFINE).blocked
    assert block is not None
    assert block.on == ()


async def test_where_the_manager_left_the_recruiters_hear_it_and_the_card_says_it(
    workspace: Sandbox, bot: App, two_requests: None, people: People
) -> None:
    sam = await people.joins("Sam Cole")
    leaves(workspace, seed.ANA)
    await sam.goes_to("@hire-ml")
    await sam.sees("@Ana Ruiz has left", "REQ-1 ML Engineer: it needs a manager: hand it over")
    await sam.goes_to("#hiring-ml")
    await sam.sees("Needs a manager")
    await sam.types("/hire-ml list 1")
    await sam.sees("□□□□□ 0 of 5 · needs a manager")
    await sam.types("/hire-ml status 1")
    await sam.sees("Needs a manager · Recruiter @Sam Cole · #hiring-ml")
    await sam.presses("Dismiss message", under="under way")
    await sam.presses("Dismiss message", under="Work on it")
    leaves(workspace, seed.ANA, deleted=False)
    await sam.waits_until(lambda screen: "Needs a manager" not in screen)
    assert not (await kept.request(bot)).manager_has_left


async def test_who_has_nothing_to_do_with_hiring_may_come_and_go(
    workspace: Sandbox, bot: App, two_requests: None, people: People
) -> None:
    before = await kept.history(bot)
    leaves(workspace, seed.PRIYA)
    leaves(workspace, seed.STANDUP_BOT)
    leaves(workspace, seed.PRIYA, deleted=False)
    await looks(bot)
    assert await kept.history(bot) == before


async def test_who_left_is_not_reminded(
    workspace: Sandbox, bot: App, two_requests: None, people: People
) -> None:
    workspace.rates.on = False
    leaves(workspace, seed.SAM)
    for _ in range(40):
        goes_on_to(workspace, now(workspace) + timedelta(hours=23))
        await looks(bot)
    there = workspace.state.im_with(seed.BOT_USER, seed.SAM)
    assert there is None


async def test_leaving_while_the_bot_is_down_is_found_before_they_are_reminded(
    workspace: Sandbox, database_url: str
) -> None:
    """Slack sends an event three times, and no more."""
    workspace.rates.on = False
    async with over_http(workspace, database_url) as bot:
        await opens(workspace, bot, "ML Engineer")
        await looks(bot)
    leaves(workspace, seed.SAM)
    goes_on_to(workspace, now(workspace) + timedelta(days=14, hours=12))
    async with over_http(workspace, database_url) as bot:
        for _ in range(30):
            goes_on_to(workspace, now(workspace) + timedelta(hours=3))
            await looks(bot)
        assert (await owners(1, bot))[DRAFT] is None


async def test_work_given_to_who_left_comes_back(
    workspace: Sandbox, bot: App, two_requests: None, people: People
) -> None:
    ana = await people.joins("Ana Ruiz")
    leaves(workspace, seed.LI)
    leaves(workspace, seed.SAM)
    await ana.goes_to("@hire-ml")
    await ana.sees("Somebody is needed")
    await steps(workspace, bot).assign(RequestNumber(1), DRAFT, SAM, by=Actor(ANA))
    await looks(bot)
    assert (await owners(1, bot))[DRAFT] is None


async def test_news_of_leaving_that_comes_after_they_are_back_takes_nothing_from_them(
    workspace: Sandbox, bot: App, two_requests: None
) -> None:
    before = await kept.history(bot)
    service = Leaving(bot.database, ACME, clock_of(workspace))
    assert await service.profile_changed(SAM, left=True, zone=None)
    for _ in range(2):
        await looks(bot)
    assert await kept.history(bot) == before
    async with bot.database.reading() as connection:
        sam = await PeopleRepository(connection, ACME).get(SAM)
    assert sam is not None
    assert not sam.has_left


async def test_the_digest_of_who_left_goes_on_and_who_keeps_it_now_hears_it_in_one_message(
    workspace: Sandbox, bot: App, two_requests: None, people: People
) -> None:
    ana = await people.joins("Ana Ruiz")
    await gets_one(workspace, bot, owner=SAM)
    leaves(workspace, seed.SAM)
    await ana.goes_to("@hire-ml")
    await ana.sees(
        "Somebody is needed",
        "@Sam Cole has left",
        "REQ-1 ML Engineer: no owner for steps 2, 4 and 5",
        "The weekly digest of #hiring-ml is yours to look after now. It goes on as it was.",
        "[Settings]",
    )
    leaves(workspace, seed.SAM)
    await looks(bot)
    assert ana.screen.count("Somebody is needed") == 1
    assert ana.screen.count("has left") == 1
    kept_on = await subscription(bot)
    assert kept_on is not None
    assert (kept_on.owner, kept_on.is_on) == (ANA, True)
    await ana.presses("Settings")
    await ana.sees("Weekly digest")


@pytest.mark.soak
async def test_who_keeps_on_a_digest_hears_when_it_cannot_go_on(
    workspace: Sandbox, bot: App, two_requests: None, people: People
) -> None:
    """Li has nothing to do with requests, and left after setting it up."""
    ana = await people.joins("Ana Ruiz")
    await gets_one(workspace, bot, owner=LI)
    leaves(workspace, seed.LI)
    await ana.goes_to("@hire-ml")
    await ana.sees(
        "@Li Wei has left", "The weekly digest of #hiring-ml is yours to look after now."
    )
    channel = workspace.state.channels[seed.HIRING]
    workspace.state.put_channel(replace(channel, archived=True))
    await ana.sees("The digest of #hiring-ml cannot be posted any more: the channel is archived.")


async def test_a_private_channels_digest_is_kept_on_by_who_is_in_it_or_by_nobody(
    workspace: Sandbox, bot: App, people: People
) -> None:
    private = ChannelId(seed.EXECUTIVES)
    await opens(workspace, bot, "Secret", channel=private, channel_is_private=True)
    await gets_one(workspace, bot, channel=private, owner=TOM)
    room = workspace.state.channels[seed.EXECUTIVES]
    members = tuple(one for one in room.members if one != seed.ANA)
    workspace.state.put_channel(replace(room, members=members))
    leaves(workspace, seed.TOM)
    sam = await people.joins("Sam Cole", "@hire-ml")
    await sam.sees(
        "@Tom Baker has left", "The weekly digest of #exec-hiring is yours to look after"
    )
    leaves(workspace, seed.SAM)
    await comes_to_be(lambda: has_left(bot, SAM), right=True)
    await looks(bot)
    kept_on = await subscription(bot, private)
    assert kept_on is not None
    assert kept_on.owner == SAM


async def has_left(bot: App, person: PersonId) -> bool:
    async with bot.database.reading() as connection:
        found = await PeopleRepository(connection, ACME).get(person)
    return found is not None and found.has_left and found.next_look_at is None
