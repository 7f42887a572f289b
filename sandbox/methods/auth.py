"""auth.test, apps.connections.open, team.info."""

from sandbox.methods.call import Call, Refused
from sandbox.values import Json


def test(call: Call) -> Json:
    state = call.state
    return {
        "url": f"https://{state.team.domain}.slack.com/",
        "team": state.team.name,
        "user": state.people[call.bot].name,
        "team_id": state.team.id,
        "user_id": call.bot,
        "bot_id": state.app.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(call: Call) -> Json:
    return {"url": call.new_socket()}


def team_info(call: Call) -> Json:
    team = call.state.team
    if call.text("team") not in (None, "", team.id):
        raise Refused("team_not_found")
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "icon": {}}}
