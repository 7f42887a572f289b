"""The load generator says what it means: whole messages, signatures that hold, each its own."""

import itertools

from slack_sdk.signature import SignatureVerifier

from bench.load import signed
from bench.recorded import Recorded
from bench.slack import ANSWER, HEAD, message_length

SECRET = "a-secret"


def test_a_message_is_known_to_be_whole_only_when_it_is() -> None:
    whole = HEAD + ANSWER
    heard = [message_length(whole[:part]) for part in range(len(whole) + 1)]
    assert set(heard) == {None, len(whole)}
    assert message_length(whole + HEAD) == len(whole)


def test_every_request_is_signed_and_another() -> None:
    recorded = Recorded("command", b"text=help&trigger_id=", b"&team_id=T1")
    next_request = signed(recorded.body, SECRET, itertools.count(1))
    bodies = set()
    for _ in range(3):
        head, _, body = next_request().partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")[1:]
        headers = dict(line.split(": ", 1) for line in lines)
        assert SignatureVerifier(SECRET).is_valid_request(body, headers)
        assert int(headers["Content-Length"]) == len(body) == recorded.size
        bodies.add(body)
    assert len(bodies) == 3
