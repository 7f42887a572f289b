import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text import storable, units
from bot.slack.payloads import Fields

anything = st.text(alphabet=st.characters(codec=None) | st.sampled_from("\0\ud83d\udc00"))


@given(anything)
def test_what_is_typed_can_always_be_kept(text: str) -> None:
    kept = storable(text)
    assert "\0" not in kept
    assert msgspec.json.decode(msgspec.json.encode(kept)) == kept


@given(st.text(st.characters(exclude_characters="\0", codec="utf-8")))
def test_what_can_be_kept_stays_as_it_is(text: str) -> None:
    assert storable(text) == text


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), ("abc", 3), ("ж", 1), ("🧪", 2), ("\ud83d", 1)]
)
def test_length_counts_utf_16_units(text: str, length: int) -> None:
    assert units(text) == length


def test_a_field_is_read_without_what_no_database_takes() -> None:
    fields = Fields({"problem": {"problem": {"value": "a\0b\ud83d"}}})
    assert fields.text("problem") == "ab?"
