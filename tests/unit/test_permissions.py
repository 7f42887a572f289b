"""Who leads a request when those who led it are gone, and whom others are sent to."""

from dataclasses import replace

import pytest

from bot.domain import leaving
from bot.domain.checklist import assigned, set_done
from bot.domain.hiring_request import HiringRequest, with_step
from bot.domain.identity import ChannelId, Person
from bot.domain.permissions import Actor, Policy, check, may
from bot.domain.refusals import Doing, NotAllowed
from tests import hiring
from tests.hiring import ANA, LI, NOW, SAM

MIA = Person("T0ACME", "U0MIA")
POLICY = Policy()
SECRET = {"channel_is_private": True, "confidential": True}


def with_lis_step(**changes: object) -> HiringRequest:
    request = hiring.request(**changes)
    return with_step(request, assigned(request.checklist[3], LI))


def test_manager_and_recruiters_lead_and_the_manager_is_named_first() -> None:
    assert hiring.request().leaders == (ANA, SAM)
    assert hiring.request(recruiters=(ANA, LI)).leaders == (ANA, LI)


def test_nobody_is_sent_to_a_manager_who_has_left() -> None:
    request = leaving.without(with_lis_step(), ANA.user)
    assert request.leaders == (SAM,)
    with pytest.raises(NotAllowed) as refused:
        check(request, Actor(LI), Doing.CHANGE, POLICY)
    assert refused.value.ask == (SAM,)


def test_where_all_who_led_it_have_left_the_owners_of_its_steps_do() -> None:
    request = leaving.without(leaving.without(with_lis_step(**SECRET), ANA.user), SAM.user)
    assert request.leaders == (LI,)
    assert may(request, Actor(LI), Doing.CHANGE, POLICY)
    done = with_step(request, set_done(request.checklist[3], on=True, by=LI, at=NOW))
    assert done.leaders == ()


def test_who_reads_a_confidential_request_in_its_channel_is_sent_to_its_leaders() -> None:
    request = replace(with_lis_step(**SECRET), channel=ChannelId("C0EXEC"))
    with pytest.raises(NotAllowed) as refused:
        check(request, Actor(MIA, channel=request.channel), Doing.SEE, POLICY)
    assert refused.value.ask == (ANA, SAM)
