"""What people meet when the database, the network or Slack itself fails them."""

import pytest

from bot.app import App
from bot.store.sqlite import PATIENCE
from sandbox.faults import Fault, Faults
from sandbox.person import Person
from sandbox.workspace import ACK_DEADLINE, Sandbox
from tests.running import until
from tests.stories.kept import request
from tests.stories.people import People
from tests.stories.test_main_flow import STEPS
from tests.stories.trouble import calls, locked
from tests.stories.ways import comes_to_form, opens_request

TITLE = "ML Engineer, churn service"

over_http_alone = pytest.mark.parametrize("transport", ["http"], indirect=True)
over_socket_alone = pytest.mark.parametrize("transport", ["socket"], indirect=True)


@pytest.fixture
async def ana(people: People) -> Person:
    return await people.joins("Ana Ruiz")


@pytest.fixture
async def sam(people: People) -> Person:
    return await people.joins("Sam Cole")


# A locked database


async def test_the_window_opens_in_time_while_the_database_is_locked(
    ana: Person, database_url: str
) -> None:
    async with locked(database_url):
        await ana.types("/hire-ml")
        await ana.sees("Whom do we need?", "1 of 3")


async def test_a_form_sent_to_a_locked_database_is_opened_in_the_end(
    bot: App, ana: Person, workspace: Sandbox, database_url: str
) -> None:
    await comes_to_form(ana, TITLE)
    async with locked(database_url):
        sent = await ana.presses("Open request")
        assert sent.ok
        assert sent.ack_ms is not None
        assert sent.ack_ms < ACK_DEADLINE * 1000
        await ana.sees("One moment", "It goes on by itself")
    await ana.sees("Request opened", f"REQ-1 {TITLE} is open.")
    await ana.presses("Close")
    await ana.sees(f"REQ-1 · {TITLE}")
    assert (await request(bot)).title == TITLE


async def test_a_form_that_fails_in_the_end_comes_back_with_everything_typed(
    people: People, bot: App, workspace: Sandbox, database_url: str
) -> None:
    async with Person.joins(workspace.base_url, "Ana Ruiz", patience=2 * PATIENCE) as ana:
        await ana.goes_to("#hiring-ml")
        await comes_to_form(ana, TITLE)
        await ana.fills("Problem", "They leave <!channel> & nobody knows *why*.")
        await ana.fills("Openings", "3")
        await ana.chooses("Level", "Junior")
        await ana.chooses("Start by", "2031-05-01")
        await ana.chooses("Recruiter", ["Sam Cole", "Tom Baker"])
        await ana.chooses("Post in", "#exec-hiring")
        await ana.ticks("Listed for the hiring team only")
        await ana.presses("It began elsewhere…")
        await ana.fills("Kept elsewhere", "https://jobs.example.com/1?a=<b>&amp;c")
        await ana.chooses("Under way since", "2026-10-12")
        await ana.ticks(STEPS[0])
        await ana.ticks(STEPS[3])
        async with locked(database_url):
            await ana.presses("Open request")
            await ana.sees("One moment")
            await ana.sees(
                "Open the request",
                "Something went wrong on our side",
                "(•) Machine Learning Engineer",
                f"[{TITLE}]",
                "[They leave <!channel> & nobody knows *why*.]",
                "[3]",
                "[Junior]",
                "[2031-05-01]",
                "[Sam Cole, Tom Baker]",
                "[#exec-hiring]",
                "[x] Listed for the hiring team only",
                "[https://jobs.example.com/1?a=<b>&c]",
                "[2026-10-12]",
                *(f"[{'x' if step in (STEPS[0], STEPS[3]) else ' '}] {step}" for step in STEPS),
            )
        await ana.presses("Open request")
        await ana.goes_to("#exec-hiring")
        await ana.sees(f"REQ-1 · {TITLE}", "3 openings", "2 of 5", "[Open jobs.example.com]")
    assert len((await request(bot)).recruiters) == len({"Sam Cole", "Tom Baker"})


async def test_what_is_wrong_in_a_form_that_is_late_is_told_above_it_with_everything_typed(
    bot: App, ana: Person, database_url: str
) -> None:
    await comes_to_form(ana, TITLE)
    await ana.presses("It began elsewhere…")
    await ana.fills("Kept elsewhere", "javascript:alert(1)")
    await ana.ticks(STEPS[0])
    async with locked(database_url):
        await ana.presses("Open request")
        await ana.sees("One moment")
    await ana.sees(
        "Open the request",
        "Paste a whole address that begins with https://",
        f"[{TITLE}]",
        "[javascript:alert(1)]",
        f"[x] {STEPS[0]}",
    )
    await ana.fills("Kept elsewhere", "https://jobs.example.com/1")
    await ana.presses("Open request")
    await ana.sees(f"REQ-1 · {TITLE}", "1 of 5", "[Open jobs.example.com]")


async def test_a_tick_in_a_locked_database_is_acked_in_time_and_shown_afterwards(
    ana: Person, database_url: str
) -> None:
    await opens_request(ana)
    async with locked(database_url):
        tick = await ana.ticks(STEPS[0])
        assert tick.ok
        assert tick.ack_ms is not None
        assert tick.ack_ms < ACK_DEADLINE * 1000
    await ana.sees("1 of 5", "Step 1 done.")


# Slack fails


@pytest.mark.parametrize(
    "fault",
    [
        Fault("chat.update", "rate_limit", times=2, retry_after=1),
        Fault("chat.update", "error", times=2, error="internal_error"),
        Fault("chat.update", "http_500", times=2),
        Fault("chat.update", "lose_reply", times=2),
        Fault("chat.update", "delay", times=1, seconds=1),
        Fault("chat.update", "duplicate", times=2),
    ],
    ids=lambda fault: fault.what,
)
async def test_a_tick_is_shown_whatever_becomes_of_the_edits(
    ana: Person, sam: Person, faults: Faults, fault: Fault
) -> None:
    await opens_request(ana)
    await sam.opens_thread(TITLE)
    faults.add(fault)
    await ana.ticks(STEPS[0])
    for person in (ana, sam):
        await person.sees("1 of 5", "Checklist · 1 of 5 done")
    await ana.sees("Step 1 done.")


async def test_posts_that_slack_throttles_are_made_once_it_lets_them(
    ana: Person, workspace: Sandbox, faults: Faults
) -> None:
    faults.add(Fault("chat.postMessage", "rate_limit", times=2, retry_after=1))
    await opens_request(ana)
    posted = [entry for entry in calls(workspace, "chat.postMessage") if entry.ok]
    assert len(posted) == len({"card", "checklist", "decision"})


@pytest.mark.parametrize(
    "fault",
    [
        Fault("views.open", "error", times=1, error="internal_error"),
        Fault("views.open", "http_500", times=1),
    ],
    ids=lambda fault: fault.what,
)
async def test_who_gets_no_window_is_told_and_can_try_again(
    ana: Person, faults: Faults, fault: Fault
) -> None:
    faults.add(fault)
    assert (await ana.types("/hire-ml")).ok
    await ana.sees("Something went wrong on our side, and nothing was lost.")
    assert ana.modal is None
    await ana.types("/hire-ml")
    await ana.sees("Whom do we need?")


async def test_who_gets_no_window_as_slack_throttles_can_try_again_once_it_does_not(
    ana: Person, workspace: Sandbox, faults: Faults
) -> None:
    faults.add(Fault("views.open", "rate_limit", times=1, retry_after=30))
    await ana.types("/hire-ml")
    await ana.sees("Slack lets me do this only so often.")
    await ana.types("/hire-ml")
    await ana.waits_until(lambda screen: screen.count("only so often") > 1)
    assert len(calls(workspace, "views.open")) == 1
    workspace.clock.advance(30)
    await ana.types("/hire-ml")
    await ana.sees("Whom do we need?")


async def test_a_window_whose_reply_is_lost_is_opened_once(
    ana: Person, workspace: Sandbox, faults: Faults
) -> None:
    faults.add(Fault("views.open", "lose_reply", times=1))
    await ana.types("/hire-ml")
    await ana.sees("Whom do we need?")
    await ana.picks("Both at once")
    await ana.presses("Next")
    await ana.sees("2 of 3")
    assert len(calls(workspace, "views.open")) == 1


async def test_who_comes_too_late_for_a_window_is_told_in_a_sentence(
    ana: Person, faults: Faults
) -> None:
    faults.add(Fault("views.open", "error", times=1, error="expired_trigger_id"))
    await ana.types("/hire-ml")
    await ana.sees("Slack took too long to open the window. Nothing is lost: please try once more.")


async def test_a_revoked_token_is_told_and_a_new_grant_needs_no_restart(
    ana: Person, workspace: Sandbox
) -> None:
    await ana.types("/hire-ml")
    await ana.sees("Whom do we need?")
    await ana.closes()
    workspace.revoke()
    await ana.types("/hire-ml")
    await ana.sees("Something went wrong on our side")
    workspace.revoke(revoked=False)
    await ana.types("/hire-ml")
    await ana.sees("Whom do we need?")


async def test_a_token_that_is_refused_at_the_start_is_asked_for_again(
    workspace: Sandbox, people: People
) -> None:
    workspace.revoke()
    ana = await people.joins("Ana Ruiz")
    await ana.types("/hire-ml")
    assert ana.modal is None
    workspace.revoke(revoked=False)
    await ana.types("/hire-ml")
    await ana.sees("Whom do we need?")


# Deliveries


@over_socket_alone
@pytest.mark.parametrize("how", ["dropped", "warned and closed"])
async def test_a_socket_that_is_gone_comes_back_by_itself(
    ana: Person, workspace: Sandbox, how: str
) -> None:
    await ana.types("/hire-ml")
    await ana.presses("See advice now")
    await ana.sees("Too early to say")
    if how == "dropped":
        await workspace.sockets.drop()
    else:
        await workspace.sockets.disconnect("refresh_requested")
    await until(workspace, lambda: workspace.sockets.connections > 0)
    await ana.presses("Continue")
    await ana.sees("Open the request")


@over_socket_alone
async def test_a_form_lost_with_its_socket_stays_to_be_sent_again(
    bot: App, ana: Person, workspace: Sandbox, faults: Faults
) -> None:
    await comes_to_form(ana, TITLE)
    faults.add(Fault("delivery:view_submission", "drop_socket", times=1))
    assert not (await ana.presses("Open request")).ok
    await until(workspace, lambda: workspace.sockets.connections > 0)
    await ana.sees(f"[{TITLE}]")
    await ana.presses("Open request")
    await ana.sees(f"REQ-1 · {TITLE}")


@over_socket_alone
async def test_what_is_delivered_twice_is_done_once(
    bot: App, ana: Person, workspace: Sandbox, faults: Faults
) -> None:
    kinds = ("slash_commands", "view_submission", "block_actions")
    faults.replace([Fault(f"delivery:{kind}", "duplicate") for kind in kinds])
    await ana.types("/hire-ml")
    await ana.sees("1 of 3")
    await ana.picks("A live service: we know what works")
    await ana.presses("Next")
    await ana.presses("See advice now")
    await ana.presses("Continue")
    await ana.fills("Title", TITLE)
    await ana.presses("Open request")
    await ana.opens_thread(TITLE)
    await ana.ticks(STEPS[0])
    await ana.sees("1 of 5", "Step 1 done.")
    await ana.sees_not("went wrong", "took too long")
    assert ana.screen.count("Step 1 done.") == 1
    posted = calls(workspace, "chat.postMessage")
    assert len(posted) == len({"card", "checklist", "decision"})
