"""What stands in a text field of a message's text."""

import re
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.text import storable
from bot.slack.readable import readable

NAMES = {"U0LI": "Li Wei", "C0HIRING": "hiring-ml"}

READ = [
    ("R&amp;D &lt;fast&gt;", "R&D <fast>"),
    ("&amp;lt;", "&lt;"),
    ("<@U0LI> asks", "@Li Wei asks"),
    ("<@U0GONE> asks", "@somebody asks"),
    ("<@U0GONE|kim> asks", "@kim asks"),
    ("see <#C0HIRING>", "see #hiring-ml"),
    ("see <#C0SECRET|>", "see a channel"),
    ("see <#C0OTHER|data>", "see #data"),
    ("<!here> and <!channel|channel>", "@here and channel"),
    ("<!subteam^S0ML|@ml-team> and <!subteam^S0ML>", "@ml-team and @a group"),
    ("due <!date^1790000000^{date_short}|21 Sep 2026>", "due 21 Sep 2026"),
    ("<https://acme.com/a?b=1&amp;c=2>", "https://acme.com/a?b=1&c=2"),
    ("<https://acme.com|our &lt;site&gt;>", "our <site> (https://acme.com)"),
    ("<http://acme.com|acme.com>", "acme.com"),
    ("<mailto:li@acme.com|li@acme.com>", "li@acme.com"),
    ("*Churn* is _bad_, ~fine~ `model.pkl`", "Churn is bad, fine model.pkl"),
    ("*_both_*, *see <https://a_b.com/*x*|the _page_>*", "both, see the _page_ (https://a_b.com/*x*)"),
    ("```\nx = a*b*c\n<https://acme.com>\n```", "x = a*b*c\nhttps://acme.com"),
    ("2*3*4, snake_case_name, __init__, ~5 to ~6", "2*3*4, snake_case_name, __init__, ~5 to ~6"),
    ("* one\n* two", "* one\n* two"),
    ("&gt; said so", "> said so"),
    ("<<@U0LI>>", "<@Li Wei>"),
    ("&lt;<@U0GONE>&gt;", "<@somebody>"),
    ("<>", "<>"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("kept", "read"), READ)
def test_a_message_reads_as_it_was_meant(kept: str, read: str) -> None:
    assert readable(kept, NAMES) == read


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@given(st.text(st.characters(exclude_characters="*_~`", codec="utf-8")))
def test_what_was_typed_without_marks_comes_back_to_the_letter(typed: str) -> None:
    assert readable(escaped(typed), {}) == typed


SIGNS = "<@U0LI> <#C0HIRING|> <!here> <https://a.com|b> <|> < > | &amp; &lt; * _ ~ ` ``` word wörd_"
PIECES = st.sampled_from([*SIGNS.split(), "\n", " ", "🙂", "\0"])


@given(st.lists(PIECES | st.text(max_size=5)).map("".join))
@example("<<@U0LI>>")
@example("<<!here>> `<@U0GONE>`")
def test_whatever_it_is_no_word_is_lost_and_no_reference_stays(kept: str) -> None:
    read = readable(storable(kept), NAMES)
    # What is read may look like one: somebody named between two brackets that were typed.
    bare = kept.replace("&lt;", "")
    references = re.findall(r"<[@#!][^<>]+>", bare)
    assert [one for one in references if one in readable(bare, NAMES)] == []
    words = re.findall(r"[^\W_]+", re.sub(r"<[^<>]*>|&\w+;", " ", storable(kept)))
    assert [word for word in words if word not in read] == []


@pytest.mark.parametrize("sign", ["*", "_ ", "~a", "`", "```", "<", "*<", "<a|", "*_~`", "a* <"])
def test_a_huge_message_takes_no_time(sign: str) -> None:
    since = process_time()
    readable(sign * 20_000, {})
    assert process_time() - since < 1
