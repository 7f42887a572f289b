"""Where a pasted address leads: the host that everybody reads in it, or nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks.request_menu import began_elsewhere
from bot.domain.address import host_of
from bot.domain.text import units
from tests.hiring import request

LEADS_TO = {
    "https://jobs.example.com/12": "jobs.example.com",
    "https://jobs.example.com": "jobs.example.com",
    "HTTPS://Jobs.Example.com/12": "jobs.example.com",
    "https://ats:8443/reqs/12?tab=notes&x=<y>#top": "ats",
    "https://boards.greenhouse.io/acme/jobs/1@2": "boards.greenhouse.io",
    "https://acme.example./": "acme.example.",
    "https://my_team.example.com/": "my_team.example.com",
    "https://karriere.müller.example/stellen/Köln": "karriere.xn--mller-kva.example",
    "https://раураӏ.example/": "xn--80aa0cbo65f.example",
    "https://jobs.example.com\u2044.evil.example/": "jobs.example.xn--com-qt0a.evil.example",
    "https://10.0.0.7/reqs": "10.0.0.7",
}


@pytest.mark.parametrize(("link", "host"), LEADS_TO.items())
def test_an_address_leads_to_its_host(link: str, host: str) -> None:
    assert host_of(link) == host


HOSTILE = {
    "nothing": "",
    "no address": "our careers page",
    "a script": "javascript:alert(1)",
    "a script like an address": "javascript://jobs.example.com/%0aalert(1)",
    "data": "data:text/html,<script>alert(1)</script>",
    "a file": "file:///etc/passwd",
    "Slack's own": "slack://open",
    "not encrypted": "http://jobs.example.com",
    "no scheme": "jobs.example.com/12",
    "only a path": "//jobs.example.com/12",
    "no host": "https://",
    "no host but a path": "https:///jobs",
    "no host but a port": "https://:443/",
    "a name before the host": "https://jobs.example.com@evil.example/",
    "a name and a password": "https://jobs.example.com:443@evil.example/",
    "an empty name": "https://@evil.example/",
    "a backslash, which browsers take for a slash": "https://evil.example\\@jobs.example.com/",
    "backslashes": "https:\\\\evil.example",
    "a space": "https://jobs.example.com/a b",
    "two addresses": "https://jobs.example.com https://evil.example",
    "a line break": "https://jobs.exa\nmple.com",
    "a tab": "https://jobs.exa\tmple.com/",
    "a null": "https://jobs.example.com/\0",
    "a letter that is not seen": "https://jobs.exa\u200bmple.com/",
    "text turned around": "https://jobs.example.com/\u202emoc.live",
    "a dot that is none": "https://jobs.example.com\u3002evil.example/",
    "wide letters": "https://ｊｏｂｓ.example.com/",
    "a letter that becomes two": "https://straße.example/",
    "letters in percents": "https://%65vil.example/",
    "a port that is none": "https://jobs.example.com:99999/",
    "a port of letters": "https://jobs.example.com:https/",
    "an open bracket": "https://[::1/",
    "dots alone": "https://../",
    "a name too long for a host": f"https://{'a' * 64}.example/",
    "Slack's own marks": "<https://jobs.example.com|jobs>",
    "a call for everybody": "https://<!channel>",
}


@pytest.mark.parametrize("link", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_plain_address_leads_nowhere(link: str) -> None:
    assert host_of(link) is None


@given(
    st.text(st.characters(codec=None), max_size=200),
    st.sampled_from(["", "https://", "https://a.example/"]),
)
def test_no_text_is_too_odd_to_be_looked_at(text: str, before: str) -> None:
    host = host_of(before + text)
    assert host is None or (host.isascii() and before + text == (before + text).strip())


def button(link: str) -> str:
    (shown,) = began_elsewhere(request(link=link))
    return str(shown["text"]["text"])


def test_the_button_names_the_host() -> None:
    assert button("https://jobs.example.com/12") == "Open jobs.example.com"


def test_the_end_of_a_long_host_is_shown_as_it_says_whose_it_is() -> None:
    said = button(f"https://jobs.example.com.{'a' * 60}.evil.example/")
    assert said.startswith("Open …")
    assert said.endswith(".evil.example")
    assert units(said) <= 75
