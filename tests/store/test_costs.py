"""How many statements each thing that people do takes: the same on every machine.

Where a number here grows, that is seen in its review; what lists take, `test_sizes.py` counts.
"""

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.identity import RequestNumber
from bot.domain.permissions import Actor
from bot.domain.role import StepKind
from bot.services.checklist import Checklists
from bot.services.drafts import Drafts
from bot.services.hiring_requests import HiringRequests
from bot.services.inputs import Inputs
from bot.store.database import Database
from tests.hiring import ACME, ANA, NOW, SAM, TODAY, form
from tests.store.statements import noted
from tests.store.test_drafts import draft

STEP = StepKind.DRAFT_JOB_DESCRIPTION
ONE = RequestNumber(1)
BY_SAM = Actor(SAM)

Deed = Callable[[Database], Awaitable[object]]


def checklists(database: Database) -> Checklists:
    return Checklists(database, ACME, lambda: NOW)


def requests(database: Database) -> HiringRequests:
    return HiringRequests(database, ACME, lambda: NOW)


DEEDS: dict[str, tuple[Deed, int]] = {
    "a command is taken up": (lambda of: Inputs(of, ACME, lambda: NOW).not_heard("trigger"), 2),
    "a draft is kept": (lambda of: Drafts(of, ACME, lambda: NOW).save(ANA, draft("a draft")), 2),
    "a draft is found": (lambda of: Drafts(of, ACME, lambda: NOW).of(ANA), 1),
    "a request is opened": (lambda of: requests(of).open(form(), ANA, today=TODAY), 11),
    "a request is read": (lambda of: requests(of).get(ONE, BY_SAM), 4),
    "a tick": (lambda of: checklists(of).set_done(ONE, STEP, on=True, by=BY_SAM), 9),
    "a tick that is there": (lambda of: checklists(of).set_done(ONE, STEP, on=False, by=BY_SAM), 4),
    "an owner": (lambda of: checklists(of).assign(ONE, STEP, ANA, by=BY_SAM), 9),
}
"""Each with its statements, but for what begins and ends a transaction."""


@pytest.mark.parametrize("name", DEEDS)
async def test_what_people_do_takes_as_many_statements_as_it_did(
    database: Database, name: str
) -> None:
    deed, count = DEEDS[name]
    await requests(database).open(form(), ANA, today=TODAY)
    with noted() as executed:
        await deed(database)
    assert executed.count == count
