"""All that is somebody's handed to a colleague at once, and told once."""

from dataclasses import replace

import pytest

from bot.app import App
from bot.domain.hiring_request import StatusReason
from bot.domain.identity import RequestNumber
from bot.domain.permissions import Actor
from bot.services.lifecycle import Lifecycles
from sandbox import seed
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.running import until
from tests.stories import kept
from tests.stories.people import People
from tests.stories.stock import LI, SAM, TOM, has, has_secret, who
from tests.stories.ways import submits


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
async def sam(people: People, workspace: Sandbox) -> Person:
    workspace.rates.on = False
    return await people.joins("Sam Cole")


async def goes_to_form(person: Person) -> None:
    await person.types("/hire-ml settings")
    await person.presses("Hand all over…")
    await person.sees("═══ Hand all of mine over ═══")


def told(workspace: Sandbox, user: str) -> list[str]:
    """What the app has written to somebody."""
    there = workspace.state.im_with(seed.BOT_USER, user)
    messages = workspace.state.messages()
    return [one.text for one in messages if there is not None and one.channel == there.id]


@pytest.mark.soak
async def test_fourteen_requests_are_handed_over_by_one_submit_and_told_in_one_message(
    sam: Person, people: People, bot: App, workspace: Sandbox
) -> None:
    for place in range(1, 14):
        await has(bot, f"Search {place}")
    await has(bot, "Search 14", manager=SAM, recruiter=TOM)
    await bot.reconciler.look()
    await goes_to_form(sam)
    await sam.sees(
        "14 requests under way: you manage 1, you recruit for 13, 41 open steps are yours.",
        "• REQ-1 · Search 1: recruiter, 3 steps",
        "and 4 more",
        "[Not now] [Hand over all 14]",
    )
    await sam.chooses("To whom?", "Li Wei")
    await sam.presses("Hand over all 14")
    await sam.sees("✓ 14 requests handed to @Li Wei")
    await sam.presses("Close")
    await sam.sees("═══ Settings ═══")
    for number in range(1, 15):
        assert SAM not in (await kept.request(bot, number)).team
    assert (await kept.request(bot, 14)).manager == LI
    await until(workspace, lambda: bool(told(workspace, seed.LI)))
    ana = await people.joins("Ana Ruiz")
    await ana.sees("Manager @Li Wei · Recruiter @Tom Baker", "Recruiter @Li Wei")
    await bot.outbox.look()
    assert told(workspace, seed.LI) == ["Handed to you: 14 requests"]


async def test_who_has_nothing_under_way_is_told_so(sam: Person, bot: App) -> None:
    await has(bot, "Churn service", recruiter=LI)
    await goes_to_form(sam)
    await sam.sees("Nothing under way is yours")


async def test_an_app_oneself_and_who_left_are_refused_at_the_field(
    sam: Person, bot: App, workspace: Sandbox
) -> None:
    await has(bot, "Churn service")
    await goes_to_form(sam)
    await sam.chooses("To whom?", "Mia Khan")
    mia = workspace.state.people[seed.MIA]
    workspace.state.put_person(replace(mia, deleted=True))
    await sam.presses("Hand it over")
    await sam.sees("⚠ Mia Khan has left this workspace. Choose somebody who is here.")
    for name, says in (
        ("Standup Bot", "⚠ Standup Bot is an app. Choose a person."),
        ("Sam Cole", "⚠ That is whose it is now: choose a colleague."),
    ):
        await sam.chooses("To whom?", name)
        await sam.presses("Hand it over")
        await sam.sees(says)
    form = workspace.state.modals.stack(seed.SAM)[-1]
    answer = await submits(workspace, workspace.state.modals.hold(form, "to", "to", None))
    assert answer == {"response_action": "errors", "errors": {"to": "Choose a colleague."}}
    assert (await kept.request(bot)).version == 1


async def test_what_ended_meanwhile_stays_and_the_rest_goes(sam: Person, bot: App) -> None:
    for place in range(1, 4):
        await has(bot, f"Search {place}")
    lifecycles = Lifecycles(bot.database, kept.ACME, kept.requests(bot).clock)
    await lifecycles.hold(RequestNumber(3), StatusReason.BUDGET, "", by=Actor(SAM))
    await goes_to_form(sam)
    await sam.sees("3 requests under way: you recruit for 3, 9 open steps are yours.")
    await lifecycles.cancel(RequestNumber(2), StatusReason.BUDGET, "", by=Actor(SAM))
    await sam.chooses("To whom?", "Li Wei")
    await sam.presses("Hand over all 3")
    await sam.sees("✓ 2 requests handed to @Li Wei")
    assert [(await kept.request(bot, number)).recruiters for number in (1, 2, 3)] == [
        (LI,),
        (SAM,),
        (LI,),
    ]


async def test_a_form_that_comes_twice_hands_nothing_over_twice(
    sam: Person, bot: App, workspace: Sandbox
) -> None:
    await has(bot, "Churn service")
    await goes_to_form(sam)
    await sam.chooses("To whom?", "Li Wei")
    form = workspace.state.modals.stack(seed.SAM)[-1]
    assert "handed to" in str(await submits(workspace, form))
    version = (await kept.request(bot)).version
    assert "Nothing changed." in str(await submits(workspace, form))
    assert (await kept.request(bot)).version == version


async def test_a_confidential_request_among_them_is_said_and_then_seen_by_who_gets_it(
    sam: Person, people: People, bot: App
) -> None:
    await has_secret(bot)
    await has(bot, "Churn service")
    await goes_to_form(sam)
    await sam.sees(
        "2 requests under way",
        "One of them is for the hiring team only: whoever takes it over sees all of it.",
    )
    await sam.chooses("To whom?", "Mia Khan")
    await sam.presses("Hand over all 2")
    await sam.sees("✓ 2 requests handed to @Mia Khan")
    assert who(seed.MIA) in (await kept.request(bot)).team
    mia = await people.joins("Mia Khan")
    await mia.opens_home()
    await mia.sees("REQ-1 · Secret search")
    await sam.presses("Close")
    await sam.presses("Cancel")
    await sam.opens_home()
    await sam.sees("REQ-2 · Churn service")
    await sam.sees_not("Secret search")
