from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bot.domain.draft import Overrule, PlanDraft, RequestSoFar
from bot.domain.identity import ChannelId, Person, WorkspaceId
from bot.domain.role import Plan
from bot.services.drafts import Drafts
from bot.store.database import Database
from bot.store.tables import plan_drafts
from tests.hiring import ACME, ANA, NOW, SAM


def draft(draft_id: str, *, problem: str = "") -> PlanDraft:
    return PlanDraft(
        draft_id=draft_id,
        started_at=NOW,
        updated_at=NOW + timedelta(minutes=3),
        origin_channel=ChannelId("C0HIRING"),
        problem=problem,
        answers={"goal": "service", "stage": "prototype"},
        page="advice",
        rules_version="2026-11",
        overrule=Overrule(Plan.BOTH, "There is money for two"),
        request=RequestSoFar(title="Churn", recruiters=(SAM,), start_by=date(2027, 2, 1)),
    )


@pytest.fixture
def drafts(database: Database) -> Drafts:
    return Drafts(database, ACME, lambda: NOW)


async def test_a_draft_is_read_as_it_was_saved(drafts: Drafts) -> None:
    saved = draft("one", problem='Kündigungen, "warum"? 🧪\n<!channel>')
    await drafts.save(ANA, saved)
    assert await drafts.of(ANA) == saved


async def test_a_person_has_one_draft_the_newest(drafts: Drafts) -> None:
    await drafts.save(ANA, draft("one"))
    await drafts.save(ANA, draft("two"))
    assert await drafts.of(ANA) == draft("two")


async def test_drafts_are_a_persons_own(drafts: Drafts, database: Database) -> None:
    namesake = Person("T0PARTNER", ANA.user)
    await drafts.save(ANA, draft("of Ana"))
    assert await drafts.of(SAM) is None
    assert await drafts.of(namesake) is None
    assert await Drafts(database, WorkspaceId("T0OTHER"), lambda: NOW).of(ANA) is None


async def test_a_discarded_draft_is_gone_and_may_be_discarded_again(drafts: Drafts) -> None:
    await drafts.save(ANA, draft("one"))
    await drafts.save(SAM, draft("two"))
    await drafts.discard(ANA)
    await drafts.discard(ANA)
    assert await drafts.of(ANA) is None
    assert await drafts.of(SAM) == draft("two")


async def test_a_draft_of_another_shape_counts_as_none(drafts: Drafts, database: Database) -> None:
    await drafts.save(ANA, draft("one"))
    async with database.writing() as connection:
        await connection.execute(
            update(plan_drafts)
            .where(plan_drafts.c.workspace_id == ACME)
            .values(draft='{"draft_id": "one", "shape": "of next year"}')
        )
        await connection.commit()
    assert await drafts.of(ANA) is None
    await drafts.save(ANA, draft("two"))
    assert await drafts.of(ANA) == draft("two")
