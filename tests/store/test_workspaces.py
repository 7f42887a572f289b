"""What one workspace does leaves no trace in another."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.identity import ChannelId, Person, RequestNumber, SlackTs, WorkspaceId
from bot.domain.marks import mark_of
from bot.domain.permissions import Actor, Policy
from bot.domain.refusals import UnknownRequest
from bot.domain.role import StepKind
from bot.domain.shown import Message, Thing
from bot.services.checklist import Checklists
from bot.services.drafts import Drafts
from bot.services.hiring_requests import HiringRequests
from bot.services.pay_bands import PayBands
from bot.services.policies import Policies
from bot.services.settings_histories import SettingsHistories
from bot.store.database import Database
from bot.store.history import HistoryRepository
from bot.store.shown import ShownRepository
from bot.store.workspaces import Native, WorkspaceRepository
from tests.hiring import ANA, LI, NOW, SAM, TODAY, form
from tests.store.test_drafts import draft
from tests.unit.test_pay import BAND

PEOPLE = (ANA, SAM, LI)
NUMBERS = tuple(RequestNumber(value) for value in range(1, 4))


@dataclass(frozen=True)
class Act:
    """What may be done in either of two workspaces, with the same people, numbers and drafts."""

    what: str
    person: Person
    number: RequestNumber
    step: StepKind
    draft_id: str


acts = st.lists(
    st.tuples(
        st.booleans(),
        st.builds(
            Act,
            what=st.sampled_from(
                [
                    *("open", "tick", "undo", "save", "discard", "post", "gone", "refuse"),
                    *("decide", "pay"),
                ]
            ),
            person=st.sampled_from(PEOPLE),
            number=st.sampled_from(NUMBERS),
            step=st.sampled_from(StepKind),
            draft_id=st.sampled_from(["one", "two", "three"]),
        ),
    ),
    max_size=8,
)


async def do(database: Database, workspace: WorkspaceId, act: Act) -> None:
    checklists = Checklists(database, workspace, lambda: NOW)
    drafts = Drafts(database, workspace, lambda: NOW)
    match act.what:
        case "open":
            requests = HiringRequests(database, workspace, lambda: NOW)
            await requests.open(
                form(draft_id=act.draft_id, recruiters=(act.person,)), act.person, today=TODAY
            )
        case "tick":
            await checklists.set_done(act.number, act.step, on=True, by=Actor(act.person))
        case "undo":
            await checklists.undo(act.number, act.step, by=Actor(act.person))
        case "save":
            await drafts.save(act.person, draft(act.draft_id))
        case "discard":
            await drafts.discard(act.person)
        case "decide":
            await Policies(database, workspace, lambda: NOW).set(
                Policy(steps_by_team_only=True), Actor(act.person, is_admin=True)
            )
        case "pay":
            await PayBands(database, workspace, lambda: NOW).set(
                BAND, Actor(act.person, is_admin=True), seen=mark_of(None), today=TODAY
            )
        case "refuse":
            async with database.writing() as connection:
                await WorkspaceRepository(connection, workspace).note_refused(Native.TABLE)
                await connection.commit()
        case _:
            async with database.writing() as connection:
                shown = ShownRepository(connection, workspace)
                if act.what == "post":
                    message = Message(ChannelId("C1"), SlackTs("1.2"))
                    await shown.claim(act.number, Thing.CARD, "nonce")
                    await shown.posted(act.number, Thing.CARD, message, 1, nonce="nonce")
                else:
                    await shown.gone(act.number, Thing.CARD, ts=SlackTs("1.2"))
                await connection.commit()


async def none_if_unknown(
    read: Callable[[RequestNumber, Actor], Awaitable[object]], number: RequestNumber, who: Actor
) -> object:
    try:
        return await read(number, who)
    except UnknownRequest:
        return None


async def everything_of(database: Database, workspace: WorkspaceId) -> list[object]:
    """What a workspace can read, by every way there is to read it."""
    requests = HiringRequests(database, workspace, lambda: NOW)
    drafts = Drafts(database, workspace, lambda: NOW)
    read: list[object] = []
    for person in PEOPLE:
        read += [await drafts.of(person), await requests.last_recruiters(person)]
    read.append(await Policies(database, workspace, lambda: NOW).now())
    read.append(await PayBands(database, workspace, lambda: NOW).of())
    admin = Actor(ANA, is_admin=True)
    read.append(await SettingsHistories(database, workspace).page(admin))
    async with database.reading() as connection:
        history = HistoryRepository(connection, workspace)
        shown = ShownRepository(connection, workspace)
        read.append(await WorkspaceRepository(connection, workspace).refuses(Native.TABLE))
        for number in NUMBERS:
            read += [await history.of(number), await shown.of(number)]
    for number in NUMBERS:
        read += [await none_if_unknown(requests.get, number, Actor(one)) for one in PEOPLE]
    return read


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts)
async def test_an_act_in_one_workspace_is_not_seen_in_another(
    database: Database, done: list[tuple[bool, Act]]
) -> None:
    one, other = (WorkspaceId(f"T{uuid4().hex}") for _ in range(2))
    for in_one, act in done:
        acting, watching = (one, other) if in_one else (other, one)
        before = await everything_of(database, watching)
        with suppress(UnknownRequest):
            await do(database, acting, act)
        assert await everything_of(database, watching) == before
