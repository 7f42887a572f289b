"""Messages the app sends without the Web API: as a command's ack, or to a response_url."""

from typing import Any

from sandbox.methods.chat import content_of
from sandbox.state import State
from sandbox.strict import Problem, check_message
from sandbox.values import Json, Message


class Unfit(Exception):  # noqa: N818  Slack's own code is the message
    """Its argument is Slack's error code; `problems` are the strict check's."""

    def __init__(self, error: str, problems: list[Problem] | None = None) -> None:
        super().__init__(error)
        self.problems = problems or []


def post(
    state: State, body: Json, *, person: str, channel: str, thread_ts: str | None = None
) -> Message:
    """Seen by this person alone unless `response_type` is `in_channel`. Raises Unfit."""
    if channel not in state.channels:
        raise Unfit("channel_not_found")
    content = _content(body)
    in_channel = body.get("response_type") == "in_channel"
    return state.post_as_app(
        channel,
        thread_ts=body.get("thread_ts") or thread_ts,
        reader=None if in_channel else person,
        **content,
    )


def respond(state: State, body: Any, *, person: str, channel: str, ts: str | None) -> None:
    """What a post to a response_url does; `ts` is the message it belongs to. Raises Unfit."""
    if not isinstance(body, dict):
        raise Unfit("invalid_payload")
    original = state.message(channel, ts) if ts else None
    if body.get("delete_original"):
        if original is not None:
            state.delete(original)
        return
    if body.get("replace_original") and original is not None:
        content = _content(body)
        if "metadata" not in body:
            del content["metadata"]
        state.edit(original, **content)
        return
    thread = original.thread_ts if original else None
    post(state, body, person=person, channel=channel, thread_ts=thread)


def _content(body: Json) -> dict[str, Any]:
    fields = ("text", "blocks", "attachments", "metadata", "thread_ts")
    payload = {name: body[name] for name in fields if body.get(name) not in (None, "")}
    if not any(payload.get(name) for name in fields[:3]):
        raise Unfit("no_text")
    problems = check_message(payload)
    if problems:
        raise Unfit("invalid_blocks", problems)
    return content_of(payload)
