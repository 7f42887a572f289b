"""Slack's JSON for what people do, field by field as the platform sends it."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from sandbox.deliver.delivery import Delivery
from sandbox.state import State
from sandbox.values import Channel, Json, Message, OpenView, Person
from sandbox.views import as_slack as view_as_slack

# Slack still sends this token of its first years; nothing should look at it.
VERIFICATION_TOKEN: Final = "deprecated-verification-token"  # noqa: S105  opens nothing


class Payloads:
    """`response_base` gives the address under which response_urls are answered."""

    def __init__(self, state: State, response_base: Callable[[], str]) -> None:
        self._state = state
        self._response_base = response_base

    def command(self, person: Person, channel: Channel, command: str, text: str) -> Delivery:
        team = self._state.team
        payload = {
            "token": VERIFICATION_TOKEN,
            "team_id": team.id,
            "team_domain": team.domain,
            "channel_id": channel.id,
            "channel_name": _place(channel)["name"],
            "user_id": person.id,
            "user_name": person.name,
            "command": command,
            "text": text,
            "api_app_id": self._state.app.id,
            "is_enterprise_install": "false",
            "response_url": self._response_url(person, channel),
            "trigger_id": self._state.passes.new_trigger(person.id, channel=channel.id),
        }
        return Delivery("slash_commands", command, "slash_commands", payload)

    def global_shortcut(self, person: Person, callback_id: str) -> Delivery:
        payload = self._interaction("shortcut", person)
        payload |= {"action_ts": self._state.next_ts(), "callback_id": callback_id}
        payload["trigger_id"] = self._state.passes.new_trigger(person.id)
        return Delivery("shortcut", callback_id, "interactive", payload)

    def message_shortcut(
        self, person: Person, callback_id: str, channel: Channel, message: Message
    ) -> Delivery:
        payload = self._interaction("message_action", person) | {
            "action_ts": self._state.next_ts(),
            "callback_id": callback_id,
            "trigger_id": self._state.passes.new_trigger(person.id, channel=channel.id),
            "response_url": self._response_url(person, channel),
            "message_ts": message.ts,
            "channel": _place(channel),
            "message": self._state.as_slack(message),
        }
        return Delivery("message_action", callback_id, "interactive", payload)

    def message_action(
        self, person: Person, channel: Channel, message: Message, block: Json, action: Json
    ) -> Delivery:
        """A click in `block`, as the person's screen has it.

        Of an ephemeral message Slack does not send the message itself.
        """
        ephemeral = message.reader is not None
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": ephemeral,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        payload = self._interaction("block_actions", person) | {
            "container": container,
            "trigger_id": self._state.passes.new_trigger(person.id, channel=channel.id),
            "channel": _place(channel),
            "state": {"values": self._state.screens.state_of(person.id, message, block)},
            "response_url": self._response_url(person, channel, message.ts),
            "actions": [action],
        }
        if not ephemeral:
            payload["message"] = self._state.as_slack(message)
        return Delivery("block_actions", action["action_id"], "interactive", payload)

    def view_action(self, person: Person, view: OpenView, action: Json) -> Delivery:
        payload = self._of_view("block_actions", person, view)
        payload["container"] = {"type": "view", "view_id": view.id}
        payload["actions"] = [action]
        return Delivery("block_actions", action["action_id"], "interactive", payload)

    def suggestion(self, click: Delivery, typed: str) -> Delivery:
        """What was typed into an external select; `click` would tell of a pick in it."""
        payload = dict(click.payload)
        action = payload.pop("actions")[0]
        for key in ("trigger_id", "response_url", "state"):
            payload.pop(key, None)
        payload |= {"type": "block_suggestion", "value": typed}
        payload |= {key: action[key] for key in ("action_id", "block_id")}
        return Delivery("block_suggestion", action["action_id"], "interactive", payload)

    def submission(self, person: Person, view: OpenView) -> Delivery:
        payload = self._of_view("view_submission", person, view)
        payload["response_urls"] = self._response_urls(person, view)
        return Delivery("view_submission", _name_of(view), "interactive", payload)

    def closed(self, person: Person, view: OpenView, *, cleared: bool) -> Delivery:
        payload = self._of_view("view_closed", person, view)
        del payload["trigger_id"]
        payload["is_cleared"] = cleared
        return Delivery("view_closed", _name_of(view), "interactive", payload)

    def event(self, event: Json, channel: Channel | None = None) -> Delivery:
        state = self._state
        event_id = state.ids.new("Ev")
        authorization = {
            "enterprise_id": None,
            "team_id": state.team.id,
            "user_id": state.app.bot_user,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        payload = {
            "token": VERIFICATION_TOKEN,
            "team_id": state.team.id,
            "context_team_id": state.team.id,
            "context_enterprise_id": None,
            "api_app_id": state.app.id,
            "event": event,
            "type": "event_callback",
            "event_id": event_id,
            "event_time": int(state.clock.now()),
            "authorizations": [authorization],
            "is_ext_shared_channel": bool(channel and channel.external),
            "event_context": f"4-{event_id}",
        }
        return Delivery(event["type"], event["type"], "events_api", payload)

    def url_verification(self) -> Delivery:
        challenge = self._state.ids.secret(52)
        payload = {"token": VERIFICATION_TOKEN, "challenge": challenge, "type": "url_verification"}
        return Delivery("url_verification", "url_verification", "events_api", payload)

    def _interaction(self, kind: str, person: Person) -> Json:
        team = self._state.team
        return {
            "type": kind,
            "user": {
                "id": person.id,
                "username": person.name,
                "name": person.name,
                "team_id": team.id,
            },
            "api_app_id": self._state.app.id,
            "token": VERIFICATION_TOKEN,
            "team": {"id": team.id, "domain": team.domain},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _of_view(self, kind: str, person: Person, view: OpenView) -> Json:
        trigger = self._state.passes.new_trigger(person.id, channel=view.channel, view=view.id)
        payload = self._interaction(kind, person)
        payload["trigger_id"] = trigger
        payload["view"] = view_as_slack(view, self._state.team, self._state.app)
        return payload

    def _response_url(self, person: Person, channel: Channel, ts: str | None = None) -> str:
        secret = self._state.passes.new_response_url(person.id, channel.id, ts)
        return self._response_base() + secret

    def _response_urls(self, person: Person, view: OpenView) -> list[Json]:
        """One for each conversation picked in an input with `response_url_enabled`."""
        urls = []
        blocks: Sequence[Any] = view.content["blocks"]
        for block in blocks:
            element = block.get("element", {})
            if not element.get("response_url_enabled"):
                continue
            picked = view.values.get(block["block_id"], {}).get(element["action_id"])
            channel = self._state.channels.get(picked or "")
            if channel is not None:
                urls.append(
                    {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": channel.id,
                        "response_url": self._response_url(person, channel),
                    }
                )
        return urls


def _place(channel: Channel) -> Json:
    names = {"public": channel.name, "private": "privategroup", "im": "directmessage"}
    return {"id": channel.id, "name": names[channel.kind]}


def _name_of(view: OpenView) -> str:
    return str(view.content.get("callback_id") or view.id)
