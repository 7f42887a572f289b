"""`application/x-www-form-urlencoded`, read in C: `urllib.parse` goes over every escape in Python."""

from binascii import a2b_qp
from urllib.parse import unquote_to_bytes

_AS_QUOTED_PRINTABLE = bytes.maketrans(b"%+", b"= ")


def fields(body: bytes) -> list[tuple[str, bytes]]:
    """Names and values, as `urllib.parse.parse_qsl` finds them that keeps blank values."""
    pairs = (part.partition(b"=") for part in body.split(b"&") if part)
    return [(text(unquoted(name)), unquoted(value)) for name, _, value in pairs]


def unquoted(value: bytes) -> bytes:
    """As `unquote_to_bytes`, and `+` is a space."""
    # Quoted-printable escapes bytes as `=3D`: with another sign it is the same, but for line breaks
    # after the sign. Where every escape is whole, each has taken two bytes less.
    if b"=" not in value and b"\n" not in value and b"\r" not in value:
        decoded = a2b_qp(value.translate(_AS_QUOTED_PRINTABLE))
        if len(decoded) == len(value) - 2 * value.count(b"%"):
            return decoded
    return unquote_to_bytes(value.replace(b"+", b" "))


def text(value: bytes) -> str:
    return value.decode("utf-8", "replace")
