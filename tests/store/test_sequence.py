"""Two requests, one after the other, as they are kept."""

import asyncio
from uuid import uuid4

import pytest

from bot.domain.hiring_request import HiringRequest
from bot.domain.identity import ChannelId, RequestNumber, WorkspaceId
from bot.domain.permissions import Actor
from bot.domain.refusals import UnknownRequest
from bot.domain.role import Plan, Role
from bot.domain.sequence import AlreadyFollowed, NothingFollows
from bot.domain.shown import Thing
from bot.services.hiring_requests import HiringRequests
from bot.store.database import Database
from bot.store.shown import ShownRepository
from tests.hiring import ACME, ANA, NOW, SAM, TODAY, form

ONE, TWO = RequestNumber(1), RequestNumber(2)
FIRST = {"plan": Plan.DATA_SCIENTIST_THEN_ML_ENGINEER, "role": Role.DATA_SCIENTIST}
SECOND = {"plan": FIRST["plan"], "role": Role.ML_ENGINEER, "follows": ONE}
SECRET = {"channel": ChannelId("C0SECRET"), "channel_is_private": True}


def requests(database: Database, workspace: WorkspaceId = ACME) -> HiringRequests:
    return HiringRequests(database, workspace, lambda: NOW)


async def opens(database: Database, **changes: object) -> HiringRequest:
    return await requests(database).open(form(**changes), ANA, today=TODAY)


async def kept(database: Database, number: RequestNumber) -> HiringRequest:
    return await requests(database).get(number, Actor(ANA))


async def test_the_two_name_each_other_and_the_first_is_drawn_again(database: Database) -> None:
    before = await opens(database, **FIRST)
    await opens(database, **SECOND)
    first, second = [await kept(database, number) for number in (ONE, TWO)]
    assert (first.follows, first.followed_by) == (None, TWO)
    assert (second.follows, second.followed_by) == (ONE, None)
    assert first.version == before.version + 1
    async with database.reading() as connection:
        shown = await ShownRepository(connection, ACME).of(ONE)
    wanted = {thing: one.wanted for thing, one in shown.items()}
    assert wanted[Thing.CARD] == wanted[Thing.DECISION] == first.version


async def test_a_sequence_has_one_second_however_many_ask_at_once(database: Database) -> None:
    await opens(database, **FIRST)
    came = await asyncio.gather(
        *(opens(database, **SECOND) for _ in range(4)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in came) == ["AlreadyFollowed"] * 3 + ["HiringRequest"]
    (refused, *_) = (one for one in came if isinstance(one, AlreadyFollowed))
    assert (refused.number, refused.second) == (ONE, TWO)


async def test_the_same_form_twice_opens_one_second(database: Database) -> None:
    await opens(database, **FIRST)
    draft = str(uuid4())
    twice = [await opens(database, **SECOND, draft_id=draft) for _ in range(2)]
    assert [one.number for one in twice] == [TWO, TWO]


async def test_nothing_follows_what_is_not_the_first_of_two(database: Database) -> None:
    await opens(database, plan=Plan.DATA_SCIENTIST, role=Role.DATA_SCIENTIST)
    with pytest.raises(NothingFollows):
        await opens(database, **SECOND)
    with pytest.raises(UnknownRequest):
        await opens(database, **{**SECOND, "follows": RequestNumber(99)})
    with pytest.raises(UnknownRequest):
        await requests(database, WorkspaceId("T0OTHER")).open(form(**SECOND), SAM, today=TODAY)


async def test_a_second_in_a_private_channel_is_not_named_by_a_public_first(
    database: Database,
) -> None:
    before = await opens(database, **FIRST)
    await opens(database, **SECOND, **SECRET)
    first, second = [await kept(database, number) for number in (ONE, TWO)]
    assert (first.followed_by, first.version) == (None, before.version)
    assert second.follows == ONE


async def test_two_in_the_same_private_channel_name_each_other(database: Database) -> None:
    await opens(database, **FIRST, **SECRET)
    await opens(database, **SECOND, **SECRET)
    assert (await kept(database, ONE)).followed_by == TWO
