"""Pay bands: set by admins in the settings, read where pay is spoken of."""

from dataclasses import replace

import pytest

from bot.app import App
from bot.domain.pay import PayBand
from bot.services.pay_bands import PayBands
from sandbox import seed
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.stories.kept import ACME
from tests.stories.people import People
from tests.stories.ways import GOAL, SERVICE, gets_advice, submits

ENGINEER = "Machine Learning Engineer"
SENIOR_ENGINEER = "Change: senior Machine Learning Engineer"
ADD_SENIOR_ENGINEER = "Add: senior Machine Learning Engineer"
NOT_THEIRS = "This is for the admins of this workspace to decide: ask one of them."


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
async def tom(people: People) -> Person:
    """An admin."""
    return await people.joins("Tom Baker")


@pytest.fixture
async def mia(people: People, workspace: Sandbox) -> Person:
    """Another one."""
    becomes(workspace, seed.MIA, admin=True)
    return await people.joins("Mia Khan")


def becomes(workspace: Sandbox, user: str, *, admin: bool) -> None:
    person = replace(workspace.state.people[user], is_admin=admin, is_owner=False)
    workspace.state.put_person(person)


async def bands(bot: App) -> tuple[PayBand, ...]:
    return await PayBands(bot.database, ACME, bot.clock).of()


async def opens_bands(person: Person) -> None:
    await person.types("/hire-ml settings")
    await person.presses("Pay bands…")
    await person.sees("═══ Pay bands ═══")


async def fills_band(
    person: Person, low: str = "190k", high: str = "240,000", currency: str = "usd"
) -> None:
    await person.fills("Lowest, a year", low)
    await person.fills("Highest, a year", high)
    await person.fills("Currency", currency)
    await person.fills("Where it holds", "US-CA")
    await person.fills("Approved by", "People team")
    await person.chooses("Since", "2026-09-01")


async def sets_band(person: Person) -> None:
    """That of a senior engineer; the list is on top again."""
    await opens_bands(person)
    await person.presses(ADD_SENIOR_ENGINEER)
    await fills_band(person)
    await person.presses("Save")
    await person.sees("═══ Pay bands ═══", "$190,000–240,000, US-CA")


# Set and read ----------------------------------------------------------------------------------


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_an_admin_sets_a_band_and_everybody_reads_it_first(
    tom: Person, people: People
) -> None:
    await opens_bands(tom)
    await tom.sees("Data Scientist", ENGINEER, "Junior: none", "Lead: none")
    await tom.presses(ADD_SENIOR_ENGINEER)
    await tom.sees("═══ Pay band ═══", "Senior Machine Learning Engineer")
    await fills_band(tom)
    await tom.presses("Save")
    await tom.sees("═══ Pay bands ═══", "Senior: $190,000–240,000, US-CA\nPeople team, 1 Sep 2026")
    own = "Your band: ML Engineer, senior: $190,000–240,000, US-CA (People team, Sep 2026)"
    ana = await people.joins("Ana Ruiz")
    await gets_advice(ana, {GOAL: SERVICE})
    await ana.presses("Show working")
    await ana.sees(own, "The guide: median total pay: ", "Withheld, older than 400 days: job ads")
    assert ana.screen.index(own) < ana.screen.index("The guide: median total pay")
    await ana.closes()
    await ana.types("/hire-ml salary")
    await ana.sees(own, "Withheld, older than 400 days: job ads of 2024")
    assert ana.screen.index(own) < ana.screen.index("The guide: median total pay")


async def test_the_settings_are_reached_from_home_too(tom: Person) -> None:
    await tom.opens_home()
    await tom.presses("Settings")
    await tom.sees("This workspace")
    await tom.presses("Pay bands…")
    await tom.sees("═══ Pay bands ═══")


async def test_a_band_is_changed_and_what_it_was_stays_written_down(tom: Person) -> None:
    await sets_band(tom)
    await tom.presses(SENIOR_ENGINEER)
    await tom.sees("190,000", "240,000", "USD", "US-CA", "People team")
    await tom.fills("Highest, a year", "260 000")
    await tom.presses("Save")
    await tom.sees("═══ Pay bands ═══", "$190,000–260,000, US-CA")
    await tom.presses("Close")
    await tom.presses("Changes")
    await tom.sees(
        "═══ Changes ═══",
        "@Tom Baker · Today, ",
        "• Pay band, ML Engineer, senior: $190,000–240,000, US-CA (People team, 1 Sep 2026) → "
        "$190,000–260,000, US-CA (People team, 1 Sep 2026)",
        "• Pay band, ML Engineer, senior: none → $190,000–240,000",
    )


async def test_a_band_is_removed_once_that_is_confirmed(tom: Person, bot: App) -> None:
    await sets_band(tom)
    await tom.presses(SENIOR_ENGINEER)
    await tom.presses("Remove")
    await tom.sees("Remove this band?", "Other figures stay.")
    await tom.presses("Keep")
    await tom.presses("Remove")
    await tom.presses("Remove")
    await tom.sees("═══ Removed ═══", "The band of a senior Machine Learning Engineer is removed.")
    await tom.presses("Close")
    await tom.sees("═══ Pay bands ═══", "Senior: none")
    assert await bands(bot) == ()
    await tom.presses("Close")
    await tom.presses("Changes")
    await tom.sees("• Pay band, ML Engineer, senior: $190,000–240,000, US-CA", " → none")


# Mistakes --------------------------------------------------------------------------------------


async def test_each_mistake_is_told_at_its_field_and_nothing_typed_is_lost(
    tom: Person, bot: App
) -> None:
    await opens_bands(tom)
    await tom.presses(ADD_SENIOR_ENGINEER)
    await fills_band(tom, low="a lot", high="150–190k", currency="dollars")
    await tom.chooses("Since", "2099-01-01")
    await tom.presses("Save")
    number = "Write the pay of a year as one number, such as 120,000 or 120k."
    await tom.sees(number, "a lot", "150–190k", "dollars", "US-CA", "People team")
    assert tom.errors == {
        "Lowest, a year": number,
        "Highest, a year": number,
        "Currency": "Write the currency in its three letters, such as EUR.",
        "Since": "Choose today or an earlier day: since when the band holds.",
    }
    await fills_band(tom, low="240k", high="190k", currency="EUR")
    await tom.presses("Save")
    await tom.sees("This is less than the lowest. Write the same or more.")
    assert set(tom.errors) == {"Highest, a year"}
    await tom.fills("Lowest, a year", "150.000")
    await tom.presses("Save")
    await tom.sees("═══ Pay bands ═══", "€150,000–190,000")
    assert [(one.low, one.high) for one in await bands(bot)] == [(150_000, 190_000)]


async def test_an_over_long_text_is_told_at_its_field(tom: Person, bot: App) -> None:
    await opens_bands(tom)
    await tom.presses(ADD_SENIOR_ENGINEER)
    await fills_band(tom)
    await tom.fills("Where it holds", "x" * 61)
    await tom.fills("Approved by", "y" * 61)
    await tom.presses("Save")
    await tom.sees("⚠")
    assert set(tom.errors) == {"Where it holds", "Approved by"}
    assert await bands(bot) == ()


async def test_a_form_that_comes_twice_sets_a_band_once(
    tom: Person, workspace: Sandbox, bot: App
) -> None:
    await opens_bands(tom)
    await tom.presses(ADD_SENIOR_ENGINEER)
    await fills_band(tom)
    form = workspace.state.modals.stack(seed.TOM)[-1]
    await tom.presses("Save")
    await tom.sees("$190,000–240,000, US-CA")
    assert await submits(workspace, form) == {}
    await tom.presses("Close")
    await tom.presses("Changes")
    await tom.sees("═══ Changes ═══", "none → $190,000–240,000")
    assert tom.screen.count("Pay band, ") == 1
    assert len(await bands(bot)) == 1


# Two at once -----------------------------------------------------------------------------------


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_of_two_admins_the_later_sees_what_the_other_set_and_keeps_what_they_typed(
    tom: Person, mia: Person, bot: App
) -> None:
    await opens_bands(mia)
    await mia.presses(ADD_SENIOR_ENGINEER)
    await mia.sees("═══ Pay band ═══")
    await sets_band(tom)
    await fills_band(mia, high="300k")
    await mia.presses("Save")
    await mia.sees(
        "Meanwhile @Tom Baker has set it to $190,000–240,000, US-CA (People team, 1 Sep 2026). "
        "Save puts yours in its place.",
        "300k",
    )
    assert [one.high for one in await bands(bot)] == [240_000]
    await mia.presses("Save")
    await mia.sees("═══ Pay bands ═══", "$190,000–300,000, US-CA")
    assert [one.high for one in await bands(bot)] == [300_000]


async def test_a_band_that_changed_meanwhile_is_not_removed_unseen(
    tom: Person, mia: Person, bot: App
) -> None:
    await sets_band(tom)
    await opens_bands(mia)
    await mia.presses(SENIOR_ENGINEER)
    await mia.sees("[Remove]")
    await tom.presses(SENIOR_ENGINEER)
    await tom.fills("Highest, a year", "260k")
    await tom.presses("Save")
    await tom.sees("$190,000–260,000")
    await mia.presses("Remove")
    await mia.presses("Remove")
    await mia.sees("═══ Not removed ═══", "Meanwhile @Tom Baker has set it to $190,000–260,000")
    await mia.presses("Close")
    await mia.sees("═══ Pay bands ═══", "$190,000–260,000")
    assert len(await bands(bot)) == 1


async def test_who_changes_a_band_that_was_removed_meanwhile_is_told_so(
    tom: Person, mia: Person, bot: App
) -> None:
    await sets_band(tom)
    await opens_bands(mia)
    await mia.presses(SENIOR_ENGINEER)
    await mia.sees("[Remove]")
    await tom.presses(SENIOR_ENGINEER)
    await tom.presses("Remove")
    await tom.presses("Remove")
    await tom.sees("═══ Removed ═══")
    await mia.fills("Highest, a year", "250k")
    await mia.presses("Save")
    await mia.sees("Meanwhile @Tom Baker has removed it. Save puts yours in its place.")
    assert await bands(bot) == ()
    await mia.presses("Save")
    await mia.sees("═══ Pay bands ═══", "$190,000–250,000")


# Who may not -----------------------------------------------------------------------------------


async def test_who_is_no_admin_any_more_changes_nothing_from_an_old_window(
    tom: Person, workspace: Sandbox, bot: App
) -> None:
    await sets_band(tom)
    await tom.presses(SENIOR_ENGINEER)
    await tom.fills("Highest, a year", "900k")
    becomes(workspace, seed.TOM, admin=False)
    before = await bands(bot)
    await tom.presses("Save")
    await tom.sees(NOT_THEIRS, "900k")
    await tom.presses("Remove")
    await tom.presses("Remove")
    await tom.sees("═══ Not removed ═══", NOT_THEIRS)
    await tom.presses("Close")
    await tom.sees("═══ Pay bands ═══", "$190,000–240,000")
    await tom.presses(SENIOR_ENGINEER)
    await tom.sees("═══ Not done ═══", NOT_THEIRS)
    await tom.presses("Close")
    await tom.presses("Close")
    for button in ("Pay bands…", "Changes"):
        await tom.presses(button)
        await tom.sees("═══ Not done ═══", NOT_THEIRS)
        await tom.presses("Close")
    assert await bands(bot) == before


async def test_a_form_of_somebody_who_never_was_an_admin_changes_nothing(
    tom: Person, people: People, workspace: Sandbox, bot: App
) -> None:
    await people.joins("Sam Cole")
    await opens_bands(tom)
    await tom.presses(ADD_SENIOR_ENGINEER)
    await fills_band(tom)
    form = workspace.state.modals.stack(seed.TOM)[-1]
    answer = await submits(workspace, replace(form, person=seed.SAM))
    assert answer == {"response_action": "errors", "errors": {"low": NOT_THEIRS}}
    assert await bands(bot) == ()
