"""What people do, and which of it others see."""

import asyncio

import pytest

from sandbox import seed
from sandbox.workspace import Sandbox
from tests.sandbox.company import (
    Json,
    Page,
    SocketApp,
    actions,
    button,
    checkboxes,
    option,
    page_of,
)


async def heard(app: SocketApp, *kinds: str) -> dict[str, Json]:
    """Acks as many deliveries as there are kinds, and gives the events by their type."""
    bodies = [await app.acks() for _ in kinds]
    events = {body["event"]["type"]: body for body in bodies}
    assert events.keys() == set(kinds)
    return events


async def test_the_snapshot_shows_a_person_what_is_theirs(sandbox: Sandbox, ana: Page) -> None:
    sandbox.state.post_as_app(seed.EXECUTIVES, "secret")
    sandbox.state.post_as_app(seed.HIRING, "for Sam", reader=seed.SAM)
    async with page_of(sandbox, seed.SAM) as sam, page_of(sandbox, seed.LI) as li:
        assert {one["text"] for one in sam.snapshot["messages"]} == {"secret", "for Sam"}
        assert li.snapshot["messages"] == []
        assert seed.EXECUTIVES not in {one["id"] for one in li.snapshot["channels"]}
    assert ana.snapshot["you"] == seed.ANA
    assert ana.snapshot["team"]["name"] == "Acme"
    ana_as_user = next(one for one in ana.snapshot["users"] if one["id"] == seed.ANA)
    assert (ana_as_user["real_name"], ana_as_user["initials"]) == ("Ana Ruiz", "AR")


async def test_nobody_else_hears_of_a_private_channel_or_an_ephemeral_message(
    sandbox: Sandbox, ana: Page
) -> None:
    async with page_of(sandbox, seed.LI) as li:
        sandbox.state.post_as_app(seed.EXECUTIVES, "secret")
        sandbox.state.post_as_app(seed.HIRING, "for Ana", reader=seed.ANA)
        sandbox.state.post_as_app(seed.HIRING, "for all")
        await ana.message("for all")
        await li.message("for all")
        said = {one["message"]["text"] for one in li.frames if one["kind"] == "message"}
        assert said == {"for all"}
    said = {one["message"]["text"] for one in ana.frames if one["kind"] == "message"}
    assert said == {"secret", "for Ana", "for all"}


async def test_what_a_person_says_is_escaped_and_its_mentions_are_links(
    ana: Page, app: SocketApp
) -> None:
    text = "@Sam Cole, @sample-app & <!channel>: see #general, @nobody and a@li"
    saying = asyncio.create_task(ana.acts("say", channel=seed.HIRING, text=text))
    events = await heard(app, "app_mention")
    expected = (
        f"<@{seed.SAM}>, <@{seed.BOT_USER}> &amp; &lt;!channel&gt;: "
        f"see <#{seed.GENERAL}>, @nobody and a@li"
    )
    assert events["app_mention"]["event"]["text"] == expected
    assert (await saying)["ok"]
    assert (await ana.message(expected))["user"] == seed.ANA


async def test_a_command_gets_mentions_with_names(ana: Page, app: SocketApp) -> None:
    line = "/hire-ml hand over to @sam in #general"
    typing = asyncio.create_task(ana.acts("command", channel=seed.HIRING, text=line))
    body = await app.acks()
    assert body["text"] == f"hand over to <@{seed.SAM}> in <#{seed.GENERAL}|general>"
    await typing


async def test_a_thread_is_answered_in_the_thread(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    parent = sandbox.state.post_as_app(seed.HIRING, "parent")
    saying = asyncio.create_task(
        ana.acts("say", channel=seed.HIRING, text="@sample-app Yes", thread_ts=parent.ts)
    )
    event = (await heard(app, "app_mention"))["app_mention"]["event"]
    assert event["thread_ts"] == parent.ts
    await saying
    replies = sandbox.state.replies(seed.HIRING, parent.ts)
    assert [reply.text for reply in replies] == [f"<@{seed.BOT_USER}> Yes"]
    await ana.acts("say", channel=seed.HIRING, text="To a reply", thread_ts=replies[0].ts)
    assert len(sandbox.state.replies(seed.HIRING, parent.ts)) == 2, "threads do not nest"


async def test_the_bot_hears_nothing_where_it_is_not(ana: Page, app: SocketApp) -> None:
    answer = await ana.acts("say", channel=seed.RANDOM, text="@sample-app hello")
    assert (answer["ok"], answer["ack"]) == (True, None)


async def test_a_tick_sends_the_whole_group_as_the_screen_has_it(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    message = sandbox.state.post_as_app(
        seed.HIRING, "x", [checkboxes("One"), actions(button(), block_id="other")]
    )
    where = {"channel": seed.HIRING, "ts": message.ts}
    ticking = asyncio.create_task(
        ana.acts("click", where=where, block_id="steps", action_id="done", value=["one", "two"])
    )
    body = await app.acks()
    assert body["actions"][0]["selected_options"] == [option("One"), option("Two")]
    assert body["actions"][0]["initial_options"] == [option("One")]
    assert body["state"]["values"]["steps"]["done"]["selected_options"] == [
        option("One"),
        option("Two"),
    ]
    assert body["message"]["ts"] == message.ts
    await ticking
    clicking = asyncio.create_task(ana.acts("click", where=where, block_id="other", action_id="go"))
    body = await app.acks()
    ticked = body["state"]["values"]["steps"]["done"]["selected_options"]
    assert ticked == [option("One"), option("Two")], "the screen keeps its ticks"
    assert body["actions"][0]["value"] == "7"
    await clicking


async def test_a_tick_whose_option_the_app_took_away_is_gone(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    message = sandbox.state.post_as_app(
        seed.HIRING, "x", [checkboxes(), actions(button(), block_id="other")]
    )
    where = {"channel": seed.HIRING, "ts": message.ts}
    ticking = asyncio.create_task(
        ana.acts("click", where=where, block_id="steps", action_id="done", value=["one", "two"])
    )
    await app.acks()
    await ticking
    fewer = checkboxes()
    fewer["elements"][0]["options"] = [option("Two")]
    sandbox.state.edit(message, blocks=[fewer, actions(button(), block_id="other")])
    clicking = asyncio.create_task(ana.acts("click", where=where, block_id="other", action_id="go"))
    body = await app.acks()
    assert body["state"]["values"]["steps"]["done"]["selected_options"] == [option("Two")]
    assert (await clicking)["ok"]


async def test_a_stale_screen_acts_on_what_it_shows(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    message = sandbox.state.post_as_app(seed.HIRING, "x", [checkboxes(block_id="steps-1")])
    shown = dict(message.blocks[0])
    sandbox.state.edit(message, blocks=[checkboxes("One", block_id="steps-2")])
    click = {
        "where": {"channel": seed.HIRING, "ts": message.ts},
        "block_id": "steps-1",
        "action_id": "done",
        "value": ["two"],
    }
    assert (await ana.acts("click", **click))["http"] == 400
    ticking = asyncio.create_task(ana.acts("click", block=shown, **click))
    body = await app.acks()
    assert body["actions"][0]["block_id"] == "steps-1"
    assert body["state"]["values"]["steps-1"]["done"]["selected_options"] == [option("Two")]
    assert body["message"]["blocks"][0]["block_id"] == "steps-2"
    assert (await ticking)["ok"]


async def test_a_click_in_an_ephemeral_message_comes_without_the_message(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    message = sandbox.state.post_as_app(seed.HIRING, "x", [actions(button())], reader=seed.ANA)
    where = {"channel": seed.HIRING, "ts": message.ts}
    clicking = asyncio.create_task(ana.acts("click", where=where, block_id="act", action_id="go"))
    body = await app.acks()
    assert "message" not in body
    assert body["container"]["is_ephemeral"] is True
    await clicking
    assert (await ana.acts("dismiss", **where))["ok"]
    assert (await ana.sees("message_deleted"))["ts"] == message.ts


async def test_an_overflow_menu_tells_what_was_picked_and_forgets_it(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    menu = {"type": "overflow", "action_id": "more", "options": [option("Hold")]}
    message = sandbox.state.post_as_app(seed.HIRING, "x", [actions(menu)])
    where = {"channel": seed.HIRING, "ts": message.ts}
    picking = asyncio.create_task(
        ana.acts("click", where=where, block_id="act", action_id="more", value="hold")
    )
    body = await app.acks()
    assert body["actions"][0]["selected_option"] == option("Hold")
    assert body["state"]["values"] == {}
    await picking


async def test_an_app_that_does_not_answer_a_click_is_told_of(sandbox: Sandbox, ana: Page) -> None:
    message = sandbox.state.post_as_app(seed.HIRING, "x", [actions(button())])
    where = {"channel": seed.HIRING, "ts": message.ts}
    answer = await ana.acts("click", where=where, block_id="act", action_id="go")
    assert answer["error"] == "dispatch_failed"
    assert (await ana.sees("notice"))["text"] == "sample-app did not answer. Please try again."


async def test_shortcuts_reach_the_app_with_the_message_they_are_on(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    anywhere = asyncio.create_task(ana.acts("shortcut", callback_id="plan"))
    body = await app.acks()
    assert (body["type"], body["callback_id"]) == ("shortcut", "plan")
    assert "channel" not in body
    await anywhere
    message = sandbox.state.post_as_app(seed.HIRING, "Churn rises")
    where = {"channel": seed.HIRING, "ts": message.ts}
    here = asyncio.create_task(ana.acts("shortcut", callback_id="plan_from", message=where))
    body = await app.acks()
    assert (body["type"], body["message"]["text"]) == ("message_action", "Churn rises")
    assert body["response_url"]
    await here


async def test_whoever_joins_is_told_of_and_whoever_leaves_a_private_channel_loses_it(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    sandbox.state.post_as_app(seed.EXECUTIVES, "secret")
    async with page_of(sandbox, seed.LI) as li:
        inviting = asyncio.create_task(ana.acts("invite", channel=seed.EXECUTIVES, user=seed.LI))
        event = (await heard(app, "member_joined_channel"))["member_joined_channel"]["event"]
        assert (event["user"], event["inviter"], event["channel_type"]) == (seed.LI, seed.ANA, "G")
        await inviting
        assert (await li.sees("channel"))["channel"]["name"] == "exec-hiring"
        await li.message("secret")
        assert (await li.acts("leave", channel=seed.EXECUTIVES))["ok"]
        assert (await li.sees("channel_gone"))["channel"] == seed.EXECUTIVES


async def test_the_bot_is_invited_by_typing_it(sandbox: Sandbox, ana: Page, app: SocketApp) -> None:
    typing = asyncio.create_task(
        ana.acts("command", channel=seed.RANDOM, text="/invite @sample-app")
    )
    event = (await heard(app, "member_joined_channel"))["member_joined_channel"]["event"]
    assert (event["user"], event["channel"]) == (seed.BOT_USER, seed.RANDOM)
    assert (await typing)["ok"]
    assert seed.BOT_USER in sandbox.state.channels[seed.RANDOM].members
    removing = await ana.acts("command", channel=seed.RANDOM, text="/remove @sample-app")
    assert removing["ok"]
    assert seed.BOT_USER not in sandbox.state.channels[seed.RANDOM].members


async def test_who_cannot_come_in_or_go_out_is_told_why(sandbox: Sandbox, ana: Page) -> None:
    async with page_of(sandbox, seed.PRIYA) as priya:
        joined = await priya.acts("join", channel=seed.HIRING)
        assert joined["ok"]
        assert seed.PRIYA in sandbox.state.channels[seed.HIRING].members
        again = await priya.acts("join", channel=seed.HIRING)
        assert again["error"] == "Priya Natarajan is in #hiring-ml already."
        uninvited = await priya.acts("invite", channel=seed.SEARCH_TEAM, user=seed.SAM)
        assert uninvited["error"] == "You are not in #team-search yourself."
        assert not (await priya.acts("leave", channel=seed.SEARCH_TEAM))["ok"]
        silent = await priya.acts("say", channel=seed.SEARCH_TEAM, text="Hello")
        assert silent["error"] == "You are not in #team-search."
    left = await ana.acts("command", channel=seed.HIRING, text="/leave")
    assert left["ok"]
    assert seed.ANA not in sandbox.state.channels[seed.HIRING].members
    nobody = await ana.acts("join", channel=seed.OLD_PROJECTS)
    assert nobody["http"] == 400


async def test_a_broadcast_typed_by_a_person_is_one(ana: Page) -> None:
    await ana.acts("say", channel=seed.RANDOM, text="Lunch, @here!")
    assert await ana.message("Lunch, <!here>!")


async def test_elements_deep_inside_are_touched_like_others(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    card = {
        "type": "card",
        "title": {"type": "plain_text", "text": "Ana"},
        "actions": [button("a")],
    }
    blocks = [
        {"type": "carousel", "block_id": "cards", "elements": [card]},
        {
            "type": "container",
            "block_id": "box",
            "title": {"type": "plain_text", "text": "Box"},
            "child_blocks": [actions(button("b"), block_id="inner")],
        },
    ]
    message = sandbox.state.post_as_app(seed.HIRING, "x", blocks)
    where = {"channel": seed.HIRING, "ts": message.ts}
    for block_id, action_id in (("cards", "a"), ("inner", "b")):
        clicking = asyncio.create_task(
            ana.acts("click", where=where, block_id=block_id, action_id=action_id)
        )
        action = (await app.acks())["actions"][0]
        assert (action["block_id"], action["action_id"]) == (block_id, action_id)
        await clicking


async def test_an_external_select_in_a_message_asks_the_app_too(
    sandbox: Sandbox, ana: Page, app: SocketApp
) -> None:
    select = {
        "type": "multi_external_select",
        "action_id": "who",
        "initial_options": [option("Eve")],
    }
    message = sandbox.state.post_as_app(seed.HIRING, "x", [actions(select)])
    place = {
        "where": {"channel": seed.HIRING, "ts": message.ts},
        "block_id": "act",
        "action_id": "who",
    }
    asking = asyncio.create_task(ana.acts("suggest", value="da", **place))
    assert (await app.acks({"options": [option("Dana")]}))["value"] == "da"
    await asking
    picking = asyncio.create_task(ana.acts("click", value=["eve", "dana"], **place))
    body = await app.acks()
    assert body["actions"][0]["selected_options"] == [option("Eve"), option("Dana")]
    await picking


async def test_unread_counts_what_others_wrote_until_it_is_read(
    sandbox: Sandbox, ana: Page
) -> None:
    sandbox.state.post_as_app(seed.HIRING, "one")
    sandbox.state.post_as_app(seed.HIRING, "two")
    async with page_of(sandbox, seed.ANA) as again:
        hiring = next(one for one in again.snapshot["channels"] if one["id"] == seed.HIRING)
        assert hiring["unread"] == 2
        await again.acts("read", channel=seed.HIRING)
        assert (await again.sees("channel"))["channel"]["unread"] == 0


async def test_a_command_nobody_declared_is_no_command() -> None:
    manifest = {"display_information": {"name": "Other"}, "features": {"slash_commands": []}}
    strict = Sandbox(manifest)
    async with strict.serving(), page_of(strict, seed.ANA) as page:
        answer = await page.acts("command", channel=seed.HIRING, text="/hire-ml")
        assert answer["error"] == "/hire-ml is not a valid command."


async def test_only_the_events_it_subscribed_to_reach_an_app() -> None:
    manifest = {
        "display_information": {"name": "Other"},
        "oauth_config": {"scopes": {"bot": ["app_mentions:read", "groups:history"]}},
        "settings": {"event_subscriptions": {"bot_events": ["app_mention", "message.groups"]}},
        "features": {"app_home": {"home_tab_enabled": True}},
    }
    strict = Sandbox(manifest)
    async with strict.serving(), page_of(strict, seed.ANA) as page:
        await page.acts("say", channel=seed.HIRING, text="@Other hello")
        await page.acts("open_home")
        assert [one.name for one in strict.traffic if not one.retry] == ["app_mention"]
        await page.acts("say", channel=seed.EXECUTIVES, text="hello")
        assert [one.name for one in strict.traffic if not one.retry] == ["app_mention", "message"]


@pytest.mark.parametrize(
    "act",
    [
        None,
        [],
        7,
        {},
        {"as": seed.ANA},
        {"as": seed.ANA, "do": "fly"},
        {"as": seed.ANA, "do": ["say"]},
        {"as": "U0NOBODY", "do": "open_home"},
        {"as": seed.ZOE, "do": "open_home"},
        {"as": seed.STANDUP_BOT, "do": "open_home"},
        {"as": {}, "do": "open_home"},
        {"as": seed.ANA, "do": "say", "channel": seed.HIRING},
        {"as": seed.ANA, "do": "say", "channel": seed.HIRING, "text": {"a": 1}},
        {"as": seed.ANA, "do": "say", "channel": seed.OLD_PROJECTS, "text": "x"},
        {"as": seed.LI, "do": "say", "channel": seed.EXECUTIVES, "text": "x"},
        {"as": seed.ANA, "do": "say", "channel": seed.HIRING, "text": "x", "thread_ts": "1.1"},
        {"as": seed.ANA, "do": "command", "channel": [], "text": "/x"},
        {"as": seed.ANA, "do": "command", "channel": seed.HIRING, "text": "/invite @nobody"},
        {"as": seed.ANA, "do": "click"},
        {"as": seed.ANA, "do": "click", "where": {"home": True}},
        {"as": seed.ANA, "do": "click", "where": {"channel": seed.HIRING, "ts": "1.1"}},
        {"as": seed.ANA, "do": "click", "where": {"view": "V0NONE"}},
        {"as": seed.ANA, "do": "fill", "view": "V0NONE"},
        {"as": seed.ANA, "do": "suggest", "where": {"view": "V0NONE"}},
        {"as": seed.ANA, "do": "submit"},
        {"as": seed.ANA, "do": "close", "view": []},
        {"as": seed.ANA, "do": "shortcut"},
        {"as": seed.ANA, "do": "dismiss", "channel": seed.HIRING, "ts": "1.1"},
        {"as": seed.ANA, "do": "join", "channel": seed.EXECUTIVES},
        {"as": seed.ANA, "do": "invite", "channel": seed.HIRING, "user": "U0NOBODY"},
        {"as": seed.ANA, "do": "invite", "channel": seed.HIRING, "user": seed.ZOE},
        {"as": seed.LI, "do": "invite", "channel": seed.RANDOM, "user": []},
        {"as": seed.ANA, "do": "leave", "channel": seed.GENERAL},
        {"as": seed.ANA, "do": "read", "channel": "C0NONE"},
    ],
)
async def test_what_makes_no_sense_is_told_in_words(ana: Page, act: object) -> None:
    async with ana._session.post("/page/act", json=act) as response:
        assert response.status == 400
        assert len((await response.json())["error"]) > 10


@pytest.mark.parametrize(
    "block",
    [7, {}, {"type": "actions"}, {"type": "actions", "elements": [7]}, {"type": "section"}],
)
async def test_a_block_no_message_could_hold_is_refused(
    sandbox: Sandbox, ana: Page, block: object
) -> None:
    message = sandbox.state.post_as_app(seed.HIRING, "x", [actions(button())])
    where = {"channel": seed.HIRING, "ts": message.ts}
    answer = await ana.acts("click", where=where, block=block, block_id="act", action_id="go")
    assert answer["http"] == 400


@pytest.mark.parametrize("value", [7, {"a": 1}, ["three"], "one", [["one"]], [None]])
async def test_a_value_no_checkbox_could_have_is_refused(
    sandbox: Sandbox, ana: Page, value: object
) -> None:
    message = sandbox.state.post_as_app(seed.HIRING, "x", [checkboxes()])
    where = {"channel": seed.HIRING, "ts": message.ts}
    answer = await ana.acts("click", where=where, block_id="steps", action_id="done", value=value)
    assert answer["http"] == 400
