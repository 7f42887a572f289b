"""What an event of Slack's is read as."""

from typing import Any

import pytest

from blocks.ids import Event
from bot.domain.identity import Person
from bot.slack import events, payloads
from bot.slack.events import Happened, HomeOpening, Joining, Mention, Profile, ProfileChange
from bot.slack.payloads import Malformed

MENTIONED = Event("app_mention", carries=Mention)
JOINED = Event("member_joined_channel", carries=Joining)
HOME_OPENED = Event("app_home_opened", carries=HomeOpening)
PROFILE_CHANGED = Event("user_change", carries=ProfileChange)

HERE = {"enterprise_id": None, "team_id": "T0ACME", "user_id": "U0BOT", "is_bot": True}


def told(event: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": "T0ACME",
        "event": event,
        "event_id": "Ev0ONE",
        "authorizations": [{**HERE, "is_enterprise_install": False}],
    } | more


def a_mention(**more: Any) -> dict[str, Any]:
    return {
        "type": "app_mention",
        "user": "U0ANA",
        "text": "<@U0BOT> R&amp;D",
        "ts": "1790000013.000100",
        "channel": "C0HIRING",
        "team": "T0ACME",
        "blocks": [],
    } | more


def read(event: dict[str, Any], address: Event[Any], **more: Any) -> Happened[Any]:
    body = told(event, **more)
    assert payloads.addresses_of(body) == (("event", address.id),)
    return events.happened(body, address)


def test_a_mention_says_who_wrote_what_and_where() -> None:
    happened = read(a_mention(thread_ts="1790000013.000001"), MENTIONED)
    assert (happened.workspace, happened.event_id, happened.app_user) == (
        "T0ACME",
        "Ev0ONE",
        "U0BOT",
    )
    assert happened.person == Person("T0ACME", "U0ANA")
    assert happened.carried == Mention(
        "C0HIRING", "1790000013.000100", "<@U0BOT> R&amp;D", "1790000013.000001"
    )


def test_what_a_bot_or_an_editor_did_is_told_apart() -> None:
    bots = read({**a_mention(bot_id="B0OTHER"), "user": None}, MENTIONED)
    assert (bots.person, bots.carried.bot_id) == (None, "B0OTHER")
    with pytest.raises(Malformed):
        _ = bots.somebody
    assert read(a_mention(edited={"user": "U0ANA", "ts": "1"}), MENTIONED).carried.edited


def test_somebody_of_another_company_is_of_their_own_team() -> None:
    happened = read(a_mention(user="U0LI", team="T0GLOBEX"), MENTIONED, team_id="T0GLOBEX")
    assert (happened.workspace, happened.person) == ("T0ACME", Person("T0GLOBEX", "U0LI"))


def test_an_app_of_a_whole_org_belongs_to_the_org() -> None:
    org = {**HERE, "enterprise_id": "E0GRID", "team_id": None, "is_enterprise_install": True}
    home = {"type": "app_home_opened", "user": "U0ANA", "channel": "D0ANA", "tab": "messages"}
    happened = read(home, HOME_OPENED, authorizations=[org])
    assert (happened.workspace, happened.person) == ("E0GRID", Person("T0ACME", "U0ANA"))
    assert happened.carried == HomeOpening("messages")


def test_a_changed_profile_is_its_owners() -> None:
    user = {"id": "U0ZOE", "team_id": "T0ACME", "deleted": True, "tz": None, "profile": {}}
    happened = read({"type": "user_change", "user": user}, PROFILE_CHANGED)
    assert happened.person == Person("T0ACME", "U0ZOE")
    assert happened.carried == ProfileChange(Profile(deleted=True))


def test_the_app_itself_joins_as_its_own_user() -> None:
    joined = {"type": "member_joined_channel", "user": "U0BOT", "channel": "C0HIRING"}
    happened = read(joined, JOINED)
    assert happened.person is not None
    assert (happened.person.user, happened.carried.channel) == (happened.app_user, "C0HIRING")


@pytest.mark.parametrize(
    ("event", "more"),
    [
        ({"type": "app_mention"}, {}),
        (a_mention(ts=17), {}),
        (a_mention(), {"event_id": None}),
        (a_mention(), {"team_id": None, "authorizations": []}),
    ],
)
def test_what_is_of_another_shape_is_refused(event: dict[str, Any], more: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        read(event, MENTIONED, **more)
