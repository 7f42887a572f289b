from slack_sdk.web.async_client import AsyncWebClient

from sandbox import seed
from sandbox.workspace import Sandbox
from tests.sandbox.company import error_of


async def test_every_page_of_the_channels_together_is_all_of_them(slack: AsyncWebClient) -> None:
    names: list[str] = []
    cursor: str | None = None
    while cursor != "":
        page = await slack.conversations_list(
            types="public_channel,private_channel", limit=2, cursor=cursor
        )
        assert len(page["channels"]) <= 2
        names += [channel["name"] for channel in page["channels"]]
        cursor = page["response_metadata"]["next_cursor"]
    assert sorted(names) == [
        "exec-hiring",
        "general",
        "hiring-ml",
        "old-projects",
        "partners",
        "random",
        "team-search",
    ]


async def test_archived_channels_can_be_left_out(slack: AsyncWebClient) -> None:
    listed = await slack.conversations_list(exclude_archived=True)
    assert seed.OLD_PROJECTS not in [channel["id"] for channel in listed["channels"]]


async def test_a_private_channel_without_the_bot_is_not_listed(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    sandbox.state.remove_member(sandbox.state.channels[seed.EXECUTIVES], seed.BOT_USER)
    listed = await slack.conversations_list(types="private_channel")
    assert listed["channels"] == []


async def test_a_channel_says_what_it_is(slack: AsyncWebClient) -> None:
    async def info(channel: str) -> dict[str, object]:
        told: dict[str, object] = (await slack.conversations_info(channel=channel))["channel"]
        return told

    assert (await info(seed.GENERAL))["is_general"]
    assert (await info(seed.PARTNERS))["is_ext_shared"]
    assert (await info(seed.EXECUTIVES))["is_private"]
    assert (await info(seed.OLD_PROJECTS))["is_archived"]
    assert not (await info(seed.RANDOM))["is_member"]


async def test_members_come_in_pages(slack: AsyncWebClient) -> None:
    first = await slack.conversations_members(channel=seed.HIRING, limit=4)
    cursor = first["response_metadata"]["next_cursor"]
    rest = await slack.conversations_members(channel=seed.HIRING, limit=4, cursor=cursor)
    assert {*first["members"], *rest["members"]} >= {seed.ANA, seed.SAM, seed.BOT_USER}
    assert rest["response_metadata"]["next_cursor"] == ""


async def test_wrong_pages_and_kinds_are_refused(slack: AsyncWebClient) -> None:
    for cursor in ("nonsense", "bmV4dDp4", "bmV4dDotMQ==", "é"):
        assert await error_of(slack.conversations_list(cursor=cursor)) == "invalid_cursor"
    assert await error_of(slack.conversations_list(types="secret")) == "invalid_types"
    for limit in ("1001", "-1", "many", "9" * 5000):
        listing = slack.conversations_list(limit=limit)  # type: ignore[arg-type]
        assert await error_of(listing) == "invalid_limit"


async def test_direct_messages_open_once(slack: AsyncWebClient) -> None:
    first = await slack.conversations_open(users=[seed.ANA])
    again = await slack.conversations_open(users=seed.ANA, return_im=True)
    assert first["channel"]["id"] == again["channel"]["id"]
    assert again["already_open"]
    assert again["channel"]["user"] == seed.ANA
    by_channel = await slack.conversations_open(channel=first["channel"]["id"])
    assert by_channel["channel"]["id"] == first["channel"]["id"]


async def test_direct_messages_with_nobody_are_refused(slack: AsyncWebClient) -> None:
    assert await error_of(slack.conversations_open(users="U0NOBODY")) == "user_not_found"
    assert await error_of(slack.conversations_open(users=seed.ZOE)) == "user_disabled"
    with_itself = slack.conversations_open(users=seed.BOT_USER)
    assert await error_of(with_itself) == "invalid_user_combination"
    to_itself = slack.chat_postMessage(channel=seed.BOT_USER, text="x")
    assert await error_of(to_itself) == "channel_not_found"
    assert await error_of(slack.api_call("conversations.open")) == "users_list_not_supplied"


async def test_people_are_listed_with_their_zones(slack: AsyncWebClient) -> None:
    people = {person["id"]: person for person in (await slack.users_list())["members"]}
    assert people[seed.PRIYA]["tz_offset"] == 19_800
    assert people[seed.ZOE]["deleted"]
    assert people[seed.STANDUP_BOT]["is_bot"]
    assert (await slack.users_info(user=seed.ANA))["user"]["real_name"] == "Ana Ruiz"
    assert await error_of(slack.users_info(user="U0NOBODY")) == "user_not_found"


async def test_the_team_is_this_one_alone(slack: AsyncWebClient) -> None:
    assert (await slack.team_info())["team"]["domain"] == "acme"
    assert await error_of(slack.team_info(team="T0OTHER001")) == "team_not_found"


async def test_one_person_rules_the_workspace_and_people_live_far_apart(
    slack: AsyncWebClient,
) -> None:
    people = (await slack.users_list(limit=200))["members"]
    assert [one["id"] for one in people if one["is_admin"]] == [seed.TOM]
    assert (await slack.users_info(user=seed.TOM))["user"]["is_owner"]
    here = [one for one in people if not one["is_bot"] and not one["deleted"]]
    assert len({one["tz"] for one in here}) > 2
    assert len({one["tz_offset"] for one in here}) > 2


async def test_the_bot_joins_a_public_channel_and_is_told_where_it_is_already(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    sandbox.grant(["channels:join", "chat:write"])
    joined = await slack.conversations_join(channel=seed.RANDOM)
    assert joined["channel"]["is_member"]
    assert "warning" not in joined.data
    assert (await slack.chat_postMessage(channel=seed.RANDOM, text="x"))["ok"]
    again = await slack.conversations_join(channel=seed.RANDOM)
    assert again["warning"] == "already_in_channel"
    assert again["response_metadata"]["warnings"] == ["already_in_channel"]
    direct = sandbox.state.open_im(seed.ANA, seed.BOT_USER).id
    for channel, error in (
        (seed.OLD_PROJECTS, "is_archived"),
        (seed.EXECUTIVES, "method_not_supported_for_channel_type"),
        (direct, "method_not_supported_for_channel_type"),
        ("C0NOWHERE1", "channel_not_found"),
    ):
        assert await error_of(slack.conversations_join(channel=channel)) == error
    sandbox.grant(["chat:write"])
    assert await error_of(slack.conversations_join(channel=seed.RANDOM)) == "missing_scope"
