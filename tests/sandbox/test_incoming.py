"""What comes from outside can be written out again, or does not come in."""

import json

import pytest

from sandbox.incoming import decoded, decoded_or_none


@pytest.mark.parametrize(
    "raw", ["NaN", "[1e999]", '{"x": -Infinity}', "[" * 100_000, "{", b"\xff", b'"\xed\xa0\x80"']
)
def test_what_no_json_could_say_again_is_refused(raw: str | bytes) -> None:
    with pytest.raises(ValueError):
        decoded(raw)
    assert decoded_or_none(raw) is None


def test_half_a_surrogate_pair_is_replaced_and_a_whole_one_kept() -> None:
    assert decoded(r'{"a\udc00": ["b\ud800"]}') == {"a?": ["b?"]}
    assert decoded(r'"\ud83d\ude00"') == "😀"
    assert decoded(json.dumps({"x": 1.5})) == {"x": 1.5}
