"""The load generator says what it means: whole messages, signatures that hold, each its own."""

import itertools
import json
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from bench.load import signed
from bench.recorded import Template, recording
from bench.slack import answered, message_length

SECRET = "a-secret"


def test_a_message_is_known_to_be_whole_only_when_it_is() -> None:
    whole = answered({"ok": True, "view": {"id": "V1"}})
    heard = [message_length(whole[:part]) for part in range(len(whole) + 1)]
    assert set(heard) == {None, len(whole)}
    assert message_length(whole + whole) == len(whole)


def test_every_request_is_signed_and_another() -> None:
    form = Template.of("text=help&trigger_id=909090909090&team_id=T1")
    next_request = signed(form.filled, SECRET, itertools.count(1))
    bodies = set()
    for _ in range(3):
        head, _, body = next_request().partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")[1:]
        headers = dict(line.split(": ", 1) for line in lines)
        assert SignatureVerifier(SECRET).is_valid_request(body, headers)
        assert int(headers["Content-Length"]) == len(body) == form.size
        bodies.add(body)
    assert len(bodies) == 3


@pytest.mark.parametrize("number", [7])
async def test_what_is_recorded_is_a_request_of_its_own_each_time(number: int) -> None:
    """Over HTTP and in an envelope: another trigger, and another draft."""
    async with recording() as recorded:
        forms = [recorded.opening.form.filled(one).decode() for one in (number, number + 1)]
        payloads = [json.loads(parse_qs(form)["payload"][0]) for form in forms]
        envelope = json.loads(recorded.opening.envelope.filled(number))
        assert recorded.database.stat().st_size > 0
    drafts = [json.loads(one["view"]["private_metadata"])["draft"] for one in payloads]
    assert len(set(drafts)) == len({one["trigger_id"] for one in payloads}) == 2
    assert envelope["payload"] == payloads[0]
    assert recorded.tick.form.parts != recorded.untick.form.parts
