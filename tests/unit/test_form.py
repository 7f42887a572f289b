"""Forms are read as the standard library reads them, whatever stands in them."""

from urllib.parse import parse_qsl, urlencode

from hypothesis import example, given
from hypothesis import strategies as st

from bot.slack.form import fields, text

PIECES = [
    b"%",
    b"%4",
    b"%41",
    b"%zz",
    b"+",
    b"=",
    b"&",
    b"\n",
    b"\r\n",
    b"a",
    "é".encode(),
    b"%C3%A9",
    b" ",
]


def read(body: bytes) -> list[tuple[str, str]]:
    return [(name, text(value)) for name, value in fields(body)]


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_what_is_written_is_read(pairs: list[tuple[str, str]]) -> None:
    body = urlencode(pairs, errors="replace").encode()
    assert read(body) == parse_qsl(body.decode(), keep_blank_values=True)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(b"".join))
@example(b"payload=%\n")
@example(b"a=%%41")
@example(b"a=1=2&&b")
@example(b"=")
def test_what_nobody_would_write_is_read_as_by_the_standard_library(body: bytes) -> None:
    assert read(body) == parse_qsl(body.decode(), keep_blank_values=True)
