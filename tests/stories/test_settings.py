"""Settings: what everybody decides for themselves, and admins for everybody."""

from dataclasses import replace

import pytest

from bot.app import App
from bot.domain.identity import Person as PersonId
from bot.domain.permissions import Policy
from bot.domain.wishes import Wishes
from bot.services.people import People as PeopleService
from bot.services.policies import Policies
from sandbox import seed
from sandbox.workspace import Sandbox
from tests.stories.kept import ACME
from tests.stories.people import People
from tests.stories.ways import opens_request, submits

TEAM_ONLY = "Its hiring team only"
EVERYBODY = "Everybody who sees the request"
NOT_THEIRS = "This is for the admins of this workspace to decide: ask one of them."
DEFINE = "Define the business problem"
SAM = PersonId(ACME, seed.SAM)


@pytest.fixture
def transport() -> str:
    return "http"


async def wishes(bot: App, person: PersonId) -> Wishes:
    return await PeopleService(bot.database, ACME, bot.clock).wishes(person)


async def test_everybody_sets_how_they_are_reminded(people: People, bot: App) -> None:
    priya = await people.joins("Priya Natarajan", "#general")
    await priya.types("/hire-ml settings")
    await priya.sees("Settings", "nine o’clock in Asia/Kolkata", "India", "Guessed from")
    await priya.chooses("Country", "Portugal")
    await priya.unticks("No reminders on them")
    await priya.presses("Save")
    kept = await wishes(bot, PersonId(ACME, seed.PRIYA))
    assert (kept.chosen_country, kept.takes_holidays, kept.muted) == ("PT", False, False)
    await priya.types("/hire-ml settings")
    await priya.sees("Portugal", "Its holidays and weekends count.")


async def test_a_guess_that_nobody_touches_stays_a_guess(people: People, bot: App) -> None:
    sam = await people.joins("Sam Cole")
    await sam.types("/hire-ml settings")
    await sam.unticks("One message a day")
    await sam.presses("Save")
    kept = await wishes(bot, SAM)
    assert (kept.muted, kept.chosen_country) == (True, None)


async def test_a_pause_cannot_end_in_the_past(people: People, bot: App) -> None:
    sam = await people.joins("Sam Cole")
    await sam.types("/hire-ml settings")
    await sam.chooses("Pause until", "2020-01-02")
    await sam.presses("Save")
    await sam.sees("Choose a day after today")
    await sam.chooses("Pause until", "2090-01-02")
    await sam.presses("Save")
    await sam.waits_until(lambda _: not sam.modal)
    assert str((await wishes(bot, SAM)).snoozed_until) == "2090-01-02"


# What admins decide ----------------------------------------------------------------------------


async def policy(bot: App) -> Policy:
    return await Policies(bot.database, ACME, bot.clock).now()


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_an_admin_gives_the_steps_to_the_hiring_team_alone_and_back(
    people: People, bot: App
) -> None:
    ana, tom, li = [await people.joins(one) for one in ("Ana Ruiz", "Tom Baker", "Li Wei")]
    await opens_request(ana)
    await tom.types("/hire-ml settings")
    await tom.sees("This workspace", "Steps may be worked by", f"(•) {EVERYBODY}")
    await tom.picks(TEAM_ONLY)
    await tom.presses("Save")
    await tom.waits_until(lambda _: not tom.modal)
    await li.opens_thread("REQ-1")
    await li.ticks(DEFINE)
    await li.sees("Only the hiring team of REQ-1 works its steps: they can take you in.")
    await ana.sees_not("1 of 5 done")
    await tom.types("/hire-ml settings")
    await tom.sees(f"(•) {TEAM_ONLY}")
    await tom.presses("Changes")
    await tom.sees(
        "@Tom Baker · Today, ",
        "• Steps are worked by: everybody who sees the request → its hiring team only",
    )
    await tom.presses("Close")
    await tom.picks(EVERYBODY)
    await tom.presses("Save")
    await tom.waits_until(lambda _: not tom.modal)
    await li.unticks(DEFINE)
    await li.ticks(DEFINE)
    await ana.sees("1 of 5 done")
    assert await policy(bot) == Policy()


async def test_who_is_no_admin_reads_who_decides_and_that_is_all(people: People) -> None:
    sam = await people.joins("Sam Cole")
    await sam.types("/hire-ml settings")
    await sam.sees("Pay bands, and who may work steps, are set by this workspace’s admins.")
    await sam.sees_not("This workspace\n", "Steps may be worked by", "[Pay bands…]", "[Changes]")


async def test_an_admin_who_changes_only_their_reminders_decides_nothing(
    people: People, workspace: Sandbox, bot: App
) -> None:
    tom, mia = await people.joins("Tom Baker"), await people.joins("Mia Khan")
    workspace.state.put_person(replace(workspace.state.people[seed.MIA], is_admin=True))
    await mia.types("/hire-ml settings")
    await mia.sees(f"(•) {EVERYBODY}")
    await tom.types("/hire-ml settings")
    await tom.picks(TEAM_ONLY)
    await tom.presses("Save")
    await tom.waits_until(lambda _: not tom.modal)
    await mia.unticks("One message a day")
    await mia.presses("Save")
    await mia.waits_until(lambda _: not mia.modal)
    assert await policy(bot) == Policy(steps_by_team_only=True)
    assert (await wishes(bot, PersonId(ACME, seed.MIA))).muted
    await tom.types("/hire-ml settings")
    await tom.presses("Changes")
    await tom.sees("═══ Changes ═══", "@Tom Baker")
    await tom.sees_not("@Mia Khan")


async def test_who_is_no_admin_any_more_decides_nothing_from_an_old_window(
    people: People, workspace: Sandbox, bot: App
) -> None:
    tom = await people.joins("Tom Baker")
    await tom.types("/hire-ml settings")
    await tom.picks(TEAM_ONLY)
    await tom.unticks("One message a day")
    person = workspace.state.people[seed.TOM]
    workspace.state.put_person(replace(person, is_admin=False, is_owner=False))
    await tom.presses("Save")
    await tom.sees(f"⚠ {NOT_THEIRS}")
    assert tom.errors == {"Steps may be worked by": NOT_THEIRS}
    assert await policy(bot) == Policy()
    await tom.picks(EVERYBODY)
    await tom.presses("Save")
    await tom.waits_until(lambda _: not tom.modal)
    assert (await wishes(bot, PersonId(ACME, seed.TOM))).muted
    await tom.types("/hire-ml settings")
    await tom.sees("set by this workspace’s admins")


async def test_an_admins_window_in_the_name_of_somebody_else_decides_nothing(
    people: People, workspace: Sandbox, bot: App
) -> None:
    tom = await people.joins("Tom Baker")
    await people.joins("Sam Cole")
    await tom.types("/hire-ml settings")
    await tom.picks(TEAM_ONLY)
    form = workspace.state.modals.stack(seed.TOM)[-1]
    answer = await submits(workspace, replace(form, person=seed.SAM))
    assert answer == {"response_action": "errors", "errors": {"steps_by": NOT_THEIRS}}
    assert await policy(bot) == Policy()
