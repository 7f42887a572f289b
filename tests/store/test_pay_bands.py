"""What a workspace says it pays, and who may say it."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.identity import WorkspaceId
from bot.domain.marks import mark_of
from bot.domain.pay import BandFault, CannotKeepBand, PayBand
from bot.domain.permissions import Actor
from bot.domain.refusals import NotAdmin
from bot.domain.role import Role, Seniority
from bot.domain.settings_history import BandChange, BandOvertaken, SettingsChange
from bot.services.pay_bands import PayBands
from bot.services.settings_histories import SettingsHistories
from bot.store.database import Database
from tests.hiring import ACME, ANA, NOW, SAM, TODAY
from tests.unit.test_pay import BAND

ADMIN = Actor(ANA, is_admin=True)
OTHER_ADMIN = Actor(SAM, is_admin=True)
NONE = mark_of(None)
NEWER = replace(BAND, high=260_000, as_of=date(2026, 11, 1), currency="EUR")


def bands(database: Database, workspace: WorkspaceId = ACME) -> PayBands:
    return PayBands(database, workspace, lambda: NOW)


async def sets(database: Database, band: PayBand, *, seen: PayBand | None = None) -> None:
    await bands(database).set(band, ADMIN, seen=mark_of(seen), today=TODAY)


async def history(database: Database) -> list[SettingsChange]:
    """The oldest first."""
    return list((await SettingsHistories(database, ACME).page(ADMIN)).rows)[::-1]


def change(was: PayBand | None, became: PayBand | None, by: Actor = ADMIN) -> BandChange:
    return BandChange(NOW, by.person, BAND.role, BAND.seniority, was, became)


async def test_bands_come_by_role_and_from_the_lowest_level_up(database: Database) -> None:
    scientist = replace(BAND, role=Role.DATA_SCIENTIST, seniority=Seniority.LEAD)
    junior = replace(BAND, seniority=Seniority.JUNIOR)
    for band in (BAND, junior, scientist):
        await sets(database, band)
    assert await bands(database).of() == (scientist, junior, BAND)
    assert await bands(database).to_set(ADMIN) == (scientist, junior, BAND)


async def test_a_band_replaces_the_one_of_its_role_and_level(database: Database) -> None:
    await sets(database, BAND)
    await sets(database, NEWER, seen=BAND)
    assert await bands(database).of() == (NEWER,)
    assert await history(database) == [change(None, BAND), change(BAND, NEWER)]


async def test_a_band_is_kept_tidy_and_only_without_faults(database: Database) -> None:
    await sets(database, replace(BAND, currency=" usd"))
    assert await bands(database).of() == (BAND,)
    with pytest.raises(CannotKeepBand) as refused:
        await sets(database, replace(BAND, high=1, approved_by=""), seen=BAND)
    assert refused.value.faults == (BandFault.UPSIDE_DOWN, BandFault.NOBODY)
    assert await bands(database).of() == (BAND,)


async def test_what_is_set_or_taken_away_twice_is_written_down_once(database: Database) -> None:
    there = bands(database)
    for _ in range(2):
        await sets(database, BAND)
    for _ in range(2):
        await there.clear(BAND.role, BAND.seniority, ADMIN, seen=mark_of(BAND))
        assert await there.of() == ()
    assert await history(database) == [change(None, BAND), change(BAND, None)]


async def test_nobody_but_an_admin_sets_takes_away_or_is_shown_the_form(
    database: Database,
) -> None:
    there, who = bands(database), Actor(ANA)
    await sets(database, BAND)
    with pytest.raises(NotAdmin):
        await there.set(NEWER, who, seen=mark_of(BAND), today=TODAY)
    with pytest.raises(NotAdmin):
        await there.clear(BAND.role, BAND.seniority, who, seen=mark_of(BAND))
    with pytest.raises(NotAdmin):
        await there.to_set(who)
    assert await there.of() == (BAND,)
    assert await history(database) == [change(None, BAND)]


async def test_of_two_admins_the_later_is_told_what_the_other_did(database: Database) -> None:
    there = bands(database)
    await sets(database, BAND)
    await there.set(NEWER, OTHER_ADMIN, seen=mark_of(BAND), today=TODAY)
    higher = replace(BAND, high=300_000)
    with pytest.raises(BandOvertaken) as overtaken:
        await sets(database, higher, seen=BAND)
    assert overtaken.value.latest == change(BAND, NEWER, OTHER_ADMIN)
    with pytest.raises(BandOvertaken):
        await there.clear(BAND.role, BAND.seniority, ADMIN, seen=mark_of(BAND))
    assert await there.of() == (NEWER,)
    await sets(database, higher, seen=NEWER)
    assert await there.of() == (higher,)


async def test_who_changes_a_band_that_was_taken_away_is_told_so(database: Database) -> None:
    there = bands(database)
    await sets(database, BAND)
    await there.clear(BAND.role, BAND.seniority, OTHER_ADMIN, seen=mark_of(BAND))
    with pytest.raises(BandOvertaken) as overtaken:
        await sets(database, NEWER, seen=BAND)
    assert overtaken.value.latest == change(BAND, None, OTHER_ADMIN)
    assert await there.of() == ()


async def test_of_admins_who_add_the_same_band_at_once_one_is_first(database: Database) -> None:
    there = bands(database)
    wanted = [replace(BAND, high=BAND.high + one) for one in range(6)]
    done = await asyncio.gather(
        *(there.set(band, ADMIN, seen=NONE, today=TODAY) for band in wanted),
        return_exceptions=True,
    )
    assert [type(one) for one in done if one] == [BandOvertaken] * 5
    (first,) = await there.of()
    assert await history(database) == [change(None, first)]


async def test_one_workspaces_bands_are_not_anothers(database: Database) -> None:
    await sets(database, BAND)
    other = bands(database, WorkspaceId("T0OTHER"))
    assert await other.of() == ()
    await other.clear(BAND.role, BAND.seniority, ADMIN, seen=NONE)
    await other.set(NEWER, ADMIN, seen=NONE, today=TODAY)
    assert await bands(database).of() == (BAND,)
    assert await history(database) == [change(None, BAND)]
