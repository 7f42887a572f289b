"""A confidential request lives a long life, and nobody outside its team gets a trace of it.

All that Slack shows or sends to a person is collected from beginning to end: messages with their
metadata, views with what they carry, Home, direct messages, notices. No word of the request is in
it, no number, no channel; and asked for, it is answered like one that there never was.
"""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import App
from sandbox import seed
from sandbox.changes import Change
from sandbox.person import Person
from sandbox.stream import Viewer
from sandbox.workspace import Sandbox
from tests.settling import settled
from tests.stories.people import People
from tests.stories.stock import LI, SAM, has
from tests.stories.ways import comes_to_form

DEFINE, DRAFT, DESIGN = (
    "Define the business problem",
    "Draft the job description",
    "Design the interview loop",
)
SECRET = "REQ-2"
TYPED = {
    "Title": "Zephyr lead",
    "Problem": "Quokkas leave",
    "Place, or remote": "Reykjavik",
}
LATER = ("Walrus freeze", "Ocelot unsigned", "Pangolin noted", "Narwhal lead", "Nightjar")
"""What is typed in the course of its life."""

WORDS = (*TYPED.values(), *LATER, SECRET, '"request":2', "C0EXECHIRE", "exec-hiring")
"""What would be a trace of it, as what is sent has it."""

OUTSIDERS = {
    "Mia Khan": seed.MIA,
    "Kenji Mori": seed.KENJI,
    "Priya Natarajan": seed.PRIYA,
    "Tom Baker": seed.TOM,
}
"""A member of another channel; somebody of none; one on whom a step waits; an admin."""


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
async def workspace(workspace: Sandbox) -> Sandbox:
    """Ana and Sam alone are in the private channel."""
    workspace.rates.on = False
    channel = workspace.state.channels[seed.EXECUTIVES]
    workspace.state.put_channel(replace(channel, members=(seed.ANA, seed.SAM, seed.BOT_USER)))
    return workspace


class Collected(list[str]):
    """All that one person was sent, as JSON."""

    def traces(self) -> dict[str, str]:
        """Each word that is in it, and where."""
        plain = (one.replace("\\", "") for one in self)  # JSON stands in JSON, too
        return {word: one for one in plain for word in WORDS if word in one}


@contextmanager
def collecting(workspace: Sandbox, user: str) -> Iterator[Collected]:
    viewer = Viewer(workspace.world, workspace.faults, workspace.traffic, user)
    found = Collected()

    def heard(change: Change) -> None:
        frames = (one for one in viewer.frames(change) if one["kind"] != "traffic")
        found.extend(json.dumps(one, ensure_ascii=False) for one in frames)

    snapshot = viewer.snapshot()
    del snapshot["traffic"]
    found.append(json.dumps(snapshot, ensure_ascii=False))
    with workspace.changes.heard_by(heard):
        yield found


# Its life ----------------------------------------------------------------------------------------


async def opens(ana: Person) -> None:
    await comes_to_form(ana, TYPED["Title"])
    for label in ("Problem", "Place, or remote"):
        await ana.fills(label, TYPED[label])
    await ana.fills("Openings", "2")
    await ana.chooses("Recruiter", ["Sam Cole"])
    await ana.ticks("Listed for the hiring team only")
    await ana.presses("Open request")
    await ana.opens_thread(TYPED["Title"])
    await ana.sees(DEFINE, "The guide’s matrix")


async def of_step(person: Person, step: str, then: str) -> None:
    await person.presses("More options", then=then, under=step)


async def of_card(person: Person, then: str) -> None:
    await person.presses("More options", then=then, under=f"{SECRET} · ")


async def works(ana: Person, sam: Person) -> None:
    """All that can be done with it, each once at least."""
    await sam.ticks(DEFINE)
    await ana.sees("1 of 5 done")
    await of_step(ana, DRAFT, "Start working")
    await ana.sees("in progress")
    await of_step(sam, DRAFT, "Blocked…")
    await sam.chooses("What is missing?", "Budget")
    await sam.fills("In a few words", "Ocelot unsigned")
    await sam.chooses("On whom does it wait?", ["Priya Natarajan", "Tom Baker"])
    await sam.presses("Mark as blocked")
    await ana.sees("Ocelot unsigned")
    await of_step(sam, DESIGN, "Notes and history…")
    await sam.fills("Add a note", "Pangolin noted")
    await sam.presses("Add note")
    await of_step(ana, DESIGN, "Owner and date…")
    await ana.chooses("Until when?", "2026-11-20")
    await ana.presses("Save")
    await of_card(ana, "Edit…")
    await ana.fills("Title", "Narwhal lead")
    await ana.presses("Save")
    await sam.sees("Narwhal lead")
    await of_card(ana, "Put on hold…")
    await ana.chooses("Why?", "Budget")
    await ana.fills("In a few words", "Walrus freeze")
    await ana.presses("Put on hold")
    await sam.sees("Walrus freeze")
    await of_card(sam, "Take it up again")
    await sam.sees("Open again")
    await of_card(sam, "Fill…")
    await sam.fills("By whom?", "Nightjar")
    await sam.presses("Record")
    await ana.sees("1 of 2 openings filled")


async def ends(ana: Person) -> None:
    await of_card(ana, "Cancel the request…")
    await ana.chooses("Why?", "The need has changed")
    await ana.presses("Cancel request")
    await ana.sees("its steps rest")


# What outsiders look for -------------------------------------------------------------------------


async def looks_for_it(person: Person) -> None:
    """Wherever one can look, with all words that one could try but its own."""
    await person.goes_to("#general")
    for words in (
        *("help", "list", "list all", "list mine", "list open", "list hold", "list filled"),
        *("list cancelled", "list all lead", "status", "guide", "matrix", "settings", "next"),
    ):
        await person.types(f"/hire-ml {words}")
        if words == "settings":
            await person.sees("Your reminders")
            await person.closes()
    await person.opens_home()
    await person.picks("Any status")
    for name in ("Ana Ruiz", "Sam Cole", "Priya Natarajan"):
        await person.chooses("Anybody’s", name)
    await person.fills("Search by title", "lead", enter=True)
    await person.presses("Clear filters")
    await person.goes_to("#general")
    await person.types("@hire-ml whom do we hire?")


@pytest.mark.soak
async def test_nobody_outside_is_sent_a_trace_of_it(
    workspace: Sandbox, bot: App, people: People
) -> None:
    await has(bot, "Open search", recruiter=LI)
    ana = await people.joins("Ana Ruiz", "#exec-hiring")
    sam = await people.joins("Sam Cole", "#exec-hiring")
    outsiders = [await people.joins(name, "#general") for name in OUTSIDERS]
    for person in outsiders:
        await person.opens_home()
    with ExitStack() as stack:
        seen = {
            user: stack.enter_context(collecting(workspace, user))
            for user in (*OUTSIDERS.values(), seed.SAM)
        }
        await opens(ana)
        await sam.opens_thread(TYPED["Title"])
        for work in (None, works(ana, sam), ends(ana)):
            if work is not None:
                await work
            for person in outsiders:
                await looks_for_it(person)
            await settled(workspace, bot)
        for _ in range(4):
            workspace.clock.advance(timedelta(hours=25).total_seconds())
            await settled(workspace, bot)
        for name, user in OUTSIDERS.items():
            assert seen[user].traces() == {}, name
        assert {*seen[seed.SAM].traces()} == {*WORDS}
    for person in outsiders:
        await person.opens_home()
        await person.sees("One request under way, newest first\nREQ-1 · Open search")


async def test_asked_for_it_is_answered_like_one_that_there_never_was(
    workspace: Sandbox, bot: App, people: People
) -> None:
    """The answers differ in nothing but the number that was asked for."""
    await has(bot, "Open search", recruiter=LI)
    await opens(await people.joins("Ana Ruiz", "#exec-hiring"))
    await settled(workspace, bot)
    for name, user in OUTSIDERS.items():
        person = await people.joins(name, "#general")
        answers = []
        for number in (2, 7):
            with collecting(workspace, user) as seen:
                for words in (f"status {number}", f"list all REQ-{number}", f"list all {number}"):
                    await person.types(f"/hire-ml {words}")
                    await settled(workspace, bot)
            answers.append([without(number, one) for one in seen[1:]])
        assert answers[0] == answers[1]
        assert "There is no n here. It may belong to another workspace." in answers[0][0]
        await person.opens_home()
        await person.picks("Any status")
        for words in (SECRET, "2", TYPED["Title"], TYPED["Place, or remote"]):
            await person.fills("Search by title", words, enter=True)
            await person.sees(f"[{words}]", "Nothing fits.")


def without(number: int, frame: str) -> str:
    """An answer without what each has for itself: the number asked for, and Slack's own ids."""
    frame = re.sub(r'[0-9]{10}[.][0-9]{6}|"block_id": "[^"{]+"', "…", frame)
    return re.sub(rf'REQ-{number}\b|“{number}”|"text\\*":\\*"{number}\\*"', "n", frame)


async def test_who_was_of_its_team_for_a_while_hears_no_more_of_it(
    workspace: Sandbox, bot: App, people: People
) -> None:
    await has(bot, "Open search", recruiter=SAM)
    ana, sam = [await people.joins(name, "#exec-hiring") for name in ("Ana Ruiz", "Sam Cole")]
    li = await people.joins("Li Wei", "#general")
    await li.opens_home()
    await opens(ana)
    await sam.opens_thread(TYPED["Title"])
    await of_step(ana, DRAFT, "Owner and date…")
    await ana.chooses("Who does it?", "Li Wei")
    await ana.presses("Save")
    await li.sees("Your requests\nREQ-2 · Zephyr lead")
    await li.presses("Open", under="Your requests")
    await li.sees("═══ REQ-2 ═══")
    await of_step(ana, DRAFT, "Owner and date…")
    await ana.chooses("Who does it?", "Sam Cole")
    await ana.presses("Save")
    await sam.sees(f"{DRAFT} – @Sam Cole")
    await settled(workspace, bot)
    await li.ticks(DRAFT)
    await li.sees("There is no REQ-2 here.")
    await li.closes()
    with collecting(workspace, seed.LI) as seen:
        del seen[0]  # what they were told while it was theirs
        await works(ana, sam)
        await looks_for_it(li)
        await settled(workspace, bot)
        assert seen.traces() == {}
    assert "Zephyr" not in li.home
