"""users.list, users.info."""

from sandbox.methods.call import Call
from sandbox.methods.pages import page
from sandbox.state import State
from sandbox.values import Json, Person


def list_all(call: Call) -> Json:
    people, cursor = page(call, list(call.state.people.values()))
    members = [as_slack(call.state, person) for person in people]
    return {"members": members, "response_metadata": {"next_cursor": cursor}}


def info(call: Call) -> Json:
    return {"user": as_slack(call.state, call.person("user"))}


def as_slack(state: State, person: Person) -> Json:
    now = state.clock.now()
    return {
        "id": person.id,
        "team_id": state.team.id,
        "name": person.name,
        "deleted": person.deleted,
        "color": person.colour.removeprefix("#"),
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": person.tz_offset(now),
        "profile": {
            "title": person.title,
            "real_name": person.real_name,
            "real_name_normalized": person.real_name,
            "display_name": person.real_name,
            "display_name_normalized": person.real_name,
            "team": state.team.id,
        },
        "is_admin": person.is_admin,
        "is_owner": person.is_owner,
        "is_primary_owner": person.is_owner,
        "is_restricted": person.is_guest,
        "is_ultra_restricted": False,
        "is_bot": person.is_bot,
        "is_app_user": person.is_app,
        "updated": int(now),
    }
