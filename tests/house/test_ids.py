"""Every id that is shown has a listener, and every listener is shown somewhere."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Any, get_args

import handlers
from blocks import (
    advice,
    before_hiring,
    channels,
    checklist,
    command,
    decision,
    deleted,
    entrances,
    guide,
    guide_pages,
    hand_all,
    hiring_request,
    home,
    ids,
    kit,
    notices,
    pay_bands,
    plan,
    reminders,
    request_list,
    request_menu,
    request_status,
    second_hire,
    settings,
    settings_history,
    unsettled,
    update_mine,
    update_mine_details,
    working,
)
from blocks.ids import Action, Command, MessageShortcut, Modal, Shortcut
from blocks.pay import Known
from bot.domain import hiring_request as hiring_request_of
from bot.domain import home as home_of
from bot.domain import reminders as reminders_of
from bot.domain import request_list as request_list_of
from bot.domain.asking import stops_early
from bot.domain.checklist import Blocked, BlockedReason, set_blocked, step_of
from bot.domain.draft import Elsewhere, Overrule, RequestSoFar
from bot.domain.handing_over import Part
from bot.domain.notices import Notice, NoticeKind
from bot.domain.outbox import RequestNow
from bot.domain.permissions import Policy
from bot.domain.plan import recommend
from bot.domain.role import Plan, StepKind
from bot.domain.settings_history import BandChange
from bot.domain.update_mine import Way, What
from bot.domain.wishes import Wishes
from bot.guide.load import load
from bot.manifest import manifest
from bot.slack import payloads
from tests import hiring
from tests.house import digests, worked
from tests.unit.test_pay import BAND

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
GUIDE = load()
BLOCKS = (
    *worked.BLOCKS,
    *digests.BLOCKS,
    advice,
    before_hiring,
    channels,
    checklist,
    command,
    decision,
    deleted,
    entrances,
    guide,
    hand_all,
    hiring_request,
    home,
    notices,
    pay_bands,
    plan,
    reminders,
    request_list,
    request_status,
    second_hire,
    settings,
    settings_history,
    unsettled,
    update_mine,
    update_mine_details,
    working,
)


def listened_to() -> set[tuple[str, str]]:
    return {(one.address.kind, one.address.id) for one in handlers.LISTENERS}


def declared() -> set[tuple[str, str]]:
    ids = (Action, Modal, Command, Shortcut, MessageShortcut)
    tables = (guide.WORDS, guide.TURNS, request_menu.BUTTONS)
    by_page = {(one.kind, one.id) for table in tables for one in table.values()}
    return by_page | {
        (value.kind, value.id)
        for module in BLOCKS
        for _, value in inspect.getmembers(module, lambda value: isinstance(value, ids))
    }


def everything_shown() -> Iterator[dict[str, Any]]:
    """A view or message of every kind that there is."""
    tree = GUIDE.tree
    goals = [answer.id for answer in tree.questions["goal"].answers]
    stages = [answer.id for answer in tree.questions["stage"].answers]
    for goal, stage in product(goals, stages):
        answers = tree.known({"goal": goal, "stage": stage})
        begun = plan.begun(tree, "draft", NOW, None)
        for page in tree.pages:
            so_far = replace(begun, page=page.id, answers=answers)
            yield plan.page(tree, so_far, unfinished=NOW)
        found = recommend(tree, answers)
        for overrule in (None, Overrule(Plan.BOTH, "We have both already")):
            yield advice.advice(
                tree, begun, found, overrule=overrule, settled=stops_early(tree, answers)
            )
        yield advice.disagree(tree, begun, found.verdict.plan)
        tried = working.Tried(replace(begun, answers=answers), answers)
        yield working.working(GUIDE, tried, Known(NOW.date()))
    gates = {"data": "not_collected", "approach": "rule", "capacity": "contract"}
    yield advice.advice(tree, begun, recommend(tree, gates))
    yield before_hiring.read(before_hiring.Briefed("pilot", begun), "Pilot brief", "# Pilot brief")
    yield from every_setting()
    yield from every_home()
    yield from everything_of_mine()
    yield home.guide_sent()
    yield from worked.views(tree)
    yield from digests.views()
    yield second_hire.offer(hiring.first_of_two(), GUIDE)
    for chosen, elsewhere in product((None, Plan.ML_ENGINEER), (None, Elsewhere())):
        ref = hiring_request.FormRef("draft", {}, chosen)
        yield hiring_request.form(ref, RequestSoFar(elsewhere=elsewhere), audience=None)
    request = hiring.request()
    for message in (
        checklist.ticked(request, StepKind.DEFINE_PROBLEM),
        checklist.undone(StepKind.DEFINE_PROBLEM),
        checklist.not_yours(StepKind.DEFINE_PROBLEM),
        decision.decision(request, GUIDE),
        *everything_of_the_guide(),
        *every_list(),
        *everything_told(),
        *digests.messages(),
        *everything_of_two_hires(),
        command.words(),
        *(command.meant("typed", word) for word in command.WORDS),
        command.unknown("typed"),
        *(entrances.answer(asked) for asked in get_args(entrances.Asked)),
        entrances.welcome(),
    ):
        yield {"blocks": message.blocks}


def everything_told() -> Iterator[kit.Message]:
    step, url = StepKind.DEFINE_PROBLEM, "https://example.com"
    block = Blocked(BlockedReason.BUDGET, "", (hiring.SAM,), NOW, hiring.ANA)
    request = hiring.request()
    stopped = hiring_request_of.with_step(
        request, set_blocked(step_of(request.checklist, step), block)
    )
    now = {request.number: RequestNow(stopped, url)}
    waits = Notice("key", NoticeKind.BLOCKED, request.number, hiring.SAM, {"step": step})
    ref = notices.TurnRef(request.number.value, step, url)
    yield notices.your_turn(request, step, url)
    yield notices.done(request, ref)
    yield from filter(None, [notices.written([waits], now, {})])
    shut = Notice("key", NoticeKind.CLOSED, request.number, hiring.ANA, {"why": "is_archived"})
    yield from filter(None, [channels.closed([shut], now)])
    lost = Notice("key", NoticeKind.UNSETTLED, request.number, hiring.ANA, {"nonce": "0"})
    yield from filter(None, [unsettled.asked([lost], now)])
    channel = {"nonce": "0", "channel": request.channel}
    of_digest = Notice("key", NoticeKind.UNSETTLED, None, hiring.ANA, channel)
    yield from filter(None, [unsettled.asked([of_digest], now)])
    matter = reminders_of.waits(request.number, step, NOW)
    told = reminders_of.bundle(hiring.SAM, [matter], NOW.date(), until=NOW, guess="ES")
    yield from filter(None, [reminders.bundle(told, now)])
    yield reminders.muted()


def every_setting() -> Iterator[dict[str, Any]]:
    for policy in (None, Policy()):
        yield settings.settings(Wishes(), policy)
    key = pay_bands.BandKey(BAND.role, BAND.seniority)
    change = BandChange(NOW, hiring.ANA, BAND.role, BAND.seniority, None, BAND)
    for bands in ((), (BAND,)):
        yield pay_bands.pay_bands(bands, NOW.date())
        yield pay_bands.band_form(key, bands, NOW.date())
    yield pay_bands.band_form_again(BAND, change, NOW.date())
    yield settings_history.changes(request_list_of.Found((change,), 3, 2, 1))


def every_home() -> Iterator[dict[str, Any]]:
    request = hiring.request()
    row = request_list_of.row_of(request, "https://example.com/p1")
    waiting = [
        request_list_of.WaitingStep(
            request.number, request.title, row.steps[0], False, why, (hiring.LI,), row.thread, 1
        )
        for why in request_list_of.Waiting
    ]
    contents = home_of.Contents(
        request_list_of.Found(waiting, 9, 1, len(waiting)),
        request_list_of.Found((row,), 3, 1, 1),
        request_list_of.Found((row,), 3, 2, 1),
    )
    nothing = request_list_of.Found()
    key = request_list_of.StepKey(request.number, StepKind.CREATE_TAKE_HOME)
    narrow = home_of.Looking(request_list_of.Filters(text="churn"), done=key)
    for looking, there in (
        (narrow, contents),
        (home_of.Looking(), home_of.Contents(nothing, nothing, nothing)),
    ):
        of = home_of.Home(hiring.ACME, hiring.SAM, NOW, NOW, None, looking, 0, 1, "")
        yield home.home(of, there, NOW.date())


def everything_of_mine() -> Iterator[dict[str, Any]]:
    request = hiring.request()
    row = request_list_of.row_of(request, None).steps[0]
    why = request_list_of.Waiting.LATE
    mine = request_list_of.WaitingStep(
        request.number, request.title, row, False, why, (), None, version=1
    )
    yield update_mine.page(request_list_of.Found((mine,), 2, 1, 1), Way(), NOW.date())
    part = Part(request.number, request.title, True, manages=True, recruits=True, open_steps=3)
    yield hand_all.form([part])
    asked = update_mine_details.Asked(
        request, request.checklist[0], mine.key.code, update_mine.Pick(What.GIVE)
    )
    yield update_mine_details.details([asked], Way())


def everything_of_two_hires() -> Iterator[kit.Message]:
    first = hiring.first_of_two()
    yield kit.Message("", [kit.actions(*second_hire.ways(first))])
    told = Notice("key", NoticeKind.SECOND_HIRE, first.number, to=None)
    now = {first.number: RequestNow(first, url=None)}
    yield from filter(None, [second_hire.offered(told, now, GUIDE)])


def every_list() -> Iterator[kit.Message]:
    request = hiring.request()
    row = request_list_of.row_of(request, "https://example.com/p1")
    today = NOW.date()
    for found in (request_list_of.Found((row,), 3, 2, 1), request_list_of.Found()):
        yield request_list.listed(request_list.ListRef(), found, today)
        yield request_status.which("", found.rows, today)
    yield request_status.status(request, "https://example.com/p1", (), today)


def everything_of_the_guide() -> Iterator[kit.Message]:
    with_booking = replace(GUIDE, booking_url="https://example.com/book")
    for page, part in product(guide_pages.Page, (0, 1)):
        ref = guide.PageRef(page, part)
        yield guide.page(with_booking, ref, Known(NOW.date()))
        yield guide.shared(GUIDE, ref, by=hiring.ANA, today=NOW.date())


def words_shown() -> set[str]:
    """The words that the list of words has, each with its command."""
    (said,) = (one["text"]["text"] for one in command.words().blocks if one["type"] == "section")
    return set(re.findall(r"`(/hire-ml \w+)`", said))


def shown_ids(value: Any) -> Iterator[tuple[str, str]]:
    """The ids in a payload for which Slack would send something."""
    if isinstance(value, list):
        for one in value:
            yield from shown_ids(one)
    elif isinstance(value, dict):
        if "callback_id" in value and "submit" in value:
            yield "view", value["callback_id"]
        silent = value.get("type") == "input" and not value.get("dispatch_action")
        if "action_id" in value:
            yield "action", value["action_id"]
        if not silent:
            for one in value.values():
                yield from shown_ids(one)


def all_shown() -> set[tuple[str, str]]:
    said = manifest("https://example.com")
    commands = {("command", one["command"]) for one in said["features"]["slash_commands"]}
    kinds = {"global": "shortcut", "message": "message_shortcut"}
    shortcuts = {
        (kinds[one["type"]], one["callback_id"]) for one in said["features"].get("shortcuts", [])
    }
    commands |= {("command", word) for word in words_shown()}
    return commands | shortcuts | {one for shown in everything_shown() for one in shown_ids(shown)}


def test_every_id_that_is_shown_has_a_listener() -> None:
    assert all_shown() - listened_to() == set()


def test_every_listener_is_shown_somewhere() -> None:
    for_what_nobody_was_shown = {("command", command.OTHER_WORD.id)}
    of_what_happens = {one for one in listened_to() if one[0] == "event"}
    assert listened_to() - of_what_happens - all_shown() == for_what_nobody_was_shown


def test_the_usage_hint_has_every_word_and_no_other() -> None:
    (hire,) = manifest("https://example.com")["features"]["slash_commands"]
    hinted = {f"/hire-ml {word}" for word in re.findall(r"\w+", hire["usage_hint"])}
    assert hinted == words_shown()


def test_every_declared_id_has_a_listener() -> None:
    assert declared() == {one for one in listened_to() if one[0] != "event"}


def test_both_sides_of_an_id_use_the_same_marks() -> None:
    assert (ids.VERSION_MARK, ids.ANY_WORD) == (payloads.VERSION_MARK, payloads.ANY_WORD)
