"""Whatever people type, wherever they type it: Slack takes it, and others read just that."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings

from blocks import card, decision, kit, refusals
from bot.app import App
from bot.domain.draft import Overrule
from bot.domain.hiring_request import flaws
from bot.domain.role import Plan
from bot.domain.text import units
from sandbox.strict import check_ack, check_message, check_view
from sandbox.workspace import Sandbox
from tests import hiring
from tests.sampling import sampled
from tests.stories import kept
from tests.stories.people import People
from tests.stories.showing import GUIDE, TREE, URL, form, messages, opening, requests, views
from tests.stories.typed import CHOSEN, PLAIN, Typed, typed_texts
from tests.stories.ways import GOAL, SERVICE, gets_advice

DRAWN = 15
"""Examples, where each is every view that there is."""


def parsed_by_slack(value: Any) -> Iterator[str]:
    """The texts in which Slack looks for mentions, links and marks."""
    match value:
        case {"type": "mrkdwn", "text": str(text)}:
            yield text
        case Mapping():
            for one in value.values():
                yield from parsed_by_slack(one)
        case Sequence() if not isinstance(value, str):
            for one in value:
                yield from parsed_by_slack(one)


@settings(max_examples=DRAWN)
@given(typed_texts())
def test_every_view_with_whatever_was_typed_is_one_that_slack_takes(typed: Typed) -> None:
    for view in views(typed):
        assert check_view(view) == []


@given(typed_texts())
def test_every_message_with_whatever_was_typed_is_one_that_slack_takes(typed: Typed) -> None:
    for message in messages(typed):
        assert check_message({"text": message.text, "blocks": message.blocks}) == []


@given(typed_texts())
def test_every_mistake_in_what_was_typed_is_told_at_a_field_that_the_form_has(
    typed: Typed,
) -> None:
    errors = {one.field.value: refusals.flaw(one) for one in flaws(opening(typed), hiring.TODAY)}
    if errors:
        told = {"response_action": "errors", "errors": errors}
        assert check_ack("view_submission", told, form(typed)) == []


@settings(max_examples=DRAWN)
@given(typed_texts())
def test_nothing_typed_stands_where_slack_looks_for_mentions_and_links(typed: Typed) -> None:
    told = {text for view in views(PLAIN) for text in parsed_by_slack(view)}
    carried = {carried_by(view) for view in views(PLAIN)}
    for view in views(typed):
        assert set(parsed_by_slack(view)) <= told
        assert carried_by(view) in carried
    told = {text for one in messages(PLAIN) for text in parsed_by_slack(one.blocks)}
    for message in messages(typed):
        assert set(parsed_by_slack(message.blocks)) <= told


def carried_by(view: kit.View) -> str:
    """What a view carries, but for the marks of what it shows: nobody can read those."""
    return re.sub(r"[0-9a-f]{16}", "", view.get("private_metadata", ""))


@given(typed_texts())
def test_in_a_messages_own_text_what_was_typed_is_without_any_mark(typed: Typed) -> None:
    for message in messages(typed):
        theirs = re.sub(MENTIONED, "", message.text)
        assert not re.search(r"[<>*_~`]|&(?!amp;|lt;|gt;)", theirs)


MENTIONED = "|".join([*map(kit.at, (hiring.ANA, hiring.SAM, hiring.LI)), "<#C0HIRING>"])
"""Those who have a part in the request, and its channel: the app names them itself."""


@given(typed_texts())
def test_the_title_and_the_problem_are_shown_to_the_letter(typed: Typed) -> None:
    read = typed.read
    for request in requests(typed):
        header = card.card(request, TREE, checklist_url=URL).blocks[0]["text"]
        assert header["type"] == "plain_text"
        title = f"REQ-12 · {' '.join(read.title.split())}"
        assert header["text"] == title or title.startswith(header["text"].removesuffix("…"))
        assert units(header["text"]) <= 150
        said = [
            leaf["text"]
            for message in (
                card.card(request, TREE, checklist_url=URL),
                decision.decision(request, GUIDE),
            )
            for block in message.blocks
            for part in block.get("elements", ())
            if part["type"] == "rich_text_quote"
            for leaf in part["elements"]
        ]
        problem = read.problem.strip()
        assert said[-1:] == ([problem] if problem else [])


# As people do it -----------------------------------------------------------------------------


@pytest.fixture
def transport() -> str:
    return "http"


def marked(workspace: Sandbox) -> list[str]:
    """All mrkdwn that the bot sent."""
    sent = [one.request for one in workspace.traffic if one.direction == "from_app"]
    acks = [one.response for one in workspace.traffic if one.direction == "to_app"]
    return list(parsed_by_slack([*sent, *acks]))


@pytest.mark.parametrize("text", sampled(CHOSEN.values(), 5, CHOSEN.keys()))
async def test_what_is_typed_is_what_others_read(
    people: People, workspace: Sandbox, bot: App, text: str
) -> None:
    read = text.replace("\0", "")
    short, reason = read[:70].strip(), read[:200].strip()
    ana = await people.joins("Ana Ruiz")
    sam = await people.joins("Sam Cole")
    await gets_advice(ana, {GOAL: SERVICE})
    await ana.presses("‹ Change answers")
    await ana.presses("‹ Back")
    await ana.presses("‹ Back")
    await ana.fills("What is the problem?", text)
    await ana.presses("See advice now")
    await ana.presses("I disagree…")
    await ana.picks("Hire a Data Scientist")
    await ana.fills("Why? One line will do", text[:200])
    await ana.presses("Keep my choice")
    await ana.sees("Your choice: a Data Scientist", reason)
    await ana.presses("Continue")
    await ana.sees("Open the request", read)
    await ana.fills("Title", text[:70])
    await ana.fills("Place, or remote", text[:70])
    await ana.presses("Open request")
    one_line = " ".join(short.split())
    await sam.sees(f"REQ-1 · {one_line}", f"senior Data Scientist · {one_line}")
    await sam.opens_thread("REQ-1")
    await sam.sees(read.strip(), "chose this over the advice")
    request = await kept.request(bot)
    assert (request.title, request.place, request.problem) == (one_line, one_line, read.strip())
    assert request.decision.overrule == Overrule(Plan.DATA_SCIENTIST, reason)
    if len(text) > 1:
        assert not [told for told in marked(workspace) if text in told]


@pytest.mark.parametrize("typed", ["R&D <b>", "R&amp;D &lt;b&gt;"])
async def test_it_makes_no_difference_whether_slack_escapes_what_it_reports(
    people: People, bot: App, typed: str
) -> None:
    ana = await people.joins("Ana Ruiz")
    await ana.types("/hire-ml")
    await ana.fills("What is the problem?", typed)
    await ana.presses("I know the role already")
    await ana.picks("Data Scientist")
    await ana.fills("Title", typed)
    await ana.fills("Place, or remote", typed)
    await ana.presses("Open request")
    await ana.sees("REQ-1 · R&D <b>", "Data Scientist · R&D <b>")
    request = await kept.request(bot)
    assert {request.title, request.problem, request.place} == {"R&D <b>"}


async def test_a_long_problem_is_cut_on_the_card_and_whole_in_the_thread(people: People) -> None:
    problem = CHOSEN["many letters"][:3000].strip()
    ana = await people.joins("Ana Ruiz")
    await ana.types("/hire-ml")
    await ana.fills("What is the problem?", problem)
    await ana.presses("I know the role already")
    await ana.picks("Data Scientist")
    await ana.fills("Title", "Data Scientist")
    await ana.presses("Open request")
    await ana.sees("REQ-1", f"{problem[:180]}")
    await ana.sees_not(problem)
    await ana.opens_thread("REQ-1")
    await ana.sees(problem)
