"""Two hires, one after the other."""

from dataclasses import replace
from itertools import product

import pytest

from blocks import second_hire
from bot.domain.checklist import set_done, step_of
from bot.domain.hiring_request import HiringRequest, Status, with_step
from bot.domain.identity import ChannelId, RequestNumber
from bot.domain.notices import Notice, NoticeKind, notices
from bot.domain.outbox import RequestNow
from bot.domain.role import Plan, Role, StepKind
from bot.domain.sequence import (
    AlreadyFollowed,
    NothingFollows,
    check,
    may_be_named,
    may_be_offered,
    second_role,
    sign,
)
from bot.guide.load import load
from sandbox.strict import check_message, check_view
from tests import hiring
from tests.unit.shown import said

GUIDE = load()
OF_TWO = [plan for plan in Plan if len(plan.roles) > 1]


def first(plan: Plan = Plan.DATA_SCIENTIST_THEN_ML_ENGINEER, **changes: object) -> HiringRequest:
    return replace(hiring.first_of_two(plan), **changes)


def evaluated(request: HiringRequest) -> HiringRequest:
    step = step_of(request.checklist, StepKind.EVALUATE_SIGNALS)
    return with_step(request, set_done(step, on=True, by=hiring.SAM, at=hiring.NOW))


def filled(request: HiringRequest) -> HiringRequest:
    return replace(request, status=Status.FILLED, filled=request.openings)


@pytest.mark.parametrize(("plan", "role"), list(product(Plan, Role)))
def test_only_the_first_of_two_is_followed(plan: Plan, role: Role) -> None:
    request = hiring.request(plan=plan, role=role)
    is_first = plan in OF_TWO and role is plan.roles[0]
    assert second_role(request) is (plan.roles[1] if is_first else None)
    second = replace(request, follows=RequestNumber(3))
    assert second_role(second) is None
    assert second_role(replace(request, plan=None)) is None


def test_it_is_time_when_candidates_were_looked_at_and_when_the_first_is_filled() -> None:
    request = first()
    assert sign(request, evaluated(request)) == "evaluated"
    assert sign(evaluated(request), request) is None
    assert sign(request, filled(request)) == "filled"
    partly = replace(request, openings=2, filled=1)
    assert sign(request, partly) is None


def test_it_is_never_time_where_none_can_follow() -> None:
    for request in (
        first(followed_by=RequestNumber(15)),
        first(follows=RequestNumber(3)),
        first(role=Role.OTHER),
        first(plan=Plan.DATA_SCIENTIST),
    ):
        assert not may_be_offered(request)
        assert sign(request, filled(request)) is None
    cancelled = first(status=Status.CANCELLED)
    assert not may_be_offered(cancelled)


def test_who_asks_for_what_cannot_follow_is_refused_with_the_reason() -> None:
    assert check(first()) is Role.ML_ENGINEER
    with pytest.raises(AlreadyFollowed) as refused:
        check(first(followed_by=RequestNumber(15)))
    assert refused.value.second == RequestNumber(15)
    for request in (first(plan=Plan.ML_ENGINEER), first(status=Status.CANCELLED)):
        with pytest.raises(NothingFollows):
            check(request)


def test_each_sign_is_told_once_in_the_thread() -> None:
    was = first()
    for now, key in (
        (evaluated(was), "then_second:REQ-12:evaluated"),
        (filled(was), "then_second:REQ-12:filled"),
    ):
        (told,) = (
            one for one in notices(was, now, hiring.ANA) if one.kind is NoticeKind.SECOND_HIRE
        )
        assert (told.key, told.to) == (key, None)


def test_a_request_of_a_private_channel_is_named_in_that_channel_alone() -> None:
    secret = first(channel_is_private=True)
    elsewhere = first(channel=ChannelId("C0OTHER"))
    assert may_be_named(secret, beside=first())
    assert not may_be_named(secret, beside=elsewhere)
    assert may_be_named(elsewhere, beside=secret)


def offered(request: HiringRequest) -> second_hire.kit.Message | None:
    notice = Notice("second", NoticeKind.SECOND_HIRE, request.number, None)
    return second_hire.offered(notice, {request.number: RequestNow(request, None)}, GUIDE)


@pytest.mark.parametrize("plan", OF_TWO)
def test_the_offer_has_the_sign_and_what_is_handed_over(plan: Plan) -> None:
    request = filled(first(plan))
    message = offered(request)
    assert message is not None
    assert check_message({"text": message.text, "blocks": message.blocks}) == []
    view = second_hire.offer(request, GUIDE, opened=True)
    assert check_view(view) == []
    for shown in (said(message.blocks), said(view["blocks"])):
        for title in (
            "against a baseline",
            "Data schema",
            "Model card",
            "Golden tests",
            "Owner",
            "SLO",
        ):
            assert title in shown
        assert f"What the {plan.roles[0].label} hands over" in shown
        sign_of = GUIDE.tree.plans[plan].later or "Both are funded"
        assert sign_of in shown


def test_an_offer_that_is_true_no_more_is_not_made() -> None:
    assert offered(first(followed_by=RequestNumber(15))) is None
    assert offered(first(status=Status.CANCELLED)) is None
    notice = Notice("second", NoticeKind.SECOND_HIRE, RequestNumber(12), None)
    assert second_hire.offered(notice, {}, GUIDE) is None


def test_only_what_can_be_followed_has_a_way_to_its_second() -> None:
    assert len(second_hire.ways(first())) == 1
    assert second_hire.ways(first(followed_by=RequestNumber(15))) == []
    assert second_hire.ways(first(plan=Plan.ML_ENGINEER)) == []
