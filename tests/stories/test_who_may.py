"""Who may do what with a request: every verb by every kind of person, on the real screens.

Whoever may not is told why, and who can; and nothing changes in any table.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import update

from bot.app import App
from bot.domain.checklist import BlockedReason
from bot.domain.editing import facts_of, marks
from bot.domain.hiring_request import StatusReason
from bot.domain.identity import ChannelId, RequestNumber
from bot.domain.identity import Person as PersonId
from bot.domain.permissions import Actor
from bot.domain.role import StepKind
from bot.services.checklist import Checklists
from bot.services.lifecycle import Lifecycles
from bot.store.tables import workspaces
from sandbox import seed
from sandbox.person import Person
from sandbox.workspace import Sandbox
from tests.running import clock_of
from tests.settling import settled
from tests.stories import kept
from tests.stories.kept import ACME
from tests.stories.people import People
from tests.stories.stock import ANA, LI, SAM, has

MENU = "More options"
DEFINE, DRAFT, DESIGN, TAKE_HOME, SIGNALS = StepKind
OPEN, HELD, FILLED, CANCELLED = (RequestNumber(number) for number in range(1, 5))
"""The requests that there are, by their status."""

SEE, WORK, CHANGE = "see", "work", "change"
ALL = {SEE, WORK, CHANGE}

ASK = "Ask @Ana Ruiz or @Sam Cole."
REFUSALS = {
    SEE: "{} is for its hiring team only: they can take you in.",
    WORK: "Only the hiring team of {} works its steps: they can take you in.",
    CHANGE: "Only the manager and the recruiters of {} can change it.",
}
UNKNOWN = "There is no {} here. It may belong to another workspace."

VERSIONS = ("version", "shown_version", "wanted_version")
"""What grows where a box is drawn afresh, so that it shows again what is so."""


@pytest.fixture
def transport() -> str:
    return "http"


@dataclass(frozen=True)
class Kind:
    """Somebody, and what they may do."""

    name: str
    open_to_all: set[str]
    steps_by_team: set[str]
    """Where the admins have decided that a hiring team alone works its steps."""
    restricted: set[str]
    in_channel: bool = True


KINDS = {
    "manager": Kind("Ana Ruiz", ALL, ALL, ALL),
    "recruiter": Kind("Sam Cole", ALL, ALL, ALL),
    "owner of a step": Kind("Li Wei", {SEE, WORK}, {SEE, WORK}, {SEE, WORK}),
    "member of the channel": Kind("Mia Khan", {SEE, WORK}, {SEE}, set()),
    "admin": Kind("Tom Baker", ALL, ALL, set()),
    "admin outside": Kind("Tom Baker", ALL, ALL, set(), in_channel=False),
    "outsider": Kind("Kenji Mori", {SEE, WORK}, {SEE}, set(), in_channel=False),
}


@dataclass(frozen=True)
class Deed:
    """One thing that somebody can want. `opens`: the window that comes; nothing where it is done at
    once."""

    name: str
    needs: str
    does: Callable[[Person], Awaitable[object]]
    opens: str | None = None
    request: RequestNumber = OPEN

    @property
    def ignored(self) -> tuple[str, ...]:
        """Columns in which a refusal leaves a trace."""
        return VERSIONS if "tick" in self.name else ()


def on_card(then: str, needs: str, opens: str | None, request: RequestNumber = OPEN) -> Deed:
    """In the menu of a request's card."""

    async def does(person: Person) -> None:
        await person.presses(MENU, then=then, under=f"{request} · ")

    return Deed(then, needs, does, opens, request)


def of_step(step: str, then: str, needs: str, opens: str | None = None) -> Deed:
    """In the menu beside a step."""

    async def does(person: Person) -> None:
        await person.presses(MENU, then=then, under=step)

    return Deed(then, needs, does, opens)


ON_CARDS = (
    Deed("Update…", SEE, lambda one: one.presses("Update…", under="REQ-1 · "), "REQ-1"),
    on_card("Steps, copy, hand over…", SEE, "REQ-1"),
    on_card("Copy…", SEE, "Open the request", FILLED),
    on_card("History", SEE, "History", FILLED),
    on_card("Edit…", CHANGE, "Edit REQ-1"),
    on_card("Fill…", CHANGE, "Fill"),
    on_card("Put on hold…", CHANGE, "Put on hold"),
    on_card("Cancel the request…", CHANGE, "Cancel the request"),
    on_card("Take it up again", CHANGE, None, HELD),
    on_card("Reopen…", CHANGE, "Reopen", FILLED),
    on_card("Reopen", CHANGE, None, CANCELLED),
)
WITH_STEPS = (
    Deed("tick", WORK, lambda one: one.ticks("Define the business problem")),
    Deed("untick", WORK, lambda one: one.unticks("Evaluate candidate signals")),
    of_step("Draft the job description", "Stop working", WORK),
    of_step("Design the interview loop", "Owner and date…", WORK, "Owner and date"),
    of_step("Design the interview loop", "Blocked…", WORK, "What blocks it?"),
    of_step("Design the interview loop", "Start working", WORK),
    of_step("Create the take-home", "What blocks it…", WORK, "What blocks it?"),
    of_step("Create the take-home", "Notes and history…", SEE, "Notes and history"),
    of_step("Create the take-home", "It can go on", WORK),
)
IN_WINDOW = {
    "Edit…": "Edit REQ-1",
    "Fill…": "Fill",
    "Put on hold…": "Put on hold",
    "Cancel the request…": "Cancel the request",
    "Hand over…": "Hand over",
}
"""Buttons for those who may change it, and what each opens."""


@dataclass(frozen=True)
class Case:
    kind: str
    restricted: bool
    by_team: bool

    @property
    def who(self) -> Kind:
        return KINDS[self.kind]

    @property
    def may(self) -> set[str]:
        if self.restricted:
            return self.who.restricted
        return self.who.steps_by_team if self.by_team else self.who.open_to_all

    def __str__(self) -> str:
        where = "confidential" if self.restricted else "open to all"
        return f"{self.kind}, {where}{', steps by the team' if self.by_team else ''}"


CASES = [
    Case(kind, restricted, by_team)
    for restricted, by_team in ((False, False), (False, True), (True, False))
    for kind in KINDS
]


SAMPLE = {("member of the channel", False, True), ("owner of a step", False, False)}
"""Those that `make test` has time for; `make soak` has all."""


def each(cases: Iterable[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "case",
        [
            pytest.param(
                one,
                id=str(one),
                marks=() if (one.kind, one.restricted, one.by_team) in SAMPLE else pytest.mark.soak,
            )
            for one in cases
        ],
    )


@pytest.fixture
async def requests(bot: App, workspace: Sandbox, case: Case) -> None:
    """One of each status; Li has a step of each, and the open one has steps in each state."""
    workspace.rates.on = False
    channel = workspace.state.channels[seed.EXECUTIVES if case.restricted else seed.HIRING]
    members = (*channel.members, seed.LI, seed.MIA)
    if not case.who.in_channel:
        members = tuple(one for one in members if one != seed.TOM)
    workspace.state.put_channel(replace(channel, members=tuple(dict.fromkeys(members))))
    where = {
        "channel": ChannelId(channel.id),
        "channel_is_private": case.restricted,
        "confidential": case.restricted,
    }
    for status in ("Open", "Held", "Filled", "Cancelled"):
        await has(bot, status, **where)
    steps = Checklists(bot.database, ACME, clock_of(workspace))
    lifecycles = Lifecycles(bot.database, ACME, clock_of(workspace))
    ana, sam = Actor(ANA), Actor(SAM)
    for number in (OPEN, HELD, FILLED, CANCELLED):
        await steps.assign(number, DESIGN, LI, by=ana)
    await steps.set_started(OPEN, DRAFT, on=True, by=sam)
    await steps.block(OPEN, TAKE_HOME, BlockedReason.BUDGET, "", (), by=sam)
    await steps.set_done(OPEN, SIGNALS, on=True, by=sam)
    await lifecycles.hold(HELD, StatusReason.BUDGET, "", by=ana)
    today = clock_of(workspace)().date()
    await lifecycles.fill(FILLED, 1, today, "", by=ana, today=today, seen=0)
    await lifecycles.cancel(CANCELLED, StatusReason.BUDGET, "", by=ana)
    await decides(bot, by_team=case.by_team)
    await settled(workspace, bot)


async def decides(bot: App, *, by_team: bool) -> None:
    """The admins do: whether a hiring team alone works its steps."""
    async with bot.database.writing() as connection:
        await connection.execute(
            update(workspaces)
            .where(workspaces.c.workspace_id == ACME)
            .values(steps_by_team_only=by_team)
        )
        await connection.commit()


async def does(person: Person, deed: Deed, case: Case, workspace: Sandbox, bot: App) -> None:
    """What they may is there or done; what they may not is explained, and nothing changes."""
    await settled(workspace, bot)
    before = await kept.everything(bot, without=deed.ignored)
    in_window = person.modal is not None
    await deed.does(person)
    if deed.needs in case.may:
        if deed.opens is None:
            assert await kept.everything(bot) != before
            return
        await person.sees(f"═══ {deed.opens} ═══")
        if deed.name == "Notes and history…":
            assert ("[Add note]" in person.screen) is (WORK in case.may)
    else:
        await person.sees(REFUSALS[deed.needs].format(deed.request), ASK)
        assert person.modal == ("Not done" if in_window else None)
    await settled(workspace, bot)
    assert await kept.everything(bot, without=deed.ignored) == before
    if person.modal == "Not done":
        await person.presses("Close")
    elif person.modal:
        await person.closes()
    else:
        await person.presses("Dismiss message")
    if deed.name == "tick":
        await person.sees("[ ] 1  Define the business problem")


@each(one for one in CASES if one.who.in_channel)
async def test_on_its_card_and_in_its_thread(
    case: Case, requests: None, people: People, workspace: Sandbox, bot: App
) -> None:
    channel = "#exec-hiring" if case.restricted else "#hiring-ml"
    person = await people.joins(case.who.name, channel)
    for deed in ON_CARDS:
        await does(person, deed, case, workspace, bot)
    await person.opens_thread("REQ-1 · Open")
    for deed in WITH_STEPS:
        await does(person, deed, case, workspace, bot)


@each(one for one in CASES if SEE in one.may)
async def test_in_its_window(
    case: Case, requests: None, people: People, workspace: Sandbox, bot: App
) -> None:
    person = await people.joins(case.who.name, "#general")
    await person.types("/hire-ml status 1")
    await person.sees("[Work on it]")
    for deed in WITH_STEPS:
        await person.presses("Work on it")
        await person.sees("═══ REQ-1 ═══")
        await does(person, deed, case, workspace, bot)
        if person.modal:
            await person.closes()
    for name, opens in IN_WINDOW.items():
        await person.presses("Work on it")
        await person.sees("═══ REQ-1 ═══", "[Copy…] [History]")
        if CHANGE in case.may:
            await person.presses(name)
            await person.sees(f"═══ {opens} ═══")
        else:
            part = name == "Hand over…" and case.kind == "owner of a step"
            assert (f"[{name}]" in person.screen) is part
            await person.sees("@Ana Ruiz or @Sam Cole can edit, hold, fill or cancel it.")
        await person.closes()


@pytest.mark.parametrize(
    "case", [one for one in CASES if not one.may and not one.who.in_channel], ids=str
)
async def test_nobody_outside_learns_that_it_is_there(
    case: Case, requests: None, people: People, workspace: Sandbox, bot: App
) -> None:
    person = await people.joins(case.who.name, "#general")
    before = await kept.everything(bot)
    for number in (OPEN, HELD, FILLED, CANCELLED):
        await person.types(f"/hire-ml status {number}")
        await person.sees(UNKNOWN.format(number))
    assert await kept.everything(bot) == before


# Allowed when it was opened, and no longer -------------------------------------------------------

OF_CHANGE = {
    "Edit…": {"Title": "Other"},
    "Fill…": {},
    "Put on hold…": {"Why?": "Budget"},
    "Cancel the request…": {"Why?": "Budget"},
}
OF_WORK = {
    "Owner and date…": {"Who does it?": "Mia Khan"},
    "Blocked…": {"What is missing?": "Budget"},
    "Notes and history…": {"Add a note": "Words"},
}
SUBMITS = {
    "Edit…": "Save",
    "Fill…": "Record",
    "Put on hold…": "Put on hold",
    "Cancel the request…": "Cancel request",
    "Owner and date…": "Save",
    "Blocked…": "Mark as blocked",
    "Notes and history…": "Add note",
}
TYPED = {"Title", "Add a note"}


async def is_refused(person: Person, form: str, why: str, workspace: Sandbox, bot: App) -> None:
    """What they filled in is refused at a field of it, and changes nothing."""
    for label, value in {**OF_CHANGE, **OF_WORK}[form].items():
        if label in TYPED:
            await person.fills(label, value)
        else:
            await person.chooses(label, value)
    await settled(workspace, bot)
    before = await kept.everything(bot)
    await person.presses(SUBMITS[form])
    await person.sees(f"⚠ {why}")
    await settled(workspace, bot)
    assert await kept.everything(bot) == before
    await person.closes()


@pytest.mark.parametrize("case", [Case("recruiter", restricted=False, by_team=False)], ids=str)
@pytest.mark.soak
async def test_who_was_its_recruiter_when_they_opened_a_form_is_told_why_it_is_not_taken(
    case: Case, requests: None, people: People, workspace: Sandbox, bot: App
) -> None:
    sam = await people.joins("Sam Cole")
    for form in OF_CHANGE:
        await has_recruiters(bot, SAM)
        await settled(workspace, bot)
        await sam.presses(MENU, then=form, under="REQ-1 · ")
        await sam.sees("[Not now]" if "Cancel" not in form else "[Keep it]")
        await has_recruiters(bot)
        await is_refused(sam, form, REFUSALS[CHANGE].format(OPEN), workspace, bot)


async def has_recruiters(bot: App, *people: PersonId) -> None:
    """The open one, from now on."""
    requests = kept.requests(bot)
    request = await kept.request(bot)
    wanted = replace(facts_of(request), recruiters=people)
    shown = marks(facts_of(request))
    today = requests.clock().date()
    await requests.edit(OPEN, shown, wanted, move_dates=False, by=Actor(ANA), today=today)


@pytest.mark.parametrize("case", [Case("outsider", restricted=False, by_team=False)], ids=str)
@pytest.mark.soak
async def test_who_might_work_its_steps_when_they_opened_a_form_is_told_why_it_is_not_taken(
    case: Case, requests: None, people: People, workspace: Sandbox, bot: App
) -> None:
    mia = await people.joins("Mia Khan")
    await mia.opens_thread("REQ-1 · Open")
    for form in OF_WORK:
        await decides(bot, by_team=False)
        await mia.presses(MENU, then=form, under="Design the interview loop")
        await mia.sees("[Close]" if "Notes" in form else "[Not now]")
        await decides(bot, by_team=True)
        await is_refused(mia, form, REFUSALS[WORK].format(OPEN), workspace, bot)
