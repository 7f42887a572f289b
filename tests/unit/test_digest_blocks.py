"""How a channel's digest reads."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest

from blocks import digest, digest_form, digest_told, kit
from blocks.digest_figures import chart, medians
from blocks.places import MOST_OPTIONS, country_groups, zone_groups
from bot.domain.countries import zone_named, zones
from bot.domain.digest import State
from bot.domain.digest_contents import MOST_ENTRIES, MOST_IN_THREAD, Digest, SeenStep
from bot.domain.hiring_request import TITLE_LIMIT, Status
from bot.domain.history import What
from bot.domain.role import StepKind
from bot.domain.time_in_step import Figures, InStep
from sandbox.strict import check_message, check_view
from tests.house.digests import (
    CHANNEL,
    CHOICES,
    KEPT,
    NAMES,
    NOW,
    change,
    everything,
    messages,
    of,
    seen,
    steps,
    views,
)
from tests.unit.shown import said


def types(value: Any) -> set[str]:
    """Of all that there is in blocks."""
    if isinstance(value, list):
        return set().union(*map(types, value))
    if isinstance(value, dict):
        own = {str(value["type"])} if "type" in value else set()
        return own.union(*map(types, value.values()))
    return set()


def test_slack_takes_each_message_and_its_plainer_form() -> None:
    for message in messages():
        for blocks in (message.blocks, message.plainer):
            if blocks is not None:
                assert check_message({"text": message.text, "blocks": blocks}) == []


def test_slack_takes_each_window() -> None:
    for view in views():
        assert check_view(view) == []


def test_a_digest_mentions_nobody() -> None:
    told = digest.message(everything(), NAMES, CHANNEL, in_thread=2)
    assert "user" not in types(told.blocks)
    assert "<@" not in str(told)


def test_it_reads_from_who_is_needed_to_what_was_filled() -> None:
    assert said(digest.message(everything(), NAMES, CHANNEL).blocks).startswith(
        "Hiring this week · Mon 30 Nov"
        "8 open · 1 on hold · 1 filled · 1 step done"
        "Needs someone"
        "REQ-2 ML Engineer, churn: needs a manager"
        "\nalso job description 3 days late"
        "REQ-1 ML Engineer, churn: blocked 5 days"
        "\nbusiness problem · an approval · waits on somebody, Sam Cole"
        "\nalso job description 3 days late"
        "REQ-3 ML Engineer, churn: needs an owner"
        "\nbusiness problem"
        "Moved"
        "REQ-4 ML Engineer, churn: 1 of 3 openings filled, business problem done, "
        "take-home can go on"
    )


def test_without_charts_all_else_is_there() -> None:
    told = digest.message(everything(), NAMES, CHANNEL)
    assert told.plainer is not None
    assert "data_visualization" in types(told.blocks)
    assert "data_visualization" not in types(told.plainer)
    assert [one for one in told.blocks if one["type"] != "data_visualization"] == told.plainer


def test_before_there_are_figures_there_is_one_form() -> None:
    assert digest.message(of(seen(1), changes=()), NAMES, CHANNEL).plainer is None


@pytest.mark.parametrize(
    ("ago", "says"),
    [
        (timedelta(hours=2), "Was due Monday, 7:00."),
        (timedelta(days=3), "Was due Friday, 9:00."),
        (timedelta(days=7), "Was due Mon 23 Nov, 9:00."),
    ],
)
def test_late_it_says_when_it_was_due(ago: timedelta, says: str) -> None:
    for told in (everything(), of(seen(1))):
        assert says in said(digest.message(told, NAMES, CHANNEL, was_due=NOW - ago).blocks)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (of(), "Hiring this week: nothing is open."),
        (of(seen(1), seen(2)), "Hiring this week: quiet. 2 open, all on track."),
    ],
)
def test_a_quiet_week_is_one_line(told: Any, says: str) -> None:
    message = digest.message(told, NAMES, CHANNEL)
    assert (message.text, said(message.blocks)) == (says, says)
    assert types(message.blocks) == {"section", "mrkdwn"}


def numbered(most: int, title: str = "ML Engineer, churn") -> Digest:
    """A week of so many requests, in which something moved."""
    one = change(1, What.STEP_STATE, "to_do", "done", StepKind.DEFINE_PROBLEM)
    return of(*(seen(number, title) for number in range(1, most + 1)), changes=(one,))


def test_a_thread_takes_so_many_and_says_how_many_more_there_are() -> None:
    message = digest.continued(numbered(60), NAMES)
    assert message is not None
    assert said(message.blocks).count("REQ-") == MOST_IN_THREAD
    assert "and 20 more: `/hire-ml list`" in said(message.blocks)
    assert digest.continued(of(), NAMES) is None


def test_where_titles_are_long_a_post_takes_fewer_and_says_so() -> None:
    title = "&" * TITLE_LIMIT
    for told in (
        digest.continued(numbered(5000, title), NAMES),
        digest.message(numbered(5000, title), NAMES, CHANNEL),
    ):
        assert told is not None
        assert kit.fits(told)
        shown = said(told.blocks).count("REQ-")
        assert 10 < shown < MOST_IN_THREAD
        assert f"and {5000 - shown:,} more: `/hire-ml list`" in said(told.blocks)


def test_the_first_screen_counts_what_its_thread_goes_on_with() -> None:
    late = SeenStep(StepKind.DRAFT_JOB_DESCRIPTION, None, NOW.date() - timedelta(days=5), False)
    filled = {"status": Status.FILLED, "status_at": NOW}
    many = [seen(number, steps=steps(late)) for number in range(1, 13)]
    told = of(*many, seen(13, **filled), changes=(change(13, What.STATUS, "open", "filled"),))
    message = digest.message(told.first(MOST_ENTRIES), NAMES, CHANNEL, in_thread=3)
    assert message.text == "Hiring this week: 12 need someone, 12 open, 1 filled"


def test_a_chart_has_each_step_and_the_words_have_of_how_many() -> None:
    figures = Figures(9, tuple(InStep(kind, 12.34, 100) for kind in StepKind))
    shown = chart(figures)["chart"]
    labels = [point["label"] for point in shown["series"][0]["data"]]
    assert labels == shown["axis_config"]["categories"]
    assert len(set(labels)) == len(StepKind)
    assert "Problem 12 (100) · Description 12 (100)" in said(medians(figures))
    soon = Figures(5, (InStep(StepKind.DEFINE_PROBLEM, 0.4, 5),))
    assert "Problem under 1 (5)" in said(medians(soon))


# Its window --------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", State)
def test_its_window_says_how_it_stands_and_what_can_be_done(state: State) -> None:
    kept = replace(KEPT, state=state, next_due_at=KEPT.next_due_at if state is State.ON else None)
    ref = digest_form.FormRef(CHANNEL, CHOICES, "once")
    told = said(digest_form.form(ref, CHOICES, kept)["blocks"])
    assert ("Pause" in told) is (state is State.ON)
    assert ("Resume" in told) is (state is not State.ON)
    if state in digest_told.WHY_NOT:
        assert digest_told.WHY_NOT[state] in told


def test_every_zone_that_is_offered_is_one_and_no_group_is_too_long() -> None:
    groups = zone_groups("Europe/London")
    offered = [option[0] for _, options in groups for option in options]
    assert sorted(offered) == sorted(zones())
    assert all(ZoneInfo(zone) for zone in offered)
    for made in (groups, country_groups()):
        assert max(len(options) for _, options in made) <= MOST_OPTIONS
        assert all(options for _, options in made)


def test_whatever_zone_somebody_lives_in_can_be_chosen() -> None:
    for zone in available_timezones() - {"localtime"}:
        named = zone_named(zone)
        offered = {option[0] for _, options in zone_groups(named) for option in options}
        assert named in offered
