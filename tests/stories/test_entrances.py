"""The ways in beside the command: shortcuts, a mention, a channel that the app is brought into."""

import asyncio
from dataclasses import replace

import pytest

from bot.app import App
from bot.domain.hiring_request import PROBLEM_LIMIT
from bot.domain.text import units
from sandbox import seed
from sandbox.faults import Fault, Faults
from sandbox.person import Person
from sandbox.values import Channel, Message
from sandbox.workspace import Sandbox
from tests.running import until
from tests.settling import settled
from tests.stories.kept import request
from tests.stories.people import People
from tests.stories.trouble import before_first, calls, locked
from tests.stories.ways import SERVICE

WHOM = "Whom do we need?"
START = "Start a hiring request"
PROBLEM = "What is the problem?"
ASKED = "Data Scientist or ML Engineer? A few questions tell; you alone see them."
HELLO = "Hello! I help to decide between a Data Scientist and an ML Engineer."
DAY = 24 * 3600

over_http_alone = pytest.mark.parametrize("transport", ["http"], indirect=True)


@pytest.fixture
async def ana(people: People) -> Person:
    return await people.joins("Ana Ruiz")


@pytest.fixture
async def sam(people: People) -> Person:
    return await people.joins("Sam Cole")


def posted(workspace: Sandbox, by: str = seed.BOT_USER) -> list[Message]:
    return [one for one in workspace.state.messages() if one.user == by]


def says(workspace: Sandbox, text: str, channel: str = seed.HIRING, **more: object) -> Message:
    """Li writes, in Slack's own words."""
    state = workspace.state
    written = Message(channel=channel, ts=state.next_ts(), user=seed.LI, text=text)
    return state.post(replace(written, **more))


async def opens_it(person: Person, title: str = "ML Engineer, churn") -> None:
    """From the first page on, by the shortest way."""
    await person.presses("I know the role already")
    await person.picks("Machine Learning Engineer")
    await person.fills("Title", title)
    await person.presses("Open request")
    await person.sees("─── #")


# The global shortcut -----------------------------------------------------------------------------


async def test_the_tree_opens_from_anywhere_and_belongs_to_no_channel(ana: Person) -> None:
    await ana.uses_shortcut(WHOM)
    await ana.sees(WHOM, "1 of 3")
    await ana.sees_not("From")
    await ana.presses("I know the role already")
    await ana.sees("Choose a channel to see who will read it.")


async def test_a_draft_is_offered_there_too(ana: Person) -> None:
    await ana.types("/hire-ml")
    await ana.fills(PROBLEM, "Churn")
    await ana.picks(SERVICE)
    await ana.presses("Next")
    await ana.sees("2 of 3")
    await ana.closes()
    await ana.uses_shortcut(WHOM)
    await ana.presses("Continue")
    await ana.sees("2 of 3")


@over_http_alone
@pytest.mark.parametrize("kind", ["shortcut", "message_action"])
async def test_a_shortcut_delivered_twice_opens_one_window(
    ana: Person, workspace: Sandbox, faults: Faults, kind: str
) -> None:
    says(workspace, "Churn grows")
    with faults.on(Fault(f"delivery:{kind}", "duplicate", times=1)):
        if kind == "shortcut":
            await ana.uses_shortcut(WHOM)
        else:
            await ana.uses_message_shortcut(START, on="Churn grows")
    await ana.sees("1 of 3")
    await ana.closes()
    assert ana.modal is None


async def test_a_shortcut_opens_in_time_while_the_database_is_locked(
    ana: Person, workspace: Sandbox, database_url: str
) -> None:
    says(workspace, "Churn grows")
    async with locked(database_url):
        await ana.uses_message_shortcut(START, on="Churn grows")
        await ana.sees("1 of 3", "[Churn grows]")


# The message shortcut: what is filled in ---------------------------------------------------------


async def test_a_message_becomes_a_request_that_leads_back_to_it(
    bot: App, ana: Person, workspace: Sandbox
) -> None:
    message = says(workspace, "*Churn* grows &amp; <@U0SAMCOLE1> asks <https://acme.com|why>")
    await ana.uses_message_shortcut(START, on="Churn")
    await ana.sees("From a message in #hiring-ml", "Seen by you alone until you post it")
    await ana.sees("[Churn grows & @Sam Cole asks why (https://acme.com)]")
    await ana.fills(PROBLEM, "Churn grows, and nobody knows why")
    await ana.presses("I know the role already")
    await ana.picks("Machine Learning Engineer")
    await ana.sees("From a message in #hiring-ml", "[Churn grows, and nobody knows why]")
    await ana.sees("5 people in #hiring-ml will see title, problem and dates.")
    await ana.fills("Title", "ML Engineer, churn")
    assert posted(workspace) == []
    await ana.presses("Open request")
    await ana.opens_thread("REQ-1")
    await ana.sees("It began from this message", "Churn grows, and nobody knows why")
    link = f"https://acme.slack.com/archives/{seed.HIRING}/p{message.ts.replace('.', '')}"
    assert (await request(bot)).source == link


async def test_it_leads_back_by_every_way_through_the_questions(
    bot: App, ana: Person, workspace: Sandbox
) -> None:
    says(workspace, "Churn grows")
    await ana.uses_message_shortcut(START, on="Churn grows")
    await ana.picks(SERVICE)
    await ana.presses("Next")
    await ana.presses("‹ Back")
    await ana.sees("From a message in #hiring-ml", "[Churn grows]")
    await ana.presses("See advice now")
    await ana.presses("Continue")
    await ana.sees("From a message in #hiring-ml", "[Churn grows]")
    await ana.presses("‹ Back")
    await ana.presses("Continue")
    await ana.presses("Open request")
    await ana.sees("REQ-1")
    assert "/archives/" in (await request(bot)).source


async def test_a_draft_from_a_message_goes_on_with_it(
    bot: App, ana: Person, workspace: Sandbox
) -> None:
    says(workspace, "Churn grows")
    await ana.uses_message_shortcut(START, on="Churn grows")
    await ana.picks(SERVICE)
    await ana.presses("Next")
    await ana.sees("2 of 3")
    await ana.closes()
    await ana.types("/hire-ml")
    await ana.presses("Continue")
    await ana.presses("‹ Back")
    await ana.sees("From a message in #hiring-ml")
    await opens_it(ana)
    await ana.sees("REQ-1")
    assert "/archives/" in (await request(bot)).source


async def test_a_reply_is_found_again_in_its_thread(
    bot: App, ana: Person, workspace: Sandbox
) -> None:
    first = says(workspace, "How is churn?")
    reply = says(workspace, "It grows", thread_ts=first.ts)
    await ana.opens_thread("How is churn?")
    await ana.uses_message_shortcut(START, on="It grows")
    await opens_it(ana)
    await ana.sees("REQ-1")
    source = (await request(bot)).source
    assert source.endswith(f"{reply.ts.replace('.', '')}?thread_ts={first.ts}&cid={seed.HIRING}")


async def test_a_huge_message_is_cut_in_sight_and_its_whole_a_click_away(
    bot: App, ana: Person, workspace: Sandbox
) -> None:
    says(workspace, "Churn 🙂 <@U0GONE> &amp; so on. " * 1000)
    await ana.uses_message_shortcut(START, on="Churn 🙂")
    await ana.sees("longer than fits here: the link leads to its end.")
    await opens_it(ana)
    await ana.sees("REQ-1")
    problem = (await request(bot)).problem
    assert PROBLEM_LIMIT - 2 <= units(problem) <= PROBLEM_LIMIT
    assert problem.startswith("Churn 🙂 @somebody & so on.")
    assert problem.endswith("…")


HOSTILE = "<!channel> <@U0SAMCOLE1> &lt;!here&gt; *_b_* `x` <https://evil.example|acme.com>"
SHOWN = "@channel @Sam Cole <!here> b x acme.com (https://evil.example)"


async def test_what_a_message_hides_is_seen_and_does_nothing(
    bot: App, ana: Person, workspace: Sandbox
) -> None:
    says(workspace, HOSTILE)
    await ana.uses_message_shortcut(START, on="acme.com")
    await ana.sees(f"[{SHOWN}]")
    await opens_it(ana)
    await ana.sees("REQ-1", SHOWN)
    assert (await request(bot)).problem == SHOWN
    assert "<!channel>" not in "".join(one.text for one in posted(workspace))


async def test_a_bots_message_has_words_too(ana: Person, workspace: Sandbox) -> None:
    says(workspace, "Deploy failed", user=seed.STANDUP_BOT, bot_id="B0STANDUP1")
    await ana.uses_message_shortcut(START, on="Deploy failed")
    await ana.sees("[Deploy failed]", "From a message in #hiring-ml")


async def test_a_message_that_is_only_a_picture_leaves_the_words_to_the_person(
    bot: App, ana: Person, workspace: Sandbox
) -> None:
    says(workspace, "", attachments=[{"text": "A picture"}])
    await ana.uses_message_shortcut(START, on="A picture")
    await ana.sees("There are no words in that message that I could read.")
    await opens_it(ana)
    await ana.sees("REQ-1")
    kept = await request(bot)
    assert (kept.problem, "/archives/" in kept.source) == ("", True)


async def test_names_that_slack_does_not_tell_in_time_hold_nothing_up(
    ana: Person, workspace: Sandbox, faults: Faults
) -> None:
    says(workspace, "<@U0SAMCOLE1> and <#C0TEAMSRCH> and <#C0EXECHIRE> ask")
    await ana.uses_message_shortcut(START, on="ask")
    await ana.sees("[@Sam Cole and #team-search and a channel ask]")
    await ana.closes()
    with faults.on(Fault("users.info", "delay", seconds=5)):
        await ana.uses_message_shortcut(START, on="ask")
        await ana.sees("[@somebody and #team-search and a channel ask]")


# The message shortcut: a draft that is there already ---------------------------------------------


async def leaves_a_draft(ana: Person) -> None:
    await ana.types("/hire-ml")
    await ana.fills(PROBLEM, "Fraud")
    await ana.picks(SERVICE)
    await ana.presses("Next")
    await ana.sees("2 of 3")
    await ana.closes()


async def test_an_earlier_draft_can_be_gone_on_with(
    bot: App, ana: Person, workspace: Sandbox
) -> None:
    await leaves_a_draft(ana)
    says(workspace, "Churn grows")
    await ana.uses_message_shortcut(START, on="Churn grows")
    await ana.sees("[Churn grows]", "Unfinished", "going on here replaces it")
    await ana.presses("Continue")
    await ana.presses("‹ Back")
    await ana.sees("[Fraud]")
    await ana.sees_not("From a message", "Churn grows]")
    await opens_it(ana)
    await ana.sees("REQ-1")
    assert (await request(bot)).source == ""


async def test_or_left_behind_for_the_message(bot: App, ana: Person, workspace: Sandbox) -> None:
    await leaves_a_draft(ana)
    says(workspace, "Churn grows")
    await ana.uses_message_shortcut(START, on="Churn grows")
    await ana.presses("Begin with this message")
    await ana.sees_not("Unfinished")
    await ana.sees("[Churn grows]", "From a message in #hiring-ml")
    await opens_it(ana)
    await ana.sees("REQ-1")
    assert (await request(bot)).problem == "Churn grows"


async def test_looking_alone_keeps_the_earlier_draft(ana: Person, workspace: Sandbox) -> None:
    await leaves_a_draft(ana)
    says(workspace, "Churn grows")
    await ana.uses_message_shortcut(START, on="Churn grows")
    await ana.sees("Unfinished")
    await ana.closes()
    await ana.types("/hire-ml")
    await ana.presses("Continue")
    await ana.presses("‹ Back")
    await ana.sees("[Fraud]")


async def test_two_people_begin_from_one_message_each_with_their_own(
    bot: App, ana: Person, sam: Person, workspace: Sandbox
) -> None:
    says(workspace, "Churn grows")
    await asyncio.gather(
        *(one.uses_message_shortcut(START, on="Churn grows") for one in (ana, sam))
    )
    await asyncio.gather(opens_it(ana, "Ana’s"), opens_it(sam, "Sam’s"))
    await ana.sees("Ana’s", "Sam’s", "REQ-1", "REQ-2")
    found = {(await request(bot, number)).title: await request(bot, number) for number in (1, 2)}
    assert {title: one.manager.user for title, one in found.items()} == {
        "Ana’s": seed.ANA,
        "Sam’s": seed.SAM,
    }


# The message shortcut: where the message stands --------------------------------------------------


async def test_a_direct_message_leaves_no_trace_but_what_the_person_leaves_in(
    bot: App, ana: Person, workspace: Sandbox
) -> None:
    direct = workspace.state.open_im(seed.ANA, seed.LI)
    says(workspace, "Between us: churn grows", channel=direct.id)
    await ana.goes_to("@Li Wei")
    await ana.uses_message_shortcut(START, on="Between us")
    await ana.sees("From a direct message: only what you leave in here goes further")
    await ana.fills(PROBLEM, "Churn grows")
    await ana.presses("I know the role already")
    await ana.sees("From a direct message", "Choose a channel to see who will read it.")
    await ana.picks("Machine Learning Engineer")
    await ana.fills("Title", "ML Engineer, churn")
    await ana.chooses("Post in", "#hiring-ml")
    await ana.presses("Open request")
    await ana.goes_to("#hiring-ml")
    await ana.sees("REQ-1")
    assert (await request(bot)).source == ""


@pytest.mark.parametrize(
    ("home", "posted_in", "linked"),
    [
        ("#exec-hiring", "#hiring-ml", False),
        ("#exec-hiring", "#exec-hiring", True),
        ("#hiring-ml", "#exec-hiring", True),
    ],
)
async def test_a_private_channels_message_is_linked_in_that_channel_alone(
    bot: App, ana: Person, workspace: Sandbox, home: str, posted_in: str, linked: bool
) -> None:
    there = {"#exec-hiring": seed.EXECUTIVES, "#hiring-ml": seed.HIRING}[home]
    says(workspace, "Churn grows", channel=there)
    await ana.goes_to(home)
    await ana.uses_message_shortcut(START, on="Churn grows")
    await ana.presses("I know the role already")
    await ana.picks("Machine Learning Engineer")
    await ana.fills("Title", "ML Engineer, churn")
    await ana.chooses("Post in", posted_in)
    await ana.presses("Open request")
    await ana.goes_to(posted_in)
    await ana.opens_thread("REQ-1")
    await ana.sees("knew the role already")
    assert ("It began from this message" in ana.screen) is linked
    assert bool((await request(bot)).source) is linked


async def test_a_channel_that_the_app_is_not_in_says_so_before_anything_is_lost(
    bot: App, ana: Person, workspace: Sandbox
) -> None:
    says(workspace, "Churn grows", channel=seed.RANDOM)
    await ana.goes_to("#random")
    await ana.uses_message_shortcut(START, on="Churn grows")
    await ana.presses("I know the role already")
    await ana.sees("I am not in #random yet", "in #random will see")
    await ana.picks("Machine Learning Engineer")
    await ana.fills("Title", "ML Engineer, churn")
    await ana.presses("Open request")
    await ana.closes()
    await ana.types("/invite @hire-ml")
    await ana.sees(HELLO)
    await ana.types("/hire-ml")
    await ana.presses("Continue")
    await ana.presses("I know the role already")
    await ana.presses("Open request")
    await ana.sees("REQ-1 · ML Engineer, churn")
    assert (await request(bot)).problem == "Churn grows"
    assert "/archives/" in (await request(bot)).source


async def test_a_channel_shared_with_another_company_is_warned_of(
    ana: Person, workspace: Sandbox
) -> None:
    says(workspace, "Churn grows", channel=seed.PARTNERS)
    await ana.goes_to("#partners")
    await ana.uses_message_shortcut(START, on="Churn grows")
    await ana.presses("I know the role already")
    await ana.sees(
        "3 people in #partners will see", "⚠ #partners is shared with people of other companies."
    )


# A mention ---------------------------------------------------------------------------------------


def answers(workspace: Sandbox) -> list[tuple[str | None, str]]:
    return [(one.thread_ts, one.text) for one in posted(workspace)]


async def test_a_mention_is_answered_in_its_thread_by_a_button(
    ana: Person, sam: Person, workspace: Sandbox
) -> None:
    await ana.types("@hire-ml, whom do we need?")
    await ana.opens_thread("whom do we need?")
    await ana.sees(ASKED, f"[{WHOM}]", "[Open the guide]")
    (asked,) = posted(workspace, by=seed.ANA)
    assert answers(workspace) == [(asked.ts, ASKED)]
    await sam.opens_thread("whom do we need?")
    await sam.presses(WHOM)
    await sam.sees("1 of 3")
    await sam.presses("I know the role already")
    await sam.sees("[#hiring-ml]")
    await ana.presses("Open the guide")
    await ana.sees("(Only visible to you)", "[Matrix]")


@pytest.mark.parametrize(
    ("written", "answered"),
    [
        ("@hire-ml help", "/hire-ml help lists all that I do."),
        ("@hire-ml Guide, please", ASKED),
        ("Hey @hire-ml: GUIDE!", ASKED),
        ("@hire-ml guide?", "The hiring guide opens for you alone."),
        ("@hire-ml <!channel> *x*", ASKED),
    ],
)
async def test_a_word_after_the_name_is_heard(ana: Person, written: str, answered: str) -> None:
    await ana.types(written)
    await ana.opens_thread("hire-ml")
    await ana.sees(answered, f"[{WHOM}]", "[Open the guide]")


async def test_a_mention_in_a_thread_is_answered_there(ana: Person, workspace: Sandbox) -> None:
    first = says(workspace, "Churn grows")
    await ana.opens_thread("Churn grows")
    await ana.replies("@hire-ml ?")
    await ana.sees(ASKED)
    assert answers(workspace) == [(first.ts, ASKED)]


@pytest.mark.parametrize("what", ["duplicate", "lose_reply"])
async def test_a_mention_that_comes_again_is_answered_once(
    ana: Person, workspace: Sandbox, faults: Faults, what: str
) -> None:
    with faults.on(Fault("delivery:app_mention", what, times=1)):
        await ana.types("@hire-ml ?")
        await until(workspace, lambda: len(deliveries(workspace, "app_mention")) > 0)
    workspace.clock.advance(400)
    await ana.types("@hire-ml again")
    await until(workspace, lambda: len(posted(workspace)) == 2)
    assert len({thread for thread, _ in answers(workspace)}) == 2


def deliveries(workspace: Sandbox, name: str) -> list[object]:
    return [one for one in workspace.traffic if one.direction == "to_app" and one.name == name]


async def test_what_bots_write_and_people_edit_is_not_answered(
    ana: Person, workspace: Sandbox
) -> None:
    state = workspace.state
    says(workspace, f"<@{seed.BOT_USER}> hi", user=seed.STANDUP_BOT, bot_id="B0STANDUP1")
    state.post_as_app(seed.HIRING, f"I am <@{seed.BOT_USER}>")
    edited = says(workspace, f"<@{seed.BOT_USER}> first")
    await until(workspace, lambda: len(posted(workspace)) == 2)
    event = {**state.as_slack(state.edit(edited, text="<@U0APPBOT01> second"))}
    event |= {"type": "app_mention", "channel": seed.HIRING, "event_ts": state.next_ts()}
    await workspace.world.announcer.announce(event)
    await ana.types("@hire-ml ?")
    await until(workspace, lambda: len(posted(workspace)) == 3)
    assert (edited.ts, ASKED) in answers(workspace)
    assert len(calls(workspace, "chat.postMessage")) == 2


@pytest.mark.parametrize("why", ["restricted_action", "is_archived", "not_in_channel"])
async def test_where_it_may_not_post_it_keeps_silent(
    ana: Person, workspace: Sandbox, faults: Faults, why: str
) -> None:
    with faults.on(Fault("chat.postMessage", "error", times=1, error=why)):
        await ana.types("@hire-ml ?")
        await until(workspace, lambda: len(calls(workspace, "chat.postMessage")) == 1)
    await ana.types("@hire-ml again")
    await until(workspace, lambda: len(posted(workspace)) == 1)
    assert ana.direct_messages == {}
    assert ana.notices == ()


async def test_a_failure_while_answering_a_mention_troubles_nobody(
    ana: Person, workspace: Sandbox, faults: Faults
) -> None:
    with faults.on(Fault("chat.postMessage", "error", times=1, error="fatal_error")):
        await ana.types("@hire-ml ?")
        await until(workspace, lambda: len(calls(workspace, "chat.postMessage")) == 1)
    await ana.types("@hire-ml again")
    await until(workspace, lambda: len(posted(workspace)) == 1)
    assert ana.direct_messages == {}


# A channel that the app is brought into ----------------------------------------------------------


async def test_a_channel_is_greeted_once_a_day(ana: Person, workspace: Sandbox, bot: App) -> None:
    await ana.goes_to("#random")
    await ana.types("/invite @hire-ml")
    await ana.sees(HELLO, f"[{WHOM}]", "[Open the guide]", "/hire-ml help")
    await ana.types("/remove @hire-ml")
    await ana.types("/invite @hire-ml")
    await ana.types("@hire-ml ?")
    await until(workspace, lambda: len(posted(workspace)) == 2)
    await settled(workspace, bot)
    workspace.clock.advance(DAY)
    await ana.types("/remove @hire-ml")
    await ana.types("/invite @hire-ml")
    await until(workspace, lambda: len(posted(workspace)) == 3)
    assert [one.text.startswith(HELLO) for one in posted(workspace)] == [True, False, True]


async def test_the_welcome_leads_into_the_questions_and_the_guide(ana: Person, sam: Person) -> None:
    await ana.goes_to("#random")
    await sam.goes_to("#random")
    await ana.types("/invite @hire-ml")
    await sam.presses(WHOM)
    await sam.presses("I know the role already")
    await sam.sees("[#random]")
    await ana.presses("Open the guide")
    await ana.sees("(Only visible to you)", "[Matrix]", HELLO)


@pytest.mark.parametrize("what", ["duplicate", "lose_reply"])
async def test_a_welcome_is_said_once_however_often_the_invitation_is_told(
    ana: Person, workspace: Sandbox, faults: Faults, what: str
) -> None:
    await ana.goes_to("#random")
    with faults.on(Fault("delivery:member_joined_channel", what, times=1)):
        await ana.types("/invite @hire-ml")
        await ana.sees(HELLO)
    workspace.clock.advance(400)
    await ana.types("@hire-ml ?")
    await until(workspace, lambda: len(posted(workspace)) == 2)
    assert [one.text.startswith(HELLO) for one in posted(workspace)] == [True, False]


async def test_other_people_come_and_everybodys_channel_is_left_in_peace(
    ana: Person, workspace: Sandbox
) -> None:
    state = workspace.state
    general = state.channels[seed.GENERAL]
    state.remove_member(general, seed.BOT_USER)
    await ana.types("/invite @priya")
    state.add_member(state.channels[seed.GENERAL], seed.BOT_USER, by=seed.ANA)
    state.put_channel(Channel("C0NEW00001", "new-team", members=(seed.ANA, seed.BOT_USER)))
    await until(workspace, lambda: len(posted(workspace)) == 1)
    assert [one.channel for one in posted(workspace)] == ["C0NEW00001"]


async def test_a_private_channel_is_greeted_too(ana: Person, workspace: Sandbox) -> None:
    private = Channel("C0SECRET01", "secret", "private", members=(seed.ANA,))
    workspace.state.put_channel(private)
    await ana.goes_to("#secret")
    await ana.types("/invite @hire-ml")
    await ana.sees(HELLO)


async def test_a_channel_archived_meanwhile_hears_nothing(ana: Person, workspace: Sandbox) -> None:
    state = workspace.state

    def archives() -> None:
        state.put_channel(replace(state.channels[seed.RANDOM], archived=True))

    await ana.goes_to("#random")
    with before_first(workspace, "chat.postMessage", archives):
        await ana.types("/invite @hire-ml")
        await until(workspace, lambda: len(calls(workspace, "chat.postMessage")) == 1)
    await ana.goes_to("#hiring-ml")
    await ana.types("@hire-ml ?")
    await until(workspace, lambda: len(posted(workspace)) == 1)
    assert ana.direct_messages == {}
