"""Block Kit as a person reads it."""

from typing import Any

import pytest

from sandbox import words
from sandbox.elements import initial
from sandbox.eyes import Eyes
from sandbox.ids import Ids
from sandbox.strict_rules import rules
from sandbox.widgets import Widget, drawn, line
from sandbox.words import Reader
from tests.sandbox.payloads import minimal
from tests.sandbox.samples import mrkdwn, options, plain, section

NOON = 1_793_102_400  # Tuesday 27 October 2026, 12:00 UTC
READER = Reader({"U1": "Ana Ruiz"}, {"C1": "hiring-ml"}, "Europe/Madrid", NOON)


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("*bold* _italic_ ~gone~", "bold italic gone"),
        ("2*3*4 snake_case_name ~5", "2*3*4 snake_case_name ~5"),
        ("*<@U1>* in <#C1> and <#C9|random>", "@Ana Ruiz in #hiring-ml and #random"),
        ("<#C9>", "#private channel"),
        ("<https://a.b/c?d=1&amp;e=2|the *plan*>", "the *plan*"),
        ("<https://a.b> <mailto:a@b.c>", "https://a.b a@b.c"),
        ("<!channel> <!here> <!subteam^S1|@ml>", "@channel @here @ml"),
        ("R&amp;D &lt;!channel&gt; &amp;lt;", "R&D <!channel> &lt;"),
        ("`*not bold* <@U1>` ```\n_code_\n```", "*not bold* <@U1> _code_"),
        ("&gt; quoted\n> too", "quoted\ntoo"),
        (":tada: done", ":tada: done"),
        (f"<!date^{NOON}^{{date_short_pretty}} at {{time}}|then>", "Today at 13:00"),
        (f"<!date^{NOON - 86400}^{{date_pretty}}|then>", "Yesterday"),
        (f"<!date^{NOON + 864000}^{{date}} {{nonsense}}|then>", "6 November 2026 {nonsense}"),
        ("<!date^soon^{date}|then>", "then"),
    ],
)
def test_mrkdwn_is_read_without_its_marks(source: str, read: str) -> None:
    assert words.mrkdwn(source, READER) == read


def test_plain_text_is_read_as_it_stands() -> None:
    assert words.text(plain("*R&amp;D* <@U1>"), READER) == "*R&amp;D* <@U1>"


def test_rich_text_keeps_its_lists_and_lines() -> None:
    def part(kind: str, *leaves: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {"type": f"rich_text_{kind}", "elements": [*leaves], **more}

    def says(text: str) -> dict[str, Any]:
        return {"type": "text", "text": text, "style": {"bold": True}}

    leaves = [
        {"type": "user", "user_id": "U1"},
        {"type": "channel", "channel_id": "C1"},
        {"type": "emoji", "name": "tada"},
        {"type": "link", "url": "https://a.b", "text": "plan"},
        {"type": "broadcast", "range": "here"},
        {"type": "date", "timestamp": NOON, "format": "{date_num}"},
    ]
    block = part(
        "",
        part("section", says("One\nTwo ")),
        part(
            "list",
            part("section", says("a")),
            part("section", says("b")),
            style="ordered",
            offset=2,
        ),
        part("list", part("section", says("c")), style="bullet", indent=1),
        part("quote", *leaves),
        part("preformatted", says("x = 1\n")),
    )
    assert words.rich_text(block, READER) == [
        "One",
        "Two ",
        "3. a",
        "4. b",
        "  • c",
        "@Ana Ruiz#hiring-ml:tada:plan@here2026-10-27",
        "x = 1",
    ]


def read(*blocks: dict[str, Any]) -> str:
    eyes = Eyes()
    given = Ids(0).given_to(blocks)
    return eyes.as_text(drawn(given, READER, lambda _, element: initial(element)))


def test_a_table_is_read_in_rows() -> None:
    rows = [[{"type": "raw_text", "text": "Stage"}, {"type": "raw_number", "value": 2}]]
    assert read({"type": "table", "rows": rows}) == "Stage | 2"


def test_buttons_stand_in_a_row_and_ticks_under_each_other() -> None:
    ticks = {"type": "checkboxes", "options": options("a", "b"), "initial_options": options("b")}
    ticks["options"][0]["description"] = plain("first")
    buttons = [
        {"type": "button", "text": plain("Go")},
        {"type": "overflow", "options": options("x", "y")},
    ]
    assert read(section("Well?", accessory=ticks), {"type": "actions", "elements": buttons}) == (
        "Well?\n[ ] a – first\n[x] b\n[Go] [⋯ More options: x / y]"
    )


def test_a_field_is_read_with_label_value_and_hint() -> None:
    element = {"type": "plain_text_input", "initial_value": "Churn", "placeholder": plain("Words")}
    block = {"type": "input", "label": plain("Problem"), "element": element, "optional": True}
    assert read(block | {"hint": plain("In a line")}) == "Problem (optional)\n[Churn]\nIn a line"
    del element["initial_value"]
    assert read(block) == "Problem (optional)\n[Words]"


def test_a_button_knows_the_words_above_it() -> None:
    blocks = Ids(0).given_to(
        [
            section("REQ-1"),
            {"type": "actions", "elements": [{"type": "button", "text": plain("Open")}]},
            {"type": "context", "elements": [mrkdwn("day 6")]},
        ]
    )
    (button,) = (
        piece for piece in drawn(blocks, READER, lambda *_: None) if isinstance(piece, Widget)
    )
    assert button.near == "REQ-1"
    assert line(button, READER) == "[Open]"


@pytest.mark.parametrize("shape", rules().groups["blocks"], ids=lambda shape: shape.name)
def test_every_block_there_is_can_be_read(shape: Any) -> None:
    assert read(minimal(shape))


HOSTS = [("actions", "elements"), ("section.accessory", "accessory"), ("input.element", "element")]


@pytest.mark.parametrize(("group", "field"), HOSTS)
def test_every_element_there_is_can_be_read(group: str, field: str) -> None:
    for shape in rules().groups[group]:
        element = minimal(shape)
        block = {
            "type": group.split(".", maxsplit=1)[0],
            field: [element] if field == "elements" else element,
        }
        assert read(block | {"label": plain("L"), "text": plain("T")})
