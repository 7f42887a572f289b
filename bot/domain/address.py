"""Addresses that people paste, for others to follow."""

import re
from urllib.parse import urlsplit

HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?")


def host_of(link: str) -> str | None:
    """The host that a browser goes to, in ASCII; None for what is no plain https address.

    An address is plain where everybody reads the same host in it. A name before an `@`, a
    backslash, or letters that a browser takes for others may make it look as if it led elsewhere.
    """
    if not link.isprintable() or " " in link or "\\" in link:
        return None
    try:
        parts = urlsplit(link)
        _ = parts.port  # raises for what is none
        host = parts.hostname or ""
        in_ascii = host.encode("idna").decode()
        taken_for_others = in_ascii.encode().decode("idna") != host
    except ValueError:
        return None
    if parts.scheme != "https" or "@" in parts.netloc or taken_for_others:
        return None
    return in_ascii if HOST.fullmatch(in_ascii) else None
