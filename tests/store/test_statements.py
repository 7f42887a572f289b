import re

import pytest
from sqlalchemy import Select, Table, select

from bot.domain.hiring_request import Status
from bot.domain.identity import ChannelId, SlackTs
from bot.domain.marks import mark_of
from bot.domain.permissions import Actor, Policy
from bot.domain.posts import Post
from bot.domain.request_list import Filters, StepKey, Which
from bot.domain.role import Role, StepKind
from bot.domain.settings_history import BandOvertaken
from bot.domain.shown import Message, Thing
from bot.services.checklist import Checklists
from bot.services.drafts import Drafts
from bot.services.handing_over import HandingOver
from bot.services.hiring_requests import HiringRequests
from bot.services.pay_bands import PayBands
from bot.services.policies import Policies
from bot.services.request_lists import RequestLists
from bot.services.settings_histories import SettingsHistories
from bot.store.database import Database
from bot.store.digest_owners import DigestOwnerRepository
from bot.store.history import HistoryRepository
from bot.store.paces import PaceRepository
from bot.store.posts import PostRepository, claimed_to_settle
from bot.store.shown import ShownRepository, claimed_behind, next_behind
from bot.store.tables import checklist_steps, hiring_requests, metadata, request_recruiters
from bot.store.workspaces import Native, WorkspaceRepository
from tests.hiring import ACME, ANA, LI, NOW, SAM, TODAY, form
from tests.store.statements import Executed, forgets_workspace, noted
from tests.store.test_drafts import draft
from tests.unit.test_pay import BAND


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT hiring_requests.title FROM hiring_requests WHERE hiring_requests.number = ?",
        "UPDATE checklist_steps SET due=? WHERE checklist_steps.number = ?",
        "DELETE FROM plan_drafts WHERE plan_drafts.draft_id = ?",
        "SELECT 1 FROM shown JOIN history ON history.number = 1 WHERE shown.workspace_id = ?",
        "SELECT 1 FROM hiring_requests, shown WHERE hiring_requests.workspace_id = ?",
        "INSERT INTO workspaces (next_request_number) VALUES (?)",
        "WITH found AS (SELECT shown.ts FROM shown WHERE shown.number = ?) SELECT 1 FROM found",
    ],
)
def test_a_statement_that_forgets_its_workspace_is_noticed(statement: str) -> None:
    assert forgets_workspace(statement)


@pytest.mark.parametrize("table", metadata.tables.values(), ids=str)
def test_every_table_is_bound_to_a_workspace(table: Table) -> None:
    assert "workspace_id" in table.columns
    assert all(
        "workspace_id" in constraint.column_keys for constraint in table.foreign_key_constraints
    )


EVERY_FILTER = Filters(
    Which.UNDER_WAY, Role.ML_ENGINEER, ChannelId("C0HIRING"), SAM, "churn engineer 1"
)


async def everything_people_do(database: Database) -> Executed:
    """What each use case and each repository sends to the database."""
    with noted() as executed:
        drafts = Drafts(database, ACME, lambda: NOW)
        await drafts.save(ANA, draft("a draft"))
        await drafts.of(ANA)
        await drafts.discard(ANA)
        bands = PayBands(database, ACME, lambda: NOW)
        admin = Actor(ANA, is_admin=True)
        await bands.set(BAND, admin, seen=mark_of(None), today=TODAY)
        await bands.of()
        with pytest.raises(BandOvertaken):
            await bands.clear(BAND.role, BAND.seniority, admin, seen="another")
        await bands.clear(BAND.role, BAND.seniority, admin, seen=mark_of(BAND))
        await Policies(database, ACME, lambda: NOW).set(Policy(steps_by_team_only=True), admin)
        await SettingsHistories(database, ACME).page(admin)
        requests = HiringRequests(database, ACME, lambda: NOW)
        lists = RequestLists(database, ACME, lambda: NOW)
        number = (await requests.open(form(recruiters=(SAM, LI)), ANA, today=TODAY)).number
        await requests.get(number, Actor(ANA))
        await requests.last_recruiters(ANA)
        for filters in (Filters(), EVERY_FILTER):
            await lists.page(ANA, filters, page=2, size=1)
        await lists.owned(ANA, TODAY, size=1, without=(StepKey(number, StepKind.CREATE_TAKE_HOME),))
        await HandingOver(database, ACME, lambda: NOW).parts(SAM)
        checklists = Checklists(database, ACME, lambda: NOW)
        await checklists.set_done(number, StepKind.CREATE_TAKE_HOME, on=True, by=Actor(SAM))
        await checklists.undo(number, StepKind.CREATE_TAKE_HOME, by=Actor(SAM))
        async with database.writing() as connection:
            shown = ShownRepository(connection, ACME)
            await shown.claim(number, Thing.CARD, "nonce")
            message = Message(ChannelId("C1"), SlackTs("1.2"))
            await shown.posted(number, Thing.CARD, message, 1, nonce="nonce")
            await shown.not_posted(number, Thing.CARD, nonce="nonce")
            await shown.want(number, [Thing.CARD], 2, NOW)
            await shown.later(number, NOW)
            await shown.given_back(number, NOW)
            await shown.linked(number, Thing.CARD, "https://acme.slack.com/p12", ts=message.ts)
            await shown.brought_to(number, Thing.CARD, 2, was=1, ts=message.ts)
            await shown.gone(number, Thing.CARD, ts=message.ts)
            await shown.of(number)
            await DigestOwnerRepository(connection, ACME).owners("U1")
            await DigestOwnerRepository(connection, ACME).owned_by("U1")
            await DigestOwnerRepository(connection, ACME).could_keep(ChannelId("C1"))
            await HistoryRepository(connection, ACME).of(number)
            await WorkspaceRepository(connection, ACME).note_refused(Native.TABLE)
            await WorkspaceRepository(connection, ACME).refuses(Native.TABLE)
            await shown.want_again(number, NOW)
            await shown.taken_away(number, Thing.CHECKLIST, message.ts)
            posts = PostRepository(connection, ACME)
            await posts.begin(Post(ACME, "nonce", ChannelId("C1"), None, NOW))
            await posts.settle_at("nonce", NOW)
            await posts.get("nonce")
            await posts.known("nonce")
            paces = PaceRepository(connection, ACME)
            await paces.take("m", "", now=1, every=1, burst=1, until=1)
            await paces.hold("m", "", 1)
            await paces.free_at("m", "")
            await claimed_behind(connection, NOW, 1, until=NOW)
            await next_behind(connection)
            await claimed_to_settle(connection, NOW, 1, until=NOW)
    return executed


async def test_only_the_search_for_what_is_to_be_done_is_bound_to_no_workspace(
    database: Database,
) -> None:
    executed = await everything_people_do(database)
    found = [re.search(r"^UPDATE (\w+)|FROM (\w+)", one) for one in executed.of_all_workspaces]
    assert sorted(one[1] or one[2] for one in found if one) == ["posts", "shown", "shown"]


BY_INDEX: dict[str, Select[tuple[int]]] = {
    "open requests of a channel": select(hiring_requests.c.number)
    .where(
        hiring_requests.c.workspace_id == ACME,
        hiring_requests.c.channel_id == "C0HIRING",
        hiring_requests.c.status == Status.OPEN,
    )
    .order_by(hiring_requests.c.number.desc()),
    "requests of a manager": select(hiring_requests.c.number)
    .where(
        hiring_requests.c.workspace_id == ACME,
        hiring_requests.c.manager_user == ANA.user,
        hiring_requests.c.manager_team == ANA.team,
    )
    .order_by(hiring_requests.c.number.desc()),
    "requests of a recruiter": select(request_recruiters.c.number)
    .where(
        request_recruiters.c.workspace_id == ACME,
        request_recruiters.c.recruiter_user == SAM.user,
        request_recruiters.c.recruiter_team == SAM.team,
    )
    .order_by(request_recruiters.c.number.desc()),
    "a person's steps to do, by date": select(checklist_steps.c.number)
    .where(
        checklist_steps.c.workspace_id == ACME,
        checklist_steps.c.owner_user == SAM.user,
        checklist_steps.c.owner_team == SAM.team,
        checklist_steps.c.done_at.is_(None),
        checklist_steps.c.blocked_reason.is_(None),
    )
    .order_by(checklist_steps.c.due),
}


async def plan(database: Database, statement: str, given: object = ()) -> list[str]:
    """The database's plan for a statement, where it must not read a table from end to end."""
    async with database.reading() as connection:
        if connection.dialect.name == "sqlite":
            rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
            return [row.detail for row in rows]
        # Small tables are scanned whatever their indexes: forbidden, it shows where it must.
        await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        rows = await connection.exec_driver_sql(f"EXPLAIN {statement}", given)
        return [row[0].strip() for row in rows]


OF_OUR_OWN = (
    "SCAN chosen",
    "SCAN fitting",
    "SCAN keys",
    "SCAN found",
    "SCAN latest",
    "SCAN (subquery",
)
"""Parts of statements, by their names in them: they are as short as what was found."""


def scans(plan: list[str]) -> list[str]:
    """The parts that read a whole table; the index of what is behind holds nothing else."""
    return [
        part
        for part in plan
        if ("SCAN" in part and "ix_shown_behind" not in part and not part.startswith(OF_OUR_OWN))
        or "Seq Scan" in part
    ]


async def test_no_statement_scans_a_whole_table(database: Database) -> None:
    executed = await everything_people_do(database)
    for statement, given in (executed.bound | executed.of_all_workspaces).items():
        if statement.startswith(("SELECT", "WITH", "UPDATE", "DELETE", "INSERT")):
            assert not scans(await plan(database, statement, given)), statement


@pytest.mark.parametrize("name", BY_INDEX)
async def test_lists_come_from_an_index_in_their_order(database: Database, name: str) -> None:
    async with database.reading() as connection:
        statement = BY_INDEX[name].compile(
            dialect=connection.dialect, compile_kwargs={"literal_binds": True}
        )
    steps = await plan(database, str(statement))
    assert not scans(steps)
    assert not [part for part in steps if "Sort" in part or "TEMP B-TREE" in part]


async def test_what_is_to_be_done_is_found_in_an_index_that_holds_nothing_else(
    database: Database,
) -> None:
    executed = await everything_people_do(database)
    for statement, given in executed.of_all_workspaces.items():
        steps = " ".join(await plan(database, statement, given))
        assert re.search("ix_(shown_behind|posts_settle)", steps)
