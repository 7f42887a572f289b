"""What somebody deletes in Slack: those who lead the request see it, and have it posted again, once."""

import asyncio

import pytest

from bot.app import App
from bot.domain.identity import RequestNumber
from bot.domain.permissions import Actor
from bot.domain.shown import Thing
from bot.services.deleted import Deleted
from bot.store.shown import ShownRepository
from sandbox import seed
from sandbox.messages import DELETED
from sandbox.person import Person
from sandbox.values import Message
from sandbox.workspace import Sandbox
from tests.running import clock_of, over_http
from tests.settling import settled
from tests.stories.kept import ACME
from tests.stories.people import People
from tests.stories.test_main_flow import STEPS
from tests.stories.ways import opens_request
from tests.stories.weekly import ANA, SAM

CARD = "REQ-1 · ML Engineer, churn service"
ONE = RequestNumber(1)
AGAIN = "Post it again"


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
async def ana(people: People) -> Person:
    ana = await people.joins("Ana Ruiz")
    await opens_request(ana)
    return ana


def standing(workspace: Sandbox) -> list[Message]:
    """What the app shows in the channel: no stone, no word to one person alone."""
    return [
        one
        for one in workspace.state.messages()
        if one.channel == seed.HIRING and one.bot_id and one.reader is None
    ]


async def is_deleted(workspace: Sandbox, bot: App, *things: Thing) -> None:
    """An admin deletes it in Slack; the app finds out at the next tick."""
    await settled(workspace, bot)
    async with bot.database.reading() as connection:
        shown = await ShownRepository(connection, ACME).of(ONE)
    for thing in things:
        place = shown[thing].message
        assert place is not None
        message = workspace.state.message(place.channel, place.ts)
        assert message is not None
        workspace.state.delete(message)


async def all_stand_once(workspace: Sandbox, bot: App) -> None:
    async with bot.database.reading() as connection:
        shown = await ShownRepository(connection, ACME).of(ONE)
    assert [thing for thing in Thing if shown[thing].behind or shown[thing].gone] == []
    places = {thing: shown[thing].message for thing in Thing}
    card = places[Thing.CARD]
    assert card is not None
    assert {one.ts for one in standing(workspace)} == {one.ts for one in places.values() if one}
    threads = {one.thread_ts for one in standing(workspace) if one.ts != card.ts}
    assert threads == {card.ts}


async def test_a_deleted_card_is_posted_again_from_home_with_its_thread(
    ana: Person, people: People, workspace: Sandbox, bot: App
) -> None:
    tom = await people.joins("Tom Baker")
    await tom.deletes(CARD)
    await ana.opens_home()
    await ana.presses("Done", under="Define the business problem")
    await ana.sees("its card was deleted in Slack", f"[{AGAIN}]")
    await ana.presses(AGAIN, under="Your requests")
    await ana.sees("✓ Posted again")
    assert AGAIN not in ana.screen
    await settled(workspace, bot)
    await all_stand_once(workspace, bot)
    await ana.goes_to("#hiring-ml")
    assert DELETED not in ana.screen
    await ana.opens_thread(CARD)
    await ana.sees("1 of 5", "The guide’s matrix")
    await ana.ticks(STEPS[1])
    await ana.sees("2 of 5", "Step 2 done.")
    await ana.opens_home()
    await ana.waits_until(lambda screen: "✓ Posted again" not in screen)
    await ana.presses("Open", under="Your requests")
    await ana.presses("History")
    await ana.sees("@Ana Ruiz", "• Posted the card again")


async def test_a_deleted_checklist_is_posted_again_by_an_admin_from_the_requests_window(
    ana: Person, people: People, workspace: Sandbox, bot: App
) -> None:
    await is_deleted(workspace, bot, Thing.CHECKLIST, Thing.DECISION)
    li, tom = await people.joins("Li Wei"), await people.joins("Tom Baker")
    await ana.types("/hire-ml status 1")
    await ana.presses("Work on it")
    await ana.ticks(STEPS[0])
    await ana.closes()
    await li.sees("1 of 5")
    await settled(workspace, bot)
    assert "[Checklist]" not in li.screen
    for person in (li, tom):
        await person.types("/hire-ml status 1")
        await person.sees("its checklist was deleted in Slack")
        await person.presses("Work on it")
        await person.sees("The checklist was deleted from #hiring-ml. Nothing is lost.")
    assert AGAIN not in li.modal
    await tom.presses(AGAIN)
    await tom.sees("✓ Posted again", "[Thread]")
    assert "deleted" not in tom.modal
    await settled(workspace, bot)
    await tom.closes()
    await tom.opens_thread("1 of 5 · next")
    await tom.sees("Define the business problem")


@pytest.mark.parametrize("things", [[Thing.CARD], [Thing.CHECKLIST], list(Thing)])
async def test_two_who_press_it_twice_at_once_have_it_posted_once(
    ana: Person, people: People, workspace: Sandbox, bot: App, things: list[Thing]
) -> None:
    sam = await people.joins("Sam Cole")
    await is_deleted(workspace, bot, *things)
    await ana.opens_home()
    await ana.presses("Done", under="Define the business problem")
    await settled(workspace, bot)
    await sam.opens_home()
    for person in (ana, sam):
        await person.sees(AGAIN)

    async def twice(person: Person) -> None:
        with person.stale_screen():
            await person.presses(AGAIN, under="Your requests")
            await person.presses(AGAIN, under="Your requests")

    await asyncio.gather(twice(ana), twice(sam))
    for person in (ana, sam):
        await person.sees("✓ Posted again")
    await settled(workspace, bot)
    if Thing.DECISION in things or Thing.CARD in things:
        await all_stand_once(workspace, bot)
    assert len(standing(workspace)) == len(Thing)


@pytest.mark.soak
async def test_two_processes_post_it_once(
    ana: Person, workspace: Sandbox, bot: App, database_url: str
) -> None:
    await is_deleted(workspace, bot, Thing.CARD)
    await ana.opens_home()
    await ana.presses("Done", under="Define the business problem")
    await ana.sees(AGAIN)
    async with over_http(workspace, database_url) as other:

        async def post_again(app: App, who: Actor) -> None:
            service = Deleted(app.database, ACME, clock_of(workspace))
            await service.post_again(ONE, by=who)
            await app.reconciler.bring_up(ACME, ONE)

        await asyncio.gather(post_again(bot, Actor(ANA)), post_again(other, Actor(SAM)))
        await settled(workspace, bot)
        await all_stand_once(workspace, bot)
